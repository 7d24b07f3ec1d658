package io.habeas.storeagent.plan;

import io.habeas.storeagent.map.DataMap.DataCollection;
import io.habeas.storeagent.map.DataMap.DataField;
import io.habeas.storeagent.map.DataMap.Dataset;
import io.habeas.storeagent.map.InvalidMap;
import io.habeas.storeagent.map.Restriction;
import io.habeas.storeagent.plan.StorePlan.Column;
import io.habeas.storeagent.plan.StorePlan.Link;
import io.habeas.storeagent.plan.StorePlan.Table;
import io.habeas.storeagent.plan.StorePlan.Treatment;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Turns a dataset of a relational store into a plan, or says everything that stands in its way.
 * Pure.
 */
public final class StorePlanner {
  private final Planning planning;
  private final Links links;
  private final Map<String, JsonColumns> rows;

  private StorePlanner(Planning planning, Links links, Map<String, JsonColumns> rows) {
    this.planning = planning;
    this.links = links;
    this.rows = rows;
  }

  /**
   * Plans what becomes of a person's rows in {@code dataset}, for a connector that takes every row
   * found as one person's: what several may share is an error.
   *
   * @throws InvalidMap with every error found, each with its line
   */
  public static StorePlan plan(Dataset dataset) {
    return plan(dataset, Sharing.REFUSED);
  }

  /**
   * Plans what becomes of a person's rows in {@code dataset}.
   *
   * @throws InvalidMap with every error found, each with its line
   */
  public static StorePlan plan(Dataset dataset, Sharing sharing) {
    var planning = new Planning(dataset);
    Map<String, JsonColumns> rows = new LinkedHashMap<>();
    for (DataCollection collection : dataset.collections()) {
      if (!collection.skipped()) {
        JsonColumns columns = JsonColumns.of(planning, collection);
        planning.collect(columns.collection());
        rows.put(collection.name(), columns);
      }
    }
    rows.values()
        .forEach(
            columns ->
                planning
                    .collections()
                    .values()
                    .forEach(collection -> columns.refuseReferences(planning, collection)));
    Links links = Links.of(planning, sharing);
    List<String> order = links.order();
    planning.failOnErrors();
    StorePlan plan = new StorePlanner(planning, links, rows).tables(order);
    planning.failOnErrors();
    return plan;
  }

  private StorePlan tables(List<String> order) {
    Map<String, Table> tables = new LinkedHashMap<>();
    Map<String, Map<String, Column>> columns = new LinkedHashMap<>();
    for (String name : order) {
      DataCollection collection = planning.collections().get(name);
      if (collection != null) {
        table(collection, columns)
            .ifPresent(
                table -> {
                  tables.put(name, table);
                  columns.put(name, table.columns());
                });
      }
    }
    List<Table> erasing =
        ErasingOrder.of(planning, order).stream()
            .flatMap(name -> Optional.ofNullable(tables.get(name)).stream())
            .toList();
    return new StorePlan(
        planning.dataset().key(),
        planning.dataset().schema(),
        List.copyOf(tables.values()),
        erasing);
  }

  private Optional<Table> table(
      DataCollection collection, Map<String, Map<String, Column>> before) {
    List<Link> incoming =
        links.to(collection.name()).stream()
            .filter(link -> before.containsKey(link.from()))
            .toList();
    Map<String, Column> all = planning.columns(collection, incoming, before);
    JsonColumns documents = Objects.requireNonNull(rows.get(collection.name()));
    Map<String, Column> columns = documents.columns(all);
    Set<String> finders = Planning.finders(columns, incoming);
    if (finders.isEmpty()) {
      planning.requireFinder(collection);
      return Optional.empty();
    }
    List<String> key =
        collection.fields().stream().filter(DataField::primaryKey).map(DataField::name).toList();
    Treatment treatment = new Treatments(planning).of(collection, finders);
    if (key.isEmpty() && !(treatment instanceof Treatment.Delete)) {
      planning.error(
          collection.at(),
          "Expected %s to have a primary_key, since rows of it stay, but it has none; add"
              + " fides_meta: {primary_key: true} to the fields that are its key in the database",
          collection.name());
    }
    if (collection.restriction() instanceof Restriction.StatusColumn status
        && collection.field(status.column()).isEmpty()) {
      planning.error(
          status.at(),
          "Expected the column that restricts %s to be one of its fields but there is no %s",
          collection.name(),
          status.column());
    }
    return Optional.of(
        new Table(
            collection.name(),
            columns,
            documents.fields(all),
            key,
            incoming,
            treatment,
            collection.restriction()));
  }
}
