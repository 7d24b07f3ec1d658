package io.habeas.storeagent.plan;

import io.habeas.storeagent.map.DataMap.DataCollection;
import io.habeas.storeagent.map.DataMap.DataField;
import io.habeas.storeagent.map.DataMap.Disclosure;
import io.habeas.storeagent.map.DataMap.Match;
import io.habeas.storeagent.map.DataMap.Rectification;
import io.habeas.storeagent.map.Restriction;
import io.habeas.storeagent.map.RetentionRule;
import io.habeas.storeagent.plan.DocumentPlan.Field;
import io.habeas.storeagent.plan.StorePlan.Column;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A collection of rows of which some columns hold documents: those that have fields in the map. Its
 * other columns stay as they are; in place of one that holds documents stand the innermost fields
 * in it, each named by its path.
 *
 * <p>A row is found by its columns, so that everything in a document is its row's: no identity, key
 * or reference is in one. A column that has a rule itself, and whose fields have none, is taken as
 * one value.
 *
 * @param nested the collection as the map has it
 * @param collection the same with those fields
 * @param documents by name of a column that holds documents, the innermost fields in it
 * @param lists by path of a field in one, the paths of the lists that it is in or is, outermost
 *     first
 */
record JsonColumns(
    DataCollection nested,
    DataCollection collection,
    Map<String, List<DataField>> documents,
    Map<String, List<String>> lists) {

  static JsonColumns of(Planning planning, DataCollection nested) {
    List<DataField> fields = new ArrayList<>();
    Map<String, List<DataField>> documents = new LinkedHashMap<>();
    Map<String, List<String>> lists = new LinkedHashMap<>();
    for (DataField column : nested.fields()) {
      boolean inside = column.fields().stream().anyMatch(JsonColumns::saysMore);
      if (column.fields().isEmpty() || (saysMoreItself(column) && !inside)) {
        fields.add(column);
        continue;
      }
      FlatDocuments flat = FlatDocuments.of(planning, nested.with(List.of(column)));
      List<DataField> innermost = flat.collection().fields();
      innermost.forEach(field -> refuse(planning, nested, field));
      documents.put(column.name(), innermost);
      lists.putAll(flat.lists());
      fields.addAll(innermost);
    }
    var columns = new JsonColumns(nested, nested.with(fields), documents, lists);
    columns.refuseOfRecords(planning);
    return columns;
  }

  /**
   * The columns that there are, in the order of the map.
   *
   * @param all what is said of them, and of the innermost fields of documents, by name
   */
  Map<String, Column> columns(Map<String, Column> all) {
    Map<String, Column> columns = new LinkedHashMap<>();
    for (DataField field : nested.fields()) {
      Column column = documents.containsKey(field.name()) ? holding(field) : all.get(field.name());
      if (column != null) {
        columns.put(field.name(), column);
      }
    }
    return columns;
  }

  /** Of what is in it everything is said there, but what a copy tells of it as a whole. */
  private Column holding(DataField field) {
    return new Column(
        field.name(),
        Optional.empty(),
        Optional.empty(),
        Match.EXACT,
        false,
        false,
        OptionalInt.empty(),
        Rectification.NEVER,
        List.of(),
        field.disclosure().within(nested.disclosure()),
        false);
  }

  /** The innermost fields of documents, by the column that holds these. */
  Map<String, List<Field>> fields(Map<String, Column> all) {
    Map<String, List<Field>> fields = new LinkedHashMap<>();
    documents.forEach(
        (name, innermost) -> {
          List<Field> inside = new ArrayList<>();
          for (DataField field : innermost) {
            Column column = all.get(field.name());
            if (column != null) {
              inside.add(
                  new Field(
                      nested.name(),
                      column,
                      lists.getOrDefault(field.name(), List.of()),
                      field.dataType().flatMap(ValueType::of)));
            }
          }
          fields.put(name, inside);
        });
    return fields;
  }

  /** Refuses references of {@code collection} to what is in a document of this one. */
  void refuseReferences(Planning planning, DataCollection collection) {
    for (DataField field : collection.fields()) {
      field.references().stream()
          .filter(reference -> reference.dataset().equals(planning.dataset().key()))
          .filter(reference -> reference.collection().equals(this.collection.name()))
          .filter(reference -> lists.containsKey(reference.field()))
          .forEach(
              reference ->
                  planning.error(
                      reference.at(),
                      "Expected references between columns but %s.%s is inside a document",
                      reference.collection(),
                      reference.field()));
    }
  }

  private static void refuse(Planning planning, DataCollection collection, DataField field) {
    if (field.primaryKey() || field.identifierType().isPresent() || !field.references().isEmpty()) {
      planning.error(
          field.at(),
          "Expected identities, keys and references on columns, since rows are found by these, but"
              + " %s is inside a document; let a generated column hold it",
          Planning.name(collection, field));
    }
  }

  /** What is about whole rows is in a column of its own. */
  private void refuseOfRecords(Planning planning) {
    collection.retention().ifPresent(rule -> refuseFrom(planning, rule));
    for (DataField field : collection.fields()) {
      field.retention().ifPresent(rule -> refuseFrom(planning, rule));
    }
    if (collection.restriction() instanceof Restriction.StatusColumn status
        && (lists.containsKey(status.column()) || documents.containsKey(status.column()))) {
      planning.error(
          status.at(),
          "Expected the status that restricts %s to be a column but %s is, or is inside, a"
              + " document",
          collection.name(),
          status.column());
    }
  }

  private void refuseFrom(Planning planning, RetentionRule rule) {
    if (lists.containsKey(rule.from())) {
      planning.error(
          rule.at(),
          "Expected retention of %s to count from a column but %s is inside a document; let a"
              + " generated column hold it",
          collection.name(),
          rule.from());
    }
  }

  /** Whether something is said of the field, or of one in it, beyond what it holds. */
  private static boolean saysMore(DataField field) {
    return saysMoreItself(field)
        || !field.disclosure().equals(Disclosure.NONE)
        || field.writing().readOnly()
        || field.fields().stream().anyMatch(JsonColumns::saysMore);
  }

  /** Fields inside take over what a copy tells of the column, and that it is read-only. */
  private static boolean saysMoreItself(DataField field) {
    return Planning.hasRules(field)
        || field.freeText()
        || field.writing().rectification().isPresent();
  }
}
