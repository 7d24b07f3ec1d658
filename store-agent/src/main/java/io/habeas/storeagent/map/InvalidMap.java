package io.habeas.storeagent.map;

import static java.util.stream.Collectors.joining;

import java.util.List;

/** A data map with errors, all of them that could be found at once. */
public final class InvalidMap extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private final transient List<MapError> errors;

  public InvalidMap(List<MapError> errors) {
    super(errors.stream().sorted().map(MapError::toString).collect(joining("\n")));
    this.errors = errors.stream().sorted().toList();
  }

  /** At least one, in the order of files and lines. */
  public List<MapError> errors() {
    return errors;
  }
}
