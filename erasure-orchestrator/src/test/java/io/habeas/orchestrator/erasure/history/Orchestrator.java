package io.habeas.orchestrator.erasure.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.habeas.orchestrator.erasure.AvroRoundTrip;
import io.habeas.orchestrator.erasure.ErasureCommand;
import io.habeas.orchestrator.erasure.ErasureCommand.Ask;
import io.habeas.orchestrator.erasure.ErasureCommand.Direct;
import io.habeas.orchestrator.erasure.ErasureCommand.Enter;
import io.habeas.orchestrator.erasure.ErasureCommand.Tell;
import io.habeas.orchestrator.erasure.ErasureEvent;
import io.habeas.orchestrator.erasure.ErasureEvent.Reply;
import io.habeas.orchestrator.erasure.ErasureEvent.WokenUp;
import io.habeas.orchestrator.erasure.ErasureProcess;
import io.habeas.orchestrator.erasure.ErasureState;
import io.habeas.orchestrator.erasure.Report;
import io.habeas.orchestrator.erasure.Retention;
import io.habeas.orchestrator.erasure.Saga;
import io.habeas.process.Policy.Undeliverable;
import io.habeas.process.Transition;
import io.habeas.protocol.ParticipantId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The engine around the policy of one erasure. After every event what was decided is checked, then
 * delivered as far as it can be, and the state goes through its stored form.
 */
final class Orchestrator {

  /** A change from one kind of state to another. */
  record Step(
      Class<? extends ErasureState> from,
      Class<? extends ErasureState> to,
      Class<? extends ErasureEvent> event) {}

  /** Where reports are written, and where the ledger is. */
  static final String REPORTS = "reports";

  static final String LEDGER = "ledger";
  private static final String DIRECTIVES = "directives";

  /** So often nothing comes of a wake-up, before it is somebody else's turn. */
  private static final int MOST_IDLE = 3;

  private final World world;
  private final Trail trail;
  private final InvariantsOfAsking asking;
  private final InvariantsOfTelling telling;
  private final InvariantsOfWaiting waiting;
  private final Map<String, Integer> ignored = new TreeMap<>();
  private final Set<Step> steps = new HashSet<>();
  private ErasureState state;
  private @Nullable Instant wakeUp;
  private Set<String> waitsFor = Set.of();
  private int idle;

  Orchestrator(World world, Trail trail, InvariantsOfTelling telling) {
    this.world = world;
    this.trail = trail;
    this.telling = telling;
    asking = new InvariantsOfAsking(world, trail);
    waiting = new InvariantsOfWaiting(trail);
    state = world.facts.policy().initial();
  }

  /** An event, and everything that follows of it at once. */
  void happens(ErasureEvent event) {
    ErasureState before = state;
    Transition<ErasureState, ErasureCommand> transition = world.facts.policy().next(before, event);
    if (transition.ignored() != null) {
      ignored(event, transition, transition.ignored());
      return;
    }
    asking.checkThatNothingBeginsUnaccepted(event, transition.commands());
    telling.checkThatItMayStillEnd(event);
    trail.happened(event);
    state = transition.state();
    wakeUp = transition.wakeUp();
    waitsFor = transition.waitsFor();
    idle = event instanceof WokenUp && transition.commands().isEmpty() ? idle + 1 : 0;
    if (state.getClass() != before.getClass()) {
      steps.add(new Step(before.getClass(), state.getClass(), event.getClass()));
    }
    if (event instanceof Reply reply) {
      world.store(reply.participant()).believed.take(reply);
    }
    transition.commands().forEach(command -> decided(event, command));
    if (event instanceof ErasureEvent.RetentionReported report) {
      checkThatItIsKnownWhetherItDiffers(report.participant(), report.retained());
    }
    if (state instanceof ErasureState.Erasing && !(before instanceof ErasureState.Erasing)) {
      asking.checkThatEverybodyIsReadyForErasure();
    }
    List<ErasureCommand> undelivered = deliver(transition.commands());
    restart();
    waiting.check(state, wakeUp, waitsFor);
    for (ErasureCommand command : undelivered) {
      happens(
          world.facts.policy().undeliverable(command, Undeliverable.TOPIC_MISSING, world.now()));
    }
  }

  private void ignored(
      ErasureEvent event, Transition<ErasureState, ErasureCommand> transition, String why) {
    ignored.merge(why, 1, Integer::sum);
    assertThat(transition.state()).isSameAs(state);
    assertThat(transition.commands()).isEmpty();
    if (event instanceof WokenUp) {
      wakeUp = null;
    }
  }

  private void decided(ErasureEvent cause, ErasureCommand command) {
    switch (command) {
      case Ask ask -> asking.check(cause, ask);
      case Enter enter -> {}
      case Direct direct -> asking.checkDirective();
      case Tell tell -> telling.check(cause, tell.report());
    }
    if (command instanceof Tell(_, Report.OutcomeAdopted adopted, _)) {
      world.store(adopted.participant()).vouchedFor(trail.isCompleted());
    }
    trail.decided(cause, command);
  }

  /** Delivers what can be, and returns the rest. */
  private List<ErasureCommand> deliver(List<ErasureCommand> commands) {
    List<ErasureCommand> undelivered = new ArrayList<>();
    for (ErasureCommand command : commands) {
      if (world.facts.isMissing(topicOf(command))) {
        undelivered.add(command);
      } else {
        delivered(command);
      }
    }
    return undelivered;
  }

  private static String topicOf(ErasureCommand command) {
    return switch (command) {
      case Enter enter -> LEDGER;
      case Direct direct -> DIRECTIVES;
      case Ask ask -> ask.participant().name();
      case Tell tell -> REPORTS;
    };
  }

  private void delivered(ErasureCommand command) {
    switch (command) {
      case Ask ask -> {
        assertThat(ask.requestId()).isEqualTo(World.REQUEST);
        world.store(ask.participant()).ask(ask);
      }
      case Enter enter -> {}
      case Direct direct -> {}
      case Tell(_, Report.GateAsked asked, _) -> {
        if (!world.dice.fault(10)) { // lost: it will be asked again
          world.gatekeeper.asked(asked.ask(), asked.behindAccesses(), world.now());
        }
      }
      case Tell(_, Report.StoreReplayed replayed, _) -> {
        world.store(replayed.participant()).awaited.remove(replayed.restorationId());
        telling.checkDelivered(replayed);
      }
      case Tell tell -> telling.checkDelivered(tell.report());
    }
    trail.delivered(command);
  }

  /** It goes on from what it has stored, now and then in another process. */
  private void restart() {
    var codec = ErasureProcess.STATE;
    ErasureState after =
        world.dice.oneIn(8)
            ? AvroRoundTrip.restarted(state)
            : codec.read().apply(codec.write().apply(state));
    assertThat(after).isEqualTo(state);
    state = after;
  }

  /** It is woken up now, whether or not it asked for that. */
  void wakesUp() {
    happens(world.facts.policy().wakeUp(world.now()));
  }

  /** It is told that facts are others now. */
  void factsChanged() {
    happens(new ErasureEvent.FactsChanged(world.now()));
  }

  /** The store has said by itself that it keeps these. */
  void checkThatItIsKnownWhetherItDiffers(ParticipantId id, List<Retention> rows) {
    saga().ifPresent(saga -> telling.checkThatItIsKnownWhetherItDiffers(saga, id, rows));
  }

  ErasureState state() {
    return state;
  }

  /** What is known of it; empty before anything has begun. */
  Optional<Saga> saga() {
    return switch (state) {
      case ErasureState.Underway s -> Optional.of(s.saga());
      case ErasureState.Ended s -> Optional.of(s.saga());
      case ErasureState.NotStarted s -> Optional.empty();
      case ErasureState.Awaited s -> Optional.empty();
    };
  }

  /** When it wants to be woken up; null for never. */
  @Nullable Instant wakeUp() {
    return wakeUp;
  }

  boolean isDue() {
    return wakeUp != null && !wakeUp.isAfter(world.now());
  }

  /** For whom it waits to become another. */
  Set<String> waitsFor() {
    return waitsFor;
  }

  /** Whether waking it up has led to nothing for some time. */
  boolean isIdle() {
    return idle >= MOST_IDLE;
  }

  void idleNoMore() {
    idle = 0;
  }

  Map<String, Integer> ignored() {
    return ignored;
  }

  /** Every change from one kind of state to another, and what led to it. */
  Set<Step> steps() {
    return steps;
  }
}
