package io.habeas.storeagent.search;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.habeas.storeagent.document.Json;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What names one document: behind an alias or a pattern, several indices may each have one with the
 * same id.
 *
 * @param index the index itself, never an alias
 * @param id may be a person's
 * @param routing to the shard where it is not by id; a document with a parent, say
 */
record DocKey(String index, String id, Optional<String> routing) {

  /** The key of what was found or read. */
  static DocKey of(JsonNode hit) {
    return new DocKey(
        hit.path("_index").asString(),
        hit.path("_id").asString(),
        hit.hasNonNull("_routing")
            ? Optional.of(hit.path("_routing").asString())
            : Optional.empty());
  }

  /** As the cluster writes it, also in notes. */
  ObjectNode toJson() {
    ObjectNode json = Json.object();
    json.put("_index", index);
    json.put("_id", id);
    routing.ifPresent(value -> json.put("_routing", value));
    return json;
  }

  /** As one that reads or writes a document names it. */
  ObjectNode address() {
    ObjectNode json = Json.object();
    json.put("_index", index);
    json.put("_id", id);
    routing.ifPresent(value -> json.put("routing", value));
    return json;
  }

  /** The same for the same document in the same scope, of bounded length, and nobody's name. */
  String digest(String scope) {
    try {
      String text = scope + '\0' + index + '\0' + routing.orElse("") + '\0' + id;
      return HexFormat.of()
          .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Expected SHA-256 but this JDK has none", e);
    }
  }

  /** Leaves the id out. */
  @Override
  public String toString() {
    return "DocKey[" + index + "]";
  }
}
