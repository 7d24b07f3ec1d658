package io.habeas.storeagent.document;

import io.habeas.storeagent.connector.KeyedHash;
import io.habeas.storeagent.map.ErasureStrategy;
import io.habeas.storeagent.mask.Masking;
import io.habeas.storeagent.plan.DocumentPlan.Field;
import io.habeas.storeagent.plan.ValueType;
import java.math.BigDecimal;
import java.security.SecureRandom;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.NullNode;

/**
 * What a value in a document becomes where its record stays. Worked out here and not by the store:
 * the key of the hash stays with the agent.
 */
public final class JsonMasking {
  private final Masking masking;

  public JsonMasking(KeyedHash hash) {
    this.masking = new Masking(hash::of, new SecureRandom());
  }

  /**
   * What {@code value} of {@code field} becomes by {@code strategy}.
   *
   * @throws ShapeMismatch if it is of a type for which the strategy is not
   */
  public JsonNode apply(ErasureStrategy strategy, Field field, JsonNode value) {
    return switch (strategy) {
      case ErasureStrategy.Nulled() -> NullNode.getInstance();
      case ErasureStrategy.Constant(var constant) -> constant(constant, field.type());
      case ErasureStrategy.KeyedHash(), ErasureStrategy.CountryOnly() ->
          text(strategy, field, value);
      case ErasureStrategy.Randomised() ->
          value.isIntegralNumber() && value.canConvertToLong()
              ? Json.value(masking.number(value.longValue()))
              : text(strategy, field, value);
      case ErasureStrategy.Generalised(var unit) ->
          value.isNull()
              ? value
              : JsonDates.cut(value, unit)
                  .orElseThrow(() -> new ShapeMismatch(field.name(), "a date"));
      case ErasureStrategy.Kept() -> value;
    };
  }

  private JsonNode text(ErasureStrategy strategy, Field field, JsonNode value) {
    if (value.isNull()) {
      return value;
    }
    if (!value.isString()) {
      throw new ShapeMismatch(field.name(), "text");
    }
    return masking
        .text(strategy, value.stringValue(), field.column().length())
        .map(Json::value)
        .orElseGet(NullNode::getInstance);
  }

  /** What is written into documents for {@code text}, which is a constant of the map. */
  public static JsonNode constant(String text, Optional<ValueType> type) {
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
}
