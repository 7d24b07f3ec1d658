package io.habeas.intake.register;

import static org.assertj.core.api.Assertions.assertThat;

import io.habeas.intake.register.RegisterCommand.Announce;
import io.habeas.intake.register.RegisterCommand.SendLetter;
import io.habeas.intake.register.RegisterEvent.Abandoned;
import io.habeas.intake.register.RegisterEvent.EndingAccepted;
import io.habeas.intake.register.RegisterEvent.EndingTooLate;
import io.habeas.intake.register.RegisterEvent.IdentityProven;
import io.habeas.intake.register.RegisterEvent.LetterNotSent;
import io.habeas.intake.register.RegisterEvent.LetterSent;
import io.habeas.intake.register.RegisterEvent.ObjectionUpheld;
import io.habeas.intake.register.RegisterEvent.RefusalDecided;
import io.habeas.intake.register.RegisterEvent.RequestReceived;
import io.habeas.intake.register.RegisterEvent.RestrictedThroughout;
import io.habeas.intake.register.RegisterEvent.RestrictionEndDecided;
import io.habeas.intake.register.RegisterEvent.RestrictionEnded;
import io.habeas.intake.register.RegisterEvent.WithdrawalWished;
import io.habeas.intake.register.RegisterEvent.Worker;
import io.habeas.schemas.avro.Channel;
import io.habeas.schemas.avro.Completion;
import io.habeas.schemas.avro.EndCause;
import io.habeas.schemas.avro.EndingAsked;
import io.habeas.schemas.avro.ErasureGround;
import io.habeas.schemas.avro.NotSentReason;
import io.habeas.schemas.avro.NoticeRecord;
import io.habeas.schemas.avro.ObjectionUpheldNotice;
import io.habeas.schemas.avro.RefusalGround;
import io.habeas.schemas.avro.RefusalTooLate;
import io.habeas.schemas.avro.RefusedNotice;
import io.habeas.schemas.avro.RequestCarriedOut;
import io.habeas.schemas.avro.RequestFulfilled;
import io.habeas.schemas.avro.RequestRecord;
import io.habeas.schemas.avro.RequestRefused;
import io.habeas.schemas.avro.RequestWithdrawn;
import io.habeas.schemas.avro.RestrictedNotice;
import io.habeas.schemas.avro.RestrictionEndTold;
import io.habeas.schemas.avro.RestrictionEndsNotice;
import io.habeas.schemas.avro.RestrictionGround;
import io.habeas.schemas.avro.RestrictionInForce;
import io.habeas.schemas.avro.Right;
import io.habeas.schemas.avro.StoreRestriction;
import io.habeas.schemas.avro.WithdrawalAccepted;
import io.habeas.schemas.avro.WithdrawnNotice;
import io.habeas.testkit.PolicyScenario;
import java.time.Duration;
import java.time.Instant;
import java.time.Period;
import java.time.ZoneId;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Art. 18 and 21: what stands, who is told when, and what may only follow of it (L24, L28). */
class RestrictionsTest {
  private static final UUID ID = UUID.fromString("7f7f0a3e-52b8-4b0d-9a6c-0d6f4e1f2a10");
  private static final UUID DECISION = new UUID(3, 4);
  private static final Instant NOW = Instant.parse("2026-09-01T10:00:00Z");
  private static final UUID TOLD = Letters.answer(Right.RESTRICTION, ID);
  private static final List<StoreRestriction> STORES =
      List.of(new StoreRestriction("accounts-db", List.of(), List.of(), null, null));

  private final RestrictedThroughout restricted =
      new RestrictedThroughout(ID, NOW, Completion.RESTRICTED, STORES);
  private final PolicyScenario<Registration, RegisterEvent, RegisterCommand> asked =
      inProgress(Right.RESTRICTION, RestrictionGround.ART_18_1_A);
  private final PolicyScenario<Registration, RegisterEvent, RegisterCommand> inForce =
      asked.given(restricted, new LetterSent(ID, NOW, TOLD));
  private final PolicyScenario<Registration, RegisterEvent, RegisterCommand> objection =
      inProgress(Right.OBJECTION, null).given(restricted, new LetterSent(ID, NOW, TOLD));

  @Test
  void shouldTellThatItStandsAndKeepTheRequestOpen_L23() {
    asked
        .when(restricted)
        .thenCommands(
            letter(
                TOLD,
                new RestrictedNotice(
                    Right.RESTRICTION,
                    RestrictionGround.ART_18_1_A,
                    Completion.RESTRICTED,
                    STORES,
                    List.of())))
        .when(new LetterNotSent(ID, NOW, TOLD, NotSentReason.ADDRESS_REFUSED))
        .thenIgnored("answer-not-sent")
        .when(new LetterSent(ID, NOW, TOLD))
        .thenCommands(announce(new RestrictionInForce()))
        .thenNeverWakes();
  }

  @Test
  void shouldSayThatItMayBeLiftedOnlyWhenTheLetterHasLeft_L24() {
    // given
    UUID ends = Letters.restrictionEnds(ID);

    // then
    inForce
        .when(new RestrictionEnded(ID, NOW))
        .thenIgnored("not-told-yet")
        .when(new RestrictionEndDecided(ID, NOW, DECISION))
        .thenCommands(letter(ends, new RestrictionEndsNotice(DECISION, List.of())))
        .when(new LetterNotSent(ID, NOW, ends, NotSentReason.ADDRESS_REFUSED))
        .thenIgnored("answer-not-sent")
        .when(new LetterSent(ID, NOW, ends))
        .thenCommands(announce(new RestrictionEndTold()))
        .when(new RestrictionEnded(ID, NOW))
        .thenCommands(announce(new RequestFulfilled(Completion.RESTRICTION_LIFTED)));
  }

  @Test
  void shouldEndNothingThatThePersonWasNotYetTold_L24() {
    asked
        .given(restricted)
        .when(new RestrictionEndDecided(ID, NOW, DECISION))
        .thenIgnored("not-told-yet")
        .when(refusal(RefusalGround.EXCESSIVE))
        .thenCommands(announce(new RefusalTooLate()));
  }

  @Test
  void shouldRefuseWithReasonsBeforeItLifts_L12_L24() {
    // given
    UUID refused = Letters.refused(ID);

    // then
    inForce
        .when(refusal(RefusalGround.MANIFESTLY_UNFOUNDED))
        .thenCommands(
            letter(
                refused,
                new RefusedNotice(Right.RESTRICTION, RefusalGround.MANIFESTLY_UNFOUNDED, DECISION)))
        .when(new LetterSent(ID, NOW, refused))
        .thenCommands(announce(new RestrictionEndTold()))
        .when(new RestrictionEnded(ID, NOW))
        .thenCommands(announce(new RequestRefused(RefusalGround.MANIFESTLY_UNFOUNDED)));
  }

  @Test
  void shouldLetThePersonHaveItBackWhileItStands() {
    inForce
        .when(new WithdrawalWished(ID, NOW))
        .thenCommands(announce(new EndingAsked(EndCause.WITHDRAWN)))
        .when(new EndingAccepted(ID, NOW, Worker.ORCHESTRATOR, EndCause.WITHDRAWN))
        .thenCommands(announce(new WithdrawalAccepted()))
        .when(new Abandoned(ID, NOW, Worker.ORCHESTRATOR))
        .thenCommands(letter(Letters.withdrawn(ID), new WithdrawnNotice(Right.RESTRICTION)))
        .when(new LetterSent(ID, NOW, Letters.withdrawn(ID)))
        .thenCommands(announce(new RequestWithdrawn()));
  }

  @Test
  void shouldLoseNothingWhereItStandsBeforeItsEndIsAnswered() {
    // a withdrawal is answered whenever it comes
    asked.given(new WithdrawalWished(ID, NOW)).when(restricted).thenIgnored("ends");
    // a refusal that came too late goes on to be told
    asked
        .given(refusal(RefusalGround.EXCESSIVE))
        .given(new EndingTooLate(ID, NOW, Worker.ORCHESTRATOR, EndCause.REFUSED))
        .when(restricted)
        .thenState(
            Registration.Known.class,
            known ->
                assertThat(known.phase())
                    .isInstanceOf(Registration.Phase.TellingRestriction.class));
  }

  @Test
  void shouldUpholdAnObjectionAndLeaveItRestricted_L28() {
    // given
    UUID upheld = Letters.objectionUpheld(ID);

    // then
    objection
        .when(new RestrictionEndDecided(ID, NOW, DECISION))
        .thenIgnored("other-right")
        .when(new ObjectionUpheld(ID, NOW))
        .thenCommands(
            announce(new RequestCarriedOut(Completion.OBJECTION_UPHELD)),
            letter(upheld, new ObjectionUpheldNotice()))
        .when(new LetterSent(ID, NOW, upheld))
        .thenCommands(announce(new RequestFulfilled(Completion.OBJECTION_UPHELD)));
  }

  @Test
  void shouldRejectAnObjectionForCompellingGroundsAloneAndTellThemFirst_L24_L28() {
    // given
    UUID refused = Letters.refused(ID);

    // then
    objection
        .when(refusal(RefusalGround.COMPELLING_GROUNDS))
        .thenCommands(
            letter(
                refused,
                new RefusedNotice(Right.OBJECTION, RefusalGround.COMPELLING_GROUNDS, DECISION)))
        .when(new ObjectionUpheld(ID, NOW))
        .thenIgnored("ends-already")
        .when(new LetterSent(ID, NOW, refused))
        .thenCommands(announce(new RestrictionEndTold()))
        .when(new RestrictionEnded(ID, NOW))
        .thenCommands(announce(new RequestRefused(RefusalGround.COMPELLING_GROUNDS)));
  }

  @Test
  void shouldAnswerAtOnceWhereNothingIsHeld_L15() {
    asked
        .when(new RestrictedThroughout(ID, NOW, Completion.NOTHING_HELD, STORES))
        .thenCommands(
            announce(new RequestCarriedOut(Completion.NOTHING_HELD)),
            letter(
                TOLD,
                new RestrictedNotice(
                    Right.RESTRICTION,
                    RestrictionGround.ART_18_1_A,
                    Completion.NOTHING_HELD,
                    STORES,
                    List.of())))
        .when(new LetterSent(ID, NOW, TOLD))
        .thenCommands(announce(new RequestFulfilled(Completion.NOTHING_HELD)));
  }

  private static PolicyScenario<Registration, RegisterEvent, RegisterCommand> inProgress(
      Right right, @Nullable RestrictionGround ground) {
    return PolicyScenario.of(
            new RegisterPolicy(
                new LegalClock(
                    ZoneId.of("Europe/Amsterdam"), Period.ofDays(30), CountryHolidays.of("NL")),
                new RegisterPolicy.Terms(
                    Period.ofDays(30),
                    ErasureGround.ART_17_1_A,
                    Duration.ofDays(150),
                    Period.ofDays(7),
                    Recipients.NONE)))
        .given(
            new RequestReceived(ID, NOW, right, Channel.WEB, NOW, "nl", ground, List.of()),
            new IdentityProven(ID, NOW, List.of("email")));
  }

  private static RefusalDecided refusal(RefusalGround ground) {
    return new RefusalDecided(ID, NOW, ground, DECISION);
  }

  private static Announce announce(Object payload) {
    return new Announce(new RequestRecord(ID, NOW, payload));
  }

  private static SendLetter letter(UUID noticeId, Object payload) {
    return new SendLetter(new NoticeRecord(noticeId, ID, NOW, "nl", payload));
  }
}
