package io.habeas.storeagent.search;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.databind.node.ObjectNode;

/**
 * Under which names the fields of one collection can be searched, as its live mappings say. Several
 * indices behind one name may map a field differently, so there may be several names.
 *
 * @param exact by path, the names under which whole values are found
 * @param analysed by path, the names under which words are found
 */
record LiveFields(Map<String, Set<Name>> exact, Map<String, Set<Name>> analysed) {
  private static final Pattern WHOLE_NUMBER = Pattern.compile("-?[0-9]{1,18}");

  /** As many values as one clause takes; the clusters' own limit is 65,536. */
  private static final int VALUES = 1_000;

  LiveFields {
    exact = Map.copyOf(exact);
    analysed = Map.copyOf(analysed);
  }

  /**
   * A name under which a field is searched.
   *
   * @param field as queries name it
   * @param nested the innermost list of documents inside others that it is in; empty for none
   * @param numeric whether nothing but whole numbers can be searched
   * @param longest values that are longer are not found
   */
  record Name(String field, Optional<String> nested, boolean numeric, int longest) {
    /** What is searched where no index says how the field is mapped: no document has it yet. */
    static Set<Name> unmapped(String path, Optional<String> nested) {
      Set<Name> names = new LinkedHashSet<>();
      names.add(new Name(path, nested, false, Integer.MAX_VALUE));
      names.add(new Name(path + ".keyword", nested, false, Integer.MAX_VALUE));
      return names;
    }
  }

  /**
   * A query for documents whose field has one of some values.
   *
   * @param anyCase whether the case of letters does not matter
   * @throws ShapeMismatch if one is too long to be found where it could be
   */
  ObjectNode query(String path, List<String> values, boolean anyCase) {
    List<ObjectNode> queries = new ArrayList<>();
    for (Name name : exact.getOrDefault(path, Name.unmapped(path, Optional.empty()))) {
      List<String> possible =
          name.numeric()
              ? values.stream().filter(v -> WHOLE_NUMBER.matcher(v).matches()).toList()
              : values;
      if (possible.stream().anyMatch(value -> value.length() > name.longest())) {
        throw new ShapeMismatch(path, "indexed at any length that an identifier has");
      }
      for (int from = 0; from < possible.size(); from += VALUES) {
        List<String> some = possible.subList(from, Math.min(possible.size(), from + VALUES));
        queries.add(Query.within(name.nested(), Query.terms(name.field(), some)));
      }
      if (anyCase && !name.numeric()) {
        possible.forEach(
            value ->
                queries.add(Query.within(name.nested(), Query.termInAnyCase(name.field(), value))));
      }
    }
    return queries.isEmpty() ? Query.none() : Query.either(queries);
  }

  /** Queries for documents whose field, as it is analysed, has {@code value} as a phrase. */
  List<ObjectNode> phrases(String path, String value) {
    return analysed.getOrDefault(path, Set.of()).stream()
        .map(name -> Query.within(name.nested(), Query.phrase(name.field(), value)))
        .toList();
  }
}
