package io.habeas.intake.register;

import static org.assertj.core.api.Assertions.assertThat;

import io.habeas.intake.register.RegisterCommand.Announce;
import io.habeas.intake.register.RegisterCommand.SendLetter;
import io.habeas.intake.register.RegisterEvent.Abandoned;
import io.habeas.intake.register.RegisterEvent.CommandUndeliverable;
import io.habeas.intake.register.RegisterEvent.EndingAccepted;
import io.habeas.intake.register.RegisterEvent.EndingTooLate;
import io.habeas.intake.register.RegisterEvent.ErasureCompleted;
import io.habeas.intake.register.RegisterEvent.ExportCompleted;
import io.habeas.intake.register.RegisterEvent.IdentityNotProven;
import io.habeas.intake.register.RegisterEvent.IdentityProven;
import io.habeas.intake.register.RegisterEvent.LetterNotSent;
import io.habeas.intake.register.RegisterEvent.LetterSent;
import io.habeas.intake.register.RegisterEvent.ProcessingStopped;
import io.habeas.intake.register.RegisterEvent.RectificationCompleted;
import io.habeas.intake.register.RegisterEvent.RefusalDecided;
import io.habeas.intake.register.RegisterEvent.RequestReceived;
import io.habeas.intake.register.RegisterEvent.WithdrawalWished;
import io.habeas.intake.register.RegisterEvent.Woken;
import io.habeas.intake.register.RegisterEvent.Worker;
import io.habeas.intake.register.Registration.Known;
import io.habeas.intake.register.Registration.Phase.TakingLeave;
import io.habeas.schemas.avro.AccessAnsweredNotice;
import io.habeas.schemas.avro.Channel;
import io.habeas.schemas.avro.CollectionCount;
import io.habeas.schemas.avro.Completion;
import io.habeas.schemas.avro.DueSoonNotice;
import io.habeas.schemas.avro.EndCause;
import io.habeas.schemas.avro.EndingAsked;
import io.habeas.schemas.avro.ErasureCompletedNotice;
import io.habeas.schemas.avro.ErasureGround;
import io.habeas.schemas.avro.NotSentReason;
import io.habeas.schemas.avro.NoticeRecord;
import io.habeas.schemas.avro.ReceiptNotice;
import io.habeas.schemas.avro.RectifiedNotice;
import io.habeas.schemas.avro.RefusalGround;
import io.habeas.schemas.avro.RefusalTooLate;
import io.habeas.schemas.avro.RefusedNotice;
import io.habeas.schemas.avro.RequestAccepted;
import io.habeas.schemas.avro.RequestCarriedOut;
import io.habeas.schemas.avro.RequestDueSoon;
import io.habeas.schemas.avro.RequestFulfilled;
import io.habeas.schemas.avro.RequestRecord;
import io.habeas.schemas.avro.RequestRefused;
import io.habeas.schemas.avro.RequestRegistered;
import io.habeas.schemas.avro.RequestWithdrawn;
import io.habeas.schemas.avro.Right;
import io.habeas.schemas.avro.StoreExport;
import io.habeas.schemas.avro.StoreRectification;
import io.habeas.schemas.avro.WithdrawalAccepted;
import io.habeas.schemas.avro.WithdrawalTooLate;
import io.habeas.schemas.avro.WithdrawalTooLateNotice;
import io.habeas.schemas.avro.WithdrawnNotice;
import io.habeas.testkit.PolicyScenario;
import io.habeas.testkit.RandomHistories;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RegisterPolicyTest {
  private static final UUID ID = UUID.fromString("7f7f0a3e-52b8-4b0d-9a6c-0d6f4e1f2a10");
  private static final Instant NOW = Instant.parse("2026-09-01T10:00:00Z");
  private static final Instant LATER = NOW.plusSeconds(60);
  private static final LocalDate DUE = LocalDate.parse("2026-10-01");
  private static final Instant WEEK_BEFORE = Instant.parse("2026-09-23T22:00:00Z");

  private final RegisterPolicy policy =
      new RegisterPolicy(
          new LegalClock(
              ZoneId.of("Europe/Amsterdam"), Period.ofDays(30), CountryHolidays.of("NL")),
          new RegisterPolicy.Terms(
              Period.ofDays(30),
              ErasureGround.ART_17_1_A,
              Duration.ofDays(150),
              Period.ofDays(7),
              Recipients.NONE));

  private final RequestReceived received =
      new RequestReceived(ID, NOW, Right.ERASURE, Channel.WEB, NOW, "nl", null, List.of());
  private final IdentityProven proven = new IdentityProven(ID, LATER, List.of("email"));
  private final ErasureCompleted completed =
      new ErasureCompleted(ID, LATER, Completion.ERASED_IN_PART, List.of());
  private final LetterSent answered = new LetterSent(ID, LATER, Letters.answer(Right.ERASURE, ID));

  private final Announce registered =
      announce(NOW, new RequestRegistered(Right.ERASURE, Channel.WEB, NOW, DUE, DUE, DUE));
  private final Announce accepted =
      announce(
          LATER,
          new RequestAccepted(
              Right.ERASURE, List.of("email"), ErasureGround.ART_17_1_A, DUE, List.of()));
  private final SendLetter receipt =
      new SendLetter(
          new NoticeRecord(
              Letters.receipt(ID),
              ID,
              LATER,
              "nl",
              new ReceiptNotice(Right.ERASURE, LocalDate.parse("2026-09-01"), DUE)));

  @Test
  void shouldRegisterWhatArrivesAndAcceptNothingBeforeProof() {
    scenario().when(received).thenCommands(registered);
  }

  @Test
  void shouldAcceptOnceIdentityIsProven_L19() {
    scenario().given(received).when(proven).thenCommands(accepted, receipt);
  }

  @Test
  void shouldCatchUpWhereTheProofOvertookTheReceipt() {
    scenario()
        .given(proven)
        .when(
            new RequestReceived(ID, LATER, Right.ERASURE, Channel.WEB, NOW, "nl", null, List.of()))
        .thenCommands(
            announce(LATER, new RequestRegistered(Right.ERASURE, Channel.WEB, NOW, DUE, DUE, DUE)),
            accepted,
            receipt);
  }

  @ParameterizedTest
  @EnumSource(
      value = Right.class,
      names = {"MARKETING_OBJECTION", "CONSENT_WITHDRAWAL"})
  void shouldStopProcessingWithoutProofWeighingOrLetter_L27_L29(Right right) {
    List<String> purposes = List.of("newsletter");
    RequestReceived wished =
        new RequestReceived(ID, NOW, right, Channel.WEB, NOW, "nl", null, purposes);
    scenario()
        .when(wished)
        .thenCommands(
            announce(NOW, new RequestRegistered(right, Channel.WEB, NOW, DUE, DUE, DUE)),
            announce(NOW, new RequestAccepted(right, List.of(), null, DUE, purposes)));
    scenario()
        .given(wished, proven)
        .when(new ProcessingStopped(ID, LATER, List.of()))
        .thenCommands(
            announce(LATER, new RequestCarriedOut(Completion.PROCESSING_STOPPED)),
            announce(LATER, new RequestFulfilled(Completion.PROCESSING_STOPPED)));
    scenario()
        .given(wished, new ProcessingStopped(ID, LATER, List.of()))
        .when(new WithdrawalWished(ID, LATER))
        .thenIgnored("closed");
    scenario()
        .given(received, proven)
        .when(new ProcessingStopped(ID, LATER, List.of()))
        .thenIgnored("other-right");
  }

  @Test
  void shouldTellTheOfficerOnceInTimeBeforeARequestIsDue() {
    // given
    Registration inProgress =
        policy.next(policy.next(policy.initial(), received).state(), proven).state();
    assertThat(((Known) inProgress).wakeUp()).isEqualTo(WEEK_BEFORE);

    // when
    var escalated = policy.next(inProgress, new Woken(WEEK_BEFORE));

    // then
    assertThat(escalated.commands())
        .containsExactly(
            announce(WEEK_BEFORE, new RequestDueSoon(DUE)),
            new SendLetter(
                new NoticeRecord(
                    Letters.dueSoon(ID),
                    ID,
                    WEEK_BEFORE,
                    "nl",
                    new DueSoonNotice(Right.ERASURE, LocalDate.parse("2026-09-01"), DUE))));
    assertThat(escalated.wakeUp()).isNull();
    assertThat(policy.next(escalated.state(), completed).commands()).isNotEmpty();
  }

  @Test
  void shouldTellWhatWasCorrectedAndCloseOnlyWhenThatHasLeft_L18() {
    // given
    UUID letter = Letters.answer(Right.RECTIFICATION, ID);
    List<StoreRectification> stores =
        List.of(
            new StoreRectification(
                "accounts-db",
                List.of(new CollectionCount("accounts", 1L)),
                List.of(new CollectionCount("accounts", 1L)),
                List.of(),
                null,
                null));

    // then
    scenario()
        .given(
            new RequestReceived(
                ID, NOW, Right.RECTIFICATION, Channel.WEB, NOW, "nl", null, List.of()))
        .when(proven)
        .thenCommands(
            announce(
                LATER,
                new RequestAccepted(Right.RECTIFICATION, List.of("email"), null, DUE, List.of())),
            new SendLetter(
                new NoticeRecord(
                    Letters.receipt(ID),
                    ID,
                    LATER,
                    "nl",
                    new ReceiptNotice(Right.RECTIFICATION, LocalDate.parse("2026-09-01"), DUE))))
        .when(completed)
        .thenIgnored("other-right")
        .when(new RectificationCompleted(ID, LATER, Completion.RECTIFIED, stores))
        .thenCommands(
            announce(LATER, new RequestCarriedOut(Completion.RECTIFIED)),
            new SendLetter(
                new NoticeRecord(
                    letter,
                    ID,
                    LATER,
                    "nl",
                    new RectifiedNotice(Completion.RECTIFIED, stores, List.of()))))
        .when(new LetterSent(ID, LATER, letter))
        .thenCommands(announce(LATER, new RequestFulfilled(Completion.RECTIFIED)));
  }

  @Test
  void shouldHaveTheAnswerWrittenAndCloseOnlyWhenItHasLeft() {
    scenario()
        .given(received, proven)
        .when(completed)
        .thenCommands(
            announce(LATER, new RequestCarriedOut(Completion.ERASED_IN_PART)),
            new SendLetter(
                new NoticeRecord(
                    Letters.answer(Right.ERASURE, ID),
                    ID,
                    LATER,
                    "nl",
                    new ErasureCompletedNotice(Completion.ERASED_IN_PART, List.of(), List.of()))))
        .when(new LetterSent(ID, LATER, Letters.receipt(ID)))
        .thenIgnored("other-letter")
        .when(answered)
        .thenCommands(announce(LATER, new RequestFulfilled(Completion.ERASED_IN_PART)));
  }

  @Test
  void shouldAnswerAnAccessWithItsOwnLetter_L15() {
    // given
    List<StoreExport> nothing = List.of(new StoreExport("accounts-db", List.of()));
    UUID letter = Letters.answer(Right.ACCESS, ID);
    scenario()
        .given(new RequestReceived(ID, NOW, Right.ACCESS, Channel.WEB, NOW, "nl", null, List.of()))

        // when
        .when(proven)
        .thenCommands(
            announce(
                LATER, new RequestAccepted(Right.ACCESS, List.of("email"), null, DUE, List.of())),
            new SendLetter(
                new NoticeRecord(
                    Letters.receipt(ID),
                    ID,
                    LATER,
                    "nl",
                    new ReceiptNotice(Right.ACCESS, LocalDate.parse("2026-09-01"), DUE))))
        .when(new ExportCompleted(ID, LATER, Completion.NOTHING_HELD, nothing))

        // then
        .thenCommands(
            announce(LATER, new RequestCarriedOut(Completion.NOTHING_HELD)),
            new SendLetter(
                new NoticeRecord(
                    letter,
                    ID,
                    LATER,
                    "nl",
                    new AccessAnsweredNotice(Completion.NOTHING_HELD, nothing))))
        .when(new LetterSent(ID, LATER, letter))
        .thenCommands(announce(LATER, new RequestFulfilled(Completion.NOTHING_HELD)));
  }

  @Test
  void shouldNotTakeTheOutcomeOfOneRightForThatOfAnother() {
    scenario()
        .given(received, proven)
        .when(new ExportCompleted(ID, LATER, Completion.COPY_PROVIDED, List.of()))
        .thenIgnored("other-right");
    scenario()
        .given(
            new RequestReceived(ID, NOW, Right.ACCESS, Channel.WEB, NOW, "nl", null, List.of()),
            proven)
        .when(completed)
        .thenIgnored("other-right");
  }

  @Test
  void shouldIgnoreEveryRepeat() {
    scenario().given(received).when(received).thenIgnored("duplicate");
    scenario().given(received, proven).when(proven).thenIgnored("duplicate");
    scenario().given(received, proven, completed).when(completed).thenIgnored("duplicate");
    for (RegisterEvent event : List.of(received, proven, completed, answered)) {
      scenario().given(received, proven, completed, answered).when(event).thenIgnored("closed");
    }
  }

  @Test
  void shouldNotBelieveInAnErasureThatNobodyAccepted() {
    scenario().when(completed).thenIgnored("unknown-request");
    scenario().given(received).when(completed).thenIgnored("not-accepted");
  }

  @Test
  void shouldRefuseWhatIsNotProvenAndNeverAcceptItAfterwards() {
    scenario()
        .given(received)
        .when(new IdentityNotProven(ID, LATER))
        .thenCommands(announce(LATER, new RequestRefused(RefusalGround.IDENTITY_NOT_ESTABLISHED)))
        .when(proven)
        .thenIgnored("closed");
  }

  @Test
  void shouldRefuseWithinTheMonthWhatNobodyProves_L12() {
    // The window of thirty days, one hour into summer time or not, ends before the due date does.
    Instant lapse = Instant.parse("2026-09-30T22:00:00Z");
    scenario()
        .given(received)
        .when(new Woken(lapse))
        .thenCommands(announce(lapse, new RequestRefused(RefusalGround.IDENTITY_NOT_ESTABLISHED)));
    assertThat(lapse).isEqualTo(DUE.atStartOfDay(ZoneId.of("Europe/Amsterdam")).toInstant());
  }

  @Test
  void shouldSayWhatCouldNotBeSaidBeforeAnythingElse() {
    scenario()
        .given(received, new CommandUndeliverable(registered, NOW))
        .when(proven)
        .thenCommands(registered, accepted, receipt);
  }

  // ---------------------------------------------------------------- the end before its time

  private static final UUID DECISION = UUID.fromString("0b54f6a1-4a4f-8a7e-9d3c-6f1f7a2f9c01");

  private final WithdrawalWished withdrawal = new WithdrawalWished(ID, LATER);
  private final RefusalDecided refusal =
      new RefusalDecided(ID, LATER, RefusalGround.LEGAL_CLAIMS, DECISION);
  private final Abandoned abandoned = new Abandoned(ID, LATER, Worker.ORCHESTRATOR);

  @Test
  void shouldCloseAtOnceWhatIsWithdrawnBeforeProofAndWriteToNobody_L10() {
    scenario()
        .given(received)
        .when(withdrawal)
        .thenCommands(announce(LATER, new RequestWithdrawn()))
        .when(proven)
        .thenIgnored("closed");
  }

  @Test
  void shouldAskOnceWhetherItStillCanBeUndoneAndCloseWhenTheLetterHasLeft() {
    scenario()
        .given(received, proven)
        .when(withdrawal)
        .thenCommands(announce(LATER, new EndingAsked(EndCause.WITHDRAWN)))
        .when(withdrawal)
        .thenIgnored("duplicate")
        .when(accepted(Worker.ORCHESTRATOR, EndCause.WITHDRAWN))
        .thenCommands(announce(LATER, new WithdrawalAccepted()))
        .when(withdrawal)
        .thenIgnored("ends-already")
        .when(abandoned)
        .thenCommands(withdrawnLetter())
        .when(new LetterSent(ID, LATER, Letters.receipt(ID)))
        .thenIgnored("other-letter")
        .when(new LetterSent(ID, LATER, Letters.withdrawn(ID)))
        .thenCommands(announce(LATER, new RequestWithdrawn()))
        .when(withdrawal)
        .thenIgnored("closed");
  }

  @Test
  void shouldWithdrawAnAccessToo() {
    scenario()
        .given(
            new RequestReceived(ID, NOW, Right.ACCESS, Channel.WEB, NOW, "nl", null, List.of()),
            proven)
        .given(withdrawal)
        .when(accepted(Worker.ORCHESTRATOR, EndCause.WITHDRAWN))
        .thenIgnored("other-right")
        .when(accepted(Worker.EXPORT_BUILDER, EndCause.WITHDRAWN))
        .thenCommands(announce(LATER, new WithdrawalAccepted()))
        .when(new Abandoned(ID, LATER, Worker.EXPORT_BUILDER))
        .thenState(Known.class, known -> assertThat(known.phase()).isInstanceOf(TakingLeave.class));
  }

  @Test
  void shouldTellThatAWithdrawalIsTooLateAndGoOn() {
    scenario()
        .given(received, proven, withdrawal)
        .when(tooLate(EndCause.WITHDRAWN))
        .thenCommands(announce(LATER, new WithdrawalTooLate()), tooLateLetter())
        .when(withdrawal)
        .thenIgnored("told-too-late")
        .when(completed)
        .thenCommands(carriedOut().toArray(RegisterCommand[]::new))
        .when(withdrawal)
        .thenIgnored("told-too-late")
        .when(answered)
        .thenCommands(announce(LATER, new RequestFulfilled(Completion.ERASED_IN_PART)));
  }

  @Test
  void shouldTellTheTruthWhereTheCompletionOvertookTheEnding() {
    List<RegisterCommand> told = new ArrayList<>();
    told.add(announce(LATER, new WithdrawalTooLate()));
    told.add(tooLateLetter());
    told.addAll(carriedOut());
    scenario()
        .given(received, proven, withdrawal)
        .when(completed)
        .thenCommands(told.toArray(RegisterCommand[]::new))
        .when(tooLate(EndCause.WITHDRAWN))
        .thenIgnored("carried-out");
  }

  @Test
  void shouldTellWhoComesWhileTheAnswerIsOnItsWayThatItIsTooLate() {
    scenario()
        .given(received, proven, completed)
        .when(withdrawal)
        .thenCommands(announce(LATER, new WithdrawalTooLate()), tooLateLetter())
        .when(withdrawal)
        .thenIgnored("told-too-late")
        .when(refusal)
        .thenCommands(announce(LATER, new RefusalTooLate()));
  }

  @Test
  void shouldTakeThatEverythingIsUndoneForTheWordThatItCouldBe() {
    scenario()
        .given(received, proven, withdrawal)
        .when(abandoned)
        .thenCommands(announce(LATER, new WithdrawalAccepted()), withdrawnLetter());
  }

  @Test
  void shouldRefuseByDecisionWithTheReasonsAndCloseWhenTheLetterHasLeft_L12() {
    SendLetter letter =
        letter(
            Letters.refused(ID),
            new RefusedNotice(Right.ERASURE, RefusalGround.LEGAL_CLAIMS, DECISION));
    scenario()
        .given(received, proven)
        .when(refusal)
        .thenCommands(announce(LATER, new EndingAsked(EndCause.REFUSED)))
        .when(accepted(Worker.ORCHESTRATOR, EndCause.REFUSED))
        .thenCommands()
        .when(abandoned)
        .thenCommands(letter)
        .when(new LetterSent(ID, LATER, Letters.refused(ID)))
        .thenCommands(announce(LATER, new RequestRefused(RefusalGround.LEGAL_CLAIMS)));
  }

  @Test
  void shouldRefuseAtOnceWhatNobodyHasProvenYet() {
    scenario()
        .given(received)
        .when(refusal)
        .thenCommands(announce(LATER, new RequestRefused(RefusalGround.LEGAL_CLAIMS)));
  }

  @Test
  void shouldEndForWhoeverWasFirstAndTellBothThatItIsTooLate() {
    scenario()
        .given(received, proven, withdrawal)
        .when(refusal)
        .thenCommands()
        .when(accepted(Worker.ORCHESTRATOR, EndCause.REFUSED))
        .thenIgnored("other-ending")
        .when(tooLate(EndCause.WITHDRAWN))
        .thenCommands(
            announce(LATER, new WithdrawalTooLate()),
            tooLateLetter(),
            announce(LATER, new RefusalTooLate()));
    scenario()
        .given(
            received, proven, refusal, withdrawal, accepted(Worker.ORCHESTRATOR, EndCause.REFUSED))
        .when(abandoned)
        .thenState(
            Known.class,
            known ->
                assertThat(known.phase())
                    .isEqualTo(
                        new TakingLeave(
                            new Registration.Entry(
                                Right.ERASURE,
                                NOW,
                                DUE,
                                "nl",
                                null,
                                WEEK_BEFORE,
                                List.of(),
                                List.of(),
                                List.of()),
                            new Registration.Wish.Refusal(RefusalGround.LEGAL_CLAIMS, DECISION),
                            Letters.refused(ID))));
  }

  @Test
  void shouldNotAskAgainOnceThePointOfNoReturnIsKnownToBePassed() {
    scenario()
        .given(received, proven, refusal, tooLate(EndCause.REFUSED))
        .when(withdrawal)
        .thenCommands(announce(LATER, new WithdrawalTooLate()), tooLateLetter());
  }

  @Test
  void shouldKeepOpenWhoseLastLetterDoesNotLeave_L12() {
    scenario()
        .given(received, proven, refusal, abandoned)
        .when(new LetterNotSent(ID, LATER, Letters.refused(ID), NotSentReason.ADDRESS_REFUSED))
        .thenIgnored("answer-not-sent");
  }

  @Test
  void shouldBelieveNoAnswerThatNobodyAskedFor() {
    for (RegisterEvent event :
        List.of(
            abandoned,
            accepted(Worker.ORCHESTRATOR, EndCause.WITHDRAWN),
            tooLate(EndCause.WITHDRAWN))) {
      scenario().when(event).thenIgnored("unknown-request");
      scenario().given(received).when(event).thenIgnored("not-accepted");
      scenario().given(received, proven).when(event).thenIgnored("ending-not-asked");
    }
    scenario().when(withdrawal).thenIgnored("unknown-request");
  }

  /** Every event in every phase: nothing is thrown, and every state survives being stored. */
  @Test
  void shouldHaveAnAnswerToEverythingInEveryPhase() {
    List<RegisterEvent> all =
        List.of(
            received,
            proven,
            new IdentityNotProven(ID, LATER),
            completed,
            withdrawal,
            refusal,
            accepted(Worker.ORCHESTRATOR, EndCause.WITHDRAWN),
            accepted(Worker.ORCHESTRATOR, EndCause.REFUSED),
            tooLate(EndCause.WITHDRAWN),
            tooLate(EndCause.REFUSED),
            abandoned,
            answered,
            new LetterSent(ID, LATER, Letters.withdrawn(ID)),
            new LetterSent(ID, LATER, Letters.refused(ID)),
            new LetterNotSent(ID, LATER, Letters.refused(ID), NotSentReason.ADDRESS_REFUSED),
            new Woken(LATER));
    RandomHistories.check(
        5_000,
        random -> {
          Registration state = policy.initial();
          List<Object> told = new ArrayList<>();
          for (int i = 0; i < 30; i++) {
            var next = policy.next(state, all.get(random.nextInt(all.size())));
            next.commands().stream()
                .filter(Announce.class::isInstance)
                .forEach(command -> told.add(((Announce) command).record().getPayload()));
            state = next.state();
            if (state instanceof Known known) {
              assertThat(
                      StoredRegistration.CODEC
                          .read()
                          .apply(StoredRegistration.CODEC.write().apply(known)))
                  .isEqualTo(known);
            }
          }
          assertThat(told).as("nothing is announced twice").doesNotHaveDuplicates();
          assertThat(told.stream().filter(RegisterPolicyTest::closes).toList())
              .as("one end at most")
              .hasSizeLessThanOrEqualTo(1);
        });
  }

  private static boolean closes(Object payload) {
    return payload instanceof RequestFulfilled
        || payload instanceof RequestRefused
        || payload instanceof RequestWithdrawn;
  }

  private List<RegisterCommand> carriedOut() {
    return List.of(
        announce(LATER, new RequestCarriedOut(Completion.ERASED_IN_PART)),
        letter(
            Letters.answer(Right.ERASURE, ID),
            new ErasureCompletedNotice(Completion.ERASED_IN_PART, List.of(), List.of())));
  }

  private static SendLetter withdrawnLetter() {
    return letter(Letters.withdrawn(ID), new WithdrawnNotice(Right.ERASURE));
  }

  private static SendLetter tooLateLetter() {
    return letter(Letters.withdrawalTooLate(ID), new WithdrawalTooLateNotice(Right.ERASURE));
  }

  private static SendLetter letter(UUID noticeId, Object payload) {
    return new SendLetter(new NoticeRecord(noticeId, ID, LATER, "nl", payload));
  }

  private static EndingAccepted accepted(Worker by, EndCause cause) {
    return new EndingAccepted(ID, LATER, by, cause);
  }

  private static EndingTooLate tooLate(EndCause cause) {
    return new EndingTooLate(ID, LATER, Worker.ORCHESTRATOR, cause);
  }

  private PolicyScenario<Registration, RegisterEvent, RegisterCommand> scenario() {
    return PolicyScenario.of(policy);
  }

  private static Announce announce(Instant at, Object payload) {
    return new Announce(new RequestRecord(ID, at, payload));
  }
}
