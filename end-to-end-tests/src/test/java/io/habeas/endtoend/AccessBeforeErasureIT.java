package io.habeas.endtoend;

import static io.habeas.endtoend.AskedRequest.isInState;
import static io.habeas.endtoend.AskedRequest.waitsFor;
import static org.assertj.core.api.Assertions.assertThat;

import io.habeas.schemas.Topics;
import io.habeas.schemas.avro.CollectionExport;
import io.habeas.schemas.avro.ExportCompleted;
import io.habeas.schemas.avro.ExportEventRecord;
import io.habeas.testkit.platform.TopicClient;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Who asks for a copy and then to be erased gets the copy first. */
@Tag("thorough")
class AccessBeforeErasureIT {
  /** The copy is asked for again only after a pause in which the erasure comes to the gate. */
  private static final Map<String, String> SETTINGS =
      Map.of(
          "HABEAS_EXPORTBUILDER_FIRSTPAUSE", "60s",
          "HABEAS_ERASUREORCHESTRATOR_COOLINGOFF", "0s");

  @TempDir Path data;

  @Test
  void shouldFinishTheCopyOfWhatIsHiddenBeforeAnythingIsErased() throws Exception {
    try (HabeasProcess habeas = HabeasProcess.up(HabeasProcess.CHECKOUT, SETTINGS, data)) {
      // given a copy that waits for a store
      AskedRequest access = AskedRequest.ask(habeas, "ACCESS");
      execute(habeas, "ALTER TABLE consents RENAME TO consents_elsewhere");
      access.prove(habeas);
      access.awaitStatus(habeas, found -> waitsFor(found, "accounts-db", "MAP_MISMATCH"));
      execute(habeas, "ALTER TABLE consents_elsewhere RENAME TO consents");
      access.mailbox(habeas).await(2, Duration.ofMinutes(1));

      // when the same person wants to be erased
      AskedRequest erasure = AskedRequest.ask(habeas, "ERASURE", access.subject());
      erasure.prove(habeas, 3);

      // then everything is hidden, and the erasure waits for the copy
      JsonNode waiting =
          erasure.awaitStatus(habeas, found -> found.path("waitsForAccess").asBoolean());
      assertThat(waiting.path("phase").asString()).isEqualTo("AT_GATE");

      // and the copy has what was hidden, and then it is erased
      JsonNode copied = access.awaitStatus(habeas, found -> isInState(found, "FULFILLED"));
      assertThat(copied.path("completion").asString()).isEqualTo("COPY_PROVIDED");
      assertThat(accountsIn(habeas, access)).isEqualTo(1);
      JsonNode erased = erasure.awaitStatus(habeas, found -> isInState(found, "FULFILLED"));
      assertThat(erased.path("waitsForAccess").asBoolean()).isFalse();
      assertThat(erased.path("completion").asString()).startsWith("ERASED");
    }
  }

  private static long accountsIn(HabeasProcess habeas, AskedRequest access) throws Exception {
    try (TopicClient topics = habeas.topics()) {
      return topics.read(Topics.EXPORT_EVENTS, access.id()).stream()
          .map(ExportEventRecord::getPayload)
          .filter(ExportCompleted.class::isInstance)
          .map(ExportCompleted.class::cast)
          .flatMap(completed -> completed.getStores().stream())
          .flatMap(store -> store.getCollections().stream())
          .filter(collection -> collection.getCollection().equals("accounts"))
          .mapToLong(CollectionExport::getRecords)
          .findFirst()
          .orElseThrow();
    }
  }

  private static void execute(HabeasProcess habeas, String sql) throws SQLException {
    try (Connection connection = AskedRequest.database(habeas).getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
