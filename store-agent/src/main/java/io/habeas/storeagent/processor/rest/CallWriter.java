package io.habeas.storeagent.processor.rest;

import io.habeas.storeagent.processor.Call;
import io.habeas.storeagent.processor.Call.Body;
import io.habeas.storeagent.processor.JsonText;
import io.habeas.storeagent.processor.rest.Definition.CallForm;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.StringJoiner;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/** Makes a call of its form and what is filled in. */
final class CallWriter {
  private final URI base;
  private final Map<String, String> headers;

  /**
   * @param headers sent with every call
   */
  CallWriter(URI base, Map<String, String> headers) {
    this.base = base;
    this.headers = headers;
  }

  Call write(CallForm form, Variables values, Set<Integer> accepts) {
    return write(form, values, Map.of(), Optional.empty(), accepts);
  }

  /**
   * @param more further parameters of the query
   * @param json the body in place of the form's
   */
  Call write(
      CallForm form,
      Variables values,
      Map<String, String> more,
      Optional<JsonNode> json,
      Set<Integer> accepts) {
    return new Call(
        form.method().name(),
        uri(form, values, more),
        headers(form, values),
        body(form, values, json),
        true,
        accepts);
  }

  /** The body of a form that is JSON, filled in; empty if it has none. */
  static Optional<JsonNode> json(CallForm form, Variables values) {
    return form.json() == null ? Optional.empty() : Template.fill(form.json(), values);
  }

  private URI uri(CallForm form, Variables values, Map<String, String> more) {
    Map<String, String> parameters = new TreeMap<>();
    form.query()
        .forEach(
            (name, node) ->
                Template.fill(node, values)
                    .ifPresent(value -> parameters.put(name, value.asString())));
    parameters.putAll(more);
    StringJoiner query = new StringJoiner("&", "?", "").setEmptyValue("");
    parameters.forEach(
        (name, value) -> query.add(Template.encode(name) + "=" + Template.encode(value)));
    String root = base.toString();
    String prefix = root.endsWith("/") ? root.substring(0, root.length() - 1) : root;
    return URI.create(prefix + Template.fillPath(form.path(), values) + query);
  }

  private Map<String, String> headers(CallForm form, Variables values) {
    Map<String, String> all = new HashMap<>(headers);
    all.putIfAbsent("Accept", "application/json");
    form.headers()
        .forEach(
            (name, node) ->
                Template.fill(node, values).ifPresent(value -> all.put(name, value.asString())));
    return all;
  }

  private static Optional<Body> body(CallForm form, Variables values, Optional<JsonNode> json) {
    Optional<JsonNode> content = json.or(() -> json(form, values));
    if (content.isPresent()) {
      byte[] bytes = JsonText.write(content.get()).getBytes(StandardCharsets.UTF_8);
      return Optional.of(new Body("application/json", bytes));
    }
    if (form.form() == null) {
      return Optional.empty();
    }
    StringJoiner pairs = new StringJoiner("&");
    Template.fill(form.form(), values).ifPresent(node -> flatten("", node, pairs));
    return Optional.of(
        new Body(
            "application/x-www-form-urlencoded",
            pairs.toString().getBytes(StandardCharsets.UTF_8)));
  }

  /** Nested names stand in brackets, and those of a list's items are empty. */
  private static void flatten(String name, JsonNode node, StringJoiner pairs) {
    if (node.isObject()) {
      node.properties()
          .forEach(
              entry ->
                  flatten(
                      name.isEmpty() ? entry.getKey() : name + "[" + entry.getKey() + "]",
                      entry.getValue(),
                      pairs));
    } else if (node.isArray()) {
      node.forEach(item -> flatten(name + "[]", item, pairs));
    } else {
      pairs.add(Template.encode(name) + "=" + Template.encode(node.asString()));
    }
  }
}
