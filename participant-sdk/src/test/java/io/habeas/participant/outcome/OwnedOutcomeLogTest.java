package io.habeas.participant.outcome;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.habeas.participant.Action;
import io.habeas.participant.Counts;
import io.habeas.participant.Deferred;
import io.habeas.participant.Outcome;
import io.habeas.participant.TaskId;
import io.habeas.participant.WaitReason;
import io.habeas.participant.outcome.OutcomeLog.Recorded;
import java.time.Clock;
import java.util.Map;
import java.util.UUID;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Test;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.init.ResourceDatabasePopulator;
import org.springframework.jdbc.support.JdbcTransactionManager;

class OwnedOutcomeLogTest {
  private static final TaskId TASK =
      new TaskId(UUID.fromString("00000000-0000-0000-0000-0000000000c7"), 1);
  private static final Outcome ONE = new Outcome.RecordsRestricted(new Counts(Map.of("a", 1L)));
  private static final Outcome TWO = new Outcome.RecordsRestricted(new Counts(Map.of("a", 2L)));

  private final JdbcDataSource database = new JdbcDataSource();
  private final OwnedOutcomeLog notes;
  private final OwnedOutcomeLog letters;

  OwnedOutcomeLogTest() {
    database.setURL("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1");
    notes = log("notes");
    letters = log("letters");
  }

  @Test
  void shouldNeverAnswerForWhatWasDoneForAnotherParticipant() throws Deferred {
    // given
    makeTables();
    notes.once(TASK, Action.RESTRICT, () -> ONE);

    // when, then
    assertThatThrownBy(() -> letters.once(TASK, Action.RESTRICT, () -> TWO))
        .isInstanceOfSatisfying(
            Deferred.class, e -> assertThat(e.reason()).isEqualTo(WaitReason.UNFIT));
    assertThatThrownBy(() -> letters.find(TASK)).isInstanceOf(Deferred.class);
    assertThat(notes.find(TASK)).contains(ONE);
    assertThat(log("notes").once(TASK, Action.RESTRICT, () -> TWO))
        .as("another instance of the same participant")
        .isEqualTo(new Recorded.As(ONE));
  }

  @Test
  void shouldClaimTheTablesOnceTheyCanBeReached() throws Deferred {
    // given
    assertThatThrownBy(() -> notes.find(TASK)).isInstanceOf(Deferred.class);

    // when
    makeTables();

    // then
    assertThat(notes.find(TASK)).isEmpty();
    assertThat(letters.claim()).isEqualTo("notes");
  }

  private void makeTables() {
    new ResourceDatabasePopulator(new ClassPathResource("io/habeas/participant/outcome/tables.sql"))
        .execute(database);
  }

  private OwnedOutcomeLog log(String participant) {
    var jdbc = new JdbcTemplate(database);
    return new OwnedOutcomeLog(
        new JdbcOutcomeLog(jdbc, new JdbcTransactionManager(database), Clock.systemUTC()),
        jdbc,
        "",
        participant);
  }
}
