package io.habeas.orchestrator.erasure.history;

import io.habeas.orchestrator.erasure.ErasureEvent;
import java.time.Duration;
import java.util.SplittableRandom;

/** What stores say by themselves that they keep, and what is done to that by hand. */
final class UnaskedReports {
  private static final Duration MOMENT = Duration.ofSeconds(1);

  /** So often at most one thing leads to another in one night. */
  private static final int WAKE_UPS = 10;

  private final SplittableRandom random;
  private final World world;
  private final Orchestrator orchestrator;

  UnaskedReports(World world, Orchestrator orchestrator) {
    this.random = world.dice.reports;
    this.world = world;
    this.orchestrator = orchestrator;
  }

  /** Now and then some store reports, or somebody touches what it keeps. */
  void comeIn() {
    switch (random.nextInt(150)) {
      case 0 -> world.wire.send(someStore().report());
      case 1 -> finished(someStore());
      case 2 -> {
        if (random.nextInt(10) == 0) {
          someStore().tamperedWith();
        }
      }
      default -> {}
    }
  }

  private FakeStore someStore() {
    return world.store(world.someone(random));
  }

  /** A store finishes a report; all of it arrives before anybody looks for what is not in it. */
  private void finished(FakeStore store) {
    ErasureEvent.RetentionReported report = store.report();
    if (!report.retained().isEmpty()) {
      orchestrator.happens(report);
    }
    world.facts.reported(store.id, report.asOf());
  }

  /** Every store finishes a report, and it is looked for what is not in them. */
  void nightPasses() {
    world.passes(MOMENT);
    world.facts.everybodyDeclaresItself();
    world.stores().forEach(this::finished);
    world.passes(Configuration.HEARD_WITHIN.plus(MOMENT));
    for (int i = 0; i < WAKE_UPS && orchestrator.isDue(); i++) {
      orchestrator.wakesUp();
    }
    for (FakeStore store : world.stores()) {
      orchestrator.checkThatItIsKnownWhetherItDiffers(store.id, store.rows());
    }
  }

  /** What was touched is put in order again, and a night later everybody agrees. */
  void endInAgreement() {
    nightPasses();
    world.stores().forEach(FakeStore::mended);
    nightPasses();
  }
}
