package io.habeas.endtoend;

import static io.habeas.endtoend.AskedRequest.isInState;
import static io.habeas.endtoend.AskedRequest.waitsFor;
import static org.assertj.core.api.Assertions.assertThat;

import io.habeas.schemas.Topics;
import io.habeas.schemas.avro.ExportCompleted;
import io.habeas.schemas.avro.ExportRecords;
import io.habeas.schemas.avro.PartsCollected;
import io.habeas.schemas.avro.RecordsExported;
import io.habeas.schemas.avro.RequestAccepted;
import io.habeas.schemas.avro.RequestCarriedOut;
import io.habeas.schemas.avro.RequestFulfilled;
import io.habeas.schemas.avro.RequestRegistered;
import io.habeas.standalone.person.Mailbox.Letter;
import io.habeas.standalone.sample.CopyInspection;
import io.habeas.standalone.sample.Promise;
import io.habeas.testkit.platform.TopicClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("thorough")
class KilledInMidExportIT {
  private static final String STORE = "accounts-db";

  /** Somebody who has this lock keeps the store from recording that it has read out. */
  private static final String HOLD_BACK =
      """
      CREATE FUNCTION habeas.hold_back() RETURNS trigger LANGUAGE plpgsql AS
        'BEGIN PERFORM pg_advisory_xact_lock(15); RETURN NEW; END';
      CREATE TRIGGER hold_back BEFORE INSERT ON habeas.habeas_outcome
        FOR EACH ROW WHEN (NEW.action = 'EXPORT') EXECUTE FUNCTION habeas.hold_back();
      """;

  @TempDir Path data;
  @TempDir Path fetched;

  @Test
  void shouldHandOverTheWholeCopyOnceAfterARestart() throws Exception {
    // given a store that has read out and uploaded, and cannot record it
    AskedRequest access;
    try (HabeasProcess habeas = HabeasProcess.up(data)) {
      access = AskedRequest.ask(habeas, "ACCESS");
      try (Connection holder = AskedRequest.database(habeas).getConnection();
          Statement statement = holder.createStatement()) {
        statement.execute(HOLD_BACK);
        statement.execute("SELECT pg_advisory_lock(15)");
        access.prove(habeas);
        access.awaitStatus(
            habeas,
            status ->
                status.path("phase").asString().equals("EXPORTING")
                    && waitsFor(status, STORE, "RECORD_LOCKED"));
        assertThat(uploaded(access)).isNotEmpty();

        // when
        habeas.kill();
      }
    }

    try (HabeasProcess habeas = HabeasProcess.up(data)) {
      access.awaitStatus(habeas, status -> isInState(status, "FULFILLED"));

      // then the letter came, its link gives the whole copy, and gives it once
      List<Letter> letters = access.mailbox(habeas).letters();
      assertThat(letters).hasSize(1);
      String link = letters.getFirst().linkSecret();
      Path archive = fetched.resolve("package.zip");
      assertThat(access.fetch(habeas, link, archive)).isEqualTo(200);
      assertThat(access.fetch(habeas, link, fetched.resolve("again.zip"))).isEqualTo(403);
      assertThat(
              CopyInspection.of(
                      archive, fetched.resolve("package"), access.subject(), access.before())
                  .promises())
          .allMatch(Promise::holds);

      // and nothing that the stores uploaded is left, nothing of the stores was changed
      assertThat(uploaded(access)).isEmpty();
      assertThat(AskedRequest.storesOf(habeas)).isEqualTo(access.before());
      try (TopicClient topics = habeas.topics()) {
        shouldHaveHappenedOnce(topics, access);
      }
    }
  }

  private static void shouldHaveHappenedOnce(TopicClient topics, AskedRequest access) {
    assertThat(topics.read(Topics.REQUESTS, access.id()))
        .<Class<?>>extracting(record -> record.getPayload().getClass())
        .containsExactly(
            RequestRegistered.class,
            RequestAccepted.class,
            RequestCarriedOut.class,
            RequestFulfilled.class);
    assertThat(topics.read(Topics.EXPORT_EVENTS, access.id()))
        .<Class<?>>extracting(record -> record.getPayload().getClass())
        .filteredOn(type -> type.equals(PartsCollected.class) || type.equals(ExportCompleted.class))
        .containsExactly(PartsCollected.class, ExportCompleted.class);
    assertThat(topics.read(Topics.exportTasks(STORE), access.id()))
        .filteredOn(task -> task.getPayload() instanceof ExportRecords)
        .extracting(task -> task.getStep())
        .containsOnly(2);
    assertThat(topics.read(Topics.replies(STORE), access.id()))
        .filteredOn(reply -> reply.getPayload() instanceof RecordsExported)
        .extracting(reply -> reply.getPayload())
        .hasSizeGreaterThan(0)
        .containsOnly(
            topics.read(Topics.replies(STORE), access.id()).stream()
                .map(reply -> reply.getPayload())
                .filter(RecordsExported.class::isInstance)
                .findFirst()
                .orElseThrow());
  }

  /** What lies in the object storage of what stores uploaded for the request, seen on its disk. */
  private List<Path> uploaded(AskedRequest request) throws IOException, SQLException {
    try (Stream<Path> files = Files.walk(data.resolve("s3"))) {
      return files
          .filter(Files::isRegularFile)
          .filter(file -> file.toString().contains("parts"))
          .filter(file -> file.toString().contains(request.id().toString()))
          .toList();
    }
  }
}
