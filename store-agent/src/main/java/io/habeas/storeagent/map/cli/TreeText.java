package io.habeas.storeagent.map.cli;

import static java.util.stream.Collectors.joining;

import io.habeas.storeagent.map.cli.Traversal.Step;
import io.habeas.storeagent.plan.Outline.Piece;
import java.util.ArrayList;
import java.util.List;

/** A traversal as a tree for a terminal. */
final class TreeText {
  private final Traversal traversal;
  private final List<String> lines = new ArrayList<>();

  private TreeText(Traversal traversal) {
    this.traversal = traversal;
  }

  static List<String> of(Traversal traversal) {
    var text = new TreeText(traversal);
    for (String identity : traversal.identities()) {
      text.lines.add(identity);
      text.children(identity, "");
    }
    if (!traversal.missed().isEmpty()) {
      text.lines.add("");
      text.lines.add("Not found by %s:".formatted(String.join(" or ", traversal.identities())));
      traversal.missed().forEach(missed -> text.lines.add("  " + missed(missed)));
    }
    return List.copyOf(text.lines);
  }

  private static String missed(Traversal.Missed missed) {
    Piece piece = missed.piece();
    String needs =
        java.util.stream.Stream.concat(
                piece.finders().values().stream().distinct(),
                piece.links().stream().map(link -> missed.dataset() + "." + link.from()))
            .distinct()
            .collect(joining(" or "));
    return "%s.%s%s, which needs %s"
        .formatted(
            missed.dataset(),
            piece.collection(),
            piece.list().map(list -> "." + list).orElse(""),
            needs);
  }

  private void children(String identity, String indent) {
    List<Step> found = traversal.foundBy(identity);
    for (int i = 0; i < found.size(); i++) {
      step(found.get(i), indent, i == found.size() - 1);
    }
  }

  private void step(Step step, String indent, boolean last) {
    lines.add(
        "%s%s%d. %s, found by %s"
            .formatted(
                indent,
                last ? "└─ " : "├─ ",
                step.number(),
                step.name(),
                step.ways().stream().map(Words::of).collect(joining(", or "))));
    String below = indent + (last ? "   " : "│  ");
    List<Step> hanging = traversal.hangingOn(step);
    List<String> yielded = traversal.yieldedBy(step);
    boolean more = !hanging.isEmpty() || !yielded.isEmpty();
    details(step).forEach(detail -> lines.add(below + (more ? "│  " : "   ") + detail));
    for (int i = 0; i < hanging.size(); i++) {
      step(hanging.get(i), below, i == hanging.size() - 1 && yielded.isEmpty());
    }
    for (int i = 0; i < yielded.size(); i++) {
      String type = yielded.get(i);
      boolean end = i == yielded.size() - 1;
      lines.add(
          "%s%s%s, yielded from %s"
              .formatted(below, end ? "└─ " : "├─ ", type, traversal.source(type).field()));
      children(type, below + (end ? "   " : "│  "));
    }
  }

  private static List<String> details(Step step) {
    Piece piece = step.piece();
    List<String> details = new ArrayList<>();
    details.add(
        "erased as number %d of its store: %s"
            .formatted(piece.turn(), Words.of(piece.treatment())));
    details.add(Words.of(piece.hiding()));
    piece
        .withheld()
        .forEach(
            (field, reason) ->
                details.add("%s is withheld from a copy (%s)".formatted(field, reason)));
    return details;
  }
}
