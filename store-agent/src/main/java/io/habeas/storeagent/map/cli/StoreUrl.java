package io.habeas.storeagent.map.cli;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a URL on the command line says of a store, as settings of its connection. */
final class StoreUrl {
  /** The kinds there are, for whoever is to write one. */
  static final String KNOWN =
      "jdbc:postgresql:..., jdbc:mysql:..., jdbc:mariadb:..., mongodb://host/database,"
          + " redis://host:6379/0, s3://bucket?endpoint=https://host or https://host:9200 (a search"
          + " cluster)";

  private static final Set<String> OF_BUCKET = Set.of("endpoint", "region");

  private StoreUrl() {}

  /**
   * The settings of a connection to the store at {@code url}.
   *
   * @throws IllegalStateException if the URL is of no kind that is known, or lacks something; the
   *     message does not quote it
   */
  static Map<String, Object> settings(
      String url, @Nullable String username, @Nullable String password) {
    String scheme = url.split("[:/]", 2)[0];
    return switch (scheme) {
      case "jdbc" -> relational(url, username, password);
      case "mongodb", "mongodb+srv" ->
          Map.of(
              "mongodb.uri", withCredentials(url, username, password),
              "mongodb.database", database(url));
      case "redis", "rediss" -> redis(url, username, password);
      case "s3" -> bucket(url, username, password);
      case "http", "https" -> named("search", Map.of("uri", url), username, password);
      default ->
          throw new IllegalStateException(
              "Expected a URL like one of %s but it is not; others are reached with --settings"
                  .formatted(KNOWN));
    };
  }

  private static Map<String, Object> relational(
      String url, @Nullable String username, @Nullable String password) {
    String kind = url.split(":", 3)[1];
    return switch (kind) {
      case "postgresql" ->
          named(
              "postgres",
              Map.of("url", url),
              username == null ? "postgres" : username,
              password == null ? "" : password);
      case "mysql", "mariadb" -> {
        if (username == null) {
          throw new IllegalStateException(
              "Expected --username with a URL of %s but there is none".formatted(kind));
        }
        yield named(kind, Map.of("url", url), username, password == null ? "" : password);
      }
      default ->
          throw new IllegalStateException(
              "Expected a URL of a database that is known (%s) but it is not".formatted(KNOWN));
    };
  }

  private static Map<String, Object> redis(
      String url, @Nullable String username, @Nullable String password) {
    if (uri(url).getPort() < 0) {
      throw new IllegalStateException(
          "Expected a URL of Redis to name a port, as in redis://host:6379/0, but it does not");
    }
    String user = username == null && password != null ? "default" : username;
    return Map.of("redis.uri", withCredentials(url, user, password));
  }

  /** Who looks is known by an access key, whose secret is the password. */
  private static Map<String, Object> bucket(
      String url, @Nullable String username, @Nullable String password) {
    URI uri = uri(url);
    String name = uri.getAuthority();
    if (name == null || !(uri.getPath() == null || uri.getPath().matches("/?"))) {
      throw new IllegalStateException(
          "Expected a URL of a bucket to name it and nothing below, as in s3://bucket, but it does"
              + " not");
    }
    Map<String, Object> said = new HashMap<>(Map.of("s3.bucket", name));
    if (uri.getQuery() != null) {
      Map<String, String> further =
          Arrays.stream(uri.getQuery().split("&"))
              .map(pair -> pair.split("=", 2))
              .collect(Collectors.toMap(p -> p[0], p -> p.length == 1 ? "" : p[1], (a, b) -> b));
      if (!OF_BUCKET.containsAll(further.keySet())) {
        throw new IllegalStateException(
            "Expected a URL of a bucket to say endpoint and region only but it says more");
      }
      further.forEach((key, value) -> said.put("s3." + key, value));
    }
    if (username != null) {
      said.put("s3.access-key", username);
      said.put("s3.secret-key", password == null ? "" : password);
    }
    return said;
  }

  private static URI uri(String url) {
    try {
      return new URI(url);
    } catch (URISyntaxException e) {
      // Without the cause, which quotes it.
      throw new IllegalStateException("Expected a URL but it is not");
    }
  }

  private static Map<String, Object> named(
      String kind,
      Map<String, String> settings,
      @Nullable String username,
      @Nullable String password) {
    Map<String, Object> said = new HashMap<>();
    settings.forEach((key, value) -> said.put(kind + "." + key, value));
    if (username != null) {
      said.put(kind + ".username", username);
    }
    if (password != null) {
      said.put(kind + ".password", password);
    }
    return said;
  }

  /** A URL with who looks into the store. */
  static String withCredentials(String url, @Nullable String username, @Nullable String password) {
    int host = url.indexOf("://") + 3;
    if (username == null || url.indexOf('@') >= 0 || host < 3) {
      return url;
    }
    return url.substring(0, host)
        + encoded(username)
        + (password == null ? "" : ":" + encoded(password))
        + "@"
        + url.substring(host);
  }

  /**
   * The database that the URL of a MongoDB server names.
   *
   * @throws IllegalStateException if it names none
   */
  static String database(String url) {
    int path = url.indexOf('/', url.indexOf("://") + 3);
    String name = path < 0 ? "" : url.substring(path + 1).split("\\?", 2)[0];
    if (name.isEmpty()) {
      throw new IllegalStateException(
          "Expected a URL of MongoDB to name a database, as in mongodb://host/shop, but it does"
              + " not");
    }
    return name;
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
