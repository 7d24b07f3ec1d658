package io.habeas.storeagent.jdbc;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.habeas.participant.testkit.Points;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * One person with a million rows in one table, and an agent with a heap of 128 MB; fewer rows, and
 * a smaller heap, where not everything is tried.
 */
class LargeSubjectIT {
  private static final boolean ALL = Points.EVERY == 1;
  private static final int ROWS = ALL ? 1_000_000 : 60_000;
  private static final String HEAP = ALL ? "-Xmx128m" : "-Xmx64m";

  private HttpServer storage;

  @BeforeEach
  void storage() throws IOException {
    storage = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    storage.createContext(
        "/",
        exchange -> {
          exchange.getRequestBody().transferTo(OutputStream.nullOutputStream());
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    storage.start();
  }

  @AfterEach
  void stop() {
    storage.stop(0);
  }

  @Test
  void shouldCarryAMillionRowsThroughInPostgreSql() throws Exception {
    // given
    String url = Databases.create();
    JdbcTemplate observer = Databases.observer(url);
    observer.execute(
        "CREATE TABLE people (id bigint PRIMARY KEY, email text);CREATE TABLE events (id bigint"
            + " PRIMARY KEY, person bigint REFERENCES people, what text);INSERT INTO people VALUES"
            + " (1, 'ada@example.com'), (2, 'bob@example.com');INSERT INTO events SELECT n, CASE"
            + " WHEN n % 100 = 0 THEN 2 ELSE 1 END, repeat('x', 100) FROM generate_series(1, "
            + ROWS
            + ") n; CREATE INDEX ON events (person); ANALYZE");

    // when
    List<String> said = run(url, "postgres", "public");

    // then
    assertCarriedThrough(said);
    assertThat(observer.queryForObject("SELECT count(*) FROM events", Integer.class))
        .isEqualTo(ROWS / 100);
  }

  @Test
  void shouldCarryAMillionRowsThroughInMariaDb() throws Exception {
    // given
    MariaDbServer.assumeItRuns();
    MariaDbServer server = MariaDbServer.common();
    server.observer("mysql").execute("DROP DATABASE IF EXISTS habeas");
    String database = server.create();
    JdbcTemplate observer = server.observer(database);
    observer.execute(
        "CREATE TABLE people (id bigint PRIMARY KEY, email varchar(80));CREATE TABLE events (id"
            + " bigint PRIMARY KEY, person bigint, what text, KEY (person));INSERT INTO people"
            + " VALUES (1, 'ada@example.com'), (2, 'bob@example.com');INSERT INTO events SELECT"
            + " seq, CASE WHEN seq % 100 = 0 THEN 2 ELSE 1 END, repeat('x', 100) FROM seq_1_to_"
            + ROWS);

    // when
    List<String> said = run(server.url(database), "root", database);

    // then
    assertCarriedThrough(said);
    assertThat(observer.queryForObject("SELECT count(*) FROM events", Integer.class))
        .isEqualTo(ROWS / 100);
  }

  private static void assertCarriedThrough(List<String> said) {
    int rows = ROWS - ROWS / 100;
    assertThat(said).as(said::toString).hasSize(6);
    assertThat(said.get(0)).startsWith("located").contains("events=" + rows);
    assertThat(said.get(1)).startsWith("exported").contains("records=" + rows);
    assertThat(said.get(2)).startsWith("hidden").contains("events=" + rows);
    assertThat(said.get(3)).startsWith("shown").contains("events=" + rows);
    assertThat(said.get(4)).startsWith("erased").contains("collection=events, erased=" + rows);
    assertThat(said.get(5)).startsWith("verified");
  }

  private List<String> run(String url, String user, String schema)
      throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                HEAP,
                "-XX:+ExitOnOutOfMemoryError",
                "-cp",
                System.getProperty("java.class.path"),
                SmallAgent.class.getName(),
                url,
                user,
                schema,
                "http://127.0.0.1:" + storage.getAddress().getPort() + "/")
            .redirectErrorStream(true)
            .start();
    List<String> lines = new ArrayList<>();
    try (var output = process.inputReader(UTF_8)) {
      for (String line = output.readLine(); line != null; line = output.readLine()) {
        lines.add(line);
      }
    }
    assertThat(process.waitFor()).as(lines::toString).isZero();
    System.out.printf("%d rows, %s: %s%n", ROWS, HEAP, lines);
    return lines.stream().filter(line -> line.contains(" in ")).toList();
  }
}
