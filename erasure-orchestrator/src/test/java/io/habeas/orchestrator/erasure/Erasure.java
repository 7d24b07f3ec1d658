package io.habeas.orchestrator.erasure;

import static org.assertj.core.api.Assertions.assertThat;

import io.habeas.orchestrator.erasure.ErasureCommand.Ask;
import io.habeas.orchestrator.erasure.ErasureCommand.Task;
import io.habeas.orchestrator.erasure.ErasureCommand.Tell;
import io.habeas.process.Facts;
import io.habeas.process.Policy.Undeliverable;
import io.habeas.process.Transition;
import io.habeas.protocol.IdentifierType;
import io.habeas.protocol.ParticipantId;
import io.habeas.protocol.RequiredParticipant;
import io.habeas.protocol.fanout.Pauses;
import io.habeas.protocol.locate.Holding;
import io.habeas.schemas.Topics;
import io.habeas.schemas.avro.Action;
import io.habeas.schemas.avro.DecidedOutcome;
import io.habeas.schemas.avro.EndCause;
import io.habeas.schemas.avro.ErasureGround;
import io.habeas.schemas.avro.ErasurePhase;
import io.habeas.schemas.avro.WaitReason;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** One erasure as a test tells it, restarted after every event. */
final class Erasure {
  static final Pauses PAUSES =
      new Pauses(Duration.ofSeconds(5), Duration.ofHours(6), Duration.ofSeconds(30));
  static final int ROUNDS = 8;
  static final ZoneId ZONE = ZoneId.of("Europe/Amsterdam");
  static final UUID REQUEST = UUID.fromString("6f1c1f9a-58d5-4f2b-9d0e-0c6f5e6f7a01");

  private final List<RequiredParticipant> required = new ArrayList<>();
  private final Map<ParticipantId, Set<ParticipantId>> order = new HashMap<>();
  private final List<ErasureCommand> everSaid = new ArrayList<>();
  private final List<String> ignored = new ArrayList<>();
  private ErasureState state = new ErasureState.NotStarted();
  private List<ErasureCommand> said = List.of();
  private List<Treated> treated = List.of();
  private final Map<String, StoreFact> facts = new LinkedHashMap<>();
  private final Map<String, Undeliverable> obstacles = new LinkedHashMap<>();
  private Set<String> waitsFor = Set.of();
  private @Nullable Instant wakeUp;
  private Duration coolingOff = Duration.ZERO;
  private Plan.Approval approval = Plan.Approval.unneeded();
  private Duration heardWithin = Duration.ZERO;
  private boolean gateKept;
  private Instant now = Instant.parse("2026-11-24T08:00:00Z");

  Erasure requiring(String name, String... types) {
    ParticipantId id = new ParticipantId(name);
    required.add(new RequiredParticipant(id, types(types)));
    return known(name, new StoreFact.Fit(id));
  }

  /** One that holds nothing but what rests on these consents, from now on; on none for others. */
  Erasure resting(String name, String... consents) {
    ParticipantId id = new ParticipantId(name);
    required.removeIf(each -> each.id().equals(id));
    required.add(new RequiredParticipant(id, types("email"), Set.of(consents)));
    return known(name, new StoreFact.Fit(id));
  }

  /** Known from now on; whoever waits is not told yet. */
  Erasure known(String key, StoreFact fact) {
    facts.put(key, fact);
    return this;
  }

  /** The one is erased before the other. */
  Erasure erasing(String one, String before) {
    order.put(new ParticipantId(before), Set.of(new ParticipantId(one)));
    return this;
  }

  /** More records than this need a person's approval; counts may differ by a tenth from it. */
  Erasure approvedAbove(long records) {
    approval = new Plan.Approval(records, 10);
    return this;
  }

  Erasure notKnown(String key) {
    facts.remove(key);
    return this;
  }

  /** The participant's tasks cannot be written, as far as is known; null if they can. */
  Erasure obstacle(String name, @Nullable Undeliverable reason) {
    String topic = Topics.erasureTasks(name).name();
    if (reason == null) {
      obstacles.remove(topic);
    } else {
      obstacles.put(topic, reason);
    }
    return this;
  }

  /** A hold on a whole store is in force. */
  UUID storeHeld(String name) {
    UUID id = UUID.randomUUID();
    known(id.toString(), new StoreFact.Held(id, new ParticipantId(name), null));
    return id;
  }

  void storeReleased(UUID hold, String name) {
    known(hold.toString(), new StoreFact.Released(hold, new ParticipantId(name)));
    factsChange();
  }

  /** Whoever waits is told that what is known changed. */
  void factsChange() {
    happens(new ErasureEvent.FactsChanged(now));
  }

  Erasure coolingOff(Duration time) {
    coolingOff = time;
    return this;
  }

  /** For so long a store that keeps something may be silent before that is looked at. */
  Erasure heardWithin(Duration time) {
    heardWithin = time;
    return this;
  }

  /** The gate is answered by the test alone; otherwise whoever comes to it passes at once. */
  Erasure gateKept() {
    gateKept = true;
    return this;
  }

  ErasurePolicy policy() {
    return new ErasurePolicy(
            required,
            new ErasureOrder(order),
            PAUSES,
            new ErasurePolicy.Terms(
                ROUNDS, 3, coolingOff, ZONE, approval, Period.ofDays(7), heardWithin))
        .knowing(new Facts<>(List.copyOf(facts.values()), obstacles));
  }

  void happens(ErasureEvent event) {
    decide(event);
    if (!gateKept && state instanceof ErasureState.AtGate gate) {
      List<ErasureCommand> before = said;
      decide(
          new ErasureEvent.GatePassed(
              gate.saga().gate().inquiry().number(), pseudonyms(), Map.of(), now));
      said = Said.and(before, said);
    }
  }

  private void decide(ErasureEvent event) {
    Transition<ErasureState, ErasureCommand> transition = policy().next(state, event);
    said = transition.commands();
    everSaid.addAll(said);
    if (transition.ignored() != null) {
      ignored.add(transition.ignored());
      return;
    }
    wakeUp = transition.wakeUp();
    waitsFor = transition.waitsFor();
    state = transition.state();
    // What nothing has happened to is not stored.
    if (!(state instanceof ErasureState.NotStarted)) {
      state = AvroRoundTrip.restarted(state);
      assertThat(state).isEqualTo(transition.state());
    }
  }

  Erasure after(Duration pause) {
    now = now.plus(pause);
    return this;
  }

  void accepted(String... proven) {
    happens(
        new ErasureEvent.RequestAccepted(
            REQUEST,
            types(proven),
            ErasureGround.ART_17_1_B,
            LocalDate.parse("2026-12-24"),
            new Scope.Everything(),
            now));
  }

  /** What rests on these consents alone is to be erased. */
  void consentWithdrawn(String... purposes) {
    happens(
        new ErasureEvent.RequestAccepted(
            REQUEST,
            types("email"),
            ErasureGround.ART_17_1_B,
            LocalDate.parse("2026-12-24"),
            new Scope.RestingOn(Set.of(purposes)),
            now));
  }

  void ends() {
    happens(new ErasureEvent.RequestEnded(now));
  }

  /** A person approves of a plan. */
  UUID approved(int plan) {
    UUID decision = UUID.randomUUID();
    happens(new ErasureEvent.PlanApproved(decision, plan, now));
    return decision;
  }

  void endingAsked(EndCause cause) {
    happens(new ErasureEvent.EndingAsked(cause, now));
  }

  /** Everybody's records are held. */
  UUID held() {
    return held(null);
  }

  UUID held(@Nullable String who) {
    UUID id = UUID.randomUUID();
    Hold hold = new Hold(id, who == null ? null : new ParticipantId(who));
    happens(new ErasureEvent.HoldPlaced(REQUEST, hold, now));
    return id;
  }

  void released(UUID hold) {
    happens(new ErasureEvent.HoldReleased(hold, now));
  }

  void passes(int ask) {
    happens(new ErasureEvent.GatePassed(ask, pseudonyms(), Map.of(), now));
  }

  void heldAtGate(int ask, UUID... holds) {
    happens(new ErasureEvent.GateHeld(ask, List.of(holds), now));
  }

  void busy(int ask, UUID... accesses) {
    happens(new ErasureEvent.GateBusy(ask, List.of(accesses), now));
  }

  UUID restored(String who) {
    UUID id = UUID.randomUUID();
    happens(new ErasureEvent.ReplayGranted(id, new ParticipantId(who), now));
    return id;
  }

  UUID decided(String who, DecidedOutcome outcome) {
    UUID id = UUID.randomUUID();
    happens(new ErasureEvent.OutcomeDecided(id, new ParticipantId(who), outcome, now));
    return id;
  }

  void erasedKeeping(String who, int step, Retention... kept) {
    happens(
        new ErasureEvent.RecordsErased(
            new ParticipantId(who),
            step,
            List.of(
                new CollectionErasure(
                    kept[0].collection(),
                    0,
                    0,
                    Arrays.stream(kept).mapToLong(Retention::records).sum())),
            List.of(kept),
            now,
            now));
  }

  void expired(String who, int step, long records, Retention... still) {
    happens(
        new ErasureEvent.ExpiredErased(
            new ParticipantId(who),
            step,
            List.of(
                new CollectionErasure(
                    "payments",
                    records,
                    0,
                    Arrays.stream(still).mapToLong(Retention::records).sum())),
            List.of(still),
            now,
            now));
  }

  /** A store says by itself what it keeps. */
  void reported(String who, Instant asOf, Retention... kept) {
    happens(
        new ErasureEvent.RetentionReported(
            REQUEST, new ParticipantId(who), asOf, List.of(kept), now));
  }

  /** What was said could not be. */
  void untold(ErasureCommand command) {
    happens(policy().undeliverable(command, Undeliverable.TOPIC_MISSING, now));
  }

  void wakesUp() {
    happens(policy().wakeUp(now));
  }

  /** How every store says from now on that it treats its records. */
  void treats(Treated... how) {
    treated = List.of(how);
  }

  void located(String who, int step, long records, String... yielded) {
    happens(
        new ErasureEvent.HoldingsLocated(
            new ParticipantId(who),
            step,
            List.of(new Holding("records", records)),
            types(yielded),
            false,
            treated,
            now));
  }

  void ambiguous(String who, int step) {
    happens(
        new ErasureEvent.HoldingsLocated(
            new ParticipantId(who), step, List.of(), Set.of(), true, List.of(), now));
  }

  void restricted(String who, int step) {
    happens(new ErasureEvent.RecordsRestricted(new ParticipantId(who), step, now));
  }

  void lifted(String who, int step) {
    happens(new ErasureEvent.RestrictionLifted(new ParticipantId(who), step, now));
  }

  void erased(String who, int step, long records) {
    happens(
        new ErasureEvent.RecordsErased(
            new ParticipantId(who),
            step,
            List.of(new CollectionErasure("records", records, 0, 0)),
            List.of(),
            now,
            now));
  }

  void verified(String who, int step) {
    happens(new ErasureEvent.ErasureVerified(new ParticipantId(who), step, now));
  }

  void residue(String who, int step) {
    happens(new ErasureEvent.ResidueFound(new ParticipantId(who), step, now));
  }

  void offersNot(String who, int step, Action action) {
    happens(new ErasureEvent.ActionNotOffered(new ParticipantId(who), step, action, now));
  }

  void deferred(String who, int step, WaitReason reason) {
    happens(new ErasureEvent.TaskDeferred(new ParticipantId(who), step, reason, now));
  }

  void superseded(String who, int step, int seen) {
    happens(new ErasureEvent.TaskSuperseded(new ParticipantId(who), step, seen, now));
  }

  void undeliverable(String who, int step, Undeliverable reason) {
    happens(policy().undeliverable(asked(who, step, new Task.Locate(1)), reason, now));
  }

  /** Everybody located that many records and restricted them. */
  void untilErasing(long records) {
    required.forEach(each -> located(each.id().name(), 1, records));
    required.forEach(each -> restricted(each.id().name(), 2));
  }

  /** Everybody goes all the way. */
  void everybody(long records) {
    untilErasing(records);
    required.forEach(each -> erased(each.id().name(), 3, records));
    required.forEach(each -> verified(each.id().name(), 4));
  }

  ErasureState state() {
    return state;
  }

  /** What the last event led to. */
  List<ErasureCommand> said() {
    return said;
  }

  List<ErasureCommand> everSaid() {
    return everSaid;
  }

  List<String> ignored() {
    return ignored;
  }

  @Nullable Instant wakeUp() {
    return wakeUp;
  }

  Set<String> waitsFor() {
    return waitsFor;
  }

  Erasure at(String instant) {
    now = Instant.parse(instant);
    return this;
  }

  Instant now() {
    return now;
  }

  Ask asked(String who, int step, Task task) {
    return new Ask(REQUEST, new ParticipantId(who), step, task, now);
  }

  /** By what each participant knows the person. */
  Map<ParticipantId, UUID> pseudonyms() {
    return required.stream()
        .collect(
            Collectors.toMap(
                RequiredParticipant::id,
                each ->
                    UUID.nameUUIDFromBytes(
                        each.id().name().getBytes(java.nio.charset.StandardCharsets.UTF_8))));
  }

  /** The entry in the ledger by which these are asked to erase now. */
  ErasureCommand.Enter entered(String... asked) {
    return new ErasureCommand.Enter(
        REQUEST,
        ErasureGround.ART_17_1_B,
        new Ledger(
            pseudonyms(),
            Arrays.stream(asked).collect(Collectors.toMap(ParticipantId::new, name -> now)),
            List.of()),
        now);
  }

  Tell told(Report report) {
    return new Tell(REQUEST, report, now);
  }

  Tell waits(String who, ErasurePhase phase, WaitReason reason, int askedAgainInSeconds) {
    return told(
        new Report.ParticipantWaiting(
            new ParticipantId(who), phase, reason, now, now.plusSeconds(askedAgainInSeconds)));
  }

  /** The request stays open for that participant. */
  Tell missing(String who, WaitReason reason) {
    return told(
        new Report.ParticipantWaiting(
            new ParticipantId(who), ErasurePhase.VERIFYING, reason, now, null));
  }

  private static Set<IdentifierType> types(String... codes) {
    return Arrays.stream(codes).map(IdentifierType::new).collect(Collectors.toSet());
  }
}
