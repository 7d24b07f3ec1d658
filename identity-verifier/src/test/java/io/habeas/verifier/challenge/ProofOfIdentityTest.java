package io.habeas.verifier.challenge;

import static io.habeas.verifier.challenge.ProofOfIdentity.Answer.ACCEPTED;
import static io.habeas.verifier.challenge.ProofOfIdentity.Answer.REFUSED;
import static org.assertj.core.api.Assertions.assertThat;

import io.habeas.schemas.avro.ChallengeNotice;
import io.habeas.schemas.avro.IdentityRecord;
import io.habeas.schemas.avro.IdentityRejected;
import io.habeas.schemas.avro.IdentityRejection;
import io.habeas.schemas.avro.IdentityVerified;
import io.habeas.schemas.avro.NoticeRecord;
import io.habeas.schemas.avro.ProofMethod;
import io.habeas.verifier.Instance;
import io.habeas.verifier.RecordingAnnouncements;
import io.habeas.verifier.StandInMongo;
import io.habeas.verifier.TestClock;
import io.habeas.verifier.vault.Identifier;
import io.habeas.verifier.vault.Statement;
import io.habeas.verifier.vault.VaultEntry;
import io.habeas.verifier.vault.VaultKeys;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Schedulers;

final class ProofOfIdentityTest {
  private static final Duration VALIDITY = Duration.ofMinutes(10);

  private final StandInMongo mongo = new StandInMongo();
  private final TestClock clock = new TestClock();
  private final RecordingAnnouncements announcements = new RecordingAnnouncements();
  private final UUID request = UUID.randomUUID();
  private final String requestId = request.toString();
  private final VaultKeys keys;
  private final Instance one;
  private final Instance two;

  ProofOfIdentityTest(@TempDir Path folder) {
    Path file = folder.resolve("vault-keys.json");
    VaultKeys.generate(file);
    this.keys = VaultKeys.load(file.toString(), name -> null);
    this.one = new Instance(mongo, keys, clock, announcements);
    this.two = new Instance(mongo, keys, clock, announcements);
  }

  @AfterEach
  void close() {
    mongo.close();
  }

  private String begun() {
    one.deposit(requestId, "ann@example.org");
    one.proof.begin(requestId, "en");
    return one.mailedCode(requestId);
  }

  private void issueAnother() {
    one.proof.issueAnother(requestId, "source-1").block(Instance.PATIENCE);
  }

  private List<Identifier> granted() {
    VaultEntry entry = one.vault.find(requestId).block(Instance.PATIENCE);
    return entry == null ? List.of() : one.vault.open(entry, Set.of("email"), true);
  }

  @Test
  void shouldAnnounceALetterThatHoldsNoSecret() {
    // when
    String code = begun();

    // then
    assertThat(code).matches("[0-9]{8}");
    assertThat(announcements.published()).hasSize(1);
    NoticeRecord notice = announcements.of(NoticeRecord.class).getFirst();
    Instant now = clock.instant();
    assertThat(announcements.published().getFirst())
        .isEqualTo(
            new RecordingAnnouncements.Published(
                "dsar.notices.identity-verifier",
                requestId,
                new NoticeRecord(
                    notice.getNoticeId(),
                    request,
                    now,
                    "en",
                    new ChallengeNotice(1, now.plus(VALIDITY)))));
    assertThat(mongo.dump()).doesNotContain(code);
  }

  @Test
  void shouldProveTheMailedAddressAndNothingElse_L11() {
    // given
    one.deposit(requestId, "ann@example.org", "bob@example.org");
    one.proof.begin(requestId, "en");
    String code = one.mailedCode(requestId);

    // when another instance is asked
    ProofOfIdentity.Answer answer = two.attempt(requestId, code);

    // then
    assertThat(answer).isEqualTo(ACCEPTED);
    assertThat(announcements.of(IdentityRecord.class))
        .containsExactly(
            new IdentityRecord(
                request,
                clock.instant(),
                new IdentityVerified(ProofMethod.MAILED_CODE, List.of("email"), clock.instant())));
    assertThat(granted()).containsExactly(Identifier.of("email", "ann@example.org"));
    assertThat(mongo.count("vault_codes")).isZero();
  }

  @Test
  void shouldTakeACodeAsPeopleTypeIt() {
    String code = begun();
    assertThat(one.attempt(requestId, " " + code.substring(0, 4) + "-" + code.substring(4) + "\n"))
        .isEqualTo(ACCEPTED);
  }

  @Test
  void shouldRefuseAUsedCode() {
    // given
    String code = begun();
    one.attempt(requestId, code);

    // then
    assertThat(one.attempt(requestId, code)).isEqualTo(REFUSED);
    assertThat(announcements.of(IdentityRecord.class)).hasSize(1);
  }

  @Test
  void shouldRefuseALateCode() {
    // given
    String code = begun();

    // when
    clock.advance(VALIDITY);

    // then
    assertThat(one.attempt(requestId, code)).isEqualTo(REFUSED);
    assertThat(granted()).isEmpty();
  }

  @Test
  void shouldRefuseWhatIsNoCodeWithoutSpendingAnAttempt() {
    // given
    String code = begun();

    // when
    for (String typed :
        List.of(
            "",
            "1",
            "123456789",
            "abcdefgh",
            "\u0661\u0662\u0663\u0664\u0665\u0666\u0667\u0668",
            "{$gt:''}")) {
      assertThat(one.attempt(requestId, typed)).isEqualTo(REFUSED);
    }

    // then
    assertThat(one.attempt(requestId, code)).isEqualTo(ACCEPTED);
  }

  @Test
  void shouldRefuseTheSixthAttemptEvenIfItIsRight() {
    // given
    String code = begun();
    for (int i = 0; i < 5; i++) {
      assertThat((i % 2 == 0 ? one : two).attempt(requestId, Instance.wrongCode(code, i)))
          .isEqualTo(REFUSED);
    }

    // then
    assertThat(one.attempt(requestId, code)).isEqualTo(REFUSED);
    assertThat(announcements.of(IdentityRecord.class)).isEmpty();
  }

  @Test
  void shouldLookAtNoMoreThanFiveOfAThousandAttemptsAtOnce() {
    // given
    String code = begun();

    // when a thousand wrong ones arrive at once at two instances
    List<ProofOfIdentity.Answer> answers =
        Flux.range(0, 1000)
            .flatMap(
                i ->
                    (i % 2 == 0 ? one : two)
                        .proof
                        .attempt(requestId, Instance.wrongCode(code, i))
                        .subscribeOn(Schedulers.boundedElastic()),
                1000)
            .collectList()
            .blockOptional(Duration.ofMinutes(2))
            .orElseThrow();

    // then
    assertThat(answers).hasSize(1000).containsOnly(REFUSED);
    assertThat(one.attempts("wrong") + two.attempts("wrong")).isEqualTo(5);
    assertThat(one.attempts("not-looked-at") + two.attempts("not-looked-at")).isEqualTo(995);
    assertThat(one.attempt(requestId, code)).isEqualTo(REFUSED);
  }

  @Test
  void shouldAcceptARightCodeOnceHoweverManySendItAtOnce() {
    // given
    String code = begun();

    // when
    List<ProofOfIdentity.Answer> answers =
        Flux.range(0, 100)
            .flatMap(
                i ->
                    (i % 2 == 0 ? one : two)
                        .proof
                        .attempt(requestId, code)
                        .subscribeOn(Schedulers.boundedElastic()),
                100)
            .collectList()
            .blockOptional(Duration.ofMinutes(1))
            .orElseThrow();

    // then
    assertThat(answers).containsOnlyOnce(ACCEPTED);
    assertThat(announcements.of(IdentityRecord.class)).hasSize(1);
  }

  @Test
  void shouldAnswerForAnUnknownRequestAsForAWrongCode_L10() {
    assertThat(one.attempt(UUID.randomUUID().toString(), "12345678")).isEqualTo(REFUSED);
  }

  @Test
  void shouldNotTakeTheCodeOfAnotherRequest() {
    // given
    String code = begun();
    String other = UUID.randomUUID().toString();
    one.deposit(other, "eve@example.org");
    one.proof.begin(other, "en");

    // then
    assertThat(one.attempt(other, code)).isEqualTo(REFUSED);
  }

  @Test
  void shouldMakeEarlierCodesWorthlessByAFreshOne() {
    // given
    String first = begun();

    // when
    issueAnother();

    // then
    String second = one.mailedCode(requestId);
    assertThat(one.attempt(requestId, first)).isEqualTo(REFUSED);
    assertThat(one.attempt(requestId, second)).isEqualTo(ACCEPTED);
    assertThat(announcements.of(NoticeRecord.class))
        .extracting(notice -> ((ChallengeNotice) notice.getPayload()).getIssue())
        .containsExactly(1, 2);
  }

  @Test
  void shouldKeepNoCodeButThePresentOne() {
    // given
    begun();

    // when
    issueAnother();

    // then
    assertThat(mongo.count("vault_codes")).isEqualTo(1);
  }

  @Test
  void shouldRejectWhenTheLastCodeHasNoAttemptLeft() {
    // given
    begun();
    issueAnother();
    issueAnother();
    String last = one.mailedCode(requestId);

    // when
    for (int i = 0; i < 5; i++) {
      assertThat(one.attempt(requestId, Instance.wrongCode(last, i))).isEqualTo(REFUSED);
    }

    // then
    assertThat(announcements.of(IdentityRecord.class))
        .containsExactly(
            new IdentityRecord(
                request,
                clock.instant(),
                new IdentityRejected(IdentityRejection.ATTEMPTS_EXHAUSTED)));
    assertThat(one.attempt(requestId, last)).isEqualTo(REFUSED);
    announcements.clear();
    issueAnother();
    assertThat(announcements.published()).isEmpty();
  }

  @Test
  void shouldLetTheRightOneOfFiveAtOnceWinOverTheWrongOnes() {
    // given the last code
    begun();
    issueAnother();
    issueAnother();
    String last = one.mailedCode(requestId);

    // when
    List<ProofOfIdentity.Answer> answers =
        Flux.range(0, 5)
            .flatMap(
                i ->
                    (i % 2 == 0 ? one : two)
                        .proof
                        .attempt(requestId, i == 2 ? last : Instance.wrongCode(last, i))
                        .subscribeOn(Schedulers.boundedElastic()),
                5)
            .collectList()
            .blockOptional(Instance.PATIENCE)
            .orElseThrow();

    // then
    assertThat(answers).containsOnlyOnce(ACCEPTED);
  }

  @Test
  void shouldIssueNoMoreThanThreeCodes() {
    // given
    begun();

    // when
    for (int i = 0; i < 5; i++) {
      issueAnother();
    }

    // then
    assertThat(announcements.of(NoticeRecord.class)).hasSize(3);
  }

  @Test
  void shouldIssueOneCodeWhenManyAskAtOnce() {
    // given
    begun();

    // when
    Flux.range(0, 2)
        .flatMap(
            i ->
                (i == 0 ? one : two)
                    .proof
                    .issueAnother(requestId, "source-1")
                    .subscribeOn(Schedulers.boundedElastic()))
        .blockLast(Instance.PATIENCE);

    // then whatever was announced last can be opened, and nothing else lies about
    assertThat(mongo.count("vault_codes")).isEqualTo(1);
    assertThat(one.attempt(requestId, one.mailedCode(requestId))).isEqualTo(ACCEPTED);
  }

  @Test
  void shouldSendOneAddressNoMoreThanItsDailyNumberOfCodes() {
    // given five requests for the same address, spelled differently, from different sources
    for (int i = 0; i < 5; i++) {
      String id = UUID.randomUUID().toString();
      one.vault
          .put(
              id,
              List.of(Identifier.of("email", i % 2 == 0 ? "ann@example.org" : "ANN@example.org")),
              Statement.NONE,
              "en",
              "source-" + i)
          .block(Instance.PATIENCE);
      (i % 2 == 0 ? one : two).proof.begin(id, "en");
    }

    // then four get one, tomorrow there are more
    assertThat(announcements.of(NoticeRecord.class)).hasSize(4);
    clock.advance(Duration.ofDays(1));
    begun();
    assertThat(announcements.of(NoticeRecord.class)).hasSize(5);
  }

  @Test
  void shouldSendOnBehalfOfOneSourceNoMoreThanItsDailyNumberOfCodes() {
    // when
    for (int i = 0; i < 8; i++) {
      String id = UUID.randomUUID().toString();
      one.deposit(id, "person-" + i + "@example.org");
      one.proof.begin(id, "en");
    }

    // then
    assertThat(announcements.of(NoticeRecord.class)).hasSize(6);
  }

  @Test
  void shouldNotLetASourceOverItsCapUseUpTheCapOfAPerson() {
    // given a source that asked for seven codes for others, then keeps asking for Ann
    for (int i = 0; i < 12; i++) {
      String id = UUID.randomUUID().toString();
      one.deposit(id, i < 7 ? "person-" + i + "@example.org" : "ann@example.org");
      one.proof.begin(id, "en");
    }
    announcements.clear();

    // when Ann asks from her own network
    one.vault
        .put(
            requestId,
            List.of(Identifier.of("email", "ann@example.org")),
            Statement.NONE,
            "en",
            "source-of-ann")
        .block(Instance.PATIENCE);
    one.proof.begin(requestId, "en");

    // then
    assertThat(announcements.of(NoticeRecord.class)).hasSize(1);
  }

  @Test
  void shouldSendTheFirstCodeLaterIfTheCapHeldItBack() {
    // given
    for (int i = 0; i < 4; i++) {
      String id = UUID.randomUUID().toString();
      one.deposit(id, "ann@example.org");
      one.proof.begin(id, "en");
    }
    one.deposit(requestId, "ann@example.org");
    one.proof.begin(requestId, "en");
    announcements.clear();
    one.proof.begin(requestId, "en");
    assertThat(announcements.published()).as("a redelivery").isEmpty();

    // when
    clock.advance(Duration.ofDays(1));
    issueAnother();

    // then
    assertThat(one.attempt(requestId, one.mailedCode(requestId))).isEqualTo(ACCEPTED);
  }

  @Test
  void shouldSendOneLetterForARedeliveredArrival() {
    // given
    begun();

    // when
    one.proof.begin(requestId, "en");
    two.proof.begin(requestId, "en");

    // then
    assertThat(announcements.published()).hasSize(1);
  }

  @Test
  void shouldAskNothingOfARequestWithoutVaultEntry() {
    one.proof.begin(requestId, "en");
    assertThat(announcements.published()).isEmpty();
    assertThat(mongo.count("challenges")).isZero();
  }

  @Test
  void shouldAnnounceAProofAgainWhenTheInstanceDiedBeforeAnnouncingIt() {
    // given an instance that persists the outcome and dies
    String code = begun();
    announcements.clear();
    Instance dying = new Instance(mongo, keys, clock, announcements, task -> {});
    assertThat(dying.attempt(requestId, code)).isEqualTo(ACCEPTED);
    assertThat(announcements.published()).isEmpty();
    assertThat(granted()).isEmpty();

    // when another starts
    two.proof.recover();

    // then
    assertThat(announcements.of(IdentityRecord.class))
        .extracting(IdentityRecord::getPayload)
        .containsExactly(
            new IdentityVerified(ProofMethod.MAILED_CODE, List.of("email"), clock.instant()));
    assertThat(granted()).hasSize(1);
    two.proof.recover();
    assertThat(announcements.of(IdentityRecord.class)).as("marked").hasSize(1);
  }

  @Test
  void shouldAnnounceAProofWhenTheBrokerIsBack() {
    // given
    String code = begun();
    announcements.clear();
    announcements.breakDown();
    assertThat(one.attempt(requestId, code)).isEqualTo(ACCEPTED);
    one.proof.upkeep();

    // when
    announcements.repair();
    clock.advance(Duration.ofSeconds(10));
    one.proof.upkeep();

    // then
    assertThat(announcements.of(IdentityRecord.class)).hasSize(1);
  }

  @Test
  void shouldAnnounceALetterAgainWhenTheInstanceDiedBeforeAnnouncingIt() {
    // given
    begun();
    Instance dying = new Instance(mongo, keys, clock, announcements, task -> {});
    dying.proof.issueAnother(requestId, "source-1").block(Instance.PATIENCE);
    assertThat(announcements.of(NoticeRecord.class)).hasSize(1);

    // when
    two.proof.recover();

    // then
    assertThat(one.attempt(requestId, one.mailedCode(requestId))).isEqualTo(ACCEPTED);
  }

  @Test
  void shouldAnnounceNoLetterThatCannotBeSentInTime() {
    // given
    one.deposit(requestId, "ann@example.org");
    announcements.breakDown();
    org.assertj.core.api.Assertions.assertThatIllegalStateException()
        .isThrownBy(() -> one.proof.begin(requestId, "en"));

    // when
    announcements.repair();
    clock.advance(VALIDITY);
    two.proof.recover();
    two.proof.upkeep();

    // then
    assertThat(announcements.published()).isEmpty();
    assertThat(mongo.count("vault_codes")).isZero();
  }

  @Test
  void shouldForgetEvidenceWhenItsTimeIsOver_L9() {
    // given
    String code = begun();
    one.attempt(requestId, code);

    // when
    clock.advance(Duration.ofDays(7).plusSeconds(1));
    one.proof.upkeep();

    // then
    assertThat(mongo.count("challenges")).isZero();
    assertThat(mongo.count("challenge_caps")).isZero();
    assertThat(mongo.count("vault_codes")).isZero();
  }

  @Test
  void shouldRejectWhenTheInstanceDiedBetweenTakingTheLastAttemptAndJudgingIt() {
    // given five attempts taken on of the last code, none judged
    begun();
    issueAnother();
    issueAnother();
    Challenges challenges = new Challenges(one.database);
    for (int i = 0; i < 5; i++) {
      challenges.takeAttempt(requestId, 5, clock.instant()).block(Instance.PATIENCE);
    }

    // when
    clock.advance(VALIDITY.plusMinutes(2));
    two.proof.upkeep();
    clock.advance(Duration.ofSeconds(10));
    two.proof.upkeep();

    // then
    assertThat(announcements.of(IdentityRecord.class))
        .extracting(IdentityRecord::getPayload)
        .containsExactly(new IdentityRejected(IdentityRejection.ATTEMPTS_EXHAUSTED));
  }
}
