package io.habeas.storeagent.jdbc;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** One real PostgreSQL per test JVM, and a fresh database in it for whoever asks. */
final class Databases {
  private static final AtomicInteger NUMBER = new AtomicInteger();
  private static final EmbeddedPostgres SERVER = start();

  private Databases() {}

  private static EmbeddedPostgres start() {
    try {
      EmbeddedPostgres server =
          EmbeddedPostgres.builder()
              // A crash of the machine is not what is tested.
              .setServerConfig("fsync", "off")
              .setServerConfig("full_page_writes", "off")
              .start();
      Runtime.getRuntime()
          .addShutdownHook(
              new Thread(
                  () -> {
                    try {
                      server.close();
                    } catch (IOException e) {
                      throw new UncheckedIOException(e);
                    }
                  }));
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The URL of a new database. */
  static String create() {
    String name = "store_" + NUMBER.incrementAndGet();
    observer(SERVER.getJdbcUrl("postgres", "postgres")).execute("CREATE DATABASE " + name);
    return SERVER.getJdbcUrl("postgres", name);
  }

  /** Looks at a database, and changes it, from outside of the agent. */
  static JdbcTemplate observer(String url) {
    return new JdbcTemplate(new DriverManagerDataSource(url, "postgres", ""));
  }

  /** A database with the tables of the sample controller. */
  static String anypromt() {
    String url = create();
    observer(url).execute(sample("schema.sql"));
    return url;
  }

  static Path samplePath(String file) {
    return Path.of("..", "deploy", "sample", "anypromt", file);
  }

  static String sample(String file) {
    try {
      return Files.readString(samplePath(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What is in each of {@code queries}, row by row: equal before and after means untouched. */
  static List<String> contents(JdbcTemplate observer, String... queries) {
    return List.of(queries).stream()
        .map(
            query ->
                String.valueOf(
                    observer.queryForObject(
                        "SELECT coalesce(string_agg(q::text, E'\\n' ORDER BY q::text), 'nothing')"
                            + " FROM ("
                            + query
                            + ") q",
                        String.class)))
        .toList();
  }
}
