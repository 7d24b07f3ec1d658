package io.habeas.storeagent.plan;

import io.habeas.storeagent.map.DataMap.DataCollection;
import io.habeas.storeagent.map.DataMap.DataField;
import io.habeas.storeagent.map.Restriction;
import io.habeas.storeagent.map.RetentionRule;
import io.habeas.storeagent.plan.DocumentPlan.Field;
import io.habeas.storeagent.plan.DocumentPlan.Part;
import io.habeas.storeagent.plan.StorePlan.Treatment;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What of a collection's documents is one person's: the whole, elements of lists, or either,
 * depending on where the fields stand that say whose it is.
 *
 * @param whole empty if no document is one person's
 * @param elements one entry per list that is several people's
 */
record DocumentParts(Optional<Part> whole, List<Part> elements) {
  DocumentParts {
    elements = List.copyOf(elements);
  }

  static DocumentParts of(
      Planning planning,
      FlatDocuments flatDocuments,
      Map<String, Field> fields,
      Set<String> finders) {
    DocumentParts parts = new Making(planning, flatDocuments, fields).parts(finders);
    parts.checkRestriction(planning, flatDocuments.collection(), fields);
    return parts;
  }

  private void checkRestriction(
      Planning planning, DataCollection collection, Map<String, Field> fields) {
    if (!(collection.restriction() instanceof Restriction.StatusColumn status)) {
      return;
    }
    Field field = fields.get(status.column());
    // Nested, what was not there before could not be taken away without a trace.
    if (field == null || !field.lists().isEmpty() || status.column().indexOf('.') >= 0) {
      planning.error(
          status.at(),
          "Expected the field that restricts %s to be one at the top of its documents but %s is"
              + " none",
          collection.name(),
          status.column());
    } else if (field.type().filter(type -> !type.admits(status.restricted())).isPresent()) {
      planning.error(
          status.at(),
          "Expected the status that restricts %s to be of the data_type of %s but it is not",
          collection.name(),
          status.column());
    }
    if (!elements.isEmpty()) {
      planning.error(
          status.at(),
          "Expected restriction of %s to be shadow or none, since several people have elements in"
              + " its documents, but it is a status",
          collection.name());
    }
  }

  private record Making(Planning planning, FlatDocuments flatDocuments, Map<String, Field> fields) {

    DocumentParts parts(Set<String> finders) {
      DataCollection collection = flatDocuments.collection();
      Set<String> shared =
          finders.stream()
              .flatMap(finder -> lists(finder).stream())
              .collect(Collectors.toCollection(LinkedHashSet::new));
      List<DataField> outside = new ArrayList<>(collection.fields());
      List<Part> elements = new ArrayList<>();
      for (String list : shared) {
        List<DataField> inside =
            collection.fields().stream()
                .filter(field -> lists(field.name()).contains(list))
                .toList();
        outside.removeAll(inside);
        refuseRetained(inside, collection);
        elements.add(part(collection, Optional.of(list), inside, finders, Optional.empty()));
      }
      DataCollection rest = collection.with(outside);
      Set<String> ownersOutside =
          outside.stream()
              .map(DataField::name)
              .filter(finders::contains)
              .collect(Collectors.toSet());
      if (ownersOutside.isEmpty()) {
        refuseUnowned(rest, shared);
        return new DocumentParts(Optional.empty(), elements);
      }
      Part whole = part(collection, Optional.empty(), outside, finders, collection.retention());
      if (!elements.isEmpty() && !(whole.treatment() instanceof Treatment.Anonymise)) {
        planning.error(
            collection.at(),
            "Expected documents of %s to stay, their fields anonymised, since several people can"
                + " have elements in %s, but they go or are retained; add fides_meta:"
                + " {return_all_elements: true} to that list if all of a document is one person's",
            collection.name(),
            String.join(", ", shared));
      }
      return new DocumentParts(Optional.of(whole), elements);
    }

    private void refuseRetained(List<DataField> inside, DataCollection collection) {
      for (DataField field : inside) {
        field
            .retention()
            .ifPresent(
                rule ->
                    planning.error(
                        rule.at(),
                        "Expected retention of whole documents but %s is in a list of several"
                            + " people's elements",
                        Planning.name(collection, field)));
      }
    }

    private Part part(
        DataCollection collection,
        Optional<String> list,
        List<DataField> of,
        Set<String> finders,
        Optional<RetentionRule> retention) {
      Set<String> own =
          of.stream().map(DataField::name).filter(finders::contains).collect(Collectors.toSet());
      DataCollection view = collection.with(of, retention);
      retention
          .filter(rule -> view.field(rule.from()).isPresent())
          .filter(
              rule -> !Optional.ofNullable(fields.get(rule.from())).orElseThrow().lists().isEmpty())
          .ifPresent(
              rule ->
                  planning.error(
                      rule.at(),
                      "Expected retention of %s to count from one date but %s is in a list",
                      collection.name(),
                      rule.from()));
      return new Part(
          list,
          own,
          new Treatments(planning).of(view, own),
          of.stream().anyMatch(DataField::unique));
    }

    /** Of a document that is several people's, nothing but their elements can be treated. */
    private void refuseUnowned(DataCollection rest, Set<String> shared) {
      if (shared.isEmpty()) {
        planning.requireFinder(rest);
      }
      rest.fields().stream()
          .filter(DataField::isPersonal)
          .filter(field -> !shared.isEmpty())
          .findFirst()
          .ifPresent(
              field ->
                  planning.error(
                      field.at(),
                      "Expected an identity or a reference outside of lists in %s, since %s is"
                          + " personal, but people are told apart by elements of %s only; add"
                          + " fides_meta: {return_all_elements: true} to that list if all of a"
                          + " document is one person's",
                      rest.name(),
                      field.name(),
                      String.join(", ", shared)));
      rest.retention()
          .ifPresent(
              rule ->
                  planning.error(
                      rule.at(),
                      "Expected retention of whole documents but those of %s are several people's",
                      rest.name()));
      for (DataField field : rest.fields()) {
        if (!field.primaryKey() && field.erasure().isPresent()) {
          planning.error(
              field.at(),
              "Expected erasure in elements of a list, since documents of %s are several people's,"
                  + " but %s is outside of it",
              rest.name(),
              field.name());
        }
      }
    }

    /** The lists around it whose elements may be different people's. */
    private List<String> lists(String path) {
      return flatDocuments.lists().getOrDefault(path, List.of()).stream()
          .filter(list -> !flatDocuments.undivided().contains(list))
          .toList();
    }
  }
}
