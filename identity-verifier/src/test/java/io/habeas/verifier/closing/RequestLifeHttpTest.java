package io.habeas.verifier.closing;

import static io.habeas.verifier.ClaimResults.granted;
import static io.habeas.verifier.ClaimResults.refused;
import static io.habeas.verifier.StartedVerifier.PATIENCE;
import static io.habeas.verifier.StartedVerifier.STORE;
import static io.habeas.verifier.StartedVerifier.acceptance;
import static org.assertj.core.api.Assertions.assertThat;

import io.habeas.schemas.avro.Completion;
import io.habeas.schemas.avro.EndCause;
import io.habeas.schemas.avro.EndingAsked;
import io.habeas.schemas.avro.LiftRestriction;
import io.habeas.schemas.avro.RefusalGround;
import io.habeas.schemas.avro.RefusalTooLate;
import io.habeas.schemas.avro.RequestFulfilled;
import io.habeas.schemas.avro.RequestRefused;
import io.habeas.schemas.avro.RequestWithdrawn;
import io.habeas.schemas.avro.RestrictRecords;
import io.habeas.schemas.avro.RestrictionEndTold;
import io.habeas.schemas.avro.RestrictionInForce;
import io.habeas.schemas.avro.WithdrawalAccepted;
import io.habeas.schemas.avro.WithdrawalTooLate;
import io.habeas.verifier.HandledTopics;
import io.habeas.verifier.StartedVerifier;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import reactor.core.publisher.Mono;

/** Who is still told something as the life of a request goes on, and what is left at its end. */
class RequestLifeHttpTest {
  @RegisterExtension static final StartedVerifier verifier = new StartedVerifier();

  private final HandledTopics topics = verifier.topics();

  @Test
  void shouldGoOnTellingWhoUndoesWhatWasBegunUntilTheRequestIsWithdrawn() {
    // given
    String requestId = verifier.accepted();
    topics.task(requestId, "accounts-db", 2, new RestrictRecords());

    // when
    for (Object said :
        List.of(
            new EndingAsked(EndCause.WITHDRAWN),
            new WithdrawalAccepted(),
            new WithdrawalTooLate(),
            new RefusalTooLate())) {
      topics.register(requestId, said);
    }
    topics.task(requestId, "accounts-db", 3, new LiftRestriction());

    // then
    verifier.expectClaimed(STORE, requestId, 3, granted("email", requestId + "@example.org"));
    topics.register(requestId, new RequestWithdrawn());
    verifier.expectClaimed(STORE, requestId, 3, refused("CLOSED"));
  }

  @Test
  void shouldGrantNothingMoreOfARestrictionInForceButKeepTheAddressForTheLetterBeforeItsEnd_L24() {
    // given
    String requestId = verifier.accepted();

    // when
    topics.register(requestId, new RestrictionInForce());
    topics.register(requestId, new RestrictionEndTold());

    // then
    verifier.expectClaimed(STORE, requestId, 1, refused("CLOSED"));
    verifier
        .claimLetter(requestId, UUID.randomUUID().toString(), "LETTER", null)
        .expectStatus()
        .isOk()
        .expectBody()
        .jsonPath("$.address")
        .isEqualTo(requestId + "@example.org");
  }

  @Test
  void shouldKeepNothingButIdsAfterTheEndOfARequest() {
    for (Object end :
        List.of(
            new RequestFulfilled(Completion.ERASED_IN_PART),
            new RequestRefused(RefusalGround.IDENTITY_NOT_ESTABLISHED),
            new RequestWithdrawn())) {
      // given
      String requestId = verifier.accepted();
      verifier.deposit(STORE, requestId, 1, "account_id", "4711").expectStatus().isOk();

      // when
      topics.register(requestId, end);
      topics.register(requestId, end);

      // then
      for (String collection : List.of("vault_entries", "challenges")) {
        assertThat(kept(collection, requestId)).isEmpty();
      }
      verifier.put(requestId, requestId + "@example.org").expectStatus().isEqualTo(409);
      verifier.attempt(requestId, "12345678").expectBody().json("{\"result\":\"REFUSED\"}");
    }
  }

  @Test
  void shouldForgetThatARequestEverWasWhenItsRecordsAreGoneFromTheTopics() {
    // given
    String requestId = verifier.accepted();
    topics.register(requestId, new RequestFulfilled(Completion.ERASED_IN_FULL));
    assertThat(verifier.mongo().dump()).contains(requestId);

    // when
    verifier.bean(Forgetting.class).forgetClosed(Instant.now().plusSeconds(1)).block(PATIENCE);

    // then
    assertThat(verifier.mongo().dump()).doesNotContain(requestId);
  }

  @Test
  void shouldNotGoBackInARequestsLife() {
    // given
    String requestId = verifier.accepted();
    topics.register(requestId, new RequestFulfilled(Completion.ERASED_IN_FULL));

    // when older records come again
    topics.arrive(requestId);
    topics.register(requestId, acceptance());

    // then
    verifier.expectClaimed(STORE, requestId, 1, refused("CLOSED"));
    assertThat(kept("challenges", requestId)).isEmpty();
  }

  private static Optional<Document> kept(String collection, String requestId) {
    return Mono.from(
            verifier
                .mongo()
                .connect()
                .getCollection(collection)
                .find(new Document("_id", requestId)))
        .blockOptional(PATIENCE);
  }
}
