package io.habeas.storeagent.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.habeas.participant.Action;
import io.habeas.participant.Counts;
import io.habeas.participant.Deferred;
import io.habeas.participant.Outcome;
import io.habeas.participant.TaskId;
import io.habeas.participant.outcome.OutcomeLog;
import io.habeas.participant.outcome.OutcomeLog.Note;
import io.habeas.participant.outcome.OutcomeLog.Recorded;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a database remembers of tasks. */
class OutcomesIT {
  private static final String MAP =
      """
      dataset:
        - fides_key: shop
          collections:
            - name: people
              fields:
                - {name: id, fides_meta: {primary_key: true}}
                - {name: email, fides_meta: {identity: email}, data_categories: [user.contact.email]}
      """;

  @ParameterizedTest
  @EnumSource
  void shouldRecordTogetherWhatIsNewAndKeepWhatWasRecordedOrOvertaken(Kind kind) throws Deferred {
    // given
    try (Agent agent =
        kind.open("CREATE TABLE people (id int PRIMARY KEY, email varchar(80))").agent(MAP)) {
      OutcomeLog outcomes = agent.holder.outcomeLog();
      TaskId recorded = new TaskId(UUID.randomUUID(), 1);
      TaskId overtaken = new TaskId(UUID.randomUUID(), 2);
      TaskId next = new TaskId(UUID.randomUUID(), 3);
      TaskId first = new TaskId(UUID.randomUUID(), 1);
      outcomes.note(recorded, Action.LOCATE, located(7));
      outcomes.note(new TaskId(overtaken.requestId(), 4), Action.VERIFY, verified());
      outcomes.note(new TaskId(next.requestId(), 1), Action.LOCATE, located(1));

      // when
      Map<TaskId, Recorded> settled =
          outcomes.noteAll(
              List.of(
                  new Note(recorded, Action.LOCATE, located(8)),
                  new Note(overtaken, Action.LOCATE, located(2)),
                  new Note(next, Action.VERIFY, verified()),
                  new Note(first, Action.LOCATE, located(3))));

      // then
      Map<TaskId, Recorded> expected =
          Map.of(
              recorded, new Recorded.As(located(7)),
              overtaken, new Recorded.Superseded(4),
              next, new Recorded.As(verified()),
              first, new Recorded.As(located(3)));
      assertThat(settled).isEqualTo(expected);
      assertThat(outcomes.settled(expected.keySet())).isEqualTo(expected);
    }
  }

  private static Outcome located(long people) {
    return new Outcome.HoldingsLocated(new Counts(Map.of("people", people)), Set.of(), false);
  }

  private static Outcome verified() {
    return new Outcome.ErasureVerified();
  }
}
