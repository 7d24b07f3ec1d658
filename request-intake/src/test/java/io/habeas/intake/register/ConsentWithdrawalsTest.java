package io.habeas.intake.register;

import static org.assertj.core.api.Assertions.assertThat;

import io.habeas.intake.register.RegisterCommand.Announce;
import io.habeas.intake.register.RegisterCommand.SendLetter;
import io.habeas.intake.register.RegisterEvent.Abandoned;
import io.habeas.intake.register.RegisterEvent.EndingAccepted;
import io.habeas.intake.register.RegisterEvent.EndingTooLate;
import io.habeas.intake.register.RegisterEvent.ErasureCompleted;
import io.habeas.intake.register.RegisterEvent.IdentityNotProven;
import io.habeas.intake.register.RegisterEvent.IdentityProven;
import io.habeas.intake.register.RegisterEvent.LetterSent;
import io.habeas.intake.register.RegisterEvent.ProcessingStopped;
import io.habeas.intake.register.RegisterEvent.RefusalDecided;
import io.habeas.intake.register.RegisterEvent.RequestReceived;
import io.habeas.intake.register.RegisterEvent.WithdrawalWished;
import io.habeas.intake.register.RegisterEvent.Woken;
import io.habeas.intake.register.RegisterEvent.Worker;
import io.habeas.intake.register.Registration.Known;
import io.habeas.schemas.avro.Channel;
import io.habeas.schemas.avro.CollectionOutcome;
import io.habeas.schemas.avro.Completion;
import io.habeas.schemas.avro.ConsentErasedNotice;
import io.habeas.schemas.avro.ConsentErasureAccepted;
import io.habeas.schemas.avro.EndCause;
import io.habeas.schemas.avro.EndingAsked;
import io.habeas.schemas.avro.ErasureGround;
import io.habeas.schemas.avro.NoticeRecord;
import io.habeas.schemas.avro.ReceiptNotice;
import io.habeas.schemas.avro.RecipientMatter;
import io.habeas.schemas.avro.RecipientToTell;
import io.habeas.schemas.avro.RecipientsToTell;
import io.habeas.schemas.avro.RefusalGround;
import io.habeas.schemas.avro.RefusalTooLate;
import io.habeas.schemas.avro.RequestAccepted;
import io.habeas.schemas.avro.RequestCarriedOut;
import io.habeas.schemas.avro.RequestFulfilled;
import io.habeas.schemas.avro.RequestRecord;
import io.habeas.schemas.avro.RequestRefused;
import io.habeas.schemas.avro.RequestRegistered;
import io.habeas.schemas.avro.RequestWithdrawn;
import io.habeas.schemas.avro.Right;
import io.habeas.schemas.avro.StoreOutcome;
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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/**
 * Art. 7(3) and 17(1)(b): it stops at once and unproven; what rested on it is erased once proven.
 */
class ConsentWithdrawalsTest {
  private static final UUID ID = UUID.fromString("7f7f0a3e-52b8-4b0d-9a6c-0d6f4e1f2a10");
  private static final UUID DECISION = UUID.fromString("7f7f0a3e-52b8-4b0d-9a6c-0d6f4e1f2a11");
  private static final Instant NOW = Instant.parse("2026-09-01T10:00:00Z");
  private static final Instant LATER = NOW.plusSeconds(60);
  private static final LocalDate DUE = LocalDate.parse("2026-10-01");
  private static final List<String> PURPOSES = List.of("newsletter");
  private static final List<String> RESTING = List.of("subscribers");
  private static final SequencedMap<String, Set<String>> RESTING_ON = new LinkedHashMap<>();

  static {
    RESTING_ON.put("books", Set.of());
    RESTING_ON.put("mailer", Set.of("newsletter"));
    RESTING_ON.put("network", Set.of("newsletter", "ads"));
  }

  private static final UUID ANSWER = Letters.answer(Right.CONSENT_WITHDRAWAL, ID);

  private final RegisterPolicy policy =
      new RegisterPolicy(
          new LegalClock(
              ZoneId.of("Europe/Amsterdam"), Period.ofDays(30), CountryHolidays.of("NL")),
          new RegisterPolicy.Terms(
              Period.ofDays(14),
              ErasureGround.ART_17_1_A,
              Duration.ofDays(150),
              Period.ofDays(7),
              new Recipients(Map.of(Right.ERASURE, List.of("mailer", "books")), RESTING_ON)));

  private final RequestReceived withdrawn =
      new RequestReceived(
          ID, NOW, Right.CONSENT_WITHDRAWAL, Channel.WEB, NOW, "nl", null, PURPOSES);
  private final IdentityProven proven = new IdentityProven(ID, LATER, List.of("email"));
  private final IdentityNotProven notProven = new IdentityNotProven(ID, LATER);
  private final ProcessingStopped stopped = new ProcessingStopped(ID, LATER, RESTING);
  private final WithdrawalWished unwanted = new WithdrawalWished(ID, LATER);
  private final RefusalDecided refusal =
      new RefusalDecided(ID, LATER, RefusalGround.EXCESSIVE, DECISION);
  private final ErasureCompleted erased =
      new ErasureCompleted(
          ID,
          LATER,
          Completion.ERASED_IN_FULL,
          List.of(
              new StoreOutcome(
                  "subscribers",
                  List.of(new CollectionOutcome("addresses", 1L, 0L, 0L)),
                  List.of(),
                  null)));

  private final RegisterCommand[] acceptance = {
    announce(NOW, new RequestRegistered(Right.CONSENT_WITHDRAWAL, Channel.WEB, NOW, DUE, DUE, DUE)),
    announce(NOW, new RequestAccepted(Right.CONSENT_WITHDRAWAL, List.of(), null, DUE, PURPOSES))
  };
  private final RegisterCommand[] erasing = {
    announce(LATER, new ConsentErasureAccepted(PURPOSES, RESTING, List.of("email"), DUE)),
    letter(
        Letters.receipt(ID),
        new ReceiptNotice(Right.CONSENT_WITHDRAWAL, LocalDate.parse("2026-09-01"), DUE))
  };
  private final RegisterCommand[] asStopped = {
    announce(LATER, new RequestCarriedOut(Completion.PROCESSING_STOPPED)),
    announce(LATER, new RequestFulfilled(Completion.PROCESSING_STOPPED))
  };

  @Test
  void shouldStopAtOnceWhateverIsKnownOfWhoAsks_L29() {
    scenario().when(withdrawn).thenCommands(acceptance);
    scenario().given(proven).when(withdrawn).thenCommands(acceptance);
    scenario().given(notProven).when(withdrawn).thenCommands(acceptance);
  }

  @Test
  void shouldHaveErasedWhatRestedOnItWhenBothHaveComeInWhateverOrder_L11_L21() {
    scenario().given(withdrawn, stopped).when(proven).thenCommands(erasing);
    scenario().given(withdrawn, proven).when(stopped).thenCommands(erasing);
    scenario().given(proven, withdrawn).when(stopped).thenCommands(erasing);
  }

  @Test
  void shouldFulfilAtOnceWhereNothingRestsOnItAlone_L21() {
    ProcessingStopped nothing = new ProcessingStopped(ID, LATER, List.of());
    scenario().given(withdrawn).when(nothing).thenCommands(asStopped);
    scenario().given(withdrawn, proven).when(nothing).thenCommands(asStopped);
  }

  @Test
  void shouldAnswerWithWhatWasStoppedAndErasedAndTellWhoeverGotNothingElse_L21_L22() {
    scenario()
        .given(withdrawn, stopped, proven)
        .when(stopped)
        .thenIgnored("other-right")
        .when(erased)
        .thenCommands(
            announce(LATER, new RequestCarriedOut(Completion.ERASED_IN_FULL)),
            announce(
                LATER,
                new RecipientsToTell(
                    RecipientMatter.ERASURE,
                    List.of(
                        new RecipientToTell(
                            "mailer", Letters.recipient(ID, RecipientMatter.ERASURE, "mailer"))))),
            letter(
                ANSWER,
                new ConsentErasedNotice(
                    PURPOSES, Completion.ERASED_IN_FULL, erased.stores(), List.of("mailer"))))
        .when(new LetterSent(ID, LATER, ANSWER))
        .thenCommands(announce(LATER, new RequestFulfilled(Completion.ERASED_IN_FULL)));
  }

  @Test
  void shouldTakeNoErasureForItsOwnThatWasNotAccepted() {
    scenario().given(withdrawn).when(erased).thenIgnored("other-right");
    scenario().given(withdrawn, stopped).when(erased).thenIgnored("other-right");
  }

  @Test
  void shouldBeFulfilledAsStoppedWhereItIsNotProven_L29() {
    scenario().given(withdrawn, stopped).when(notProven).thenCommands(asStopped);
    scenario().given(withdrawn, notProven).when(stopped).thenCommands(asStopped);
    scenario().given(notProven, withdrawn).when(stopped).thenCommands(asStopped);
  }

  @Test
  void shouldBeFulfilledAsStoppedWhenTheTimeForProofIsOver() {
    // given
    Registration waiting = scenario().given(withdrawn, stopped).state();
    Instant lapse = Instant.parse("2026-09-15T10:00:00Z");

    // then
    assertThat(((Known) waiting).wakeUp()).isEqualTo(lapse);
    assertThat(policy.next(waiting, new Woken(lapse)).commands())
        .containsExactly(
            announce(lapse, new RequestCarriedOut(Completion.PROCESSING_STOPPED)),
            announce(lapse, new RequestFulfilled(Completion.PROCESSING_STOPPED)));
    assertThat(policy.next(waiting, new Woken(lapse.minusMillis(1))).commands()).isEmpty();
  }

  @Test
  void shouldEraseNothingForWhoeverWantsItBackBeforeItIsProven() {
    scenario()
        .given(withdrawn, stopped)
        .when(unwanted)
        .thenCommands(announce(LATER, new WithdrawalAccepted()), asStopped[0], asStopped[1]);
    scenario()
        .given(withdrawn, proven, unwanted)
        .when(stopped)
        .thenCommands(announce(LATER, new WithdrawalAccepted()), asStopped[0], asStopped[1]);
    scenario()
        .given(withdrawn, unwanted)
        .when(new ProcessingStopped(ID, LATER, List.of()))
        .thenCommands(announce(LATER, new WithdrawalTooLate()), asStopped[0], asStopped[1]);
  }

  @Test
  void shouldUndoTheErasingForWhoeverWantsItBackInTimeAndLetStoppedWhatIsStopped() {
    scenario()
        .given(withdrawn, stopped, proven)
        .when(unwanted)
        .thenCommands(announce(LATER, new EndingAsked(EndCause.WITHDRAWN)))
        .when(new EndingAccepted(ID, LATER, Worker.ORCHESTRATOR, EndCause.WITHDRAWN))
        .thenCommands(announce(LATER, new WithdrawalAccepted()))
        .when(new Abandoned(ID, LATER, Worker.ORCHESTRATOR))
        .thenCommands(letter(Letters.withdrawn(ID), new WithdrawnNotice(Right.CONSENT_WITHDRAWAL)))
        .when(new LetterSent(ID, LATER, Letters.withdrawn(ID)))
        .thenCommands(announce(LATER, new RequestFulfilled(Completion.PROCESSING_STOPPED)));
  }

  @Test
  void shouldSayThatItIsTooLateAfterThePointOfNoReturn() {
    scenario()
        .given(withdrawn, stopped, proven, unwanted)
        .when(new EndingTooLate(ID, LATER, Worker.ORCHESTRATOR, EndCause.WITHDRAWN))
        .thenCommands(
            announce(LATER, new WithdrawalTooLate()),
            letter(
                Letters.withdrawalTooLate(ID),
                new WithdrawalTooLateNotice(Right.CONSENT_WITHDRAWAL)));
  }

  @Test
  void shouldNeverBeRefused_L27_L29() {
    RegisterCommand tooLate = announce(LATER, new RefusalTooLate());
    scenario().given(withdrawn).when(refusal).thenCommands(tooLate);
    scenario().given(withdrawn, stopped).when(refusal).thenCommands(tooLate);
    scenario().given(withdrawn, stopped, proven).when(refusal).thenCommands(tooLate);
  }

  @Test
  void shouldEraseOnlyWhatIsProvenAndStoppedInAnyOrderOfEvents() {
    List<RegisterEvent> all =
        List.of(
            withdrawn,
            proven,
            notProven,
            stopped,
            new ProcessingStopped(ID, LATER, List.of()),
            unwanted,
            refusal,
            erased,
            new EndingAccepted(ID, LATER, Worker.ORCHESTRATOR, EndCause.WITHDRAWN),
            new EndingTooLate(ID, LATER, Worker.ORCHESTRATOR, EndCause.WITHDRAWN),
            new Abandoned(ID, LATER, Worker.ORCHESTRATOR),
            new LetterSent(ID, LATER, ANSWER),
            new LetterSent(ID, LATER, Letters.withdrawn(ID)),
            new Woken(LATER));
    RandomHistories.check(
        5_000,
        random -> {
          Registration state = policy.initial();
          List<RegisterEvent> heard = new ArrayList<>();
          List<Object> told = new ArrayList<>();
          for (int i = 0; i < 30; i++) {
            RegisterEvent event = all.get(random.nextInt(all.size()));
            var next = policy.next(state, event);
            heard.add(event);
            for (RegisterCommand command : next.commands()) {
              if (command instanceof Announce(RequestRecord record)) {
                told.add(record.getPayload());
                if (record.getPayload() instanceof ConsentErasureAccepted) {
                  assertThat(heard).contains(proven, stopped);
                }
              }
            }
            state = next.state();
            if (state instanceof Known known) {
              assertThat(
                      StoredRegistration.CODEC
                          .read()
                          .apply(StoredRegistration.CODEC.write().apply(known)))
                  .isEqualTo(known);
            }
          }
          assertThat(told)
              .as("stopping is not refused and not had back (L27, L29)")
              .doesNotHaveAnyElementsOfTypes(RequestRefused.class, RequestWithdrawn.class);
          assertThat(told).filteredOn(ConsentErasureAccepted.class::isInstance).hasSizeLessThan(2);
          assertThat(told).filteredOn(RequestFulfilled.class::isInstance).hasSizeLessThan(2);
        });
  }

  private PolicyScenario<Registration, RegisterEvent, RegisterCommand> scenario() {
    return PolicyScenario.of(policy);
  }

  private static Announce announce(Instant at, Object payload) {
    return new Announce(new RequestRecord(ID, at, payload));
  }

  private static SendLetter letter(UUID noticeId, Object payload) {
    return new SendLetter(new NoticeRecord(noticeId, ID, LATER, "nl", payload));
  }
}
