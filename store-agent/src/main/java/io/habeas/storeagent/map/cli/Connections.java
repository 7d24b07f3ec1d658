package io.habeas.storeagent.map.cli;

import io.habeas.storeagent.StoreConnection;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.io.FileSystemResource;

/** How the stores of datasets are reached, read as an agent reads it but without starting one. */
final class Connections {
  private static final String PREFIX = "habeas.store-agent.connections";
  private static final String MONGODB = "mongodb";

  private Connections() {}

  /**
   * Those in the settings of an agent, by the key of the dataset.
   *
   * @param settings YAML, in which {@code ${...}} are environment variables and the like
   * @throws IllegalStateException if there are none, or they are not as they must be; the message
   *     quotes no value
   */
  static Map<String, StoreConnection> of(Path settings) {
    return bind(environment(settings), settings.toString());
  }

  private static StandardEnvironment environment(Path settings) {
    if (!Files.isReadable(settings)) {
      throw new IllegalStateException(
          "Expected settings in %s but there is no such file".formatted(settings));
    }
    var environment = new StandardEnvironment();
    try {
      for (PropertySource<?> source :
          new YamlPropertySourceLoader().load("settings", new FileSystemResource(settings))) {
        environment.getPropertySources().addLast(source);
      }
    } catch (IOException e) {
      throw new IllegalStateException(
          "Expected settings in %s but they cannot be read".formatted(settings), e);
    }
    return environment;
  }

  /**
   * The store at {@code url}.
   *
   * @throws IllegalStateException if the URL is of no kind that is known
   */
  static StoreConnection of(String url, @Nullable String username, @Nullable String password) {
    Map<String, Object> said = new HashMap<>();
    if (url.startsWith("jdbc:postgresql:")) {
      said.put("postgres.url", url);
      said.put("postgres.username", username == null ? "postgres" : username);
      said.put("postgres.password", password == null ? "" : password);
    } else if (url.startsWith(MONGODB)) {
      said.put("mongodb.uri", withCredentials(url, username, password));
      said.put("mongodb.database", database(url));
    } else {
      throw new IllegalStateException(
          "Expected a URL that begins with jdbc:postgresql: or mongodb: but it does not; others"
              + " are reached with --settings");
    }
    Map<String, Object> properties = new HashMap<>();
    said.forEach((key, value) -> properties.put(PREFIX + ".it." + key, value));
    var environment = new StandardEnvironment();
    environment.getPropertySources().addFirst(new MapPropertySource("options", properties));
    StoreConnection found = bind(environment, "the options").get("it");
    return java.util.Objects.requireNonNull(found);
  }

  /** The URL of a MongoDB server with who looks into it. */
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

  private static Map<String, StoreConnection> bind(StandardEnvironment environment, String where) {
    ConfigurationPropertySources.attach(environment);
    Map<String, StoreConnection> connections;
    try {
      connections =
          Binder.get(environment)
              .bind(PREFIX, Bindable.mapOf(String.class, StoreConnection.class))
              .orElse(Map.of());
    } catch (BindException e) {
      throw new IllegalStateException(
          "Expected %s in %s to be connections of a store agent but %s is not"
              .formatted(PREFIX, where, e.getName()),
          e);
    }
    connections.forEach(
        (key, connection) -> {
          if (!connection.isOfOneKind()) {
            throw new IllegalStateException(
                "Expected %s.%s in %s to name exactly one kind of store but it does not"
                    .formatted(PREFIX, key, where));
          }
        });
    if (connections.isEmpty()) {
      throw new IllegalStateException(
          "Expected %s in %s but there are none".formatted(PREFIX, where));
    }
    return connections;
  }
}
