package io.habeas.storeagent.search;

import io.habeas.storeagent.plan.DocumentPlan;
import io.habeas.storeagent.plan.DocumentPlan.Documents;
import java.util.Map;
import java.util.Optional;

/**
 * What of a cluster is a person's, and what becomes of it.
 *
 * @param documents which documents, and which elements of lists in them
 * @param targets by collection, the index, alias, data stream or pattern that it is
 */
public record SearchPlan(DocumentPlan documents, Map<String, String> targets) {
  public SearchPlan {
    targets = Map.copyOf(targets);
  }

  /** Where {@code documents} are. */
  String target(Documents documents) {
    return Optional.ofNullable(targets.get(documents.name())).orElseThrow();
  }
}
