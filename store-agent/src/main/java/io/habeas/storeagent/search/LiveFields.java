package io.habeas.storeagent.search;

import io.habeas.storeagent.document.ShapeMismatch;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
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

  private static final int LONGEST_PHRASE = 1_000;

  LiveFields {
    exact = Map.copyOf(exact);
    analysed = Map.copyOf(analysed);
  }

  /**
   * A name under which a field is searched.
   *
   * @param field as queries name it
   * @param nested the innermost list of documents inside others that it is in; empty for none
   * @param most the largest whole number that can be searched; empty where text is
   * @param longest values that are longer are not found
   */
  record Name(String field, Optional<String> nested, OptionalLong most, int longest) {
    /** Text of any length. */
    static Name text(String field, Optional<String> nested) {
      return new Name(field, nested, OptionalLong.empty(), Integer.MAX_VALUE);
    }

    /** Whether the cluster takes {@code value}; it refuses a query with any that it does not. */
    private boolean admits(String value) {
      return most.isEmpty()
          || (WHOLE_NUMBER.matcher(value).matches()
              && Math.abs(Long.parseLong(value)) <= most.getAsLong());
    }

    /** What is searched where no index says how the field is mapped: no document has it yet. */
    static Set<Name> unmapped(String path, Optional<String> nested) {
      Set<Name> names = new LinkedHashSet<>();
      names.add(text(path, nested));
      names.add(text(path + ".keyword", nested));
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
    Set<Name> names = exact.getOrDefault(path, Name.unmapped(path, Optional.empty()));
    for (Name name : names) {
      if (name.most().isEmpty()
          && values.stream().anyMatch(value -> value.length() > name.longest())) {
        throw new ShapeMismatch(path, "indexed at any length that an identifier has");
      }
      // One name may be a number in one index and text in the next, and every index is asked.
      List<Name> alike =
          names.stream().filter(other -> other.field().equals(name.field())).toList();
      Map<Boolean, List<String>> byAll =
          values.stream()
              .filter(name::admits)
              .collect(
                  Collectors.partitioningBy(
                      value -> alike.stream().allMatch(other -> other.admits(value))));
      List<ObjectNode> asked = new ArrayList<>();
      List<String> safe = byAll.getOrDefault(true, List.of());
      for (int from = 0; from < safe.size(); from += VALUES) {
        asked.add(
            Query.terms(name.field(), safe.subList(from, Math.min(safe.size(), from + VALUES))));
      }
      byAll
          .getOrDefault(false, List.of())
          .forEach(value -> asked.add(Query.wherePossible(name.field(), value)));
      if (anyCase && alike.stream().allMatch(other -> other.most().isEmpty())) {
        values.forEach(value -> asked.add(Query.termInAnyCase(name.field(), value)));
      }
      asked.forEach(query -> queries.add(Query.within(name.nested(), query)));
    }
    return queries.isEmpty() ? Query.none() : Query.either(queries);
  }

  /** Queries for documents whose field, as it is analysed, has {@code value} as a phrase. */
  List<ObjectNode> phrases(String path, String value) {
    return analysed.getOrDefault(path, Set.of()).stream()
        // A longer one is no identifier, and thousands of words are no phrase.
        .filter(name -> value.length() <= LONGEST_PHRASE)
        .map(name -> Query.within(name.nested(), Query.phrase(name.field(), value)))
        .toList();
  }
}
