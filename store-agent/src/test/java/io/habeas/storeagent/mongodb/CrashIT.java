package io.habeas.storeagent.mongodb;

import static org.assertj.core.api.Assertions.assertThat;

import io.habeas.participant.Corrections;
import io.habeas.participant.WaitReason;
import io.habeas.participant.task.Answer;
import io.habeas.participant.testkit.MemoryVault;
import io.habeas.participant.testkit.Points;
import io.habeas.participant.testkit.SettableClock;
import io.habeas.storeagent.mongodb.FaultyMongo.Moment;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Wherever a task ends half-way, before or after what it was about to write: taken up again, by an
 * agent that knows nothing but what is in the store, it ends as if nothing had happened.
 */
class CrashIT {
  private static final UUID REQUEST = UUID.fromString("00000000-0000-0000-0000-0000000000c1");

  /** A read changes nothing, so that some of them are enough. */
  private static final int READS_BETWEEN = 7;

  private static final FaultyMongo MONGO = new FaultyMongo();
  private static final Map<Disturbed, Ending> UNDISTURBED = new EnumMap<>(Disturbed.class);

  @AfterAll
  static void close() {
    MONGO.close();
  }

  /** The task that is disturbed; those before it are not. */
  enum Disturbed {
    RESTRICT(2),
    LIFT(3),
    ERASE(3),
    RECTIFY(3),
    EXPIRE(4);

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
      List<String> statements,
      long notes) {}

  private record Run(Ending ending, boolean disturbed) {}

  @ParameterizedTest
  @CsvSource({
    "RESTRICT, BEFORE",
    "RESTRICT, AFTER",
    "LIFT, BEFORE",
    "LIFT, AFTER",
    "ERASE, BEFORE",
    "ERASE, AFTER",
    "RECTIFY, BEFORE",
    "RECTIFY, AFTER",
    "EXPIRE, BEFORE",
    "EXPIRE, AFTER"
  })
  void shouldEndAsUndisturbedWhicheverWriteFailed(Disturbed task, Moment moment) {
    // given
    Ending undisturbed = undisturbed(task);

    // when
    int n = 1 - Points.EVERY;
    Run run;
    do {
      int write = n += Points.EVERY;
      run = run(task, false, attempt -> failFirst(attempt, () -> MONGO.failWrite(write, moment)));

      // then
      assertThat(run.ending()).as("after write %d", n).isEqualTo(undisturbed);
    } while (run.disturbed());
    assertThat(n).isGreaterThan(5);
  }

  @Test
  void shouldEndAsUndisturbedWhereverAReadFailed() {
    // given
    Ending undisturbed = undisturbed(Disturbed.ERASE);

    // when
    int n = 1;
    Run run;
    do {
      int read = n += READS_BETWEEN + Points.EVERY;
      run = run(Disturbed.ERASE, false, attempt -> failFirst(attempt, () -> MONGO.failRead(read)));

      // then
      assertThat(run.ending()).as("after read %d", n).isEqualTo(undisturbed);
    } while (run.disturbed());
  }

  @ParameterizedTest
  @EnumSource(Moment.class)
  void shouldReportTheWholeWhereTheNextStepTakesUpWhatAnEarlierOneLeft(Moment moment) {
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
              attempt -> failFirst(attempt, () -> MONGO.failWrite(write, moment)));

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
            attempt -> MONGO.failWrite(attempt, attempt % 2 == 0 ? Moment.BEFORE : Moment.AFTER));

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
    try (var database = new MongoDatabases.Database(MONGO.uri(), "d" + UUID.randomUUID())) {
      Club.open(database);
      var vault = new MemoryVault();
      vault.has("email", "ada@example.com");
      vault.corrects(
          new Corrections(
              Map.of("user.contact.email", "ada@new.example", "user.name", "Ada L."),
              Optional.of("I was never late.")));
      try (MongoAgent agent = agent(database, vault)) {
        agent.locate(REQUEST, 1);
        if (task != Disturbed.RESTRICT) {
          agent.restrict(REQUEST, 2);
        }
        if (task == Disturbed.EXPIRE) {
          agent.erase(REQUEST, 3);
        }
      }
      boolean disturbed = false;
      int step = task.step;
      Answer answer;
      int attempt = 0;
      do {
        // Every time one that was just started: it remembers nothing.
        try (MongoAgent agent = agent(database, vault)) {
          agent.connector.holder().unfit();
          fault.accept(++attempt);
          answer = carryOut(agent, task, step);
          disturbed |= MONGO.mend();
        }
        step += nextStep && isPutOff(answer) ? 1 : 0;
      } while (isPutOff(answer));
      return new Run(ending(database, vault, task, step, answer), disturbed);
    }
  }

  private static boolean isPutOff(Answer answer) {
    return answer instanceof Answer.Wait(var reason) && reason == WaitReason.STORE_UNAVAILABLE;
  }

  private static Ending ending(
      MongoDatabases.Database database,
      MemoryVault vault,
      Disturbed task,
      int step,
      Answer answer) {
    try (MongoAgent agent = agent(database, vault)) {
      // Either drops what could not be dropped when the outcome was sealed.
      Answer verified =
          task == Disturbed.ERASE ? agent.verify(REQUEST, 90) : carryOut(agent, task, step);
      long notes = database.count("habeas_work");
      return new Ending(
          answer,
          verified,
          database.contents(),
          database.documents("habeas_retention"),
          database.documents("habeas_restriction"),
          database.documents("habeas_statement"),
          notes);
    }
  }

  private static MongoAgent agent(MongoDatabases.Database database, MemoryVault vault) {
    return MongoAgent.on(database, Club.plan(), vault, new SettableClock(), List.of());
  }

  private static Answer carryOut(MongoAgent agent, Disturbed task, int step) {
    return switch (task) {
      case RESTRICT -> agent.restrict(REQUEST, step);
      case LIFT -> agent.lift(REQUEST, step);
      case ERASE -> agent.erase(REQUEST, step);
      case RECTIFY -> agent.rectify(REQUEST, step);
      case EXPIRE -> agent.expire(REQUEST, step, Instant.parse("2028-01-01T00:00:00Z"));
    };
  }
}
