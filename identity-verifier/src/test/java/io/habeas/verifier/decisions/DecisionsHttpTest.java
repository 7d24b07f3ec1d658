package io.habeas.verifier.decisions;

import static io.habeas.verifier.StartedVerifier.INTAKE;
import static io.habeas.verifier.StartedVerifier.NOTIFIER;
import static io.habeas.verifier.StartedVerifier.body;
import static io.habeas.verifier.StartedVerifier.notAvailable;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.habeas.schemas.avro.EndCause;
import io.habeas.schemas.avro.EndingAsked;
import io.habeas.schemas.avro.RefusalGround;
import io.habeas.schemas.avro.RequestRefused;
import io.habeas.verifier.HandledTopics;
import io.habeas.verifier.StartedVerifier;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.http.HttpMethod;
import org.springframework.test.web.reactive.server.WebTestClient;

/** Reasons of what people decide: who states them, and who gets to see them. */
class DecisionsHttpTest {
  private static final String CONTENT = "a-keyed-hash-of-all-that-is-decided";
  private static final String WHY = "Court case 4711 is pending";

  @RegisterExtension static final StartedVerifier verifier = new StartedVerifier();

  private final HandledTopics topics = verifier.topics();

  @Test
  void shouldKeepReasonsOnceSealedAndShowThemToWhoeverHasToAccountForThem() {
    // given
    String requestId = verifier.accepted();
    String decisionId = UUID.randomUUID().toString();

    // when
    byte[] first = body(state(requestId, decisionId, "HOLD", WHY, CONTENT)).getBytes(UTF_8);
    byte[] again = body(state(requestId, decisionId, "HOLD", WHY, CONTENT)).getBytes(UTF_8);

    // then
    assertThat(again).isEqualTo(first);
    state(requestId, decisionId, "HOLD", "Other", "another-hash-of-what-is-decided")
        .expectStatus()
        .isEqualTo(409)
        .expectBody()
        .jsonPath("$.code")
        .isEqualTo("OTHER_CONTENT");
    state(UUID.randomUUID().toString(), decisionId, "HOLD", WHY, CONTENT)
        .expectStatus()
        .isEqualTo(409);
    assertThat(verifier.mongo().dump()).contains(decisionId).doesNotContain("4711 is pending");
    verifier
        .call(HttpMethod.GET, "/v1/vault/requests/" + requestId + "/decisions", "officer/dpo", "")
        .expectStatus()
        .isOk()
        .expectBody()
        .json(
            "{\"decisions\":[{\"decisionId\":\"%s\",\"kind\":\"HOLD\",\"reasons\":\"%s\"}]}"
                .formatted(decisionId, WHY));
  }

  @ParameterizedTest
  @CsvSource({"'',HOLD", "' ',HOLD", "Because,WHIM"})
  void shouldKeepNoReasonsThatSayNothing(String reasons, String kind) {
    state(UUID.randomUUID().toString(), UUID.randomUUID().toString(), kind, reasons, CONTENT)
        .expectStatus()
        .isBadRequest();
  }

  @Test
  void shouldKeepNoReasonsWithoutBound() {
    state(
            UUID.randomUUID().toString(),
            UUID.randomUUID().toString(),
            "HOLD",
            "a".repeat(4001),
            CONTENT)
        .expectStatus()
        .isBadRequest();
  }

  @Test
  void shouldGiveTheReasonsOfARefusalToTheLetterThatTellsItAndNoOthers_L12() {
    // given
    String requestId = verifier.accepted();
    String refusal = UUID.randomUUID().toString();
    String hold = UUID.randomUUID().toString();
    state(requestId, refusal, "REFUSAL", WHY, CONTENT).expectStatus().isOk();
    state(requestId, hold, "HOLD", "Not for the person", CONTENT).expectStatus().isOk();
    topics.register(requestId, new EndingAsked(EndCause.REFUSED));

    // then
    claimRefusal(requestId, refusal)
        .expectStatus()
        .isOk()
        .expectBody()
        .json(
            "{\"address\":\"%s@example.org\",\"locale\":\"en\",\"reasons\":\"%s\"}"
                .formatted(requestId, WHY));
    claimRefusal(requestId, hold).expectStatus().isEqualTo(425);
    claimRefusal(requestId, UUID.randomUUID().toString()).expectStatus().isEqualTo(425);
    claimRefusal(verifier.accepted(), refusal).expectStatus().isEqualTo(425);
    verifier
        .claimLetter(requestId, UUID.randomUUID().toString(), "LETTER", null)
        .expectBody()
        .jsonPath("$.reasons")
        .doesNotExist();
    topics.register(requestId, new RequestRefused(RefusalGround.LEGAL_CLAIMS));
    notAvailable(claimRefusal(requestId, refusal), "NO_PROVEN_CONTACT");
  }

  private WebTestClient.ResponseSpec state(
      String requestId, String decisionId, String kind, String reasons, String content) {
    return verifier.call(
        HttpMethod.PUT,
        "/v1/vault/requests/" + requestId + "/decisions/" + decisionId,
        INTAKE,
        "{\"kind\":\"%s\",\"reasons\":\"%s\",\"content\":\"%s\"}"
            .formatted(kind, reasons, content));
  }

  private WebTestClient.ResponseSpec claimRefusal(String requestId, String decisionId) {
    return verifier.call(
        HttpMethod.POST,
        "/v1/vault/letters/claims",
        NOTIFIER,
        "{\"requestId\":\"%s\",\"noticeId\":\"%s\",\"scope\":\"LETTER\",\"decisionId\":\"%s\"}"
            .formatted(requestId, UUID.randomUUID(), decisionId));
  }
}
