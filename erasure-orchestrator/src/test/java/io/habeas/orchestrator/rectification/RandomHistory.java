package io.habeas.orchestrator.rectification;

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
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** One rectification in a world where everything goes wrong for a while. */
final class RandomHistory extends JointHistory<RectificationState> {
  private final Set<String> rectifyAskedOf = new HashSet<>();
  private boolean rectifyAsked;
  private boolean endingAccepted;
  private boolean completed;

  RandomHistory(long seed) {
    super(seed);
  }

  @Override
  protected Policy<RectificationState, JointEvent, JointCommand> policy(JointCourse course) {
    return new RectificationPolicy(course);
  }

  @Override
  protected RectificationState restarted(RectificationState before) {
    return StoredRectification.read(StoredRectification.write(before));
  }

  @Override
  protected Optional<Joint> joint(RectificationState of) {
    return switch (of) {
      case RectificationState.NotStarted s -> Optional.empty();
      case RectificationState.Underway s -> Optional.of(s.joint());
      case RectificationState.Ended s -> Optional.of(s.joint());
    };
  }

  @Override
  protected boolean isOver(RectificationState of) {
    return of instanceof RectificationState.Ended;
  }

  @Override
  protected boolean isHalted(RectificationState of) {
    return of instanceof RectificationState.Halted;
  }

  @Override
  protected boolean awaitsPerson(RectificationState of) {
    return false;
  }

  @Override
  protected boolean disturbance() {
    if (random.nextInt(8) == 0) {
      happens(new JointEvent.RequestEnded(now));
      return true;
    }
    return false;
  }

  @Override
  protected boolean lastWord() {
    return false;
  }

  @Override
  protected void checkAsked(Ask ask) {
    if (ask.task() instanceof Task.Rectify) {
      // Asked again is what was asked already, whoever became required since.
      if (rectifyAskedOf.add(ask.participant() + "/" + ask.step())) {
        checkThatEverybodyHasSearched();
      }
      rectifyAsked = true;
      assertThat(endingAccepted).as("nothing is changed once the end was accepted").isFalse();
    }
  }

  @Override
  protected void checkTold(JointReport report) {
    switch (report) {
      case JointReport.EndingAccepted accepted -> {
        assertThat(rectifyAsked).as("there is only forward").isFalse();
        endingAccepted = true;
      }
      case JointReport.Abandoned abandoned ->
          assertThat(rectifyAsked || world.values().stream().anyMatch(each -> each.rectifyTaken))
              .as("nothing was changed")
              .isFalse();
      case JointReport.RectificationCompleted completed -> checkCompleted(completed);
      case JointReport.Progress progress -> {}
      case JointReport.RestrictedThroughout other -> throw new AssertionError("another right's");
      case JointReport.RestrictionEnded other -> throw new AssertionError("another right's");
      case JointReport.Halted halted -> assertThat(halted.participants()).isNotEmpty();
    }
  }

  /** What it was when it was told first; what is told again is the same. */
  private void checkCompleted(JointReport.RectificationCompleted told) {
    if (completed) {
      return;
    }
    completed = true;
    assertThat(told.parts())
        .extracting(Part::participant)
        .containsAll(required.stream().map(RequiredParticipant::id).toList());
    long changed = 0;
    boolean lacking = false;
    for (Part part : told.parts()) {
      FakeStore store = store(part.participant());
      if (part.decidedBy() != null) {
        assertThat(store.vouchedFor).isTrue();
        continue;
      }
      switch (part.result()) {
        case null -> throw new AssertionError(part.participant() + " owes an outcome");
        case Result.Restricted r -> throw new AssertionError("another right's");
        case Result.NotOffered n -> {
          assertThat(store.cannotAct).isTrue();
          lacking |= store.cannotLocate || store.records > 0;
        }
        case Result.Rectified(var corrected, var supplemented) -> {
          assertThat(store.rectifyTaken).as("%s corrected", store.id).isTrue();
          assertThat(mayYetBeYielded() || store.rectifiedAfter >= store.lastDepositByOthers())
              .as("%s corrected what is found by all that is known", store.id)
              .isTrue();
          assertThat(corrected).isEqualTo(List.of(new Holding("records", store.records)));
          assertThat(supplemented).isEmpty();
          changed += store.records;
        }
      }
    }
    if (lacking) {
      assertThat(told.completion()).isEqualTo(Completion.RECTIFIED_IN_PART);
    } else {
      assertThat(told.completion())
          .isEqualTo(changed > 0 ? Completion.RECTIFIED : Completion.NOTHING_HELD);
    }
  }
}
