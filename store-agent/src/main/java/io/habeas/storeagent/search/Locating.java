package io.habeas.storeagent.search;

import io.habeas.participant.Counts;
import io.habeas.participant.Deferred;
import io.habeas.participant.Identifiers;
import io.habeas.participant.Located;
import io.habeas.participant.YieldedIdentifier;
import io.habeas.storeagent.map.DataMap.Match;
import io.habeas.storeagent.plan.DocumentPlan;
import io.habeas.storeagent.plan.DocumentPlan.Documents;
import io.habeas.storeagent.plan.DocumentPlan.Field;
import io.habeas.storeagent.plan.DocumentPlan.Part;
import io.habeas.storeagent.plan.StorePlan.Column;
import io.habeas.storeagent.search.SubjectDocuments.Found;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Counts a person's records, and reads identifiers from fields that may be yielded. Changes
 * nothing.
 */
final class Locating {
  private final Identifiers identifiers;
  private final Map<String, Long> holdings = new TreeMap<>();
  private final List<YieldedIdentifier> yields = new ArrayList<>();
  private boolean ambiguous;

  private Locating(Identifiers identifiers) {
    this.identifiers = identifiers;
  }

  static Located locate(DocumentPlan plan, SubjectDocuments subject, Identifiers identifiers)
      throws Deferred {
    var locating = new Locating(identifiers);
    for (Documents documents : plan.collections()) {
      locating.locate(documents, subject);
    }
    return new Located(
        new Counts(locating.holdings),
        locating.ambiguous ? List.of() : locating.yields,
        locating.ambiguous);
  }

  private void locate(Documents documents, SubjectDocuments subject) throws Deferred {
    Map<Optional<String>, Long> records = new HashMap<>();
    Map<Field, Set<String>> values = new LinkedHashMap<>();
    documents.fields().values().stream()
        .filter(field -> field.column().verified() && field.column().unique())
        .filter(field -> field.column().identifier().isPresent())
        .forEach(field -> values.put(field, new TreeSet<>()));
    subject.each(
        documents,
        some -> {
          for (Found found : some) {
            count(documents, found, records);
            values.forEach((field, known) -> add(documents, found, field, known));
          }
        });
    holdings.put(documents.name(), records.values().stream().mapToLong(Long::longValue).sum());
    documents.whole().ifPresent(part -> one(part, records));
    documents.elements().forEach(part -> one(part, records));
    values.forEach((field, known) -> judge(documents, field, known));
  }

  private static void count(Documents documents, Found found, Map<Optional<String>, Long> records) {
    if (found.belonging().isWhole(documents)) {
      records.merge(Optional.empty(), 1L, Long::sum);
    }
    for (Part part : documents.elements()) {
      long elements = found.belonging().ownElements(documents, part, found.fields()).size();
      records.merge(part.list(), elements, Long::sum);
    }
  }

  /** One person has one record here; a second one is another person's, or should not exist. */
  private void one(Part part, Map<Optional<String>, Long> records) {
    ambiguous |= part.onePerPerson() && records.getOrDefault(part.list(), 0L) > 1;
  }

  private static void add(Documents documents, Found found, Field field, Set<String> known) {
    // Two are enough to know that there is more than one.
    if (known.size() < 2) {
      found.belonging().owned(documents, field, found.fields()).stream()
          .map(Scalars::text)
          .flatMap(Optional::stream)
          .forEach(known::add);
    }
  }

  private void judge(Documents documents, Field field, Set<String> values) {
    if (values.isEmpty()) {
      return;
    }
    Column column = field.column();
    String type = column.identifier().orElseThrow();
    String value = values.iterator().next();
    List<String> known = identifiers.of(type);
    if (values.size() > 1
        || (!known.isEmpty() && known.stream().noneMatch(other -> same(column, value, other)))) {
      ambiguous = true;
    } else if (column.yields()) {
      yields.add(new YieldedIdentifier(type, value, documents.name() + "." + field.path()));
    }
  }

  private static boolean same(Column column, String value, String other) {
    return column.match() == Match.IGNORE_CASE
        ? Scalars.fold(value).equals(Scalars.fold(other))
        : value.equals(other);
  }
}
