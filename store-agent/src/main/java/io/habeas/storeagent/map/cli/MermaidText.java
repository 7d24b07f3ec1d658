package io.habeas.storeagent.map.cli;

import io.habeas.storeagent.map.cli.Traversal.Step;
import io.habeas.storeagent.map.cli.Traversal.Way;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A traversal as a flow chart in Mermaid's language. */
final class MermaidText {
  private MermaidText() {}

  static List<String> of(Traversal traversal) {
    List<String> lines = new ArrayList<>();
    lines.add("flowchart LR");
    Map<String, String> types = new LinkedHashMap<>();
    traversal.identities().forEach(type -> types.put(type, "i" + types.size()));
    traversal.yields().keySet().forEach(type -> types.put(type, "i" + types.size()));
    types.forEach((type, id) -> lines.add("  %s([%s])".formatted(id, quoted(type))));
    String dataset = "";
    for (Step step : byDataset(traversal)) {
      if (!step.dataset().equals(dataset)) {
        if (!dataset.isEmpty()) {
          lines.add("  end");
        }
        dataset = step.dataset();
        lines.add("  subgraph %s".formatted(quoted(dataset)));
      }
      lines.add("    p%d[%s]".formatted(step.number(), quoted(label(step))));
    }
    if (!dataset.isEmpty()) {
      lines.add("  end");
    }
    for (Step step : traversal.steps()) {
      for (Way way : step.ways()) {
        edge(traversal, step, way, types).ifPresent(lines::add);
      }
    }
    traversal
        .yields()
        .forEach(
            (type, source) ->
                lines.add(
                    "  p%d -. %s .-> %s"
                        .formatted(
                            source.step().number(),
                            quoted("yields " + source.field()),
                            types.get(type))));
    return List.copyOf(lines);
  }

  private static List<Step> byDataset(Traversal traversal) {
    Map<String, List<Step>> steps = new LinkedHashMap<>();
    traversal
        .steps()
        .forEach(step -> steps.computeIfAbsent(step.dataset(), key -> new ArrayList<>()).add(step));
    return steps.values().stream().flatMap(List::stream).toList();
  }

  private static String label(Step step) {
    String name = step.name().substring(step.dataset().length() + 1);
    return "%d. %s<br/>%s".formatted(step.number(), name, Words.of(step.piece().treatment()));
  }

  private static Optional<String> edge(
      Traversal traversal, Step step, Way way, Map<String, String> types) {
    return switch (way) {
      case Way.ByIdentifier(var type, var field) ->
          Optional.of(
              "  %s -- %s --> p%d".formatted(types.get(type), quoted(field), step.number()));
      case Way.ByLink(var link) ->
          traversal.steps().stream()
              .filter(from -> from.dataset().equals(step.dataset()))
              .filter(from -> from.piece().collection().equals(link.from()))
              .findFirst()
              .map(
                  from ->
                      "  p%d -- %s --> p%d"
                          .formatted(
                              from.number(),
                              quoted(String.join(", ", link.toColumns())),
                              step.number()));
    };
  }

  private static String quoted(String text) {
    return "\"" + text.replace("\"", "#quot;") + "\"";
  }
}
