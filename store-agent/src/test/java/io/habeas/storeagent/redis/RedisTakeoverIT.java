package io.habeas.storeagent.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.habeas.participant.WaitReason;
import io.habeas.participant.task.Answer;
import io.habeas.participant.testkit.MemoryVault;
import io.habeas.participant.testkit.Points;
import io.habeas.participant.testkit.SettableClock;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Two instances of the agent were given the same request, as happens when a partition moves: while
 * one is about to change something, the other does the whole task, or the step after it.
 */
class RedisTakeoverIT {
  private static final UUID REQUEST = UUID.fromString("00000000-0000-0000-0000-0000000000d1");

  private record Ending(
      Answer fast, Answer verified, Map<String, String> contents, Set<String> own) {}

  private record Run(Ending ending, Answer slow, boolean met) {}

  @Test
  void shouldEraseOnceAndReportTheSameWhereTwoErase() {
    Function<RedisAgent, Answer> erase = agent -> agent.erase(REQUEST, 3);
    Ending alone = run(0, erase, erase).ending();

    int n = 1;
    Run run;
    do {
      run = run(n, erase, erase);
      assertThat(run.ending()).as("at change %d", n).isEqualTo(alone);
      assertThat(run.slow())
          .as("at change %d", n)
          .isIn(alone.fast(), new Answer.Wait(WaitReason.RECORD_LOCKED));
      n += Points.EVERY;
    } while (run.met());
    assertThat(n).isGreaterThan(15);
  }

  @Test
  void shouldReportTheWholeWhereTheOtherOneWasGivenTheNextStep() {
    Function<RedisAgent, Answer> next = agent -> agent.erase(REQUEST, 4);
    Ending alone = run(0, agent -> agent.erase(REQUEST, 3), next).ending();

    int n = 1;
    Run run;
    do {
      run = run(n, agent -> agent.erase(REQUEST, 3), next);
      assertThat(run.ending()).as("at change %d", n).isEqualTo(alone);
      n += Points.EVERY;
    } while (run.met());
  }

  @Test
  void shouldHideNothingOnceALaterStepHasShownEverything() {
    Function<RedisAgent, Answer> lift = agent -> agent.lift(REQUEST, 4);
    Ending alone = run(0, agent -> agent.restrict(REQUEST, 3), lift).ending();

    int n = 1;
    Run run;
    do {
      run = run(n, agent -> agent.restrict(REQUEST, 3), lift);
      assertThat(run.ending().contents()).as("at change %d", n).isEqualTo(alone.contents());
      assertThat(run.ending().own()).as("at change %d", n).noneMatch(key -> key.contains("hidden"));
      n += Points.EVERY;
    } while (run.met());
    assertThat(n).isGreaterThan(5);
  }

  /**
   * @param at before which change of the slow one the fast one comes in; if there is none, the fast
   *     one comes after it
   */
  private static Run run(
      int at, Function<RedisAgent, Answer> slow, Function<RedisAgent, Answer> fast) {
    try (RedisDatabases.Database shop = RedisDatabases.create()) {
      Shop.open(shop);
      var vault = new MemoryVault();
      vault.has("account_id", "4");
      var clock = new SettableClock();
      RedisConnection connection = RedisAgent.connection(shop.uri(), null);
      List<Answer> answers = new ArrayList<>();
      try (RedisAgent other = RedisAgent.on(connection, Shop.plan(), vault, clock, wire -> wire)) {
        Answer slowAnswer;
        try (RedisAgent agent =
            RedisAgent.on(
                connection,
                Shop.plan(),
                vault,
                clock,
                wire -> new Interrupting(wire, at, () -> answers.add(fast.apply(other))))) {
          slowAnswer = slow.apply(agent);
        }
        boolean met = !answers.isEmpty();
        if (!met) {
          answers.add(fast.apply(other));
        }
        Answer verified = other.verify(REQUEST, 9);
        return new Run(
            new Ending(answers.getFirst(), verified, anonymous(shop), own(shop)), slowAnswer, met);
      }
    }
  }

  /** What is anonymous has a name that differs from run to run. */
  private static Map<String, String> anonymous(RedisDatabases.Database shop) {
    Map<String, String> contents = shop.contents();
    List<String> random =
        contents.keySet().stream().filter(key -> key.startsWith("stats:erased-")).toList();
    random.forEach(key -> contents.put("stats:erased", String.valueOf(contents.remove(key))));
    return contents;
  }

  private static Set<String> own(RedisDatabases.Database shop) {
    return shop.own().keySet();
  }

  /** Does something else before a script is sent, in the thread that is about to send it. */
  private static final class Interrupting implements Wire {
    private final Wire wire;
    private final int at;
    private final Runnable work;
    private int changes;

    Interrupting(Wire wire, int at, Runnable work) {
      this.wire = wire;
      this.at = at;
      this.work = work;
    }

    @Override
    public @Nullable Object send(List<byte[]> command) {
      if (new String(command.getFirst(), StandardCharsets.US_ASCII).equals("EVAL")
          && ++changes == at) {
        work.run();
      }
      return wire.send(command);
    }

    @Override
    public List<@Nullable Object> sendAll(List<List<byte[]>> commands) {
      return wire.sendAll(commands);
    }

    @Override
    public void close() {
      wire.close();
    }
  }
}
