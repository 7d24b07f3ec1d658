package io.habeas.storeagent.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.habeas.participant.Erased.CollectionOutcome;
import io.habeas.participant.Outcome;
import io.habeas.participant.WaitReason;
import io.habeas.participant.task.Answer;
import io.habeas.storeagent.plan.StorePlan;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.jdbc.core.JdbcTemplate;

/** Whatever is wrong with the store: the task waits with a reason, and goes on once it is right. */
class StoreFaultsIT {
  private static final UUID REQUEST = UUID.fromString("00000000-0000-0000-0000-00000000000d");
  static final String MAP =
      """
      dataset:
        - fides_key: shop
          collections:
            - name: people
              fields:
                - {name: id, fides_meta: {primary_key: true}}
                - {name: email, fides_meta: {identity: email}}
      """;

  private final List<Agent> opened = new ArrayList<>();
  private JdbcTemplate observer = new JdbcTemplate();

  /** Opened by each test. */
  @SuppressWarnings("NullAway.Init")
  private Agent agent;

  private Kind.Opened people(Kind kind) {
    Kind.Opened database =
        kind.open(
            "CREATE TABLE people (id int PRIMARY KEY, email varchar(80));"
                + "INSERT INTO people VALUES (1, 'ada@example.com'), (2, 'bob@example.com')");
    observer = database.observer();
    return database;
  }

  private Kind.Opened open(Kind kind) {
    Kind.Opened database = people(kind);
    agent = knowing(database.agent(MAP));
    return database;
  }

  private Agent knowing(Agent some) {
    opened.add(some);
    some.vault.has("email", "ada@example.com");
    return some;
  }

  @AfterEach
  void close() {
    opened.forEach(Agent::close);
  }

  @ParameterizedTest
  @EnumSource
  void shouldWaitWhileTheMapNamesAColumnThatIsNotThere(Kind kind) {
    // given
    open(kind);
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

  @ParameterizedTest
  @EnumSource
  void shouldNoticeASchemaThatChangesUnderTheMap(Kind kind) {
    // given
    open(kind);
    agent.locate(REQUEST, 1);
    observer.execute("ALTER TABLE people RENAME COLUMN email TO mail");

    // when
    Answer mismatch = agent.erase(REQUEST, 2);

    // then
    assertThat(mismatch).isEqualTo(new Answer.Wait(WaitReason.MAP_MISMATCH));
    assertThat(agent.holder.unfit()).contains(WaitReason.MAP_MISMATCH);
  }

  @ParameterizedTest
  @EnumSource
  void shouldStillReportOutcomesOfThePastWhileTheMapDoesNotFit(Kind kind) {
    // given
    open(kind);
    Answer first = agent.erase(REQUEST, 1);
    observer.execute("DROP TABLE people");

    // when
    Answer again = agent.erase(REQUEST, 1);

    // then
    assertThat(again).isEqualTo(first);
    assertThat(agent.locate(REQUEST, 2)).isEqualTo(new Answer.Wait(WaitReason.MAP_MISMATCH));
  }

  @ParameterizedTest
  @EnumSource
  void shouldWaitWhereATableOutsideOfTheMapRefersToWhatIsErased(Kind kind) {
    // given
    open(kind);
    observer.execute(
        "CREATE TABLE orders (person int REFERENCES people (id)); INSERT INTO orders VALUES (1)");

    // when
    Answer mismatch = agent.erase(REQUEST, 1);

    // then
    assertThat(mismatch).isEqualTo(new Answer.Wait(WaitReason.MAP_MISMATCH));
    assertThat(observer.queryForObject("SELECT count(*) FROM people", Long.class)).isEqualTo(2);
  }

  @ParameterizedTest
  @EnumSource
  void shouldTellWithTheNextErasureOfOneThatWasNeverTold(Kind kind) {
    // given
    open(kind);
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

  @ParameterizedTest
  @EnumSource
  void shouldDeclareWhatThePlanNeedsAndYields(Kind kind) {
    // given
    open(kind);

    // when
    StorePlan plan = agent.plan;

    // then
    assertThat(plan.needs()).containsExactly("email");
    assertThat(plan.yields()).isEmpty();
    assertThat(plan.collections()).containsExactly("people");
  }

  @ParameterizedTest
  @EnumSource
  void shouldWaitForARecordThatSomebodyElseHasLocked(Kind kind) throws SQLException {
    // given
    open(kind);
    agent.locate(REQUEST, 1);
    Answer locked;
    try (Connection other = Objects.requireNonNull(observer.getDataSource()).getConnection()) {
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

  @ParameterizedTest
  @EnumSource
  void shouldWaitWhileTheStoreIsReadOnly(Kind kind) {
    // given
    Kind.Opened database = people(kind);
    database.mayErase("reader");
    knowing(database.agent("reader", MAP)).locate(REQUEST, 1);
    Answer readOnly;
    database.readOnly(true, "reader");
    try {

      // when
      readOnly = knowing(database.agent("reader", MAP)).erase(REQUEST, 2);
    } finally {
      database.readOnly(false, "reader");
    }
    long left = count();
    Answer again = knowing(database.agent("reader", MAP)).erase(REQUEST, 2);

    // then
    assertThat(readOnly).isEqualTo(new Answer.Wait(WaitReason.STORE_READ_ONLY));
    assertThat(left).isEqualTo(2);
    assertThat(again).isInstanceOf(Answer.Done.class);
  }

  @ParameterizedTest
  @EnumSource
  void shouldWaitWhereTheRightsWereTaken(Kind kind) {
    // given
    Kind.Opened database = people(kind);
    database.mayErase("revoked");
    Agent other = knowing(database.agent("revoked", MAP));
    other.locate(REQUEST, 1);

    // when
    observer.execute("REVOKE DELETE ON people FROM revoked");
    Answer forbidden = other.erase(REQUEST, 2);
    observer.execute("GRANT DELETE ON people TO revoked");
    Answer again = other.erase(REQUEST, 2);

    // then
    assertThat(forbidden).isEqualTo(new Answer.Wait(WaitReason.STORE_FORBIDDEN));
    assertThat(again).isInstanceOf(Answer.Done.class);
  }

  @ParameterizedTest
  @EnumSource
  void shouldUndoEverythingWhereTheConnectionIsCutInMidChunk(Kind kind) {
    // given
    Kind.Opened database = open(kind);
    for (int n = 10; n < 30; n++) {
      observer.update("INSERT INTO people VALUES (?, 'ada@example.com')", n);
    }
    database.cutWhereGoes(20);
    agent.locate(REQUEST, 1);

    // when
    Answer cut = agent.erase(REQUEST, 2);
    long left = count();
    database.cutNoMore();
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

  private long count() {
    return Objects.requireNonNull(
        observer.queryForObject("SELECT count(*) FROM people", Long.class));
  }
}
