package io.habeas.endtoend;

import static io.habeas.endtoend.AskedRequest.isInState;
import static org.assertj.core.api.Assertions.assertThat;

import io.habeas.schemas.Topics;
import io.habeas.schemas.avro.ErasureTask;
import io.habeas.schemas.avro.LiftRestriction;
import io.habeas.standalone.person.Mailbox;
import io.habeas.standalone.person.OfficersDesk;
import io.habeas.standalone.sample.TableContent;
import io.habeas.testkit.platform.TopicClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Art. 18, from the front door to every store, and back when the person was told. */
@Tag("thorough")
class RestrictionIT {
  private static final Duration LIMIT = Duration.ofMinutes(1);
  private static final String REASONS = "The address proved to be right.";

  @TempDir Path data;

  @Test
  void shouldRestrictUntilItIsDecidedOtherwiseAndThePersonWasTold_L24() throws Exception {
    // given
    try (HabeasProcess habeas = HabeasProcess.up(data)) {
      AskedRequest request =
          AskedRequest.ask(habeas, "RESTRICTION", Map.of("ground", "ART_18_1_A"));

      // when
      request.prove(habeas);

      // then everything is restricted, and the letter says so
      request.awaitStatus(habeas, found -> isInState(found, "RESTRICTED"));
      assertThat(status(request, habeas)).isEqualTo("restricted");
      Mailbox.Letter stands = request.mailbox(habeas).await(3, LIMIT);
      assertThat(stands.subject()).startsWith("Your personal data is restricted");
      assertThat(stands.text()).contains("Art. 18(1)(a) GDPR", "records restricted");
      assertThat(lifts(request, habeas)).isZero();

      // when it is decided that it ends
      try (OfficersDesk desk = AskedRequest.officersDesk(habeas)) {
        desk.endRestriction(request.id().toString(), REASONS);
      }

      // then the person is told, and then it is as it was
      Mailbox.Letter ends = request.mailbox(habeas).await(4, LIMIT);
      assertThat(ends.subject()).isEqualTo("The restriction of your personal data ends");
      assertThat(ends.text()).contains(REASONS);
      var closed = request.awaitStatus(habeas, found -> isInState(found, "FULFILLED"));
      assertThat(closed.path("completion").asString()).isEqualTo("RESTRICTION_LIFTED");
      assertThat(AskedRequest.storesOf(habeas)).isEqualTo(request.before());
      assertThat(lifts(request, habeas)).isEqualTo(1);
    }
  }

  private static long lifts(AskedRequest request, HabeasProcess habeas) throws Exception {
    try (TopicClient topics = habeas.topics()) {
      return topics.read(Topics.erasureTasks("accounts-db"), request.id()).stream()
          .filter(task -> task.getPayload() instanceof LiftRestriction)
          .map(ErasureTask::getStep)
          .distinct()
          .count();
    }
  }

  private static String status(AskedRequest request, HabeasProcess habeas) {
    TableContent accounts = Objects.requireNonNull(AskedRequest.storesOf(habeas).get("accounts"));
    return accounts.rows().values().stream()
        .filter(row -> request.subject().owns("accounts", row))
        .map(row -> row.get("status"))
        .findFirst()
        .orElseThrow();
  }
}
