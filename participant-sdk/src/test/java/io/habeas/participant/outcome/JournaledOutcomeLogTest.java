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
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class JournaledOutcomeLogTest {
  private static final UUID REQUEST = UUID.fromString("11111111-2222-4333-8444-555555555555");
  private static final TaskId TASK = new TaskId(REQUEST, 3);
  private static final Outcome ONE = new Outcome.RecordsRestricted(new Counts(Map.of("a", 1L)));
  private static final Outcome TWO = new Outcome.RecordsRestricted(new Counts(Map.of("a", 2L)));

  private final RecordingJournal journal = new RecordingJournal();
  private final JournaledOutcomeLog log = new JournaledOutcomeLog(journal);

  @Test
  void shouldBeginBeforeTheEffectAndSealAfterIt() throws Deferred {
    // when
    Recorded recorded =
        log.once(
            TASK,
            Action.RESTRICT,
            () -> {
              journal.calls.add("effect");
              return ONE;
            });

    // then
    assertThat(recorded).isEqualTo(new Recorded.As(ONE));
    assertThat(journal.calls).containsExactly("begin 3", "effect", "seal 3");
  }

  @Test
  void shouldReportTheFirstOutcomeAndChangeNothingWhenATaskComesAgain() throws Deferred {
    // given
    log.once(TASK, Action.RESTRICT, () -> ONE);
    journal.calls.clear();

    // when
    Recorded again =
        log.once(
            TASK,
            Action.RESTRICT,
            () -> {
              throw new AssertionError("Expected no effect");
            });

    // then
    assertThat(again).isEqualTo(new Recorded.As(ONE));
    assertThat(journal.calls).isEmpty();
    assertThat(log.find(TASK)).contains(ONE);
    assertThat(log.highestStep(REQUEST)).hasValue(3);
  }

  @Test
  void shouldCallTheEffectAgainWhenItEndedHalfWay() throws Deferred {
    // given
    assertThatThrownBy(
            () ->
                log.once(
                    TASK,
                    Action.ERASE,
                    () -> {
                      throw new Deferred(WaitReason.STORE_UNAVAILABLE);
                    }))
        .isInstanceOf(Deferred.class);

    // when
    Recorded recorded = log.once(TASK, Action.ERASE, () -> ONE);

    // then
    assertThat(recorded).isEqualTo(new Recorded.As(ONE));
    assertThat(journal.calls).containsExactly("begin 3", "begin 3", "seal 3");
  }

  @Test
  void shouldAnswerWithTheLaterStepThatHasBegun() throws Deferred {
    // given
    log.once(new TaskId(REQUEST, 4), Action.LIFT, () -> ONE);

    // when
    Recorded recorded =
        log.once(
            TASK,
            Action.RESTRICT,
            () -> {
              throw new AssertionError("Expected no effect");
            });

    // then
    assertThat(recorded).isEqualTo(new Recorded.Superseded(4));
  }

  @Test
  void shouldAnswerWithTheOutcomeOfWhoeverSealedFirst() throws Deferred {
    // when
    Recorded recorded =
        log.once(
            TASK,
            Action.RESTRICT,
            () -> {
              journal.seal(TASK, Action.RESTRICT, TWO);
              return ONE;
            });

    // then
    assertThat(recorded).isEqualTo(new Recorded.As(TWO));
  }

  private static final class RecordingJournal implements TaskJournal {
    private final Map<TaskId, Outcome> sealed = new HashMap<>();
    private final Map<UUID, Integer> begun = new HashMap<>();
    private final List<String> calls = new ArrayList<>();

    @Override
    public Optional<Outcome> outcome(TaskId task) {
      return Optional.ofNullable(sealed.get(task));
    }

    @Override
    public OptionalInt highestStep(UUID requestId) {
      return sealed.keySet().stream()
          .filter(task -> task.requestId().equals(requestId))
          .mapToInt(TaskId::step)
          .max();
    }

    @Override
    public OptionalInt begin(TaskId task, Action action) {
      calls.add("begin " + task.step());
      int highest = begun.merge(task.requestId(), task.step(), Math::max);
      return highest > task.step() ? OptionalInt.of(highest) : OptionalInt.empty();
    }

    @Override
    public Outcome seal(TaskId task, Action action, Outcome outcome) {
      calls.add("seal " + task.step());
      sealed.putIfAbsent(task, outcome);
      return sealed.get(task);
    }
  }
}
