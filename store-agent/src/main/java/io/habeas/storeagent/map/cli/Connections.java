package io.habeas.storeagent.map.cli;

import io.habeas.storeagent.StoreConnection;
import io.habeas.storeagent.ledger.LedgerConnection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
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

/**
 * How the stores of datasets are reached, read as an agent reads it but without starting one.
 *
 * @param stores by the key of the dataset
 * @param ledger where is remembered what no store can; empty where nothing is said of it
 * @param hashKey where the agent's hash key is; empty where nothing is said of it
 */
record Connections(
    Map<String, StoreConnection> stores,
    Optional<LedgerConnection> ledger,
    Optional<String> hashKey) {
  private static final String AGENT = "habeas.store-agent";
  private static final String PREFIX = AGENT + ".connections";

  /** No settings. */
  static final Connections NONE = new Connections(Map.of(), Optional.empty(), Optional.empty());

  Connections {
    stores = Map.copyOf(stores);
  }

  /**
   * Those in the settings of an agent.
   *
   * @param settings YAML, in which {@code ${...}} are environment variables and the like
   * @throws IllegalStateException if there are none, or they are not as they must be; the message
   *     quotes no value
   */
  static Connections of(Path settings) {
    StandardEnvironment environment = environment(settings);
    Map<String, StoreConnection> stores = bind(environment, settings.toString());
    try {
      Binder binder = Binder.get(environment);
      return new Connections(
          stores,
          Optional.ofNullable(binder.bind(AGENT + ".ledger", LedgerConnection.class).orElse(null)),
          Optional.ofNullable(binder.bind(AGENT + ".hash-key", String.class).orElse(null)));
    } catch (BindException e) {
      throw new IllegalStateException(
          "Expected settings of a store agent in %s but %s is none"
              .formatted(settings, e.getName()),
          e);
    }
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
  static StoreConnection at(String url, @Nullable String username, @Nullable String password) {
    Map<String, Object> properties = new HashMap<>();
    StoreUrl.settings(url, username, password)
        .forEach((key, value) -> properties.put(PREFIX + ".it." + key, value));
    var environment = new StandardEnvironment();
    environment.getPropertySources().addFirst(new MapPropertySource("options", properties));
    StoreConnection found = bind(environment, "the options").get("it");
    return java.util.Objects.requireNonNull(found);
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
