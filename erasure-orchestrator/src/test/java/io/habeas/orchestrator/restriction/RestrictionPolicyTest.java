package io.habeas.orchestrator.restriction;

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
import io.habeas.schemas.avro.EndCause;
import io.habeas.schemas.avro.ErasurePhase;
import io.habeas.testkit.PolicyScenario;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** L23, L24: what is restricted stays so until the person was told that it ends. */
class RestrictionPolicyTest {
  private static final UUID REQUEST = new UUID(1, 2);
  private static final Instant NOW = Instant.parse("2026-11-24T08:00:00Z");
  private static final ParticipantId ACCOUNTS = new ParticipantId("accounts");
  private static final ParticipantId ORDERS = new ParticipantId("orders");
  private static final IdentifierType EMAIL = new IdentifierType("email");

  private final PolicyScenario<RestrictionState, JointEvent, JointCommand> accepted =
      PolicyScenario.of(
              new RestrictionPolicy(
                  new JointCourse(
                      List.of(
                          new RequiredParticipant(ACCOUNTS, Set.of(EMAIL)),
                          new RequiredParticipant(ORDERS, Set.of(EMAIL))),
                      new Pauses(
                          Duration.ofSeconds(5), Duration.ofHours(1), Duration.ofSeconds(30)),
                      8)))
          .given(new JointEvent.RequestAccepted(REQUEST, Set.of(EMAIL), NOW));
  private final PolicyScenario<RestrictionState, JointEvent, JointCommand> standing =
      accepted.given(
          located(ACCOUNTS, 1), located(ORDERS, 0), restricted(ACCOUNTS, 1), restricted(ORDERS, 0));

  @Test
  void shouldRestrictAtEveryParticipantOnceAllHaveSearched() {
    accepted
        .given(located(ACCOUNTS, 1))
        .when(located(ORDERS, 0))
        .thenCommands(
            tell(new JointReport.ParticipantDone(ORDERS, ErasurePhase.LOCATING, null)),
            tell(new JointReport.PhaseStarted(ErasurePhase.RESTRICTING, List.of(ACCOUNTS, ORDERS))),
            ask(ACCOUNTS, 2, new Task.Restrict()),
            ask(ORDERS, 2, new Task.Restrict()));
  }

  @Test
  void shouldStandWithoutEndOnceEverythingIsRestricted_L23() {
    accepted
        .given(located(ACCOUNTS, 1), located(ORDERS, 0), restricted(ACCOUNTS, 1))
        .when(restricted(ORDERS, 0))
        .thenCommands(
            tell(new JointReport.ParticipantDone(ORDERS, ErasurePhase.RESTRICTING, null)),
            tell(
                new JointReport.RestrictedThroughout(
                    Completion.RESTRICTED,
                    List.of(
                        part(ACCOUNTS, 1, new Result.Restricted(List.of(count(1)))),
                        part(ORDERS, 0, new Result.Restricted(List.of(count(0))))))))
        .thenNeverWakes();
  }

  @Test
  void shouldNameWhoCannotRestrict_L23() {
    accepted
        .given(located(ACCOUNTS, 1), located(ORDERS, 2), restricted(ACCOUNTS, 1))
        .when(new JointEvent.ActionNotOffered(ORDERS, 2, Action.RESTRICT, NOW))
        .thenCommands(
            tell(
                new JointReport.ParticipantDone(ORDERS, ErasurePhase.RESTRICTING, Action.RESTRICT)),
            tell(
                new JointReport.RestrictedThroughout(
                    Completion.RESTRICTED_IN_PART,
                    List.of(
                        part(ACCOUNTS, 1, new Result.Restricted(List.of(count(1)))),
                        new Part(
                            ORDERS,
                            true,
                            false,
                            List.of(count(2)),
                            new Result.NotOffered(),
                            false,
                            null,
                            null)))));
  }

  @Test
  void shouldLiftInReverseOrderWhenThePersonWasTold_L24() {
    standing
        .when(new JointEvent.RestrictionEndTold(NOW))
        .thenCommands(
            tell(new JointReport.PhaseStarted(ErasurePhase.LIFTING, List.of(ORDERS, ACCOUNTS))),
            ask(ORDERS, 3, new Task.Lift()),
            ask(ACCOUNTS, 3, new Task.Lift()))
        .when(new JointEvent.RestrictionLifted(ORDERS, 3, NOW))
        .thenCommands(tell(new JointReport.ParticipantDone(ORDERS, ErasurePhase.LIFTING, null)))
        .when(new JointEvent.RestrictionLifted(ACCOUNTS, 3, NOW))
        .thenCommands(
            tell(new JointReport.ParticipantDone(ACCOUNTS, ErasurePhase.LIFTING, null)),
            tell(new JointReport.RestrictionEnded()))
        .thenNeverWakes();
  }

  @Test
  void shouldNotLetARefusalLiftWhatThePersonBelievesRestricted_L24() {
    standing
        .when(new JointEvent.EndingAsked(EndCause.REFUSED, NOW))
        .thenCommands(tell(new JointReport.EndingTooLate(EndCause.REFUSED)));
    accepted
        .given(located(ACCOUNTS, 1), located(ORDERS, 0))
        .when(new JointEvent.EndingAsked(EndCause.REFUSED, NOW))
        .thenCommands(tell(new JointReport.EndingTooLate(EndCause.REFUSED)));
  }

  @Test
  void shouldEndAtOnceBeforeAnythingIsRestricted() {
    accepted
        .when(new JointEvent.EndingAsked(EndCause.REFUSED, NOW))
        .thenCommands(
            tell(new JointReport.EndingAccepted(EndCause.REFUSED)),
            tell(new JointReport.Abandoned()));
  }

  @Test
  void shouldLiftForWhoWantsTheRequestBackWheneverThatIs() {
    standing
        .when(new JointEvent.EndingAsked(EndCause.WITHDRAWN, NOW))
        .thenCommands(
            tell(new JointReport.EndingAccepted(EndCause.WITHDRAWN)),
            tell(new JointReport.PhaseStarted(ErasurePhase.LIFTING, List.of(ORDERS, ACCOUNTS))),
            ask(ORDERS, 3, new Task.Lift()),
            ask(ACCOUNTS, 3, new Task.Lift()))
        .when(new JointEvent.RestrictionEndTold(NOW))
        .thenIgnored("duplicate");
  }

  @Test
  void shouldNotStandWhereNothingIsHeld_L15() {
    accepted
        .given(located(ACCOUNTS, 0), located(ORDERS, 0), restricted(ACCOUNTS, 0))
        .when(restricted(ORDERS, 0))
        .thenCommands(
            tell(new JointReport.ParticipantDone(ORDERS, ErasurePhase.RESTRICTING, null)),
            tell(
                new JointReport.RestrictedThroughout(
                    Completion.NOTHING_HELD,
                    List.of(
                        part(ACCOUNTS, 0, new Result.Restricted(List.of(count(0)))),
                        part(ORDERS, 0, new Result.Restricted(List.of(count(0))))))),
            tell(new JointReport.PhaseStarted(ErasurePhase.LIFTING, List.of(ORDERS, ACCOUNTS))),
            ask(ORDERS, 3, new Task.Lift()),
            ask(ACCOUNTS, 3, new Task.Lift()));
  }

  private static Part part(ParticipantId who, long held, Result result) {
    return new Part(who, true, false, List.of(count(held)), result, true, null, null);
  }

  private static JointEvent located(ParticipantId who, long records) {
    return new JointEvent.HoldingsLocated(who, 1, List.of(count(records)), Set.of(), false, NOW);
  }

  private static JointEvent restricted(ParticipantId who, long records) {
    return new JointEvent.RecordsRestricted(who, 2, List.of(count(records)), NOW);
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
}
