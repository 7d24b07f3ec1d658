package io.habeas.storeagent.plan;

import io.habeas.storeagent.map.DataMap.DataCollection;
import io.habeas.storeagent.map.DataMap.DataField;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A collection of documents with its innermost fields only, each named by its path.
 *
 * @param collection with those fields
 * @param lists by path of a field, the paths of the lists that it is in or is, outermost first
 * @param undivided paths of the lists in which one element that is the person's makes all of them
 *     so, and with them the document
 */
record FlatDocuments(
    DataCollection collection, Map<String, List<String>> lists, Set<String> undivided) {

  static FlatDocuments of(Planning planning, DataCollection nested) {
    Map<String, List<String>> lists = new HashMap<>();
    Set<String> undivided = new HashSet<>();
    List<DataField> fields = new ArrayList<>();
    nested
        .fields()
        .forEach(
            field -> flatten(planning, nested, "", List.of(), field, fields, lists, undivided));
    return new FlatDocuments(nested.with(fields), lists, undivided);
  }

  private static void flatten(
      Planning planning,
      DataCollection collection,
      String parent,
      List<String> listsAbove,
      DataField field,
      List<DataField> fields,
      Map<String, List<String>> lists,
      Set<String> undivided) {
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
      if (field.wholeList()) {
        undivided.add(path);
      }
    }
    if (field.fields().isEmpty()) {
      lists.put(path, List.copyOf(within));
      fields.add(field.with(path, List.of()));
      return;
    }
    if (Planning.hasRules(field)
        || field.freeText()
        || field.writing().rectification().isPresent()) {
      planning.error(
          field.at(),
          "Expected identities, keys, references and erasure on innermost fields but %s.%s has"
              + " fields",
          collection.name(),
          path);
    }
    field
        .fields()
        .forEach(
            inner ->
                flatten(
                    planning,
                    collection,
                    path + ".",
                    within,
                    inner.within(field),
                    fields,
                    lists,
                    undivided));
  }
}
