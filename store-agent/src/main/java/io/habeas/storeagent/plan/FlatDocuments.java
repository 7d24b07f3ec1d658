package io.habeas.storeagent.plan;

import io.habeas.storeagent.map.DataMap.DataCollection;
import io.habeas.storeagent.map.DataMap.DataField;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A collection of documents with its innermost fields only, each named by its path.
 *
 * @param collection with those fields
 * @param lists by path of a field, the paths of the lists that it is in or is, outermost first
 */
record FlatDocuments(DataCollection collection, Map<String, List<String>> lists) {

  static FlatDocuments of(Planning planning, DataCollection nested) {
    Map<String, List<String>> lists = new HashMap<>();
    List<DataField> fields = new ArrayList<>();
    nested
        .fields()
        .forEach(field -> flatten(planning, nested, "", List.of(), field, fields, lists));
    return new FlatDocuments(withFields(nested, fields), lists);
  }

  /** The same collection, looked at as if it had {@code fields} only. */
  static DataCollection withFields(DataCollection of, List<DataField> fields) {
    return new DataCollection(
        of.name(),
        fields,
        of.skipped(),
        of.retention(),
        of.restriction(),
        of.objects(),
        of.search(),
        of.at());
  }

  private static void flatten(
      Planning planning,
      DataCollection collection,
      String parent,
      List<String> listsAbove,
      DataField field,
      List<DataField> fields,
      Map<String, List<String>> lists) {
    // The store would take a dot for a step into the field, and a dollar for a command.
    if (field.name().indexOf('.') >= 0
        || field.name().indexOf('$') >= 0
        || field.name().indexOf('\0') >= 0) {
      planning.error(
          field.at(),
          "Expected names of fields without dot and dollar, nested ones under fields, but %s has"
              + " one",
          Planning.name(collection, field));
      return;
    }
    String path = parent + field.name();
    List<String> within = new ArrayList<>(listsAbove);
    if (field.dataType().filter(type -> type.endsWith("[]")).isPresent()) {
      within.add(path);
    }
    if (field.fields().isEmpty()) {
      lists.put(path, List.copyOf(within));
      fields.add(named(path, field));
      return;
    }
    if (field.identity().isPresent()
        || field.identifier().isPresent()
        || field.primaryKey()
        || !field.references().isEmpty()
        || field.erasure().isPresent()) {
      planning.error(
          field.at(),
          "Expected identities, keys, references and erasure on innermost fields but %s.%s has"
              + " fields",
          collection.name(),
          path);
    }
    field
        .fields()
        .forEach(inner -> flatten(planning, collection, path + ".", within, inner, fields, lists));
  }

  private static DataField named(String path, DataField field) {
    return new DataField(
        path,
        field.categories(),
        field.identity(),
        field.identifier(),
        field.primaryKey(),
        field.references(),
        field.verified(),
        field.unique(),
        field.match(),
        field.dataType(),
        field.erasure(),
        List.of(),
        field.at());
  }
}
