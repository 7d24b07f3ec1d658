package io.habeas.storeagent.redis;

import io.habeas.participant.Corrections;
import io.habeas.participant.Counts;
import io.habeas.participant.Rectified;
import io.habeas.storeagent.map.DataMap.Rectification;
import io.habeas.storeagent.map.KeysRule.Kind;
import io.habeas.storeagent.redis.KeyPlan.KeySet;
import io.habeas.storeagent.redis.KeyPlan.Owner;
import io.habeas.storeagent.redis.Names.Space;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Corrects fields of a person's hashes and JSON objects by their data categories (Art. 16), and
 * puts a statement beside those records in which nothing was corrected (legal rule L18). What is
 * hidden or kept is corrected too. The field that says whose a record is stays: without it later
 * steps would not find the record any more.
 */
final class Rectifying {
  private final Names names;
  private final Finder finder;
  private final Effects effects;
  private final Rewriting rewriting;
  private final Corrections corrections;

  private final Map<String, Long> corrected = new TreeMap<>();
  private final Map<String, Long> supplemented = new TreeMap<>();

  Rectifying(
      Names names, Finder finder, Effects effects, Rewriting rewriting, Corrections corrections) {
    this.names = names;
    this.finder = finder;
    this.effects = effects;
    this.rewriting = rewriting;
    this.corrections = corrections;
  }

  Rectified rectify(List<Place> places) {
    for (Place place : places) {
      if (place.set().isWholeKeys()) {
        Map<String, String> values = values(place.set());
        for (Space space : List.of(Space.LIVE, Space.HIDDEN, Space.RETAINED)) {
          finder.each(place, space, page -> rectify(place.set(), values, page));
        }
      }
    }
    return new Rectified(new Counts(corrected), new Counts(supplemented));
  }

  private void rectify(KeySet set, Map<String, String> values, List<Found> page) {
    List<String> left = new ArrayList<>();
    for (Found found : page) {
      boolean done = !values.isEmpty() && rewriting.correct(set, found, values);
      if (done) {
        corrected.merge(set.name(), 1L, Long::sum);
      }
      if (!done || isSupplemented(set)) {
        left.add(found.name());
        left.add(found.key());
      }
    }
    Optional<String> statement = corrections.statement();
    if (statement.isPresent() && !left.isEmpty()) {
      List<String> arguments =
          new ArrayList<>(List.of(names.before(Space.STATEMENT), Bytes.of(statement.get())));
      arguments.addAll(left);
      long stands = effects.run(Scripts.STATE, arguments);
      supplemented.merge(set.name(), stands, Long::sum);
    }
  }

  /** Whether something is about a field that is not to be overwritten. */
  private boolean isSupplemented(KeySet set) {
    return set.fields().values().stream()
        .filter(field -> field.rectification() == Rectification.SUPPLEMENT)
        .flatMap(field -> field.categories().stream())
        .anyMatch(corrections.values()::containsKey);
  }

  /** The true values of a set's fields, by path. */
  private Map<String, String> values(KeySet set) {
    if (set.kind() != Kind.HASH && set.kind() != Kind.JSON) {
      return Map.of();
    }
    Map<String, String> values = new LinkedHashMap<>();
    set.fields()
        .forEach(
            (path, field) -> {
              boolean owning =
                  set.owner() instanceof Owner.ByField(var own, var t, var m) && own.equals(path);
              if (!owning && field.rectification() == Rectification.OVERWRITE) {
                corrections
                    .values()
                    .forEach(
                        (category, value) -> {
                          if (field.categories().contains(category)) {
                            values.put(path, value);
                          }
                        });
              }
            });
    return values;
  }
}
