package io.habeas.participant.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.habeas.participant.Action;
import io.habeas.participant.task.Answer;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A task that comes again, or too late, changes nothing. */
interface RepeatingContract extends ContractPart {

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "EXPORT")
  default void shouldReportTheFirstOutcomeOfARedeliveredTaskAndChangeNothing(Action action) {
    // given
    Course.prepare(trial(), action);
    Answer first = trial().perform(action, Course.STEP);
    trial().store().leaveBehind(Person.SUBJECT);
    String before = trial().store().contents();

    // when
    Answer second = trial().start().answer(TaskDesk.task(action, trial().request(), Course.STEP));

    // then
    assertThat(first).isInstanceOf(Answer.Done.class);
    assertThat(second).isEqualTo(first);
    assertThat(trial().store().contents()).isEqualTo(before);
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "EXPORT")
  default void shouldAnswerALowerStepThanSeenSuperseded(Action later) {
    // given
    trial().needs(later);
    Optional<Action> earlier =
        Stream.of(Action.ERASE, Action.RESTRICT, Action.RECTIFY, Action.LOCATE)
            .filter(trial()::offers)
            .findFirst();
    Course.prepare(trial(), later);
    trial().performIfOffered(later, Course.STEP + 2);
    String before = trial().store().contents();

    // when
    Answer late =
        trial()
            .start()
            .answer(TaskDesk.task(earlier.orElse(later), trial().request(), Course.STEP + 1));

    // then
    assertThat(late).isEqualTo(new Answer.Superseded(Course.STEP + 2));
    assertThat(trial().store().contents()).isEqualTo(before);
  }

  @Test
  default void shouldTellOfAnActionThatItDoesNotOffer() {
    // given
    trial().settle(1);
    List<Action> absent =
        Stream.of(Action.values())
            .filter(action -> action != Action.EXPORT && !trial().offers(action))
            .toList();

    // when
    List<Answer> answers =
        absent.stream()
            .map(action -> trial().desk().answer(TaskDesk.task(action, trial().request(), 1)))
            .toList();

    // then
    assertThat(answers).isEqualTo(absent.stream().<Answer>map(Answer.NotOffered::new).toList());
  }
}
