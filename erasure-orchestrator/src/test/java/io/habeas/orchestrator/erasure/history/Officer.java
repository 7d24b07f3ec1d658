package io.habeas.orchestrator.erasure.history;

import io.habeas.orchestrator.erasure.ErasureEvent;
import io.habeas.orchestrator.erasure.ErasureState;
import io.habeas.orchestrator.erasure.Hold;
import io.habeas.orchestrator.erasure.Saga;
import io.habeas.orchestrator.erasure.Store;
import io.habeas.protocol.ParticipantId;
import io.habeas.schemas.avro.DecidedOutcome;
import java.util.SplittableRandom;
import java.util.UUID;

/** What only a person decides. */
final class Officer {
  private final SplittableRandom random;
  private final World world;
  private final Trail trail;
  private final Orchestrator orchestrator;
  private final boolean decidesHalts;

  /**
   * @param decidesHalts whether halted participants are vouched for in the end
   */
  Officer(World world, Trail trail, Orchestrator orchestrator, boolean decidesHalts) {
    this.random = world.dice.random;
    this.world = world;
    this.trail = trail;
    this.orchestrator = orchestrator;
    this.decidesHalts = decidesHalts;
  }

  /** One of what waits for a person, if anything does: all holds are released in the end. */
  boolean decides() {
    ErasureState state = orchestrator.state();
    if (state instanceof ErasureState.AwaitingApproval) {
      approves(trail.planAwaited());
      return true;
    }
    if (!trail.effective().isEmpty()
        && (state instanceof ErasureState.OnHold || state instanceof ErasureState.Retaining)) {
      releasesOne();
      return true;
    }
    if (!world.facts.holds().isEmpty() && !orchestrator.waitsFor().isEmpty()) {
      world.facts.releaseOne();
      return true;
    }
    if (state instanceof ErasureState.Halted(Saga saga) && decidesHalts) {
      Store store =
          saga.stores().stream().filter(each -> each.halted() != null).findFirst().orElseThrow();
      vouches(
          store.participant(),
          saga.gate().irrevocable() ? DecidedOutcome.ERASED : DecidedOutcome.NOTHING_HELD);
      return true;
    }
    return false;
  }

  void approves(int plan) {
    orchestrator.happens(
        new ErasureEvent.PlanApproved(new UUID(5, random.nextLong()), plan, world.now()));
  }

  void vouches(ParticipantId participant, DecidedOutcome outcome) {
    orchestrator.happens(
        new ErasureEvent.OutcomeDecided(
            new UUID(3, random.nextLong()), participant, outcome, world.now()));
  }

  /** A hold on the request, or on one store in it. */
  Hold someHold() {
    return new Hold(new UUID(4, random.nextLong()), world.dice.oneIn(3) ? null : world.someone());
  }

  void places(Hold hold) {
    orchestrator.happens(new ErasureEvent.HoldPlaced(World.REQUEST, hold, world.now()));
  }

  /** Releases the oldest hold, or one that there is not. */
  void releasesOne() {
    releases(
        trail.effective().isEmpty() ? new UUID(9, 9) : trail.effective().iterator().next().id());
  }

  private void releases(UUID hold) {
    if (world.gatekeeper.keeps(hold)) {
      world.gatekeeper.release(hold, world.now());
    } else {
      orchestrator.happens(new ErasureEvent.HoldReleased(hold, world.now()));
    }
  }

  /** Before the request is accepted; no answer says that it is effective then. */
  void holdsEarly() {
    Hold early = someHold();
    trail.held(early);
    places(early);
    if (world.dice.oneIn(4)) {
      releases(early.id());
      trail.released(early);
    }
  }
}
