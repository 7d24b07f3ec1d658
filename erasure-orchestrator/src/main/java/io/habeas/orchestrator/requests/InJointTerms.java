package io.habeas.orchestrator.requests;

import io.habeas.orchestrator.erasure.ErasureEvent;
import io.habeas.orchestrator.joint.JointEvent;
import io.habeas.protocol.locate.Holding;
import java.util.Optional;

/** What was read in the terms of an erasure, in those of what all participants do at once. */
final class InJointTerms {
  private InJointTerms() {}

  /** The same event; empty for one that concerns erasures alone. */
  static Optional<JointEvent> of(RequestEvent event) {
    return switch (event) {
      case RequestEvent.Common(ErasureEvent e) -> of(e);
      case RequestEvent.Restricted(ErasureEvent.RecordsRestricted e, var counts) ->
          Optional.of(
              new JointEvent.RecordsRestricted(
                  e.participant(),
                  e.step(),
                  counts.stream()
                      .map(count -> new Holding(count.getCollection(), count.getRecords()))
                      .toList(),
                  e.at()));
      case RequestEvent.OfJoint(JointEvent e) -> Optional.of(e);
      case RequestEvent.OfStopping e -> Optional.empty();
      case RequestEvent.Accepted(var right, JointEvent.RequestAccepted e) -> Optional.of(e);
      case RequestEvent.OfCanary e -> Optional.empty();
    };
  }

  private static Optional<JointEvent> of(ErasureEvent event) {
    return Optional.ofNullable(
        switch (event) {
          case ErasureEvent.RequestEnded e -> new JointEvent.RequestEnded(e.at());
          case ErasureEvent.EndingAsked e -> new JointEvent.EndingAsked(e.cause(), e.at());
          case ErasureEvent.OutcomeDecided e ->
              new JointEvent.OutcomeDecided(e.decisionId(), e.participant(), e.outcome(), e.at());
          case ErasureEvent.WokenUp e -> new JointEvent.WokenUp(e.at());
          case ErasureEvent.HoldingsLocated e ->
              new JointEvent.HoldingsLocated(
                  e.participant(), e.step(), e.holdings(), e.yielded(), e.ambiguous(), e.at());
          case ErasureEvent.ActionNotOffered e ->
              new JointEvent.ActionNotOffered(e.participant(), e.step(), e.answers(), e.at());
          case ErasureEvent.TaskDeferred e ->
              new JointEvent.TaskDeferred(e.participant(), e.step(), e.reason(), e.at());
          case ErasureEvent.TaskSuperseded e ->
              new JointEvent.TaskSuperseded(e.participant(), e.step(), e.seenStep(), e.at());
          case ErasureEvent.RestrictionLifted e ->
              new JointEvent.RestrictionLifted(e.participant(), e.step(), e.at());
          case ErasureEvent.RequestAccepted e -> null;
          case ErasureEvent.FactsChanged e -> null;
          case ErasureEvent.GatePassed e -> null;
          case ErasureEvent.GateHeld e -> null;
          case ErasureEvent.GateBusy e -> null;
          case ErasureEvent.EntryUndeliverable e -> null;
          case ErasureEvent.DirectiveUndeliverable e -> null;
          case ErasureEvent.PlanApproved e -> null;
          case ErasureEvent.ReplayGranted e -> null;
          case ErasureEvent.ReplayRefused e -> null;
          case ErasureEvent.HoldPlaced e -> null;
          case ErasureEvent.HoldReleased e -> null;
          case ErasureEvent.TaskUndeliverable e -> null;
          case ErasureEvent.ReportUndeliverable e -> null;
          case ErasureEvent.RetentionReported e -> null;
          // Comes with its counts.
          case ErasureEvent.RecordsRestricted e -> null;
          case ErasureEvent.RecordsErased e -> null;
          case ErasureEvent.ExpiredErased e -> null;
          case ErasureEvent.ErasureVerified e -> null;
          case ErasureEvent.ResidueFound e -> null;
        });
  }
}
