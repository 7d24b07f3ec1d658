package io.habeas.storeagent.processor.rest;

import io.habeas.participant.Identifiers;
import io.habeas.participant.WaitReason;
import io.habeas.storeagent.processor.ProcessorFailure;
import io.habeas.storeagent.processor.ProcessorFailure.Trace;
import io.habeas.storeagent.processor.ProcessorMap;
import io.habeas.storeagent.processor.rest.Definition.Search;
import io.habeas.storeagent.processor.rest.Definition.Subjects;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import tools.jackson.databind.JsonNode;

/** Finds a person's records at a processor. */
final class Searching {
  /** Names of records are kept in mind to tell them apart, so there is a bound to them. */
  private static final int MOST_NAMES = 100_000;

  private final Definition definition;
  private final ProcessorMap map;
  private final Pages pages;
  private final Variables base;
  private final Identifiers identifiers;

  /**
   * @param base what is filled in for every call
   */
  Searching(
      Definition definition,
      ProcessorMap map,
      Pages pages,
      Variables base,
      Identifiers identifiers) {
    this.definition = definition;
    this.map = map;
    this.pages = pages;
    this.base = base;
    this.identifiers = identifiers;
  }

  /**
   * Gives each record that any of the searches finds, once, with its collection.
   *
   * @throws ProcessorFailure if the processor fails
   */
  void each(List<String> searches, BiConsumer<String, JsonNode> taker) {
    Map<String, Set<String>> seen = new HashMap<>();
    for (String name : searches) {
      Search search = search(name);
      String collection = search.collection();
      Set<String> subjects = subjects(search.subjects(), Set.of());
      long sources =
          searches.stream().filter(other -> search(other).collection().equals(collection)).count();
      if (sources == 1 && subjects.size() <= 1) {
        // Nothing can be found twice, so nothing needs to be kept in mind however much there is.
        found(search, subjects, (key, record) -> taker.accept(collection, record));
      } else {
        Set<String> known = seen.computeIfAbsent(collection, c -> new HashSet<>());
        found(
            search,
            subjects,
            (key, record) -> {
              if (known.add(key)) {
                bounded(known);
                taker.accept(collection, record);
              }
            });
      }
    }
  }

  /**
   * Whom a call is about.
   *
   * @param restricted names of what was restricted for the same request
   */
  Set<String> subjects(Subjects form, Set<String> restricted) {
    Set<String> values = new LinkedHashSet<>();
    if (form.identifier() != null) {
      map.typesOf(form.identifier()).forEach(type -> values.addAll(identifiers.of(type)));
    }
    for (String search : form.search()) {
      String pointer = String.valueOf(form.value());
      Search source = search(search);
      found(
          source,
          subjects(source.subjects(), Set.of()),
          (key, record) -> {
            values.add(
                Answers.text(record, pointer)
                    .orElseThrow(() -> Answers.malformed("a record without its value")));
            bounded(values);
          });
    }
    if (form.restricted()) {
      values.addAll(restricted);
    }
    return values;
  }

  private void found(Search search, Set<String> subjects, BiConsumer<String, JsonNode> taker) {
    for (String subject : subjects) {
      Variables values = base.with(Variables.SUBJECT, subject);
      pages.each(
          search.call(),
          values,
          search.records(),
          search.paging(),
          search.noneOn(),
          record -> {
            if (Answers.matches(record, search.where(), values, search.ignoreCase())) {
              taker.accept(
                  Answers.text(record, search.key())
                      .orElseThrow(() -> Answers.malformed("a record without a name")),
                  record);
            }
            return true;
          });
    }
  }

  private static void bounded(Set<String> names) {
    if (names.size() > MOST_NAMES) {
      throw new ProcessorFailure(
          WaitReason.MAP_MISMATCH, Trace.UNKNOWN, "more records than one person has");
    }
  }

  private Search search(String name) {
    Search search = definition.searches().get(name);
    if (search == null) {
      throw new IllegalStateException("Expected the search " + name + " but there is none");
    }
    return search;
  }
}
