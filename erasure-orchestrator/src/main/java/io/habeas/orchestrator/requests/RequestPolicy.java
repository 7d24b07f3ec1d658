package io.habeas.orchestrator.requests;

import io.habeas.orchestrator.canary.CanaryCommand;
import io.habeas.orchestrator.canary.CanaryEvent;
import io.habeas.orchestrator.canary.CanaryPolicy;
import io.habeas.orchestrator.canary.CanaryState;
import io.habeas.orchestrator.erasure.ErasureCommand;
import io.habeas.orchestrator.erasure.ErasureEvent;
import io.habeas.orchestrator.erasure.ErasureEvent.RetentionReported;
import io.habeas.orchestrator.erasure.ErasurePolicy;
import io.habeas.orchestrator.erasure.ErasureState;
import io.habeas.orchestrator.erasure.StoreFact;
import io.habeas.orchestrator.joint.JointCommand;
import io.habeas.orchestrator.joint.JointCourse;
import io.habeas.orchestrator.joint.JointEvent;
import io.habeas.orchestrator.rectification.RectificationPolicy;
import io.habeas.orchestrator.rectification.RectificationState;
import io.habeas.orchestrator.requests.RequestEvent.Accepted;
import io.habeas.orchestrator.requests.RequestEvent.Common;
import io.habeas.orchestrator.requests.RequestEvent.Known;
import io.habeas.orchestrator.requests.RequestEvent.OfCanary;
import io.habeas.orchestrator.requests.RequestEvent.OfJoint;
import io.habeas.orchestrator.requests.RequestEvent.OfStopping;
import io.habeas.orchestrator.requests.RequestState.Canary;
import io.habeas.orchestrator.requests.RequestState.Erasure;
import io.habeas.orchestrator.requests.RequestState.NotStarted;
import io.habeas.orchestrator.requests.RequestState.Rectification;
import io.habeas.orchestrator.requests.RequestState.Restriction;
import io.habeas.orchestrator.requests.RequestState.Stopping;
import io.habeas.orchestrator.restriction.RestrictionPolicy;
import io.habeas.orchestrator.restriction.RestrictionState;
import io.habeas.orchestrator.stopping.StoppingCommand;
import io.habeas.orchestrator.stopping.StoppingEvent;
import io.habeas.orchestrator.stopping.StoppingPolicy;
import io.habeas.orchestrator.stopping.StoppingState;
import io.habeas.process.Facts;
import io.habeas.process.Policy;
import io.habeas.process.Transition;
import io.habeas.protocol.ParticipantId;
import io.habeas.schemas.avro.StopCause;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Hands every request to the policy of its right, which the acceptance names, and what is nobody's
 * request to the policy of canaries. Decides nothing else.
 */
public final class RequestPolicy implements Policy<RequestState, RequestEvent, RequestCommand> {
  private static final String OTHER_RIGHT = "other-right";

  private final ErasurePolicy erasure;
  private final RectificationPolicy rectification;
  private final RestrictionPolicy restriction;
  private final StoppingPolicy stopping;
  private final CanaryPolicy canary;

  private record Situation(RequestState state, RequestEvent event) {}

  public RequestPolicy(
      ErasurePolicy erasure,
      RectificationPolicy rectification,
      RestrictionPolicy restriction,
      StoppingPolicy stopping,
      CanaryPolicy canary) {
    this.erasure = erasure;
    this.rectification = rectification;
    this.restriction = restriction;
    this.stopping = stopping;
    this.canary = canary;
  }

  /** The same policy where these facts are known. */
  RequestPolicy knowing(Facts<StoreFact> facts) {
    return new RequestPolicy(
        erasure.knowing(facts), rectification, restriction, stopping, canary.knowing(facts));
  }

  /** Whom the controller's approved configuration requires. */
  List<ParticipantId> required() {
    return erasure.required();
  }

  @Override
  public RequestState initial() {
    return new NotStarted();
  }

  @Override
  public RequestEvent wakeUp(Instant now) {
    return new Common(erasure.wakeUp(now));
  }

  @Override
  public RequestEvent undeliverable(RequestCommand command, Undeliverable reason, Instant now) {
    return switch (command) {
      case RequestCommand.OfErasure(ErasureCommand c) ->
          new Common(erasure.undeliverable(c, reason, now));
      case RequestCommand.OfJoint(JointCommand c) ->
          new OfJoint(JointCourse.undeliverable(c, reason, now));
      case RequestCommand.OfStopping(StoppingCommand c) ->
          new OfStopping(stopping.undeliverable(c, reason, now));
      case RequestCommand.OfCanary(CanaryCommand c) ->
          new OfCanary(canary.undeliverable(c, reason, now));
    };
  }

  @Override
  public String nameOf(RequestEvent event) {
    return event.name();
  }

  @Override
  public Transition<RequestState, RequestCommand> next(RequestState state, RequestEvent event) {
    return switch (new Situation(state, event)) {
      case Situation(NotStarted s, Known e) -> erasure(s, erasure.initial(), e.event());
      case Situation(NotStarted s, Accepted e) -> begin(s, e);
      case Situation(NotStarted s, OfJoint e) -> Transition.ignored(s, "unknown-request");
      case Situation(NotStarted s, OfStopping e) ->
          stopping(s, new Stopping(stopping.initial(), List.of(), null), e.event());
      case Situation(NotStarted s, OfCanary e) -> canary(s, canary.initial(), e.event());

      case Situation(Erasure s, Known e) -> erasure(s, s.state(), e.event());
      // What was held before is of no erasure: holds are of erasures alone.
      case Situation(Erasure(ErasureState.Awaited a), Accepted e) -> begin(state, e);
      // What rested on the consent may have to be erased afterwards.
      case Situation(Erasure(ErasureState.Awaited a), OfStopping e) ->
          stopping(state, new Stopping(stopping.initial(), a.holds(), null), e.event());
      case Situation(Erasure s, Accepted e) -> Transition.ignored(s, OTHER_RIGHT);
      case Situation(Erasure s, OfStopping e) -> Transition.ignored(s, OTHER_RIGHT);
      case Situation(Erasure s, OfJoint e) -> Transition.ignored(s, OTHER_RIGHT);
      case Situation(Erasure s, OfCanary e) -> Transition.ignored(s, OTHER_RIGHT);

      // Nobody but an erasure has anything kept.
      case Situation(Rectification s, Common(RetentionReported e)) ->
          unaccounted(s, wakeUpOf(s.state()), e);
      case Situation(Restriction s, Common(RetentionReported e)) ->
          unaccounted(s, wakeUpOf(s.state()), e);
      case Situation(Stopping s, Common(RetentionReported e)) ->
          unaccounted(s, wakeUp(s, e.at()), e);

      case Situation(Rectification s, RequestEvent e) ->
          InJointTerms.of(e)
              .map(known -> rectification(s, s.state(), known))
              .orElseGet(() -> Transition.ignored(s, OTHER_RIGHT));
      case Situation(Restriction s, RequestEvent e) ->
          InJointTerms.of(e)
              .map(known -> restriction(s, s.state(), known))
              .orElseGet(() -> Transition.ignored(s, OTHER_RIGHT));
      case Situation(Stopping s, RequestEvent e) -> stopping(s, e);
      case Situation(Canary s, RequestEvent e) ->
          InCanaryTerms.of(e)
              .map(known -> canary(s, s.state(), known))
              .orElseGet(() -> Transition.ignored(s, OTHER_RIGHT));
    };
  }

  private Transition<RequestState, RequestCommand> begin(RequestState before, Accepted accepted) {
    return switch (accepted.right()) {
      case RECTIFICATION -> rectification(before, rectification.initial(), accepted.event());
      // While it is decided whose grounds prevail an objection is a restriction (Art. 18(1)(d)).
      case RESTRICTION, OBJECTION -> restriction(before, restriction.initial(), accepted.event());
      // The second is read out by others, the rest have an acceptance of their own.
      case ERASURE, ACCESS, MARKETING_OBJECTION, CONSENT_WITHDRAWAL ->
          Transition.ignored(before, OTHER_RIGHT);
    };
  }

  private Transition<RequestState, RequestCommand> erasure(
      RequestState before, ErasureState state, ErasureEvent event) {
    Transition<ErasureState, ErasureCommand> transition = erasure.next(state, event);
    if (transition.ignored() != null) {
      return Transition.ignored(before, transition.ignored());
    }
    RequestState after =
        transition.state() instanceof ErasureState.NotStarted
            ? new NotStarted()
            : new Erasure(transition.state());
    return Transition.to(
            after,
            transition.commands().stream()
                .<RequestCommand>map(RequestCommand.OfErasure::new)
                .toList(),
            transition.wakeUp())
        .waitingFor(transition.waitsFor());
  }

  /** Told, while everything stays as it was. */
  private Transition<RequestState, RequestCommand> unaccounted(
      RequestState state, @Nullable Instant wakeUp, RetentionReported e) {
    return Transition.to(
        state,
        erasure.next(erasure.initial(), e).commands().stream()
            .<RequestCommand>map(RequestCommand.OfErasure::new)
            .toList(),
        wakeUp);
  }

  private static @Nullable Instant wakeUpOf(RectificationState state) {
    return switch (state) {
      case RectificationState.NotStarted s -> null;
      case RectificationState.Underway s -> s.joint().wakeUp();
      case RectificationState.Ended s -> s.joint().wakeUp();
    };
  }

  private static @Nullable Instant wakeUpOf(RestrictionState state) {
    return switch (state) {
      case RestrictionState.NotStarted s -> null;
      case RestrictionState.Underway s -> s.joint().wakeUp();
      case RestrictionState.Ended s -> s.joint().wakeUp();
    };
  }

  /**
   * Nothing delays or ends that processing stops (L27, L29). What is held or ended meanwhile is
   * what is erased afterwards.
   */
  private Transition<RequestState, RequestCommand> stopping(Stopping s, RequestEvent event) {
    if (event instanceof Known known) {
      Stopping.Next next = s.next();
      switch (known.event()) {
        case ErasureEvent.RequestAccepted e -> {
          return eraseNext(s, e);
        }
        case ErasureEvent.HoldPlaced e -> {
          return held(s, e, e.at());
        }
        case ErasureEvent.HoldReleased e -> {
          return held(s, e, e.at());
        }
        case ErasureEvent.EndingAsked e when next != null -> {
          return to(
              new Stopping(s.state(), s.holds(), new Stopping.Next(next.accepted(), e.cause())),
              e.at());
        }
        case ErasureEvent.WokenUp e when next != null && isDirected(s) -> {
          return erase(s, next, e.at());
        }
        case ErasureEvent e -> {}
      }
    }
    return InStoppingTerms.of(event)
        .map(known -> stopping(s, s, known))
        .orElseGet(() -> Transition.ignored(s, OTHER_RIGHT));
  }

  private Transition<RequestState, RequestCommand> stopping(
      RequestState before, Stopping s, StoppingEvent event) {
    Transition<StoppingState, StoppingCommand> transition = stopping.next(s.state(), event);
    if (transition.ignored() != null) {
      return Transition.ignored(before, transition.ignored());
    }
    Stopping after = new Stopping(transition.state(), s.holds(), s.next());
    return Transition.to(
        after,
        transition.commands().stream().<RequestCommand>map(RequestCommand.OfStopping::new).toList(),
        wakeUp(after, event.at()));
  }

  /** Erased is what the person has proven to be theirs, once everybody is directed. */
  private Transition<RequestState, RequestCommand> eraseNext(
      Stopping s, ErasureEvent.RequestAccepted accepted) {
    if (s.next() != null) {
      return Transition.ignored(s, "duplicate");
    }
    Stopping.Next next = new Stopping.Next(accepted, null);
    return switch (s.state()) {
      case StoppingState.NotStarted n -> Transition.ignored(s, "unknown-request");
      case StoppingState.Asking a when a.cause() == StopCause.MARKETING_OBJECTION ->
          Transition.ignored(s, OTHER_RIGHT);
      case StoppingState.Stopped d when d.cause() == StopCause.MARKETING_OBJECTION ->
          Transition.ignored(s, OTHER_RIGHT);
      // Somebody could not be directed: that comes first.
      case StoppingState.Asking a -> to(new Stopping(a, s.holds(), next), accepted.at());
      case StoppingState.Stopped d -> erase(s, next, accepted.at());
    };
  }

  private Transition<RequestState, RequestCommand> erase(
      Stopping s, Stopping.Next next, Instant at) {
    Transition<RequestState, RequestCommand> begun =
        erasure(s, awaited(s, next.accepted().requestId()), next.accepted().at(at));
    if (next.endingFor() == null || !(begun.state() instanceof Erasure erasure)) {
      return begun;
    }
    Transition<RequestState, RequestCommand> ended =
        erasure(erasure, erasure.state(), new ErasureEvent.EndingAsked(next.endingFor(), at));
    List<RequestCommand> commands = new ArrayList<>(begun.commands());
    commands.addAll(ended.commands());
    return Transition.to(ended.state(), commands, ended.wakeUp()).waitingFor(ended.waitsFor());
  }

  /** Kept as it is kept of an erasure that is not accepted yet. */
  private Transition<RequestState, RequestCommand> held(Stopping s, ErasureEvent e, Instant at) {
    UUID requestId =
        switch (s.state()) {
          case StoppingState.NotStarted n ->
              throw new IllegalStateException("Expected a request that has begun but it has not");
          case StoppingState.Asking a -> a.requestId();
          case StoppingState.Stopped d -> d.requestId();
        };
    Transition<ErasureState, ErasureCommand> transition = erasure.next(awaited(s, requestId), e);
    return transition.ignored() != null
        ? Transition.ignored(s, transition.ignored())
        : to(
            new Stopping(
                s.state(),
                transition.state() instanceof ErasureState.Awaited held ? held.holds() : List.of(),
                s.next()),
            at);
  }

  private ErasureState awaited(Stopping s, UUID requestId) {
    return s.holds().isEmpty() ? erasure.initial() : new ErasureState.Awaited(requestId, s.holds());
  }

  private static boolean isDirected(Stopping s) {
    return s.state() instanceof StoppingState.Stopped;
  }

  private static Transition<RequestState, RequestCommand> to(Stopping s, Instant at) {
    return Transition.to(s, List.of(), wakeUp(s, at));
  }

  /**
   * Erasing begins with the next event after everybody was directed: only then is it known that
   * every directive could be written.
   */
  private static @Nullable Instant wakeUp(Stopping s, Instant at) {
    return switch (s.state()) {
      case StoppingState.NotStarted n -> null;
      case StoppingState.Asking a -> a.againAt();
      case StoppingState.Stopped d -> s.next() == null ? d.tellAgainAt() : at;
    };
  }

  private Transition<RequestState, RequestCommand> rectification(
      RequestState before, RectificationState state, JointEvent event) {
    Transition<RectificationState, JointCommand> transition = rectification.next(state, event);
    return transition.ignored() != null
        ? Transition.ignored(before, transition.ignored())
        : Transition.to(
            new Rectification(transition.state()),
            transition.commands().stream()
                .<RequestCommand>map(RequestCommand.OfJoint::new)
                .toList(),
            transition.wakeUp());
  }

  private Transition<RequestState, RequestCommand> restriction(
      RequestState before, RestrictionState state, JointEvent event) {
    Transition<RestrictionState, JointCommand> transition = restriction.next(state, event);
    return transition.ignored() != null
        ? Transition.ignored(before, transition.ignored())
        : Transition.to(
            new Restriction(transition.state()),
            transition.commands().stream()
                .<RequestCommand>map(RequestCommand.OfJoint::new)
                .toList(),
            transition.wakeUp());
  }

  private Transition<RequestState, RequestCommand> canary(
      RequestState before, CanaryState state, CanaryEvent event) {
    Transition<CanaryState, CanaryCommand> transition = canary.next(state, event);
    return transition.ignored() != null
        ? Transition.ignored(before, transition.ignored())
        : Transition.<RequestState, RequestCommand>to(
                new Canary(transition.state()),
                transition.commands().stream()
                    .<RequestCommand>map(RequestCommand.OfCanary::new)
                    .toList(),
                transition.wakeUp())
            .waitingFor(transition.waitsFor());
  }
}
