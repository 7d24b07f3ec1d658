package io.habeas.orchestrator.erasure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.habeas.orchestrator.canary.CanaryPolicy;
import io.habeas.orchestrator.joint.JointCourse;
import io.habeas.orchestrator.rectification.RectificationPolicy;
import io.habeas.orchestrator.requests.RequestCommand;
import io.habeas.orchestrator.requests.RequestEvent;
import io.habeas.orchestrator.requests.RequestPolicy;
import io.habeas.orchestrator.requests.RequestProcess;
import io.habeas.orchestrator.requests.RequestState;
import io.habeas.orchestrator.restriction.RestrictionPolicy;
import io.habeas.orchestrator.stopping.StoppingPolicy;
import io.habeas.process.ProcessDefinition;
import io.habeas.process.ProcessDefinition.Keyed;
import io.habeas.protocol.IdentifierType;
import io.habeas.protocol.ParticipantId;
import io.habeas.protocol.RequiredParticipant;
import io.habeas.schemas.Topics;
import io.habeas.schemas.avro.Action;
import io.habeas.schemas.avro.CanaryFailed;
import io.habeas.schemas.avro.CanaryFailure;
import io.habeas.schemas.avro.CanaryProven;
import io.habeas.schemas.avro.CollectionCount;
import io.habeas.schemas.avro.CollectionOutcome;
import io.habeas.schemas.avro.Completion;
import io.habeas.schemas.avro.DeadLetter;
import io.habeas.schemas.avro.EraseRecords;
import io.habeas.schemas.avro.ErasureCompleted;
import io.habeas.schemas.avro.ErasureEventRecord;
import io.habeas.schemas.avro.ErasureGround;
import io.habeas.schemas.avro.ErasurePhase;
import io.habeas.schemas.avro.ErasureTask;
import io.habeas.schemas.avro.ErasureVerified;
import io.habeas.schemas.avro.GateAsked;
import io.habeas.schemas.avro.GatePassed;
import io.habeas.schemas.avro.HoldingsLocated;
import io.habeas.schemas.avro.IdentityRecord;
import io.habeas.schemas.avro.LedgerLine;
import io.habeas.schemas.avro.LiftRestriction;
import io.habeas.schemas.avro.LocateHoldings;
import io.habeas.schemas.avro.ParticipantFit;
import io.habeas.schemas.avro.ParticipantPseudonym;
import io.habeas.schemas.avro.ParticipantReply;
import io.habeas.schemas.avro.ParticipantWaiting;
import io.habeas.schemas.avro.RecordsErased;
import io.habeas.schemas.avro.RecordsRestricted;
import io.habeas.schemas.avro.RequestAccepted;
import io.habeas.schemas.avro.RequestRecord;
import io.habeas.schemas.avro.RestrictRecords;
import io.habeas.schemas.avro.RestrictionLifted;
import io.habeas.schemas.avro.Right;
import io.habeas.schemas.avro.RosterRecord;
import io.habeas.schemas.avro.StoreOutcome;
import io.habeas.schemas.avro.VerifyErasure;
import io.habeas.schemas.avro.WaitReason;
import io.habeas.testkit.ProcessHarness;
import io.habeas.testkit.VirtualClock;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDate;
import java.time.Period;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The whole process as it runs in production, without a broker. */
class ErasureProcessTest {
  private static final UUID REQUEST = UUID.fromString("6f1c1f9a-58d5-4f2b-9d0e-0c6f5e6f7a01");
  private static final UUID OTHER = UUID.fromString("6f1c1f9a-58d5-4f2b-9d0e-0c6f5e6f7a02");
  private static final UUID PSEUDONYM = UUID.fromString("6f1c1f9a-58d5-8f2b-9d0e-0c6f5e6f7a03");
  private static final List<String> STORES = List.of("accounts", "orders");

  private final VirtualClock clock = VirtualClock.at("2026-01-05T09:00:00Z");
  private final ProcessHarness<RequestState> harness = ProcessHarness.of(definition());

  private ProcessDefinition<RequestState, RequestEvent, RequestCommand> definition() {
    List<ParticipantId> ids = STORES.stream().map(ParticipantId::new).toList();
    List<RequiredParticipant> required =
        ids.stream()
            .map(id -> new RequiredParticipant(id, Set.of(new IdentifierType("email"))))
            .toList();
    return RequestProcess.definition(
        new RequestPolicy(
            new ErasurePolicy(
                required,
                ErasureOrder.none(),
                Erasure.PAUSES,
                new ErasurePolicy.Terms(
                    8,
                    3,
                    Duration.ZERO,
                    Erasure.ZONE,
                    Plan.Approval.unneeded(),
                    Period.ofDays(7),
                    Duration.ZERO)),
            new RectificationPolicy(new JointCourse(required, Erasure.PAUSES, 8)),
            new RestrictionPolicy(new JointCourse(required, Erasure.PAUSES, 8)),
            new StoppingPolicy(List.of(), Erasure.PAUSES),
            new CanaryPolicy(Erasure.PAUSES, new CanaryPolicy.Terms(Duration.ofHours(6), 3))),
        ids,
        clock);
  }

  @BeforeEach
  void everybodyIsFit() {
    for (String store : STORES) {
      harness.send(
          Topics.ROSTER,
          store,
          new RosterRecord(store, clock.instant(), new ParticipantFit(List.of()), null, null));
    }
  }

  @AfterEach
  void close() {
    harness.close();
  }

  @Test
  void shouldKeepARequestOpenWhileTheCanaryOfAStoreFailed() {
    // given
    UUID canary = new UUID(3, 4);
    canaryIs(new CanaryFailed(canary, CanaryFailure.RESIDUE, Action.VERIFY, clock.instant(), true));
    accepted(REQUEST);
    for (String store : STORES) {
      reply(store, 1, new HoldingsLocated(List.of(count(3)), List.of(), false, List.of()));
    }
    for (String store : STORES) {
      reply(store, 2, new RecordsRestricted(List.of(count(3))));
    }
    passes();
    for (String store : STORES) {
      reply(store, 3, new RecordsErased(List.of(), List.of()));
    }

    // when
    for (String store : STORES) {
      reply(store, 4, new ErasureVerified());
    }

    // then
    assertThat(reports().getLast())
        .isInstanceOfSatisfying(
            ParticipantWaiting.class,
            waiting -> assertThat(waiting.getReason()).isEqualTo(WaitReason.CANARY_FAILED));

    // when
    canaryIs(new CanaryProven(canary, clock.instant()));
    clock.advance(Duration.ofSeconds(2));
    harness.advance(Duration.ofSeconds(2));

    // then
    assertThat(reports().getLast()).isInstanceOf(ErasureCompleted.class);
  }

  private void canaryIs(SpecificRecord canary) {
    harness.send(
        Topics.ROSTER,
        STORES.getFirst(),
        new RosterRecord(
            STORES.getFirst(), clock.instant(), new ParticipantFit(List.of()), canary, null));
  }

  @Test
  void shouldCarryAnErasureThroughEveryStoreAndARestart() {
    // given
    accepted(REQUEST);

    // when
    for (String store : STORES) {
      assertThat(tasks(store)).containsExactly(task(store, 1, new LocateHoldings(1)));
      reply(store, 1, new HoldingsLocated(List.of(count(3)), List.of(), false, List.of()));
    }
    for (String store : STORES) {
      assertThat(tasks(store)).containsExactly(task(store, 2, new RestrictRecords()));
      reply(store, 2, new RecordsRestricted(List.of(count(3))));
    }
    assertThat(reports().getLast()).isEqualTo(new GateAsked(1, true));
    harness.restart(definition());
    passes();
    for (String store : STORES) {
      assertThat(tasks(store))
          .containsExactly(task(store, 3, new EraseRecords(ErasureGround.ART_17_1_B)));
      reply(
          store, 3, new RecordsErased(List.of(new CollectionOutcome("c", 3L, 0L, 0L)), List.of()));
    }
    for (String store : STORES) {
      assertThat(tasks(store)).contains(task(store, 4, new VerifyErasure()));
      reply(store, 4, new ErasureVerified());
    }

    // then
    assertThat(harness.received(Topics.ERASURES))
        .singleElement()
        .satisfies(
            entry -> {
              assertThat(entry.key()).isEqualTo(REQUEST.toString());
              assertThat(entry.value().getGround()).isEqualTo(ErasureGround.ART_17_1_B);
              assertThat(entry.value().getRecordedAt()).isEqualTo(clock.instant());
              assertThat(entry.value().getStores())
                  .extracting(
                      LedgerLine::getParticipant, LedgerLine::getPseudonym, LedgerLine::getAskedAt)
                  .containsExactly(
                      tuple("accounts", PSEUDONYM, clock.instant()),
                      tuple("orders", null, clock.instant()));
            });
    assertThat(reports().getLast())
        .isEqualTo(
            new ErasureCompleted(
                Completion.ERASED_IN_FULL, STORES.stream().map(this::gone).toList()));
    assertThat(harness.state(REQUEST.toString()))
        .hasValueSatisfying(
            state ->
                assertThat(state)
                    .isInstanceOfSatisfying(
                        RequestState.Erasure.class,
                        erasure ->
                            assertThat(erasure.state())
                                .isInstanceOf(ErasureState.Completed.class)));
  }

  private StoreOutcome gone(String store) {
    return new StoreOutcome(
        store, List.of(new CollectionOutcome("c", 3L, 0L, 0L)), List.of(), null);
  }

  @Test
  void shouldAskNobodyAnythingForAnUnknownRequest() {
    // when
    reply("accounts", 1, new HoldingsLocated(List.of(), List.of(), false, List.of()));

    // then
    assertThat(tasks("accounts")).isEmpty();
    assertThat(reports()).isEmpty();
    assertThat(harness.state(REQUEST.toString())).isEmpty();
  }

  @Test
  void shouldNotLetAStoreAnswerInAnothersName() {
    // given
    accepted(REQUEST);
    reports();

    // when
    harness.send(
        Topics.replies("orders"),
        REQUEST.toString(),
        new ParticipantReply(
            REQUEST,
            clock.instant(),
            "accounts",
            1,
            new HoldingsLocated(List.of(), List.of(), false, List.of())));

    // then
    assertThat(reports()).isEmpty();
    assertThat(harness.received(Topics.deadLetters("dsar.replies.orders", RequestProcess.NAME)))
        .extracting(Keyed::value)
        .extracting(DeadLetter::getTopic)
        .containsExactly("dsar.replies.orders");
  }

  @Test
  void shouldGoOnAfterBytesThatNobodyCanRead() {
    // given
    accepted(REQUEST);
    reports();

    // when
    harness.send(
        "dsar.replies.orders",
        REQUEST.toString(),
        "no record".getBytes(StandardCharsets.UTF_8),
        Map.of());
    reply("orders", 1, new HoldingsLocated(List.of(), List.of(), false, List.of()));

    // then
    assertThat(harness.received(Topics.deadLetters("dsar.replies.orders", RequestProcess.NAME)))
        .hasSize(1);
    assertThat(reports()).hasSize(1);
  }

  @Test
  void shouldWaitForAStoreWhoseTopicIsMissingWhileOtherSagasGoOn() {
    // given
    harness.topics().missing("dsar.erasure-tasks.accounts");
    accepted(REQUEST);
    assertThat(reports())
        .contains(
            new ParticipantWaiting(
                "accounts",
                ErasurePhase.LOCATING,
                WaitReason.TOPIC_MISSING,
                harness.clock().instant(),
                harness.clock().instant().plusSeconds(5)));
    assertThat(tasks("orders")).hasSize(1);

    // when
    harness.topics().writable("dsar.erasure-tasks.accounts");
    accepted(OTHER);
    advance(Duration.ofSeconds(6));

    // then
    assertThat(harness.received(Topics.erasureTasks("accounts")))
        .extracting(Keyed::key)
        .containsExactly(OTHER.toString(), REQUEST.toString());
  }

  @Test
  void shouldNameTheStoreThatDoesNotAnswer() {
    // given
    accepted(REQUEST);
    reply("orders", 1, new HoldingsLocated(List.of(), List.of(), false, List.of()));
    reports();
    tasks("accounts");

    // when
    advance(Duration.ofSeconds(31));

    // then
    assertThat(reports())
        .singleElement()
        .isInstanceOfSatisfying(
            ParticipantWaiting.class,
            waiting -> {
              assertThat(waiting.getParticipant()).isEqualTo("accounts");
              assertThat(waiting.getReason()).isEqualTo(WaitReason.NO_ANSWER);
            });
    assertThat(harness.received(Topics.erasureTasks("accounts")))
        .extracting(message -> message.value().getStep())
        .containsExactly(1);
  }

  @Test
  void shouldLiftWhatWasRestrictedWhenTheRequestIsRefused() {
    // given
    accepted(REQUEST);
    STORES.forEach(
        store -> reply(store, 1, new HoldingsLocated(List.of(), List.of(), false, List.of())));
    STORES.forEach(this::tasks);

    // when
    harness.send(
        Topics.REQUESTS,
        REQUEST.toString(),
        new RequestRecord(
            REQUEST,
            clock.instant(),
            new io.habeas.schemas.avro.RequestRefused(
                io.habeas.schemas.avro.RefusalGround.IDENTITY_NOT_ESTABLISHED)));

    // then
    for (String store : STORES) {
      assertThat(tasks(store)).containsExactly(task(store, 3, new LiftRestriction()));
      reply(store, 3, new RestrictionLifted(List.of()));
    }
    assertThat(reports().getLast()).isEqualTo(new io.habeas.schemas.avro.ErasureAbandoned());
  }

  @Test
  void shouldEraseOnTheGroundThatWasAccepted_L19() {
    // given
    accepted(REQUEST);

    // when
    STORES.forEach(
        store -> reply(store, 1, new HoldingsLocated(List.of(), List.of(), false, List.of())));
    STORES.forEach(store -> reply(store, 2, new RecordsRestricted(List.of())));
    passes();

    // then
    assertThat(tasks("orders"))
        .contains(task("orders", 3, new EraseRecords(ErasureGround.ART_17_1_B)));
  }

  private void advance(Duration by) {
    clock.advance(by);
    harness.advance(by);
  }

  private void accepted(UUID request) {
    harness.send(
        Topics.REQUESTS,
        request.toString(),
        new RequestRecord(
            request,
            clock.instant(),
            new RequestAccepted(
                Right.ERASURE,
                List.of("email"),
                ErasureGround.ART_17_1_B,
                LocalDate.parse("2026-02-05"),
                List.of())));
  }

  private void passes() {
    harness.send(
        Topics.IDENTITY,
        REQUEST.toString(),
        new IdentityRecord(
            REQUEST,
            clock.instant(),
            new GatePassed(
                1, List.of(new ParticipantPseudonym("accounts", PSEUDONYM, List.of())))));
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

  private static CollectionCount count(long records) {
    return new CollectionCount("c", records);
  }
}
