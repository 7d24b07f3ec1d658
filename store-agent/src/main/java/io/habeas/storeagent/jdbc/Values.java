package io.habeas.storeagent.jdbc;

import io.habeas.storeagent.jdbc.Catalogue.LiveColumn;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/** Texts as values of a type, if they are such. */
final class Values {
  private static final Pattern INTEGER = Pattern.compile("[+-]?[0-9]{1,20}");
  private static final Pattern DECIMAL = Pattern.compile("[+-]?[0-9]{1,100}(\\.[0-9]{1,100})?");
  private static final Map<String, Integer> BITS =
      Map.of(
          "tinyint",
          8,
          "smallint",
          16,
          "mediumint",
          24,
          "int",
          32,
          "bigint",
          64,
          "int2",
          16,
          "int4",
          32,
          "int8",
          64);

  private Values() {}

  /** A whole number within the column's range. */
  static Optional<BigInteger> integer(String value, LiveColumn column) {
    if (!INTEGER.matcher(value).matches()) {
      return Optional.empty();
    }
    int bits = bits(column);
    boolean unsigned = column.type().toLowerCase(Locale.ROOT).contains("unsigned");
    BigInteger number = new BigInteger(value);
    boolean fits =
        unsigned ? number.signum() >= 0 && number.bitLength() <= bits : number.bitLength() < bits;
    return fits ? Optional.of(number) : Optional.empty();
  }

  /** How many the values of a whole number's type have, its sign included. */
  static int bits(LiveColumn column) {
    return BITS.getOrDefault(column.base(), 64);
  }

  static Optional<Object> decimal(String value) {
    return DECIMAL.matcher(value).matches() ? Optional.of(new BigDecimal(value)) : Optional.empty();
  }

  /** In the form of RFC 9562, in whatever case. */
  static Optional<Object> uuid(String value) {
    try {
      UUID uuid = UUID.fromString(value);
      return uuid.toString().equals(value.toLowerCase(Locale.ROOT))
          ? Optional.of(uuid)
          : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
