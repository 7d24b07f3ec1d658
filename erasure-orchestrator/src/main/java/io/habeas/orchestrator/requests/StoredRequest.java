package io.habeas.orchestrator.requests;

import io.habeas.orchestrator.canary.StoredCanary;
import io.habeas.orchestrator.erasure.ErasureProcess;
import io.habeas.orchestrator.rectification.StoredRectification;
import io.habeas.orchestrator.requests.RequestState.Canary;
import io.habeas.orchestrator.requests.RequestState.Erasure;
import io.habeas.orchestrator.requests.RequestState.NotStarted;
import io.habeas.orchestrator.requests.RequestState.Rectification;
import io.habeas.orchestrator.requests.RequestState.Restriction;
import io.habeas.orchestrator.requests.RequestState.Stopping;
import io.habeas.orchestrator.restriction.StoredRestriction;
import io.habeas.process.ProcessDefinition.StateCodec;
import io.habeas.schemas.avro.state.CanaryState;
import io.habeas.schemas.avro.state.ErasureState;
import io.habeas.schemas.avro.state.RectificationState;
import io.habeas.schemas.avro.state.RestrictionState;
import io.habeas.schemas.avro.state.StoppingState;

/** How a request is stored: as the record of its right. */
final class StoredRequest {
  static final StateCodec<RequestState, io.habeas.schemas.avro.state.RequestState> CODEC =
      new StateCodec<>(
          io.habeas.schemas.avro.state.RequestState.class,
          StoredRequest::write,
          StoredRequest::read);

  private StoredRequest() {}

  private static io.habeas.schemas.avro.state.RequestState write(RequestState state) {
    return new io.habeas.schemas.avro.state.RequestState(
        switch (state) {
          case NotStarted s ->
              throw new IllegalStateException("Expected a request that has begun but it has not");
          case Erasure s -> ErasureProcess.STATE.write().apply(s.state());
          case Rectification s -> StoredRectification.write(s.state());
          case Restriction s -> StoredRestriction.write(s.state());
          case Stopping s -> StoredStopping.write(s);
          case Canary s -> StoredCanary.write(s.state());
        });
  }

  private static RequestState read(io.habeas.schemas.avro.state.RequestState stored) {
    return switch (stored.getState()) {
      case ErasureState s -> new Erasure(ErasureProcess.STATE.read().apply(s));
      case RectificationState s -> new Rectification(StoredRectification.read(s));
      case RestrictionState s -> new Restriction(StoredRestriction.read(s));
      case StoppingState s -> StoredStopping.read(s);
      case CanaryState s -> new Canary(StoredCanary.read(s));
      default ->
          throw new IllegalArgumentException(
              "Expected a branch of the stored union but got "
                  + stored.getState().getClass().getSimpleName());
    };
  }
}
