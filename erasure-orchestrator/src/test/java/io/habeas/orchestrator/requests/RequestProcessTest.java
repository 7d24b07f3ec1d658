package io.habeas.orchestrator.requests;

import static org.assertj.core.api.Assertions.assertThat;

import io.habeas.orchestrator.canary.CanaryPolicy;
import io.habeas.orchestrator.erasure.ErasureOrder;
import io.habeas.orchestrator.erasure.ErasurePolicy;
import io.habeas.orchestrator.erasure.Plan;
import io.habeas.orchestrator.joint.JointCourse;
import io.habeas.orchestrator.rectification.RectificationPolicy;
import io.habeas.orchestrator.rectification.RectificationState;
import io.habeas.orchestrator.restriction.RestrictionPolicy;
import io.habeas.orchestrator.stopping.StoppingPolicy;
import io.habeas.process.ProcessDefinition;
import io.habeas.process.ProcessDefinition.Keyed;
import io.habeas.protocol.IdentifierType;
import io.habeas.protocol.ParticipantId;
import io.habeas.protocol.RequiredParticipant;
import io.habeas.protocol.fanout.Pauses;
import io.habeas.schemas.Topics;
import io.habeas.schemas.avro.Action;
import io.habeas.schemas.avro.ActionNotOffered;
import io.habeas.schemas.avro.CanaryBegun;
import io.habeas.schemas.avro.CanaryOutcomeRecord;
import io.habeas.schemas.avro.CanaryOver;
import io.habeas.schemas.avro.CanaryPassed;
import io.habeas.schemas.avro.CanaryRecord;
import io.habeas.schemas.avro.CollectionCount;
import io.habeas.schemas.avro.CollectionOutcome;
import io.habeas.schemas.avro.Completion;
import io.habeas.schemas.avro.ConsentErasureAccepted;
import io.habeas.schemas.avro.DeadLetter;
import io.habeas.schemas.avro.DecisionRecord;
import io.habeas.schemas.avro.DirectiveRecord;
import io.habeas.schemas.avro.EndCause;
import io.habeas.schemas.avro.EndingAccepted;
import io.habeas.schemas.avro.EndingAsked;
import io.habeas.schemas.avro.EndingTooLate;
import io.habeas.schemas.avro.EraseRecords;
import io.habeas.schemas.avro.ErasureAbandoned;
import io.habeas.schemas.avro.ErasureCompleted;
import io.habeas.schemas.avro.ErasureEventRecord;
import io.habeas.schemas.avro.ErasureGround;
import io.habeas.schemas.avro.ErasureOnHold;
import io.habeas.schemas.avro.ErasurePhase;
import io.habeas.schemas.avro.ErasureTask;
import io.habeas.schemas.avro.ErasureVerified;
import io.habeas.schemas.avro.GatePassed;
import io.habeas.schemas.avro.HoldEffective;
import io.habeas.schemas.avro.HoldPlaced;
import io.habeas.schemas.avro.HoldReleased;
import io.habeas.schemas.avro.HoldingsLocated;
import io.habeas.schemas.avro.IdentityRecord;
import io.habeas.schemas.avro.LedgerLine;
import io.habeas.schemas.avro.LiftRestriction;
import io.habeas.schemas.avro.LocateHoldings;
import io.habeas.schemas.avro.ParticipantFit;
import io.habeas.schemas.avro.ParticipantPseudonym;
import io.habeas.schemas.avro.ParticipantReply;
import io.habeas.schemas.avro.ParticipantSubjects;
import io.habeas.schemas.avro.PhaseStarted;
import io.habeas.schemas.avro.ProcessingStopped;
import io.habeas.schemas.avro.RecordsErased;
import io.habeas.schemas.avro.RecordsRectified;
import io.habeas.schemas.avro.RecordsRestricted;
import io.habeas.schemas.avro.RectificationCompleted;
import io.habeas.schemas.avro.RectifyRecords;
import io.habeas.schemas.avro.RequestAccepted;
import io.habeas.schemas.avro.RequestRecord;
import io.habeas.schemas.avro.RestrictRecords;
import io.habeas.schemas.avro.RestrictedThroughout;
import io.habeas.schemas.avro.RestrictionEndTold;
import io.habeas.schemas.avro.RestrictionEnded;
import io.habeas.schemas.avro.RestrictionLifted;
import io.habeas.schemas.avro.RetainedRecords;
import io.habeas.schemas.avro.RetentionGround;
import io.habeas.schemas.avro.RetentionReported;
import io.habeas.schemas.avro.RetentionUnaccounted;
import io.habeas.schemas.avro.Right;
import io.habeas.schemas.avro.RosterRecord;
import io.habeas.schemas.avro.SeedSubject;
import io.habeas.schemas.avro.StopCause;
import io.habeas.schemas.avro.StopProcessing;
import io.habeas.schemas.avro.StoreOutcome;
import io.habeas.schemas.avro.StoreRectification;
import io.habeas.schemas.avro.StoreRestriction;
import io.habeas.schemas.avro.SubjectSeeded;
import io.habeas.schemas.avro.SubjectsAsked;
import io.habeas.schemas.avro.SubjectsNamed;
import io.habeas.schemas.avro.VerifyErasure;
import io.habeas.testkit.ProcessHarness;
import io.habeas.testkit.VirtualClock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** One process for every right that changes data, without a broker. */
class RequestProcessTest {
  private static final UUID REQUEST = UUID.fromString("6f1c1f9a-58d5-4f2b-9d0e-0c6f5e6f7a01");
  private static final UUID STRANGER = new UUID(7, 7);
  private static final RetainedRecords KEPT =
      new RetainedRecords(
          "payments",
          "tax",
          RetentionGround.ART_17_3_B,
          "NL-AWR-52",
          "NL",
          1L,
          Instant.parse("2030-01-01T00:00:00Z"),
          Instant.parse("2031-01-01T00:00:00Z"));
  private static final List<String> STORES = List.of("accounts", "orders");

  private final VirtualClock clock = VirtualClock.at("2026-01-05T09:00:00Z");
  private final ProcessHarness<RequestState> harness = ProcessHarness.of(definition());

  private ProcessDefinition<RequestState, RequestEvent, RequestCommand> definition() {
    List<ParticipantId> ids = STORES.stream().map(ParticipantId::new).toList();
    List<RequiredParticipant> required =
        ids.stream()
            .map(
                id ->
                    new RequiredParticipant(
                        id,
                        Set.of(new IdentifierType("email")),
                        id.name().equals("orders") ? Set.of("newsletter") : Set.of()))
            .toList();
    Pauses pauses = new Pauses(Duration.ofSeconds(5), Duration.ofHours(6), Duration.ofSeconds(30));
    JointCourse course = new JointCourse(required, pauses, 8);
    return RequestProcess.definition(
        new RequestPolicy(
            new ErasurePolicy(
                required,
                ErasureOrder.none(),
                pauses,
                new ErasurePolicy.Terms(
                    8,
                    3,
                    Duration.ZERO,
                    ZoneOffset.UTC,
                    Plan.Approval.unneeded(),
                    Period.ofDays(7),
                    Duration.ZERO)),
            new RectificationPolicy(course),
            new RestrictionPolicy(course),
            new StoppingPolicy(required, pauses),
            new CanaryPolicy(pauses, new CanaryPolicy.Terms(Duration.ofHours(6), 3))),
        ids,
        clock);
  }

  @AfterEach
  void close() {
    harness.close();
  }

  @Test
  void shouldStopDirectMarketingEverywhereWithNothingToWeigh_L27() {
    // when
    register(
        new RequestAccepted(
            Right.MARKETING_OBJECTION,
            List.of(),
            null,
            LocalDate.parse("2026-02-05"),
            List.of("direct-marketing")));
    assertThat(reports()).containsExactly(new SubjectsAsked());
    harness.restart(definition());
    harness.send(
        Topics.IDENTITY,
        REQUEST.toString(),
        new IdentityRecord(
            REQUEST,
            clock.instant(),
            new SubjectsNamed(
                List.of(
                    new ParticipantSubjects("orders", List.of("s-2")),
                    new ParticipantSubjects("accounts", List.of("s-1")),
                    new ParticipantSubjects("search", List.of())))));

    // then
    assertThat(harness.received(Topics.ISSUED_DIRECTIVES))
        .containsExactly(stop("accounts", "s-1"), stop("orders", "s-2"));
    assertThat(reports())
        .containsExactly(
            new ProcessingStopped(
                List.of("direct-marketing"), List.of("accounts", "orders"), List.of()));
    asked(EndCause.WITHDRAWN);
    assertThat(reports()).containsExactly(new EndingTooLate(EndCause.WITHDRAWN));
  }

  @Test
  void shouldEraseOnlyWhatRestedOnTheWithdrawnConsentAfterItHasStopped_L21_L29() {
    // given a store that can be relied on; how the other stands does not matter
    harness.send(
        Topics.ROSTER,
        "orders",
        new RosterRecord("orders", clock.instant(), new ParticipantFit(List.of()), null, null));
    withdrawn();
    stopped();
    assertThat(reports())
        .containsExactly(
            new ProcessingStopped(List.of("newsletter"), List.of("orders"), List.of("orders")));
    assertThat(tasks("orders")).isEmpty();
    UUID early = held("orders");

    // when
    harness.restart(definition());
    erasureAccepted();

    // then
    assertThat(reports())
        .contains(new HoldEffective(early))
        .contains(new PhaseStarted(ErasurePhase.LOCATING, List.of("orders")));
    assertThat(tasks("orders")).containsExactly(task("orders", 1, new LocateHoldings(1)));
    harness.restart(definition());
    released(early);
    reply("orders", 1, new HoldingsLocated(List.of(count(3)), List.of(), false, List.of()));
    reply("orders", 2, new RecordsRestricted(List.of(count(3))));
    identity(
        new GatePassed(
            1,
            List.of(
                new ParticipantPseudonym("accounts", STRANGER, List.of("s-1")),
                new ParticipantPseudonym("orders", STRANGER, List.of("s-2")))));
    assertThat(tasks("orders"))
        .containsExactly(
            task("orders", 2, new RestrictRecords()),
            task("orders", 3, new EraseRecords(ErasureGround.ART_17_1_B)));
    assertThat(harness.received(Topics.ISSUED_DIRECTIVES))
        .extracting(directive -> directive.value().getParticipant())
        .containsOnly("orders");
    reply(
        "orders",
        3,
        new RecordsErased(List.of(new CollectionOutcome("people", 3L, 0L, 0L)), List.of()));
    reply("orders", 4, new ErasureVerified());
    assertThat(tasks("accounts")).isEmpty();
    assertThat(reports())
        .endsWith(
            new ErasureCompleted(
                Completion.ERASED_IN_FULL,
                List.of(
                    new StoreOutcome(
                        "orders",
                        List.of(new CollectionOutcome("people", 3L, 0L, 0L)),
                        List.of(),
                        null))));
    assertThat(harness.received(Topics.ERASURES))
        .extracting(entry -> entry.value().getStores())
        .allSatisfy(
            stores ->
                assertThat(stores).extracting(LedgerLine::getParticipant).containsOnly("orders"));
  }

  @Test
  void shouldKeepAHoldThatWasPlacedBeforeConsentWasWithdrawn() {
    // given
    UUID hold = held(null);
    withdrawn();
    stopped();

    // when
    erasureAccepted();

    // then
    assertThat(reports())
        .contains(new HoldEffective(hold))
        .endsWith(new ErasureOnHold(List.of(hold), List.of()));
    assertThat(tasks("orders")).isEmpty();
    released(hold);
    assertThat(tasks("orders")).containsExactly(task("orders", 1, new LocateHoldings(1)));
  }

  @Test
  void shouldDirectEverybodyBeforeAnythingIsErasedAndForgetNoWish_L29() {
    // given
    withdrawn();
    harness.topics().missing(Topics.ISSUED_DIRECTIVES.name());
    stopped();

    // when
    erasureAccepted();
    asked(EndCause.WITHDRAWN);
    assertThat(tasks("orders")).isEmpty();
    harness.restart(definition());
    harness.topics().writable(Topics.ISSUED_DIRECTIVES.name());
    clock.advance(Duration.ofMinutes(2));
    harness.advance(Duration.ofMinutes(2));
    stopped();
    clock.advance(Duration.ofSeconds(2));
    harness.advance(Duration.ofSeconds(2));

    // then
    assertThat(harness.received(Topics.ISSUED_DIRECTIVES)).hasSize(1);
    assertThat(reports())
        .contains(new EndingAccepted(EndCause.WITHDRAWN))
        .endsWith(new ErasureAbandoned());
  }

  @Test
  void shouldEraseNothingBecauseSomebodyObjectedToMarketing() {
    // given
    register(
        new RequestAccepted(
            Right.MARKETING_OBJECTION,
            List.of(),
            null,
            LocalDate.parse("2026-02-05"),
            List.of("newsletter")));
    stopped();

    // when
    erasureAccepted();

    // then
    assertThat(tasks("orders")).isEmpty();
  }

  private void withdrawn() {
    register(
        new RequestAccepted(
            Right.CONSENT_WITHDRAWAL,
            List.of(),
            null,
            LocalDate.parse("2026-02-05"),
            List.of("newsletter")));
    reports();
  }

  private void stopped() {
    identity(new SubjectsNamed(List.of(new ParticipantSubjects("orders", List.of("s-2")))));
  }

  private void erasureAccepted() {
    register(
        new ConsentErasureAccepted(
            List.of("newsletter"),
            List.of("orders"),
            List.of("email"),
            LocalDate.parse("2026-02-05")));
  }

  private void identity(SpecificRecord payload) {
    harness.send(
        Topics.IDENTITY, REQUEST.toString(), new IdentityRecord(REQUEST, clock.instant(), payload));
  }

  private UUID held(@Nullable String store) {
    UUID hold = UUID.randomUUID();
    decided(hold, new HoldPlaced(hold, store));
    return hold;
  }

  private void released(UUID hold) {
    decided(UUID.randomUUID(), new HoldReleased(hold));
  }

  private void decided(UUID decision, SpecificRecord payload) {
    harness.send(
        Topics.DECISIONS,
        REQUEST.toString(),
        new DecisionRecord(decision, REQUEST, clock.instant(), "officer", payload));
  }

  private Keyed<DirectiveRecord> stop(String participant, String subject) {
    return new Keyed<>(
        participant + "/" + subject + "/direct-marketing",
        new DirectiveRecord(
            participant,
            subject,
            REQUEST,
            clock.instant(),
            new StopProcessing(
                "direct-marketing", StopCause.MARKETING_OBJECTION, clock.instant())));
  }

  @Test
  void shouldCarryARectificationThroughEveryStoreAndARestart_L18() {
    // given
    accepted(Right.RECTIFICATION, null);

    // when
    for (String store : STORES) {
      assertThat(tasks(store)).containsExactly(task(store, 1, new LocateHoldings(1)));
      reply(store, 1, new HoldingsLocated(List.of(count(3)), List.of(), false, List.of()));
    }
    STORES.forEach(
        store -> assertThat(tasks(store)).containsExactly(task(store, 2, new RectifyRecords())));
    harness.restart(definition());
    reply("accounts", 2, new RecordsRectified(List.of(count(2)), List.of(count(1))));
    asked(EndCause.WITHDRAWN);
    reply("orders", 2, new ActionNotOffered(Action.RECTIFY));

    // then
    assertThat(reports())
        .contains(new EndingTooLate(EndCause.WITHDRAWN))
        .endsWith(
            new RectificationCompleted(
                Completion.RECTIFIED_IN_PART,
                List.of(
                    new StoreRectification(
                        "accounts",
                        List.of(count(3)),
                        List.of(count(2)),
                        List.of(count(1)),
                        null,
                        null),
                    new StoreRectification(
                        "orders", List.of(count(3)), List.of(), List.of(), Action.RECTIFY, null))));
    assertThat(harness.state(REQUEST.toString()))
        .hasValueSatisfying(
            state ->
                assertThat(state)
                    .isInstanceOfSatisfying(
                        RequestState.Rectification.class,
                        rectification ->
                            assertThat(rectification.state())
                                .isInstanceOf(RectificationState.Completed.class)));
  }

  @Test
  void shouldLiftARestrictionOnlyWhenThePersonWasTold_L24() {
    // given
    accepted(Right.RESTRICTION, null);
    for (String store : STORES) {
      reply(store, 1, new HoldingsLocated(List.of(count(3)), List.of(), false, List.of()));
    }
    for (String store : STORES) {
      assertThat(tasks(store)).contains(task(store, 2, new RestrictRecords()));
      reply(store, 2, new RecordsRestricted(List.of(count(2))));
    }

    // then
    assertThat(reports())
        .endsWith(
            new RestrictedThroughout(
                Completion.RESTRICTED,
                STORES.stream()
                    .map(
                        store ->
                            new StoreRestriction(
                                store, List.of(count(3)), List.of(count(2)), null, null))
                    .toList()));
    harness.restart(definition());
    clock.advance(Duration.ofDays(100));
    harness.advance(Duration.ofDays(100));
    STORES.forEach(store -> assertThat(tasks(store)).isEmpty());

    // when
    register(new RestrictionEndTold());

    // then
    for (String store : STORES) {
      assertThat(tasks(store)).containsExactly(task(store, 3, new LiftRestriction()));
      reply(store, 3, new RestrictionLifted(List.of(count(2))));
    }
    assertThat(reports()).endsWith(new RestrictionEnded());
  }

  @Test
  void shouldNotTakeTheAnswerToOneRightForAnotherNorAcceptARequestForTwo() {
    // given
    accepted(Right.RECTIFICATION, null);
    STORES.forEach(this::tasks);
    reports();

    // when
    accepted(Right.ERASURE, ErasureGround.ART_17_1_A);
    reply("accounts", 1, new RecordsErased(List.of(), List.of()));

    // then
    assertThat(reports()).isEmpty();
    STORES.forEach(store -> assertThat(tasks(store)).isEmpty());
  }

  @Test
  void shouldNotTakeWhatARectificationDidForAPartOfAnErasure() {
    // given
    accepted(Right.ERASURE, ErasureGround.ART_17_1_A);
    reports();

    // when
    reply("accounts", 1, new RecordsRectified(List.of(), List.of()));
    accepted(Right.RECTIFICATION, null);

    // then
    assertThat(reports()).isEmpty();
  }

  @Test
  void shouldRefuseCountsThatCannotBeAndARectificationInAnothersName() {
    // given
    accepted(Right.RECTIFICATION, null);
    reports();

    // when
    reply("accounts", 1, new RecordsRectified(List.of(count(-1)), List.of()));
    harness.send(
        Topics.replies("orders"),
        REQUEST.toString(),
        new ParticipantReply(
            REQUEST, clock.instant(), "accounts", 1, new RecordsRectified(List.of(), List.of())));

    // then
    assertThat(reports()).isEmpty();
    for (String store : STORES) {
      assertThat(harness.received(Topics.deadLetters("dsar.replies." + store, RequestProcess.NAME)))
          .extracting(Keyed::value)
          .extracting(DeadLetter::getTopic)
          .containsExactly("dsar.replies." + store);
    }
  }

  @Test
  void shouldTellWhatIsKeptForARequestOfWhichNoErasureIsKnownAndRememberNothing_L20() {
    // when
    reported(clock.instant());
    reported(clock.instant().plusSeconds(86_400));

    // then
    assertThat(reports())
        .containsExactly(
            new RetentionUnaccounted("accounts", clock.instant(), List.of(KEPT)),
            new RetentionUnaccounted(
                "accounts", clock.instant().plusSeconds(86_400), List.of(KEPT)));
    assertThat(harness.state(REQUEST.toString())).isEmpty();
  }

  @Test
  void shouldTellWhatIsKeptForARequestThatKeepsNothingAndDoNothingElse_L20() {
    // given
    accepted(Right.RECTIFICATION, null);
    reports();
    Optional<RequestState> before = harness.state(REQUEST.toString());

    // when
    reported(clock.instant());

    // then
    assertThat(reports())
        .containsExactly(new RetentionUnaccounted("accounts", clock.instant(), List.of(KEPT)));
    assertThat(harness.state(REQUEST.toString())).isEqualTo(before);
    clock.advance(Duration.ofSeconds(31));
    harness.advance(Duration.ofSeconds(31));
    assertThat(tasks("accounts")).as("asked again all the same").hasSize(2);
  }

  @Test
  void shouldSayNothingOfWhatIsKeptForSomebodyMadeUp() {
    // given
    canary(new CanaryBegun(List.of("email")));

    // when
    reported(clock.instant());

    // then
    assertThat(reports()).isEmpty();
  }

  private void reported(Instant asOf) {
    reply("accounts", 0, new RetentionReported(asOf, List.of(KEPT)));
  }

  @Test
  void shouldCarryACanaryThroughItsStoreAndARestartAndTellNobodyElse() {
    // given
    canary(new CanaryBegun(List.of("email")));

    // when
    assertThat(tasks("accounts")).containsExactly(task("accounts", 1, new SeedSubject()));
    reply("accounts", 1, new SubjectSeeded(List.of(count(1))));
    assertThat(tasks("accounts")).containsExactly(task("accounts", 2, new LocateHoldings(1)));
    reply(
        "accounts", 2, new HoldingsLocated(List.of(count(1)), List.of("email"), false, List.of()));
    assertThat(tasks("accounts")).containsExactly(task("accounts", 3, new RestrictRecords()));
    harness.restart(definition());
    reply("accounts", 3, new RecordsRestricted(List.of(count(1))));
    assertThat(tasks("accounts"))
        .containsExactly(task("accounts", 4, new EraseRecords(ErasureGround.ART_17_1_A)));
    reply("orders", 4, new RecordsErased(List.of(), List.of()));
    assertThat(tasks("accounts")).isEmpty();
    reply("accounts", 4, new RecordsErased(List.of(), List.of()));
    assertThat(tasks("accounts")).containsExactly(task("accounts", 5, new VerifyErasure()));
    accepted(Right.ERASURE, ErasureGround.ART_17_1_A);
    reply("accounts", 5, new ErasureVerified());

    // then
    assertThat(harness.received(Topics.CANARY_OUTCOMES))
        .containsExactly(
            new Keyed<>(
                "accounts",
                new CanaryOutcomeRecord(
                    REQUEST, clock.instant(), "accounts", true, new CanaryPassed())));
    assertThat(harness.received(Topics.CANARIES))
        .containsExactly(
            new Keyed<>(
                REQUEST.toString(),
                new CanaryRecord(REQUEST, clock.instant(), "accounts", new CanaryOver())));
    assertThat(reports()).isEmpty();
    assertThat(harness.received(Topics.ERASURES)).isEmpty();
    assertThat(tasks("orders")).isEmpty();
  }

  @Test
  void shouldMakeNobodyUpForARealRequestOrInAStoreThatIsNotApproved() {
    // given
    accepted(Right.ERASURE, ErasureGround.ART_17_1_A);
    STORES.forEach(this::tasks);

    // when
    canary(new CanaryBegun(List.of("email")));
    reply("accounts", 1, new SubjectSeeded(List.of(count(1))));
    harness.send(
        Topics.CANARIES,
        STRANGER.toString(),
        new CanaryRecord(STRANGER, clock.instant(), "stranger", new CanaryBegun(List.of("email"))));

    // then
    STORES.forEach(store -> assertThat(tasks(store)).isEmpty());
    assertThat(harness.received(Topics.deadLetters(Topics.CANARIES.name(), RequestProcess.NAME)))
        .extracting(letter -> letter.value().getErrorClass())
        .containsExactly("unknown-participant");
  }

  private void canary(SpecificRecord payload) {
    harness.send(
        Topics.CANARIES,
        REQUEST.toString(),
        new CanaryRecord(REQUEST, clock.instant(), "accounts", payload));
  }

  private static CollectionCount count(long records) {
    return new CollectionCount("people", records);
  }

  private void accepted(Right right, @Nullable ErasureGround ground) {
    register(
        new RequestAccepted(
            right, List.of("email"), ground, LocalDate.parse("2026-02-05"), List.of()));
  }

  private void asked(EndCause cause) {
    register(new EndingAsked(cause));
  }

  private void register(SpecificRecord payload) {
    harness.send(
        Topics.REQUESTS, REQUEST.toString(), new RequestRecord(REQUEST, clock.instant(), payload));
  }

  private void reply(String store, int step, SpecificRecord payload) {
    harness.send(
        Topics.replies(store),
        REQUEST.toString(),
        new ParticipantReply(REQUEST, clock.instant(), store, step, payload));
  }

  private List<ErasureTask> tasks(String store) {
    return harness.received(Topics.erasureTasks(store)).stream().map(Keyed::value).toList();
  }

  private ErasureTask task(String store, int step, SpecificRecord payload) {
    return new ErasureTask(REQUEST, clock.instant(), store, step, payload);
  }

  private List<Object> reports() {
    return harness.received(Topics.ERASURE_EVENTS).stream()
        .map(Keyed::value)
        .map(ErasureEventRecord::getPayload)
        .toList();
  }
}
