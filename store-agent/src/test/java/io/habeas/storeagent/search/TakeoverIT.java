package io.habeas.storeagent.search;

import static org.assertj.core.api.Assertions.assertThat;

import io.habeas.participant.WaitReason;
import io.habeas.participant.task.Answer;
import io.habeas.participant.testkit.MemoryVault;
import io.habeas.participant.testkit.Points;
import io.habeas.participant.testkit.SettableClock;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Two instances of the agent were given the same request, as happens when a partition moves: while
 * one is about to write, whatever it is, the other does the whole task, or the step after it.
 */
class TakeoverIT {
  private static final UUID REQUEST = UUID.fromString("00000000-0000-0000-0000-0000000000d1");
  private static final SearchServers.Space SPACE = SearchServers.space();

  @BeforeAll
  static void build() {
    Pair.build(SPACE);
  }

  @AfterAll
  static void close() {
    SPACE.close();
  }

  /**
   * @param slow what the instance answered that was held up
   * @param fast what the other one answered
   */
  private record Ending(
      Answer slow,
      Answer fast,
      Answer verified,
      Map<String, List<String>> contents,
      List<String> retentions,
      List<String> restrictions,
      int notes) {}

  private record Run(Ending ending, boolean metAtAll) {}

  @Test
  void shouldEraseOnceAndReportTheSameWhereTwoErase() {
    // given
    Ending alone = run(0, a -> a.erase(REQUEST, 3), a -> a.erase(REQUEST, 3)).ending();

    // when
    int n = 1 - Points.EVERY;
    Run run;
    do {
      run = run(n += Points.EVERY, a -> a.erase(REQUEST, 3), a -> a.erase(REQUEST, 3));

      // then
      assertThat(run.ending().slow())
          .as("at write %d", n)
          .isIn(alone.slow(), new Answer.Wait(WaitReason.RECORD_LOCKED));
      assertThat(told(run, alone)).as("at write %d", n).isEqualTo(alone);
    } while (run.metAtAll());
    assertThat(n).isGreaterThan(8);
  }

  @Test
  void shouldEraseOnceAndReportTheSameWhereTheOtherOneWasGivenTheNextStep() {
    // given
    Ending alone = run(0, a -> a.erase(REQUEST, 3), a -> a.erase(REQUEST, 4)).ending();

    // when
    int n = 1 - Points.EVERY;
    Run run;
    do {
      run = run(n += Points.EVERY, a -> a.erase(REQUEST, 3), a -> a.erase(REQUEST, 4));

      // then
      assertThat(told(run, alone)).as("at write %d", n).isEqualTo(alone);
    } while (run.metAtAll());
  }

  @Test
  void shouldLeaveNothingHiddenWhereOneHidesWhileTheOtherHasShownEverythingAgain() {
    // given
    Ending alone = run(0, a -> a.restrict(REQUEST, 3), a -> a.lift(REQUEST, 4)).ending();

    // when
    int n = 1 - Points.EVERY;
    Run run;
    do {
      run = run(n += Points.EVERY, a -> a.restrict(REQUEST, 3), a -> a.lift(REQUEST, 4));

      // then
      if (run.metAtAll()) {
        assertThat(run.ending().restrictions()).as("at write %d", n).isEmpty();
        assertThat(run.ending().contents()).as("at write %d", n).isEqualTo(alone.contents());
      }
    } while (run.metAtAll());
  }

  @Test
  void shouldKeepHiddenWhatAnotherRequestHidesWhileOneShowsIt() {
    // given
    UUID other = UUID.fromString("00000000-0000-0000-0000-0000000000d2");
    Function<SearchAgent, Answer> hide = agent -> agent.restrict(other, 1);
    Function<SearchAgent, Answer> show =
        agent -> {
          agent.restrict(REQUEST, 3);
          return agent.lift(REQUEST, 4);
        };
    Ending alone = run(0, show, hide).ending();

    // when
    int n = 1 - Points.EVERY;
    Run run;
    do {
      run = run(n += Points.EVERY, show, hide);

      // then
      assertThat(run.ending().contents()).as("at write %d", n).isEqualTo(alone.contents());
      assertThat(run.ending().restrictions())
          .as("at write %d", n)
          .hasSameSizeAs(alone.restrictions());
    } while (run.metAtAll());
  }

  private static Ending told(Run run, Ending alone) {
    Ending ending = run.ending();
    return new Ending(
        alone.slow(),
        ending.fast(),
        ending.verified(),
        ending.contents(),
        ending.retentions(),
        ending.restrictions(),
        ending.notes());
  }

  /**
   * @param at before which write of the slow one the fast one comes in; if there is none, the fast
   *     one comes after it
   */
  private static Run run(
      int at, Function<SearchAgent, Answer> slow, Function<SearchAgent, Answer> fast) {
    SPACE.clear();
    Pair.open(SPACE);
    var vault = new MemoryVault();
    vault.has("email", "ada@example.com");
    var clock = new SettableClock();
    try (SearchAgent other =
        SearchAgent.on(SPACE, Pair.MAP, vault, clock, UnaryOperator.identity())) {
      List<Answer> fastAnswers = new ArrayList<>();
      Answer slowAnswer;
      try (SearchAgent agent =
          SearchAgent.on(
              SPACE,
              Pair.MAP,
              vault,
              clock,
              wire -> new Interrupting(wire, at, () -> fastAnswers.add(fast.apply(other))))) {
        slowAnswer = slow.apply(agent);
      }
      boolean met = !fastAnswers.isEmpty();
      if (!met) {
        fastAnswers.add(fast.apply(other));
      }
      Answer verified = other.verify(REQUEST, 9);
      return new Run(
          new Ending(
              slowAnswer,
              fastAnswers.getFirst(),
              verified,
              SPACE.contents(),
              SPACE.own("retention"),
              SPACE.own("restriction"),
              SPACE.own("work").size()),
          met);
    }
  }

  /** Does something else before a write is sent, in the thread that is about to send it. */
  private static final class Interrupting implements Wire {
    private final Wire wire;
    private final int at;
    private final Runnable work;
    private int writes;

    Interrupting(Wire wire, int at, Runnable work) {
      this.wire = wire;
      this.at = at;
      this.work = work;
    }

    @Override
    public Reply send(Call call) throws IOException {
      if (FaultyWire.isWrite(call) && ++writes == at) {
        work.run();
      }
      return wire.send(call);
    }
  }
}
