package io.habeas.storeagent.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.habeas.participant.Outcome;
import io.habeas.participant.WaitReason;
import io.habeas.participant.task.Answer;
import io.habeas.storeagent.connector.KeyedHash;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.JdbcTemplate;

/** What can be wrong with a PostgreSQL, as far as it is tried there only. */
class PostgresFaultsIT {
  private static final UUID REQUEST = UUID.fromString("00000000-0000-0000-0000-00000000000d");

  private final String url = Databases.create();
  private final JdbcTemplate observer = Databases.observer(url);
  @TempDir Path data;
  private Agent agent;

  PostgresFaultsIT() {
    observer.execute(
        "CREATE TABLE people (id int PRIMARY KEY, email text);"
            + "INSERT INTO people VALUES (1, 'ada@example.com'), (2, 'bob@example.com')");
    agent = Agent.on(url, StoreFaultsIT.MAP);
    agent.vault.has("email", "ada@example.com");
  }

  @AfterEach
  void close() {
    agent.close();
  }

  @Test
  void shouldLocateAndVerifyWithACredentialThatOnlyReads() {
    // given
    observer.execute("DROP SCHEMA IF EXISTS habeas CASCADE");
    observer.execute(
        "DROP ROLE IF EXISTS looker; CREATE ROLE looker LOGIN; GRANT SELECT ON people TO looker;"
            + " CREATE ROLE eraser LOGIN; GRANT SELECT, DELETE ON people TO eraser;"
            + " GRANT CREATE ON DATABASE "
            + observer.queryForObject("SELECT current_database()", String.class)
            + " TO eraser");
    try (Agent split = Agent.on(Agent.connection(url, "eraser", "looker"), StoreFaultsIT.MAP)) {
      split.vault.has("email", "ada@example.com");

      // when
      Answer located = split.locate(REQUEST, 1);
      Answer erased = split.erase(REQUEST, 2);
      Answer verified = split.verify(REQUEST, 3);

      // then
      assertThat(located).isInstanceOf(Answer.Done.class);
      assertThat(erased).isInstanceOf(Answer.Done.class);
      assertThat(verified).isEqualTo(new Answer.Done(new Outcome.ErasureVerified()));
    }
  }

  @Test
  void shouldWaitWhileTheStoreIsDownAndGoOnWhenItIsBack() throws IOException {
    // given
    Answer down;
    Answer back;
    int port;
    Agent other;
    try (EmbeddedPostgres server = server(0)) {
      port = server.getPort();
      Databases.observer(server.getJdbcUrl("postgres", "postgres"))
          .execute(
              "CREATE TABLE people (id int PRIMARY KEY, email text);"
                  + "INSERT INTO people VALUES (1, 'ada@example.com')");
      other = Agent.on(server.getJdbcUrl("postgres", "postgres"), StoreFaultsIT.MAP);
      other.vault.has("email", "ada@example.com");
      other.locate(REQUEST, 1);
    }

    // when
    down = other.erase(REQUEST, 2);
    try (EmbeddedPostgres _ = server(port)) {
      other.clock.advance(Duration.ofSeconds(3));
      back = other.erase(REQUEST, 2);
      other.close();
    }

    // then
    assertThat(down).isEqualTo(new Answer.Wait(WaitReason.STORE_UNAVAILABLE));
    assertThat(back).isInstanceOf(Answer.Done.class);
  }

  /** One that keeps its data when it is stopped. */
  private EmbeddedPostgres server(int port) throws IOException {
    return EmbeddedPostgres.builder()
        .setPort(port)
        .setDataDirectory(data.resolve("postgres"))
        .setCleanDataDirectory(false)
        .start();
  }

  @Test
  void shouldWaitWhereTheStoreIsTooSlow() {
    // given
    agent.close();
    agent =
        Agent.on(
            Agent.connection(url, "postgres", null, "public", Duration.ofSeconds(1)),
            StoreFaultsIT.MAP);
    agent.vault.has("email", "ada@example.com");
    agent.locate(REQUEST, 1);
    observer.execute(
        "CREATE FUNCTION slow() RETURNS trigger LANGUAGE plpgsql AS"
            + " 'BEGIN PERFORM pg_sleep(60); RETURN OLD; END';"
            + "CREATE TRIGGER slow BEFORE DELETE ON people FOR EACH ROW EXECUTE FUNCTION slow()");

    // when
    Answer slow = agent.erase(REQUEST, 2);

    // then
    assertThat(slow).isEqualTo(new Answer.Wait(WaitReason.STORE_UNAVAILABLE));
    assertThat(observer.queryForObject("SELECT count(*) FROM people", Long.class)).isEqualTo(2);
  }

  @Test
  void shouldHashWhatIsRetainedOnce() {
    // given
    agent.close();
    observer.execute(
        "CREATE TABLE payments (id int PRIMARY KEY, email text, payer text, paid date, status"
            + " text);INSERT INTO payments VALUES (1, 'ada@example.com', 'Ada', '2026-01-01',"
            + " 'ok')");
    agent =
        Agent.on(
            url,
            """
            dataset:
              - fides_key: shop
                collections:
                  - name: payments
                    habeas:
                      restriction: {column: status, restricted: restricted}
                      retention:
                        rule: payments-7y
                        period: P7Y
                        from: paid
                        ground: ART_17_3_B
                        statute: NL-AWR-52
                        jurisdiction: NL
                        meanwhile: [restrict, pseudonymise]
                    fields:
                      - {name: id, fides_meta: {primary_key: true}}
                      - {name: email, fides_meta: {identity: email}}
                      - {name: payer, habeas: {erasure: keyed-hash}}
                      - {name: paid}
                      - {name: status}
            """);
    agent.vault.has("email", "ada@example.com");

    // when
    agent.erase(REQUEST, 1);
    agent.verify(REQUEST, 2);
    agent.erase(REQUEST, 3);

    // then
    assertThat(observer.queryForObject("SELECT payer FROM payments", String.class))
        .isEqualTo(new KeyedHash(Optional.of(Agent.HASH_KEY)).of("Ada"));
  }
}
