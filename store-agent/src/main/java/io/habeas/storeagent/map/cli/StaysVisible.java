package io.habeas.storeagent.map.cli;

import io.habeas.storeagent.map.DataMap;
import io.habeas.storeagent.map.DataMap.DataCollection;
import io.habeas.storeagent.map.DataMap.Dataset;
import io.habeas.storeagent.map.MapError;
import io.habeas.storeagent.map.Restriction;
import io.habeas.storeagent.plan.Outline;
import io.habeas.storeagent.plan.Outline.Hiding;
import io.habeas.storeagent.plan.Outline.Piece;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Collections of which nobody said whether their records are hidden (Art. 18 GDPR): everybody still
 * sees them while a request is worked on, and while they are kept. Whoever says {@code none} knows.
 */
final class StaysVisible {
  private StaysVisible() {}

  static List<MapError> in(DataMap map, List<Outline> outlines) {
    List<MapError> warnings = new ArrayList<>();
    for (Outline outline : outlines) {
      map.dataset(outline.dataset()).ifPresent(dataset -> check(dataset, outline, warnings));
    }
    return warnings;
  }

  private static void check(Dataset dataset, Outline outline, List<MapError> warnings) {
    Set<String> unsaid = new LinkedHashSet<>();
    boolean saidOfAny = false;
    for (Piece piece : outline.pieces()) {
      if (piece.hiding() instanceof Hiding.ByMap(Restriction.None(var said)) && !said) {
        unsaid.add(piece.collection());
      } else {
        saidOfAny = true;
      }
    }
    if (!saidOfAny && !unsaid.isEmpty()) {
      warnings.add(
          new MapError(
              dataset.at(),
              "Expected %s to say under habeas.restriction how records are hidden, or none, but it"
                      .formatted(dataset.key())
                  + " says it of no collection: RESTRICT is not offered, and all stay visible until"
                  + " they are erased"));
      return;
    }
    for (String name : unsaid) {
      dataset.collection(name).map(StaysVisible::warning).ifPresent(warnings::add);
    }
  }

  private static MapError warning(DataCollection collection) {
    return new MapError(
        collection.at(),
        "Expected %s to say under habeas.restriction how its records are hidden, or none, but it"
                .formatted(collection.name())
            + " does not: they stay visible when others are restricted");
  }
}
