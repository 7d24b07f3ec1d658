package io.habeas.storeagent.redis;

import io.habeas.storeagent.map.DataMap.DataCollection;
import io.habeas.storeagent.map.DataMap.DataField;
import io.habeas.storeagent.map.DataMap.Dataset;
import io.habeas.storeagent.map.DataMap.Match;
import io.habeas.storeagent.map.ErasureStrategy;
import io.habeas.storeagent.map.InvalidMap;
import io.habeas.storeagent.map.KeysRule;
import io.habeas.storeagent.map.KeysRule.Kind;
import io.habeas.storeagent.map.Location;
import io.habeas.storeagent.map.MapError;
import io.habeas.storeagent.map.Restriction;
import io.habeas.storeagent.redis.KeyPlan.Field;
import io.habeas.storeagent.redis.KeyPlan.KeySet;
import io.habeas.storeagent.redis.KeyPlan.Owner;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Turns a dataset of the map into a plan for a Redis database, or says everything that stands in
 * its way. Pure.
 */
public final class KeyPlanner {
  /** What may stand in a topic as a code. */
  private static final Pattern CODE = Pattern.compile("[A-Za-z0-9._:-]{1,96}");

  private static final String EMAIL = "email";

  private final Dataset dataset;
  private final List<MapError> errors = new ArrayList<>();
  private final List<Taken> taken = new ArrayList<>();
  private final KeyRules rules = new KeyRules(this::error);

  /** Keys that a collection takes, and which members of them. */
  private record Taken(DataCollection by, KeyPattern keys, Optional<KeyPattern> member) {}

  private KeyPlanner(Dataset dataset) {
    this.dataset = dataset;
  }

  /**
   * Plans what becomes of what is a person's in {@code dataset}.
   *
   * @throws InvalidMap with every error found, each with its line
   */
  public static KeyPlan plan(Dataset dataset) {
    var planner = new KeyPlanner(dataset);
    List<KeySet> sets = planner.sets();
    planner.keepApart();
    if (!planner.errors.isEmpty()) {
      throw new InvalidMap(planner.errors);
    }
    return new KeyPlan(dataset.key(), sets);
  }

  private void error(Location at, String message) {
    errors.add(new MapError(at, message));
  }

  private List<KeySet> sets() {
    if (!CODE.matcher(dataset.key()).matches()) {
      error(dataset.at(), "Expected the fides_key of a dataset to be a code but it is not");
    }
    Set<String> names = new HashSet<>();
    List<KeySet> sets = new ArrayList<>();
    for (DataCollection collection : dataset.collections()) {
      if (!CODE.matcher(collection.name()).matches()) {
        error(collection.at(), "Expected the name of a collection to be a code but it is not");
      }
      if (!names.add(collection.name())) {
        error(
            collection.at(), "Expected %s once but it is there twice".formatted(collection.name()));
      }
      if (collection.objects().orElse(null) instanceof KeysRule rule) {
        set(collection, rule).filter(set -> !collection.skipped()).ifPresent(sets::add);
      } else if (!collection.skipped()) {
        error(
            collection.at(),
            "Expected %s to say which keys it is made of but it does not"
                .formatted(collection.name()));
      }
    }
    return sets;
  }

  private Optional<KeySet> set(DataCollection collection, KeysRule rule) {
    Optional<KeyPattern> keys = keys(collection, rule);
    Optional<KeyPattern> member = rule.member().flatMap(text -> member(collection, rule, text));
    keys.ifPresent(found -> taken.add(new Taken(collection, found, member)));
    if (keys.isEmpty() || (rule.member().isPresent() && member.isEmpty())) {
      return Optional.empty();
    }
    Map<String, DataField> fields = new LinkedHashMap<>();
    flatten("", collection.fields(), rule.kind(), fields);
    Optional<Owner> owner = owner(collection, rule, keys.get(), member, fields);
    if (owner.isEmpty()) {
      return Optional.empty();
    }
    Map<String, ErasureStrategy> strategies = new LinkedHashMap<>();
    Map<String, Field> planned = new LinkedHashMap<>();
    fields.forEach(
        (path, field) -> {
          if (!collection.deletedWhole()) {
            field
                .erasure()
                .or(() -> field.writing().masking())
                .ifPresent(strategy -> strategies.put(path, strategy));
          }
          planned.put(path, Field.of(field));
        });
    var set =
        new KeySet(
            collection.name(),
            keys.get(),
            rule.kind(),
            owner.get(),
            collection.restriction() instanceof Restriction.ShadowTable,
            collection.retention(),
            strategies,
            planned,
            collection.disclosure().thirdParty());
    rules.check(collection, set, fields);
    return Optional.of(set);
  }

  private Optional<KeyPattern> keys(DataCollection collection, KeysRule rule) {
    Optional<KeyPattern> read = read(collection, "the keys", rule.pattern(), rule.at());
    if (read.isPresent() && read.get().start().isEmpty()) {
      error(
          rule.at(),
          "Expected the keys of %s to begin with fixed text, since every key would have to be looked"
                  .formatted(collection.name())
              + " at otherwise, but they do not");
      return Optional.empty();
    }
    if (read.isPresent() && Names.couldBeOwn(read.get().start())) {
      error(
          rule.at(),
          "Expected the keys of %s not to begin with %s, which is the agent's own, but they can"
              .formatted(collection.name(), Names.RESERVED));
      return Optional.empty();
    }
    return read;
  }

  private Optional<KeyPattern> member(DataCollection collection, KeysRule rule, String text) {
    Optional<KeyPattern> read = read(collection, "members", text, rule.at());
    if (read.isPresent() && read.get().identifier().isEmpty()) {
      error(
          rule.at(),
          "Expected members of %s to have an identifier type in braces but they have none"
              .formatted(collection.name()));
      return Optional.empty();
    }
    return read;
  }

  private Optional<KeyPattern> read(
      DataCollection collection, String what, String text, Location at) {
    return switch (Patterns.read(text)) {
      case Patterns.Read.Fine(var pattern) -> Optional.of(pattern);
      case Patterns.Read.Wrong(var expected) -> {
        error(
            at, "Expected the pattern of %s of %s ".formatted(what, collection.name()) + expected);
        yield Optional.empty();
      }
    };
  }

  /** Exactly one thing may say whose a record is. */
  private Optional<Owner> owner(
      DataCollection collection,
      KeysRule rule,
      KeyPattern keys,
      Optional<KeyPattern> member,
      Map<String, DataField> fields) {
    List<Owner> owners = new ArrayList<>();
    keys.identifier().ifPresent(type -> owners.add(new Owner.ByKey(type, match(type))));
    member.ifPresent(
        pattern -> {
          String type = pattern.identifier().orElseThrow();
          owners.add(new Owner.ByMember(pattern, type, match(type)));
        });
    fields.forEach(
        (path, field) ->
            field
                .identifierType()
                .ifPresent(type -> owners.add(new Owner.ByField(path, type, field.match()))));
    if (owners.size() != 1) {
      error(
          rule.at(),
          "Expected one identifier to say whose records of %s are, in the pattern of the keys, in that"
                  .formatted(collection.name())
              + " of members or as one field's identity, but there is none, or more");
      return Optional.empty();
    }
    return Optional.of(owners.getFirst());
  }

  /** Mail addresses are written in any case (RFC 5321 section 2.4). */
  private static Match match(String identifier) {
    return identifier.equals(EMAIL) ? Match.IGNORE_CASE : Match.EXACT;
  }

  private static void flatten(
      String before, List<DataField> fields, Kind kind, Map<String, DataField> into) {
    for (DataField field : fields) {
      if (field.fields().isEmpty() || kind != Kind.JSON) {
        into.put(before + field.name(), field);
      } else {
        flatten(before + field.name() + ".", field.fields(), kind, into);
      }
    }
  }

  /** What was in two collections would be counted twice, and kept and erased at once. */
  private void keepApart() {
    for (int i = 0; i < taken.size(); i++) {
      for (int j = 0; j < i; j++) {
        Taken one = taken.get(i);
        Taken other = taken.get(j);
        boolean membersApart =
            one.member().isPresent()
                && other.member().isPresent()
                && !one.member().get().meets(other.member().get());
        if (one.keys().meets(other.keys()) && !membersApart) {
          error(
              one.by().at(),
              "Expected no record to be in %s and in %s but their keys can be the same"
                  .formatted(other.by().name(), one.by().name()));
        }
      }
    }
  }
}
