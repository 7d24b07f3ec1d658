package io.habeas.verifier.claims;

import static io.habeas.verifier.ClaimResults.NOT_YET;
import static io.habeas.verifier.ClaimResults.granted;
import static io.habeas.verifier.ClaimResults.refused;
import static io.habeas.verifier.StartedVerifier.INTAKE;
import static io.habeas.verifier.StartedVerifier.OTHER_STORE;
import static io.habeas.verifier.StartedVerifier.STORE;
import static io.habeas.verifier.StartedVerifier.SUBSCRIBERS;
import static io.habeas.verifier.StartedVerifier.acceptance;

import io.habeas.schemas.avro.Completion;
import io.habeas.schemas.avro.ConsentErasureAccepted;
import io.habeas.schemas.avro.EraseExpired;
import io.habeas.schemas.avro.LocateHoldings;
import io.habeas.schemas.avro.RecipientMatter;
import io.habeas.schemas.avro.RectifyRecords;
import io.habeas.schemas.avro.RequestAccepted;
import io.habeas.schemas.avro.RequestCarriedOut;
import io.habeas.schemas.avro.RequestFulfilled;
import io.habeas.schemas.avro.RestrictRecords;
import io.habeas.schemas.avro.Right;
import io.habeas.verifier.HandledTopics;
import io.habeas.verifier.StartedVerifier;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.http.HttpMethod;
import org.springframework.test.json.JsonCompareMode;

/** What participants are told for a task over HTTP, and when. */
class ClaimsHttpTest {
  @RegisterExtension static final StartedVerifier verifier = new StartedVerifier();

  private final HandledTopics topics = verifier.topics();

  @Test
  void shouldGrantDeclaredAndApprovedTypesAsFarAsTheyAreProven_L11() {
    String requestId = verifier.accepted();
    verifier.expectClaimed(STORE, requestId, 1, granted("email", requestId + "@example.org"));
  }

  @Test
  void shouldGrantNothingOfAnUnprovenRequest_L10() {
    String requestId = verifier.arrived();
    topics.task(requestId, "accounts-db", 1, new LocateHoldings(1));
    verifier.expectClaimed(STORE, requestId, 1, refused("NOT_ACCEPTED"));
  }

  @Test
  void shouldAskToWaitUntilTheAcceptanceAndTheTaskHaveArrived() {
    // given
    String requestId = verifier.arrived();
    verifier.prove(requestId);

    // then
    verifier.expectClaimed(STORE, requestId, 1, NOT_YET);
    topics.register(requestId, acceptance());
    verifier.expectClaimed(STORE, requestId, 1, NOT_YET);
    topics.task(requestId, "accounts-db", 1, new LocateHoldings(1));
    verifier.expectClaimed(STORE, requestId, 1, granted("email", requestId + "@example.org"));
  }

  @Test
  void shouldGrantNothingForATaskOfAnotherParticipantOrOneThatWasNeverIssued() {
    // given
    String requestId = verifier.accepted();
    topics.task(requestId, "accounts-db", 3, new RestrictRecords());

    // then
    verifier.expectClaimed(OTHER_STORE, requestId, 1, NOT_YET);
    verifier.expectClaimed(STORE, requestId, 2, refused("NO_SUCH_TASK"));
    verifier.expectClaimed(STORE, requestId, 0, refused("NO_SUCH_TASK"));
    verifier.expectClaimed(STORE, requestId, 4, NOT_YET);
  }

  @Test
  void shouldGrantNothingOfAnUnknownRequest() {
    String requestId = UUID.randomUUID().toString();
    verifier.expectClaimed(STORE, requestId, 1, refused("UNKNOWN_REQUEST"));
  }

  @Test
  void shouldGrantNothingOfARequestThatIsOver() {
    // given
    String requestId = verifier.accepted();

    // then
    topics.register(requestId, new RequestCarriedOut(Completion.ERASED_IN_FULL));
    verifier.expectClaimed(STORE, requestId, 1, refused("CLOSED"));
    topics.register(requestId, new RequestFulfilled(Completion.ERASED_IN_FULL));
    verifier.expectClaimed(STORE, requestId, 1, refused("CLOSED"));
  }

  @Test
  void shouldTellNoIdentifierForWhatIsFoundByItsRetentionRowAlone_L20() {
    // given
    String requestId = verifier.accepted();
    topics.task(requestId, "accounts-db", 2, new EraseExpired(Instant.EPOCH));

    // then
    verifier.expectClaimed(STORE, requestId, 2, NOT_YET);
  }

  @Test
  void shouldGrantWhatRestedOnAConsentToThoseConcernedWhileItIsAcceptedAndToNobodyElse_L21() {
    // given
    String requestId = UUID.randomUUID().toString();
    String address = requestId + "@example.org";
    verifier.put(requestId, address).expectStatus().isNoContent();
    topics.arrive(requestId, Right.CONSENT_WITHDRAWAL, List.of("newsletter"));
    topics.register(
        requestId,
        new RequestAccepted(
            Right.CONSENT_WITHDRAWAL, List.of(), null, LocalDate.EPOCH, List.of("newsletter")));
    topics.task(requestId, "subscribers", 1, new LocateHoldings(1));
    topics.task(requestId, "accounts-db", 1, new LocateHoldings(1));
    verifier.expectClaimed(SUBSCRIBERS, requestId, 1, refused("NOT_ACCEPTED"));
    verifier.prove(requestId);
    verifier.expectClaimed(SUBSCRIBERS, requestId, 1, NOT_YET);

    // when
    topics.register(
        requestId,
        new ConsentErasureAccepted(
            List.of("newsletter"), List.of("subscribers"), List.of("email"), LocalDate.EPOCH));

    // then
    verifier.expectClaimed(SUBSCRIBERS, requestId, 1, granted("email", address));
    verifier.expectClaimed(STORE, requestId, 1, refused("NOT_CONCERNED"));
    topics.register(requestId, new RequestCarriedOut(Completion.ERASED_IN_FULL));
    verifier.expectClaimed(SUBSCRIBERS, requestId, 1, refused("CLOSED"));
  }

  @Test
  void shouldGrantCorrectionsForATaskToRectifyAlone() {
    // given
    String requestId = UUID.randomUUID().toString();
    verifier
        .call(
            HttpMethod.PUT,
            "/v1/vault/requests/" + requestId,
            INTAKE,
            """
            {"identifiers":[{"type":"email","value":"%s@example.org"}],
             "corrections":[{"category":"user.name","value":"Ann Other"}],
             "statement":"I moved in May.","locale":"en","source":"%s"}\
            """
                .formatted(requestId, UUID.randomUUID()))
        .expectStatus()
        .isNoContent();
    topics.arrive(requestId);
    verifier.prove(requestId);
    topics.register(requestId, acceptance());
    topics.task(requestId, "accounts-db", 1, new LocateHoldings(1));
    topics.task(requestId, "accounts-db", 2, new RectifyRecords());

    // then
    String address = requestId + "@example.org";
    verifier.expectClaimed(STORE, requestId, 1, granted("email", address));
    verifier.expectClaimed(
        STORE,
        requestId,
        2,
        granted("email", address)
            + ",\"corrections\":[{\"category\":\"user.name\",\"value\":\"Ann Other\"}]"
            + ",\"statement\":\"I moved in May.\"");
    verifier
        .call(HttpMethod.GET, "/v1/vault/requests/" + requestId + "/statement", "officer/dpo", "{}")
        .expectBody()
        .json(
            "{\"corrections\":[{\"category\":\"user.name\",\"value\":\"Ann Other\"}],"
                + "\"statement\":\"I moved in May.\"}",
            JsonCompareMode.STRICT);

    // and when it is carried out
    topics.register(requestId, new RequestCarriedOut(Completion.RECTIFIED));
    UUID noticeId = UUID.randomUUID();
    topics.toTell(requestId, RecipientMatter.RECTIFICATION, noticeId);
    topics.register(requestId, new RequestFulfilled(Completion.RECTIFIED));

    // then recipients are told it too
    verifier
        .claimForRecipient(requestId, noticeId, "newsletter")
        .expectBody()
        .json(
            "{\"about\":{\"identifiers\":[{\"type\":\"email\",\"value\":\"%s\"}],"
                    .formatted(address)
                + "\"corrections\":{\"user.name\":\"Ann Other\"},"
                + "\"statement\":\"I moved in May.\"}}",
            JsonCompareMode.STRICT);

    // then
    verifier.expectClaimed(STORE, requestId, 2, refused("CLOSED"));
  }

  @Test
  void shouldAnswerABatchInItsOrder() {
    // given
    String first = verifier.accepted();
    String second = UUID.randomUUID().toString();
    String third = verifier.accepted();

    // then
    verifier
        .call(
            HttpMethod.POST,
            "/v1/vault/claims",
            STORE,
            "{\"items\":[{\"requestId\":\"%s\",\"step\":1},{\"requestId\":\"%s\",\"step\":1},{\"requestId\":\"%s\",\"step\":1}]}"
                .formatted(first, second, third))
        .expectBody()
        .jsonPath("$.items[*].result")
        .isEqualTo(List.of("GRANTED", "REFUSED", "GRANTED"))
        .jsonPath("$.items[2].identifiers[0].value")
        .isEqualTo(third + "@example.org");
  }

  @Test
  void shouldTakeNoMoreThanFiveHundredClaimsAtOnce() {
    String item = "{\"requestId\":\"%s\",\"step\":1}".formatted(UUID.randomUUID());
    verifier
        .call(
            HttpMethod.POST,
            "/v1/vault/claims",
            STORE,
            "{\"items\":[" + String.join(",", Collections.nCopies(501, item)) + "]}")
        .expectStatus()
        .isBadRequest();
    verifier
        .call(
            HttpMethod.POST,
            "/v1/vault/claims",
            STORE,
            "{\"items\":[" + String.join(",", Collections.nCopies(500, item)) + "]}")
        .expectStatus()
        .isOk();
  }
}
