package io.habeas.storeagent.search;

import io.habeas.storeagent.connector.KeyedHash;
import io.habeas.storeagent.document.JsonMasking;
import io.habeas.storeagent.document.ShapeMismatch;
import io.habeas.storeagent.map.ErasureStrategy;
import io.habeas.storeagent.plan.DocumentPlan.Documents;
import io.habeas.storeagent.plan.DocumentPlan.Field;
import io.habeas.storeagent.plan.DocumentPlan.Part;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a document, or an element of a list in it, becomes where it is anonymised or pseudonymised.
 * Worked out here and not by a script in the cluster: the key of the hash stays with the agent.
 * What is not there is not brought into being.
 */
final class Rewriting {
  private final JsonMasking masking;

  Rewriting(KeyedHash hash) {
    this.masking = new JsonMasking(hash);
  }

  /** What becomes of {@code document}. */
  ObjectNode changed(
      Documents documents, ObjectNode document, Map<String, ErasureStrategy> strategies) {
    ObjectNode changed = document;
    for (Map.Entry<String, ErasureStrategy> entry : strategies.entrySet()) {
      if (!(entry.getValue() instanceof ErasureStrategy.Kept)) {
        Field field = documents.field(entry.getKey());
        changed =
            Paths.changed(changed, field, inner -> masking.apply(entry.getValue(), field, inner));
      }
    }
    return changed;
  }

  /**
   * What the person's {@code document} becomes where it is anonymised.
   *
   * @throws ShapeMismatch if it would still be the person's: it would be found, and changed, again
   */
  ObjectNode severed(
      Documents documents,
      ObjectNode document,
      Map<String, ErasureStrategy> strategies,
      Belonging belonging) {
    ObjectNode changed = changed(documents, document, strategies);
    if (belonging.stillOwns(documents, changed)) {
      throw new ShapeMismatch(documents.name(), "severed from the person by its erasure");
    }
    return changed;
  }

  /** The same of the person's {@code element} of the part's list. */
  JsonNode severed(
      Documents documents,
      Part part,
      JsonNode element,
      Map<String, ErasureStrategy> strategies,
      Belonging belonging) {
    String list = part.list().orElseThrow();
    JsonNode changed = element;
    for (Map.Entry<String, ErasureStrategy> entry : strategies.entrySet()) {
      Field field = documents.field(entry.getKey());
      changed =
          Paths.changedIn(
              changed, list, field, inner -> masking.apply(entry.getValue(), field, inner));
    }
    if (belonging.owns(documents, part, changed)) {
      throw new ShapeMismatch(
          documents.name() + "." + list, "severed from the person by its erasure");
    }
    return changed;
  }
}
