package io.habeas.orchestrator.erasure.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.habeas.orchestrator.erasure.ErasureEvent;
import io.habeas.orchestrator.erasure.ErasureState;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One erasure in a world where everything goes wrong for a while and then nothing does any more.
 * What happens next is left to chance; every promise is checked against what the stores of this
 * world really did.
 */
final class RandomHistory {

  /** How a history can end. */
  enum End {
    ERASED,
    HALTED,
    ABANDONED
  }

  private static final int MOST_EVENTS = 20_000;
  private static final LocalDate DUE = LocalDate.parse("2026-12-24");

  private final Dice dice;
  private final World world;
  private final Trail trail;
  private final InvariantsOfTelling telling;
  private final Orchestrator orchestrator;
  private final Officer officer;
  private final Disturbances disturbances;
  private final UnaskedReports reports;

  RandomHistory(long seed) {
    dice = new Dice(seed);
    boolean decidesHalts = dice.random.nextBoolean();
    world = new World(dice);
    trail = new Trail(world.configuration.scope());
    telling = new InvariantsOfTelling(world, trail);
    orchestrator = new Orchestrator(world, trail, telling);
    officer = new Officer(world, trail, orchestrator, decidesHalts);
    disturbances = new Disturbances(world, trail, orchestrator, officer);
    reports = new UnaskedReports(world, orchestrator);
  }

  /** Lets everything happen, and returns how it ended. */
  End run() {
    noiseBeforeAcceptance();
    orchestrator.happens(world.accepted(DUE));
    assertThat(trail.isAccepted()).isTrue();
    for (int i = 0; i < MOST_EVENTS; i++) {
      if (dice.isCalm()) {
        world.facts.topicsAreThere();
        world.facts.everybodyIsBack();
      }
      reports.comeIn();
      if (!somethingHappens() && !officer.decides()) {
        if (!orchestrator.waitsFor().isEmpty()) {
          dice.calm();
        } else if (orchestrator.wakeUp() == null || isOver()) {
          End end = end();
          reports.endInAgreement();
          return end;
        }
        orchestrator.idleNoMore();
      }
    }
    throw new AssertionError("Expected an end but got " + orchestrator.state());
  }

  private void noiseBeforeAcceptance() {
    ErasureState initial = orchestrator.state();
    orchestrator.happens(new ErasureEvent.RecordsRestricted(world.someone(), 1, world.now()));
    orchestrator.wakesUp();
    if (dice.random.nextBoolean()) {
      orchestrator.happens(new ErasureEvent.RequestEnded(world.now()));
    }
    assertThat(orchestrator.state()).isEqualTo(initial);
    if (dice.oneIn(10)) {
      officer.holdsEarly();
    }
  }

  /** One thing that may happen now does; false if nothing can any more. */
  private boolean somethingHappens() {
    if (dice.fault(40)) {
      disturbances.disturb();
      return true;
    }
    boolean awaited = world.facts.haveChangedFor(orchestrator.waitsFor());
    if (awaited && dice.oneIn(3)) {
      toldOfChanges();
      return true;
    }
    if (somethingIsDelivered()) {
      return true;
    }
    if (orchestrator.wakeUp() != null && !orchestrator.isIdle()) {
      world.waitUntil(orchestrator.wakeUp());
      orchestrator.wakesUp();
      return true;
    }
    if (awaited) {
      toldOfChanges();
      return true;
    }
    return false;
  }

  private void toldOfChanges() {
    world.facts.allTold();
    orchestrator.factsChanged();
  }

  /** A store works, or something arrives from one or from the verifier; false if nothing can. */
  private boolean somethingIsDelivered() {
    List<FakeStore> busy = world.stores().stream().filter(FakeStore::isBusy).toList();
    int load = world.wire.load();
    int choices = busy.size() + load + (world.gatekeeper.hasSomethingToSay() ? 1 : 0);
    if (choices == 0) {
      return false;
    }
    world.passes(Duration.ofMillis(dice.random.nextInt(200)));
    if (orchestrator.isDue()) {
      orchestrator.wakesUp();
      return true;
    }
    int choice = dice.random.nextInt(choices);
    if (choice < busy.size()) {
      busy.get(choice).work();
    } else if (choice < busy.size() + load) {
      world
          .wire
          .deliver(choice - busy.size(), orchestrator.state())
          .ifPresent(orchestrator::happens);
    } else {
      orchestrator.happens(world.wire.stamped(world.gatekeeper.next()));
    }
    return true;
  }

  /** Nobody will do anything more but look. */
  private boolean isOver() {
    return orchestrator.saga().filter(saga -> saga.tellAgainAt() == null).isPresent()
        && switch (orchestrator.state()) {
          case ErasureState.Retaining s -> false;
          case ErasureState.Ended s -> true;
          case ErasureState.Halted s -> true;
          default -> false;
        };
  }

  private End end() {
    telling.checkEnd(orchestrator.state());
    return switch (orchestrator.state()) {
      case ErasureState.Completed s -> End.ERASED;
      case ErasureState.Halted s -> End.HALTED;
      case ErasureState.Abandoned s -> End.ABANDONED;
      default -> throw new AssertionError("Expected an end but got " + orchestrator.state());
    };
  }

  Set<Orchestrator.Step> steps() {
    return orchestrator.steps();
  }

  /** Why events were ignored, and how often. */
  Map<String, Integer> ignored() {
    return orchestrator.ignored();
  }
}
