package io.habeas.storeagent.s3;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.habeas.participant.WaitReason;
import io.habeas.participant.task.Answer;
import io.habeas.participant.task.TaskHandler;
import io.habeas.participant.testkit.Points;
import io.habeas.storeagent.s3.BucketAgent.SettableClock;
import io.habeas.storeagent.s3.Buckets.TestBucket;
import io.habeas.storeagent.s3.Meddling.Crash;
import io.habeas.storeagent.s3.Meddling.Moment;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * The process ends before or after any of its calls, or another instance does the whole task
 * between two of them: what is left and what is answered is as if nothing had happened.
 */
class InterruptedIT {
  private static final UUID REQUEST = UUID.fromString("00000000-0000-0000-0000-00000000000c");

  private final Logger handler = (Logger) LoggerFactory.getLogger(TaskHandler.class);
  private final SettableClock clock = new SettableClock();

  /** Each crash would be told, rightly, as a defect. */
  @BeforeEach
  void beQuiet() {
    handler.setLevel(Level.OFF);
  }

  @AfterEach
  void beHeardAgain() {
    handler.setLevel(null);
  }

  /** What a task came to. */
  private record Result(Answer answer, Map<String, String> contents, List<String> notes) {}

  @ParameterizedTest
  @EnumSource
  void shouldEraseTheSameAfterACrashAtAnyCall(Moment moment) {
    // given
    Function<BucketAgent, Answer> erasing = agent -> agent.erase(REQUEST, 2);
    AtomicInteger calls = new AtomicInteger();
    Result undisturbed = undisturbed(erasing, calls);

    // then
    for (int at = 1; at <= calls.get(); at += Points.EVERY) {
      assertThat(afterCrashes(2, erasing, at, moment)).as("call %d", at).isEqualTo(undisturbed);
    }
    assertThat(calls.get()).isGreaterThan(30);
    assertThat(undisturbed.answer()).isInstanceOf(Answer.Done.class);
    assertThat(undisturbed.contents().keySet())
        .containsExactly("images/42/cat.png", "invoices/4/1.pdf");
    assertThat(undisturbed.notes()).noneMatch(name -> name.startsWith("notes/"));
  }

  @ParameterizedTest
  @EnumSource
  void shouldRestrictTheSameAfterACrashAtAnyCall(Moment moment) {
    // given
    Function<BucketAgent, Answer> restricting = agent -> agent.restrict(REQUEST, 2);
    AtomicInteger calls = new AtomicInteger();
    Result undisturbed = undisturbed(restricting, calls);

    // then
    for (int at = 1; at <= calls.get(); at += Points.EVERY) {
      assertThat(afterCrashes(1, restricting, at, moment)).as("call %d", at).isEqualTo(undisturbed);
    }
  }

  @ParameterizedTest
  @EnumSource
  void shouldLiftTheSameAfterACrashAtAnyCall(Moment moment) {
    // given
    Function<BucketAgent, Answer> lifting = agent -> agent.lift(REQUEST, 2);
    AtomicInteger calls = new AtomicInteger();
    Result undisturbed = undisturbed(lifting, calls);

    // then
    for (int at = 1; at <= calls.get(); at += Points.EVERY) {
      assertThat(afterCrashes(1, lifting, at, moment)).as("call %d", at).isEqualTo(undisturbed);
    }
    assertThat(undisturbed.notes()).noneMatch(name -> name.startsWith("rest"));
  }

  @Test
  void shouldEraseTheSameWhereAnotherInstanceDoesItAtTheSameTime() {
    everyInterleaving(UnaryOperator.identity());
  }

  @Test
  void shouldEraseTheSameAlsoWhereTheStorageIgnoresConditions() {
    everyInterleaving(Unconditional::new);
  }

  private void everyInterleaving(UnaryOperator<S3Client> storage) {
    // given
    Function<BucketAgent, Answer> erasing = agent -> agent.erase(REQUEST, 2);
    AtomicInteger calls = new AtomicInteger();
    Result undisturbed = undisturbed(erasing, calls);

    for (int at = 1; at <= calls.get(); at += Points.EVERY) {
      // when
      TestBucket bucket = prepared();
      Answer[] theirs = {new Answer.Wait(WaitReason.UNFIT)};
      Runnable other =
          () -> {
            try (BucketAgent instance = agent(bucket, storage)) {
              theirs[0] = erasing.apply(instance);
            }
          };
      Answer ours;
      int now = at;
      AtomicInteger count = new AtomicInteger();
      try (BucketAgent agent =
          agent(
              bucket,
              client -> new Meddling(storage.apply(client), count, now, Moment.BEFORE, other))) {
        ours = erasing.apply(agent);
        if (ours instanceof Answer.Wait) {
          ours = erasing.apply(agent);
        }
      }

      // then
      assertThat(theirs[0]).as("theirs, call %d", at).isEqualTo(undisturbed.answer());
      assertThat(result(bucket, ours)).as("call %d", at).isEqualTo(undisturbed);
    }
  }

  @Test
  void shouldHideNothingOnceALaterStepHasLifted() {
    // given
    AtomicInteger calls = new AtomicInteger();
    undisturbed(agent -> agent.restrict(REQUEST, 2), calls);

    for (int at = 1; at <= calls.get(); at += Points.EVERY) {
      // when
      TestBucket bucket = overtaken(at, agent -> agent.lift(REQUEST, 3));

      // then
      assertThat(bucket.notes("rest")).as("call %d", at).isEmpty();
    }
  }

  @Test
  void shouldHideWhatIsKeptAndNothingElseOnceALaterStepHasErased() {
    // given
    AtomicInteger calls = new AtomicInteger();
    undisturbed(agent -> agent.restrict(REQUEST, 2), calls);

    for (int at = 1; at <= calls.get(); at += Points.EVERY) {
      // when
      TestBucket bucket = overtaken(at, agent -> agent.erase(REQUEST, 3));

      // then
      assertThat(bucket.notes("restricted/"))
          .as("call %d", at)
          .containsExactly("restricted/invoices/" + Digest.of("invoices/4/") + "/" + REQUEST);
      assertThat(bucket.notes("restrictions/")).as("call %d", at).hasSize(1);
    }
  }

  /** A restriction within which another instance carries out a later step. */
  private TestBucket overtaken(int at, Function<BucketAgent, Answer> later) {
    TestBucket bucket = prepared();
    Runnable other =
        () -> {
          try (BucketAgent instance = agent(bucket, UnaryOperator.identity())) {
            assertThat(later.apply(instance)).isInstanceOf(Answer.Done.class);
          }
        };
    AtomicInteger count = new AtomicInteger();
    try (BucketAgent agent =
        agent(bucket, client -> new Meddling(client, count, at, Moment.BEFORE, other))) {
      agent.restrict(REQUEST, 2);
    }
    return bucket;
  }

  private Result undisturbed(Function<BucketAgent, Answer> task, AtomicInteger calls) {
    TestBucket bucket = prepared();
    try (BucketAgent agent =
        agent(bucket, client -> new Meddling(client, calls, 0, Moment.BEFORE, () -> {}))) {
      return result(bucket, task.apply(agent));
    }
  }

  /** Crashes at the same call again, on the way to mend what the first crash left. */
  private Result afterCrashes(
      int crashes, Function<BucketAgent, Answer> task, int at, Moment moment) {
    TestBucket bucket = prepared();
    for (int attempt = 0; attempt < crashes; attempt++) {
      AtomicInteger count = new AtomicInteger();
      try (BucketAgent agent =
          agent(
              bucket,
              client ->
                  new Meddling(
                      client,
                      count,
                      at,
                      moment,
                      () -> {
                        throw new Crash();
                      }))) {
        var _ = task.apply(agent);
      } catch (Crash crash) {
        // As if the process had ended: nobody was answered.
      }
    }
    try (BucketAgent agent = agent(bucket, UnaryOperator.identity())) {
      return result(bucket, task.apply(agent));
    }
  }

  private static Result result(TestBucket bucket, Answer answer) {
    return new Result(answer, bucket.contents(), bucket.notes(""));
  }

  private BucketAgent agent(TestBucket bucket, UnaryOperator<S3Client> around) {
    return BucketAgent.over(bucket, around, clock).knowing("4");
  }

  /** Hidden already, so that an erasure has that to forget too. */
  private TestBucket prepared() {
    TestBucket bucket = Buckets.create();
    bucket.put("images/4/cat.png", "cat");
    bucket.put("images/4/dog.png", "dog");
    bucket.put("images/42/cat.png", "other cat");
    bucket.put("avatars/4.png", "face");
    bucket.put("invoices/4/1.pdf", "invoice");
    bucket
        .observer()
        .createMultipartUpload(up -> up.bucket(bucket.name()).key("images/4/huge.png"));
    try (BucketAgent agent = agent(bucket, UnaryOperator.identity())) {
      agent.restrict(REQUEST, 1);
    }
    return bucket;
  }
}
