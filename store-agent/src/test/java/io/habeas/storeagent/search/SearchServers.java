package io.habeas.storeagent.search;

import io.habeas.platform.EmbeddedSearch;
import io.habeas.platform.EmbeddedSearch.Vendor;
import io.habeas.storeagent.document.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The search server of all tests of this JVM: the one whose jars the build names ({@code
 * search.vendor}, {@code search.version}), or that at {@code -Dtests.search.uri}.
 */
public final class SearchServers {
  private static final URI SERVER =
      Optional.ofNullable(System.getProperty("tests.search.uri"))
          .map(URI::create)
          .orElseGet(SearchServers::start);

  private SearchServers() {}

  private static URI start() {
    Path built = Path.of("target", "search-server");
    try {
      Vendor vendor =
          Vendor.valueOf(
              Files.readString(built.resolve("vendor")).strip().toUpperCase(Locale.ROOT));
      var options =
          new EmbeddedSearch.Options(
              vendor,
              Files.readString(built.resolve("classpath")).strip(),
              Files.createTempDirectory(built, "node-"),
              0);
      EmbeddedSearch server = EmbeddedSearch.start(options);
      Runtime.getRuntime().addShutdownHook(new Thread(server::close));
      return server.uri();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Where the server answers. */
  public static URI uri() {
    return SERVER;
  }

  /** A place of its own on the server: indices that begin alike. */
  public static Space space() {
    return new Space("t" + UUID.randomUUID().toString().substring(0, 8) + "-");
  }

  /** How the agent reaches a space. */
  static SearchConnection connection(Space space, int chunk) {
    return connection(SERVER, space, chunk);
  }

  static SearchConnection connection(URI uri, Space space, int chunk) {
    return new SearchConnection(
        uri,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        "habeas-" + space.prefix,
        Duration.ofSeconds(2),
        Duration.ofSeconds(30),
        chunk,
        Duration.ZERO);
  }

  /** Indices, looked at and changed from outside of the agent. */
  public static final class Space implements AutoCloseable {
    private final String prefix;
    private final HttpWire wire;
    private final Cluster cluster;

    private Space(String prefix) {
      this.prefix = prefix;
      this.wire =
          HttpWire.writing(
              new SearchConnection(
                  SERVER,
                  null,
                  null,
                  null,
                  null,
                  null,
                  null,
                  null,
                  null,
                  Duration.ofSeconds(5),
                  Duration.ofSeconds(60),
                  500,
                  Duration.ZERO));
      this.cluster = new Cluster(wire);
    }

    /** A map with {@code @} for where this space's names begin. */
    public String named(String text) {
      return text.replace("@", prefix);
    }

    JsonNode call(String method, String path, String body) {
      return cluster.call(
          method,
          named(path),
          body.isEmpty() ? Optional.empty() : Optional.of(Json.read(named(body))));
    }

    /**
     * An index that shows what is new only when it is asked to, and never of itself.
     *
     * @param properties the mapping's, in JSON
     */
    public void create(String index, String properties) {
      call(
          "PUT",
          "/@" + index,
          """
          {"settings": {"number_of_shards": 1, "number_of_replicas": 0, "refresh_interval": -1,
             "translog.durability": "async"},
           "mappings": {"properties": %s}}
          """
              .formatted(properties));
    }

    /** Adds documents, each with its {@code _id}. */
    void insert(String index, String... documents) {
      batch().add(index, documents).send();
    }

    /** Documents to add in one call. */
    Batch batch() {
      return new Batch();
    }

    final class Batch {
      private final List<JsonNode> lines = new ArrayList<>();

      private Batch() {}

      /** Takes documents for an index, each with its {@code _id}. */
      Batch add(String index, String... documents) {
        for (String document : documents) {
          ObjectNode fields = (ObjectNode) Json.read(document);
          ObjectNode operation = Json.object();
          operation
              .putObject("index")
              .put("_index", prefix + index)
              .put("_id", fields.path("_id").asString());
          lines.add(operation);
          lines.add(Doc.source(fields));
        }
        return this;
      }

      /** Adds those that were taken since it was sent last. */
      void send() {
        if (!lines.isEmpty()) {
          cluster.bulk(lines).forEach(Cluster.Done::orThrow);
          lines.clear();
        }
      }
    }

    /** The documents of an index or a pattern, in the order of their ids. */
    List<String> documents(String target) {
      return read(prefix + target).values().stream().flatMap(List::stream).sorted().toList();
    }

    /** The documents of all indices but the agent's own, by the name of the index. */
    Map<String, List<String>> contents() {
      return read(prefix + "*");
    }

    /** The same of one of the agent's own. */
    List<String> own(String kind) {
      return read("habeas-" + prefix + kind).values().stream().flatMap(List::stream).toList();
    }

    private Map<String, List<String>> read(String target) {
      cluster.refresh(target);
      Map<String, List<String>> documents = new TreeMap<>();
      cluster.each(
          target,
          Query.everything(),
          Json.value(true),
          500,
          hits ->
              hits.stream()
                  .map(Doc::of)
                  .forEach(
                      document ->
                          documents
                              .computeIfAbsent(
                                  document.key().index().replace(prefix, ""),
                                  index -> new ArrayList<>())
                              .add(Json.write(sorted(document.fields())))));
      documents.values().forEach(some -> some.sort(null));
      return documents;
    }

    private static JsonNode sorted(JsonNode value) {
      if (!(value instanceof ObjectNode object)) {
        return value;
      }
      Map<String, JsonNode> fields = new TreeMap<>();
      object.properties().forEach(e -> fields.put(e.getKey(), sorted(e.getValue())));
      ObjectNode sorted = Json.object();
      fields.forEach(sorted::set);
      return sorted;
    }

    /** Takes every document out, and leaves the indices. */
    void clear() {
      cluster.refresh(everywhere());
      cluster.each(
          everywhere(),
          Query.everything(),
          Json.value(false),
          500,
          hits -> {
            List<JsonNode> lines = new ArrayList<>();
            for (JsonNode hit : hits) {
              ObjectNode operation = Json.object();
              operation.set("delete", DocKey.of(hit).address());
              lines.add(operation);
            }
            cluster.bulk(lines).forEach(Cluster.Done::orThrow);
          });
    }

    /** Indices and the agent's own. */
    private String everywhere() {
      return prefix + "*,habeas-" + prefix + "*";
    }

    /** Takes the indices away, but not the agent's own. */
    void drop() {
      drop(prefix + "*");
    }

    private void drop(String target) {
      JsonNode indices =
          cluster.call(
              "GET",
              "/" + Cluster.encode(target) + "/_settings?expand_wildcards=all",
              Optional.empty());
      if (!indices.isEmpty()) {
        cluster.call("DELETE", "/" + String.join(",", indices.propertyNames()), Optional.empty());
      }
    }

    @Override
    public void close() {
      drop(everywhere());
      wire.close();
    }
  }
}
