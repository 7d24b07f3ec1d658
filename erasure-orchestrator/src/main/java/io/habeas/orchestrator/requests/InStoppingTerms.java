package io.habeas.orchestrator.requests;

import io.habeas.orchestrator.erasure.ErasureEvent;
import io.habeas.orchestrator.stopping.StoppingEvent;
import java.util.Optional;

/** What was read in the terms of an erasure, in those of a request for which processing stops. */
final class InStoppingTerms {
  private InStoppingTerms() {}

  /** The same event; empty for one that concerns participants, or erasures alone. */
  static Optional<StoppingEvent> of(RequestEvent event) {
    return switch (event) {
      case RequestEvent.OfStopping(StoppingEvent e) -> Optional.of(e);
      case RequestEvent.Known known ->
          Optional.ofNullable(
              switch (known.event()) {
                case ErasureEvent.EndingAsked e -> new StoppingEvent.EndingAsked(e.cause(), e.at());
                case ErasureEvent.WokenUp e -> new StoppingEvent.WokenUp(e.at());
                case ErasureEvent e -> null;
              });
      case RequestEvent.OfJoint e -> Optional.empty();
      case RequestEvent.OfCanary e -> Optional.empty();
      case RequestEvent.Accepted e -> Optional.empty();
    };
  }
}
