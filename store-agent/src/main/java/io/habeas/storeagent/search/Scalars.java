package io.habeas.storeagent.search;

import io.habeas.storeagent.plan.ValueType;
import java.math.BigDecimal;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Single values, between text and JSON. */
final class Scalars {
  /** No identifier has as many digits before or after its point. */
  private static final int MOST_DIGITS = 400;

  private Scalars() {}

  /**
   * {@code value} as an identifier is written, the same for 5, 5.0 and "5"; empty for what can be
   * none.
   */
  static Optional<String> text(JsonNode value) {
    if (value.isString()) {
      return Optional.of(value.stringValue());
    }
    if (!value.isNumber()) {
      return Optional.empty();
    }
    BigDecimal number = value.decimalValue();
    return Math.abs((long) number.scale()) > MOST_DIGITS
        ? Optional.empty()
        : Optional.of(number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString());
  }

  /** What is written into documents for a constant of the map. */
  static JsonNode constant(String text, Optional<ValueType> type) {
    Object value =
        switch (type.filter(known -> known.admits(text)).orElse(ValueType.STRING)) {
          case STRING, OBJECT_ID, UUID -> text;
          case INTEGER, LONG -> Long.parseLong(text);
          case FLOAT -> new BigDecimal(text);
          case BOOLEAN -> Boolean.parseBoolean(text);
        };
    // Read as documents are, so that what is equal there is equal here.
    return Json.read(Json.write(Json.value(value)));
  }

  /** The form in which case does not count. */
  static String fold(String text) {
    return text.toLowerCase(Locale.ROOT);
  }
}
