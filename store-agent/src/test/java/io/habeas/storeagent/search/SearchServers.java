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
     * @param properties the mapping's, in JSON
     */
    public void create(String index, String properties) {
      call(
          "PUT",
          "/@" + index,
          """
          {"settings": {"number_of_shards": 1, "number_of_replicas": 0},
           "mappings": {"properties": %s}}
          """
              .formatted(properties));
    }

    /** Adds documents, each with its {@code _id}. */
    void insert(String index, String... documents) {
      List<JsonNode> lines = new ArrayList<>();
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
      cluster.bulk(lines).forEach(Cluster.Done::orThrow);
    }

    /** The documents of an index or a pattern, in the order of their ids. */
    List<String> documents(String target) {
      return read(prefix + target);
    }

    /** The same of one of the agent's own. */
    List<String> own(String kind) {
      return read("habeas-" + prefix + kind);
    }

    private List<String> read(String target) {
      cluster.refresh(target);
      List<String> documents = new ArrayList<>();
      ObjectNode all = Json.object();
      all.putObject("match_all");
      cluster.each(
          target,
          all,
          Json.value(true),
          500,
          hits -> hits.forEach(hit -> documents.add(Json.write(sorted(Doc.of(hit).fields())))));
      documents.sort(null);
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
      for (String target : List.of(prefix + "*", "habeas-" + prefix + "*")) {
        cluster.refresh(target);
        ObjectNode all = Json.object();
        all.putObject("match_all");
        cluster.each(
            target,
            all,
            Json.value(false),
            500,
            hits -> {
              List<JsonNode> lines = new ArrayList<>();
              for (JsonNode hit : hits) {
                ObjectNode operation = Json.object();
                operation.set("delete", DocKey.of(hit).address());
                lines.add(operation);
              }
              cluster.bulk(lines);
            });
      }
    }

    @Override
    public void close() {
      for (String target : List.of(prefix + "*", "habeas-" + prefix + "*")) {
        JsonNode indices =
            cluster.call(
                "GET",
                "/" + Cluster.encode(target) + "/_settings?expand_wildcards=all",
                Optional.empty());
        indices
            .properties()
            .forEach(index -> cluster.call("DELETE", "/" + index.getKey(), Optional.empty()));
      }
      wire.close();
    }
  }
}
