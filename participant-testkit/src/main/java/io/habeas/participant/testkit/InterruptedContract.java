package io.habeas.participant.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.habeas.participant.Action;
import io.habeas.participant.task.AssignedTask;
import io.habeas.participant.task.TaskHandler;
import io.habeas.participant.testkit.Course.Ending;
import io.habeas.participant.testkit.Interruptions.Moment;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Wherever a participant ends: one that was just started, and is given the same task again, comes
 * to the same end as if nothing had happened, and tells the same of it.
 */
interface InterruptedContract extends ContractPart {

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "EXPORT")
  default void shouldEndTheSameAfterACrashBetweenEffectAndReply(Action action) {
    // given
    Ending undisturbed = trial().undisturbed(action);
    Course.prepare(trial(), action);
    AssignedTask task = TaskDesk.task(action, trial().request(), Course.STEP);
    TaskHandler ending = trial().handler(trial().holder());

    // when
    assertThatThrownBy(
            () ->
                ending.carryOut(
                    List.of(task),
                    (id, answer) -> {
                      throw new ProcessEnded();
                    }))
        .isInstanceOf(ProcessEnded.class);
    trial().start();

    // then
    assertThat(Course.ending(trial(), action, trial().perform(action, Course.STEP)))
        .isEqualTo(undisturbed);
  }

  @ParameterizedTest
  @EnumSource(names = {"RESTRICT", "LIFT", "ERASE", "RECTIFY", "SEED", "EXPIRE"})
  default void shouldEndTheSameAfterACrashBetweenEffectAndRecord(Action action) {
    // given
    Ending undisturbed = trial().undisturbed(action);
    Course.prepare(trial(), action);
    AssignedTask task = TaskDesk.task(action, trial().request(), Course.STEP);
    TaskHandler ending = trial().handler(new EndsAfterEffect(trial().holder()));

    // when
    assertThatThrownBy(() -> TaskDesk.answer(ending, task)).isInstanceOf(ProcessEnded.class);
    trial().start();

    // then
    assertThat(Course.ending(trial(), action, trial().perform(action, Course.STEP)))
        .isEqualTo(undisturbed);
  }

  @ParameterizedTest
  @EnumSource(names = {"RESTRICT", "LIFT", "ERASE", "RECTIFY", "SEED", "EXPIRE"})
  default void shouldEndTheSameAfterACrashInTheMiddle(Action action) {
    // given
    trial().needs(action);
    assumeThat(trial().store().interruptions())
        .as("a way to end a participant in the middle of its work on this store")
        .isPresent();
    Ending undisturbed = trial().undisturbed(action);

    for (Moment moment : Moment.values()) {
      boolean reached = true;
      for (int n = 1; reached; n += Points.EVERY) {
        try (Trial disturbed = trial().afresh()) {
          Course.prepare(disturbed, action);
          var interruptions = disturbed.store().interruptions().orElseThrow();
          var task = TaskDesk.task(action, disturbed.request(), Course.STEP);

          // when
          interruptions.at(n, moment);
          TaskDesk.answerUnlessEnded(disturbed.handler(disturbed.holder()), task);
          reached = interruptions.mend();
          disturbed.start();

          // then
          assertThat(Course.ending(disturbed, action, disturbed.perform(action, Course.STEP)))
              .as("interrupted %s access %d", moment, n)
              .isEqualTo(undisturbed);
        }
      }
    }
  }
}
