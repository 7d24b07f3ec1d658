package io.habeas.storeagent.s3;

import io.habeas.storeagent.map.DataMap.DataCollection;
import io.habeas.storeagent.map.DataMap.DataField;
import io.habeas.storeagent.map.DataMap.Dataset;
import io.habeas.storeagent.map.InvalidMap;
import io.habeas.storeagent.map.KeysRule;
import io.habeas.storeagent.map.Location;
import io.habeas.storeagent.map.MapError;
import io.habeas.storeagent.map.ObjectsRule;
import io.habeas.storeagent.map.Restriction;
import io.habeas.storeagent.map.RetentionRule;
import io.habeas.storeagent.map.RetentionRule.Meanwhile;
import io.habeas.storeagent.map.WholeRecords;
import io.habeas.storeagent.s3.ObjectPlan.ObjectSet;
import io.habeas.storeagent.s3.ObjectPlan.TagMatch;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Turns a dataset of the map into a plan for a bucket, or says everything that stands in its way.
 * Pure.
 */
public final class ObjectPlanner {
  /** What may stand in a topic as a code. */
  private static final Pattern CODE = Pattern.compile("[A-Za-z0-9._:-]{1,96}");

  private static final Pattern PLACEHOLDER = Pattern.compile("\\{([^{}]*)}");

  /** Case is ignored in mail addresses and is not in keys: one could not be told by the other. */
  private static final String EMAIL = "email";

  /** The one date that every object has. */
  private static final String LAST_MODIFIED = "last_modified";

  private final Dataset dataset;
  private final List<MapError> errors = new ArrayList<>();
  private final Map<DataCollection, KeyPattern> places = new HashMap<>();

  private ObjectPlanner(Dataset dataset) {
    this.dataset = dataset;
  }

  /**
   * Plans what becomes of a person's objects in {@code dataset}.
   *
   * @throws InvalidMap with every error found, each with its line
   */
  public static ObjectPlan plan(Dataset dataset) {
    var planner = new ObjectPlanner(dataset);
    List<ObjectSet> sets = planner.sets();
    planner.keepApart();
    if (!planner.errors.isEmpty()) {
      throw new InvalidMap(planner.errors);
    }
    return new ObjectPlan(dataset.key(), sets);
  }

  private void error(Location at, String message, Object... arguments) {
    errors.add(new MapError(at, message.formatted(arguments)));
  }

  private List<ObjectSet> sets() {
    if (!CODE.matcher(dataset.key()).matches()) {
      error(dataset.at(), "Expected the fides_key of a dataset to be a code but it is not");
    }
    Set<String> names = new HashSet<>();
    List<ObjectSet> sets = new ArrayList<>();
    for (DataCollection collection : dataset.collections()) {
      if (collection.skipped()) {
        // Its place counts all the same: what is below must not be erased as another collection's.
        collection
            .objects()
            .flatMap(rule -> keys(collection, rule))
            .ifPresent(keys -> places.put(collection, keys));
        continue;
      }
      if (!CODE.matcher(collection.name()).matches()) {
        error(collection.at(), "Expected the name of a collection to be a code but it is not");
      }
      if (!names.add(collection.name())) {
        error(collection.at(), "Expected %s once but it is there twice", collection.name());
      }
      collection.fields().forEach(field -> describesOnly(collection, field));
      errors.addAll(WholeRecords.withheldFields(collection));
      errors.addAll(WholeRecords.rulesOfFields(collection));
      set(collection).ifPresent(sets::add);
    }
    return sets;
  }

  private Optional<ObjectSet> set(DataCollection collection) {
    collection.retention().ifPresent(rule -> retention(collection, rule));
    if (collection.restriction() instanceof Restriction.StatusColumn status) {
      error(
          status.at(),
          "Expected restriction of %s to be shadow or none, since an object has no columns, but it"
              + " is a column",
          collection.name());
    }
    if (collection.objects().isEmpty()) {
      error(
          collection.at(),
          "Expected %s to say which objects it is made of but it does not",
          collection.name());
      return Optional.empty();
    }
    ObjectsRule rule = collection.objects().get();
    Optional<KeyPattern> keys = keys(collection, rule);
    keys.ifPresent(found -> places.put(collection, found));
    return keys.map(
        found ->
            new ObjectSet(
                collection.name(),
                found,
                rule instanceof ObjectsRule.Tagged tagged
                    ? Optional.of(new TagMatch(tagged.tag(), tagged.identifier()))
                    : Optional.empty(),
                collection.restriction() instanceof Restriction.ShadowTable,
                collection.retention(),
                collection.disclosure().thirdParty()));
  }

  private Optional<KeyPattern> keys(DataCollection collection, ObjectsRule rule) {
    return switch (rule) {
      case ObjectsRule.Below(var prefix, var at) -> {
        if (!prefix.endsWith("/")) {
          error(
              at,
              "Expected the prefix of %s to end in /, or else to be a key, since what begins like"
                  + " one person's begins like another's too, but it does not",
              collection.name());
          yield Optional.empty();
        }
        yield template(collection, prefix, true, at);
      }
      case ObjectsRule.Named(var key, var at) -> {
        if (key.endsWith("/")) {
          error(at, "Expected the key of %s not to end in / but it does", collection.name());
          yield Optional.empty();
        }
        yield template(collection, key, false, at);
      }
      case KeysRule keysRule -> {
        error(
            keysRule.at(),
            "Expected %s to be made of objects but it is made of keys",
            collection.name());
        yield Optional.empty();
      }
      case ObjectsRule.Tagged(var prefix, var tag, var identifier, var at) -> {
        if (!CODE.matcher(identifier).matches()) {
          error(at, "Expected the identifier of a tag to be a code but it is not");
        }
        if (!prefix.endsWith("/") || prefix.indexOf('{') >= 0 || !KeyPattern.isSafePath(prefix)) {
          error(
              at,
              "Expected the prefix of %s, whose objects have a tag, to be fixed, to end in / and"
                  + " not to begin with %s, but it is not so",
              collection.name(),
              KeyPattern.RESERVED);
          yield Optional.empty();
        }
        yield Optional.of(new KeyPattern(prefix, Optional.empty(), "", true));
      }
    };
  }

  private Optional<KeyPattern> template(
      DataCollection collection, String text, boolean below, Location at) {
    Matcher placeholder = PLACEHOLDER.matcher(text);
    // With two, a value of one person and a value of the same person could together be another's.
    if (!placeholder.find() || text.indexOf('{', placeholder.end()) >= 0) {
      error(
          at,
          "Expected one identifier type in braces in where %s is but there is none, or more",
          collection.name());
      return Optional.empty();
    }
    String identifier = placeholder.group(1);
    if (!CODE.matcher(identifier).matches()) {
      error(at, "Expected a code in braces in where %s is but it is not", collection.name());
      return Optional.empty();
    }
    if (identifier.equals(EMAIL)) {
      error(
          at,
          "Expected %s not to be found by email, since keys distinguish upper and lower case and"
              + " mail addresses do not, but it is",
          collection.name());
      return Optional.empty();
    }
    String before = text.substring(0, placeholder.start());
    String after = text.substring(placeholder.end());
    if (!KeyPattern.isSafePath(before + "x" + after)
        || (before + after).indexOf('{') >= 0
        || (before + after).indexOf('}') >= 0) {
      error(
          at,
          "Expected where %s is to have no empty part, no . or .., no braces, no control"
              + " characters, and not to begin with / or %s, but it does",
          collection.name(),
          KeyPattern.RESERVED);
      return Optional.empty();
    }
    return Optional.of(new KeyPattern(before, Optional.of(identifier), after, below));
  }

  /** An object that was in two collections would be counted twice, and kept and erased at once. */
  private void keepApart() {
    List<DataCollection> all = dataset.collections().stream().filter(places::containsKey).toList();
    for (int i = 0; i < all.size(); i++) {
      for (int j = 0; j < i; j++) {
        KeyPattern one = places.get(all.get(i));
        KeyPattern other = places.get(all.get(j));
        if (one != null && other != null && one.meets(other)) {
          error(
              all.get(i).at(),
              "Expected no object to be in %s and in %s but their keys can be the same",
              all.get(j).name(),
              all.get(i).name());
        }
      }
    }
  }

  private void describesOnly(DataCollection collection, DataField field) {
    if (field.identity().isPresent()
        || field.identifier().isPresent()
        || field.verified()
        || field.unique()
        || !field.references().isEmpty()) {
      error(
          field.at(),
          "Expected %s.%s only to tell what is in the objects, since they are found by their keys"
              + " or tags and go as a whole, but it has an identity or a reference",
          collection.name(),
          field.name());
    }
    field.fields().forEach(inner -> describesOnly(collection, inner));
  }

  private void retention(DataCollection collection, RetentionRule rule) {
    for (String code : List.of(rule.rule(), rule.statute(), rule.jurisdiction())) {
      if (!CODE.matcher(code).matches()) {
        error(rule.at(), "Expected rule, statute and jurisdiction to be codes but one is not");
      }
    }
    if (!rule.from().equals(LAST_MODIFIED)) {
      error(
          rule.at(),
          "Expected retention of %s to count from %s but it counts from %s",
          collection.name(),
          LAST_MODIFIED,
          rule.from());
    }
    if (!rule.meanwhile().equals(Set.of(Meanwhile.RESTRICT))) {
      error(
          rule.at(),
          "Expected retained objects of %s to be restricted meanwhile, and only that, but they are"
              + " not",
          collection.name());
    }
    if (collection.restriction() instanceof Restriction.None) {
      error(
          rule.at(),
          "Expected %s to say how its objects are restricted but it does not",
          collection.name());
    }
  }
}
