package io.habeas.storeagent.map.scaffold;

import io.habeas.storeagent.map.scaffold.Draft.DraftCollection;
import io.habeas.storeagent.map.scaffold.Draft.DraftField;
import io.habeas.storeagent.map.scaffold.Draft.DraftReference;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Makes of a draft a map that can be carried out: references are kept where they lead from a person
 * to what hangs on the person, and what nobody is found in is not looked at, with a remark why.
 */
final class Reach {
  /** What may stand in a topic as a code. */
  private static final String CODE = "[A-Za-z0-9._:-]{1,96}";

  private final Map<String, DraftCollection> collections = new LinkedHashMap<>();

  /** Names of the collections in which people are found, in the order in which they are. */
  private final List<String> reached = new ArrayList<>();

  private Reach(Draft draft) {
    draft.collections().forEach(collection -> collections.put(collection.name(), collection));
  }

  static Draft of(Draft draft) {
    var reach = new Reach(draft);
    reach.walk();
    return new Draft(
        draft.key(),
        draft.schema(),
        reach.collections.values().stream().map(reach::finished).toList());
  }

  private void walk() {
    collections.values().stream()
        .filter(DraftCollection::hasIdentity)
        .filter(collection -> unfit(collection).isEmpty())
        .map(DraftCollection::name)
        .forEach(reached::add);
    boolean progress = true;
    while (progress) {
      progress = false;
      for (DraftCollection collection : collections.values()) {
        if (!reached.contains(collection.name())
            && unfit(collection).isEmpty()
            && leading(collection).findAny().isPresent()) {
          reached.add(collection.name());
          progress = true;
        }
      }
    }
  }

  /** The references to collections that are reached before {@code collection}. */
  private Stream<DraftReference> leading(DraftCollection collection) {
    int own = reached.indexOf(collection.name());
    return collection.fields().stream()
        .flatMap(field -> field.references().stream())
        .filter(
            reference -> {
              int other = reached.indexOf(reference.collection());
              return other >= 0 && (own < 0 || other < own) && isWhole(collection, reference);
            });
  }

  /** Whether all of the other's primary key is referred to. */
  private boolean isWhole(DraftCollection collection, DraftReference reference) {
    Set<String> named = new HashSet<>();
    collection.fields().stream()
        .flatMap(field -> field.references().stream())
        .filter(other -> other.collection().equals(reference.collection()))
        .forEach(other -> named.add(other.field()));
    return Optional.ofNullable(collections.get(reference.collection()))
        .map(DraftCollection::primaryKey)
        .filter(key -> key.contains(reference.field()) && named.containsAll(key))
        .isPresent();
  }

  private static Optional<String> unfit(DraftCollection collection) {
    if (collection.skipped().isPresent()) {
      return collection.skipped();
    }
    if (!collection.name().matches(CODE)) {
      return Optional.of("its name has other characters than letters, digits and . _ : -");
    }
    return collection.primaryKey().isEmpty()
        ? Optional.of("it has no primary key, by which records could be told apart")
        : Optional.empty();
  }

  private DraftCollection finished(DraftCollection collection) {
    Set<DraftReference> leading = new HashSet<>(leading(collection).toList());
    List<String> remarks = new ArrayList<>(collection.remarks());
    List<DraftField> fields = new ArrayList<>();
    for (DraftField field : collection.fields()) {
      field.references().stream()
          .filter(reference -> !leading.contains(reference))
          .forEach(
              reference ->
                  remarks.add(
                      "%s refers to %s.%s, which does not lead here"
                          .formatted(field.name(), reference.collection(), reference.field())));
      fields.add(field.leading(field.references().stream().filter(leading::contains).toList()));
    }
    boolean found = reached.contains(collection.name());
    Optional<String> skipped =
        found
            ? Optional.empty()
            : unfit(collection)
                .or(
                    () ->
                        collection.isPersonal()
                            ? Optional.of("nothing leads from a person to it")
                            : Optional.empty());
    return new DraftCollection(
        collection.name(),
        fields,
        skipped.filter(reason -> collection.isPersonal() || !collection.name().matches(CODE)),
        remarks);
  }
}
