package io.habeas.storeagent.map;

import static java.util.stream.Collectors.joining;

import java.util.List;

/** A data map with errors, all of them that could be found at once. */
public final class InvalidMap extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private final transient List<MapError> errors;
  private final transient List<MapError> warnings;

  /** Without warnings. */
  public InvalidMap(List<MapError> errors) {
    this(errors, List.of());
  }

  /**
   * @param errors at least one
   * @param warnings what else was found
   */
  public InvalidMap(List<MapError> errors, List<MapError> warnings) {
    super(errors.stream().sorted().map(MapError::toString).collect(joining("\n")));
    this.warnings = List.copyOf(warnings);
    this.errors = errors.stream().sorted().toList();
  }

  /** At least one, in the order of files and lines. */
  public List<MapError> errors() {
    return errors;
  }

  /** What else was found, in the order of files and lines. */
  public List<MapError> warnings() {
    return warnings;
  }
}
