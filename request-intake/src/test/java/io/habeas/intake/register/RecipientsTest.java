package io.habeas.intake.register;

import io.habeas.intake.register.RegisterCommand.Announce;
import io.habeas.intake.register.RegisterCommand.SendLetter;
import io.habeas.intake.register.RegisterEvent.Abandoned;
import io.habeas.intake.register.RegisterEvent.Completed;
import io.habeas.intake.register.RegisterEvent.EndingAccepted;
import io.habeas.intake.register.RegisterEvent.ErasureCompleted;
import io.habeas.intake.register.RegisterEvent.IdentityProven;
import io.habeas.intake.register.RegisterEvent.LetterSent;
import io.habeas.intake.register.RegisterEvent.RectificationCompleted;
import io.habeas.intake.register.RegisterEvent.RequestReceived;
import io.habeas.intake.register.RegisterEvent.RestrictedThroughout;
import io.habeas.intake.register.RegisterEvent.RestrictionEndDecided;
import io.habeas.intake.register.RegisterEvent.RestrictionEnded;
import io.habeas.intake.register.RegisterEvent.WithdrawalWished;
import io.habeas.intake.register.RegisterEvent.Worker;
import io.habeas.schemas.avro.Channel;
import io.habeas.schemas.avro.CollectionCount;
import io.habeas.schemas.avro.CollectionOutcome;
import io.habeas.schemas.avro.Completion;
import io.habeas.schemas.avro.EndCause;
import io.habeas.schemas.avro.ErasureCompletedNotice;
import io.habeas.schemas.avro.ErasureGround;
import io.habeas.schemas.avro.NoticeRecord;
import io.habeas.schemas.avro.RecipientMatter;
import io.habeas.schemas.avro.RecipientToTell;
import io.habeas.schemas.avro.RecipientsToTell;
import io.habeas.schemas.avro.RectifiedNotice;
import io.habeas.schemas.avro.RequestCarriedOut;
import io.habeas.schemas.avro.RequestFulfilled;
import io.habeas.schemas.avro.RequestRecord;
import io.habeas.schemas.avro.RestrictedNotice;
import io.habeas.schemas.avro.RestrictionEndsNotice;
import io.habeas.schemas.avro.RestrictionGround;
import io.habeas.schemas.avro.Right;
import io.habeas.schemas.avro.StoreOutcome;
import io.habeas.schemas.avro.StoreRectification;
import io.habeas.schemas.avro.StoreRestriction;
import io.habeas.schemas.avro.WithdrawnNotice;
import io.habeas.testkit.PolicyScenario;
import java.time.Duration;
import java.time.Instant;
import java.time.Period;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** L22: recipients are told after an erasure, a rectification and a restriction, and its end. */
class RecipientsTest {
  private static final UUID ID = UUID.fromString("7f7f0a3e-52b8-4b0d-9a6c-0d6f4e1f2a10");
  private static final UUID DECISION = UUID.fromString("7f7f0a3e-52b8-4b0d-9a6c-0d6f4e1f2a11");
  private static final Instant NOW = Instant.parse("2026-09-01T10:00:00Z");
  private static final UUID RESTRICTED = Letters.answer(Right.RESTRICTION, ID);
  private static final List<StoreRestriction> STORES =
      List.of(new StoreRestriction("accounts-db", count(2), count(2), null, null));
  private static final List<String> MAILER = List.of("mailer");

  private final PolicyScenario<Registration, RegisterEvent, RegisterCommand> restricted =
      inProgress(Right.RESTRICTION)
          .given(
              new RestrictedThroughout(ID, NOW, Completion.RESTRICTED, STORES),
              new LetterSent(ID, NOW, RESTRICTED));

  @Test
  void shouldTellRecipientsOfTheRightBeforeTheRequestCanClose_L22() {
    List<StoreOutcome> stores =
        List.of(
            new StoreOutcome(
                "accounts-db",
                List.of(new CollectionOutcome("accounts", 1L, 0L, 0L)),
                List.of(),
                null));
    inProgress(Right.ERASURE)
        .when(new ErasureCompleted(ID, NOW, Completion.ERASED_IN_FULL, stores))
        .thenCommands(
            announce(new RequestCarriedOut(Completion.ERASED_IN_FULL)),
            toTell(RecipientMatter.ERASURE, "mailer", "books"),
            letter(
                Letters.answer(Right.ERASURE, ID),
                new ErasureCompletedNotice(
                    Completion.ERASED_IN_FULL, stores, List.of("mailer", "books"))))
        .when(new LetterSent(ID, NOW, Letters.answer(Right.ERASURE, ID)))
        .thenCommands(announce(new RequestFulfilled(Completion.ERASED_IN_FULL)));
  }

  @Test
  void shouldTellNobodyWhereNothingIsHeldOrNothingWasErased() {
    List<StoreOutcome> kept =
        List.of(
            new StoreOutcome(
                "accounts-db",
                List.of(new CollectionOutcome("payments", 0L, 0L, 2L)),
                List.of(),
                null));
    shouldTellNobody(
        Right.ERASURE,
        new ErasureCompleted(ID, NOW, Completion.NOTHING_HELD, List.of()),
        new ErasureCompletedNotice(Completion.NOTHING_HELD, List.of(), List.of()));
    shouldTellNobody(
        Right.ERASURE,
        new ErasureCompleted(ID, NOW, Completion.ERASED_IN_PART, kept),
        new ErasureCompletedNotice(Completion.ERASED_IN_PART, kept, List.of()));
    shouldTellNobody(
        Right.RECTIFICATION,
        new RectificationCompleted(ID, NOW, Completion.NOTHING_TO_RECTIFY, List.of()),
        new RectifiedNotice(Completion.NOTHING_TO_RECTIFY, List.of(), List.of()));
  }

  private static void shouldTellNobody(Right right, Completed completed, Object notice) {
    inProgress(right)
        .when(completed)
        .thenCommands(
            announce(new RequestCarriedOut(completed.completion())),
            letter(Letters.answer(right, ID), notice));
  }

  @Test
  void shouldTellOfWhatWasCorrectedAlsoWhereItWasInPart_L22() {
    List<StoreRectification> stores =
        List.of(new StoreRectification("accounts-db", count(2), count(1), List.of(), null, null));
    inProgress(Right.RECTIFICATION)
        .when(new RectificationCompleted(ID, NOW, Completion.RECTIFIED_IN_PART, stores))
        .thenCommands(
            announce(new RequestCarriedOut(Completion.RECTIFIED_IN_PART)),
            toTell(RecipientMatter.RECTIFICATION, "mailer"),
            letter(
                Letters.answer(Right.RECTIFICATION, ID),
                new RectifiedNotice(Completion.RECTIFIED_IN_PART, stores, MAILER)));
  }

  @Test
  void shouldTellOfARestrictionAndOfItsEndBeforeTheRequestCloses_L22() {
    UUID ends = Letters.restrictionEnds(ID);
    inProgress(Right.RESTRICTION)
        .when(new RestrictedThroughout(ID, NOW, Completion.RESTRICTED, STORES))
        .thenCommands(
            toTell(RecipientMatter.RESTRICTION, "mailer"),
            letter(
                RESTRICTED,
                new RestrictedNotice(
                    Right.RESTRICTION,
                    RestrictionGround.ART_18_1_A,
                    Completion.RESTRICTED,
                    STORES,
                    MAILER)));
    restricted
        .when(new RestrictionEndDecided(ID, NOW, DECISION))
        .thenCommands(letter(ends, new RestrictionEndsNotice(DECISION, MAILER)));
    restricted
        .given(new RestrictionEndDecided(ID, NOW, DECISION), new LetterSent(ID, NOW, ends))
        .when(new RestrictionEnded(ID, NOW))
        .thenCommands(
            toTell(RecipientMatter.RESTRICTION_END, "mailer"),
            announce(new RequestFulfilled(Completion.RESTRICTION_LIFTED)));
  }

  @Test
  void shouldTellOfTheEndOfARestrictionAlsoWhereItsMakerWantsItBack_L22() {
    restricted
        .given(
            new WithdrawalWished(ID, NOW),
            new EndingAccepted(ID, NOW, Worker.ORCHESTRATOR, EndCause.WITHDRAWN))
        .when(new Abandoned(ID, NOW, Worker.ORCHESTRATOR))
        .thenCommands(
            toTell(RecipientMatter.RESTRICTION_END, "mailer"),
            letter(Letters.withdrawn(ID), new WithdrawnNotice(Right.RESTRICTION)));
  }

  @Test
  void shouldTellNobodyOfTheEndOfWhatNobodyWasToldOf() {
    inProgress(Right.ERASURE)
        .given(
            new WithdrawalWished(ID, NOW),
            new EndingAccepted(ID, NOW, Worker.ORCHESTRATOR, EndCause.WITHDRAWN))
        .when(new Abandoned(ID, NOW, Worker.ORCHESTRATOR))
        .thenCommands(letter(Letters.withdrawn(ID), new WithdrawnNotice(Right.ERASURE)));
  }

  private static PolicyScenario<Registration, RegisterEvent, RegisterCommand> inProgress(
      Right right) {
    return PolicyScenario.of(
            new RegisterPolicy(
                new LegalClock(
                    ZoneId.of("Europe/Amsterdam"), Period.ofDays(30), CountryHolidays.of("NL")),
                new RegisterPolicy.Terms(
                    Period.ofDays(30),
                    ErasureGround.ART_17_1_A,
                    Duration.ofDays(150),
                    Period.ofDays(7),
                    new Recipients(
                        Map.of(
                            Right.ERASURE,
                            List.of("mailer", "books"),
                            Right.RECTIFICATION,
                            MAILER,
                            Right.RESTRICTION,
                            MAILER),
                        new LinkedHashMap<>()))))
        .given(
            new RequestReceived(
                ID,
                NOW,
                right,
                Channel.WEB,
                NOW,
                "nl",
                right == Right.RESTRICTION ? RestrictionGround.ART_18_1_A : null,
                List.of()),
            new IdentityProven(ID, NOW, List.of("email")));
  }

  private static List<CollectionCount> count(long records) {
    return List.of(new CollectionCount("accounts", records));
  }

  private static Announce toTell(RecipientMatter matter, String... recipients) {
    return announce(
        new RecipientsToTell(
            matter,
            List.of(recipients).stream()
                .map(
                    recipient ->
                        new RecipientToTell(recipient, Letters.recipient(ID, matter, recipient)))
                .toList()));
  }

  private static Announce announce(Object payload) {
    return new Announce(new RequestRecord(ID, NOW, payload));
  }

  private static SendLetter letter(UUID noticeId, Object payload) {
    return new SendLetter(new NoticeRecord(noticeId, ID, NOW, "nl", payload));
  }
}
