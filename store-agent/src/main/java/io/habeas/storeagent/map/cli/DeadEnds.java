package io.habeas.storeagent.map.cli;

import io.habeas.storeagent.map.DataMap;
import io.habeas.storeagent.map.DataMap.DataCollection;
import io.habeas.storeagent.map.DataMap.DataField;
import io.habeas.storeagent.map.DataMap.Dataset;
import io.habeas.storeagent.map.DataMap.Direction;
import io.habeas.storeagent.map.DataMap.Reference;
import io.habeas.storeagent.map.MapError;
import io.habeas.storeagent.plan.Outline;
import io.habeas.storeagent.plan.Outline.Piece;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Collections that no request would ever find: nothing but a reference to another dataset leads to
 * them, and that yields nothing. A store that is asked for a person and never finds one would pass
 * for empty.
 */
final class DeadEnds {
  private DeadEnds() {}

  static List<MapError> in(DataMap map, List<Outline> outlines) {
    Set<String> yielded = new HashSet<>();
    outlines.forEach(outline -> yielded.addAll(outline.yields()));
    List<MapError> errors = new ArrayList<>();
    for (Outline outline : outlines) {
      for (Piece piece : outline.pieces()) {
        map.dataset(outline.dataset())
            .flatMap(dataset -> dataset.collection(piece.collection()))
            .filter(collection -> piece.links().isEmpty())
            .ifPresent(collection -> check(map, collection, piece, yielded, errors));
      }
    }
    return errors;
  }

  private static void check(
      DataMap map,
      DataCollection collection,
      Piece piece,
      Set<String> yielded,
      List<MapError> errors) {
    List<MapError> dead = new ArrayList<>();
    piece
        .finders()
        .forEach((field, type) -> dead(map, collection, field, type, yielded).ifPresent(dead::add));
    if (dead.size() == piece.finders().size()) {
      errors.addAll(dead);
    }
  }

  private static Optional<MapError> dead(
      DataMap map, DataCollection collection, String path, String type, Set<String> yielded) {
    if (yielded.contains(type)) {
      return Optional.empty();
    }
    return collection.fieldAt(path).stream()
        .flatMap(field -> field.references().stream())
        .filter(reference -> reference.direction() != Direction.TO)
        .filter(reference -> reference.type().equals(type))
        .flatMap(
            reference ->
                target(map, reference).map(to -> error(collection, path, reference, to)).stream())
        .findFirst();
  }

  private static Optional<DataField> target(DataMap map, Reference reference) {
    return map.dataset(reference.dataset())
        .flatMap((Dataset other) -> other.collection(reference.collection()))
        .flatMap(other -> other.fieldAt(reference.field()));
  }

  private static MapError error(
      DataCollection collection, String path, Reference reference, DataField to) {
    return new MapError(
        reference.at(),
        "Expected %s at %s to be marked verified and unique under habeas, since nothing else leads"
                .formatted(reference.type(), to.at())
            + " to %s than %s, but it is not".formatted(collection.name(), path));
  }
}
