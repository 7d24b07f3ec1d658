package io.habeas.orchestrator.erasure.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.habeas.orchestrator.erasure.CollectionErasure;
import io.habeas.orchestrator.erasure.ErasureEvent;
import io.habeas.orchestrator.erasure.ErasureState;
import io.habeas.orchestrator.erasure.Ledger;
import io.habeas.orchestrator.erasure.Report;
import io.habeas.orchestrator.erasure.Retention;
import io.habeas.orchestrator.erasure.Saga;
import io.habeas.orchestrator.erasure.Scope;
import io.habeas.orchestrator.erasure.Store;
import io.habeas.orchestrator.erasure.StoreFact;
import io.habeas.protocol.ParticipantId;
import io.habeas.protocol.RequiredParticipant;
import io.habeas.schemas.avro.Completion;
import java.util.Collection;
import java.util.List;

/** What is told is what the stores really did, and nothing of it is left untold. */
final class InvariantsOfTelling {
  private final World world;
  private final Trail trail;

  InvariantsOfTelling(World world, Trail trail) {
    this.world = world;
    this.trail = trail;
  }

  /** Checks what is told because of {@code cause}, whether or not anybody hears of it. */
  void check(ErasureEvent cause, Report report) {
    switch (report) {
      case Report.EndingAccepted accepted -> checkThatNothingIsErased();
      case Report.EndingTooLate late -> checkThatItIsTooLate();
      case Report.Planned plan when world.configuration.scope() instanceof Scope.RestingOn ->
          checkThatItIsAnotherPlan(plan);
      case Report.ApprovalTaken taken -> checkThatThePlanWasApproved(cause);
      case Report.ErasureCompleted told when !trail.isCompleted() -> {
        checkThatEverybodyIsCovered(told);
        checkThatNobodySparedIsHidden();
        told.stores().forEach(this::checkThatAllIsErased);
        checkThatAllCanBeReliedOn();
        checkThatItIsCalledWhatItIs(told);
      }
      case Report.RetentionCompared compared -> checkThatSomebodyTouchedIt(cause, compared);
      case Report other -> {}
    }
  }

  /** Checks what somebody reads of it. */
  void checkDelivered(Report report) {
    switch (report) {
      case Report.StoreReplayed replayed ->
          checkThatWhatCameBackIsGone(world.store(replayed.participant()));
      case Report.StoreNotReplayed forgotten -> throw new AssertionError(forgotten);
      case Report.ErasureAbandoned abandoned -> checkThatAllIsAsBefore();
      case Report.ErasureHalted halted -> assertThat(halted.participants()).isNotEmpty();
      case Report other -> {}
    }
  }

  /** The register ends nothing that cannot be undone any more. */
  void checkThatItMayStillEnd(ErasureEvent event) {
    if (event instanceof ErasureEvent.RequestEnded) {
      checkThatNothingIsErased();
    }
  }

  /** Who is told that nothing was or will be erased can rely on it (Art. 12(4)). */
  private void checkThatNothingIsErased() {
    assertThat(trail.isEraseAsked()).as("only forward after the point of no return").isFalse();
  }

  /** Nobody is told that it is too late who could still have it back. */
  private void checkThatItIsTooLate() {
    assertThat(trail.isEraseAsked() || trail.isCompleted()).isTrue();
  }

  /** A plan that needs no approval takes the place of an earlier one that did. */
  private void checkThatItIsAnotherPlan(Report.Planned plan) {
    assertThat(plan.plan()).isGreaterThan(trail.planAwaited());
  }

  /** What is carried out is the plan that the person saw, and no later one. */
  private void checkThatThePlanWasApproved(ErasureEvent cause) {
    assertThat(cause)
        .isInstanceOfSatisfying(
            ErasureEvent.PlanApproved.class,
            given -> assertThat(given.plan()).isEqualTo(trail.planAwaited()));
  }

  /** Everywhere is everywhere (Art. 17(1)), also "we hold nothing" (L15). */
  private void checkThatEverybodyIsCovered(Report.ErasureCompleted told) {
    assertThat(told.stores())
        .extracting(Store::participant)
        .containsAll(
            world.configuration.concerned().stream().map(RequiredParticipant::id).toList());
  }

  /** Who is not erased after all is not left restricted either (Art. 18, L21). */
  private void checkThatNobodySparedIsHidden() {
    for (FakeStore store : world.stores()) {
      assertThat(store.restricted && !trail.isEraseAskedOf(store.id) && !store.vouchedFor)
          .as("restriction left in %s, which was spared", store.id)
          .isFalse();
    }
  }

  /**
   * Never more is claimed than was proven (Art. 17(1)): the store erased, a probe after it found
   * nothing, and what is kept is told as what it is (L19, L20). Where a person vouches for it, that
   * is told.
   */
  private void checkThatAllIsErased(Store said) {
    ParticipantId id = said.participant();
    FakeStore store = world.store(id);
    if (said.decidedBy() != null) {
      assertThat(store.vouchedFor).isTrue();
      return;
    }
    assertThat(store.believed.isVerified()).as("%s erased and was verified after", id).isTrue();
    if (store.awaited.isEmpty()) {
      assertThat(store.records).as("records left in %s", id).isZero();
    }
    assertThat(store.restricted).as("restriction left in %s", id).isFalse();
    assertThat(recordsOf(said.retained())).isEqualTo(store.retained);
    // What a backup brought back may be counted as often as it was erased.
    assertThat(erasedOf(said.outcomes())).isBetween(store.erased, store.erased + store.broughtBack);
  }

  /**
   * It is not completed while a participant does not stand behind what it said (Art. 5(2)), or
   * could not be told otherwise.
   */
  private void checkThatAllCanBeReliedOn() {
    for (RequiredParticipant participant : world.configuration.concerned()) {
      ParticipantId id = participant.id();
      if (!world.store(id).vouchedFor) {
        assertThat(world.facts.standing(id))
            .as("how %s stands", id)
            .isInstanceOf(StoreFact.Fit.class);
        assertThat(world.facts.isMissing(id.name())).as("%s can be written to", id).isFalse();
      }
    }
  }

  /** What is partial is told as partial, and nothing held as nothing held (L15, L20). */
  private void checkThatItIsCalledWhatItIs(Report.ErasureCompleted told) {
    long kept = told.stores().stream().mapToLong(store -> recordsOf(store.retained())).sum();
    long gone = told.stores().stream().mapToLong(store -> erasedOf(store.outcomes())).sum();
    boolean vouched = told.stores().stream().anyMatch(store -> store.decidedBy() != null);
    if (kept > 0) {
      assertThat(told.completion()).isEqualTo(Completion.ERASED_IN_PART);
    } else if (gone > 0 || !vouched) {
      assertThat(told.completion())
          .isEqualTo(gone > 0 ? Completion.ERASED_IN_FULL : Completion.NOTHING_HELD);
    }
  }

  private static long recordsOf(Collection<Retention> kept) {
    return kept.stream().mapToLong(Retention::records).sum();
  }

  private static long erasedOf(Collection<CollectionErasure> outcomes) {
    return outcomes.stream().mapToLong(CollectionErasure::erased).sum();
  }

  /**
   * A request that ends in time leaves no trace (Art. 12(4), 18): nothing erased, nothing hidden.
   */
  private void checkThatAllIsAsBefore() {
    checkThatNothingIsErased();
    for (FakeStore store : world.stores()) {
      if (!store.vouchedFor) {
        assertThat(store.erased).isZero();
        assertThat(store.restrictTaken && store.restricted)
            .as("restriction left in %s", store.id)
            .isFalse();
      }
    }
  }

  /** Who was erased stays so (Art. 17(1)): what a backup brought back goes again. */
  private static void checkThatWhatCameBackIsGone(FakeStore store) {
    if (store.awaited.isEmpty() && !store.vouchedFor) {
      assertThat(store.records).as("what a backup brought back is gone").isZero();
    }
  }

  /** Nobody is alarmed without a reason: who keeps what it said that it keeps agrees (L20). */
  private void checkThatSomebodyTouchedIt(ErasureEvent cause, Report.RetentionCompared compared) {
    if (!compared.comparison().differences().isEmpty()) {
      assertThat(world.store(compared.participant()).tampered)
          .as("nothing differs that nobody has touched: %s at %s", compared, cause)
          .isTrue();
    }
  }

  /** What is kept and what is known to be kept do not part unnoticed (Art. 17(3), L20). */
  void checkThatItIsKnownWhetherItDiffers(Saga saga, ParticipantId id, List<Retention> rows) {
    saga.stores().stream()
        .filter(store -> store.participant().equals(id) && isSettled(saga, store))
        .forEach(
            store ->
                assertThat(trail.isDiffering(id))
                    .as("whether it is known to differ: %s, %s", store, rows)
                    .isEqualTo(!store.retained().equals(rows)));
  }

  /** What it keeps is not about to become another. */
  private static boolean isSettled(Saga saga, Store store) {
    return saga.fanOut().owedBy(store.participant()).isEmpty()
        && store.halted() == null
        && saga.ledger().replays().stream()
            .noneMatch(
                replay -> replay.participant().equals(store.participant()) && isOwed(replay));
  }

  private static boolean isOwed(Ledger.Replay replay) {
    return switch (replay.stage()) {
      case WAITING, BEGUN -> true;
      case DONE, FORGOTTEN -> false;
    };
  }

  /** The last that was told is what it came to. */
  void checkEnd(ErasureState state) {
    assertThat(trail.outcomes()).as("the end was told").isNotEmpty();
    assertThat(trail.ledger()).as("what is in the ledger").isEqualTo(trail.entered());
    Report.Outcome last = trail.outcomes().getLast();
    switch (state) {
      case ErasureState.Completed s -> {
        assertThat(last)
            .isInstanceOfAny(Report.ErasureCompleted.class, Report.RetentionExpired.class);
        checkThatNothingIsKeptForever();
        checkThatNobodyIsTakenInAgain();
      }
      case ErasureState.Halted s -> assertThat(last).isInstanceOf(Report.ErasureHalted.class);
      case ErasureState.Abandoned s -> assertThat(last).isInstanceOf(Report.ErasureAbandoned.class);
      default -> throw new AssertionError("Expected an end but got " + state);
    }
  }

  /** What is kept is erased at its expiry without anyone asking (L20). */
  private void checkThatNothingIsKeptForever() {
    assertThat(world.stores())
        .as("nothing is kept after its time")
        .allMatch(store -> store.retained == 0 || store.vouchedFor);
    assertThat(world.stores())
        .as("what a backup brought back is gone")
        .allMatch(store -> store.awaited.isEmpty());
  }

  /**
   * Late data does not bring back who was erased (Art. 17(1)); where one consent was withdrawn, who
   * does not rest on it goes on as before (L21).
   */
  private void checkThatNobodyIsTakenInAgain() {
    if (world.configuration.scope() instanceof Scope.RestingOn) {
      assertThat(trail.directed()).as("who may go on as before").isEmpty();
    } else if (trail.isEraseAsked()) {
      assertThat(trail.directed())
          .as("nobody takes the person in again")
          .containsExactlyInAnyOrderElementsOf(
              FakeGatekeeper.SUBJECTS.values().stream().flatMap(List::stream).toList());
    }
  }
}
