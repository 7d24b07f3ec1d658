package io.habeas.storeagent.search;

import static org.assertj.core.api.Assertions.assertThat;

import io.habeas.participant.WaitReason;
import io.habeas.participant.task.Answer;
import io.habeas.participant.testkit.MemoryVault;
import io.habeas.participant.testkit.Points;
import io.habeas.participant.testkit.SettableClock;
import io.habeas.storeagent.search.FaultyWire.Moment;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Wherever a task ends half-way, before or after what it was about to write: taken up again, by an
 * agent that knows nothing but what is in the cluster, it ends as if nothing had happened.
 */
class CrashIT {
  private static final UUID REQUEST = UUID.fromString("00000000-0000-0000-0000-0000000000c1");

  /** A read changes nothing, so that some of them are enough. */
  private static final int READS_BETWEEN = 7;

  private static final SearchServers.Space SPACE = SearchServers.space();
  private static final Map<Disturbed, Ending> UNDISTURBED = new EnumMap<>(Disturbed.class);

  private final FaultyWire wire = new FaultyWire();

  @BeforeAll
  static void build() {
    Pair.build(SPACE);
  }

  @AfterAll
  static void close() {
    SPACE.close();
  }

  /** The task that is disturbed; those before it are not. */
  enum Disturbed {
    RESTRICT(2),
    LIFT(3),
    ERASE(3);

    private final int step;

    Disturbed(int step) {
      this.step = step;
    }
  }

  /** How a run ended: what was reported, what is in the store. */
  private record Ending(
      Answer answer,
      Answer verified,
      Map<String, List<String>> contents,
      List<String> retentions,
      List<String> restrictions,
      int notes) {}

  private record Run(Ending ending, boolean disturbed) {}

  @ParameterizedTest
  @CsvSource({
    "RESTRICT, BEFORE",
    "RESTRICT, AFTER",
    "LIFT, BEFORE",
    "LIFT, AFTER",
    "ERASE, BEFORE",
    "ERASE, AFTER"
  })
  void shouldEndAsUndisturbedWhicheverWriteFailed(Disturbed task, Moment moment) {
    // given
    Ending undisturbed = undisturbed(task);

    // when
    int n = 1 - Points.EVERY;
    Run run;
    do {
      int write = n += Points.EVERY;
      run = run(task, false, attempt -> failFirst(attempt, () -> wire.failWrite(write, moment)));

      // then
      assertThat(run.ending()).as("after write %d", n).isEqualTo(undisturbed);
    } while (run.disturbed());
    assertThat(n).isGreaterThan(4);
  }

  @Test
  void shouldEndAsUndisturbedWhereverAReadFailed() {
    // given
    Ending undisturbed = undisturbed(Disturbed.ERASE);

    // when
    int between = READS_BETWEEN * Points.EVERY;
    int n = 2 - between;
    Run run;
    do {
      int read = n += between;
      run = run(Disturbed.ERASE, false, attempt -> failFirst(attempt, () -> wire.failRead(read)));

      // then
      assertThat(run.ending()).as("after read %d", n).isEqualTo(undisturbed);
    } while (run.disturbed());
  }

  @Test
  void shouldReportTheWholeWhereTheNextStepTakesUpWhatAnEarlierOneLeft() {
    // given
    Ending undisturbed = undisturbed(Disturbed.ERASE);

    // when
    int n = 1 - Points.EVERY;
    Run run;
    do {
      int write = n += Points.EVERY;
      run =
          run(
              Disturbed.ERASE,
              true,
              attempt -> failFirst(attempt, () -> wire.failWrite(write, Moment.AFTER)));

      // then
      assertThat(run.ending()).as("after write %d", n).isEqualTo(undisturbed);
    } while (run.disturbed());
  }

  @Test
  void shouldEndAsUndisturbedHoweverOftenItFails() {
    // given
    Ending undisturbed = undisturbed(Disturbed.ERASE);

    // when
    Run run =
        run(
            Disturbed.ERASE,
            true,
            attempt -> wire.failWrite(attempt, attempt % 2 == 0 ? Moment.BEFORE : Moment.AFTER));

    // then
    assertThat(run.ending()).isEqualTo(undisturbed);
  }

  /** Once for each task. */
  private Ending undisturbed(Disturbed task) {
    return UNDISTURBED.computeIfAbsent(task, one -> run(one, false, n -> {}).ending());
  }

  private static void failFirst(int attempt, Runnable fault) {
    if (attempt == 1) {
      fault.run();
    }
  }

  private Run run(Disturbed task, boolean nextStep, IntConsumer fault) {
    SPACE.clear();
    Pair.open(SPACE);
    var vault = new MemoryVault();
    vault.has("email", "ada@example.com");
    try (SearchAgent agent = agent(vault)) {
      agent.locate(REQUEST, 1);
      if (task != Disturbed.RESTRICT) {
        agent.restrict(REQUEST, 2);
      }
    }
    boolean disturbed = false;
    int step = task.step;
    Answer answer;
    int attempt = 0;
    do {
      // Every time one that was just started: it remembers nothing.
      try (SearchAgent agent = agent(vault)) {
        agent.connector.holder().unfit();
        fault.accept(++attempt);
        answer = carryOut(agent, task, step);
        disturbed |= wire.mend();
      }
      step += nextStep && isPutOff(answer) ? 1 : 0;
    } while (isPutOff(answer));
    return new Run(ending(vault, task, step, answer), disturbed);
  }

  private static boolean isPutOff(Answer answer) {
    return answer instanceof Answer.Wait(var reason) && reason == WaitReason.STORE_UNAVAILABLE;
  }

  private Ending ending(MemoryVault vault, Disturbed task, int step, Answer answer) {
    try (SearchAgent agent = agent(vault)) {
      // Either drops what could not be dropped when the outcome was sealed.
      Answer verified =
          task == Disturbed.ERASE ? agent.verify(REQUEST, 90) : carryOut(agent, task, step);
      return new Ending(
          answer,
          verified,
          SPACE.contents(),
          SPACE.own("retention"),
          SPACE.own("restriction"),
          SPACE.own("work").size());
    }
  }

  private SearchAgent agent(MemoryVault vault) {
    return SearchAgent.on(SPACE, Pair.MAP, vault, new SettableClock(), wire::around);
  }

  private static Answer carryOut(SearchAgent agent, Disturbed task, int step) {
    return switch (task) {
      case RESTRICT -> agent.restrict(REQUEST, step);
      case LIFT -> agent.lift(REQUEST, step);
      case ERASE -> agent.erase(REQUEST, step);
    };
  }
}
