package io.habeas.storeagent.plan;

import io.habeas.storeagent.map.DataMap.DataCollection;
import io.habeas.storeagent.map.DataMap.DataField;
import io.habeas.storeagent.map.DataMap.Direction;
import io.habeas.storeagent.map.DataMap.Reference;
import io.habeas.storeagent.map.Location;
import io.habeas.storeagent.plan.StorePlan.Link;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which collections of a dataset lead to which others.
 *
 * <p>A reference is followed only from a field that names one record (its whole primary key) or is
 * marked verified and unique to one person: anything else, an address two people share say, would
 * lead to other people (legal rule L11).
 */
final class Links {
  private final Planning planning;
  private final Sharing sharing;
  private final Map<String, DataCollection> collections;
  private final Map<String, Set<Link>> links = new HashMap<>();

  private Links(Planning planning, Sharing sharing) {
    this.planning = planning;
    this.sharing = sharing;
    this.collections = planning.collections();
  }

  /** Those of the collections that were collected; what cannot be followed is an error. */
  static Links of(Planning planning, Sharing sharing) {
    var links = new Links(planning, sharing);
    planning
        .collections()
        .values()
        .forEach(collection -> planning.checkNames(collection, collection.order().after()));
    links.link();
    return links;
  }

  /** What leads to the collection {@code name}. */
  Set<Link> to(String name) {
    return links.getOrDefault(name, Set.of());
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
    List<String> key = key(from);
    Set<FieldPair> left = new LinkedHashSet<>(fields);
    Map<String, FieldPair> whole = new LinkedHashMap<>();
    fields.forEach(field -> whole.putIfAbsent(field.from().name(), field));
    if (key.size() > 1 && whole.keySet().containsAll(key)) {
      List<FieldPair> together =
          key.stream().map(whole::get).filter(java.util.Objects::nonNull).toList();
      add(pair, together, false);
      together.forEach(left::remove);
    }
    for (FieldPair field : left) {
      boolean isKey = key.equals(List.of(field.from().name()));
      if (isKey || (field.from().verified() && field.from().unique())) {
        add(pair, List.of(field), false);
      } else if (leadsToPeople(pair.to())) {
        // What is about nobody, a product say, is nobody's to be found.
        addShared(pair, field);
      }
    }
  }

  private void addShared(LinkPair pair, FieldPair field) {
    if (sharing == Sharing.UNDERSTOOD && field.said() && isWholeKey(pair.to(), field)) {
      add(pair, List.of(field), true);
    } else if (field.said()) {
      planning.error(
          field.at(),
          "Expected %s.%s to be a whole primary key, or marked verified and unique, since %s is"
              + " searched by it, but it is neither; add habeas: {verified: true, unique: true} to"
              + " it if each of its values is of one person alone, else leave the reference out",
          pair.from(),
          field.from().name(),
          pair.to());
    }
  }

  /** Whether something in the collection is about people, or what it leads on to might be. */
  private boolean leadsToPeople(String name) {
    DataCollection collection = collections.get(name);
    return collection != null
        && (collection.fields().stream().anyMatch(Links::isAboutPeople)
            || collections.values().stream()
                .flatMap(other -> other.fields().stream())
                .flatMap(field -> field.references().stream())
                .anyMatch(reference -> leadsOnFrom(name, reference)));
  }

  private static boolean isAboutPeople(DataField field) {
    return field.isPersonal()
        || field.identifierType().isPresent()
        || field.references().stream()
            .anyMatch(reference -> reference.direction() != Direction.FROM);
  }

  private boolean leadsOnFrom(String name, Reference reference) {
    return reference.dataset().equals(planning.dataset().key())
        && reference.collection().equals(name)
        && reference.direction() != Direction.TO;
  }

  private boolean isWholeKey(String name, FieldPair field) {
    DataCollection collection = collections.get(name);
    return collection != null && key(collection).equals(List.of(field.to().name()));
  }

  private static List<String> key(DataCollection collection) {
    return collection.fields().stream().filter(DataField::primaryKey).map(DataField::name).toList();
  }

  private void add(LinkPair pair, List<FieldPair> fields, boolean shared) {
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
    links
        .computeIfAbsent(pair.to(), to -> new LinkedHashSet<>())
        .add(
            new Link(
                pair.from(),
                fields.stream().map(field -> field.from().name()).toList(),
                fields.stream().map(field -> field.to().name()).toList(),
                shared));
  }

  /** Names of the collections, each after those that lead to it. */
  List<String> order() {
    Set<String> done = new LinkedHashSet<>();
    boolean progress = true;
    while (progress) {
      progress = false;
      for (Map.Entry<String, DataCollection> entry : collections.entrySet()) {
        String name = entry.getKey();
        DataCollection collection = entry.getValue();
        if (!done.contains(name)
            && to(name).stream().allMatch(link -> done.contains(link.from()))
            && done.containsAll(after(collection))) {
          done.add(name);
          progress = true;
        }
      }
    }
    collections.forEach(
        (name, collection) -> {
          if (!done.contains(name)) {
            planning.error(
                collection.at(),
                "Expected %s without a cycle but %s is in one",
                after(collection).isEmpty() ? "references" : "references and after",
                name);
          }
        });
    return List.copyOf(done);
  }

  private List<String> after(DataCollection collection) {
    return planning.inDataset(collection.order().after());
  }

  private record LinkPair(String from, String to) {}

  private record FieldPair(DataField from, DataField to, boolean said, Location at) {}
}
