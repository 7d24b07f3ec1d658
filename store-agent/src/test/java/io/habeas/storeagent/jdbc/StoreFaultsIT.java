package io.habeas.storeagent.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.habeas.participant.Erased.CollectionOutcome;
import io.habeas.participant.Outcome;
import io.habeas.participant.WaitReason;
import io.habeas.participant.task.Answer;
import io.habeas.storeagent.connector.KeyedHash;
import io.habeas.storeagent.plan.StorePlan;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

/** Whatever is wrong with the store: the task waits with a reason, and goes on once it is right. */
class StoreFaultsIT {
  private static final UUID REQUEST = UUID.fromString("00000000-0000-0000-0000-00000000000d");
  private static final String MAP =
      """
      dataset:
        - fides_key: shop
          collections:
            - name: people
              fields:
                - {name: id, fides_meta: {primary_key: true}}
                - {name: email, fides_meta: {identity: email}}
      """;

  private final String url = Databases.create();
  private final JdbcTemplate observer = Databases.observer(url);
  private Agent agent = Agent.on(url, MAP);

  StoreFaultsIT() {
    observer.execute(
        "CREATE TABLE people (id int PRIMARY KEY, email text);"
            + "INSERT INTO people VALUES (1, 'ada@example.com'), (2, 'bob@example.com')");
    agent.vault.has("email", "ada@example.com");
  }

  @AfterEach
  void close() {
    agent.close();
  }

  @Test
  void shouldWaitWhileTheMapNamesAColumnThatIsNotThere() {
    // given
    observer.execute("ALTER TABLE people RENAME COLUMN email TO mail");

    // when
    Answer mismatch = agent.erase(REQUEST, 1);

    // then
    assertThat(mismatch).isEqualTo(new Answer.Wait(WaitReason.MAP_MISMATCH));
    assertThat(agent.holder.unfit()).contains(WaitReason.MAP_MISMATCH);
    observer.execute("ALTER TABLE people RENAME COLUMN mail TO email");
    agent.clock.advance(Duration.ofSeconds(3));
    assertThat(agent.erase(REQUEST, 1)).isInstanceOf(Answer.Done.class);
    assertThat(agent.holder.unfit()).isEmpty();
  }

  @Test
  void shouldNoticeASchemaThatChangesUnderTheMap() {
    // given
    agent.locate(REQUEST, 1);
    observer.execute("ALTER TABLE people RENAME COLUMN email TO mail");

    // when
    Answer mismatch = agent.erase(REQUEST, 2);

    // then
    assertThat(mismatch).isEqualTo(new Answer.Wait(WaitReason.MAP_MISMATCH));
    assertThat(agent.holder.unfit()).contains(WaitReason.MAP_MISMATCH);
  }

  @Test
  void shouldStillReportOutcomesOfThePastWhileTheMapDoesNotFit() {
    // given
    Answer first = agent.erase(REQUEST, 1);
    observer.execute("DROP TABLE people");

    // when
    Answer again = agent.erase(REQUEST, 1);

    // then
    assertThat(again).isEqualTo(first);
    assertThat(agent.locate(REQUEST, 2)).isEqualTo(new Answer.Wait(WaitReason.MAP_MISMATCH));
  }

  @Test
  void shouldWaitWhereATableOutsideOfTheMapRefersToWhatIsErased() {
    // given
    observer.execute(
        "CREATE TABLE orders (person int REFERENCES people); INSERT INTO orders VALUES (1)");

    // when
    Answer mismatch = agent.erase(REQUEST, 1);

    // then
    assertThat(mismatch).isEqualTo(new Answer.Wait(WaitReason.MAP_MISMATCH));
    assertThat(observer.queryForObject("SELECT count(*) FROM people", Long.class)).isEqualTo(2);
  }

  @Test
  void shouldWaitForARecordThatSomebodyElseHasLocked() throws SQLException {
    // given
    agent.locate(REQUEST, 1);
    Answer locked;
    try (Connection other = DriverManager.getConnection(url, "postgres", "")) {
      other.setAutoCommit(false);
      try (var statement = other.createStatement()) {
        statement.execute("SELECT * FROM people WHERE id = 1 FOR UPDATE");

        // when
        locked = agent.erase(REQUEST, 2);
      }
      other.rollback();
    }

    // then
    assertThat(locked).isEqualTo(new Answer.Wait(WaitReason.RECORD_LOCKED));
    assertThat(agent.erase(REQUEST, 2)).isInstanceOf(Answer.Done.class);
  }

  @Test
  void shouldWaitWhileTheStoreIsReadOnly() {
    // given
    agent.locate(REQUEST, 1);
    String database = url.replaceAll(".*/([a-z_0-9]+)\\?.*", "$1");
    observer.execute("ALTER DATABASE " + database + " SET default_transaction_read_only = on");
    agent.close();
    agent = Agent.on(url, MAP);
    agent.vault.has("email", "ada@example.com");

    // when
    Answer readOnly = agent.erase(REQUEST, 2);

    // then
    assertThat(readOnly).isEqualTo(new Answer.Wait(WaitReason.STORE_READ_ONLY));
    assertThat(observer.queryForObject("SELECT count(*) FROM people", Long.class)).isEqualTo(2);
  }

  @Test
  void shouldLocateAndVerifyWithACredentialThatOnlyReads() {
    // given
    observer.execute(
        "DROP ROLE IF EXISTS looker; CREATE ROLE looker LOGIN; GRANT SELECT ON people TO looker;"
            + " CREATE ROLE eraser LOGIN; GRANT SELECT, DELETE ON people TO eraser;"
            + " GRANT CREATE ON DATABASE "
            + observer.queryForObject("SELECT current_database()", String.class)
            + " TO eraser");
    try (Agent split = Agent.on(Agent.connection(url, "eraser", "looker"), MAP)) {
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
    try (EmbeddedPostgres server = EmbeddedPostgres.builder().start()) {
      port = server.getPort();
      Databases.observer(server.getJdbcUrl("postgres", "postgres"))
          .execute(
              "CREATE TABLE people (id int PRIMARY KEY, email text);"
                  + "INSERT INTO people VALUES (1, 'ada@example.com')");
      other = Agent.on(server.getJdbcUrl("postgres", "postgres"), MAP);
      other.vault.has("email", "ada@example.com");
      other.locate(REQUEST, 1);
    }

    // when
    down = other.erase(REQUEST, 2);
    try (EmbeddedPostgres server = EmbeddedPostgres.builder().setPort(port).start()) {
      Databases.observer(server.getJdbcUrl("postgres", "postgres"))
          .execute(
              "CREATE TABLE people (id int PRIMARY KEY, email text);"
                  + "INSERT INTO people VALUES (1, 'ada@example.com')");
      other.clock.advance(Duration.ofSeconds(3));
      back = other.erase(REQUEST, 2);
      other.close();
    }

    // then
    assertThat(down).isEqualTo(new Answer.Wait(WaitReason.STORE_UNAVAILABLE));
    assertThat(back).isInstanceOf(Answer.Done.class);
  }

  @Test
  void shouldWaitWhereTheRightsWereTaken() {
    // given
    observer.execute(
        "DROP ROLE IF EXISTS revoked; CREATE ROLE revoked LOGIN;"
            + " GRANT SELECT, DELETE ON people TO revoked; GRANT CREATE ON DATABASE "
            + observer.queryForObject("SELECT current_database()", String.class)
            + " TO revoked");
    try (Agent other = Agent.on(Agent.connection(url, "revoked", null), MAP)) {
      other.vault.has("email", "ada@example.com");
      other.locate(REQUEST, 1);

      // when
      observer.execute("REVOKE DELETE ON people FROM revoked");
      Answer forbidden = other.erase(REQUEST, 2);

      // then
      assertThat(forbidden).isEqualTo(new Answer.Wait(WaitReason.STORE_FORBIDDEN));
      observer.execute("GRANT DELETE ON people TO revoked");
      assertThat(other.erase(REQUEST, 2)).isInstanceOf(Answer.Done.class);
    }
  }

  @Test
  void shouldWaitWhereTheStoreIsTooSlow() {
    // given
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
  void shouldUndoEverythingWhereTheConnectionIsCutInMidChunk() {
    // given
    observer.execute(
        "INSERT INTO people SELECT n, 'ada@example.com' FROM generate_series(10, 29) n;"
            + "CREATE TABLE cut (done boolean);"
            + "CREATE FUNCTION cut() RETURNS trigger LANGUAGE plpgsql AS"
            + " 'BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); RETURN OLD; END';"
            + "CREATE TRIGGER cut BEFORE DELETE ON people FOR EACH ROW WHEN (OLD.id = 20)"
            + " EXECUTE FUNCTION cut()");
    agent.locate(REQUEST, 1);

    // when
    Answer cut = agent.erase(REQUEST, 2);
    long left =
        Objects.requireNonNull(observer.queryForObject("SELECT count(*) FROM people", Long.class));
    observer.execute("DROP TRIGGER cut ON people");
    agent.clock.advance(Duration.ofSeconds(3));
    Answer again = agent.erase(REQUEST, 2);

    // then
    assertThat(cut).isEqualTo(new Answer.Wait(WaitReason.STORE_UNAVAILABLE));
    assertThat(left).isEqualTo(22);
    assertThat(again)
        .isEqualTo(
            new Answer.Done(
                new Outcome.RecordsErased(
                    List.of(new CollectionOutcome("people", 21, 0, 0)), List.of())));
  }

  @Test
  void shouldTellWithTheNextErasureOfOneThatWasNeverTold() {
    // given
    agent.locate(REQUEST, 1);
    Answer told = agent.erase(REQUEST, 2);

    // when
    Answer next = agent.erase(REQUEST, 3);
    agent.verify(REQUEST, 4);
    Answer afterVerify = agent.erase(REQUEST, 5);

    // then
    assertThat(next).isEqualTo(told);
    assertThat(afterVerify)
        .isEqualTo(new Answer.Done(new Outcome.RecordsErased(List.of(), List.of())));
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

  @Test
  void shouldDeclareWhatThePlanNeedsAndYields() {
    // when
    StorePlan plan = agent.plan;

    // then
    assertThat(plan.needs()).containsExactly("email");
    assertThat(plan.yields()).isEmpty();
    assertThat(plan.collections()).containsExactly("people");
  }
}
