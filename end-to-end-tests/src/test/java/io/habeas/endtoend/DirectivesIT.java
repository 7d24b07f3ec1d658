package io.habeas.endtoend;

import static io.habeas.endtoend.AskedRequest.isInState;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.habeas.participant.directives.Directives.Standing;
import io.habeas.participant.directives.FollowedDirectives;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * Art. 7(3), 17 and 21(2), as a product service sees them that follows its directives and no more.
 */
@Tag("thorough")
class DirectivesIT {
  private static final Duration LIMIT = Duration.ofMinutes(1);

  @TempDir Path data;

  @Test
  void shouldTellAProductServiceWhatToRespectOfWhomeverItKnows() throws Exception {
    // given
    try (HabeasProcess habeas = HabeasProcess.up(data)) {
      AskedRequest erasure = AskedRequest.ask(habeas, "ERASURE");
      try (FollowingService service = FollowingService.beside(habeas, "accounts-db")) {
        FollowedDirectives directives = service.directives();
        assertThat(directives.awaitCurrent(LIMIT)).isTrue();
        String email = erasure.subject().email();
        assertThat(directives.about("email", email).mayTakeIn(Instant.EPOCH)).isTrue();

        // when somebody withdraws consent and objects to marketing, and proves nothing
        AskedRequest withdrawal =
            AskedRequest.ask(
                habeas,
                "CONSENT_WITHDRAWAL",
                Map.of("purposes", List.of("newsletter")),
                erasure.subject());
        AskedRequest objection = AskedRequest.ask(habeas, "MARKETING_OBJECTION", erasure.subject());

        // then it is answered at once, and the service knows
        JsonNode answered = objection.awaitStatus(habeas, status -> isInState(status, "FULFILLED"));
        assertThat(answered.path("completion").asString()).isEqualTo("PROCESSING_STOPPED");
        assertThat(answered.path("directed").toString()).contains("accounts-db");
        withdrawal.awaitStatus(habeas, status -> isInState(status, "FULFILLED"));
        Standing stopped =
            await()
                .atMost(LIMIT)
                .until(
                    () -> directives.about("email", email.toUpperCase(java.util.Locale.ROOT)),
                    standing -> standing.stopped().size() == 2);
        assertThat(stopped.mayProcessFor("direct-marketing", null)).isFalse();
        assertThat(stopped.mayProcessFor("newsletter", Instant.EPOCH)).isFalse();
        assertThat(stopped.mayProcessFor("newsletter", Instant.now())).isTrue();
        assertThat(stopped.mayTakeIn(Instant.EPOCH)).isTrue();
        assertThat(directives.about("email", "nobody@mail.example").stopped()).isEmpty();
        assertThat(AskedRequest.storesOf(habeas)).isEqualTo(erasure.before());

        // when the person is erased
        Instant before = Instant.now();
        erasure.prove(habeas);
        erasure.awaitStatus(habeas, status -> isInState(status, "FULFILLED"));

        // then late data is not taken in, and what comes after may be
        Standing erased =
            await()
                .atMost(LIMIT)
                .until(
                    () -> directives.about("email", email),
                    standing -> standing.takeNothingInFromBefore() != null);
        assertThat(erased.mayTakeIn(before)).isFalse();
        assertThat(erased.mayTakeIn(Instant.now().plusSeconds(1))).isTrue();
        assertThat(erased.stopped()).hasSize(2);
      }
    }
  }
}
