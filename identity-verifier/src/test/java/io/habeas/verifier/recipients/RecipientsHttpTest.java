package io.habeas.verifier.recipients;

import static io.habeas.verifier.StartedVerifier.NOTIFIER;
import static io.habeas.verifier.StartedVerifier.PATIENCE;
import static io.habeas.verifier.StartedVerifier.STORE;
import static io.habeas.verifier.StartedVerifier.notAvailable;

import io.habeas.process.ProcessDefinition.InvalidMessage;
import io.habeas.process.ProcessDefinition.Keyed;
import io.habeas.schemas.avro.Completion;
import io.habeas.schemas.avro.NotToldReason;
import io.habeas.schemas.avro.RecipientExcused;
import io.habeas.schemas.avro.RecipientFinding;
import io.habeas.schemas.avro.RecipientMatter;
import io.habeas.schemas.avro.RecipientNotTold;
import io.habeas.schemas.avro.RecipientRecord;
import io.habeas.schemas.avro.RecipientTold;
import io.habeas.schemas.avro.RequestCarriedOut;
import io.habeas.schemas.avro.RequestFulfilled;
import io.habeas.verifier.HandledTopics;
import io.habeas.verifier.StartedVerifier;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.http.HttpMethod;
import org.springframework.test.json.JsonCompareMode;

/** What the notifier is given for a letter to a recipient, and until when (Art. 19). */
class RecipientsHttpTest {
  @RegisterExtension static final StartedVerifier verifier = new StartedVerifier();

  private final HandledTopics topics = verifier.topics();

  @Test
  void shouldGiveARecipientWhatWasAgreedOnUntilItIsToldThoughTheRequestIsOver_L22()
      throws InvalidMessage {
    // given
    String requestId = verifier.accepted();
    verifier.deposit(STORE, requestId, 1, "account_id", "4711").expectStatus().isOk();
    UUID noticeId = UUID.randomUUID();
    verifier.claimForRecipient(requestId, noticeId, "newsletter").expectStatus().isEqualTo(425);

    // when
    topics.register(requestId, new RequestCarriedOut(Completion.ERASED_IN_FULL));
    topics.toTell(requestId, RecipientMatter.ERASURE, noticeId);
    topics.register(requestId, new RequestFulfilled(Completion.ERASED_IN_FULL));

    // then it is told by its approved types, and nobody else is
    String about =
        "{\"about\":{\"identifiers\":[{\"type\":\"email\",\"value\":\"%s@example.org\"}]}}"
            .formatted(requestId);
    verifier
        .claimForRecipient(requestId, noticeId, "newsletter")
        .expectStatus()
        .isOk()
        .expectBody()
        .json(about, JsonCompareMode.STRICT);
    notAvailable(verifier.claimForRecipient(requestId, noticeId, "stranger"), "NOT_APPROVED");
    notAvailable(verifier.claimForRecipient(requestId, UUID.randomUUID(), "newsletter"), "EXPIRED");
    verifier
        .claimForRecipient(UUID.randomUUID().toString(), noticeId, "newsletter")
        .expectStatus()
        .isEqualTo(425);
    String path = "/v1/vault/recipient-notices/" + noticeId;
    verifier
        .call(HttpMethod.GET, path, "officer/dpo", "{}")
        .expectBody()
        .json(
            "{\"identifiers\":[{\"type\":\"email\",\"value\":\"%s@example.org\"}]}"
                .formatted(requestId),
            JsonCompareMode.STRICT);
    verifier.call(HttpMethod.GET, path, NOTIFIER, "{}").expectStatus().isForbidden();
    notAvailable(
        verifier.claimLetter(requestId, noticeId.toString(), "LETTER", null), "NO_PROVEN_CONTACT");

    // when it could not be told, then whoever tells it otherwise still needs it
    recipient(
        requestId,
        new RecipientNotTold(
            "newsletter", RecipientMatter.ERASURE, noticeId, NotToldReason.ADDRESS_REFUSED));
    verifier.claimForRecipient(requestId, noticeId, "newsletter").expectStatus().isOk();

    // when it is told, also if it is read again that it is to be
    recipient(requestId, new RecipientTold("newsletter", RecipientMatter.ERASURE, noticeId, null));
    topics.toTell(requestId, RecipientMatter.ERASURE, noticeId);

    // then
    notAvailable(verifier.claimForRecipient(requestId, noticeId, "newsletter"), "EXPIRED");
    verifier.call(HttpMethod.GET, path, "officer/dpo", "{}").expectStatus().isNotFound();
  }

  @Test
  void shouldNotKeepForARecipientWhatWasSettledBefore() throws InvalidMessage {
    // given
    String requestId = verifier.accepted();
    UUID noticeId = UUID.randomUUID();

    // when the topics overtake each other
    recipient(
        requestId,
        new RecipientExcused(
            "newsletter",
            RecipientMatter.ERASURE,
            noticeId,
            RecipientFinding.IMPOSSIBLE,
            UUID.randomUUID()));
    topics.toTell(requestId, RecipientMatter.ERASURE, noticeId);

    // then
    notAvailable(verifier.claimForRecipient(requestId, noticeId, "newsletter"), "EXPIRED");
  }

  @Test
  void shouldForgetOfWhomARecipientIsToldWhenItsTimeIsOver() {
    // given
    String requestId = verifier.accepted();
    UUID noticeId = UUID.randomUUID();
    topics.toTell(requestId, RecipientMatter.ERASURE, noticeId);

    // when
    verifier
        .bean(RecipientNotices.class)
        .shredExpired(Instant.now().plus(Duration.ofDays(59)))
        .block(PATIENCE);
    verifier.claimForRecipient(requestId, noticeId, "newsletter").expectStatus().isOk();
    verifier
        .bean(RecipientNotices.class)
        .shredExpired(Instant.now().plus(Duration.ofDays(61)))
        .block(PATIENCE);

    // then
    notAvailable(verifier.claimForRecipient(requestId, noticeId, "newsletter"), "EXPIRED");
    topics.toTell(requestId, RecipientMatter.ERASURE, noticeId);
    notAvailable(verifier.claimForRecipient(requestId, noticeId, "newsletter"), "EXPIRED");
  }

  @Test
  void shouldGiveARecipientNothingUnprovenAndSoNothingAtAllWhereNothingElseIsThere_L11() {
    // given
    String requestId = verifier.arrived();
    UUID noticeId = UUID.randomUUID();
    topics.toTell(requestId, RecipientMatter.ERASURE, noticeId);

    // then
    notAvailable(
        verifier.claimForRecipient(requestId, noticeId, "newsletter"), "NO_AGREED_IDENTIFIER");
  }

  private void recipient(String requestId, Object payload) throws InvalidMessage {
    new RecipientHandler(verifier.bean(RecipientNotices.class), PATIENCE)
        .handle(
            "dsar.recipients",
            new Keyed<>(
                requestId,
                new RecipientRecord(UUID.fromString(requestId), Instant.now(), payload)));
  }
}
