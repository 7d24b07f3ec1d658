package io.habeas.storeagent.search;

import io.habeas.storeagent.map.DataMap.DataCollection;
import io.habeas.storeagent.map.DataMap.DataField;
import io.habeas.storeagent.map.DataMap.Dataset;
import io.habeas.storeagent.map.InvalidMap;
import io.habeas.storeagent.map.Location;
import io.habeas.storeagent.map.MapError;
import io.habeas.storeagent.map.SearchRule;
import io.habeas.storeagent.plan.DocumentPlan;
import io.habeas.storeagent.plan.DocumentPlanner;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Turns a dataset of a search cluster into a plan, or says what stands in its way. Pure. */
public final class SearchPlanner {
  /**
   * Names of indices are in lower case and begin with no sign but a dot. A pattern must say at
   * least how the names begin: all indices of a cluster are never one collection's.
   */
  private static final Pattern TARGET = Pattern.compile("\\.?[a-z0-9][a-z0-9._+*-]{0,254}");

  /** How the agent's own indices are named. */
  private static final String OWN = "habeas-";

  private final List<MapError> errors = new ArrayList<>();
  private final Map<String, String> targets = new HashMap<>();
  private final Map<String, List<String>> texts = new HashMap<>();
  private final Map<String, Map<String, List<String>>> categories = new HashMap<>();

  private SearchPlanner() {}

  /**
   * Plans what becomes of a person's documents in {@code dataset}.
   *
   * @throws InvalidMap with every error found, each with its line
   */
  public static SearchPlan plan(Dataset dataset) {
    var planner = new SearchPlanner();
    dataset.collections().stream()
        .filter(collection -> !collection.skipped())
        .forEach(planner::collection);
    DocumentPlan documents;
    try {
      documents = DocumentPlanner.plan(dataset);
    } catch (InvalidMap e) {
      planner.errors.addAll(0, e.errors());
      throw new InvalidMap(planner.errors);
    }
    if (!planner.errors.isEmpty()) {
      throw new InvalidMap(planner.errors);
    }
    return new SearchPlan(documents, planner.targets, planner.texts, planner.categories);
  }

  private void collection(DataCollection collection) {
    Map<String, List<String>> fields = new LinkedHashMap<>();
    collection.fields().forEach(field -> flatten("", field, fields));
    categories.put(collection.name(), fields);
    Optional<SearchRule> rule = collection.search();
    Optional<String> said = rule.flatMap(SearchRule::index);
    String target = said.orElse(collection.name());
    Location at = rule.map(SearchRule::at).orElse(collection.at());
    if (!TARGET.matcher(target).matches()) {
      error(
          at,
          said.isPresent()
              ? "Expected the index of %s to be a name in lower case, or a pattern that begins like"
                  + " one, but it is not"
              : "Expected %s to be the name of an index, or habeas.search.index to say which, but"
                  + " names of indices are in lower case",
          collection.name());
    } else if (canMeanOwn(target)) {
      error(
          at,
          "Expected the index of %s to be none of the agent's own, which begin with %s, but it can"
              + " be",
          collection.name(),
          OWN);
    }
    targets.put(collection.name(), target);
    List<String> text = rule.map(SearchRule::text).orElse(List.of());
    texts.put(collection.name(), text);
    for (String path : text) {
      if (!fields.containsKey(path)) {
        error(
            at,
            "Expected text of %s to be paths of its innermost fields but %s is none",
            collection.name(),
            path);
      }
    }
  }

  private static boolean canMeanOwn(String target) {
    int star = target.indexOf('*');
    String begin = star < 0 ? target : target.substring(0, star);
    return begin.startsWith(OWN) || (star >= 0 && OWN.startsWith(begin));
  }

  private static void flatten(String above, DataField field, Map<String, List<String>> fields) {
    String path = above + field.name();
    if (field.fields().isEmpty()) {
      fields.put(path, field.categories());
    }
    field.fields().forEach(inner -> flatten(path + ".", inner, fields));
  }

  private void error(Location at, String message, Object... arguments) {
    errors.add(new MapError(at, message.formatted(arguments)));
  }
}
