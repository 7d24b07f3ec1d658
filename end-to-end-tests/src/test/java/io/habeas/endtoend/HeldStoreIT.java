package io.habeas.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.habeas.schemas.Topics;
import io.habeas.standalone.person.OfficersDesk;
import io.habeas.standalone.sample.Inspection;
import io.habeas.standalone.sample.Promise;
import io.habeas.standalone.sample.SampleStores;
import io.habeas.standalone.sample.SampleWatch;
import io.habeas.testkit.platform.TopicClient;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** A store that is held as a whole, for whomever. */
@Tag("thorough")
class HeldStoreIT {
  private static final String STORE = "sessions";
  private static final Duration LIMIT = Duration.ofMinutes(2);

  @TempDir Path data;

  @Test
  void shouldEraseEverywhereElseAndThereOnceTheHoldIsReleased() throws Exception {
    try (HabeasProcess habeas = HabeasProcess.up(data)) {
      // given
      AskedRequest erasure = AskedRequest.ask(habeas, "ERASURE");
      try (OfficersDesk desk = AskedRequest.officersDesk(habeas);
          TopicClient topics = habeas.topics()) {
        String hold = desk.holdStore(STORE, "An audit of all sessions");
        awaitState(desk, hold, "EFFECTIVE");

        // when
        erasure.prove(habeas);
        JsonNode held =
            erasure.awaitStatus(
                habeas, status -> status.path("phase").asString("").equals("ON_HOLD"));

        // then
        assertThat(held.path("state").asString()).isEqualTo("IN_PROGRESS");
        assertThat(topics.read(Topics.STORE_HOLDS))
            .as("a copy for every partition")
            .hasSize(Topics.STORE_HOLDS.partitions());

        // when
        desk.releaseStore(hold, "The audit is over");

        // then
        erasure.awaitStatus(
            habeas, status -> status.path("state").asString("").equals("FULFILLED"));
        awaitState(desk, hold, "ENDED");
      }
      try (SampleStores stores = AskedRequest.stores(habeas)) {
        assertThat(
                Inspection.of(erasure.subject(), erasure.before(), new SampleWatch(stores))
                    .promises())
            .allMatch(Promise::holds);
      }
      habeas.interrupt();
      habeas.exitCode();
    }
  }

  private static void awaitState(OfficersDesk desk, String hold, String state) {
    await("the hold is " + state)
        .atMost(LIMIT)
        .until(
            () ->
                desk.storeHold(hold)
                    .filter(shown -> shown.path("state").asString().equals(state))
                    .isPresent());
  }
}
