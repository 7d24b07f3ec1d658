package io.habeas.orchestrator.directives;

import io.habeas.orchestrator.directives.Directive.StopProcessing;
import io.habeas.orchestrator.directives.Directive.TakeNothingIn;
import io.habeas.orchestrator.directives.DirectiveCommand.Put;
import io.habeas.orchestrator.directives.DirectiveCommand.TakeBack;
import io.habeas.orchestrator.directives.DirectiveEvent.Issued;
import io.habeas.orchestrator.directives.DirectiveEvent.WokenUp;
import io.habeas.orchestrator.directives.DirectiveState.Directed;
import io.habeas.orchestrator.directives.DirectiveState.NotDirected;
import io.habeas.process.Policy;
import io.habeas.process.Transition;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * The latest directive about a person and purpose counts, and counts for a time: it names a person,
 * if only for one participant, and such a name is personal data (Recital 26).
 */
final class DirectivePolicy implements Policy<DirectiveState, DirectiveEvent, DirectiveCommand> {
  private static final Duration AGAIN = Duration.ofSeconds(5);

  private final Terms terms;

  private record Situation(DirectiveState state, DirectiveEvent event) {}

  /**
   * What the controller decided about directives.
   *
   * @param lateData for how long after an erasure older data may still arrive
   * @param stopped for how long it is kept that processing for a purpose must stop
   */
  record Terms(Duration lateData, Duration stopped) {
    Terms {
      if (!lateData.isPositive() || !stopped.isPositive()) {
        throw new IllegalArgumentException(
            "Expected directives to be kept for a time but got %s and %s"
                .formatted(lateData, stopped));
      }
    }
  }

  DirectivePolicy(Terms terms) {
    this.terms = terms;
  }

  @Override
  public DirectiveState initial() {
    return new NotDirected();
  }

  @Override
  public DirectiveEvent wakeUp(Instant now) {
    return new WokenUp(now);
  }

  @Override
  public DirectiveEvent undeliverable(DirectiveCommand command, Undeliverable reason, Instant now) {
    return new DirectiveEvent.CommandUndeliverable(command, now);
  }

  @Override
  public Transition<DirectiveState, DirectiveCommand> next(
      DirectiveState state, DirectiveEvent event) {
    return switch (new Situation(state, event)) {
      case Situation(NotDirected s, Issued e) when !e.at().isBefore(keptUntil(e.directive())) ->
          Transition.ignored(s, "over");
      case Situation(NotDirected s, Issued e) -> put(e.directive());
      case Situation(Directed s, Issued e) when isLater(e.directive(), s.directive()) ->
          put(e.directive());
      case Situation(Directed s, Issued e) -> Transition.ignored(s, "not-later");

      case Situation(Directed s, WokenUp e) when !e.at().isBefore(s.keptUntil()) ->
          Transition.to(new NotDirected(), List.of(new TakeBack(s.directive())), null);
      case Situation(Directed s, WokenUp e)
          when s.againAt() != null && !e.at().isBefore(s.againAt()) ->
          put(s.directive());
      case Situation(Directed s, WokenUp e) -> stay(s);
      case Situation(NotDirected s, WokenUp e) -> Transition.ignored(s, "taken-back");

      // What could not be written is written later, unless something else is to be written by then.
      case Situation(DirectiveState s, DirectiveEvent.CommandUndeliverable(Put put, Instant at)) ->
          s instanceof Directed directed && isLater(directed.directive(), put.directive())
              ? Transition.ignored(s, "not-later")
              : stay(new Directed(put.directive(), put.keptUntil(), at.plus(AGAIN)));
      case Situation(
              NotDirected s,
              DirectiveEvent.CommandUndeliverable(TakeBack back, Instant at)) ->
          stay(new Directed(back.directive(), at.plus(AGAIN), null));
      case Situation(Directed s, DirectiveEvent.CommandUndeliverable(TakeBack back, Instant at)) ->
          Transition.ignored(s, "directed-again");
    };
  }

  private Transition<DirectiveState, DirectiveCommand> put(Directive directive) {
    Instant keptUntil = keptUntil(directive);
    return Transition.to(
        new Directed(directive, keptUntil, null),
        List.of(new Put(directive, keptUntil)),
        keptUntil);
  }

  private static Transition<DirectiveState, DirectiveCommand> stay(Directed s) {
    Instant again = s.againAt();
    return Transition.to(
        s, List.of(), again != null && again.isBefore(s.keptUntil()) ? again : s.keptUntil());
  }

  private Instant keptUntil(Directive directive) {
    return directive
        .content()
        .since()
        .plus(
            switch (directive.content()) {
              case TakeNothingIn c -> terms.lateData();
              case StopProcessing c -> terms.stopped();
            });
  }

  private static boolean isLater(Directive one, Directive other) {
    return one.content().since().isAfter(other.content().since());
  }
}
