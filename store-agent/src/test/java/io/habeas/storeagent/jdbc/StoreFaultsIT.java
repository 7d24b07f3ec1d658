package io.habeas.storeagent.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.habeas.participant.Outcome;
import io.habeas.participant.WaitReason;
import io.habeas.participant.task.Answer;
import io.habeas.storeagent.plan.StorePlan;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
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
  void shouldDeclareWhatThePlanNeedsAndYields() {
    // when
    StorePlan plan = agent.plan;

    // then
    assertThat(plan.needs()).containsExactly("email");
    assertThat(plan.yields()).isEmpty();
    assertThat(plan.collections()).containsExactly("people");
  }
}
