package io.habeas.intake.register;

import static org.assertj.core.api.Assertions.assertThat;

import io.habeas.intake.register.RegisterCommand.Announce;
import io.habeas.intake.register.RegisterCommand.SendLetter;
import io.habeas.intake.register.RegisterEvent.CommandUndeliverable;
import io.habeas.intake.register.RegisterEvent.ErasureCompleted;
import io.habeas.intake.register.RegisterEvent.ExportCompleted;
import io.habeas.intake.register.RegisterEvent.IdentityNotProven;
import io.habeas.intake.register.RegisterEvent.IdentityProven;
import io.habeas.intake.register.RegisterEvent.LetterSent;
import io.habeas.intake.register.RegisterEvent.RequestReceived;
import io.habeas.intake.register.RegisterEvent.Woken;
import io.habeas.schemas.avro.AccessAnsweredNotice;
import io.habeas.schemas.avro.Channel;
import io.habeas.schemas.avro.Completion;
import io.habeas.schemas.avro.ErasureCompletedNotice;
import io.habeas.schemas.avro.ErasureGround;
import io.habeas.schemas.avro.NoticeRecord;
import io.habeas.schemas.avro.ReceiptNotice;
import io.habeas.schemas.avro.RefusalGround;
import io.habeas.schemas.avro.RequestAccepted;
import io.habeas.schemas.avro.RequestCarriedOut;
import io.habeas.schemas.avro.RequestFulfilled;
import io.habeas.schemas.avro.RequestRecord;
import io.habeas.schemas.avro.RequestRefused;
import io.habeas.schemas.avro.RequestRegistered;
import io.habeas.schemas.avro.Right;
import io.habeas.schemas.avro.StoreExport;
import io.habeas.testkit.PolicyScenario;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import java.time.ZoneId;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class RegisterPolicyTest {
  private static final UUID ID = UUID.fromString("7f7f0a3e-52b8-4b0d-9a6c-0d6f4e1f2a10");
  private static final Instant NOW = Instant.parse("2026-09-01T10:00:00Z");
  private static final Instant LATER = NOW.plusSeconds(60);
  private static final LocalDate DUE = LocalDate.parse("2026-10-01");

  private final RegisterPolicy policy =
      new RegisterPolicy(
          new LegalClock(
              ZoneId.of("Europe/Amsterdam"), Period.ofDays(30), CountryHolidays.of("NL")),
          new RegisterPolicy.Terms(
              Period.ofDays(30), ErasureGround.ART_17_1_A, Duration.ofDays(150)));

  private final RequestReceived received =
      new RequestReceived(ID, NOW, Right.ERASURE, Channel.WEB, NOW, "nl");
  private final IdentityProven proven = new IdentityProven(ID, LATER, List.of("email"));
  private final ErasureCompleted completed =
      new ErasureCompleted(ID, LATER, Completion.ERASED_IN_PART, List.of());
  private final LetterSent answered = new LetterSent(ID, LATER, Letters.answer(Right.ERASURE, ID));

  private final Announce registered =
      announce(NOW, new RequestRegistered(Right.ERASURE, Channel.WEB, NOW, DUE, DUE, DUE));
  private final Announce accepted =
      announce(
          LATER,
          new RequestAccepted(Right.ERASURE, List.of("email"), ErasureGround.ART_17_1_A, DUE));
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
        .when(new RequestReceived(ID, LATER, Right.ERASURE, Channel.WEB, NOW, "nl"))
        .thenCommands(
            announce(LATER, new RequestRegistered(Right.ERASURE, Channel.WEB, NOW, DUE, DUE, DUE)),
            accepted,
            receipt);
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
                    new ErasureCompletedNotice(Completion.ERASED_IN_PART, List.of()))))
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
        .given(new RequestReceived(ID, NOW, Right.ACCESS, Channel.WEB, NOW, "nl"))

        // when
        .when(proven)
        .thenCommands(
            announce(LATER, new RequestAccepted(Right.ACCESS, List.of("email"), null, DUE)),
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
        .given(new RequestReceived(ID, NOW, Right.ACCESS, Channel.WEB, NOW, "nl"), proven)
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

  private PolicyScenario<Registration, RegisterEvent, RegisterCommand> scenario() {
    return PolicyScenario.of(policy);
  }

  private static Announce announce(Instant at, Object payload) {
    return new Announce(new RequestRecord(ID, at, payload));
  }
}
