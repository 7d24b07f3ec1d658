package io.habeas.storeagent.processor.rest;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * What is filled in for placeholders. Holds identifiers, so it is never logged.
 *
 * @param values by the names that stand in braces
 */
record Variables(Map<String, JsonNode> values) {
  static final String SUBJECT = "subject";
  static final String REFERENCE = "reference";
  static final String KEY = "key";
  static final String TODAY = "today";
  static final String SETTING = "setting:";
  static final String CORRECTED = "corrected:";

  Variables {
    values = Map.copyOf(values);
  }

  /** The same and one more. */
  Variables with(String name, String value) {
    Map<String, JsonNode> more = new HashMap<>(values);
    more.put(name, JsonNodeFactory.instance.stringNode(value));
    return new Variables(more);
  }

  Optional<JsonNode> value(String name) {
    JsonNode value = values.get(name);
    return Optional.ofNullable(value);
  }

  /** Names only. */
  @Override
  public String toString() {
    return "Variables" + values.keySet();
  }
}
