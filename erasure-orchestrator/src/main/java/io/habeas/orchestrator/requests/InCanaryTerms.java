package io.habeas.orchestrator.requests;

import io.habeas.orchestrator.canary.CanaryEvent;
import io.habeas.orchestrator.erasure.ErasureEvent;
import io.habeas.orchestrator.erasure.Retention;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What was read in the terms of an erasure, in those of a canary. */
final class InCanaryTerms {
  private InCanaryTerms() {}

  /** The same event; empty for one that concerns real people alone. */
  static Optional<CanaryEvent> of(RequestEvent event) {
    return switch (event) {
      case RequestEvent.Known e -> of(e.event());
      case RequestEvent.OfCanary(CanaryEvent e) -> Optional.of(e);
      case RequestEvent.OfJoint e -> Optional.empty();
      case RequestEvent.OfStopping e -> Optional.empty();
      case RequestEvent.Accepted e -> Optional.empty();
    };
  }

  private static Optional<CanaryEvent> of(ErasureEvent event) {
    return Optional.ofNullable(
        switch (event) {
          case ErasureEvent.WokenUp e -> new CanaryEvent.WokenUp(e.at());
          case ErasureEvent.FactsChanged e -> new CanaryEvent.FactsChanged(e.at());
          case ErasureEvent.HoldingsLocated e ->
              new CanaryEvent.HoldingsLocated(
                  e.participant(), e.step(), e.holdings(), e.ambiguous(), e.at());
          case ErasureEvent.RecordsRestricted e ->
              new CanaryEvent.RecordsRestricted(e.participant(), e.step(), e.at());
          case ErasureEvent.RecordsErased e ->
              new CanaryEvent.RecordsErased(
                  e.participant(), e.step(), keptUntil(e.retained()), e.at());
          case ErasureEvent.ExpiredErased e ->
              new CanaryEvent.ExpiredErased(
                  e.participant(), e.step(), keptUntil(e.retained()), e.at());
          case ErasureEvent.ErasureVerified e ->
              new CanaryEvent.ErasureVerified(e.participant(), e.step(), e.at());
          case ErasureEvent.ResidueFound e ->
              new CanaryEvent.ResidueFound(e.participant(), e.step(), e.at());
          case ErasureEvent.ActionNotOffered e ->
              new CanaryEvent.ActionNotOffered(e.participant(), e.step(), e.answers(), e.at());
          case ErasureEvent.TaskDeferred e ->
              new CanaryEvent.TaskDeferred(e.participant(), e.step(), e.reason(), e.at());
          case ErasureEvent.TaskSuperseded e ->
              new CanaryEvent.TaskSuperseded(e.participant(), e.step(), e.seenStep(), e.at());
          // Nobody lifts what hides nobody, nor asks, decides or holds on behalf of nobody.
          case ErasureEvent.RestrictionLifted e -> null;
          case ErasureEvent.RequestAccepted e -> null;
          case ErasureEvent.RequestEnded e -> null;
          case ErasureEvent.EndingAsked e -> null;
          case ErasureEvent.OutcomeDecided e -> null;
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
        });
  }

  private static @Nullable Instant keptUntil(List<Retention> retained) {
    return retained.stream()
        .filter(retention -> retention.records() > 0)
        .map(Retention::lastExpiry)
        .max(Instant::compareTo)
        .orElse(null);
  }
}
