package io.habeas.orchestrator.erasure.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.habeas.orchestrator.erasure.ErasureCommand;
import io.habeas.orchestrator.erasure.ErasureCommand.Ask;
import io.habeas.orchestrator.erasure.ErasureCommand.Task;
import io.habeas.orchestrator.erasure.ErasureEvent;
import io.habeas.orchestrator.erasure.Hold;
import io.habeas.orchestrator.erasure.Scope;
import io.habeas.protocol.ParticipantId;
import io.habeas.protocol.RequiredParticipant;
import java.util.List;

/**
 * What must be so whenever a store is asked something: above all to erase, which nothing undoes.
 */
final class InvariantsOfAsking {
  private final World world;
  private final Trail trail;

  InvariantsOfAsking(World world, Trail trail) {
    this.world = world;
    this.trail = trail;
  }

  /** Checks one task before it is sent, decided because of {@code cause}. */
  void check(ErasureEvent cause, Ask ask) {
    ParticipantId participant = ask.participant();
    checkThatItEverConcernedIt(participant);
    switch (ask.task()) {
      case Task.Locate search -> {}
      case Task.Restrict hide -> checkThatNoApprovalIsAwaited();
      case Task.Lift show -> {}
      case Task.Erase erase -> {
        checkThatNoApprovalIsAwaited();
        checkThatItConcernsIt(participant);
        checkThatTheGateWasPassed(cause);
        checkThatItHasNotEnded();
        checkThatItIsNotHeld(participant);
        checkThatItsStoreIsNotHeld(participant);
        checkThatItIsItsTurn(participant);
        checkThatItIsEntered(participant);
      }
      case Task.Verify probe -> {}
      case Task.Expire expire -> {
        checkThatItHasNotEnded();
        checkThatItIsNotHeld(participant);
        checkThatItsStoreIsNotHeld(participant);
        checkThatItsTimeIsOver(participant, expire);
      }
    }
  }

  /** Nothing is read or changed before identity is proven (Art. 12(6), L10). */
  void checkThatNothingBeginsUnaccepted(ErasureEvent event, List<ErasureCommand> commands) {
    assertThat(
            trail.isAccepted()
                || event instanceof ErasureEvent.RequestAccepted
                || commands.isEmpty())
        .as("nothing begins without acceptance")
        .isTrue();
  }

  /** Nobody is told to keep somebody out whose data stays (Art. 12(4)). */
  void checkDirective() {
    assertThat(trail.isEnded()).as("nothing directed once the request ended in time").isFalse();
  }

  /** Withdrawn consent concerns only what rested on it alone (Art. 17(1)(b), L21). */
  private void checkThatItEverConcernedIt(ParticipantId participant) {
    assertThat(world.configuration.everConcerned())
        .as("nobody is asked anything who holds what has another basis (L21)")
        .contains(participant);
  }

  /**
   * What has come to rest on something else is spared (Art. 17(1)(b), L21); that does not take back
   * what was asked before.
   */
  private void checkThatItConcernsIt(ParticipantId participant) {
    if (!trail.isEraseAskedOf(participant)) {
      assertThat(world.configuration.concerns(participant))
          .as("nothing is erased that has another basis by now (L21)")
          .isTrue();
    }
  }

  /** Where the controller's terms want a person to approve, nothing is hidden or erased before. */
  private void checkThatNoApprovalIsAwaited() {
    assertThat(trail.planAwaited()).as("nothing done that a person has yet to approve").isZero();
  }

  /** Nobody is erased who is held, whatever request says so (Art. 17(3)(e), 18(2)). */
  private void checkThatTheGateWasPassed(ErasureEvent cause) {
    if (!trail.isEraseAsked()) {
      assertThat(cause)
          .as("the first ERASE follows from a pass, and from the last answer")
          .isInstanceOf(ErasureEvent.GatePassed.class)
          .isEqualTo(world.gatekeeper.lastAnswer());
    }
  }

  /** What was refused or withdrawn in time is not carried out (Art. 12(4)). */
  private void checkThatItHasNotEnded() {
    assertThat(trail.isEnded()).as("nothing erased once the request ended in time").isFalse();
  }

  /**
   * What the data protection officer believes to be held is, also beyond its expiry (Art. 17(3)(e),
   * 18(2)).
   */
  private void checkThatItIsNotHeld(ParticipantId participant) {
    assertThat(trail.effective())
        .as("nothing erased that is held")
        .noneMatch(hold -> covers(hold, participant));
  }

  private static boolean covers(Hold hold, ParticipantId participant) {
    return hold.participant() == null || hold.participant().equals(participant);
  }

  /** Nor is anything in a store that is held for everybody (Art. 17(3)(e), 18(1)(c)). */
  private void checkThatItsStoreIsNotHeld(ParticipantId participant) {
    assertThat(world.facts.holds())
        .as("nothing erased in a store that is held as a whole")
        .noneMatch(hold -> hold.participant().equals(participant) && !trail.isTooLate(hold));
  }

  /**
   * What is derived goes after its source, lest it is derived again, and the identity last (Art.
   * 17(1)). Whom it came to concern later does not take back what was asked before.
   */
  private void checkThatItIsItsTurn(ParticipantId participant) {
    if (!(world.configuration.scope() instanceof Scope.Everything)
        && trail.isEraseAskedOf(participant)) {
      return;
    }
    for (ParticipantId before : world.configuration.before(participant)) {
      FakeStore store = world.store(before);
      assertThat(
              store.believed.isErased()
                  || store.vouchedFor
                  || !world.configuration.concerns(before))
          .as("%s is erased before %s", before, participant)
          .isTrue();
    }
  }

  /** Who was asked to erase is on record, and found by it if a backup comes back (Art. 5(2)). */
  private void checkThatItIsEntered(ParticipantId participant) {
    assertThat(trail.entered()).as("no ERASE without its entry").contains(participant);
  }

  /** What is kept under a duty is kept until its time is over (Art. 17(3)(b), L20). */
  private void checkThatItsTimeIsOver(ParticipantId participant, Task.Expire expire) {
    assertThat(expire.asOf())
        .as("not before its time")
        .isAfterOrEqualTo(world.store(participant).expires());
  }

  /**
   * Everywhere is everywhere (Art. 17(1)): before the first goes, everybody was searched by
   * everything that is known of the person, and is hidden or cannot be (Art. 18).
   */
  void checkThatEverybodyIsReadyForErasure() {
    // What is yielded in spite of a person's word is caught up with when it is heard of.
    if (world.stores().stream().anyMatch(store -> store.vouchedFor && store.mayYetYield())) {
      return;
    }
    for (RequiredParticipant participant : world.configuration.concerned()) {
      FakeStore store = world.store(participant.id());
      if (!store.vouchedFor) {
        assertThat(store.believed.isReadyForErasure())
            .as("%s was located and restricted before anything is erased", participant.id())
            .isTrue();
        assertThat(store.searchedAfter)
            .as("%s has searched by everything by which it can", participant.id())
            .isGreaterThanOrEqualTo(world.lastDepositFor(participant));
      }
    }
  }
}
