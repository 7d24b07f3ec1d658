package io.habeas.storeagent.processor.rest;

import io.habeas.storeagent.processor.ProcessorMap;
import io.habeas.storeagent.processor.rest.Definition.Auth;
import io.habeas.storeagent.processor.rest.Definition.Reading;
import io.habeas.storeagent.processor.rest.Definition.Search;
import io.habeas.storeagent.processor.rest.Definition.Subjects;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Holds a definition, a connection and a data map against each other, before anything is called.
 */
final class Fitting {
  private final Definition definition;
  private final RestConnection connection;
  private final ProcessorMap map;
  private final Map<String, String> settings = new TreeMap<>();
  private final Map<String, String> credentials = new TreeMap<>();
  private final Set<String> needs = new TreeSet<>();

  /**
   * @throws IllegalStateException if something is missing; the message quotes no secret
   */
  Fitting(Definition definition, RestConnection connection, ProcessorMap map) {
    this.definition = definition;
    this.connection = connection;
    this.map = map;
    List<String> errors = new ArrayList<>();
    settings(errors);
    credentials(errors);
    collections(errors);
    needs(errors);
    if (!errors.isEmpty()) {
      throw new IllegalStateException(String.join("\n", errors));
    }
  }

  /** A value for each setting of the definition. */
  Map<String, String> settings() {
    return settings;
  }

  /** The headers that say who calls. */
  Map<String, String> credentials() {
    return credentials;
  }

  /** Our identifier types by which people are found. */
  Set<String> needs() {
    return needs;
  }

  private void settings(List<String> errors) {
    definition
        .settings()
        .forEach(
            (name, unless) -> {
              String value = connection.settings().getOrDefault(name, unless);
              if (value == null) {
                errors.add(
                    "Expected the connection to have the setting %s but it has not"
                        .formatted(name));
              } else {
                settings.put(name, value);
              }
            });
    connection.settings().keySet().stream()
        .filter(name -> !definition.settings().containsKey(name))
        .forEach(
            name ->
                errors.add(
                    "Expected only settings that %s has but found %s"
                        .formatted(definition.processor(), name)));
  }

  private void credentials(List<String> errors) {
    Auth auth = definition.auth();
    if (auth.bearer() != null) {
      credentials.put("Authorization", "Bearer " + secret(auth.bearer(), errors));
    } else if (auth.basic() != null) {
      String password =
          auth.basic().password() == null ? "" : secret(auth.basic().password(), errors);
      String pair = secret(auth.basic().user(), errors) + ":" + password;
      credentials.put(
          "Authorization",
          "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8)));
    } else if (auth.header() != null) {
      credentials.put(auth.header().name(), secret(auth.header().secret(), errors));
    }
  }

  private String secret(String name, List<String> errors) {
    String value = connection.secrets().getOrDefault(name, "").strip();
    if (value.isEmpty()) {
      errors.add("Expected the connection to have the secret %s but it has not".formatted(name));
    }
    return value;
  }

  private Stream<OrderForm> orders() {
    Definition.Actions actions = definition.actions();
    Reading export = actions.export();
    return Stream.of(
            actions.erase().stream(),
            actions.restrict().stream(),
            actions.rectify().stream(),
            export == null ? Stream.<OrderForm>empty() : export.orders().stream())
        .flatMap(each -> each);
  }

  private Stream<Search> searches() {
    Definition.Actions actions = definition.actions();
    Reading export = actions.export();
    return Stream.of(
            actions.locate().stream(),
            actions.verify() == null
                ? Stream.<String>empty()
                : actions.verify().searches().stream(),
            export == null ? Stream.<String>empty() : export.searches().stream())
        .flatMap(each -> each)
        .distinct()
        .flatMap(name -> Stream.ofNullable(definition.searches().get(name)));
  }

  private void collections(List<String> errors) {
    Stream.concat(orders().map(OrderForm::collection), searches().map(Search::collection))
        .distinct()
        .filter(name -> !map.collections().contains(name))
        .forEach(
            name ->
                errors.add(
                    "Expected dataset %s to have the collection %s, as %s calls it, but it has not"
                        .formatted(map.dataset(), name, definition.processor())));
  }

  private void needs(List<String> errors) {
    Set<String> theirs = new TreeSet<>();
    orders().map(OrderForm::subjects).forEach(subjects -> identifiers(subjects, theirs));
    searches().map(Search::subjects).forEach(subjects -> identifiers(subjects, theirs));
    theirs.forEach(name -> needs.addAll(map.typesOf(name)));
    if (needs.isEmpty()) {
      errors.add(
          "Expected dataset %s to have an identifier type at a field named as one of %s but it has"
                  .formatted(map.dataset(), theirs)
              + " none");
    }
  }

  private void identifiers(Subjects subjects, Set<String> names) {
    if (subjects.identifier() != null) {
      names.add(subjects.identifier());
    }
    subjects.search().stream()
        .flatMap(name -> Stream.ofNullable(definition.searches().get(name)))
        .forEach(search -> identifiers(search.subjects(), names));
  }
}
