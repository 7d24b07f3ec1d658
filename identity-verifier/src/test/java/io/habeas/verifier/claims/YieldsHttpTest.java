package io.habeas.verifier.claims;

import static io.habeas.verifier.ClaimResults.granted;
import static io.habeas.verifier.StartedVerifier.OTHER_STORE;
import static io.habeas.verifier.StartedVerifier.STORE;

import io.habeas.schemas.avro.Completion;
import io.habeas.schemas.avro.LocateHoldings;
import io.habeas.schemas.avro.RequestCarriedOut;
import io.habeas.schemas.avro.RestrictRecords;
import io.habeas.verifier.HandledTopics;
import io.habeas.verifier.StartedVerifier;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.test.web.reactive.server.WebTestClient;

/** What participants yield over HTTP, and who needs it. */
class YieldsHttpTest {
  @RegisterExtension static final StartedVerifier verifier = new StartedVerifier();

  private final HandledTopics topics = verifier.topics();

  @Test
  void shouldPassAYieldedIdentifierOnToWhoNeedsIt() {
    // given
    String requestId = verifier.accepted();
    topics.task(requestId, "billing", 1, new LocateHoldings(1));
    verifier.expectClaimed(OTHER_STORE, requestId, 1, granted());

    // when
    for (int i = 0; i < 2; i++) {
      verifier
          .deposit(STORE, requestId, 1, "account_id", "4711")
          .expectStatus()
          .isOk()
          .expectBody()
          .json("{\"added\":[\"account_id\"]}");
    }

    // then
    verifier.expectClaimed(OTHER_STORE, requestId, 1, granted("account_id", "4711"));
  }

  @Test
  void shouldAnswerASecondAccountWithAConflict() {
    String requestId = verifier.accepted();
    verifier.deposit(STORE, requestId, 1, "account_id", "4711").expectStatus().isOk();
    verifier
        .deposit(STORE, requestId, 1, "account_id", "4712")
        .expectStatus()
        .isEqualTo(409)
        .expectBody()
        .jsonPath("$.code")
        .isEqualTo("CONFLICT");
  }

  @Test
  void shouldTakeNoYieldThatIsNotDeclaredNotApprovedOrNotForATaskToLocate() {
    // given
    String requestId = verifier.accepted();
    topics.task(requestId, "accounts-db", 2, new RestrictRecords());

    // then
    yieldRefused(verifier.deposit(STORE, requestId, 1, "phone", "1"), "NOT_APPROVED");
    yieldRefused(verifier.deposit(STORE, requestId, 1, "email", "eve@example.org"), "NOT_APPROVED");
    yieldRefused(verifier.deposit(STORE, requestId, 2, "account_id", "7"), "NO_SUCH_TASK");
    topics.register(requestId, new RequestCarriedOut(Completion.ERASED_IN_FULL));
    yieldRefused(verifier.deposit(STORE, requestId, 1, "account_id", "7"), "CLOSED");
    verifier
        .deposit(STORE, UUID.randomUUID().toString(), 1, "account_id", "7")
        .expectStatus()
        .isNotFound();
    String unproven = verifier.arrived();
    topics.task(unproven, "accounts-db", 1, new LocateHoldings(1));
    yieldRefused(verifier.deposit(STORE, unproven, 1, "account_id", "7"), "NOT_ACCEPTED");
  }

  private static void yieldRefused(WebTestClient.ResponseSpec response, String code) {
    response.expectStatus().isForbidden().expectBody().jsonPath("$.code").isEqualTo(code);
  }
}
