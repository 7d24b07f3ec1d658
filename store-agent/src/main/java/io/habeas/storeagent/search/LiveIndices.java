package io.habeas.storeagent.search;

import io.habeas.storeagent.plan.DocumentPlan;
import io.habeas.storeagent.plan.DocumentPlan.Documents;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/**
 * Compares a plan with the live indices: that they are there and open, that nothing which tells
 * people apart is searched by words, that it is there at all, and that what is read is the whole
 * document.
 */
final class LiveIndices {
  private static final int NOT_FOUND = 404;

  private final Cluster cluster;
  private final SearchPlan plan;
  private final List<String> findings = new ArrayList<>();
  private final List<String> advice = new ArrayList<>();
  private final Map<String, String> owners = new TreeMap<>();
  private final Map<String, LiveFields> fields = new LinkedHashMap<>();
  private final Map<Documents, Map<String, Set<String>>> unmapped = new LinkedHashMap<>();

  private LiveIndices(Cluster cluster, SearchPlan plan) {
    this.cluster = cluster;
    this.plan = plan;
  }

  /**
   * What a look found.
   *
   * @param fields by collection
   * @param findings what contradicts the map
   * @param advice what is slow
   * @param indices the names of the indices themselves
   */
  record Look(
      Map<String, LiveFields> fields,
      List<String> findings,
      List<String> advice,
      Set<String> indices) {
    Look {
      indices = Set.copyOf(indices);
      fields = Map.copyOf(fields);
      findings = List.copyOf(findings);
      advice = List.copyOf(advice);
    }

    LiveFields of(Documents documents) {
      return Optional.ofNullable(fields.get(documents.name())).orElseThrow();
    }
  }

  /**
   * Looks.
   *
   * @throws SearchFailure if the cluster does not answer
   */
  static Look look(Cluster cluster, SearchPlan plan) {
    var look = new LiveIndices(cluster, plan);
    plan.documents().collections().forEach(look::collection);
    if (look.findings.isEmpty()) {
      look.unmapped.forEach(look::missing);
    }
    return new Look(look.fields, look.findings, look.advice, look.owners.keySet());
  }

  private void collection(Documents documents) {
    String path = "/" + Cluster.encode(plan.target(documents));
    Optional<JsonNode> settings = ask(path + "/_settings?flat_settings=true&expand_wildcards=all");
    Optional<JsonNode> mappings = ask(path + "/_mapping?expand_wildcards=all");
    if (settings.isEmpty() || mappings.isEmpty() || settings.get().isEmpty()) {
      findings.add(
          "Expected an index for collection %s but there is none".formatted(documents.name()));
      fields.put(documents.name(), new LiveFields(Map.of(), Map.of()));
      return;
    }
    settings
        .get()
        .properties()
        .forEach(index -> settings(documents, index.getKey(), index.getValue().path("settings")));
    var found = new Searchable(documents);
    mappings
        .get()
        .properties()
        .forEach(index -> found.index(index.getKey(), index.getValue().path("mappings")));
    findings.addAll(found.findings());
    advice.addAll(found.advice());
    fields.put(documents.name(), found.fields());
    unmapped.put(documents, found.unmapped());
  }

  /**
   * An index that maps no such field has no document with it. Where no index of the collection does
   * though there are documents, the application has given it another name, and everybody would look
   * unknown. Of what is in a list nothing can be said: empty lists are not mapped either.
   */
  private void missing(Documents documents, Map<String, Set<String>> unmappedIn) {
    unmappedIn.forEach(
        (path, indices) -> {
          Set<String> withDocuments = new TreeSet<>();
          for (String index : indices) {
            if (hasDocuments(index)) {
              withDocuments.add(index);
            }
          }
          if (withDocuments.isEmpty()) {
            return;
          }
          String finding =
              "Expected a document of %s with %s, by which people are found, in %s but none has it"
                  .formatted(documents.name(), path, withDocuments);
          boolean everywhere =
              owners.entrySet().stream()
                  .filter(owner -> owner.getValue().equals(documents.name()))
                  .allMatch(owner -> indices.contains(owner.getKey()));
          if (everywhere && documents.field(path).lists().isEmpty()) {
            findings.add(finding);
          } else {
            advice.add(finding);
          }
        });
  }

  private boolean hasDocuments(String index) {
    cluster.refresh(index);
    return cluster
            .call("GET", "/" + Cluster.encode(index) + "/_count", Optional.empty())
            .path("count")
            .asLong(0)
        > 0;
  }

  private Optional<JsonNode> ask(String path) {
    try {
      return Optional.of(cluster.call("GET", path, Optional.empty()));
    } catch (SearchFailure e) {
      if (e.status() == NOT_FOUND) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private void settings(Documents documents, String index, JsonNode settings) {
    String owner = owners.putIfAbsent(index, documents.name());
    if (owner != null && !owner.equals(documents.name())) {
      findings.add(
          "Expected index %s to be one collection's but %s and %s have it"
              .formatted(index, owner, documents.name()));
    }
    if (settings.path("index.verified_before_close").asBoolean(false)) {
      findings.add("Expected index %s to be open but it is closed".formatted(index));
    }
    if (settings.path("index.frozen").asBoolean(false)
        || settings.path("index.search.throttled").asBoolean(false)) {
      findings.add(
          "Expected index %s to be searched like others but it is frozen".formatted(index));
    }
  }

  /** The fields of one collection, index by index. */
  private static final class Searchable {
    private static final Set<String> EXACT = Set.of("keyword", "constant_keyword", "wildcard");
    private static final Map<String, Long> NUMBERS =
        Map.of(
            "long", Long.MAX_VALUE,
            "unsigned_long", Long.MAX_VALUE,
            "integer", (long) Integer.MAX_VALUE,
            "short", (long) Short.MAX_VALUE,
            "byte", (long) Byte.MAX_VALUE);
    private static final Set<String> FLAT = Set.of("flattened", "flat_object");
    private static final Set<String> ANALYSED =
        Set.of("text", "match_only_text", "search_as_you_type", "annotated_text");

    private final Documents documents;
    private final Set<String> finders = new LinkedHashSet<>();
    private final Set<String> texts = new LinkedHashSet<>();
    private final Map<String, Set<LiveFields.Name>> exact = new TreeMap<>();
    private final Map<String, Set<LiveFields.Name>> analysed = new TreeMap<>();
    private final Map<String, Set<String>> unmapped = new TreeMap<>();
    private final Set<String> findings = new LinkedHashSet<>();
    private final Set<String> advice = new LinkedHashSet<>();

    Searchable(Documents documents) {
      this.documents = documents;
      documents.fields().values().stream()
          .filter(field -> field.column().freeText())
          .forEach(field -> texts.add(field.path()));
      documents.whole().ifPresent(part -> finders.addAll(part.finders()));
      documents.elements().forEach(part -> finders.addAll(part.finders()));
      documents.fields().values().stream()
          .filter(field -> field.column().identifier().isPresent())
          .forEach(field -> finders.add(field.path()));
    }

    /** Fields by which people are found, and the indices that do not map them yet. */
    Map<String, Set<String>> unmapped() {
      return unmapped;
    }

    List<String> findings() {
      return List.copyOf(findings);
    }

    List<String> advice() {
      return List.copyOf(advice);
    }

    LiveFields fields() {
      return new LiveFields(exact, analysed);
    }

    void index(String index, JsonNode mappings) {
      JsonNode source = mappings.path("_source");
      if (!source.path("enabled").asBoolean(true)
          || !source.path("includes").isEmpty()
          || !source.path("excludes").isEmpty()) {
        findings.add(
            "Expected index %s to keep whole documents but its _source leaves fields out"
                .formatted(index));
      }
      documents
          .fields()
          .keySet()
          .forEach(path -> field(index, path, mappings, finders.contains(path)));
    }

    private void field(String index, String path, JsonNode mappings, boolean finder) {
      if (path.equals(DocumentPlan.KEY)) {
        add(exact, path, LiveFields.Name.text(path, Optional.empty()));
        return;
      }
      Optional<String> nested = Optional.empty();
      JsonNode at = mappings;
      boolean dynamic = isDynamic(mappings, true);
      StringBuilder name = new StringBuilder();
      for (String step : path.split("\\.")) {
        if (FLAT.contains(type(at))) {
          add(
              exact,
              path,
              new LiveFields.Name(path, nested, OptionalLong.empty(), ignoreAbove(at)));
          return;
        }
        at = at.path("properties").path(step);
        name.append(name.isEmpty() ? "" : ".").append(step);
        dynamic = isDynamic(at, dynamic);
        if (type(at).equals("nested")) {
          nested = Optional.of(name.toString());
        }
      }
      if (at.isMissingNode()) {
        LiveFields.Name.unmapped(path, nested).forEach(one -> add(exact, path, one));
        if (finder && dynamic) {
          unmapped.computeIfAbsent(path, any -> new TreeSet<>()).add(index);
        }
        if (finder && !dynamic) {
          findings.add(
              "Expected %s.%s to be mapped in index %s, since a person is found by it, but it is"
                      .formatted(documents.name(), path, index)
                  + " not and will not be");
        }
        return;
      }
      leaf(index, path, at, nested, finder);
    }

    private void leaf(
        String index, String path, JsonNode at, Optional<String> nested, boolean finder) {
      boolean found = exactly(path, path, at, nested);
      words(path, path, at, nested);
      for (var sub : at.path("fields").properties()) {
        String name = path + "." + sub.getKey();
        found |= exactly(path, name, sub.getValue(), nested);
        words(path, name, sub.getValue(), nested);
      }
      if (finder && !found) {
        findings.add(
            "Expected %s.%s to be a keyword or a whole number in index %s, or to have a keyword"
                    .formatted(documents.name(), path, index)
                + " beside it, since a person is found by it, but it is "
                + (at.has("properties") ? "an object" : type(at)));
      }
      if (finder && found && !at.path("index").asBoolean(true)) {
        advice.add(
            "Expected %s.%s to be indexed in index %s but it is searched without"
                .formatted(documents.name(), path, index));
      }
      if (texts.contains(path) && analysed.getOrDefault(path, Set.of()).isEmpty()) {
        findings.add(
            "Expected %s.%s to be text in index %s, since phrases are looked for in it, but it is %s"
                .formatted(documents.name(), path, index, type(at)));
      }
    }

    private boolean exactly(String path, String name, JsonNode at, Optional<String> nested) {
      String type = type(at);
      OptionalLong most =
          Optional.ofNullable(NUMBERS.get(type))
              .map(OptionalLong::of)
              .orElseGet(OptionalLong::empty);
      boolean searchable =
          at.path("index").asBoolean(true) || at.path("doc_values").asBoolean(true);
      if ((!EXACT.contains(type) && most.isEmpty()) || !searchable) {
        return false;
      }
      add(exact, path, new LiveFields.Name(name, nested, most, ignoreAbove(at)));
      return true;
    }

    private void words(String path, String name, JsonNode at, Optional<String> nested) {
      if (ANALYSED.contains(type(at)) && at.path("index").asBoolean(true)) {
        add(analysed, path, LiveFields.Name.text(name, nested));
      }
    }

    private static void add(
        Map<String, Set<LiveFields.Name>> names, String path, LiveFields.Name name) {
      names.computeIfAbsent(path, unknown -> new LinkedHashSet<>()).add(name);
    }

    private static int ignoreAbove(JsonNode at) {
      return at.path("ignore_above").asInt(Integer.MAX_VALUE);
    }

    private static String type(JsonNode at) {
      return at.path("type").asString("");
    }

    private static boolean isDynamic(JsonNode at, boolean above) {
      return at.has("dynamic")
          ? !Set.of("false", "runtime").contains(at.path("dynamic").asString(""))
          : above;
    }
  }
}
