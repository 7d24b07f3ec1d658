package io.habeas.storeagent.plan;

import io.habeas.storeagent.map.Restriction;
import io.habeas.storeagent.plan.StorePlan.Column;
import io.habeas.storeagent.plan.StorePlan.Link;
import io.habeas.storeagent.plan.StorePlan.Treatment;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Which documents of a store, and which elements of lists in them, are a person's, and what becomes
 * of them. Fields are named by their paths ({@code participants.email}), which come from a checked
 * map and from nowhere else.
 *
 * @param dataset the dataset it follows from
 * @param collections every collection that is looked at, each after those that lead to it
 * @param erasing the same in the order in which they are erased
 */
public record DocumentPlan(String dataset, List<Documents> collections, List<Documents> erasing) {
  /** The name of every document: the only primary key there is. */
  public static final String KEY = "_id";

  public DocumentPlan {
    collections = List.copyOf(collections);
    erasing = List.copyOf(erasing);
  }

  /** The collection {@code name}, which the plan has. */
  public Documents collection(String name) {
    return collections.stream()
        .filter(found -> found.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  /** Identifier types by which a person is found here; any one of them is enough. */
  public Set<String> needs() {
    Set<String> needs = new TreeSet<>();
    columns().forEach(column -> column.ownIdentifier().ifPresent(needs::add));
    return needs;
  }

  /** Identifier types that can be yielded: from verified fields, unique to one person. */
  public Set<String> yields() {
    Set<String> yields = new TreeSet<>();
    columns().filter(Column::yields).forEach(c -> c.ownIdentifier().ifPresent(yields::add));
    return yields;
  }

  public Set<String> names() {
    Set<String> names = new TreeSet<>();
    collections.forEach(found -> names.add(found.name()));
    return names;
  }

  /** Whether documents of any collection can be hidden (Art. 18). */
  public boolean hides() {
    return collections.stream().anyMatch(documents -> documents.restriction().hides());
  }

  private Stream<Column> columns() {
    return collections.stream().flatMap(c -> c.fields().values().stream()).map(Field::column);
  }

  /**
   * A collection. A document is a person's as a whole, or some elements of a list in it are.
   *
   * @param fields by path, in the order of the map, the innermost ones only
   * @param links what leads to it from other collections
   * @param whole how whole documents are found and treated; empty where none is one person's
   * @param elements the same for elements of lists, one entry per list
   */
  public record Documents(
      String name,
      Map<String, Field> fields,
      List<Link> links,
      Optional<Part> whole,
      List<Part> elements,
      Restriction restriction) {
    public Documents {
      fields = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(fields));
      links = List.copyOf(links);
      elements = List.copyOf(elements);
    }

    /** The field {@code path}, which the collection has. */
    public Field field(String path) {
      return Optional.ofNullable(fields.get(path)).orElseThrow();
    }

    /** Whether nothing of the person is left in {@code field} of a record that is kept. */
    public boolean severs(Field field) {
      return partOf(field)
          .filter(
              part ->
                  part.treatment() instanceof Treatment.Retain kept && kept.severs(field.path()))
          .isPresent();
    }

    /** The part of which {@code field} is; empty if nothing in it can be a person's. */
    public Optional<Part> partOf(Field field) {
      return elements.stream()
          .filter(part -> part.list().filter(field.lists()::contains).isPresent())
          .findFirst()
          .or(() -> whole);
    }
  }

  /**
   * A field.
   *
   * @param collection the collection's name
   * @param column what the map says of its values; named by the path
   * @param lists paths of the lists that it is in, or is, outermost first
   * @param type how its values are stored; empty where the map does not say
   */
  public record Field(
      String collection, Column column, List<String> lists, Optional<ValueType> type) {
    public Field {
      lists = List.copyOf(lists);
    }

    public String path() {
      return column.name();
    }

    /** Its name with the collection's, for errors. */
    public String name() {
      return collection + "." + path();
    }
  }

  /**
   * What belongs to one person: a document, or elements of one list.
   *
   * @param list path of the list; empty for the whole document
   * @param finders paths of the fields whose values say whose it is
   * @param onePerPerson whether a second one is another person's, or should not exist
   */
  public record Part(
      Optional<String> list, Set<String> finders, Treatment treatment, boolean onePerPerson) {
    public Part {
      finders = java.util.Collections.unmodifiableSet(new TreeSet<>(finders));
    }
  }
}
