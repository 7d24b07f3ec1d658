package io.habeas.endtoend;

import static io.habeas.endtoend.AskedRequest.isInState;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.habeas.schemas.Topics;
import io.habeas.schemas.avro.EraseRecords;
import io.habeas.schemas.avro.LedgerLine;
import io.habeas.standalone.person.OfficersDesk;
import io.habeas.testkit.platform.TopicClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** A hold on a person, placed before anybody asked, stops an erasure until they are released. */
@Tag("thorough")
class HeldPersonIT {
  private static final Duration LIMIT = Duration.ofMinutes(2);

  @TempDir Path data;

  @Test
  void shouldEraseNothingOfAPersonWhoIsHeldAndGoOnWhenTheyAreReleased() throws Exception {
    Map<String, String> hasty = Map.of("HABEAS_ERASUREORCHESTRATOR_COOLINGOFF", "0s");
    try (HabeasProcess habeas = HabeasProcess.up(HabeasProcess.CHECKOUT, hasty, data);
        OfficersDesk desk = AskedRequest.officersDesk(habeas)) {
      // given
      AskedRequest erasure = AskedRequest.ask(habeas, "ERASURE");
      String holdId = desk.holdPerson(erasure.subject().email(), "A claim is before the court.");
      await()
          .atMost(LIMIT)
          .until(() -> desk.holdsOnPersons().path(0).path("state").asString().equals("EFFECTIVE"));

      // when
      erasure.prove(habeas);

      // then it waits, nothing is changed, and the list says for whom
      erasure.awaitStatus(habeas, status -> status.path("phase").asString().equals("ON_HOLD"));
      assertThat(AskedRequest.storesOf(habeas)).isEqualTo(erasure.before());
      JsonNode held =
          await()
              .atMost(LIMIT)
              .until(
                  () -> desk.holdsOnPersons().path(0).path("requests").path(0),
                  request -> request.path("state").asString().equals("EFFECTIVE"));
      assertThat(held.path("requestId").asString()).isEqualTo(erasure.id().toString());
      assertThat(desk.holdsOnPersons().toString()).doesNotContain(erasure.subject().email());
      try (TopicClient topics = habeas.topics()) {
        assertThat(topics.read(Topics.erasureTasks("accounts-db"), erasure.id()))
            .noneMatch(task -> task.getPayload() instanceof EraseRecords);

        // when
        desk.releasePerson(holdId, "The claim is settled.");

        // then
        erasure.awaitStatus(habeas, status -> isInState(status, "FULFILLED"));
        assertThat(topics.read(Topics.ERASURES, erasure.id()))
            .last()
            .satisfies(
                entry ->
                    assertThat(entry.getStores())
                        .hasSize(5)
                        .extracting(LedgerLine::getPseudonym)
                        .doesNotContainNull()
                        .doesNotHaveDuplicates());
      }
      assertThat(AskedRequest.storesOf(habeas)).isNotEqualTo(erasure.before());
    }
  }
}
