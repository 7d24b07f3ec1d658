package io.habeas.storeagent.mongodb;

import com.mongodb.client.model.Filters;
import io.habeas.participant.Identifiers;
import io.habeas.storeagent.map.DataMap.Match;
import io.habeas.storeagent.plan.DocumentPlan.Field;
import io.habeas.storeagent.plan.ValueType;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.bson.BsonRegularExpression;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.bson.conversions.Bson;

/**
 * A field and the identifiers that are looked for in it. The store names candidates; whether one is
 * meant is decided here, by {@link #means}.
 *
 * @param values as the field stores them, at least one
 */
record Sought(Field field, List<BsonValue> values) {
  /** Longer ones are none, and the store refuses long patterns. */
  private static final int LONGEST_PATTERN = 4_000;

  Sought {
    values = List.copyOf(values);
  }

  /** Empty if no identifier can be in {@code field}. */
  static Optional<Sought> in(Field field, Identifiers identifiers) {
    ValueType type = field.type().orElse(ValueType.STRING);
    List<BsonValue> values =
        field.column().identifier().map(identifiers::of).orElseGet(List::of).stream()
            .map(text -> Scalars.of(text, type))
            .flatMap(Optional::stream)
            .toList();
    return values.isEmpty() ? Optional.empty() : Optional.of(new Sought(field, values));
  }

  /** A query for whatever may be meant. */
  Bson candidates() {
    Set<BsonValue> candidates = new LinkedHashSet<>(values);
    if (ignoresCase()) {
      for (BsonValue value : values) {
        String text = value.asString().getValue();
        candidates.add(new BsonString(text.toLowerCase(Locale.ROOT)));
        candidates.add(new BsonString(text.toUpperCase(Locale.ROOT)));
        if (text.indexOf('\0') < 0 && text.length() <= LONGEST_PATTERN) {
          candidates.add(new BsonRegularExpression("^" + Pattern.quote(text) + "$", "i"));
        }
      }
    }
    return Filters.in(field.path(), new ArrayList<>(candidates));
  }

  /** Whether {@code stored} is one of the identifiers. */
  boolean means(BsonValue stored) {
    return values.stream().anyMatch(value -> same(value, stored));
  }

  private boolean same(BsonValue value, BsonValue stored) {
    return (ignoresCase() && stored.isString())
        ? fold(value.asString().getValue()).equals(fold(stored.asString().getValue()))
        : Scalars.canonical(value).equals(Scalars.canonical(stored));
  }

  private boolean ignoresCase() {
    return field.column().match() == Match.IGNORE_CASE
        && field.type().orElse(ValueType.STRING) == ValueType.STRING;
  }

  /** The form in which case does not count. */
  static String fold(String text) {
    return text.toLowerCase(Locale.ROOT);
  }

  /** Names the field only: values are identifiers of people. */
  @Override
  public String toString() {
    return "Sought[" + field.path() + "]";
  }
}
