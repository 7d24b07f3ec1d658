package io.habeas.verifier.challenge;

import static io.habeas.verifier.StartedVerifier.INTAKE;
import static io.habeas.verifier.StartedVerifier.body;
import static org.assertj.core.api.Assertions.assertThat;

import io.habeas.schemas.avro.ConsentChallengeNotice;
import io.habeas.schemas.avro.IdentityRejected;
import io.habeas.schemas.avro.IdentityRejection;
import io.habeas.schemas.avro.Right;
import io.habeas.schemas.avro.WithdrawalWished;
import io.habeas.verifier.HandledTopics;
import io.habeas.verifier.Instance;
import io.habeas.verifier.StartedVerifier;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.http.HttpMethod;

/** Of whom proof is asked as their request arrives, and what is answered to a code over HTTP. */
class ChallengeHttpTest {
  @RegisterExtension static final StartedVerifier verifier = new StartedVerifier();

  private final HandledTopics topics = verifier.topics();

  @Test
  void shouldMailNoCodeWhereNothingNeedsToBeProven_L29() {
    // given
    String requestId = UUID.randomUUID().toString();
    verifier.put(requestId, requestId + "@example.org").expectStatus().isNoContent();

    // when
    topics.arrive(requestId, Right.MARKETING_OBJECTION, List.of());

    // then
    assertThat(verifier.announcements().notices(requestId)).isEmpty();
  }

  @Test
  void shouldMailACodeOnlyWhereSomethingRestsOnTheWithdrawnConsentsAlone_L21_L29() {
    // given
    String nothing = UUID.randomUUID().toString();
    String something = UUID.randomUUID().toString();
    verifier.put(nothing, nothing + "@example.org").expectStatus().isNoContent();
    verifier.put(something, something + "@example.org").expectStatus().isNoContent();

    // when
    topics.arrive(nothing, Right.CONSENT_WITHDRAWAL, List.of("product-analytics"));
    topics.arrive(something, Right.CONSENT_WITHDRAWAL, List.of("newsletter", "product-analytics"));

    // then
    assertThat(verifier.announcements().notices(nothing)).isEmpty();
    assertThat(verifier.notice(something).getPayload())
        .isInstanceOfSatisfying(
            ConsentChallengeNotice.class,
            challenge ->
                assertThat(challenge.getPurposes())
                    .containsExactly("newsletter", "product-analytics"));
    verifier.prove(something);
  }

  @Test
  void shouldSayAtOnceThatNothingCanBeProvenWhereConsentIsWithdrawn_L29() {
    // given
    String requestId = UUID.randomUUID().toString();
    verifier
        .call(
            HttpMethod.PUT,
            "/v1/vault/requests/" + requestId,
            INTAKE,
            "{\"identifiers\":[{\"type\":\"account_id\",\"value\":\"7\"}],\"locale\":\"en\",\"source\":\"s\"}")
        .expectStatus()
        .isNoContent();

    // when
    topics.arrive(requestId, Right.CONSENT_WITHDRAWAL, List.of("newsletter"));

    // then
    assertThat(verifier.announcements().identity(requestId))
        .containsExactly(new IdentityRejected(IdentityRejection.NOTHING_PROVABLE));
  }

  @Test
  void shouldTakeNoNoticeOfAWishThatOnlyTheRegisterCanJudge() {
    // given
    String requestId = verifier.arrived();

    // when
    topics.intake(requestId, new WithdrawalWished());

    // then
    verifier.prove(requestId);
  }

  @Test
  void shouldRefuseInOneAndTheSameWayWhateverTheReason_L10() {
    // given
    String requestId = verifier.arrived();
    String code = verifier.code(requestId);
    String used = verifier.arrived();
    String usedCode = verifier.code(used);
    verifier.prove(used);

    // when
    List<String> answers =
        List.of(
            body(verifier.attempt(requestId, Instance.wrongCode(code, 0))),
            body(verifier.attempt(requestId, "no code")),
            body(verifier.attempt(used, usedCode)),
            body(verifier.attempt(UUID.randomUUID().toString(), code)));

    // then
    assertThat(answers).containsOnly("{\"result\":\"REFUSED\"}");
  }

  @Test
  void shouldPromiseAFreshCodeToEverybody_L10() {
    for (String requestId : List.of(verifier.arrived(), UUID.randomUUID().toString())) {
      verifier.issueAnother(requestId).expectStatus().isAccepted().expectBody().isEmpty();
    }
  }
}
