package io.habeas.storeagent.search;

import io.habeas.storeagent.document.Json;
import io.habeas.storeagent.plan.DocumentPlan;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A document as it was read.
 *
 * @param fields what it holds, or as much of that as was read, and its id as {@code _id}
 * @param seqNo number of its last change in its shard
 * @param primaryTerm which of the shard's copies numbered that
 */
record Doc(DocKey key, ObjectNode fields, long seqNo, long primaryTerm) {

  /** What was found or read. */
  static Doc of(JsonNode hit) {
    ObjectNode fields = hit.path("_source") instanceof ObjectNode source ? source : Json.object();
    fields.put(DocumentPlan.KEY, hit.path("_id").asString());
    return new Doc(
        DocKey.of(hit),
        fields,
        hit.path("_seq_no").asLong(-1),
        hit.path("_primary_term").asLong(-1));
  }

  /** As it is written: the id is no field. */
  static ObjectNode source(ObjectNode fields) {
    ObjectNode source = fields.deepCopy();
    source.remove(DocumentPlan.KEY);
    return source;
  }

  /** Leaves the contents out. */
  @Override
  public String toString() {
    return "Doc[" + key.index() + "]";
  }
}
