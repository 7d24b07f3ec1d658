package io.habeas.orchestrator.stopping;

import io.habeas.orchestrator.directives.Directive;
import io.habeas.orchestrator.stopping.StoppingCommand.AskSubjects;
import io.habeas.orchestrator.stopping.StoppingCommand.Direct;
import io.habeas.orchestrator.stopping.StoppingCommand.TellEndingTooLate;
import io.habeas.orchestrator.stopping.StoppingCommand.TellStopped;
import io.habeas.orchestrator.stopping.StoppingEvent.CommandUndeliverable;
import io.habeas.orchestrator.stopping.StoppingEvent.EndingAsked;
import io.habeas.orchestrator.stopping.StoppingEvent.RequestAccepted;
import io.habeas.orchestrator.stopping.StoppingEvent.SubjectsNamed;
import io.habeas.orchestrator.stopping.StoppingEvent.WokenUp;
import io.habeas.orchestrator.stopping.StoppingState.Asking;
import io.habeas.orchestrator.stopping.StoppingState.NotStarted;
import io.habeas.orchestrator.stopping.StoppingState.Stopped;
import io.habeas.process.Policy;
import io.habeas.process.Transition;
import io.habeas.protocol.ParticipantId;
import io.habeas.protocol.RequiredParticipant;
import io.habeas.protocol.fanout.Pauses;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Art. 21(3), 7(3): the data are no longer processed for such purposes. There is nothing to weigh
 * (L27) and nothing to prove beyond what was proven when consent was given (L29), since nothing is
 * read, erased or told to anybody: at worst somebody's marketing stops that they wanted.
 *
 * <p>The verifier is asked by what each participant knows the person, until it answers; then every
 * one of them is directed, in one transaction. What rests on a withdrawn consent alone (L21) is
 * named to the register, which has it erased once the person has proven who they are.
 */
public final class StoppingPolicy implements Policy<StoppingState, StoppingEvent, StoppingCommand> {
  private final List<RequiredParticipant> required;
  private final Pauses pauses;

  private record Situation(StoppingState state, StoppingEvent event) {}

  /**
   * @param required by the controller's approved configuration, which says what rests on consents
   */
  public StoppingPolicy(List<RequiredParticipant> required, Pauses pauses) {
    this.required = List.copyOf(required);
    this.pauses = pauses;
  }

  @Override
  public StoppingState initial() {
    return new NotStarted();
  }

  @Override
  public StoppingEvent wakeUp(Instant now) {
    return new WokenUp(now);
  }

  @Override
  public StoppingEvent undeliverable(StoppingCommand command, Undeliverable reason, Instant now) {
    return new CommandUndeliverable(command, now);
  }

  @Override
  public Transition<StoppingState, StoppingCommand> next(StoppingState state, StoppingEvent event) {
    return switch (new Situation(state, event)) {
      case Situation(NotStarted s, RequestAccepted e) ->
          ask(new Asking(e.requestId(), e.cause(), e.purposes(), 0, e.at()), e.at());
      case Situation(NotStarted s, StoppingEvent e) -> Transition.ignored(s, "unknown-request");
      case Situation(Asking s, RequestAccepted e) -> Transition.ignored(s, "duplicate");
      case Situation(Stopped s, RequestAccepted e) -> Transition.ignored(s, "duplicate");

      case Situation(Asking s, WokenUp e) when e.at().isBefore(s.againAt()) ->
          Transition.to(s, List.of(), s.againAt());
      case Situation(Asking s, WokenUp e) -> ask(s, e.at());
      case Situation(Asking s, SubjectsNamed e) -> stop(s, e);
      case Situation(Stopped s, SubjectsNamed e) -> Transition.ignored(s, "duplicate");

      // The wish is fulfilled as soon as it is heard.
      case Situation(Asking s, EndingAsked e) ->
          Transition.to(
              s, List.of(new TellEndingTooLate(s.requestId(), e.cause(), e.at())), s.againAt());
      case Situation(Stopped s, EndingAsked e) ->
          Transition.to(
              s, List.of(new TellEndingTooLate(s.requestId(), e.cause(), e.at())), s.tellAgainAt());

      case Situation(Stopped s, WokenUp e)
          when s.tellAgainAt() != null && !e.at().isBefore(s.tellAgainAt()) ->
          Transition.to(s.tellAgainAt(null), List.of(told(s, e.at())), null);
      case Situation(Stopped s, WokenUp e) -> Transition.to(s, List.of(), s.tellAgainAt());

      // The question is asked again in any case.
      case Situation(Asking s, CommandUndeliverable e) -> Transition.ignored(s, "untold");
      case Situation(Stopped s, CommandUndeliverable e) ->
          switch (e.command()) {
            case TellStopped tell -> later(s.tellAgainAt(e.at().plus(pauses.forAnswer(1))));
            // Only the verifier knows the person; so it is asked once more.
            case Direct direct ->
                later(
                    new Asking(
                        s.requestId(),
                        s.cause(),
                        s.purposes(),
                        1,
                        e.at().plus(pauses.forAnswer(1))));
            case TellEndingTooLate tell -> Transition.ignored(s, "untold");
            case AskSubjects ask -> Transition.ignored(s, "untold");
          };
    };
  }

  private Transition<StoppingState, StoppingCommand> ask(Asking s, Instant at) {
    int asked = s.asked() + 1;
    return later(
        new Asking(s.requestId(), s.cause(), s.purposes(), asked, at.plus(pauses.forAnswer(asked))),
        new AskSubjects(s.requestId(), at));
  }

  private Transition<StoppingState, StoppingCommand> stop(Asking s, SubjectsNamed e) {
    List<StoppingCommand> said = new ArrayList<>();
    List<ParticipantId> directed = new ArrayList<>();
    e.subjects().entrySet().stream()
        .filter(named -> !named.getValue().isEmpty())
        .sorted(Map.Entry.comparingByKey(Comparator.comparing(ParticipantId::name)))
        .forEach(
            named -> {
              directed.add(named.getKey());
              for (String subject : named.getValue()) {
                s.purposes()
                    .forEach(
                        purpose -> said.add(direct(s, named.getKey(), subject, purpose, e.at())));
              }
            });
    Stopped stopped = new Stopped(s.requestId(), s.cause(), s.purposes(), directed, null);
    said.add(told(stopped, e.at()));
    return Transition.to(stopped, said, null);
  }

  private static Direct direct(
      Asking s, ParticipantId participant, String subject, String purpose, Instant at) {
    return new Direct(
        new Directive(
            participant,
            subject,
            s.requestId(),
            at,
            new Directive.StopProcessing(purpose, s.cause(), at)));
  }

  private TellStopped told(Stopped s, Instant at) {
    return new TellStopped(s.requestId(), s.purposes(), s.participants(), resting(s), at);
  }

  private List<ParticipantId> resting(Stopped s) {
    return switch (s.cause()) {
      // Who objects to marketing has withdrawn no consent.
      case MARKETING_OBJECTION -> List.of();
      case CONSENT_WITHDRAWN ->
          required.stream()
              .filter(participant -> participant.restsOn(Set.copyOf(s.purposes())))
              .map(RequiredParticipant::id)
              .toList();
    };
  }

  private static Transition<StoppingState, StoppingCommand> later(
      Asking s, StoppingCommand... said) {
    return Transition.to(s, List.of(said), s.againAt());
  }

  private static Transition<StoppingState, StoppingCommand> later(Stopped s) {
    return Transition.to(s, List.of(), s.tellAgainAt());
  }
}
