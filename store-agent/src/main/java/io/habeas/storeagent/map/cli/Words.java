package io.habeas.storeagent.map.cli;

import static java.util.stream.Collectors.joining;

import io.habeas.storeagent.map.ErasureStrategy;
import io.habeas.storeagent.map.KeepingPeriod;
import io.habeas.storeagent.map.Restriction;
import io.habeas.storeagent.map.RetentionRule;
import io.habeas.storeagent.map.cli.Traversal.Way;
import io.habeas.storeagent.plan.Outline.Hiding;
import io.habeas.storeagent.plan.StorePlan.Link;
import io.habeas.storeagent.plan.StorePlan.Treatment;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Says in words what a plan comes to. */
final class Words {
  private Words() {}

  static String of(Treatment treatment) {
    return switch (treatment) {
      case Treatment.Delete() -> "deleted";
      case Treatment.Anonymise(var strategies) -> "stays without the person: " + fields(strategies);
      case Treatment.Retain(var rule, var strategies) ->
          "kept %s from %s, then deleted (%s, %s, %s, %s)%s"
              .formatted(
                  of(rule.period()),
                  rule.from(),
                  rule.rule(),
                  rule.ground().name(),
                  rule.statute(),
                  rule.jurisdiction(),
                  meanwhile(rule, strategies));
    };
  }

  private static String meanwhile(RetentionRule rule, Map<String, ErasureStrategy> strategies) {
    List<String> said = new ArrayList<>();
    if (rule.meanwhile().contains(RetentionRule.Meanwhile.RESTRICT)) {
      said.add("restricted");
    }
    if (!strategies.isEmpty()) {
      said.add(fields(strategies));
    }
    return said.isEmpty() ? "" : "; meanwhile " + String.join(", ", said);
  }

  private static String fields(Map<String, ErasureStrategy> strategies) {
    Map<String, List<String>> fields = new LinkedHashMap<>();
    strategies.forEach(
        (field, strategy) ->
            fields.computeIfAbsent(of(strategy), words -> new ArrayList<>()).add(field));
    return fields.entrySet().stream()
        .map(entry -> String.join(", ", entry.getValue()) + " " + entry.getKey())
        .collect(joining("; "));
  }

  static String of(ErasureStrategy strategy) {
    return switch (strategy) {
      case ErasureStrategy.Nulled() -> "emptied";
      case ErasureStrategy.Constant(_) -> "set to a constant";
      case ErasureStrategy.KeyedHash() -> "hashed";
      case ErasureStrategy.Randomised() -> "made random";
      case ErasureStrategy.CountryOnly() -> "cut down to the country";
      case ErasureStrategy.Generalised(var unit) ->
          "cut down to the " + unit.name().toLowerCase(Locale.ROOT);
      case ErasureStrategy.Kept() -> "kept";
    };
  }

  static String of(Hiding hiding) {
    return switch (hiding) {
      case Hiding.ByMap(var restriction) -> of(restriction);
      case Hiding.ByPeople() -> "restricted by whoever looks after it, if they can";
      case Hiding.ByProcessor() -> "restricted at the processor, if it can";
    };
  }

  private static String of(Restriction restriction) {
    return switch (restriction) {
      case Restriction.StatusColumn(var column, var restricted, _) ->
          "restricted by %s = %s".formatted(column, restricted);
      case Restriction.ShadowTable() -> "restricted by a note beside it";
      case Restriction.None _ -> "not restricted";
    };
  }

  static String of(Way way) {
    return switch (way) {
      case Way.ByIdentifier(var type, var field) ->
          type.equals(field) ? type : "%s in %s".formatted(type, field);
      case Way.ByLink(var link) -> of(link);
    };
  }

  private static String of(Link link) {
    List<String> pairs = new ArrayList<>();
    for (int i = 0; i < link.toColumns().size(); i++) {
      pairs.add(
          "%s = %s.%s".formatted(link.toColumns().get(i), link.from(), link.fromColumns().get(i)));
    }
    return String.join(" and ", pairs) + (link.shared() ? ", which others may share" : "");
  }

  static String of(KeepingPeriod period) {
    List<String> parts = new ArrayList<>();
    add(parts, period.days().getYears(), "year");
    add(parts, period.days().getMonths(), "month");
    add(parts, period.days().getDays(), "day");
    add(parts, period.time().toHours(), "hour");
    add(parts, period.time().toMinutesPart(), "minute");
    add(parts, period.time().toSecondsPart(), "second");
    return String.join(" and ", parts);
  }

  private static void add(List<String> parts, long count, String unit) {
    if (count != 0) {
      parts.add(count + " " + unit + (count == 1 ? "" : "s"));
    }
  }
}
