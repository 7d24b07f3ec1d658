package io.habeas.storeagent.s3;

import io.habeas.storeagent.map.RetentionRule;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which objects of a bucket are a person's, and what becomes of them. No object is in two sets.
 *
 * @param dataset the dataset it follows from
 */
public record ObjectPlan(String dataset, List<ObjectSet> sets) {
  public ObjectPlan {
    sets = List.copyOf(sets);
  }

  /** Identifier types by which objects are found here; any one of them is enough. */
  public Set<String> needs() {
    Set<String> needs = new TreeSet<>();
    sets.forEach(set -> needs.add(set.identifier()));
    return needs;
  }

  /** Names of the sets. */
  public Set<String> collections() {
    Set<String> names = new TreeSet<>();
    sets.forEach(set -> names.add(set.name()));
    return names;
  }

  Optional<ObjectSet> set(String name) {
    return sets.stream().filter(set -> set.name().equals(name)).findFirst();
  }

  /** Below which tags say whose objects are. */
  List<String> tagged() {
    return sets.stream()
        .filter(set -> set.tag().isPresent())
        .map(set -> set.keys().before())
        .toList();
  }

  /**
   * A collection.
   *
   * @param keys where its objects lie
   * @param tag which of those are a person's; empty where the key says it
   * @param hidden whether restriction leaves a note for applications to look up (Art. 18)
   * @param retention why objects may have to be kept; empty for none
   * @param withheld why a copy withholds all of them (Art. 15(4), legal rule L16); empty if it does
   *     not
   */
  public record ObjectSet(
      String name,
      KeyPattern keys,
      Optional<TagMatch> tag,
      boolean hidden,
      Optional<RetentionRule> retention,
      Optional<String> withheld) {

    /** The identifier type by which it is found. */
    public String identifier() {
      return tag.map(TagMatch::identifier).or(keys::identifier).orElseThrow();
    }
  }

  /**
   * Objects with a tag.
   *
   * @param name the tag's key
   * @param identifier the identifier type of its values
   */
  public record TagMatch(String name, String identifier) {}
}
