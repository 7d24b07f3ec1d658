package io.habeas.orchestrator.rectification;

import static org.assertj.core.api.Assertions.assertThat;

import io.habeas.orchestrator.joint.JointCommand;
import io.habeas.orchestrator.joint.JointCommand.Ask;
import io.habeas.orchestrator.joint.JointCommand.Task;
import io.habeas.orchestrator.joint.JointCommand.Tell;
import io.habeas.orchestrator.joint.JointCourse;
import io.habeas.orchestrator.joint.JointEvent;
import io.habeas.orchestrator.joint.JointReport;
import io.habeas.orchestrator.joint.Part;
import io.habeas.orchestrator.joint.Result;
import io.habeas.protocol.IdentifierType;
import io.habeas.protocol.ParticipantId;
import io.habeas.protocol.RequiredParticipant;
import io.habeas.protocol.fanout.Pauses;
import io.habeas.protocol.locate.Holding;
import io.habeas.schemas.avro.Action;
import io.habeas.schemas.avro.Completion;
import io.habeas.schemas.avro.DecidedOutcome;
import io.habeas.schemas.avro.EndCause;
import io.habeas.schemas.avro.ErasurePhase;
import io.habeas.schemas.avro.HaltReason;
import io.habeas.schemas.avro.WaitReason;
import io.habeas.testkit.PolicyScenario;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** L18: what is wrong is overwritten or supplemented everywhere, and said as it was done. */
class RectificationPolicyTest {
  private static final UUID REQUEST = new UUID(1, 2);
  private static final Instant NOW = Instant.parse("2026-11-24T08:00:00Z");
  private static final ParticipantId ACCOUNTS = new ParticipantId("accounts");
  private static final ParticipantId ORDERS = new ParticipantId("orders");
  private static final IdentifierType EMAIL = new IdentifierType("email");
  private static final IdentifierType ACCOUNT = new IdentifierType("account_id");
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final PolicyScenario<RectificationState, JointEvent, JointCommand> scenario =
      PolicyScenario.of(
          new RectificationPolicy(
              new JointCourse(
                  List.of(
                      new RequiredParticipant(ACCOUNTS, Set.of(EMAIL)),
                      new RequiredParticipant(ORDERS, Set.of(EMAIL, ACCOUNT))),
                  new Pauses(Duration.ofSeconds(5), Duration.ofHours(1), PATIENCE),
                  8)));
  private final JointEvent accepted = new JointEvent.RequestAccepted(REQUEST, Set.of(EMAIL), NOW);

  @Test
  void shouldLocateAtEveryParticipantOnceAccepted() {
    scenario
        .when(accepted)
        .thenCommands(
            tell(started(ErasurePhase.LOCATING, ACCOUNTS, ORDERS)),
            ask(ACCOUNTS, 1, new Task.Locate(1)),
            ask(ORDERS, 1, new Task.Locate(1)))
        .thenWakesAt(NOW.plus(PATIENCE));
  }

  @Test
  void shouldSearchByWhatAnotherYieldsBeforeAnythingIsCorrected() {
    scenario
        .given(accepted, located(ORDERS, 1, 2))
        .when(
            new JointEvent.HoldingsLocated(
                ACCOUNTS, 1, List.of(count(1)), Set.of(ACCOUNT), false, NOW))
        .thenCommands(
            tell(done(ACCOUNTS, ErasurePhase.LOCATING)),
            tell(started(ErasurePhase.LOCATING, ORDERS)),
            ask(ORDERS, 2, new Task.Locate(2)));
  }

  @Test
  void shouldSayWhereWasCorrectedAndWhereSupplemented() {
    scenario
        .given(accepted, located(ACCOUNTS, 1, 1), located(ORDERS, 1, 2))
        .given(new JointEvent.RecordsRectified(ACCOUNTS, 2, List.of(count(1)), List.of(), NOW))
        .when(new JointEvent.RecordsRectified(ORDERS, 2, List.of(), List.of(count(2)), NOW))
        .thenCommands(
            tell(done(ORDERS, ErasurePhase.RECTIFYING)),
            tell(
                new JointReport.RectificationCompleted(
                    Completion.RECTIFIED,
                    List.of(
                        part(ACCOUNTS, 1, new Result.Rectified(List.of(count(1)), List.of())),
                        part(ORDERS, 2, new Result.Rectified(List.of(), List.of(count(2))))))))
        .thenNeverWakes();
  }

  @Test
  void shouldNameWhoCannotRectifyAndCallItInPartIfSomethingIsHeldThere() {
    scenario
        .given(accepted, located(ACCOUNTS, 1, 1), located(ORDERS, 1, 2))
        .given(new JointEvent.RecordsRectified(ACCOUNTS, 2, List.of(count(1)), List.of(), NOW))
        .when(new JointEvent.ActionNotOffered(ORDERS, 2, Action.RECTIFY, NOW))
        .thenCommands(
            tell(new JointReport.ParticipantDone(ORDERS, ErasurePhase.RECTIFYING, Action.RECTIFY)),
            tell(
                new JointReport.RectificationCompleted(
                    Completion.RECTIFIED_IN_PART,
                    List.of(
                        part(ACCOUNTS, 1, new Result.Rectified(List.of(count(1)), List.of())),
                        part(ORDERS, 2, new Result.NotOffered())))));
  }

  @Test
  void shouldSayThatNothingHeldIsLikeWhatWasToBeCorrected() {
    scenario
        .given(accepted, located(ACCOUNTS, 1, 1), located(ORDERS, 1, 0))
        .given(new JointEvent.RecordsRectified(ACCOUNTS, 2, List.of(), List.of(), NOW))
        .when(new JointEvent.RecordsRectified(ORDERS, 2, List.of(), List.of(), NOW))
        .thenCommands(
            tell(done(ORDERS, ErasurePhase.RECTIFYING)),
            tell(
                new JointReport.RectificationCompleted(
                    Completion.NOTHING_TO_RECTIFY,
                    List.of(
                        part(ACCOUNTS, 1, new Result.Rectified(List.of(), List.of())),
                        part(ORDERS, 0, new Result.Rectified(List.of(), List.of()))))));
  }

  @Test
  void shouldEndAsWishedBeforeTheFirstRectify() {
    scenario
        .given(accepted, located(ACCOUNTS, 1, 1))
        .when(new JointEvent.EndingAsked(EndCause.WITHDRAWN, NOW))
        .thenCommands(
            tell(new JointReport.EndingAccepted(EndCause.WITHDRAWN)),
            tell(new JointReport.Abandoned()))
        .thenNeverWakes()
        .when(located(ORDERS, 1, 2))
        .thenIgnored("closed");
  }

  @Test
  void shouldTellThatItIsTooLateOnceTheFirstRectifyIsOut() {
    scenario
        .given(accepted, located(ACCOUNTS, 1, 1), located(ORDERS, 1, 2))
        .when(new JointEvent.EndingAsked(EndCause.REFUSED, NOW))
        .thenCommands(tell(new JointReport.EndingTooLate(EndCause.REFUSED)));
  }

  @Test
  void shouldStopForAPersonWhereAStoreSeesMoreThanOne() {
    // given
    var halted =
        scenario
            .given(accepted, located(ORDERS, 1, 2))
            .when(new JointEvent.HoldingsLocated(ACCOUNTS, 1, List.of(), Set.of(), true, NOW))
            .thenCommands(
                tell(new JointReport.Halted(HaltReason.AMBIGUOUS_SUBJECT, List.of(ACCOUNTS))));
    UUID decision = new UUID(3, 4);

    // then
    halted
        .when(new JointEvent.OutcomeDecided(decision, ACCOUNTS, DecidedOutcome.NOTHING_HELD, NOW))
        .thenCommands(
            tell(new JointReport.OutcomeAdopted(decision, ACCOUNTS)),
            tell(started(ErasurePhase.RECTIFYING, ORDERS)),
            ask(ORDERS, 2, new Task.Rectify()));
  }

  @Test
  void shouldAskAgainAfterAPauseAndNameTheReason() {
    scenario
        .given(accepted, located(ACCOUNTS, 1, 1), located(ORDERS, 1, 2))
        .when(new JointEvent.TaskDeferred(ORDERS, 2, WaitReason.STORE_UNAVAILABLE, NOW))
        .thenCommands(
            tell(
                new JointReport.ParticipantWaiting(
                    ORDERS,
                    ErasurePhase.RECTIFYING,
                    WaitReason.STORE_UNAVAILABLE,
                    NOW,
                    NOW.plusSeconds(5))))
        .when(new JointEvent.WokenUp(NOW.plusSeconds(5)))
        .thenCommands(new Ask(REQUEST, ORDERS, 2, new Task.Rectify(), NOW.plusSeconds(5)));
  }

  @Test
  void shouldTellTheOutcomeAgainUntilItCouldBe() {
    // given
    var completed =
        scenario
            .given(accepted, located(ACCOUNTS, 1, 0), located(ORDERS, 1, 0))
            .given(new JointEvent.RecordsRectified(ACCOUNTS, 2, List.of(), List.of(), NOW))
            .given(new JointEvent.RecordsRectified(ORDERS, 2, List.of(), List.of(), NOW));
    JointReport outcome =
        new JointReport.RectificationCompleted(
            Completion.NOTHING_HELD,
            List.of(
                part(ACCOUNTS, 0, new Result.Rectified(List.of(), List.of())),
                part(ORDERS, 0, new Result.Rectified(List.of(), List.of()))));

    // then
    completed
        .when(new JointEvent.ReportUndeliverable(outcome, NOW))
        .thenWakesAt(NOW.plus(PATIENCE))
        .when(new JointEvent.WokenUp(NOW.plus(PATIENCE)))
        .thenCommands(new Tell(REQUEST, outcome, NOW.plus(PATIENCE)))
        .thenNeverWakes();
    assertThat(completed.state()).isInstanceOf(RectificationState.Completed.class);
  }

  private static Part part(ParticipantId who, long held, Result result) {
    return new Part(who, true, false, List.of(count(held)), result, false, null, null);
  }

  private static JointEvent located(ParticipantId who, int step, long records) {
    return new JointEvent.HoldingsLocated(who, step, List.of(count(records)), Set.of(), false, NOW);
  }

  private static Holding count(long records) {
    return new Holding("people", records);
  }

  private static Ask ask(ParticipantId who, int step, Task task) {
    return new Ask(REQUEST, who, step, task, NOW);
  }

  private static Tell tell(JointReport report) {
    return new Tell(REQUEST, report, NOW);
  }

  private static JointReport started(ErasurePhase phase, ParticipantId... whom) {
    return new JointReport.PhaseStarted(phase, List.of(whom));
  }

  private static JointReport done(ParticipantId who, ErasurePhase phase) {
    return new JointReport.ParticipantDone(who, phase, null);
  }
}
