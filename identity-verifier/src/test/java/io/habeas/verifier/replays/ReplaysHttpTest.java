package io.habeas.verifier.replays;

import static io.habeas.verifier.ClaimResults.NOT_YET;
import static io.habeas.verifier.ClaimResults.granted;
import static io.habeas.verifier.ClaimResults.refused;
import static io.habeas.verifier.StartedVerifier.OTHER_STORE;
import static io.habeas.verifier.StartedVerifier.PATIENCE;
import static io.habeas.verifier.StartedVerifier.STORE;
import static io.habeas.verifier.StartedVerifier.SUBSCRIBERS;
import static org.assertj.core.api.Assertions.assertThat;

import io.habeas.schemas.avro.Completion;
import io.habeas.schemas.avro.ConsentErasureAccepted;
import io.habeas.schemas.avro.EraseRecords;
import io.habeas.schemas.avro.ErasureGround;
import io.habeas.schemas.avro.ReplayGranted;
import io.habeas.schemas.avro.ReplayRefused;
import io.habeas.schemas.avro.RequestFulfilled;
import io.habeas.schemas.avro.RestrictRecords;
import io.habeas.schemas.avro.Right;
import io.habeas.schemas.avro.StoreReplayed;
import io.habeas.schemas.avro.StoreRestored;
import io.habeas.verifier.HandledTopics;
import io.habeas.verifier.StartedVerifier;
import io.habeas.verifier.closing.Forgetting;
import io.habeas.verifier.gate.Gate;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.http.HttpMethod;

/** By what a restored store erases again those whose erasure is over. */
class ReplaysHttpTest {
  @RegisterExtension static final StartedVerifier verifier = new StartedVerifier();

  private final HandledTopics topics = verifier.topics();

  @Test
  void shouldTellARestoredStoreOnceMoreByWhatToEraseAndNobodyElse() {
    // given an erasure that is over
    String requestId = verifier.accepted();
    verifier.bean(Gate.class).ask(requestId, 1, true);
    topics.register(requestId, new RequestFulfilled(Completion.ERASED_IN_FULL));
    assertThat(verifier.mongo().dump()).doesNotContain(requestId + "@example.org");
    verifier
        .call(
            HttpMethod.POST,
            "/v1/vault/lookups",
            "dora/dpo",
            "{\"type\":\"email\",\"value\":\"%s@example.org\"}".formatted(requestId))
        .expectBody()
        .json("{\"requestIds\":[]}");
    UUID restoration = UUID.randomUUID();

    // when
    restored(requestId, restoration, "accounts-db");

    // then
    assertThat(verifier.announcements().identity(requestId).getLast())
        .isEqualTo(new ReplayGranted(restoration, "accounts-db"));
    verifier.expectClaimed(STORE, requestId, 5, NOT_YET);
    topics.task(requestId, "accounts-db", 5, new EraseRecords(ErasureGround.ART_17_1_A));
    verifier.expectClaimed(STORE, requestId, 5, granted("email", requestId + "@example.org"));
    verifier.expectClaimed(OTHER_STORE, requestId, 5, refused("CLOSED"));
    verifier
        .call(HttpMethod.POST, "/v1/vault/rewraps", "olga/operator", "")
        .expectBody()
        .json("{\"failed\":0,\"remaining\":0}");

    // when it is done
    verifier
        .bean(Replays.class)
        .replayed(UUID.fromString(requestId), new StoreReplayed(restoration, "accounts-db"));

    // then
    verifier.expectClaimed(STORE, requestId, 5, refused("CLOSED"));
  }

  @Test
  void shouldTellARestoredStoreByWhatToEraseAgainWhatRestedOnAConsent() {
    // given
    String requestId = consentErasure();
    verifier.bean(Gate.class).ask(requestId, 1, true);
    topics.register(requestId, new RequestFulfilled(Completion.ERASED_IN_FULL));
    UUID restoration = UUID.randomUUID();

    // when
    restored(requestId, restoration, "subscribers");
    topics.task(requestId, "subscribers", 5, new RestrictRecords());

    // then
    assertThat(verifier.announcements().identity(requestId).getLast())
        .isEqualTo(new ReplayGranted(restoration, "subscribers"));
    verifier.expectClaimed(SUBSCRIBERS, requestId, 5, granted("email", requestId + "@example.org"));
  }

  @Test
  void shouldForgetWhoWantedNothingErasedAfterAllAlsoWhereTheyHadPassedTheGate() {
    // given
    String requestId = consentErasure();
    verifier.bean(Gate.class).ask(requestId, 1, true);

    // when
    topics.register(requestId, new RequestFulfilled(Completion.PROCESSING_STOPPED));

    // then
    assertThat(verifier.bean(Gate.class).hasPassed(requestId)).isFalse();
    UUID restoration = UUID.randomUUID();
    restored(requestId, restoration, "subscribers");
    assertThat(verifier.announcements().identity(requestId).getLast())
        .isEqualTo(new ReplayRefused(restoration, "subscribers"));
  }

  @Test
  void shouldSayThatNobodyKnowsAnyMoreByWhatARestoredStoreHasToErase() {
    // given one that is sealed for as long as backups live, and one that never passed the gate
    String sealed = verifier.accepted();
    verifier.bean(Gate.class).ask(sealed, 1, true);
    topics.register(sealed, new RequestFulfilled(Completion.ERASED_IN_FULL));
    String shredded = verifier.accepted();
    topics.register(shredded, new RequestFulfilled(Completion.ERASED_IN_FULL));
    UUID restoration = UUID.randomUUID();

    // when
    verifier
        .bean(Forgetting.class)
        .shredSealed(Instant.now().plus(Duration.ofDays(34)))
        .block(PATIENCE);
    restored(sealed, restoration, "accounts-db");
    restored(shredded, restoration, "accounts-db");

    // then
    assertThat(verifier.announcements().identity(sealed).getLast())
        .isEqualTo(new ReplayGranted(restoration, "accounts-db"));
    assertThat(verifier.announcements().identity(shredded).getLast())
        .isEqualTo(new ReplayRefused(restoration, "accounts-db"));

    // when the last backup is gone: not while it is being erased again
    verifier
        .bean(Forgetting.class)
        .shredSealed(Instant.now().plus(Duration.ofDays(36)))
        .block(PATIENCE);
    restored(sealed, restoration, "accounts-db");
    assertThat(verifier.announcements().identity(sealed).getLast())
        .isEqualTo(new ReplayGranted(restoration, "accounts-db"));
    verifier
        .bean(Replays.class)
        .replayed(UUID.fromString(sealed), new StoreReplayed(restoration, "accounts-db"));
    verifier
        .bean(Forgetting.class)
        .shredSealed(Instant.now().plus(Duration.ofDays(36)))
        .block(PATIENCE);
    restored(sealed, restoration, "accounts-db");

    // then
    assertThat(verifier.announcements().identity(sealed).getLast())
        .isEqualTo(new ReplayRefused(restoration, "accounts-db"));
  }

  /** Consent is withdrawn, proven, and what rested on it is to be erased. */
  private String consentErasure() {
    String requestId = UUID.randomUUID().toString();
    verifier.put(requestId, requestId + "@example.org").expectStatus().isNoContent();
    topics.arrive(requestId, Right.CONSENT_WITHDRAWAL, List.of("newsletter"));
    verifier.prove(requestId);
    topics.register(
        requestId,
        new ConsentErasureAccepted(
            List.of("newsletter"), List.of("subscribers"), List.of("email"), LocalDate.EPOCH));
    return requestId;
  }

  private void restored(String requestId, UUID restoration, String participant) {
    verifier
        .bean(Replays.class)
        .restored(
            UUID.fromString(requestId), new StoreRestored(restoration, participant), Instant.now());
  }
}
