package io.habeas.orchestrator.erasure.history;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.mapping;

import io.habeas.orchestrator.erasure.history.Orchestrator.Step;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What the policy was seen to do, as a diagram (Mermaid's state diagrams). */
final class StateDiagram {
  private StateDiagram() {}

  static String of(Collection<Step> steps) {
    Map<String, String> edges =
        steps.stream()
            .collect(
                groupingBy(
                    step -> step.from().getSimpleName() + " --> " + step.to().getSimpleName(),
                    TreeMap::new,
                    mapping(
                        step -> step.event().getSimpleName(),
                        java.util.stream.Collectors.collectingAndThen(
                            java.util.stream.Collectors.toList(),
                            names -> names.stream().sorted().distinct().collect(joining(", "))))));
    List<String> lines = new ArrayList<>();
    lines.add("stateDiagram-v2");
    lines.add("  [*] --> NotStarted");
    edges.forEach((edge, events) -> lines.add("  " + edge + " : " + events));
    lines.add("  Completed --> [*]");
    lines.add("  Abandoned --> [*]");
    return String.join("\n", lines) + "\n";
  }
}
