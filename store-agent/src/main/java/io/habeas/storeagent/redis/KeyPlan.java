package io.habeas.storeagent.redis;

import io.habeas.storeagent.map.DataMap.DataField;
import io.habeas.storeagent.map.DataMap.Match;
import io.habeas.storeagent.map.DataMap.Rectification;
import io.habeas.storeagent.map.ErasureStrategy;
import io.habeas.storeagent.map.KeysRule.Kind;
import io.habeas.storeagent.map.RetentionRule;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which keys of a Redis database are a person's, or which parts of what lies under shared ones, and
 * what becomes of them. Nothing is in two sets. Names in it come from a checked map and from
 * nowhere else.
 *
 * @param dataset the dataset it follows from
 */
public record KeyPlan(String dataset, List<KeySet> sets) {
  public KeyPlan {
    sets = List.copyOf(sets);
  }

  /** Identifier types by which something is found here; any one of them is enough. */
  public Set<String> needs() {
    Set<String> needs = new TreeSet<>();
    sets.forEach(set -> needs.add(set.owner().identifier()));
    return needs;
  }

  /** Names of the sets. */
  public Set<String> collections() {
    Set<String> names = new TreeSet<>();
    sets.forEach(set -> names.add(set.name()));
    return names;
  }

  /**
   * A collection.
   *
   * @param keys how its keys look
   * @param kind what lies under them
   * @param owner what says whose something is
   * @param hidden whether restriction moves it aside (Art. 18)
   * @param retention why records may have to be kept; empty for none
   * @param strategies what becomes of fields at erasure, or while they are retained, by path; empty
   *     where records go as a whole
   * @param fields of a hash, a JSON object or the entries of a stream, by path
   * @param withheld why a copy withholds all of it (Art. 15(4), legal rule L16); empty if it does
   *     not
   */
  public record KeySet(
      String name,
      KeyPattern keys,
      Kind kind,
      Owner owner,
      boolean hidden,
      Optional<RetentionRule> retention,
      Map<String, ErasureStrategy> strategies,
      Map<String, Field> fields,
      Optional<String> withheld) {
    public KeySet {
      strategies = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(strategies));
      fields = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(fields));
    }

    /** Paths of the fields that people write into. */
    List<String> freeText() {
      return fields.entrySet().stream()
          .filter(entry -> entry.getValue().freeText())
          .map(Map.Entry::getKey)
          .toList();
    }

    /** Whether a record is all that lies under a key, and not a member or an entry of it. */
    boolean isWholeKeys() {
      return switch (owner) {
        case Owner.ByKey key -> true;
        case Owner.ByMember member -> false;
        case Owner.ByField field -> kind != Kind.STREAM;
      };
    }
  }

  /** What says whose a record is. */
  public sealed interface Owner {
    /** The type of the identifier that says it. */
    String identifier();

    /** How it is compared. */
    Match match();

    /** The key: all under it is one person's. */
    record ByKey(String identifier, Match match) implements Owner {}

    /** A member, a hash's field or an element: it is the person's, the others are not. */
    record ByMember(KeyPattern member, String identifier, Match match) implements Owner {}

    /** A field of a hash, a JSON object or a stream's entry: hash, object or entry is theirs. */
    record ByField(String field, String identifier, Match match) implements Owner {}
  }

  /**
   * A field.
   *
   * @param categories its data categories
   * @param type how its values are written, as the map says
   * @param length how many characters it holds at most; empty for any
   * @param rectification how it is corrected
   * @param freeText people write into it, so that an identifier may be anywhere in it
   * @param withheld why a copy withholds it; empty if it does not
   */
  public record Field(
      List<String> categories,
      Optional<String> type,
      OptionalInt length,
      Rectification rectification,
      boolean freeText,
      Optional<String> withheld) {
    public Field {
      categories = List.copyOf(categories);
    }

    static Field of(DataField field) {
      Rectification said =
          field.writing().readOnly()
              ? Rectification.NEVER
              : field.writing().rectification().orElse(Rectification.OVERWRITE);
      return new Field(
          field.categories(),
          field.dataType(),
          field.writing().length(),
          said,
          field.freeText(),
          field.disclosure().thirdParty());
    }
  }
}
