package io.habeas.storeagent.map.cli;

import io.habeas.storeagent.plan.Outline;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** A report for a person at a terminal. */
final class ReportText {
  private ReportText() {}

  static List<String> of(MapReport report, List<LiveReport> stores) {
    List<String> lines = new ArrayList<>();
    report.errors().forEach(error -> lines.add(error.at() + ": error: " + error.message()));
    report
        .warnings()
        .forEach(warning -> lines.add(warning.at() + ": warning: " + warning.message()));
    report.outlines().forEach(outline -> lines.add(line(outline)));
    stores.forEach(store -> store(store, lines));
    long contradictions = stores.stream().mapToLong(store -> store.contradictions().size()).sum();
    lines.add(
        counted(report.errors().size() + contradictions, "error")
            + ", "
            + counted(report.warnings().size(), "warning"));
    return lines;
  }

  private static void store(LiveReport store, List<String> lines) {
    store.nothing().ifPresent(why -> lines.add(store.dataset() + ": " + why));
    store
        .unreachable()
        .ifPresent(
            reason ->
                lines.add(
                    "%s: the store cannot be looked at: %s"
                        .formatted(store.dataset(), reason.name())));
    store.contradictions().forEach(c -> lines.add(store.dataset() + ": error: " + c));
    store.advice().forEach(advice -> lines.add(store.dataset() + ": advice: " + advice));
    if (store.nothing().isEmpty()
        && store.unreachable().isEmpty()
        && store.contradictions().isEmpty()) {
      lines.add(store.dataset() + ": the store is as the map says");
    }
  }

  private static String line(Outline outline) {
    long collections = outline.pieces().stream().map(Outline.Piece::collection).distinct().count();
    return "%s: %s, %s, %s"
        .formatted(
            outline.dataset(),
            counted(collections, "collection"),
            named("found by", outline.needs()),
            named("yields", outline.yields()));
  }

  private static String named(String what, Set<String> names) {
    return what + " " + (names.isEmpty() ? "nothing" : String.join(", ", names));
  }

  private static String counted(long number, String what) {
    return number + " " + what + (number == 1 ? "" : "s");
  }
}
