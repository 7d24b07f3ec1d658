package io.habeas.storeagent.search;

import io.habeas.storeagent.map.DataMap.DataCollection;
import io.habeas.storeagent.map.DataMap.Dataset;
import io.habeas.storeagent.map.IndexRule;
import io.habeas.storeagent.map.InvalidMap;
import io.habeas.storeagent.map.Location;
import io.habeas.storeagent.map.MapError;
import io.habeas.storeagent.plan.DocumentPlan;
import io.habeas.storeagent.plan.DocumentPlanner;
import java.util.ArrayList;
import java.util.HashMap;
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
    return new SearchPlan(documents, planner.targets);
  }

  private void collection(DataCollection collection) {
    Optional<IndexRule> rule = collection.index();
    Optional<String> said = rule.map(IndexRule::index);
    String target = said.orElse(collection.name());
    Location at = rule.map(IndexRule::at).orElse(collection.at());
    if (!TARGET.matcher(target).matches()) {
      error(
          at,
          said.isPresent()
              ? "Expected the index of %s to be a name in lower case, or a pattern that begins like"
                  + " one, but it is not"
              : "Expected %s to be the name of an index, or habeas.index to say which, but"
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
  }

  private static boolean canMeanOwn(String target) {
    int star = target.indexOf('*');
    String begin = star < 0 ? target : target.substring(0, star);
    return begin.startsWith(OWN) || (star >= 0 && OWN.startsWith(begin));
  }

  private void error(Location at, String message, Object... arguments) {
    errors.add(new MapError(at, message.formatted(arguments)));
  }
}
