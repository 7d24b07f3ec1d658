package io.habeas.storeagent.map.cli;

import io.habeas.storeagent.map.DataMap;
import io.habeas.storeagent.map.DataMap.Dataset;
import io.habeas.storeagent.map.DataMapReader;
import io.habeas.storeagent.map.InvalidMap;
import io.habeas.storeagent.map.MapError;
import io.habeas.storeagent.map.StoreKind;
import io.habeas.storeagent.plan.Outline;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What can be said of a map without its stores.
 *
 * @param map what was read; empty if that failed
 * @param outlines of the datasets that can be carried out
 * @param errors in the order of files and lines
 * @param warnings in the order of files and lines
 */
record MapReport(
    Optional<DataMap> map, List<Outline> outlines, List<MapError> errors, List<MapError> warnings) {
  MapReport {
    outlines = List.copyOf(outlines);
    errors = errors.stream().sorted().distinct().toList();
    warnings = warnings.stream().sorted().distinct().toList();
  }

  /**
   * Reads and plans the map in {@code paths}.
   *
   * @param kinds of stores, by the key of the dataset, where it is known
   */
  static MapReport of(List<Path> paths, Map<String, StoreKind> kinds) {
    return of(paths, kinds, Optional.empty());
  }

  /**
   * The same.
   *
   * @param otherwise of all other stores; empty for what the map shows
   */
  static MapReport of(
      List<Path> paths, Map<String, StoreKind> kinds, Optional<StoreKind> otherwise) {
    DataMap map;
    try {
      map = DataMapReader.read(paths);
    } catch (InvalidMap e) {
      return new MapReport(Optional.empty(), List.of(), e.errors(), e.warnings());
    }
    List<Outline> outlines = new ArrayList<>();
    List<MapError> errors = new ArrayList<>();
    for (Dataset dataset : map.datasets()) {
      try {
        StoreKind kind =
            Optional.ofNullable(kinds.get(dataset.key()))
                .or(() -> otherwise)
                .orElseGet(() -> StoreKind.of(dataset));
        outlines.add(KindOutlines.of(kind, dataset));
      } catch (InvalidMap e) {
        errors.addAll(e.errors());
      }
    }
    errors.addAll(DeadEnds.in(map, outlines));
    List<MapError> warnings = new ArrayList<>(map.warnings());
    warnings.addAll(StaysVisible.in(map, outlines));
    warnings.addAll(Unprobed.in(map, outlines));
    return new MapReport(Optional.of(map), outlines, errors, warnings);
  }
}
