package io.habeas.storeagent.plan;

import io.habeas.storeagent.map.DataMap.DataCollection;
import io.habeas.storeagent.map.DataMap.DataField;
import io.habeas.storeagent.map.DataMap.Dataset;
import io.habeas.storeagent.map.InvalidMap;
import io.habeas.storeagent.plan.DocumentPlan.Documents;
import io.habeas.storeagent.plan.DocumentPlan.Field;
import io.habeas.storeagent.plan.StorePlan.Column;
import io.habeas.storeagent.plan.StorePlan.Link;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Turns a dataset of a document store into a plan, or says everything that stands in its way. Pure.
 *
 * <p>Whose something is follows from where the field stands that says so: in a list, it is the
 * element's; anywhere else, the whole document's. Other people's elements of the same list are
 * never in a plan.
 */
public final class DocumentPlanner {
  /** What the agent itself keeps in the store is named so. */
  private static final String OWN = "habeas_";

  private final Planning planning;
  private final Map<String, FlatDocuments> flat;
  private final Links links;

  private DocumentPlanner(Planning planning, Map<String, FlatDocuments> flat, Links links) {
    this.planning = planning;
    this.flat = flat;
    this.links = links;
  }

  /**
   * Plans what becomes of a person's documents in {@code dataset}.
   *
   * @throws InvalidMap with every error found, each with its line
   */
  public static DocumentPlan plan(Dataset dataset) {
    var planning = new Planning(dataset);
    Map<String, FlatDocuments> flat = new LinkedHashMap<>();
    for (DataCollection collection : dataset.collections()) {
      if (collection.skipped()) {
        continue;
      }
      if (collection.name().startsWith(OWN)) {
        planning.error(
            collection.at(),
            "Expected no collection of the agent itself but there is %s",
            collection.name());
      }
      FlatDocuments documents = FlatDocuments.of(planning, keyed(collection));
      flat.put(collection.name(), documents);
      planning.collect(documents.collection());
    }
    Links links = Links.of(planning, Sharing.REFUSED);
    List<String> order = links.order();
    planning.failOnErrors();
    DocumentPlan plan = new DocumentPlanner(planning, flat, links).documents(order);
    planning.failOnErrors();
    return plan;
  }

  /** What is marked beside {@code _id} names no document. */
  private static DataCollection keyed(DataCollection collection) {
    return collection.with(
        collection.fields().stream()
            .map(field -> field.asKey(field.name().equals(DocumentPlan.KEY)))
            .toList());
  }

  private DocumentPlan documents(List<String> order) {
    Map<String, Documents> documents = new LinkedHashMap<>();
    Map<String, Map<String, Column>> columns = new LinkedHashMap<>();
    for (String name : order) {
      FlatDocuments found = flat.get(name);
      if (found != null) {
        documents(found, documents, columns).ifPresent(planned -> documents.put(name, planned));
      }
    }
    List<Documents> erasing =
        ErasingOrder.of(planning, order).stream()
            .flatMap(name -> Optional.ofNullable(documents.get(name)).stream())
            .toList();
    return new DocumentPlan(planning.dataset().key(), List.copyOf(documents.values()), erasing);
  }

  private Optional<Documents> documents(
      FlatDocuments flatDocuments,
      Map<String, Documents> before,
      Map<String, Map<String, Column>> columnsBefore) {
    DataCollection collection = flatDocuments.collection();
    List<Link> incoming =
        links.to(collection.name()).stream()
            .filter(link -> before.containsKey(link.from()))
            .toList();
    Map<String, Column> columns = planning.columns(collection, incoming, columnsBefore);
    columnsBefore.put(collection.name(), columns);
    incoming.forEach(link -> refuseSharedOrigin(collection, link, before));
    Set<String> finders = Planning.finders(columns, incoming);
    if (finders.isEmpty()) {
      planning.requireFinder(collection);
      return Optional.empty();
    }
    if (collection.field(DocumentPlan.KEY).isEmpty()) {
      planning.error(
          collection.at(),
          "Expected %s to have _id, which names its documents, but it has none; add {name: _id,"
              + " fides_meta: {primary_key: true}}, or say habeas: {store: tables} if it is a"
              + " table",
          collection.name());
    }
    Map<String, Field> fields = new LinkedHashMap<>();
    for (DataField field : collection.fields()) {
      Column column = columns.get(field.name());
      if (column != null) {
        Optional<ValueType> type =
            field.dataType().flatMap(ValueType::of).or(() -> repeated(column, incoming, before));
        fields.put(
            field.name(),
            new Field(collection.name(), column, lists(flatDocuments, field.name()), type));
        check(collection, field, column, type, finders.contains(field.name()));
      }
    }
    DocumentParts parts = DocumentParts.of(planning, flatDocuments, fields, finders);
    return Optional.of(
        new Documents(
            collection.name(),
            fields,
            incoming,
            parts.whole(),
            parts.elements(),
            collection.restriction()));
  }

  private static List<String> lists(FlatDocuments flatDocuments, String path) {
    return flatDocuments.lists().getOrDefault(path, List.of());
  }

  private static Optional<ValueType> repeated(
      Column column, List<Link> incoming, Map<String, Documents> before) {
    return incoming.stream()
        .filter(link -> link.toColumns().equals(List.of(column.name())))
        .map(
            link ->
                Optional.ofNullable(before.get(link.from())).flatMap(from -> origin(from, link)))
        .flatMap(Optional::stream)
        .map(Field::type)
        .flatMap(Optional::stream)
        .findFirst();
  }

  private static Optional<Field> origin(Documents from, Link link) {
    return Optional.ofNullable(from.fields().get(link.fromColumns().getFirst()));
  }

  /** What several people share must not lead on to what is one person's (legal rule L11). */
  private void refuseSharedOrigin(
      DataCollection collection, Link link, Map<String, Documents> before) {
    Optional.ofNullable(before.get(link.from()))
        .filter(from -> origin(from, link).flatMap(from::partOf).isEmpty())
        .ifPresent(
            from ->
                planning.error(
                    collection.at(),
                    "Expected what leads to %s to be one person's but documents of %s are"
                        + " several people's",
                    collection.name(),
                    from.name()));
  }

  private void check(
      DataCollection collection,
      DataField field,
      Column column,
      Optional<ValueType> type,
      boolean finder) {
    String name = Planning.name(collection, field);
    if (column.identifier().isPresent() && type.filter(ValueType::isSearchable).isEmpty()) {
      planning.error(
          field.at(),
          "Expected %s to have a data_type of string, integer, long, object_id or uuid, since a"
              + " person is searched by it, but it has none of them",
          name);
    }
    if (finder && flat(collection, field).size() > 1) {
      planning.error(
          field.at(), "Expected %s to be in one list at most but it is in a list of lists", name);
    }
  }

  private List<String> flat(DataCollection collection, DataField field) {
    return Optional.ofNullable(flat.get(collection.name()))
        .map(found -> lists(found, field.name()))
        .orElse(List.of());
  }
}
