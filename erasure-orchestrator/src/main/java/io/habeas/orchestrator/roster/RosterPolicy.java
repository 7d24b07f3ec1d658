package io.habeas.orchestrator.roster;

import io.habeas.orchestrator.roster.RosterEvent.Declared;
import io.habeas.orchestrator.roster.RosterEvent.Untold;
import io.habeas.orchestrator.roster.RosterEvent.WokenUp;
import io.habeas.orchestrator.roster.RosterState.Listed;
import io.habeas.orchestrator.roster.RosterState.NeverHeard;
import io.habeas.process.Policy;
import io.habeas.process.Transition;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Who stands how. Told when it changes, and not with every heartbeat: what changes every few
 * seconds only is when somebody was heard last, and nobody goes by that.
 *
 * <p>Silence counts only while somebody listens. A wake-up that comes late by a whole heartbeat
 * says that this process was away itself: from then on everybody has a heartbeat's time.
 */
public final class RosterPolicy implements Policy<RosterState, RosterEvent, Tell> {
  private static final Duration TELL_AGAIN = Duration.ofSeconds(5);

  private record Situation(RosterState state, RosterEvent event) {}

  @Override
  public RosterState initial() {
    return new NeverHeard();
  }

  @Override
  public Transition<RosterState, Tell> next(RosterState state, RosterEvent event) {
    return switch (new Situation(state, event)) {
      case Situation(NeverHeard s, Declared e) -> told(declared(e), e.at());
      case Situation(NeverHeard s, RosterEvent e) -> Transition.ignored(s, "never-heard");
      case Situation(Listed s, Declared e) when s.standing().equals(e.standing()) ->
          waiting(declared(e).tellAgainAt(s.tellAgainAt()), List.of());
      case Situation(Listed s, Declared e) -> told(declared(e), e.at());
      case Situation(Listed s, Untold e) ->
          waiting(s.tellAgainAt(e.at().plus(TELL_AGAIN)), List.of());
      case Situation(Listed s, WokenUp e) when isOver(s.tellAgainAt(), e.at()) -> told(s, e.at());
      case Situation(Listed s, WokenUp e) when s.standing() instanceof Standing.Stale ->
          Transition.ignored(s, "stale-already");
      case Situation(Listed s, WokenUp e) when e.at().isBefore(s.staleAt()) ->
          waiting(s, List.of());
      case Situation(Listed s, WokenUp e) when wasAway(s, e.at()) ->
          waiting(s.silentSince(e.at()), List.of());
      case Situation(Listed s, WokenUp e) ->
          told(s.standing(new Standing.Stale(s.heardAt())), e.at());
    };
  }

  private static Listed declared(Declared e) {
    return new Listed(e.participant(), e.at(), e.at(), e.heartbeat(), e.standing(), null);
  }

  private static boolean wasAway(Listed s, Instant now) {
    return !now.isBefore(s.staleAt().plus(s.heartbeat()));
  }

  private static boolean isOver(@Nullable Instant when, Instant now) {
    return when != null && !when.isAfter(now);
  }

  private static Transition<RosterState, Tell> told(Listed s, Instant at) {
    return waiting(s.tellAgainAt(null), List.of(new Tell(s.participant(), s.standing(), at)));
  }

  private static Transition<RosterState, Tell> waiting(Listed s, List<Tell> said) {
    Instant stale = s.standing() instanceof Standing.Stale ? null : s.staleAt();
    return Transition.to(
        s,
        said,
        Stream.of(s.tellAgainAt(), stale)
            .filter(Objects::nonNull)
            .min(Instant::compareTo)
            .orElse(null));
  }

  @Override
  public RosterEvent wakeUp(Instant now) {
    return new WokenUp(now);
  }

  @Override
  public RosterEvent undeliverable(Tell command, Undeliverable reason, Instant now) {
    return new Untold(now);
  }
}
