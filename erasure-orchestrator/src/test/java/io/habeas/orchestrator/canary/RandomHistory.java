package io.habeas.orchestrator.canary;

import static org.assertj.core.api.Assertions.assertThat;

import io.habeas.orchestrator.canary.CanaryCommand.Ask;
import io.habeas.orchestrator.canary.CanaryCommand.Forget;
import io.habeas.orchestrator.canary.CanaryCommand.Tell;
import io.habeas.orchestrator.erasure.StoreFact;
import io.habeas.process.Facts;
import io.habeas.process.Policy.Undeliverable;
import io.habeas.process.Transition;
import io.habeas.protocol.ParticipantId;
import io.habeas.protocol.fanout.Pauses;
import io.habeas.protocol.locate.Holding;
import io.habeas.schemas.avro.Action;
import io.habeas.schemas.avro.WaitReason;
import io.habeas.schemas.wire.ConfluentFormat;
import io.habeas.schemas.wire.Decoded;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * One canary in a world where everything goes wrong for a while and then nothing does any more.
 * After every event the state goes through its stored form, and every promise is checked against
 * what its store really did.
 */
final class RandomHistory {
  private static final UUID CANARY = new UUID(1, 2);
  private static final ParticipantId STORE = new ParticipantId("accounts");
  private static final Instant BEGUN = Instant.parse("2026-01-05T09:00:00Z");
  private static final Duration WITHIN = Duration.ofHours(6);
  private static final Instant EXPIRY = Instant.parse("2033-01-05T00:00:00Z");
  private static final int MOST_EVENTS = 5_000;

  private final RandomGenerator random;
  private final CanaryPolicy unaware =
      new CanaryPolicy(
          new Pauses(Duration.ofSeconds(5), Duration.ofHours(1), Duration.ofSeconds(30)),
          new CanaryPolicy.Terms(WITHIN, 2));
  private final FakeStore store = new FakeStore();
  private final List<CanaryEvent> inFlight = new ArrayList<>();
  private final List<CanaryEvent> undelivered = new ArrayList<>();
  private CanaryPolicy policy = unaware;
  private CanaryState state = new CanaryState.NotBegun();
  private Instant now = BEGUN;
  private @Nullable Instant wakeUp;
  private Set<String> waitsFor = Set.of();
  private boolean held;
  private boolean everHeld;
  private boolean changed;
  private boolean forgotten;
  private @Nullable Tell last;
  private int faultsLeft;

  RandomHistory(RandomGenerator random) {
    this.random = random;
    this.faultsLeft = random.nextInt(40);
  }

  void run() {
    happens(new CanaryEvent.FactsChanged(now));
    happens(new CanaryEvent.Begun(CANARY, STORE, now));
    for (int i = 0; i < MOST_EVENTS; i++) {
      if (faultsLeft == 0) {
        mend();
      }
      if (!somethingHappens()) {
        if (waitsFor.isEmpty()) {
          end();
          return;
        }
        faultsLeft = 0;
      }
    }
    throw new AssertionError("Expected an end but got " + state);
  }

  private boolean fault(int oneIn) {
    if (faultsLeft > 0 && random.nextInt(oneIn) == 0) {
      faultsLeft--;
      return true;
    }
    return false;
  }

  private void mend() {
    store.keepsRows = false;
    store.offersEverything = true;
    store.stranger = false;
    if (held) {
      hold(false);
    }
  }

  private void hold(boolean now) {
    held = now;
    everHeld |= now;
    changed = true;
    policy =
        now
            ? unaware.knowing(
                new Facts<>(List.of(new StoreFact.Held(new UUID(3, 4), STORE, null)), Map.of()))
            : unaware;
  }

  private boolean somethingHappens() {
    if (fault(8)) {
      disturb();
    }
    if (changed && !waitsFor.isEmpty() && random.nextBoolean()) {
      changed = false;
      happens(new CanaryEvent.FactsChanged(now));
      return true;
    }
    if (!inFlight.isEmpty() && random.nextInt(4) > 0) {
      CanaryEvent event = inFlight.get(random.nextInt(inFlight.size()));
      if (!fault(5)) {
        inFlight.remove(event);
      }
      if (!fault(6)) {
        happens(event);
      }
      return true;
    }
    if (wakeUp != null) {
      now = wakeUp.isAfter(now) ? wakeUp : now;
      wakeUp = null;
      happens(policy.wakeUp(now));
      return true;
    }
    return !inFlight.isEmpty() || (changed && !waitsFor.isEmpty());
  }

  private void disturb() {
    switch (random.nextInt(6)) {
      case 0 -> hold(!held);
      case 1 -> store.keepsRows = !store.keepsRows;
      case 2 -> store.offersEverything = !store.offersEverything;
      case 3 -> store.stranger = !store.everLocated && !store.stranger;
      case 4 -> now = now.plus(Duration.ofMinutes(random.nextInt(500)));
      default -> happens(new CanaryEvent.Begun(CANARY, STORE, now));
    }
  }

  private void happens(CanaryEvent event) {
    Transition<CanaryState, CanaryCommand> transition = policy.next(state, event);
    if (transition.ignored() != null) {
      return;
    }
    state = restarted(transition.state());
    assertThat(state).isEqualTo(transition.state());
    wakeUp = transition.wakeUp();
    waitsFor = transition.waitsFor();
    transition.commands().forEach(this::carryOut);
    // The engine tells that at once, and never loses it.
    while (!undelivered.isEmpty()) {
      happens(undelivered.removeFirst());
    }
    assertThat(state instanceof CanaryState.Over || wakeUp != null || !waitsFor.isEmpty())
        .as("something brings it on")
        .isTrue();
  }

  private void carryOut(CanaryCommand command) {
    if (fault(15)) {
      undelivered.add(policy.undeliverable(command, Undeliverable.TOPIC_MISSING, now));
      return;
    }
    switch (command) {
      case Ask ask -> {
        assertThat(state).isNotInstanceOf(CanaryState.Over.class);
        assertThat(forgotten).as("identifiers are gone").isFalse();
        if (held) {
          assertThat(ask.action()).isNotIn(Action.ERASE, Action.EXPIRE);
        }
        if (!fault(6)) {
          inFlight.add(store.answer(ask));
        }
      }
      case Tell tell -> {
        check(tell);
        last = tell;
      }
      case Forget forget -> forgotten = true;
    }
  }

  private void check(Tell tell) {
    if (tell.outcome() instanceof CanaryOutcome.Passed) {
      assertThat(tell.over()).isTrue();
      assertThat(store.wasFound).as("it was found").isTrue();
    }
    if (tell.over()) {
      assertThat(store.made).as("made up and still there").isFalse();
      assertThat(store.retained).as("made up and kept").isFalse();
    }
  }

  private void end() {
    assertThat(state).isInstanceOf(CanaryState.Over.class);
    Tell told = Objects.requireNonNull(last);
    assertThat(told.over()).isTrue();
    assertThat(forgotten).isTrue();
    assertThat(store.strangerErased).isFalse();
    if (!everHeld && told.at().isBefore(BEGUN.plus(WITHIN)) && !store.everSeeded) {
      assertThat(told.outcome()).isEqualTo(new CanaryOutcome.Unseeded());
    }
  }

  private static CanaryState restarted(CanaryState state) {
    var stored = StoredCanary.write(state);
    var type = io.habeas.schemas.avro.state.CanaryState.class;
    return switch (ConfluentFormat.decode(
        type, ConfluentFormat.encode(1, stored), id -> stored.getSchema())) {
      case Decoded.Known<io.habeas.schemas.avro.state.CanaryState> known ->
          StoredCanary.read(known.value());
      case Decoded.Undecodable<io.habeas.schemas.avro.state.CanaryState> bad ->
          throw new AssertionError(bad);
      case Decoded.UnknownType<io.habeas.schemas.avro.state.CanaryState> bad ->
          throw new AssertionError(bad);
    };
  }

  /** A store with one collection, in which one person is made up. */
  private final class FakeStore {
    private final Map<Integer, CanaryEvent> outcomes = new java.util.HashMap<>();
    private boolean made;
    private boolean retained;
    private boolean stranger;
    private boolean strangerErased;
    private boolean keepsRows;
    private boolean offersEverything = true;
    private boolean everSeeded;
    private boolean everLocated;
    private boolean wasFound;
    private int seen;

    CanaryEvent answer(Ask ask) {
      CanaryEvent before = outcomes.get(ask.step());
      if (before != null) {
        return before;
      }
      if (ask.step() < seen) {
        return new CanaryEvent.TaskSuperseded(STORE, ask.step(), seen, now);
      }
      seen = ask.step();
      if (!offersEverything && random.nextBoolean()) {
        return new CanaryEvent.ActionNotOffered(STORE, ask.step(), ask.action(), now);
      }
      if (fault(4)) {
        return new CanaryEvent.TaskDeferred(STORE, ask.step(), WaitReason.STORE_UNAVAILABLE, now);
      }
      CanaryEvent outcome = outcome(ask);
      outcomes.put(ask.step(), outcome);
      return outcome;
    }

    private CanaryEvent outcome(Ask ask) {
      int step = ask.step();
      return switch (ask.action()) {
        case SEED -> {
          if (stranger && !made) {
            yield new CanaryEvent.SubjectSeeded(STORE, step, List.of(), now);
          }
          made = true;
          everSeeded = true;
          yield new CanaryEvent.SubjectSeeded(STORE, step, rows(1), now);
        }
        case LOCATE -> {
          everLocated |= !stranger;
          boolean overlooked = !stranger && fault(8);
          wasFound |= made && !overlooked;
          int found = (made && !overlooked ? 1 : 0) + (stranger ? 1 : 0);
          yield new CanaryEvent.HoldingsLocated(STORE, step, rows(found), false, now);
        }
        case RESTRICT -> new CanaryEvent.RecordsRestricted(STORE, step, now);
        case ERASE -> {
          strangerErased |= stranger;
          if (!keepsRows) {
            retained = retained || (made && fault(3));
            made = false;
          }
          yield new CanaryEvent.RecordsErased(STORE, step, retained ? EXPIRY : null, now);
        }
        case VERIFY ->
            made || stranger
                ? new CanaryEvent.ResidueFound(STORE, step, now)
                : new CanaryEvent.ErasureVerified(STORE, step, now);
        case EXPIRE -> {
          assertThat(ask.asOf()).isEqualTo(EXPIRY);
          if (!keepsRows) {
            retained = false;
          }
          yield new CanaryEvent.ExpiredErased(STORE, step, retained ? EXPIRY : null, now);
        }
        case LIFT, EXPORT, RECTIFY -> throw new AssertionError(ask);
      };
    }

    private static List<Holding> rows(int number) {
      return number == 0 ? List.of() : List.of(new Holding("people", number));
    }
  }
}
