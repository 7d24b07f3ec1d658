package io.habeas.storeagent.redis;

import io.habeas.storeagent.map.DataMap.DataCollection;
import io.habeas.storeagent.map.DataMap.DataField;
import io.habeas.storeagent.map.DataMap.Match;
import io.habeas.storeagent.map.ErasureStrategy;
import io.habeas.storeagent.map.KeysRule.Kind;
import io.habeas.storeagent.map.Location;
import io.habeas.storeagent.map.ObjectsRule;
import io.habeas.storeagent.map.Restriction;
import io.habeas.storeagent.map.RetentionRule;
import io.habeas.storeagent.map.RetentionRule.Meanwhile;
import io.habeas.storeagent.redis.KeyPlan.KeySet;
import io.habeas.storeagent.redis.KeyPlan.Owner;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;

/** What of a map can be carried out in Redis. */
final class KeyRules {
  private static final Pattern CODE = Pattern.compile("[A-Za-z0-9._:-]{1,96}");
  private static final Set<Kind> WITH_MEMBERS = Set.of(Kind.HASH, Kind.LIST, Kind.SET, Kind.ZSET);
  private static final Set<Kind> WITH_FIELDS = Set.of(Kind.HASH, Kind.JSON, Kind.STREAM);
  private static final Set<Kind> SEARCHED = Set.of(Kind.STRING, Kind.HASH, Kind.JSON, Kind.STREAM);
  private static final Set<Kind> REWRITABLE = Set.of(Kind.HASH, Kind.JSON);

  private final BiConsumer<Location, String> errors;

  KeyRules(BiConsumer<Location, String> errors) {
    this.errors = errors;
  }

  /** Says everything that is wrong with a set. */
  void check(DataCollection collection, KeySet set, Map<String, DataField> fields) {
    Location at = collection.at();
    String name = collection.name();
    if (!CODE.matcher(set.owner().identifier()).matches()) {
      error(at, "Expected the identifier type of %s to be a code but it is not", name);
    }
    if (set.owner() instanceof Owner.ByMember(var member, var type, var match)) {
      members(collection, set, member, match);
    }
    if (set.owner() instanceof Owner.ByField && !WITH_FIELDS.contains(set.kind())) {
      error(at, "Expected %s to be of a type that has fields but it is not", name);
    }
    fields.forEach((path, field) -> field(set, path, field));
    restriction(collection, set);
    strategies(collection, set, fields);
    collection.retention().ifPresent(rule -> retention(collection, set, rule));
  }

  private void members(DataCollection collection, KeySet set, KeyPattern member, Match match) {
    Location at = collection.objects().map(ObjectsRule::at).orElse(collection.at());
    if (!WITH_MEMBERS.contains(set.kind())) {
      error(at, "Expected %s to be of a type that has members but it is not", collection.name());
    }
    if (set.kind() == Kind.LIST && (!member.isWhole() || match == Match.IGNORE_CASE)) {
      error(
          at,
          "Expected elements of %s to be known whole, since a list can only be searched by those,"
              + " but they are not",
          collection.name());
    }
  }

  private void field(KeySet set, String path, DataField field) {
    if (field.verified() || field.unique() || !field.references().isEmpty()) {
      error(
          field.at(),
          "Expected %s.%s not to be verified, unique or a reference, since nothing that Redis holds"
              + " leads further, but it is",
          set.name(),
          path);
    }
    if (field.retention().isPresent()) {
      error(
          field.at(),
          "Expected %s.%s to be kept with its record or not at all but it has a rule of its own",
          set.name(),
          path);
    }
    if (field.freeText() && !SEARCHED.contains(set.kind())) {
      error(
          field.at(),
          "Expected free text of %s to be in strings, hashes, JSON objects or streams but it is"
              + " not",
          set.name());
    }
    if (field.disclosure().thirdParty().isPresent() && !WITH_FIELDS.contains(set.kind())) {
      error(
          field.at(),
          "Expected %s, which has no fields, to be withheld as a whole or not at all but %s is",
          set.name(),
          path);
    }
  }

  private void restriction(DataCollection collection, KeySet set) {
    if (collection.restriction() instanceof Restriction.StatusColumn status) {
      error(
          status.at(),
          "Expected restriction of %s to be shadow or none but it is a column",
          collection.name());
    }
    boolean ordered = !set.isWholeKeys() && (set.kind() == Kind.LIST || set.kind() == Kind.STREAM);
    if (set.hidden() && ordered) {
      error(
          collection.at(),
          "Expected restriction of %s to be none, since what is taken out of a shared list or"
              + " stream cannot be put back in its place, but it is shadow",
          collection.name());
    }
  }

  private void strategies(DataCollection collection, KeySet set, Map<String, DataField> fields) {
    if (set.strategies().isEmpty()) {
      return;
    }
    if (!REWRITABLE.contains(set.kind()) || !set.isWholeKeys()) {
      error(
          collection.at(),
          "Expected records of %s to go as a whole, since only a person's hashes and JSON objects"
              + " can be changed, but fields say what becomes of them",
          collection.name());
      return;
    }
    if (set.retention().isPresent()) {
      return;
    }
    fields.forEach(
        (path, field) -> {
          ErasureStrategy strategy = set.strategies().get(path);
          if (strategy == null) {
            error(
                field.at(),
                "Expected every field of %s to say what becomes of it, since some do, but %s does"
                    + " not",
                collection.name(),
                path);
          } else if (set.owner() instanceof Owner.ByField(var owning, var t, var m)
              && owning.equals(path)
              && !strategy.severs()) {
            error(
                field.at(),
                "Expected %s.%s to be severed from the person, since its record stays, but it is"
                    + " kept",
                collection.name(),
                path);
          }
        });
  }

  private void retention(DataCollection collection, KeySet set, RetentionRule rule) {
    for (String code : List.of(rule.rule(), rule.statute(), rule.jurisdiction())) {
      if (!CODE.matcher(code).matches()) {
        error(rule.at(), "Expected rule, statute and jurisdiction to be codes but one is not");
      }
    }
    if (!REWRITABLE.contains(set.kind()) || !set.isWholeKeys()) {
      error(
          rule.at(),
          "Expected %s to be hashes or JSON objects of one person each, since nothing else has a"
              + " date to count from, but they are not",
          collection.name());
    } else if (!set.fields().containsKey(rule.from())) {
      error(
          rule.at(),
          "Expected retention of %s to count from one of its fields but there is no %s",
          collection.name(),
          rule.from());
    }
    if (!rule.meanwhile().contains(Meanwhile.RESTRICT)) {
      error(
          rule.at(),
          "Expected retained records of %s to be restricted meanwhile, since they are moved aside,"
              + " but they are not",
          collection.name());
    }
    if (rule.meanwhile().contains(Meanwhile.PSEUDONYMISE) == set.strategies().isEmpty()) {
      error(
          rule.at(),
          "Expected %s to say pseudonymise and which fields, or neither, but it says one only",
          collection.name());
    }
  }

  private void error(Location at, String message, Object... arguments) {
    errors.accept(at, message.formatted(arguments));
  }
}
