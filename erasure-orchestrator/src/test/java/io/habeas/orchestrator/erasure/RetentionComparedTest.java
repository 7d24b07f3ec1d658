package io.habeas.orchestrator.erasure;

import static org.assertj.core.api.Assertions.assertThat;

import io.habeas.orchestrator.erasure.Comparison.Difference;
import io.habeas.orchestrator.erasure.ErasureState.Completed;
import io.habeas.orchestrator.erasure.ErasureState.Expiring;
import io.habeas.orchestrator.erasure.ErasureState.Retaining;
import io.habeas.protocol.ParticipantId;
import io.habeas.schemas.avro.DecidedOutcome;
import io.habeas.schemas.avro.RetentionGround;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** L20: what stores say by themselves that they keep is compared with what is known to be kept. */
class RetentionComparedTest {
  private static final Duration HEARD_WITHIN = Duration.ofHours(30);
  private static final Instant FIRST = Instant.parse("2029-12-31T23:00:00Z");
  private static final Instant LAST = Instant.parse("2030-12-31T23:00:00Z");
  private static final ParticipantId PAYMENTS = new ParticipantId("payments");

  private final Erasure erasure =
      new Erasure()
          .requiring("payments", "email")
          .requiring("orders", "email")
          .heardWithin(HEARD_WITHIN);

  @BeforeEach
  void keepSeven() {
    erasure.accepted("email");
    erasure.untilErasing(7);
    erasure.erasedKeeping("payments", 3, tax(7));
    erasure.erased("orders", 3, 7);
    erasure.verified("payments", 4);
    erasure.verified("orders", 4);
    assertThat(erasure.state()).isInstanceOf(Retaining.class);
  }

  private static Retention tax(long records) {
    return new Retention(
        "payments", "tax", RetentionGround.ART_17_3_B, "NL-AWR-52", "NL", records, FIRST, LAST);
  }

  @Test
  void shouldSayNothingOfWhatIsTheSame_L20() {
    // given
    Instant heard = erasure.after(Duration.ofHours(9)).now();

    // when
    erasure.reported("payments", heard, tax(7));

    // then
    assertThat(erasure.state()).isInstanceOf(Retaining.class);
    assertThat(erasure.said()).isEmpty();
    assertThat(erasure.wakeUp()).isEqualTo(heard.plus(HEARD_WITHIN));
  }

  @Test
  void shouldTellOnceWhatDiffersAndOnceThatItNoLongerDoes_L20() {
    // when
    Instant first = erasure.after(Duration.ofHours(9)).now();
    erasure.reported("payments", first, tax(6));

    // then
    assertThat(erasure.said())
        .containsExactly(differs(first, difference(List.of(tax(7)), List.of(tax(6)), first)));

    // when
    Instant second = erasure.after(Duration.ofDays(1)).now();
    erasure.reported("payments", second, tax(6));

    // then
    assertThat(erasure.said()).isEmpty();

    // when
    Instant third = erasure.after(Duration.ofDays(1)).now();
    erasure.reported("payments", third, tax(5));

    // then
    assertThat(erasure.said())
        .containsExactly(differs(third, difference(List.of(tax(7)), List.of(tax(5)), first)));

    // when
    Instant fourth = erasure.after(Duration.ofDays(1)).now();
    erasure.reported("payments", fourth, tax(7));

    // then
    assertThat(erasure.said()).containsExactly(differs(fourth));
    assertThat(erasure.state()).isInstanceOf(Retaining.class);
  }

  @Test
  void shouldTellOfAnotherExpiryUnderTheSameRule_L20() {
    // given
    Instant heard = erasure.after(Duration.ofHours(9)).now();
    Retention longer =
        new Retention(
            "payments",
            "tax",
            RetentionGround.ART_17_3_B,
            "NL-AWR-52",
            "NL",
            7,
            FIRST,
            LAST.plusSeconds(1));

    // when
    erasure.reported("payments", heard, longer);

    // then
    assertThat(erasure.said())
        .containsExactly(differs(heard, difference(List.of(tax(7)), List.of(longer), heard)));
  }

  @Test
  void shouldTellOfRowsWhereNothingIsKnownToBeKept_L20() {
    // given
    Instant heard = erasure.after(Duration.ofHours(9)).now();

    // when
    erasure.reported("orders", heard, tax(1));

    // then
    assertThat(erasure.said())
        .containsExactly(
            erasure.told(
                new Report.RetentionCompared(
                    new ParticipantId("orders"),
                    new Comparison(
                        heard, heard, List.of(difference(List.of(), List.of(tax(1)), heard))))));
  }

  @Test
  void shouldIgnoreAReportThatBeganBeforeTheStoreSaidLastWhatItKeeps_L20() {
    // given
    Instant before = erasure.now();
    erasure.after(Duration.ofHours(9));

    // when
    erasure.reported("payments", before, tax(6));

    // then
    assertThat(erasure.ignored()).containsExactly("stale-report");
  }

  @Test
  void shouldIgnoreAReportWhileTheStoreIsToEraseWhatHasExpired_L20() {
    // given
    erasure.at(FIRST.toString()).wakesUp();
    assertThat(erasure.state()).isInstanceOf(Expiring.class);

    // when
    erasure.after(Duration.ofMinutes(1)).reported("payments", erasure.now(), tax(1));

    // then
    assertThat(erasure.said()).isEmpty();
    assertThat(erasure.state()).isInstanceOf(Expiring.class);
  }

  @Test
  void shouldNotTakeForSilenceThatAReportCameAtTheWrongMoment_L20() {
    // given
    erasure.at(FIRST.toString()).wakesUp();
    Instant report = erasure.after(Duration.ofMinutes(1)).now();
    erasure.reported("payments", report, tax(7));
    erasure.known("payments", reporting(report));

    // when
    for (int hour = 0; hour < 40; hour++) {
      erasure.after(Duration.ofHours(1)).wakesUp();
      // then
      assertThat(erasure.said())
          .noneMatch(
              said ->
                  said instanceof ErasureCommand.Tell tell
                      && tell.report() instanceof Report.RetentionCompared);
    }
  }

  @Test
  void shouldIgnoreAReportWhileAStoreThatWasRestoredIsToEraseAgain() {
    // given
    erasure.storeHeld("payments");
    erasure.restored("payments");

    // when
    erasure.after(Duration.ofMinutes(1)).reported("payments", erasure.now(), tax(1));

    // then
    assertThat(erasure.said()).isEmpty();
  }

  @Test
  void shouldTakeSilenceForAnAnswerOnlyOfAReportThatIsFinished_L20() {
    // given
    Instant heard = erasure.after(Duration.ofHours(9)).now();
    erasure.reported("payments", heard, tax(7));

    // when
    erasure.after(HEARD_WITHIN).wakesUp();

    // then
    assertThat(erasure.said()).isEmpty();
    assertThat(erasure.wakeUp()).isEqualTo(erasure.now().plus(HEARD_WITHIN));

    // given
    Instant report = heard.plus(Duration.ofDays(1));
    erasure.known("payments", reporting(report));

    // when
    Instant woken = erasure.after(HEARD_WITHIN).now();
    erasure.wakesUp();

    // then
    assertThat(erasure.said())
        .containsExactly(
            erasure.told(
                new Report.RetentionCompared(
                    PAYMENTS,
                    new Comparison(
                        report, woken, List.of(difference(List.of(tax(7)), List.of(), woken))))));

    // when
    erasure.after(HEARD_WITHIN).wakesUp();

    // then
    assertThat(erasure.said()).isEmpty();
    assertThat(erasure.state()).isInstanceOf(Retaining.class);
  }

  @Test
  void shouldNotTakeAReportForSilenceThatTheStoreFinishedBeforeItSaidLastWhatItKeeps_L20() {
    // given
    erasure.known("payments", reporting(erasure.now()));

    // when
    erasure.after(HEARD_WITHIN).wakesUp();

    // then
    assertThat(erasure.said()).isEmpty();
  }

  @Test
  void shouldLookAtSilenceUntilADifferenceIsMendedAlsoWhereNothingIsKeptAnyMore_L20() {
    // given
    erasure.at(FIRST.toString()).wakesUp();
    erasure.expired("payments", 5, 7);
    assertThat(erasure.state()).isInstanceOf(Completed.class);
    assertThat(erasure.wakeUp()).isNull();
    Instant heard = erasure.after(Duration.ofHours(1)).now();
    erasure.reported("payments", heard, tax(1));
    assertThat(erasure.wakeUp()).isEqualTo(heard.plus(HEARD_WITHIN));

    // when
    Instant report = heard.plus(Duration.ofDays(1));
    erasure.known("payments", reporting(report));
    Instant woken = erasure.after(HEARD_WITHIN).now();
    erasure.wakesUp();

    // then
    assertThat(erasure.said())
        .containsExactly(
            erasure.told(
                new Report.RetentionCompared(PAYMENTS, new Comparison(report, woken, List.of()))));
    assertThat(erasure.state()).isInstanceOf(Completed.class);
    assertThat(erasure.wakeUp()).isNull();
  }

  @Test
  void shouldTellWhatIsStillThereThoughAPersonVouchedThatItIsGone_L20() {
    // given
    erasure.at(FIRST.toString()).wakesUp();
    erasure.decided("payments", DecidedOutcome.ERASED);
    assertThat(erasure.state()).isInstanceOf(Completed.class);

    // when
    Instant heard = erasure.after(Duration.ofHours(1)).now();
    erasure.reported("payments", heard, tax(7));

    // then
    assertThat(erasure.said())
        .containsExactly(differs(heard, difference(List.of(), List.of(tax(7)), heard)));
  }

  @Test
  void shouldTellADifferenceAgainThatCouldNotBeTold_L20() {
    // given
    Instant heard = erasure.after(Duration.ofHours(9)).now();
    erasure.reported("payments", heard, tax(6));
    ErasureCommand told = erasure.said().getFirst();

    // when
    erasure.untold(told);
    erasure.at(Objects.requireNonNull(erasure.wakeUp()).toString()).wakesUp();

    // then
    assertThat(erasure.said())
        .contains(differs(heard, heard, difference(List.of(tax(7)), List.of(tax(6)), heard)));
  }

  @Test
  void shouldHaveAPersonAndNobodyElseMendADifference_L20() {
    // given
    erasure.after(Duration.ofHours(9)).reported("payments", erasure.now(), tax(6));

    // when
    erasure.at(FIRST.toString()).wakesUp();

    // then
    assertThat(erasure.said())
        .contains(erasure.asked("payments", 5, new ErasureCommand.Task.Expire(FIRST)));
  }

  @Test
  void shouldNotForgetWhatAStoreForgotBecauseSomethingElseExpires_L20() {
    // given
    Retention claims =
        new Retention(
            "payments", "claims", RetentionGround.ART_17_3_E, "BW-3-310", "NL", 2, LAST, LAST);
    Erasure two = new Erasure().requiring("payments", "email").heardWithin(HEARD_WITHIN);
    two.accepted("email");
    two.untilErasing(7);
    two.erasedKeeping("payments", 3, tax(5), claims);
    two.verified("payments", 4);

    // when
    two.at(FIRST.toString()).wakesUp();
    two.expired("payments", 5, 5);

    // then
    assertThat(two.state())
        .isInstanceOfSatisfying(
            Retaining.class,
            retaining ->
                assertThat(retaining.saga().store(PAYMENTS).retained()).containsExactly(claims));

    // when
    two.after(Duration.ofHours(1)).known("payments", reporting(two.now()));
    Instant report = two.now();
    Instant woken = two.after(HEARD_WITHIN).now();
    two.wakesUp();

    // then
    assertThat(two.said())
        .containsExactly(
            two.told(
                new Report.RetentionCompared(
                    PAYMENTS,
                    new Comparison(
                        report,
                        woken,
                        List.of(
                            new Difference(
                                "payments", "claims", List.of(claims), List.of(), woken))))));

    // when
    two.at(LAST.toString()).wakesUp();
    two.expired("payments", 6, 0);

    // then
    assertThat(two.state()).isInstanceOf(Completed.class);
  }

  @Test
  void shouldTellOfAStoreThatWasNeverAskedToEraseAnythingForTheRequest_L20() {
    // when
    erasure.reported("strangers", erasure.now(), tax(1));

    // then
    assertThat(erasure.said())
        .containsExactly(
            erasure.told(
                new Report.RetentionUnaccounted(
                    new ParticipantId("strangers"), erasure.now(), List.of(tax(1)))));
  }

  @Test
  void shouldTellWhatIsKeptForARequestThatNobodyKnowsAndRememberNothing_L20() {
    // given
    Erasure unknown = new Erasure().requiring("payments", "email");

    // when
    unknown.reported("payments", unknown.now(), tax(1));

    // then
    assertThat(unknown.said())
        .containsExactly(
            unknown.told(
                new Report.RetentionUnaccounted(PAYMENTS, unknown.now(), List.of(tax(1)))));
    assertThat(unknown.state()).isEqualTo(new ErasureState.NotStarted());
    assertThat(unknown.wakeUp()).isNull();
  }

  @Test
  void shouldNotWakeUpForWhatIsNotCompared() {
    // given
    Erasure other = new Erasure().requiring("payments", "email");
    other.accepted("email");
    other.untilErasing(7);

    // when
    other.erasedKeeping("payments", 3, tax(7));
    other.verified("payments", 4);

    // then
    assertThat(other.wakeUp()).isEqualTo(FIRST);
  }

  private ErasureCommand.Tell differs(Instant asOf, Difference... differences) {
    return differs(asOf, erasure.now(), differences);
  }

  private ErasureCommand.Tell differs(Instant asOf, Instant lookedAt, Difference... differences) {
    return erasure.told(
        new Report.RetentionCompared(
            PAYMENTS, new Comparison(asOf, lookedAt, List.of(differences))));
  }

  private static Difference difference(
      List<Retention> expected, List<Retention> reported, Instant since) {
    return new Difference("payments", "tax", expected, reported, since);
  }

  private static StoreFact reporting(Instant lastBegunAt) {
    return new StoreFact.Reporting(new StoreFact.Fit(PAYMENTS), lastBegunAt);
  }
}
