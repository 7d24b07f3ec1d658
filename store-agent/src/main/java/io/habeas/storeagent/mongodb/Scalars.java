package io.habeas.storeagent.mongodb;

import io.habeas.storeagent.plan.ValueType;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.UUID;
import org.bson.BsonBinary;
import org.bson.BsonBoolean;
import org.bson.BsonDouble;
import org.bson.BsonInt32;
import org.bson.BsonInt64;
import org.bson.BsonObjectId;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.bson.UuidRepresentation;
import org.bson.types.ObjectId;

/** Single values, between text and BSON. Text always becomes a value, never an operator. */
final class Scalars {
  private Scalars() {}

  /** {@code text} as a value of {@code type}; empty if nothing of that type can have it. */
  static Optional<BsonValue> of(String text, ValueType type) {
    if (!type.admits(text)) {
      return Optional.empty();
    }
    return Optional.of(
        switch (type) {
          case STRING -> new BsonString(text);
          case INTEGER, LONG -> new BsonInt64(Long.parseLong(text));
          case OBJECT_ID -> new BsonObjectId(new ObjectId(text));
          case UUID -> new BsonBinary(UUID.fromString(text), UuidRepresentation.STANDARD);
          case FLOAT -> new BsonDouble(Double.parseDouble(text));
          case BOOLEAN -> BsonBoolean.valueOf(Boolean.parseBoolean(text));
        });
  }

  /** The same for what is written into documents, where a small number is stored as such. */
  static BsonValue constant(String text, Optional<ValueType> type) {
    BsonValue value = type.flatMap(known -> of(text, known)).orElseGet(() -> new BsonString(text));
    return type.filter(ValueType.INTEGER::equals).isPresent()
            && value.asInt64().getValue() == (int) value.asInt64().getValue()
        ? new BsonInt32((int) value.asInt64().getValue())
        : value;
  }

  /** {@code value} as text, as an identifier is written; empty for what is none. */
  static Optional<String> text(BsonValue value) {
    return switch (value.getBsonType()) {
      case STRING -> Optional.of(value.asString().getValue());
      case INT32, INT64, DOUBLE, DECIMAL128 ->
          number(value).map(number -> number.stripTrailingZeros().toPlainString());
      case OBJECT_ID -> Optional.of(value.asObjectId().getValue().toHexString());
      case BINARY -> uuid(value.asBinary()).map(UUID::toString);
      default -> Optional.empty();
    };
  }

  /**
   * Whether {@code value} can say whose something is. The store would read a stored pattern as one,
   * and a list as several values.
   */
  static boolean isName(BsonValue value) {
    return switch (value.getBsonType()) {
      case STRING, INT32, INT64, DOUBLE, DECIMAL128, OBJECT_ID, BINARY, DOCUMENT -> true;
      default -> false;
    };
  }

  /** Equal for what the store takes for equal: 5 is 5, however it is stored. */
  static Object canonical(BsonValue value) {
    return number(value).<Object>map(BigDecimal::stripTrailingZeros).orElse(value);
  }

  private static Optional<BigDecimal> number(BsonValue value) {
    return switch (value.getBsonType()) {
      case INT32 -> Optional.of(BigDecimal.valueOf(value.asInt32().getValue()));
      case INT64 -> Optional.of(BigDecimal.valueOf(value.asInt64().getValue()));
      case DOUBLE ->
          Optional.of(value.asDouble().getValue()).filter(Double::isFinite).map(BigDecimal::new);
      case DECIMAL128 ->
          Optional.of(value.asDecimal128().getValue())
              .filter(decimal -> decimal.isFinite() && !isNegativeZero(decimal))
              .map(org.bson.types.Decimal128::bigDecimalValue);
      default -> Optional.empty();
    };
  }

  private static boolean isNegativeZero(org.bson.types.Decimal128 decimal) {
    return decimal.isNegative() && decimal.toString().chars().noneMatch(c -> c >= '1' && c <= '9');
  }

  private static Optional<UUID> uuid(BsonBinary binary) {
    return binary.getType() == org.bson.BsonBinarySubType.UUID_STANDARD.getValue()
        ? Optional.of(binary.asUuid(UuidRepresentation.STANDARD))
        : Optional.empty();
  }
}
