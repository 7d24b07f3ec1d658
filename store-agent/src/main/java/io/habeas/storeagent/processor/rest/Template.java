package io.habeas.storeagent.processor.rest;

import io.habeas.participant.WaitReason;
import io.habeas.storeagent.processor.ProcessorFailure;
import io.habeas.storeagent.processor.ProcessorFailure.Trace;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Fills in what stands in braces. In JSON a placeholder is a whole value, and what is put in its
 * place is a node of its own: there is no text that a value could break out of. In a path it is
 * percent-encoded down to its last reserved character (RFC 3986 section 2.1).
 */
final class Template {
  private static final Pattern WHOLE = Pattern.compile("\\{([a-z-]+(?::[A-Za-z0-9._-]+)?)}");

  private Template() {}

  /** The variable that a value of JSON stands for; empty if it is a constant. */
  static Optional<String> variable(JsonNode node) {
    if (!node.isString()) {
      return Optional.empty();
    }
    Matcher whole = WHOLE.matcher(node.stringValue());
    return whole.matches() ? Optional.of(whole.group(1)) : Optional.empty();
  }

  /** A constant may not look as if a part of it was to be filled in. */
  static boolean isWellFormed(JsonNode node) {
    if (node.isString()) {
      String text = node.stringValue();
      return variable(node).isPresent() || (text.indexOf('{') < 0 && text.indexOf('}') < 0);
    }
    for (JsonNode inner : node) {
      if (!isWellFormed(inner)) {
        return false;
      }
    }
    return true;
  }

  /** All variables within. */
  static Set<String> variables(JsonNode node) {
    Set<String> names = new TreeSet<>();
    variable(node).ifPresent(names::add);
    node.forEach(inner -> names.addAll(variables(inner)));
    return names;
  }

  /** All variables of a path. */
  static Set<String> pathVariables(String path) {
    Set<String> names = new TreeSet<>();
    Matcher matcher = WHOLE.matcher(path);
    while (matcher.find()) {
      names.add(matcher.group(1));
    }
    return names;
  }

  /** Whether nothing in a path but placeholders has braces, and nothing in it would be encoded. */
  static boolean isPath(String path) {
    String rest = WHOLE.matcher(path).replaceAll("x");
    return rest.matches("/[A-Za-z0-9._~!$&'()*+,;=:@%/-]*") && !rest.contains("..");
  }

  /**
   * The value with everything filled in; an entry or item whose variable has no value is left out.
   *
   * @return empty if it is a variable without a value itself
   */
  static Optional<JsonNode> fill(JsonNode node, Variables values) {
    Optional<String> variable = variable(node);
    if (variable.isPresent()) {
      return values.value(variable.get());
    }
    if (node.isObject()) {
      ObjectNode filled = JsonNodeFactory.instance.objectNode();
      node.properties()
          .forEach(
              entry ->
                  fill(entry.getValue(), values)
                      .ifPresent(value -> filled.set(entry.getKey(), value)));
      return Optional.of(filled);
    }
    if (node.isArray()) {
      ArrayNode filled = JsonNodeFactory.instance.arrayNode();
      node.forEach(item -> fill(item, values).ifPresent(filled::add));
      return Optional.of(filled);
    }
    return Optional.of(node);
  }

  /**
   * The path with everything filled in.
   *
   * @throws ProcessorFailure if a value would change what the path means
   */
  static String fillPath(String path, Variables values) {
    Matcher matcher = WHOLE.matcher(path);
    StringBuilder filled = new StringBuilder();
    while (matcher.find()) {
      String value = values.value(matcher.group(1)).map(JsonNode::asString).orElse("");
      if (value.isEmpty() || value.equals(".") || value.equals("..")) {
        // Encoded or not, some servers take these for the place above.
        throw new ProcessorFailure(
            WaitReason.MAP_MISMATCH, Trace.NONE, "a value that cannot stand in a path");
      }
      matcher.appendReplacement(filled, Matcher.quoteReplacement(encode(value)));
    }
    matcher.appendTail(filled);
    return filled.toString();
  }

  /** Everything but unreserved characters is encoded. */
  static String encode(String value) {
    StringBuilder encoded = new StringBuilder();
    for (byte octet : value.getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (octet & 0xff);
      if ((c >= 'A' && c <= 'Z')
          || (c >= 'a' && c <= 'z')
          || (c >= '0' && c <= '9')
          || c == '-'
          || c == '.'
          || c == '_'
          || c == '~') {
        encoded.append(c);
      } else {
        encoded.append('%').append(String.format("%02X", (int) c));
      }
    }
    return encoded.toString();
  }
}
