package io.habeas.storeagent.map;

import io.habeas.storeagent.map.DataMap.DataCollection;
import io.habeas.storeagent.map.DataMap.DataField;
import io.habeas.storeagent.map.DataMap.Dataset;
import io.habeas.storeagent.map.DataMap.Direction;
import io.habeas.storeagent.map.DataMap.Match;
import io.habeas.storeagent.map.DataMap.Reference;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * References between datasets, whose stores do not see each other: where one leads to the other, a
 * value travels as an identifier. Its type is the one that the leading field has, or else is named
 * after that field; the field led to takes it over, and so its store needs it.
 *
 * <p>Only what was checked and is one person's leads on (legal rule L11). A reference from anything
 * else is read, and does not lead anywhere, with a warning.
 */
final class CrossReferences {
  /** What may stand in a topic as a code. */
  private static final Pattern CODE = Pattern.compile("[A-Za-z0-9._:-]{1,96}");

  private final Map<String, Dataset> datasets;
  private final Findings findings;

  /** What becomes of fields that take over a type, by dataset, collection and path. */
  private final Map<Place, Taken> types = new LinkedHashMap<>();

  private CrossReferences(Map<String, Dataset> datasets, Findings findings) {
    this.datasets = datasets;
    this.findings = findings;
  }

  /** The same datasets, with the identifier types that follow from references between them. */
  static List<Dataset> resolve(List<Dataset> datasets, Findings findings) {
    var references =
        new CrossReferences(
            datasets.stream().collect(Collectors.toMap(Dataset::key, Function.identity())),
            findings);
    datasets.forEach(
        dataset ->
            dataset
                .collections()
                .forEach(
                    collection ->
                        references.collect(dataset, collection, "", collection.fields())));
    return datasets.stream().map(references::resolved).toList();
  }

  private record Place(String dataset, String collection, String path) {
    @Override
    public String toString() {
      return DataMap.type(dataset, collection, path);
    }
  }

  private record Taken(String type, Match match) {}

  private void collect(
      Dataset dataset, DataCollection collection, String prefix, List<DataField> fields) {
    for (DataField field : fields) {
      var place = new Place(dataset.key(), collection.name(), prefix + field.name());
      for (Reference reference : field.references()) {
        if (!reference.dataset().equals(dataset.key()) && !collection.skipped()) {
          reference(place, field, reference);
        }
      }
      collect(dataset, collection, place.path() + ".", field.fields());
    }
  }

  private void reference(Place place, DataField field, Reference reference) {
    String name = place.toString();
    Dataset other = datasets.get(reference.dataset());
    if (other == null) {
      unknownDataset(name, field, reference);
      return;
    }
    Optional<DataField> found =
        other
            .collection(reference.collection())
            .flatMap(collection -> collection.fieldAt(reference.field()));
    if (found.isEmpty()) {
      findings.error(
          reference.at(),
          "Expected %s to refer to a field but there is no %s in dataset %s at %s"
              .formatted(
                  name, reference.collection() + "." + reference.field(), other.key(), other.at()));
      return;
    }
    var there = new Place(reference.dataset(), reference.collection(), reference.field());
    switch (reference.direction()) {
      case FROM -> lead(there, found.get(), place, field, reference);
      case TO -> lead(place, field, there, found.get(), reference);
      case EITHER -> {
        // Fides goes either way; here only one of them can be proof of who it is.
        if (field.isProof() && !found.get().isProof()) {
          lead(place, field, there, found.get(), reference);
        } else {
          lead(there, found.get(), place, field, reference);
        }
      }
    }
  }

  /** Without the other file nothing but the name can be known; with it, this is looked at again. */
  private void unknownDataset(String name, DataField field, Reference reference) {
    if (reference.direction() == Direction.TO) {
      if (!field.isProof()) {
        warnOfNoProof(name, field, reference, reference.type());
      }
      return;
    }
    checkType(reference.type(), reference);
  }

  /** Values of {@code from} lead to records by {@code to}. */
  private void lead(Place from, DataField fromField, Place to, DataField toField, Reference at) {
    if (!fromField.isProof()) {
      warnOfNoProof(from.toString(), fromField, at, to.toString());
      return;
    }
    String type = fromField.identifierType().orElse(from.toString());
    checkType(type, at);
    Optional<String> own =
        toField.identifierType().or(() -> Optional.ofNullable(types.get(to)).map(Taken::type));
    if (own.filter(other -> !other.equals(type)).isPresent()) {
      findings.warning(
          at.at(),
          "Expected %s at %s to have the identifier %s, which %s at %s yields, but it has %s"
              .formatted(to, toField.at(), type, from, fromField.at(), own.get()));
      return;
    }
    if (own.isEmpty()) {
      warnOfOtherFile(type, from, fromField, to, toField, at);
    }
    types.put(from, new Taken(type, fromField.match()));
    types.put(to, new Taken(type, fromField.match()));
  }

  /** An agent that is given one of the two files only must come to the same type. */
  private void warnOfOtherFile(
      String type,
      Place from,
      DataField fromField,
      Place to,
      DataField toField,
      Reference reference) {
    boolean together = fromField.at().file().equals(toField.at().file());
    boolean saidThere = toField.references().contains(reference);
    if (!together && !(saidThere && type.equals(reference.type()))) {
      findings.warning(
          reference.at(),
          "Expected %s at %s to have the identifier %s under habeas, by which %s at %s leads to it,"
                  .formatted(to, toField.at(), type, from, fromField.at())
              + " but it has none, so that an agent with its file alone does not look for it");
    }
  }

  private void warnOfNoProof(String from, DataField fromField, Reference reference, String to) {
    findings.warning(
        reference.at(),
        "Expected %s at %s to be marked verified and unique under habeas, since it leads to %s, but"
                .formatted(from, fromField.at(), to)
            + " it is not, so that nothing is found by it");
  }

  private void checkType(String type, Reference reference) {
    if (!CODE.matcher(type).matches()) {
      findings.error(
          reference.at(),
          "Expected the identifier type %s to be a code of at most 96 characters but it is not"
              .formatted(type));
    }
  }

  private Dataset resolved(Dataset dataset) {
    List<DataCollection> collections = new ArrayList<>();
    for (DataCollection collection : dataset.collections()) {
      collections.add(collection.with(resolved(dataset, collection, "", collection.fields())));
    }
    return dataset.with(collections);
  }

  private List<DataField> resolved(
      Dataset dataset, DataCollection collection, String prefix, List<DataField> fields) {
    List<DataField> resolved = new ArrayList<>();
    for (DataField field : fields) {
      var place = new Place(dataset.key(), collection.name(), prefix + field.name());
      DataField inner =
          field.with(
              field.name(), resolved(dataset, collection, place.path() + ".", field.fields()));
      Optional<Taken> type = Optional.ofNullable(types.get(place));
      resolved.add(
          type.filter(taken -> field.identifierType().isEmpty())
              .map(taken -> inner.identifying(taken.type(), taken.match()))
              .orElse(inner));
    }
    return resolved;
  }
}
