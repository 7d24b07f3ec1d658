package io.habeas.orchestrator.restriction;

import static org.assertj.core.api.Assertions.assertThat;

import io.habeas.orchestrator.joint.Joint;
import io.habeas.orchestrator.joint.JointCommand;
import io.habeas.orchestrator.joint.JointCommand.Ask;
import io.habeas.orchestrator.joint.JointCommand.Task;
import io.habeas.orchestrator.joint.JointCourse;
import io.habeas.orchestrator.joint.JointEvent;
import io.habeas.orchestrator.joint.JointHistory;
import io.habeas.orchestrator.joint.JointReport;
import io.habeas.orchestrator.joint.Part;
import io.habeas.orchestrator.joint.Result;
import io.habeas.process.Policy;
import io.habeas.protocol.RequiredParticipant;
import io.habeas.protocol.locate.Holding;
import io.habeas.schemas.avro.Completion;
import io.habeas.schemas.avro.EndCause;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** One restriction in a world where everything goes wrong for a while. */
final class RandomHistory extends JointHistory<RestrictionState> {
  private final boolean endsAtLast;
  private final Set<String> restrictAsked = new HashSet<>();
  private boolean told;
  private boolean checked;
  private boolean mayBeLifted;

  RandomHistory(long seed) {
    super(seed);
    endsAtLast = random.nextBoolean();
  }

  @Override
  protected Policy<RestrictionState, JointEvent, JointCommand> policy(JointCourse course) {
    return new RestrictionPolicy(course);
  }

  @Override
  protected RestrictionState restarted(RestrictionState before) {
    return StoredRestriction.read(StoredRestriction.write(before));
  }

  @Override
  protected Optional<Joint> joint(RestrictionState of) {
    return switch (of) {
      case RestrictionState.NotStarted s -> Optional.empty();
      case RestrictionState.Underway s -> Optional.of(s.joint());
      case RestrictionState.Ended s -> Optional.of(s.joint());
    };
  }

  @Override
  protected boolean isOver(RestrictionState of) {
    return of instanceof RestrictionState.Ended;
  }

  @Override
  protected boolean isHalted(RestrictionState of) {
    return of instanceof RestrictionState.Halted;
  }

  @Override
  protected boolean awaitsPerson(RestrictionState of) {
    return of instanceof RestrictionState.Standing;
  }

  /**
   * The register, which tells nobody that a restriction ends before it has heard that it stands.
   */
  @Override
  protected boolean disturbance() {
    if (outcomes.stream().anyMatch(JointReport.RestrictedThroughout.class::isInstance)
        && random.nextInt(20) == 0) {
      return lift();
    }
    if (random.nextInt(40) == 0) {
      // On the register a request ends when the letter that says so has left.
      mayBeLifted = true;
      happens(new JointEvent.RequestEnded(now));
      return true;
    }
    return false;
  }

  @Override
  protected boolean lastWord() {
    return endsAtLast && state instanceof RestrictionState.Standing && lift();
  }

  private boolean lift() {
    mayBeLifted = true;
    happens(new JointEvent.RestrictionEndTold(now));
    return true;
  }

  @Override
  protected void checkAsked(Ask ask) {
    switch (ask.task()) {
      case Task.Lift lift ->
          assertThat(mayBeLifted || told).as("the person knows before anything is lifted").isTrue();
      case Task.Restrict restrict -> {
        // Asked again is what was asked already, whoever became required since.
        if (restrictAsked.add(ask.participant() + "/" + ask.step())) {
          checkThatEverybodyHasSearched();
        }
      }
      case Task.Locate locate -> {}
      case Task.Rectify rectify -> throw new AssertionError("another right's");
    }
  }

  @Override
  protected void checkTold(JointReport report) {
    switch (report) {
      // Who wants the request back knows; and who refuses may do so until something is hidden.
      case JointReport.EndingAccepted(EndCause cause) -> {
        assertThat(
                cause == EndCause.WITHDRAWN
                    || world.values().stream().noneMatch(store -> store.restricted))
            .isTrue();
        told = true;
      }
      case JointReport.Abandoned abandoned -> checkThatNothingIsHidden();
      case JointReport.RestrictionEnded ended -> {
        assertThat(mayBeLifted || told).isTrue();
        checkThatNothingIsHidden();
      }
      case JointReport.RestrictedThroughout throughout -> checkThroughout(throughout);
      case JointReport.RectificationCompleted other -> throw new AssertionError("another right's");
      case JointReport.Progress progress -> {}
      case JointReport.Halted halted -> assertThat(halted.participants()).isNotEmpty();
    }
  }

  private void checkThatNothingIsHidden() {
    for (FakeStore store : world.values()) {
      assertThat(store.restricted && !store.vouchedFor)
          .as("restriction left in %s", store.id)
          .isFalse();
    }
  }

  /** What it was when it was told first; what is told again is the same. */
  private void checkThroughout(JointReport.RestrictedThroughout throughout) {
    if (throughout.completion() == Completion.NOTHING_HELD) {
      told = true;
    }
    if (checked || !(state instanceof RestrictionState.Standing)) {
      return;
    }
    checked = true;
    assertThat(throughout.parts())
        .extracting(Part::participant)
        .containsAll(required.stream().map(RequiredParticipant::id).toList());
    boolean lacking = false;
    for (Part part : throughout.parts()) {
      FakeStore store = store(part.participant());
      if (part.decidedBy() != null) {
        assertThat(store.vouchedFor).isTrue();
        continue;
      }
      switch (part.result()) {
        case null -> throw new AssertionError(part.participant() + " owes an outcome");
        case Result.Rectified r -> throw new AssertionError("another right's");
        case Result.NotOffered n -> {
          assertThat(store.cannotAct).isTrue();
          lacking |= store.cannotLocate || store.records > 0;
        }
        case Result.Restricted(var restricted) -> {
          assertThat(store.restricted).as("%s restricts", store.id).isTrue();
          assertThat(mayYetBeYielded() || store.restrictedAfter >= store.lastDepositByOthers())
              .as("%s restricts what is found by all that is known", store.id)
              .isTrue();
          assertThat(restricted).isEqualTo(List.of(new Holding("records", store.records)));
        }
      }
    }
    assertThat(throughout.completion())
        .isEqualTo(lacking ? Completion.RESTRICTED_IN_PART : Completion.RESTRICTED);
  }
}
