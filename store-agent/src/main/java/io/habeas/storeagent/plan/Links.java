package io.habeas.storeagent.plan;

import io.habeas.storeagent.map.DataMap.DataCollection;
import io.habeas.storeagent.map.DataMap.DataField;
import io.habeas.storeagent.map.DataMap.Direction;
import io.habeas.storeagent.map.DataMap.Reference;
import io.habeas.storeagent.map.Location;
import io.habeas.storeagent.plan.StorePlan.Link;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which collections of a dataset lead to which others.
 *
 * <p>A reference is followed only from a field that names one record (its whole primary key) or is
 * marked verified and unique to one person: anything else, an address two people share say, would
 * lead to other people (legal rule L11).
 */
final class Links {
  private final Planning planning;
  private final Map<String, DataCollection> collections;
  private final boolean shared;
  private final Map<String, Set<Link>> links = new HashMap<>();
  private final Set<Link> sharedLinks = new HashSet<>();

  private Links(Planning planning, boolean shared) {
    this.planning = planning;
    this.shared = shared;
    this.collections = planning.collections();
  }

  /** Those of the collections that were collected; what cannot be followed is an error. */
  static Links of(Planning planning) {
    return of(planning, false);
  }

  /**
   * The same.
   *
   * @param shared whether whoever carries the plan out leaves alone what other people's records
   *     refer to as well; then a reference that is said to lead to the whole key of a record is
   *     followed, whatever it comes from
   */
  static Links of(Planning planning, boolean shared) {
    var links = new Links(planning, shared);
    links.link();
    return links;
  }

  /** What leads to the collection {@code name}. */
  Set<Link> to(String name) {
    return links.getOrDefault(name, Set.of());
  }

  /** Whether a record to which the link leads may be other people's as well. */
  boolean isShared(Link link) {
    return sharedLinks.contains(link);
  }

  private void link() {
    Map<LinkPair, List<FieldPair>> pairs = new LinkedHashMap<>();
    for (DataCollection collection : collections.values()) {
      for (DataField field : collection.fields()) {
        for (Reference reference : field.references()) {
          if (reference.dataset().equals(planning.dataset().key())) {
            pair(collection, field, reference, pairs);
          }
        }
      }
    }
    pairs.forEach(this::accept);
  }

  private void pair(
      DataCollection collection,
      DataField field,
      Reference reference,
      Map<LinkPair, List<FieldPair>> pairs) {
    DataCollection other = collections.get(reference.collection());
    Optional<DataField> otherField =
        Optional.ofNullable(other).flatMap(found -> found.field(reference.field()));
    if (other == null || otherField.isEmpty()) {
      planning.error(
          reference.at(),
          "Expected %s to refer to a field of this dataset but there is no %s.%s",
          Planning.name(collection, field),
          reference.collection(),
          reference.field());
      return;
    }
    boolean said = reference.direction() != Direction.EITHER;
    if (reference.direction() != Direction.TO) {
      pairs
          .computeIfAbsent(new LinkPair(other.name(), collection.name()), key -> new ArrayList<>())
          .add(new FieldPair(otherField.get(), field, said, reference.at()));
    }
    if (reference.direction() != Direction.FROM) {
      pairs
          .computeIfAbsent(new LinkPair(collection.name(), other.name()), key -> new ArrayList<>())
          .add(new FieldPair(field, otherField.get(), said, reference.at()));
    }
  }

  private void accept(LinkPair pair, List<FieldPair> fields) {
    DataCollection from = collections.get(pair.from());
    if (from == null) {
      return;
    }
    List<String> key =
        from.fields().stream().filter(DataField::primaryKey).map(DataField::name).toList();
    Set<FieldPair> left = new LinkedHashSet<>(fields);
    Map<String, FieldPair> whole = new LinkedHashMap<>();
    fields.forEach(field -> whole.putIfAbsent(field.from().name(), field));
    if (key.size() > 1 && whole.keySet().containsAll(key)) {
      List<FieldPair> together =
          key.stream().map(whole::get).filter(java.util.Objects::nonNull).toList();
      add(pair, together);
      together.forEach(left::remove);
    }
    if (canBeShared(pair, key, left)) {
      List<FieldPair> together = List.copyOf(left);
      add(pair, together);
      sharedLinks.add(link(pair, together));
      return;
    }
    for (FieldPair field : left) {
      boolean isKey = key.equals(List.of(field.from().name()));
      if (isKey || (field.from().verified() && field.from().unique())) {
        add(pair, List.of(field));
      } else if (field.said()) {
        planning.error(
            field.at(),
            "Expected %s.%s to be a whole primary key, or marked verified and unique, since %s is"
                + " searched by it, but it is neither",
            pair.from(),
            field.from().name(),
            pair.to());
      }
    }
  }

  /** Whether the fields lead to whole keys, from what neither is one nor is of one person. */
  private boolean canBeShared(LinkPair pair, List<String> fromKey, Set<FieldPair> fields) {
    DataCollection target = collections.get(pair.to());
    return shared
        && target != null
        && !fields.isEmpty()
        && !pair.from().equals(pair.to())
        && fields.stream()
            .allMatch(
                field ->
                    field.said()
                        && !fromKey.equals(List.of(field.from().name()))
                        && !(field.from().verified() && field.from().unique()))
        && fields.stream()
            .map(field -> field.to().name())
            .collect(Collectors.toSet())
            .equals(
                target.fields().stream()
                    .filter(DataField::primaryKey)
                    .map(DataField::name)
                    .collect(Collectors.toSet()));
  }

  private void add(LinkPair pair, List<FieldPair> fields) {
    // A record that refers to another of its own table (a reply, say) is that other person's too.
    if (pair.from().equals(pair.to())) {
      if (fields.getFirst().said()) {
        planning.error(
            fields.getFirst().at(),
            "Expected references between different collections but %s refers to itself",
            pair.from());
      }
      return;
    }
    links.computeIfAbsent(pair.to(), to -> new LinkedHashSet<>()).add(link(pair, fields));
  }

  private static Link link(LinkPair pair, List<FieldPair> fields) {
    return new Link(
        pair.from(),
        fields.stream().map(field -> field.from().name()).toList(),
        fields.stream().map(field -> field.to().name()).toList());
  }

  /** Names of the collections, each after those that lead to it. */
  List<String> order() {
    Set<String> done = new LinkedHashSet<>();
    boolean progress = true;
    while (progress) {
      progress = false;
      for (String name : collections.keySet()) {
        if (!done.contains(name)
            && to(name).stream().allMatch(link -> done.contains(link.from()))) {
          done.add(name);
          progress = true;
        }
      }
    }
    collections.forEach(
        (name, collection) -> {
          if (!done.contains(name)) {
            planning.error(
                collection.at(), "Expected references without a cycle but %s is in one", name);
          }
        });
    return List.copyOf(done);
  }

  private record LinkPair(String from, String to) {}

  private record FieldPair(DataField from, DataField to, boolean said, Location at) {}
}
