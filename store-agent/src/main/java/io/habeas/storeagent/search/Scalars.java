package io.habeas.storeagent.search;

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

  /** The form in which case does not count. */
  static String fold(String text) {
    return text.toLowerCase(Locale.ROOT);
  }
}
