package io.habeas.storeagent.search;

import io.habeas.storeagent.plan.DocumentPlan;
import io.habeas.storeagent.plan.DocumentPlan.Documents;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What of a cluster is a person's, and what becomes of it.
 *
 * @param documents which documents, and which elements of lists in them
 * @param targets by collection, the index, alias, data stream or pattern that it is
 * @param texts by collection, paths of fields in which people are named in running text
 * @param categories by collection and path of a field, its data categories
 */
public record SearchPlan(
    DocumentPlan documents,
    Map<String, String> targets,
    Map<String, List<String>> texts,
    Map<String, Map<String, List<String>>> categories) {
  public SearchPlan {
    targets = Map.copyOf(targets);
    texts = Map.copyOf(texts);
    categories = Map.copyOf(categories);
  }

  /** Where {@code documents} are. */
  String target(Documents documents) {
    return Optional.ofNullable(targets.get(documents.name())).orElseThrow();
  }

  /** Where those of the collection {@code name} are, which the plan has. */
  String target(String name) {
    return Optional.ofNullable(targets.get(name)).orElseThrow();
  }

  List<String> texts(Documents documents) {
    return texts.getOrDefault(documents.name(), List.of());
  }

  List<String> categories(Documents documents, String path) {
    return categories.getOrDefault(documents.name(), Map.of()).getOrDefault(path, List.of());
  }
}
