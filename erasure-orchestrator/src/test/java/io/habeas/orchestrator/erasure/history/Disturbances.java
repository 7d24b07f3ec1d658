package io.habeas.orchestrator.erasure.history;

import io.habeas.orchestrator.erasure.ErasureEvent;
import io.habeas.orchestrator.erasure.ErasureEvent.Reply;
import io.habeas.orchestrator.erasure.ErasureState;
import io.habeas.protocol.ParticipantId;
import io.habeas.schemas.avro.DecidedOutcome;
import io.habeas.schemas.avro.EndCause;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;

/** What may come between, at any time and in any order. */
final class Disturbances {
  private static final int MOST_PARTICIPANTS = 7;
  private static final LocalDate DUE_LATER = LocalDate.parse("2027-01-24");

  private final SplittableRandom random;
  private final World world;
  private final Trail trail;
  private final Orchestrator orchestrator;
  private final Officer officer;

  Disturbances(World world, Trail trail, Orchestrator orchestrator, Officer officer) {
    this.random = world.dice.random;
    this.world = world;
    this.trail = trail;
    this.orchestrator = orchestrator;
    this.officer = officer;
  }

  /** One of them happens, if just now it can. */
  void disturb() {
    accessesComeAndGo();
    basesChange();
    switch (random.nextInt(27)) {
      case 0 -> happens(new ErasureEvent.RecordsRestricted(new ParticipantId("nobody"), 1, now()));
      case 1 ->
          happens(
              new ErasureEvent.RecordsErased(
                  world.someone(), 900, List.of(), List.of(), now(), now()));
      case 2 -> confused(new ErasureEvent.ErasureVerified(world.someone(), someStep(), now()));
      case 3 -> confused(new ErasureEvent.RestrictionLifted(world.someone(), someStep(), now()));
      case 4 -> happens(world.accepted(DUE_LATER));
      case 5 -> orchestrator.wakesUp();
      case 6 -> world.facts.topicGoes(world.someone());
      case 7 -> world.facts.topicsAreThere();
      case 8 -> {
        if (oneIn(8)) {
          happens(new ErasureEvent.RequestEnded(now()));
        }
      }
      case 9 -> somebodyElseIsRequired();
      case 10 -> world.wire.repeatsSomething();
      case 11 -> world.facts.topicGoes(oneIn(4) ? Orchestrator.LEDGER : Orchestrator.REPORTS);
      case 12 -> {
        if (oneIn(4)) {
          happens(new ErasureEvent.EndingAsked(cause(), now()));
        }
      }
      case 13 -> {
        if (oneIn(2)) {
          officer.places(officer.someHold());
        }
      }
      case 14 -> officer.releasesOne();
      case 15 -> {
        if (oneIn(6)) {
          officer.vouches(world.someone(), DecidedOutcome.values()[random.nextInt(2)]);
        }
      }
      case 16 -> {
        if (oneIn(3)) {
          world.gatekeeper.place(new UUID(5, random.nextLong()), now());
        }
      }
      case 17 -> personIsReleased();
      case 18 -> world.gatekeeper.repeatsItself();
      case 19 -> officer.approves(random.nextInt(3));
      case 20 -> moreIsWritten();
      case 21, 22 -> world.facts.standsOtherwise(world.someone());
      case 23 -> {
        if (oneIn(2)) {
          trail.held(world.facts.hold(world.someone()));
        }
      }
      case 24 -> {
        if (!world.facts.holds().isEmpty()) {
          world.facts.releaseOne();
        }
      }
      case 25 -> orchestrator.factsChanged();
      case 26 -> {
        if (trail.isEraseAsked() && random.nextBoolean()) {
          world.store(world.someone()).restored();
        }
      }
      default -> throw new AssertionError();
    }
  }

  private void accessesComeAndGo() {
    switch (world.dice.accesses.nextInt(20)) {
      case 0 -> world.gatekeeper.accessAccepted(new UUID(6, world.dice.accesses.nextLong()));
      case 1, 2 -> world.gatekeeper.accessesOver(now());
      default -> {}
    }
  }

  private void basesChange() {
    if (!trail.isCompleted() && world.configuration.basesChange()) {
      world.facts.startAnew();
    }
  }

  /** A reply to something that was not asked; one that lies about what was is beyond this world. */
  private void confused(Reply reply) {
    if (!Wire.isOwed(reply, orchestrator.state())) {
      happens(reply);
    }
  }

  private void somebodyElseIsRequired() {
    int participants = world.stores().size();
    if (!trail.isCompleted()
        && !(orchestrator.state() instanceof ErasureState.Ended)
        && participants < MOST_PARTICIPANTS
        && oneIn(4)) {
      world.require("late-" + participants);
    }
  }

  private void personIsReleased() {
    UUID hold = world.gatekeeper.anyHold();
    if (hold != null && random.nextBoolean()) {
      world.gatekeeper.release(hold, now());
    }
  }

  /** More is written before anybody is hidden. */
  private void moreIsWritten() {
    if (!trail.isEraseAsked() && world.stores().stream().noneMatch(store -> store.restrictTaken)) {
      world.store(world.someone()).takesIn(random.nextInt(3));
    }
  }

  private EndCause cause() {
    return random.nextBoolean() ? EndCause.WITHDRAWN : EndCause.REFUSED;
  }

  private int someStep() {
    return 1 + random.nextInt(4);
  }

  private boolean oneIn(int times) {
    return world.dice.oneIn(times);
  }

  private Instant now() {
    return world.now();
  }

  private void happens(ErasureEvent event) {
    orchestrator.happens(event);
  }
}
