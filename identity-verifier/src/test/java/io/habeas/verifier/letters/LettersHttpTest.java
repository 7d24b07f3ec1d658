package io.habeas.verifier.letters;

import static io.habeas.verifier.StartedVerifier.PATIENCE;
import static io.habeas.verifier.StartedVerifier.notAvailable;
import static org.assertj.core.api.Assertions.assertThat;

import io.habeas.process.ProcessDefinition.Keyed;
import io.habeas.schemas.avro.ChallengeNotice;
import io.habeas.schemas.avro.Completion;
import io.habeas.schemas.avro.LetterChannel;
import io.habeas.schemas.avro.NoticeOutcomeRecord;
import io.habeas.schemas.avro.NoticeRecord;
import io.habeas.schemas.avro.NoticeSent;
import io.habeas.schemas.avro.RequestCarriedOut;
import io.habeas.schemas.avro.RequestFulfilled;
import io.habeas.verifier.HandledTopics;
import io.habeas.verifier.StartedVerifier;
import io.habeas.verifier.vault.SecretCodes;
import java.time.Instant;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What the notifier is given for a letter to the person, and until when. */
class LettersHttpTest {
  @RegisterExtension static final StartedVerifier verifier = new StartedVerifier();

  private final HandledTopics topics = verifier.topics();

  @Test
  void shouldGiveTheAddressToProveAndItsCodeForThePresentIssueOnly() {
    // given
    String requestId = verifier.arrived();
    NoticeRecord first = verifier.notice(requestId);
    String noticeId = first.getNoticeId().toString();

    // then
    verifier
        .claimLetter(requestId, noticeId, "CHALLENGE", 1)
        .expectStatus()
        .isOk()
        .expectBody()
        .json(
            "{\"address\":\"%s@example.org\",\"locale\":\"en\",\"code\":\"%s\"}"
                .formatted(requestId, verifier.code(requestId)));
    verifier.claimLetter(requestId, noticeId, "CHALLENGE", 2).expectStatus().isEqualTo(425);
    notAvailable(verifier.claimLetter(requestId, noticeId, "LETTER", null), "NO_PROVEN_CONTACT");
    notAvailable(
        verifier.claimLetter(requestId, UUID.randomUUID().toString(), "CHALLENGE", 1),
        "SUPERSEDED");
  }

  @Test
  void shouldNotGiveACodeThatIsSupersededOrUsed() {
    // given
    String requestId = verifier.arrived();
    String first = verifier.notice(requestId).getNoticeId().toString();
    verifier.issueAnother(requestId).expectStatus().isAccepted();
    Awaitility.await()
        .atMost(PATIENCE)
        .until(() -> ((ChallengeNotice) verifier.notice(requestId).getPayload()).getIssue() == 2);
    String second = verifier.notice(requestId).getNoticeId().toString();

    // then
    notAvailable(verifier.claimLetter(requestId, first, "CHALLENGE", 1), "SUPERSEDED");
    verifier.prove(requestId);
    notAvailable(verifier.claimLetter(requestId, second, "CHALLENGE", 2), "EXPIRED");
    notAvailable(
        verifier.claimLetter(UUID.randomUUID().toString(), second, "CHALLENGE", 2), "EXPIRED");
  }

  @Test
  void shouldForgetACodeWhenItsLetterHasLeft() {
    // given
    String requestId = verifier.arrived();
    String code = verifier.code(requestId);
    UUID noticeId = verifier.notice(requestId).getNoticeId();

    // when
    new NoticeOutcomeHandler(verifier.bean(SecretCodes.class), PATIENCE)
        .handle(
            "dsar.notice-outcomes",
            new Keyed<>(
                requestId,
                new NoticeOutcomeRecord(
                    noticeId,
                    UUID.fromString(requestId),
                    Instant.now(),
                    new NoticeSent(LetterChannel.EMAIL))));

    // then it is gone from the vault and still opens
    assertThat(
            verifier
                .bean(SecretCodes.class)
                .find(noticeId.toString(), requestId)
                .blockOptional(PATIENCE))
        .isEmpty();
    verifier.attempt(requestId, code).expectBody().json("{\"result\":\"ACCEPTED\"}");
  }

  @Test
  void shouldGiveAProvenAddressToLettersUntilTheRequestIsFulfilled() {
    // given
    String requestId = verifier.accepted();
    String noticeId = UUID.randomUUID().toString();
    topics.register(requestId, new RequestCarriedOut(Completion.ERASED_IN_FULL));

    // then
    verifier
        .claimLetter(requestId, noticeId, "LETTER", null)
        .expectStatus()
        .isOk()
        .expectBody()
        .json("{\"address\":\"%s@example.org\",\"locale\":\"en\"}".formatted(requestId))
        .jsonPath("$.code")
        .doesNotExist();
    topics.register(requestId, new RequestFulfilled(Completion.ERASED_IN_FULL));
    notAvailable(verifier.claimLetter(requestId, noticeId, "LETTER", null), "NO_PROVEN_CONTACT");
  }
}
