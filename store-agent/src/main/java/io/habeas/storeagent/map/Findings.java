package io.habeas.storeagent.map;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What was found while a map was read; the same is found once, however often it is looked at. */
final class Findings {
  private final Set<MapError> errors = new LinkedHashSet<>();
  private final Set<MapError> warnings = new LinkedHashSet<>();

  void error(Location at, String message) {
    errors.add(new MapError(at, message));
  }

  void warning(Location at, String message) {
    warnings.add(new MapError(at, message));
  }

  List<MapError> warnings() {
    return warnings.stream().sorted().toList();
  }

  boolean hasErrors() {
    return !errors.isEmpty();
  }

  void failOnErrors() {
    if (hasErrors()) {
      throw new InvalidMap(List.copyOf(errors), warnings());
    }
  }
}
