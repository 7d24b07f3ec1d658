package io.habeas.storeagent.search;

import io.habeas.storeagent.document.Json;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Queries. Values are always values of JSON, never a part of a query's text. */
final class Query {
  private Query() {}

  static ObjectNode terms(String field, Collection<String> values) {
    return of("terms", field, Json.strings(values));
  }

  static ObjectNode term(String field, String value) {
    return of("term", field, Json.value(value));
  }

  /** The same whatever the case of letters. */
  static ObjectNode termInAnyCase(String field, String value) {
    ObjectNode how = Json.object();
    how.put("value", value);
    how.put("case_insensitive", true);
    return of("term", field, how);
  }

  /** The same value, or nothing where the field cannot hold it. */
  static ObjectNode wherePossible(String field, String value) {
    ObjectNode how = Json.object();
    how.put("query", value);
    how.put("lenient", true);
    return of("match", field, how);
  }

  /** As running text has it, in whatever way the field is analysed. */
  static ObjectNode phrase(String field, String value) {
    return of("match_phrase", field, Json.value(value));
  }

  static ObjectNode greater(String field, String value) {
    ObjectNode bound = Json.object();
    bound.put("gt", value);
    return of("range", field, bound);
  }

  static ObjectNode notGreater(String field, String value) {
    ObjectNode bound = Json.object();
    bound.put("lte", value);
    return of("range", field, bound);
  }

  static ObjectNode either(List<? extends JsonNode> queries) {
    return bool("should", queries);
  }

  static ObjectNode all(List<? extends JsonNode> queries) {
    return bool("filter", queries);
  }

  static ObjectNode everything() {
    ObjectNode query = Json.object();
    query.putObject("match_all");
    return query;
  }

  static ObjectNode none() {
    ObjectNode query = Json.object();
    query.putObject("match_none");
    return query;
  }

  /** {@code query} within documents inside others, if {@code path} says that they are mapped so. */
  static ObjectNode within(Optional<String> path, ObjectNode query) {
    if (path.isEmpty()) {
      return query;
    }
    ObjectNode nested = Json.object();
    nested.put("path", path.get());
    nested.put("ignore_unmapped", true);
    nested.set("query", query);
    ObjectNode outer = Json.object();
    outer.set("nested", nested);
    return outer;
  }

  private static ObjectNode bool(String how, List<? extends JsonNode> queries) {
    ArrayNode clauses = Json.array();
    queries.forEach(clauses::add);
    ObjectNode query = Json.object();
    query.putObject("bool").set(how, clauses);
    return query;
  }

  private static ObjectNode of(String kind, String field, JsonNode value) {
    ObjectNode inner = Json.object();
    inner.set(field, value);
    ObjectNode query = Json.object();
    query.set(kind, inner);
    return query;
  }
}
