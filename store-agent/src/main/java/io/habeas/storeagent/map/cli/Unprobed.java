package io.habeas.storeagent.map.cli;

import io.habeas.storeagent.map.DataMap;
import io.habeas.storeagent.map.MapError;
import io.habeas.storeagent.plan.Outline;
import io.habeas.storeagent.plan.Outline.Piece;
import io.habeas.storeagent.plan.StorePlan.Link;
import java.util.ArrayList;
import java.util.List;

/**
 * Collections into which VERIFY cannot look: their records are reached by a reference only, to a
 * field whose values identify nobody, and once the record that leads there is gone nothing tells
 * whose they were.
 */
final class Unprobed {
  private Unprobed() {}

  static List<MapError> in(DataMap map, List<Outline> outlines) {
    List<MapError> warnings = new ArrayList<>();
    for (Outline outline : outlines) {
      for (Piece piece : outline.pieces()) {
        if (!piece.probed() && !piece.links().isEmpty()) {
          map.dataset(outline.dataset())
              .flatMap(dataset -> dataset.collection(piece.collection()))
              .map(collection -> warning(collection.at(), piece, piece.links().getFirst()))
              .ifPresent(warnings::add);
        }
      }
    }
    return warnings;
  }

  private static MapError warning(io.habeas.storeagent.map.Location at, Piece piece, Link link) {
    String origin = link.from() + "." + String.join(",", link.fromColumns());
    return new MapError(
        at,
        "Expected %s to be found without %s too but nothing identifies anybody there: VERIFY cannot"
                .formatted(piece.collection(), link.from())
            + " see what is left of it. Say verified and unique under habeas of %s, if it is"
                .formatted(origin));
  }
}
