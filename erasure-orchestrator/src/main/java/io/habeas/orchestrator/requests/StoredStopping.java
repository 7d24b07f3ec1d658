package io.habeas.orchestrator.requests;

import io.habeas.orchestrator.erasure.ErasureEvent;
import io.habeas.orchestrator.erasure.Scope;
import io.habeas.orchestrator.erasure.StoredHolds;
import io.habeas.orchestrator.requests.RequestState.Stopping;
import io.habeas.orchestrator.requests.RequestState.Stopping.Next;
import io.habeas.orchestrator.stopping.StoppingRecords;
import io.habeas.protocol.IdentifierType;
import io.habeas.schemas.avro.ErasureGround;
import io.habeas.schemas.avro.state.AcceptedErasure;
import io.habeas.schemas.avro.state.StoppingState;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** How a request for which processing stops is stored, with what is to be erased afterwards. */
final class StoredStopping {
  private StoredStopping() {}

  static StoppingState write(Stopping stopping) {
    StoppingState state = StoppingRecords.write(stopping.state());
    return new StoppingState(
        state.getRequestId(),
        state.getPhase(),
        state.getCause(),
        state.getPurposes(),
        state.getAsked(),
        state.getAgainAt(),
        state.getParticipants(),
        StoredHolds.write(stopping.holds()),
        write(stopping.next()));
  }

  static Stopping read(StoppingState stored) {
    return new Stopping(
        StoppingRecords.read(stored),
        StoredHolds.read(stored.getHolds()),
        read(stored.getRequestId(), stored.getAccepted()));
  }

  /** Sorted, so that the same state is always stored as the same bytes. */
  private static @Nullable AcceptedErasure write(@Nullable Next next) {
    return next == null
        ? null
        : new AcceptedErasure(
            purposes(next.accepted().scope()),
            next.accepted().proven().stream().map(IdentifierType::code).sorted().toList(),
            next.accepted().dueOn(),
            next.accepted().at(),
            next.endingFor());
  }

  private static List<String> purposes(Scope scope) {
    return switch (scope) {
      case Scope.RestingOn(Set<String> withdrawn) -> withdrawn.stream().sorted().toList();
      case Scope.Everything all ->
          throw new IllegalStateException("Expected withdrawn consents but there are none");
    };
  }

  private static @Nullable Next read(UUID requestId, @Nullable AcceptedErasure stored) {
    return stored == null
        ? null
        : new Next(
            new ErasureEvent.RequestAccepted(
                requestId,
                stored.getProvenIdentifierTypes().stream()
                    .map(IdentifierType::new)
                    .collect(Collectors.toUnmodifiableSet()),
                ErasureGround.ART_17_1_B,
                stored.getDueOn(),
                new Scope.RestingOn(Set.copyOf(stored.getPurposes())),
                stored.getAcceptedAt()),
            stored.getEndingFor());
  }
}
