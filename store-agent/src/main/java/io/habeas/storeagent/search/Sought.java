package io.habeas.storeagent.search;

import io.habeas.participant.Identifiers;
import io.habeas.storeagent.map.DataMap.Match;
import io.habeas.storeagent.plan.DocumentPlan.Field;
import io.habeas.storeagent.plan.ValueType;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A field and the identifiers that are looked for in it. The cluster names candidates; whether one
 * is meant is decided here, by {@link #means}.
 *
 * @param values at least one
 */
record Sought(Field field, List<String> values) {
  Sought {
    values = List.copyOf(values);
  }

  /** Empty if no identifier can be in {@code field}. */
  static Optional<Sought> in(Field field, Identifiers identifiers) {
    ValueType type = field.type().orElse(ValueType.STRING);
    List<String> values =
        field.column().identifier().map(identifiers::of).orElseGet(List::of).stream()
            .filter(type::admits)
            .map(text -> canonical(text, type))
            .distinct()
            .toList();
    return values.isEmpty() ? Optional.empty() : Optional.of(new Sought(field, values));
  }

  private static String canonical(String text, ValueType type) {
    return type == ValueType.INTEGER || type == ValueType.LONG
        ? String.valueOf(Long.parseLong(text))
        : text;
  }

  /** A query for whatever may be meant. */
  ObjectNode candidates(LiveFields fields) {
    Set<String> candidates = new LinkedHashSet<>(values);
    if (ignoresCase()) {
      for (String value : values) {
        candidates.add(value.toLowerCase(Locale.ROOT));
        candidates.add(value.toUpperCase(Locale.ROOT));
      }
    }
    return fields.query(field.path(), List.copyOf(candidates), ignoresCase());
  }

  /** Whether {@code stored} is one of the identifiers. */
  boolean means(JsonNode stored) {
    return Scalars.text(stored)
        .filter(text -> values.stream().anyMatch(value -> same(value, text)))
        .isPresent();
  }

  private boolean same(String value, String stored) {
    return ignoresCase() ? Scalars.fold(value).equals(Scalars.fold(stored)) : value.equals(stored);
  }

  private boolean ignoresCase() {
    return field.column().match() == Match.IGNORE_CASE
        && field.type().orElse(ValueType.STRING) == ValueType.STRING;
  }

  /** Names the field only: values are identifiers of people. */
  @Override
  public String toString() {
    return "Sought[" + field.path() + "]";
  }
}
