package io.habeas.storeagent.document;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Documents as JSON. What is read and written back is the same to the digit: nobody's price changes
 * because a name in its document does.
 */
public final class Json {
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();

  private Json() {}

  /** An object without fields. */
  public static ObjectNode object() {
    return MAPPER.createObjectNode();
  }

  /** A list without elements. */
  public static ArrayNode array() {
    return MAPPER.createArrayNode();
  }

  /** A list of texts. */
  public static ArrayNode strings(Iterable<String> values) {
    ArrayNode array = array();
    values.forEach(array::add);
    return array;
  }

  /** What {@code value} is in JSON. */
  public static JsonNode value(Object value) {
    return MAPPER.valueToTree(value);
  }

  /**
   * Reads one value.
   *
   * @throws JacksonException if it is none
   */
  public static JsonNode read(String json) {
    return MAPPER.readTree(json);
  }

  /** On one line. */
  public static String write(JsonNode value) {
    return MAPPER.writeValueAsString(value);
  }
}
