package io.habeas.endtoend;

import static io.habeas.endtoend.AskedRequest.isInState;
import static io.habeas.endtoend.AskedRequest.waitsFor;
import static org.assertj.core.api.Assertions.assertThat;

import io.habeas.platform.DataDirectory;
import io.habeas.schemas.Topics;
import io.habeas.schemas.avro.ErasureCompleted;
import io.habeas.schemas.avro.ErasureEventRecord;
import io.habeas.schemas.avro.ErasureTask;
import io.habeas.schemas.avro.ParticipantReply;
import io.habeas.schemas.avro.RecipientsToTell;
import io.habeas.schemas.avro.RequestAccepted;
import io.habeas.schemas.avro.RequestCarriedOut;
import io.habeas.schemas.avro.RequestFulfilled;
import io.habeas.schemas.avro.RequestRecord;
import io.habeas.schemas.avro.RequestRegistered;
import io.habeas.schemas.avro.TaskDeferred;
import io.habeas.standalone.sample.Inspection;
import io.habeas.standalone.sample.Promise;
import io.habeas.standalone.sample.SampleStores;
import io.habeas.standalone.sample.SampleWatch;
import io.habeas.testkit.platform.TopicClient;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("thorough")
class KilledInMidErasureIT {
  private static final String STORE = "accounts-db";

  @TempDir Path data;

  @Test
  void shouldFinishAfterARestartWithNoStepLostAndNoneDoubled() throws Exception {
    // given an erasure that stands between restriction and erasure, since somebody holds a row
    AskedRequest erasure;
    try (HabeasProcess habeas = HabeasProcess.up(data)) {
      erasure = AskedRequest.ask(habeas, "ERASURE");
      try (Connection holder = AskedRequest.database(habeas).getConnection()) {
        lockARow(holder, erasure);
        erasure.prove(habeas);
        erasure.awaitStatus(
            habeas,
            status ->
                status.path("phase").asString().equals("ERASING")
                    && waitsFor(status, STORE, "RECORD_LOCKED"));

        // when
        habeas.kill();
      }
    }

    try (HabeasProcess habeas = HabeasProcess.up(data)) {
      erasure.awaitStatus(habeas, status -> isInState(status, "FULFILLED"));

      // then
      Inspection inspection;
      try (SampleStores stores = AskedRequest.stores(habeas)) {
        inspection = Inspection.of(erasure.subject(), erasure.before(), new SampleWatch(stores));
      }
      assertThat(inspection.promises()).allMatch(Promise::holds);
      assertThat(erasure.mailbox(habeas).letters()).hasSize(1);
      try (TopicClient topics = habeas.topics()) {
        shouldHaveLivedOnce(topics.read(Topics.REQUESTS, erasure.id()));
        shouldHaveCompletedOnce(topics.read(Topics.ERASURE_EVENTS, erasure.id()));
        shouldHaveAskedStepByStep(topics.read(Topics.erasureTasks(STORE), erasure.id()));
        shouldHaveAnsweredEachStepAlike(
            topics.read(Topics.erasureTasks(STORE), erasure.id()),
            topics.read(Topics.replies(STORE), erasure.id()));
      }

      // and when
      habeas.interrupt();

      // then
      habeas.exitCode();
      assertThat(habeas.text()).endsWith("Stopped.");
      DataDirectory.take(data).close();
    }
  }

  private static void lockARow(Connection connection, AskedRequest erasure) throws SQLException {
    connection.setAutoCommit(false);
    try (PreparedStatement lock =
        connection.prepareStatement(
            "SELECT id FROM usage_events WHERE account_id = ? ORDER BY id LIMIT 1 FOR UPDATE")) {
      lock.setLong(1, Long.parseLong(erasure.subject().account()));
      lock.executeQuery().close();
    }
  }

  private static void shouldHaveLivedOnce(List<RequestRecord> life) {
    assertThat(life)
        .<Class<?>>extracting(record -> record.getPayload().getClass())
        .containsExactly(
            RequestRegistered.class,
            RequestAccepted.class,
            RequestCarriedOut.class,
            RecipientsToTell.class,
            RequestFulfilled.class);
  }

  private static void shouldHaveCompletedOnce(List<ErasureEventRecord> events) {
    assertThat(events)
        .filteredOn(event -> event.getPayload() instanceof ErasureCompleted)
        .hasSize(1);
  }

  /** A step that was put off is asked again as the same step. */
  private static void shouldHaveAskedStepByStep(List<ErasureTask> tasks) {
    List<Integer> steps = tasks.stream().map(ErasureTask::getStep).toList();
    assertThat(steps).isSorted();
    assertThat(steps.stream().distinct())
        .containsExactlyElementsOf(IntStream.rangeClosed(1, steps.getLast()).boxed().toList());
    // What was kept for some seconds may have been asked for by now.
    assertThat(tasks.stream().map(KilledInMidErasureIT::kind).distinct())
        .startsWith("LocateHoldings", "RestrictRecords", "EraseRecords", "VerifyErasure");
  }

  private static void shouldHaveAnsweredEachStepAlike(
      List<ErasureTask> tasks, List<ParticipantReply> replies) {
    for (ErasureTask task : tasks) {
      List<Object> outcomes =
          replies.stream()
              .filter(reply -> reply.getStep() == task.getStep())
              .map(ParticipantReply::getPayload)
              .filter(answer -> !(answer instanceof TaskDeferred))
              .distinct()
              .toList();
      assertThat(outcomes).as("outcomes of step %s", task.getStep()).hasSizeLessThan(2);
    }
    assertThat(
            replies.stream()
                .filter(reply -> !(reply.getPayload() instanceof TaskDeferred))
                .map(reply -> reply.getPayload().getClass().getSimpleName())
                .distinct())
        .startsWith("HoldingsLocated", "RecordsRestricted", "RecordsErased", "ErasureVerified");
  }

  private static String kind(ErasureTask task) {
    return task.getPayload().getClass().getSimpleName();
  }
}
