package io.habeas.participant.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.habeas.participant.Action;
import io.habeas.participant.task.Answer;
import io.habeas.participant.testkit.Course.Ending;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** For a moment two instances may have been given the same request. */
interface ConcurrentContract extends ContractPart {

  @ParameterizedTest
  @EnumSource(names = {"RESTRICT", "LIFT", "ERASE", "RECTIFY", "SEED", "EXPIRE"})
  default void shouldEndTheSameWhereTwoInstancesDoItAtTheSameTime(Action action) throws Exception {
    // given
    Ending undisturbed = trial().undisturbed(action);
    Course.prepare(trial(), action);
    TaskDesk one = trial().desk();
    TaskDesk other = trial().start();
    var task = TaskDesk.task(action, trial().request(), Course.STEP);

    // when
    List<Answer> answers = together(() -> one.answer(task), () -> other.answer(task));

    // then
    assertThat(answers)
        .allMatch(answer -> answer instanceof Answer.Wait || answer.equals(undisturbed.answer()));
    assertThat(Course.ending(trial(), action, trial().perform(action, Course.STEP)))
        .isEqualTo(undisturbed);
  }

  @Test
  default void shouldHideNothingWhereALaterStepLiftsAtTheSameTime() throws Exception {
    // given
    trial().needs(Action.RESTRICT, Action.LIFT);
    trial().settle(4);
    String before = trial().store().contents();
    TaskDesk one = trial().desk();
    TaskDesk other = trial().start();

    // when
    var _ =
        together(() -> one.restrict(trial().request(), 1), () -> other.lift(trial().request(), 2));
    Answer restricted = trial().perform(Action.RESTRICT, 1);
    Answer lifted = trial().perform(Action.LIFT, 2);

    // then
    assertThat(restricted).isNotInstanceOf(Answer.Wait.class);
    assertThat(lifted).isInstanceOf(Answer.Done.class);
    assertThat(trial().store().contents()).isEqualTo(before);
  }

  private static List<Answer> together(Callable<Answer> one, Callable<Answer> other)
      throws Exception {
    var start = new CyclicBarrier(2);
    try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
      Future<Answer> first = threads.submit(() -> at(start, one));
      Future<Answer> second = threads.submit(() -> at(start, other));
      return List.of(first.get(5, TimeUnit.MINUTES), second.get(5, TimeUnit.MINUTES));
    }
  }

  private static Answer at(CyclicBarrier start, Callable<Answer> what) throws Exception {
    start.await();
    return what.call();
  }
}
