package io.habeas.orchestrator.erasure;

import static org.assertj.core.api.Assertions.assertThat;

import io.habeas.orchestrator.erasure.ErasureCommand.Ask;
import io.habeas.orchestrator.erasure.ErasureCommand.Task;
import io.habeas.orchestrator.erasure.ErasureCommand.Tell;
import io.habeas.orchestrator.erasure.ErasureEvent.Reply;
import io.habeas.orchestrator.erasure.ErasureEvent.RequestAccepted;
import io.habeas.orchestrator.erasure.ErasureEvent.RequestEnded;
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
import io.habeas.schemas.avro.Completion;
import io.habeas.schemas.avro.DecidedOutcome;
import io.habeas.schemas.avro.EndCause;
import io.habeas.schemas.avro.ErasureGround;
import io.habeas.schemas.avro.WaitReason;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One erasure in a world where everything goes wrong for a while and then nothing does any more.
 * After every event the state goes through its stored form, and every promise is checked against
 * what the stores of this world really did.
 */
final class RandomHistory {

  /** A change from one kind of state to another. */
  record Step(
      Class<? extends ErasureState> from,
      Class<? extends ErasureState> to,
      Class<? extends ErasureEvent> event) {}

  /** How a history can end. */
  enum End {
    ERASED,
    HALTED,
    ABANDONED
  }

  private static final List<IdentifierType> TYPES =
      List.of("email", "account_id", "phone", "device_id").stream()
          .map(IdentifierType::new)
          .toList();
  private static final Pauses PAUSES =
      new Pauses(Duration.ofSeconds(5), Duration.ofHours(6), Duration.ofSeconds(30));
  private static final String NEWSLETTER = "newsletter";
  private static final String ADS = "ads";
  private static final List<Set<String>> CONSENTS =
      List.of(
          Set.of(NEWSLETTER), Set.of(NEWSLETTER), Set.of(NEWSLETTER, ADS), Set.of(ADS), Set.of());
  private static final int RE_ERASURES = 3;
  private static final int MOST_EVENTS = 20_000;
  private static final Duration HEARD_WITHIN = Duration.ofHours(30);

  /** So often nothing comes of a wake-up, before it is somebody else's turn. */
  private static final int MOST_IDLE = 3;

  private static final String HIDDEN_TOPIC_OF_REPORTS = "reports";
  private static final String LEDGER = "ledger";
  private static final String DIRECTIVES = "directives";

  private final SplittableRandom random;
  private final SplittableRandom accesses;

  /** What becomes of data maps, so that it does not change what else happens. */
  private final SplittableRandom maps;

  /** When stores report what they keep, and what is done to that by hand. */
  private final SplittableRandom reports;

  private final Map<ParticipantId, Instant> lastReports = new HashMap<>();
  private final Set<ParticipantId> differing = new HashSet<>();
  private int idle;

  /**
   * On what participants rest, and when that changes; so that it does not change what else does.
   */
  private final SplittableRandom bases;

  private final Scope scope;
  private final Set<ParticipantId> everConcerned = new HashSet<>();
  private final Map<ParticipantId, StoreFact> standing = new LinkedHashMap<>();
  private final Map<UUID, StoreFact.Held> storeHolds = new LinkedHashMap<>();
  private final Set<UUID> tooLate = new HashSet<>();
  private final Set<ParticipantId> eraseAskedOf = new HashSet<>();
  private final Set<String> changed = new HashSet<>();
  private Set<String> waitsFor = Set.of();
  private final Map<ParticipantId, FakeStore> world = new LinkedHashMap<>();
  private final Map<IdentifierType, Set<Integer>> vault = new HashMap<>();
  private final Set<String> missingTopics = new HashSet<>();
  private final Map<String, Integer> ignored = new TreeMap<>();
  private final Set<Step> steps = new HashSet<>();
  private final List<ErasureEvent> inFlight = new ArrayList<>();
  private final ErasureGround ground = ErasureGround.ART_17_1_B;
  private final UUID requestId = new UUID(1, 2);

  private final FakeGatekeeper gatekeeper = new FakeGatekeeper(requestId);

  private List<RequiredParticipant> required;
  private final ErasureOrder order;
  private ErasurePolicy policy;
  private ErasureState state;
  private Instant now = Instant.parse("2026-11-24T08:00:00Z");
  private @Nullable Instant wakeUp;
  private int faultsLeft;
  private int deposits;
  private final Duration coolingOff;
  private final Plan.Approval approval;
  private final boolean decidesHalts;
  private final Map<UUID, Hold> effective = new LinkedHashMap<>();
  private boolean accepted;
  private boolean ended;
  private boolean completed;
  private boolean eraseAsked;
  private int planAwaited;
  private final List<Report.Outcome> outcomes = new ArrayList<>();
  private final Set<ParticipantId> entered = new HashSet<>();
  private final Set<String> directed = new HashSet<>();
  private Ledger ledger = Ledger.EMPTY;

  RandomHistory(long seed) {
    random = new SplittableRandom(seed);
    accesses = new SplittableRandom(~seed);
    maps = new SplittableRandom(Long.reverse(seed));
    reports = new SplittableRandom(~Long.reverse(seed));
    bases = new SplittableRandom(Long.reverse(~seed));
    scope =
        switch (bases.nextInt(6)) {
          case 0 -> new Scope.RestingOn(Set.of(NEWSLETTER));
          case 1 -> new Scope.RestingOn(Set.of(NEWSLETTER, ADS));
          default -> new Scope.Everything();
        };
    faultsLeft = random.nextInt(5) == 0 ? 0 : random.nextInt(60);
    required = new ArrayList<>();
    decidesHalts = random.nextBoolean();
    coolingOff = random.nextBoolean() ? Duration.ZERO : Duration.ofHours(1);
    approval =
        random.nextInt(3) > 0
            ? Plan.Approval.unneeded()
            : new Plan.Approval((long) random.nextInt(10), 10);
    int participants = 1 + random.nextInt(5);
    for (int i = 0; i < participants; i++) {
      require("store-" + i);
    }
    order = order(participants);
    policy = newPolicy();
    state = policy.initial();
    vault.computeIfAbsent(TYPES.getFirst(), type -> new HashSet<>()).add(0);
  }

  /** Every change from one kind of state to another, and what led to it. */
  Set<Step> steps() {
    return steps;
  }

  Map<String, Integer> ignored() {
    return ignored;
  }

  private void require(String name) {
    Set<IdentifierType> types = new HashSet<>();
    types.add(TYPES.get(random.nextInt(TYPES.size())));
    types.add(TYPES.get(random.nextInt(TYPES.size())));
    ParticipantId id = new ParticipantId(name);
    required = new ArrayList<>(required);
    required.add(new RequiredParticipant(id, types, someConsents()));
    noteWhomItConcerns();
    world.put(id, new FakeStore(id, types));
    if (random.nextInt(10) > 0) {
      standing.put(id, new StoreFact.Fit(id));
    }
  }

  private Set<String> someConsents() {
    return CONSENTS.get(bases.nextInt(CONSENTS.size()));
  }

  private List<RequiredParticipant> concerned() {
    return required.stream().filter(scope::includes).toList();
  }

  private void noteWhomItConcerns() {
    concerned().forEach(participant -> everConcerned.add(participant.id()));
  }

  private boolean concerns(ParticipantId id) {
    return concerned().stream().anyMatch(participant -> participant.id().equals(id));
  }

  /** The controller's configuration says otherwise on what somebody rests. */
  private void basesChange() {
    if (scope instanceof Scope.Everything || completed || bases.nextInt(8) > 0) {
      return;
    }
    int index = bases.nextInt(required.size());
    RequiredParticipant before = required.get(index);
    required = new ArrayList<>(required);
    required.set(
        index, new RequiredParticipant(before.id(), before.identifierTypes(), someConsents()));
    noteWhomItConcerns();
    // It is started anew with it, which asks whoever waits.
    required.forEach(participant -> learnt(participant.id().name()));
  }

  /** Some come after some that were required before them. */
  private ErasureOrder order(int participants) {
    Map<ParticipantId, Set<ParticipantId>> after = new HashMap<>();
    if (random.nextBoolean()) {
      for (int i = 1; i < participants; i++) {
        if (random.nextBoolean()) {
          after.put(
              new ParticipantId("store-" + i),
              Set.of(new ParticipantId("store-" + random.nextInt(i))));
        }
      }
    }
    return new ErasureOrder(after);
  }

  private ErasurePolicy newPolicy() {
    Map<String, Undeliverable> obstacles = new HashMap<>();
    missingTopics.forEach(
        name -> obstacles.put(Topics.erasureTasks(name).name(), Undeliverable.TOPIC_MISSING));
    return new ErasurePolicy(
            required,
            order,
            PAUSES,
            new ErasurePolicy.Terms(
                12,
                RE_ERASURES,
                coolingOff,
                Erasure.ZONE,
                approval,
                Period.ofDays(7),
                HEARD_WITHIN))
        .knowing(
            new Facts<>(
                Stream.<StoreFact>concat(
                        standing.values().stream().map(this::withItsReport),
                        storeHolds.values().stream())
                    .toList(),
                obstacles));
  }

  private StoreFact withItsReport(StoreFact stands) {
    Instant last = lastReports.get(stands.participant());
    return last == null ? stands : new StoreFact.Reporting(stands, last);
  }

  /** Something is known otherwise now; whoever waits for it is told some time later. */
  private void learnt(String about) {
    policy = newPolicy();
    changed.add(about);
  }

  private boolean isAwaited() {
    return waitsFor.stream().anyMatch(changed::contains);
  }

  private void toldOfChanges() {
    changed.clear();
    happens(new ErasureEvent.FactsChanged(now));
  }

  private void stands(ParticipantId id) {
    switch (random.nextInt(4)) {
      case 0 -> standing.put(id, new StoreFact.Stale(id));
      case 1 ->
          standing.put(
              id,
              now.getEpochSecond() % 2 == 0
                  ? new StoreFact.Unfit(id)
                  : new StoreFact.CanaryFailed(id));
      case 2 -> standing.remove(id);
      default -> standing.put(id, new StoreFact.Fit(id));
    }
    learnt(id.name());
  }

  private void storeHeld(ParticipantId id) {
    StoreFact.Held hold = new StoreFact.Held(new UUID(5, random.nextLong()), id, null);
    storeHolds.put(hold.holdId(), hold);
    if (eraseAskedOf.contains(id)) {
      tooLate.add(hold.holdId());
    }
    learnt(id.name());
  }

  private void storeReleased() {
    StoreFact.Held hold = storeHolds.remove(storeHolds.keySet().iterator().next());
    learnt(Objects.requireNonNull(hold).participant().name());
  }

  private void everybodyIsBack() {
    for (ParticipantId id : world.keySet()) {
      if (!(standing.get(id) instanceof StoreFact.Fit)) {
        standing.put(id, new StoreFact.Fit(id));
        learnt(id.name());
      }
    }
  }

  End run() {
    noiseBeforeAcceptance();
    happens(
        new RequestAccepted(
            requestId,
            Set.of(TYPES.getFirst()),
            ground,
            LocalDate.parse("2026-12-24"),
            scope,
            now));
    assertThat(accepted).isTrue();
    for (int i = 0; i < MOST_EVENTS; i++) {
      if (faultsLeft == 0) {
        topicsAreThere();
        everybodyIsBack();
      }
      storesReport();
      if (!somethingHappens() && !somebodyDecides()) {
        if (!waitsFor.isEmpty()) {
          faultsLeft = 0;
        } else if (wakeUp == null || isOver()) {
          End end = end();
          nightPasses();
          world.values().forEach(FakeStore::mended);
          nightPasses();
          return end;
        }
        idle = 0;
      }
    }
    throw new AssertionError("Expected an end but got " + state);
  }

  /** Nobody will do anything more but look. */
  private boolean isOver() {
    return saga(state).filter(saga -> saga.tellAgainAt() == null).isPresent()
        && switch (state) {
          case ErasureState.Retaining s -> false;
          case ErasureState.Ended s -> true;
          case ErasureState.Halted s -> true;
          default -> false;
        };
  }

  private void storesReport() {
    switch (reports.nextInt(150)) {
      case 0 -> inFlight.add(store(someoneReporting()).report());
      case 1 -> reported(store(someoneReporting()));
      case 2 -> {
        if (reports.nextInt(10) == 0) {
          store(someoneReporting()).tamperedWith();
        }
      }
      default -> {}
    }
  }

  private ParticipantId someoneReporting() {
    List<ParticipantId> all = List.copyOf(world.keySet());
    return all.get(reports.nextInt(all.size()));
  }

  /** A store finishes a report; all of it arrives before anybody looks for what is not in it. */
  private void reported(FakeStore store) {
    ErasureEvent.RetentionReported report = store.report();
    if (!report.retained().isEmpty()) {
      happens(report);
    }
    lastReports.put(store.id, report.asOf());
    policy = newPolicy();
  }

  /** Every store finishes a report, and it is looked for what is not in them. */
  private void nightPasses() {
    now = now.plusSeconds(1);
    world.keySet().forEach(id -> standing.putIfAbsent(id, new StoreFact.Fit(id)));
    world.values().forEach(this::reported);
    now = now.plus(HEARD_WITHIN).plusSeconds(1);
    for (int i = 0; i < 10 && wakeUp != null && !wakeUp.isAfter(now); i++) {
      happens(policy.wakeUp(now));
    }
    for (FakeStore store : world.values()) {
      checkThatItIsKnownWhetherItDiffers(store, store.rows());
    }
  }

  private void checkThatItIsKnownWhetherItDiffers(FakeStore store, List<Retention> rows) {
    saga(state)
        .filter(saga -> isSettled(saga, store.id))
        .ifPresent(
            saga ->
                assertThat(differing.contains(store.id))
                    .as("whether it is known to differ: %s, %s", saga.store(store.id), rows)
                    .isEqualTo(!saga.store(store.id).retained().equals(rows)));
  }

  private static Optional<Saga> saga(ErasureState state) {
    return switch (state) {
      case ErasureState.Underway s -> Optional.of(s.saga());
      case ErasureState.Ended s -> Optional.of(s.saga());
      case ErasureState.NotStarted s -> Optional.empty();
      case ErasureState.Awaited s -> Optional.empty();
    };
  }

  private static boolean isSettled(Saga saga, ParticipantId id) {
    return saga.those(store -> true).contains(id)
        && saga.fanOut().owedBy(id).isEmpty()
        && saga.store(id).halted() == null
        && !saga.ledger().isReplayOwedBy(id);
  }

  private void topicsAreThere() {
    List<String> missing = List.copyOf(missingTopics);
    missingTopics.clear();
    missing.forEach(this::learnt);
  }

  private void noiseBeforeAcceptance() {
    ParticipantId someone = someone();
    happens(new ErasureEvent.RecordsRestricted(someone, 1, now));
    happens(policy.wakeUp(now));
    if (random.nextBoolean()) {
      happens(new RequestEnded(now));
    }
    assertThat(state).isEqualTo(policy.initial());
    if (random.nextInt(10) == 0) {
      Hold early = hold();
      effective.put(early.id(), early);
      happens(new ErasureEvent.HoldPlaced(requestId, early, now));
      if (random.nextInt(4) == 0) {
        happens(new ErasureEvent.HoldReleased(early.id(), now));
        effective.clear();
      }
    }
  }

  /** One thing that may happen now does; false if nothing can any more. */
  private boolean somethingHappens() {
    if (fault(40)) {
      disturb();
      return true;
    }
    if (isAwaited() && random.nextInt(3) == 0) {
      toldOfChanges();
      return true;
    }
    List<FakeStore> busy = world.values().stream().filter(store -> !store.tasks.isEmpty()).toList();
    int choices = busy.size() + inFlight.size() + (gatekeeper.hasSomethingToSay() ? 1 : 0);
    if (choices > 0) {
      now = now.plusMillis(random.nextInt(200));
      if (wakeUp != null && !wakeUp.isAfter(now)) {
        happens(policy.wakeUp(now));
        return true;
      }
      int choice = random.nextInt(choices);
      if (choice < busy.size()) {
        busy.get(choice).work();
      } else if (choice < busy.size() + inFlight.size()) {
        deliver(choice - busy.size());
      } else {
        happens(at(gatekeeper.next(), now));
      }
      return true;
    }
    if (wakeUp != null && idle < MOST_IDLE) {
      now = wakeUp.isAfter(now) ? wakeUp : now;
      happens(policy.wakeUp(now));
      return true;
    }
    if (isAwaited()) {
      toldOfChanges();
      return true;
    }
    return false;
  }

  /** What waits for a person: holds are released in the end; some halts are decided. */
  private boolean somebodyDecides() {
    if (state instanceof ErasureState.AwaitingApproval) {
      approves(planAwaited);
      return true;
    }
    if (!effective.isEmpty()
        && (state instanceof ErasureState.OnHold || state instanceof ErasureState.Retaining)) {
      release(effective.keySet().iterator().next());
      return true;
    }
    if (!storeHolds.isEmpty() && !waitsFor.isEmpty()) {
      storeReleased();
      return true;
    }
    if (state instanceof ErasureState.Halted halted && decidesHalts) {
      Store store =
          halted.saga().stores().stream()
              .filter(each -> each.halted() != null)
              .findFirst()
              .orElseThrow();
      decides(
          store.participant(),
          halted.saga().irrevocable() ? DecidedOutcome.ERASED : DecidedOutcome.NOTHING_HELD);
      return true;
    }
    return false;
  }

  private void release(UUID hold) {
    if (gatekeeper.keeps(hold)) {
      gatekeeper.release(hold, now);
    } else {
      happens(new ErasureEvent.HoldReleased(hold, now));
    }
  }

  private void approves(int plan) {
    happens(new ErasureEvent.PlanApproved(new UUID(5, random.nextLong()), plan, now));
  }

  private void decides(ParticipantId participant, DecidedOutcome outcome) {
    happens(
        new ErasureEvent.OutcomeDecided(new UUID(3, random.nextLong()), participant, outcome, now));
  }

  private boolean fault(int percent) {
    if (faultsLeft == 0 || random.nextInt(100) >= percent) {
      return false;
    }
    faultsLeft--;
    return true;
  }

  /** By dice of their own, so that histories without them stay what they were. */
  private void accessesComeAndGo() {
    switch (accesses.nextInt(20)) {
      case 0 -> gatekeeper.accessAccepted(new UUID(6, accesses.nextLong()));
      case 1, 2 -> gatekeeper.accessesOver(now);
      default -> {}
    }
  }

  private void disturb() {
    accessesComeAndGo();
    basesChange();
    switch (random.nextInt(27)) {
      case 0 -> happens(new ErasureEvent.RecordsRestricted(new ParticipantId("nobody"), 1, now));
      case 1 ->
          happens(new ErasureEvent.RecordsErased(someone(), 900, List.of(), List.of(), now, now));
      case 2 -> confused(new ErasureEvent.ErasureVerified(someone(), 1 + random.nextInt(4), now));
      case 3 -> confused(new ErasureEvent.RestrictionLifted(someone(), 1 + random.nextInt(4), now));
      case 4 ->
          happens(
              new RequestAccepted(
                  requestId,
                  Set.of(TYPES.getFirst()),
                  ground,
                  LocalDate.parse("2027-01-24"),
                  scope,
                  now));
      case 5 -> happens(policy.wakeUp(now));
      case 6 -> {
        String missing = someone().name();
        missingTopics.add(missing);
        learnt(missing);
      }
      case 7 -> topicsAreThere();
      case 8 -> {
        if (random.nextInt(8) == 0) {
          happens(new RequestEnded(now));
        }
      }
      case 9 -> {
        if (!completed
            && !(state instanceof ErasureState.Ended)
            && world.size() < 7
            && random.nextInt(4) == 0) {
          require("late-" + world.size());
          policy = newPolicy();
        }
      }
      case 10 -> {
        if (!inFlight.isEmpty()) {
          inFlight.add(inFlight.get(random.nextInt(inFlight.size())));
        }
      }
      case 11 -> missingTopics.add(random.nextInt(4) == 0 ? LEDGER : HIDDEN_TOPIC_OF_REPORTS);
      case 12 -> {
        if (random.nextInt(4) == 0) {
          happens(new ErasureEvent.EndingAsked(cause(), now));
        }
      }
      case 13 -> {
        if (random.nextInt(2) == 0) {
          happens(new ErasureEvent.HoldPlaced(requestId, hold(), now));
        }
      }
      case 14 ->
          release(effective.isEmpty() ? new UUID(9, 9) : effective.keySet().iterator().next());
      case 16 -> {
        if (random.nextInt(3) == 0) {
          gatekeeper.place(new UUID(5, random.nextLong()), now);
        }
      }
      case 17 -> {
        UUID hold = gatekeeper.anyHold();
        if (hold != null && random.nextBoolean()) {
          gatekeeper.release(hold, now);
        }
      }
      case 18 -> gatekeeper.repeatsItself();
      case 26 -> {
        if (eraseAsked && random.nextBoolean()) {
          store(someone()).restored();
        }
      }
      case 15 -> {
        if (random.nextInt(6) == 0) {
          decides(someone(), DecidedOutcome.values()[random.nextInt(2)]);
        }
      }
      case 19 -> approves(random.nextInt(3));
      // More is written before anybody is hidden.
      case 20 -> {
        if (!eraseAsked && world.values().stream().noneMatch(store -> store.restrictTaken)) {
          store(someone()).records += random.nextInt(3);
        }
      }
      case 21, 22 -> stands(someone());
      case 23 -> {
        if (random.nextInt(2) == 0) {
          storeHeld(someone());
        }
      }
      case 24 -> {
        if (!storeHolds.isEmpty()) {
          storeReleased();
        }
      }
      case 25 -> happens(new ErasureEvent.FactsChanged(now));
      default -> throw new AssertionError();
    }
  }

  private EndCause cause() {
    return random.nextBoolean() ? EndCause.WITHDRAWN : EndCause.REFUSED;
  }

  private Hold hold() {
    return new Hold(new UUID(4, random.nextLong()), random.nextInt(3) == 0 ? null : someone());
  }

  /** A reply to something that was not asked; one that lies about what was is beyond this world. */
  private void confused(Reply reply) {
    if (!(state instanceof ErasureState.Underway underway)
        || underway
            .saga()
            .fanOut()
            .objectionTo(reply.participant(), reply.step(), reply.answers())
            .isPresent()) {
      happens(reply);
    }
  }

  private ParticipantId someone() {
    List<ParticipantId> all = List.copyOf(world.keySet());
    return all.get(random.nextInt(all.size()));
  }

  private FakeStore store(ParticipantId id) {
    return Objects.requireNonNull(world.get(id));
  }

  private void deliver(int index) {
    ErasureEvent event = inFlight.remove(index);
    if (isOwed(event) && fault(10)) {
      return; // lost: it will be asked for again
    }
    if (fault(10)) {
      inFlight.add(event); // and once more later
    }
    happens(at(event, now));
  }

  /** What is not owed any more nobody asks for again; Kafka does not lose it. */
  private boolean isOwed(ErasureEvent event) {
    return state instanceof ErasureState.Underway underway
        && event instanceof Reply reply
        && underway
            .saga()
            .fanOut()
            .objectionTo(reply.participant(), reply.step(), reply.answers())
            .isEmpty();
  }

  private static ErasureEvent at(ErasureEvent event, Instant now) {
    return switch (event) {
      case ErasureEvent.HoldingsLocated e ->
          new ErasureEvent.HoldingsLocated(
              e.participant(),
              e.step(),
              e.holdings(),
              e.yielded(),
              e.ambiguous(),
              e.treated(),
              now);
      case ErasureEvent.RecordsRestricted e ->
          new ErasureEvent.RecordsRestricted(e.participant(), e.step(), now);
      case ErasureEvent.RestrictionLifted e ->
          new ErasureEvent.RestrictionLifted(e.participant(), e.step(), now);
      case ErasureEvent.RecordsErased e ->
          new ErasureEvent.RecordsErased(
              e.participant(), e.step(), e.outcomes(), e.retained(), e.saidAt(), now);
      case ErasureEvent.ExpiredErased e ->
          new ErasureEvent.ExpiredErased(
              e.participant(), e.step(), e.outcomes(), e.retained(), e.saidAt(), now);
      case ErasureEvent.ErasureVerified e ->
          new ErasureEvent.ErasureVerified(e.participant(), e.step(), now);
      case ErasureEvent.ResidueFound e ->
          new ErasureEvent.ResidueFound(e.participant(), e.step(), now);
      case ErasureEvent.ActionNotOffered e ->
          new ErasureEvent.ActionNotOffered(e.participant(), e.step(), e.answers(), now);
      case ErasureEvent.TaskDeferred e ->
          new ErasureEvent.TaskDeferred(e.participant(), e.step(), e.reason(), now);
      case ErasureEvent.TaskSuperseded e ->
          new ErasureEvent.TaskSuperseded(e.participant(), e.step(), e.seenStep(), now);
      case ErasureEvent.ReplayGranted e ->
          new ErasureEvent.ReplayGranted(e.restorationId(), e.participant(), now);
      case ErasureEvent.RetentionReported e ->
          new ErasureEvent.RetentionReported(
              e.requestId(), e.participant(), e.asOf(), e.retained(), now);
      case ErasureEvent.HoldPlaced e -> new ErasureEvent.HoldPlaced(e.requestId(), e.hold(), now);
      case ErasureEvent.HoldReleased e -> new ErasureEvent.HoldReleased(e.holdId(), now);
      // What is compared with what was answered stays as it was.
      case ErasureEvent.GateAnswer e -> e;
      default -> throw new AssertionError(event);
    };
  }

  /** The engine's part: next, then every command that cannot be delivered, then the restart. */
  private void happens(ErasureEvent event) {
    boolean couldBegin = accepted || event instanceof RequestAccepted;
    ErasureState before = state;
    Transition<ErasureState, ErasureCommand> transition = policy.next(before, event);
    if (transition.ignored() != null) {
      ignored.merge(transition.ignored(), 1, Integer::sum);
      assertThat(transition.state()).isSameAs(before);
      assertThat(transition.commands()).isEmpty();
      if (event instanceof ErasureEvent.WokenUp) {
        wakeUp = null;
      }
      return;
    }
    assertThat(couldBegin || transition.commands().isEmpty())
        .as("nothing begins without acceptance")
        .isTrue();
    accepted |= event instanceof RequestAccepted;
    state = transition.state();
    if (state.getClass() != before.getClass()) {
      steps.add(new Step(before.getClass(), state.getClass(), event.getClass()));
    }
    wakeUp = transition.wakeUp();
    waitsFor = transition.waitsFor();
    idle = event instanceof ErasureEvent.WokenUp && transition.commands().isEmpty() ? idle + 1 : 0;
    if (event instanceof RequestEnded) {
      assertThat(eraseAsked).as("only forward after the point of no return").isFalse();
      ended = true;
    }
    if (event instanceof Reply reply) {
      store(reply.participant()).believed(reply);
    }
    transition.commands().forEach(command -> said(event, command));
    if (event instanceof ErasureEvent.RetentionReported report) {
      checkThatItIsKnownWhetherItDiffers(store(report.participant()), report.retained());
    }
    if (state instanceof ErasureState.Erasing && !(before instanceof ErasureState.Erasing)) {
      checkThatEverybodyIsReadyForErasure();
    }
    List<ErasureCommand> undelivered = new ArrayList<>();
    for (ErasureCommand command : transition.commands()) {
      if (missingTopics.contains(topicOf(command))) {
        undelivered.add(command);
      } else {
        delivered(command);
      }
    }
    state = random.nextInt(8) == 0 ? restartFromBytes(state) : restart(state);
    checkThatSomebodyIsNamed();
    for (ErasureCommand command : undelivered) {
      happens(policy.undeliverable(command, Undeliverable.TOPIC_MISSING, now));
    }
  }

  /** What the policy decided, whether or not it can be delivered now. */
  private void said(ErasureEvent event, ErasureCommand command) {
    switch (command) {
      case Ask ask -> {
        if (ask.task() instanceof Task.Erase || ask.task() instanceof Task.Restrict) {
          assertThat(planAwaited).as("nothing done that a person has yet to approve").isZero();
        }
        assertThat(everConcerned)
            .as("nobody is asked anything who holds what has another basis (L21)")
            .contains(ask.participant());
        if (ask.task() instanceof Task.Erase && !eraseAskedOf.contains(ask.participant())) {
          assertThat(concerns(ask.participant()))
              .as("nothing is erased that has another basis by now (L21)")
              .isTrue();
        }
        if (ask.task() instanceof Task.Erase && !eraseAsked) {
          gatekeeper.checkThatItLetPass(event);
        }
        if (ask.task() instanceof Task.Erase || ask.task() instanceof Task.Expire) {
          assertThat(ended).as("nothing erased once the request ended in time").isFalse();
          assertThat(effective.values())
              .as("nothing erased that is held")
              .noneMatch(hold -> hold.covers(ask.participant()));
          // Whom it came to concern later does not take back what was asked before.
          if (ask.task() instanceof Task.Erase
              && (scope instanceof Scope.Everything || !eraseAskedOf.contains(ask.participant()))) {
            checkThatItIsItsTurn(ask.participant());
          }
          assertThat(storeHolds.values())
              .as("nothing erased in a store that is held as a whole")
              .noneMatch(
                  hold ->
                      hold.participant().equals(ask.participant())
                          && !tooLate.contains(hold.holdId()));
          eraseAsked = true;
          eraseAskedOf.add(ask.participant());
        }
        if (ask.task() instanceof Task.Erase) {
          assertThat(entered).as("no ERASE without its entry").contains(ask.participant());
        }
      }
      case ErasureCommand.Enter enter -> entered.addAll(enter.ledger().asked().keySet());
      case ErasureCommand.Direct direct ->
          assertThat(ended).as("nothing directed once the request ended in time").isFalse();
      case Tell tell -> {
        switch (tell.report()) {
          case Report.EndingAccepted accepted -> {
            assertThat(eraseAsked).as("only forward after the point of no return").isFalse();
            ended = true;
          }
          case Report.EndingTooLate late -> assertThat(eraseAsked || completed).isTrue();
          case Report.HoldEffective held -> {
            if (event instanceof ErasureEvent.HoldPlaced placed) {
              effective.put(held.holdId(), placed.hold());
            }
            if (event instanceof ErasureEvent.GateHeld) {
              effective.put(held.holdId(), new Hold(held.holdId(), null));
            }
          }
          case Report.ApprovalAwaited plan -> planAwaited = plan.plan();
          // After a hold all begins anew; what it is about by then may be little enough.
          case Report.Planned plan when scope instanceof Scope.RestingOn -> {
            assertThat(plan.plan()).isGreaterThan(planAwaited);
            planAwaited = 0;
          }
          case Report.ApprovalTaken taken -> {
            assertThat(event)
                .isInstanceOfSatisfying(
                    ErasureEvent.PlanApproved.class,
                    given -> assertThat(given.plan()).isEqualTo(planAwaited));
            planAwaited = 0;
          }
          case Report.HoldEnded held -> effective.remove(held.holdId());
          case Report.ErasureCompleted all -> {
            if (!completed) {
              checkThatAllIsErased(all);
              checkThatAllCanBeReliedOn();
              checkCompletion(all);
            }
            completed = true;
          }
          case Report.OutcomeAdopted adopted -> store(adopted.participant()).vouchedFor();
          case Report.RetentionCompared compared -> {
            boolean differs = !compared.comparison().differences().isEmpty();
            if (differs) {
              assertThat(store(compared.participant()).tampered)
                  .as("nothing differs that nobody has touched: %s at %s", compared, event)
                  .isTrue();
              differing.add(compared.participant());
            } else {
              differing.remove(compared.participant());
            }
          }
          case Report other -> {}
        }
      }
    }
  }

  private void checkThatItIsItsTurn(ParticipantId participant) {
    for (ParticipantId before : order.after().getOrDefault(participant, Set.of())) {
      FakeStore store = store(before);
      assertThat(store.eraseBelieved || store.vouchedFor || !concerns(before))
          .as("%s is erased before %s", before, participant)
          .isTrue();
    }
  }

  private static String topicOf(ErasureCommand command) {
    return switch (command) {
      case ErasureCommand.Enter enter -> LEDGER;
      case ErasureCommand.Direct direct -> DIRECTIVES;
      case Ask ask -> ask.participant().name();
      case Tell tell -> HIDDEN_TOPIC_OF_REPORTS;
    };
  }

  private static ErasureState restart(ErasureState state) {
    ErasureState after = restart(state, StoredState.codec());
    assertThat(after).isEqualTo(state);
    return after;
  }

  private static <R extends org.apache.avro.specific.SpecificRecord> ErasureState restart(
      ErasureState state, io.habeas.process.ProcessDefinition.StateCodec<ErasureState, R> codec) {
    return codec.read().apply(codec.write().apply(state));
  }

  private static ErasureState restartFromBytes(ErasureState state) {
    ErasureState after = AvroRoundTrip.restarted(state);
    assertThat(after).isEqualTo(state);
    return after;
  }

  private void delivered(ErasureCommand command) {
    switch (command) {
      case Ask ask -> {
        assertThat(ask.requestId()).isEqualTo(requestId);
        store(ask.participant()).tasks.add(ask);
      }
      case ErasureCommand.Enter enter -> ledger = enter.ledger();
      case ErasureCommand.Direct direct -> directed.add(direct.directive().subject());
      case Tell tell -> {
        switch (tell.report()) {
          case Report.ErasureCompleted completed -> {
            outcomes.add(completed);
          }
          case Report.RetentionExpired expired -> outcomes.add(expired);
          case Report.StoreReplayed replayed -> {
            FakeStore store = store(replayed.participant());
            store.awaited.remove(replayed.restorationId());
            if (store.awaited.isEmpty() && !store.vouchedFor) {
              assertThat(store.records).as("what a backup brought back is gone").isZero();
            }
          }
          case Report.StoreNotReplayed forgotten -> throw new AssertionError(forgotten);
          case Report.ErasureAbandoned abandoned -> {
            checkThatAllIsAsBefore();
            outcomes.add(abandoned);
          }
          case Report.ErasureHalted halted -> {
            assertThat(halted.participants()).isNotEmpty();
            outcomes.add(halted);
          }
          case Report.GateAsked asked -> {
            if (!fault(10)) { // lost: it will be asked again
              gatekeeper.asked(asked.ask(), asked.behindAccesses(), now);
            }
          }
          case Report.ApprovalAwaited awaited -> {}
          case Report.RetentionCompared compared -> {}
          case Report.Progress progress -> {}
        }
      }
    }
  }

  private void checkThatSomebodyIsNamed() {
    if (state instanceof ErasureState.AwaitingApproval awaiting) {
      assertThat(awaiting.saga().fanOut().joined()).isTrue();
      assertThat(planAwaited).as("a plan is shown to somebody").isPositive();
    } else if (state instanceof ErasureState.CoolingOff) {
      assertThat(wakeUp).as("the end of the time to cool off is awaited").isNotNull();
    } else if (state instanceof ErasureState.AtGate atGate) {
      assertThat(wakeUp).as("the gate is asked again at an instant").isNotNull();
      assertThat(atGate.saga().fanOut().joined()).isTrue();
      assertThat(atGate.saga().irrevocable()).isFalse();
    } else if (state instanceof ErasureState.OnHold held) {
      assertThat(held.saga().gate().holds().isEmpty() && waitsFor.isEmpty())
          .as("a named hold is awaited")
          .isFalse();
      assertThat(held.saga().fanOut().joined()).isTrue();
    } else if (state instanceof ErasureState.Retaining retaining) {
      assertThat(
              wakeUp != null || !retaining.saga().gate().holds().isEmpty() || !waitsFor.isEmpty())
          .as("an expiry or a hold is awaited")
          .isTrue();
    } else if (state instanceof ErasureState.Uncovered uncovered) {
      assertThat(uncovered.missing()).as("a named participant is awaited").isNotEmpty();
      assertThat(waitsFor)
          .containsExactlyInAnyOrderElementsOf(
              uncovered.missing().stream().map(each -> each.participant().name()).toList());
      assertThat(uncovered.saga().fanOut().joined()).isTrue();
    } else if (state instanceof ErasureState.Underway underway) {
      boolean owed = !underway.saga().fanOut().joined();
      boolean person = underway.saga().stores().stream().anyMatch(store -> store.halted() != null);
      if (state instanceof ErasureState.Halted) {
        assertThat(owed).isFalse();
        assertThat(person).isTrue();
      } else {
        assertThat(owed).as("a named participant owes an answer").isTrue();
        assertThat(wakeUp).as("and is asked again at an instant").isNotNull();
      }
    }
  }

  private void checkThatAllCanBeReliedOn() {
    for (RequiredParticipant participant : concerned()) {
      ParticipantId id = participant.id();
      if (!store(id).vouchedFor) {
        assertThat(standing.get(id)).as("how %s stands", id).isInstanceOf(StoreFact.Fit.class);
        assertThat(missingTopics).as("topics that cannot be written").doesNotContain(id.name());
      }
    }
  }

  private void checkThatEverybodyIsReadyForErasure() {
    // What is yielded in spite of a person's word is caught up with when it is heard of.
    if (world.values().stream().anyMatch(store -> store.vouchedFor && store.mayYetYield())) {
      return;
    }
    for (RequiredParticipant participant : concerned()) {
      FakeStore store = store(participant.id());
      if (store.vouchedFor) {
        continue;
      }
      assertThat(store.locateBelieved && store.restrictBelieved || store.eraseBelieved)
          .as("%s was located and restricted before anything is erased", participant.id())
          .isTrue();
      for (IdentifierType type : participant.identifierTypes()) {
        assertThat(store.searchedAfter)
            .as("%s has searched by every %s", participant.id(), type)
            .isGreaterThanOrEqualTo(store.lastDepositByOthers.getOrDefault(type, 0));
      }
    }
  }

  private void checkThatAllIsErased(Report.ErasureCompleted completed) {
    assertThat(completed.stores())
        .extracting(Store::participant)
        .containsAll(concerned().stream().map(RequiredParticipant::id).toList());
    for (FakeStore store : world.values()) {
      assertThat(store.restricted && !eraseAskedOf.contains(store.id) && !store.vouchedFor)
          .as("restriction left in %s, which was spared", store.id)
          .isFalse();
    }
    for (Store said : completed.stores()) {
      FakeStore store = store(said.participant());
      if (said.decidedBy() != null) {
        assertThat(store.vouchedFor).isTrue();
        continue;
      }
      assertThat(store.eraseBelieved && store.verifyBelieved)
          .as("%s erased and was verified after", said.participant())
          .isTrue();
      if (store.awaited.isEmpty()) {
        assertThat(store.records).as("records left in %s", said.participant()).isZero();
      }
      assertThat(store.restricted).as("restriction left in %s", said.participant()).isFalse();
      long retained = said.retained().stream().mapToLong(Retention::records).sum();
      assertThat(retained).isEqualTo(store.retained);
      // What a backup brought back may be counted as often as it was erased.
      assertThat(said.outcomes().stream().mapToLong(CollectionErasure::erased).sum())
          .isBetween(store.erased, store.erased + store.broughtBack);
    }
  }

  /** What the request came to when that was told first. */
  private void checkCompletion(Report.ErasureCompleted told) {
    long kept =
        told.stores().stream()
            .flatMap(store -> store.retained().stream())
            .mapToLong(Retention::records)
            .sum();
    long gone =
        told.stores().stream()
            .flatMap(store -> store.outcomes().stream())
            .mapToLong(CollectionErasure::erased)
            .sum();
    boolean vouched = told.stores().stream().anyMatch(store -> store.decidedBy() != null);
    if (kept > 0) {
      assertThat(told.completion()).isEqualTo(Completion.ERASED_IN_PART);
    } else if (gone > 0 || !vouched) {
      assertThat(told.completion())
          .isEqualTo(gone > 0 ? Completion.ERASED_IN_FULL : Completion.NOTHING_HELD);
    }
  }

  private void checkThatAllIsAsBefore() {
    assertThat(eraseAsked).isFalse();
    for (FakeStore store : world.values()) {
      if (store.vouchedFor) {
        continue;
      }
      assertThat(store.erased).isZero();
      assertThat(store.restrictTaken && store.restricted)
          .as("restriction left in %s", store.id)
          .isFalse();
    }
  }

  private End end() {
    End end =
        switch (state) {
          case ErasureState.Completed s -> {
            assertThat(world.values())
                .as("nothing is kept after its time")
                .allMatch(store -> store.retained == 0 || store.vouchedFor);
            assertThat(world.values())
                .as("what a backup brought back is gone")
                .allMatch(store -> store.awaited.isEmpty());
            yield End.ERASED;
          }
          case ErasureState.Halted s -> End.HALTED;
          case ErasureState.Abandoned s -> End.ABANDONED;
          default -> throw new AssertionError("Expected an end but got " + state);
        };
    assertThat(outcomes).as("the end was told").isNotEmpty();
    assertThat(ledger.asked().keySet()).as("what is in the ledger").isEqualTo(entered);
    switch (end) {
      case ERASED -> {
        assertThat(outcomes.getLast())
            .isInstanceOfAny(Report.ErasureCompleted.class, Report.RetentionExpired.class);
        if (scope instanceof Scope.RestingOn) {
          assertThat(directed).as("who may go on as before").isEmpty();
        } else if (eraseAsked) {
          assertThat(directed)
              .as("nobody takes the person in again")
              .containsExactlyInAnyOrder("a1", "a2", "b1");
        }
      }
      case HALTED -> assertThat(outcomes.getLast()).isInstanceOf(Report.ErasureHalted.class);
      case ABANDONED -> assertThat(outcomes.getLast()).isInstanceOf(Report.ErasureAbandoned.class);
    }
    return end;
  }

  /** A store that does what it is told, in its own time, and remembers the outcome of each step. */
  private final class FakeStore {
    final ParticipantId id;
    final Set<IdentifierType> types;
    final Deque<Ask> tasks = new ArrayDeque<>();
    final Map<Integer, Reply> remembered = new HashMap<>();
    final Map<IdentifierType, Integer> lastDepositByOthers = new HashMap<>();
    final @Nullable IdentifierType yields;
    final boolean ambiguous;
    final long keeps;
    long records;
    long hiddenFromErase;
    int seenStep;
    boolean restricted;
    boolean restrictTaken;
    long erased;
    long broughtBack;
    long retained;
    int searchedAfter;
    boolean locateBelieved;
    private final boolean cannotRestrict;
    boolean restrictBelieved;
    boolean eraseBelieved;
    boolean verifyBelieved;
    boolean vouchedFor;
    final Set<UUID> awaited = new HashSet<>();
    private final Instant expires;
    private Instant lastExpires;

    /** Its clock is what it is. */
    private final Duration ahead = Duration.ofSeconds(reports.nextInt(-40_000_000, 40_000_000));

    private long lost;
    private long strange;
    boolean tampered;

    FakeStore(ParticipantId id, Set<IdentifierType> types) {
      this.id = id;
      this.types = types;
      ambiguous = random.nextInt(60) == 0;
      // Whom the controller approves for a type it approves to receive and to yield it.
      yields = random.nextInt(2) == 0 ? sorted(types).get(random.nextInt(types.size())) : null;
      records = random.nextInt(3) == 0 ? 0 : 1 + random.nextInt(9);
      keeps = random.nextInt(3) == 0 && records > 1 ? 1 : 0;
      hiddenFromErase = random.nextInt(8) == 0 ? random.nextInt(6) : 0;
      expires = Instant.parse("2026-11-24T00:00:00Z").plusSeconds(random.nextInt(20 * 86_400));
      lastExpires = expires;
      cannotRestrict = random.nextInt(8) == 0;
      seenStep = random.nextInt(20) == 0 ? random.nextInt(5) : 0;
      vault.forEach(
          (type, values) -> {
            if (!values.isEmpty()) {
              lastDepositByOthers.put(type, deposits);
            }
          });
    }

    private static List<IdentifierType> sorted(Set<IdentifierType> types) {
      return types.stream().sorted(Comparator.comparing(IdentifierType::code)).toList();
    }

    /** Takes the oldest task; a redelivered one is answered by its first outcome. */
    void work() {
      Ask ask = tasks.remove();
      if (fault(10)) {
        return; // the task is lost
      }
      if (fault(15)) {
        reply(new ErasureEvent.TaskDeferred(id, ask.step(), reason(), now));
        return;
      }
      Reply known = remembered.get(ask.step());
      if (known != null) {
        reply(known);
      } else if (ask.step() < seenStep) {
        reply(new ErasureEvent.TaskSuperseded(id, ask.step(), seenStep, now));
      } else {
        seenStep = ask.step();
        Reply outcome = carriedOut(ask);
        remembered.put(ask.step(), outcome);
        reply(outcome);
      }
    }

    private WaitReason reason() {
      return random.nextBoolean() ? WaitReason.STORE_UNAVAILABLE : WaitReason.MAP_MISMATCH;
    }

    private void reply(Reply reply) {
      inFlight.add(reply);
    }

    private Reply carriedOut(Ask ask) {
      int step = ask.step();
      return switch (ask.task()) {
        case Task.Locate locate -> located(step);
        case Task.Restrict restrict when cannotRestrict ->
            new ErasureEvent.ActionNotOffered(id, step, Action.RESTRICT, now);
        case Task.Restrict restrict -> {
          restricted = true;
          restrictTaken = true;
          yield new ErasureEvent.RecordsRestricted(id, step, now);
        }
        case Task.Lift lift when cannotRestrict ->
            new ErasureEvent.ActionNotOffered(id, step, Action.LIFT, now);
        case Task.Lift lift -> {
          restricted = false;
          yield new ErasureEvent.RestrictionLifted(id, step, now);
        }
        case Task.Erase erase -> erased(step);
        case Task.Expire expire -> {
          assertThat(expire.asOf()).as("not before its time").isAfterOrEqualTo(expires);
          erased += retained;
          long gone = retained;
          retained = 0;
          lost = 0;
          yield new ErasureEvent.ExpiredErased(
              id,
              step,
              List.of(new CollectionErasure("records", gone, 0, 0)),
              List.of(),
              now.plus(ahead),
              now);
        }
        case Task.Verify verify ->
            records > 0
                ? new ErasureEvent.ResidueFound(id, step, now)
                : new ErasureEvent.ErasureVerified(id, step, now);
      };
    }

    /** Now and then the data map becomes another. */
    private List<Treated> treated() {
      return List.of(
          new Treated(
              "records",
              Set.of(
                  maps.nextInt(20) == 0
                      ? io.habeas.schemas.avro.Treatment.ANONYMISED
                      : io.habeas.schemas.avro.Treatment.ERASED),
              Set.of(),
              Set.of()));
    }

    private Reply located(int step) {
      searchedAfter = deposits;
      Set<IdentifierType> added = new HashSet<>();
      boolean found =
          types.stream().anyMatch(type -> !vault.getOrDefault(type, Set.of()).isEmpty());
      if (found && yields != null && !ambiguous) {
        int value = id.name().hashCode();
        if (vault.computeIfAbsent(yields, type -> new HashSet<>()).add(value)) {
          added.add(yields);
          deposits++;
          for (FakeStore other : world.values()) {
            if (other != this) {
              other.lastDepositByOthers.put(yields, deposits);
            }
          }
        }
      }
      return new ErasureEvent.HoldingsLocated(
          id, step, List.of(new Holding("records", records)), added, ambiguous, treated(), now);
    }

    private Reply erased(int step) {
      restricted = false;
      long toKeep = Math.min(keeps - retained, records);
      retained += toKeep;
      long missed = hiddenFromErase > 0 && records > toKeep ? 1 : 0;
      hiddenFromErase -= missed;
      long goes = records - toKeep - missed;
      erased += goes;
      records = missed;
      // A store may restate what it keeps from before, or say only what is new.
      boolean silent = retained == 0 || toKeep == 0 && random.nextBoolean();
      if (!silent) {
        lastExpires = expires.plusSeconds(random.nextInt(3 * 86_400));
      }
      List<Retention> kept = silent ? List.of() : List.of(keeping(retained));
      return new ErasureEvent.RecordsErased(
          id,
          step,
          List.of(new CollectionErasure("records", goes, 0, kept.isEmpty() ? 0 : retained)),
          kept,
          now.plus(ahead),
          now);
    }

    private Retention keeping(long number) {
      return new Retention(
          "records",
          "tax",
          io.habeas.schemas.avro.RetentionGround.ART_17_3_B,
          "NL-AWR-52",
          "NL",
          number,
          expires,
          lastExpires);
    }

    /** What it finds that it keeps. */
    List<Retention> rows() {
      long number = retained - lost + strange;
      return number == 0 ? List.of() : List.of(keeping(number));
    }

    ErasureEvent.RetentionReported report() {
      return new ErasureEvent.RetentionReported(requestId, id, now.plus(ahead), rows(), now);
    }

    /** Somebody deletes a row, or puts one there, or puts all in order again. */
    void tamperedWith() {
      tampered = true;
      switch (reports.nextInt(3)) {
        case 0 -> lost = retained;
        case 1 -> strange = 1;
        default -> mended();
      }
    }

    void mended() {
      lost = 0;
      strange = 0;
    }

    boolean mayYetYield() {
      return tasks.stream().anyMatch(ask -> ask.task() instanceof Task.Locate)
          || inFlight.stream()
              .anyMatch(
                  event ->
                      event instanceof ErasureEvent.HoldingsLocated late
                          && late.participant().equals(id));
    }

    /** A backup brings back some of what was erased, and the controller says so. */
    void restored() {
      if (vouchedFor || !eraseBelieved) {
        return;
      }
      long back = erased == 0 ? 0 : 1;
      records += back;
      erased -= back;
      broughtBack += back;
      restricted = false;
      UUID restoration = new UUID(6, random.nextLong());
      awaited.add(restoration);
      inFlight.add(new ErasureEvent.ReplayGranted(restoration, id, now));
    }

    /** A person saw to it by hand. */
    void vouchedFor() {
      vouchedFor = true;
      // What it did meanwhile nobody heard.
      tampered = true;
      records = 0;
      retained = completed ? 0 : retained;
      lost = Math.min(lost, retained);
      restricted = false;
    }

    /** The policy took this answer into account. */
    void believed(Reply reply) {
      switch (reply) {
        case ErasureEvent.HoldingsLocated e -> {
          locateBelieved = true;
          restrictBelieved = false;
          eraseBelieved = false;
          verifyBelieved = false;
        }
        case ErasureEvent.RecordsRestricted e -> restrictBelieved = true;
        case ErasureEvent.RestrictionLifted e -> restrictBelieved = false;
        case ErasureEvent.RecordsErased e -> {
          eraseBelieved = true;
          verifyBelieved = false;
        }
        case ErasureEvent.ExpiredErased e -> {}
        case ErasureEvent.ErasureVerified e -> verifyBelieved = true;
        case ErasureEvent.ResidueFound e -> verifyBelieved = false;
        // Only hiding and its undoing are what a store of these histories may lack.
        case ErasureEvent.ActionNotOffered e -> restrictBelieved = e.answers() == Action.RESTRICT;
        case ErasureEvent.TaskDeferred e -> {}
        case ErasureEvent.TaskSuperseded e -> {}
      }
    }
  }
}
