package io.habeas.orchestrator.roster;

import io.habeas.orchestrator.roster.RosterCommand.BeginCanary;
import io.habeas.orchestrator.roster.RosterCommand.Tell;
import io.habeas.orchestrator.roster.RosterEvent.CanarySaid;
import io.habeas.orchestrator.roster.RosterEvent.CanaryUntold;
import io.habeas.orchestrator.roster.RosterEvent.Declared;
import io.habeas.orchestrator.roster.RosterEvent.Untold;
import io.habeas.orchestrator.roster.RosterEvent.WokenUp;
import io.habeas.orchestrator.roster.RosterState.Listed;
import io.habeas.orchestrator.roster.RosterState.NeverHeard;
import io.habeas.process.Policy;
import io.habeas.process.Transition;
import io.habeas.protocol.ParticipantId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Who stands how, and when the path to each store is tried. Told when it changes, and not with
 * every heartbeat: what changes every few seconds only is when somebody was heard last, and nobody
 * goes by that.
 *
 * <p>Silence counts only while somebody listens. A wake-up that comes late by a whole heartbeat
 * says that this process was away itself: from then on everybody has a heartbeat's time.
 */
public final class RosterPolicy implements Policy<RosterState, RosterEvent, RosterCommand> {
  private static final Duration TELL_AGAIN = Duration.ofSeconds(5);

  private final Set<ParticipantId> required;
  private final Schedule schedule;

  private record Situation(RosterState state, RosterEvent event) {}

  /**
   * When canaries begin.
   *
   * @param first how long after a participant first offers what it takes
   * @param every how long after one that passed, or for which nobody could be made up
   * @param again how long after one that failed, once nothing of it is left
   */
  public record Schedule(Duration first, Duration every, Duration again) {
    public Schedule {
      if (first.isNegative() || !every.isPositive() || !again.isPositive()) {
        throw new IllegalArgumentException(
            "Expected positive times between canaries but got first=%s every=%s again=%s"
                .formatted(first, every, again));
      }
    }
  }

  /**
   * @param required in whose stores people are made up: whom the controller requires
   */
  public RosterPolicy(Collection<ParticipantId> required, Schedule schedule) {
    this.required = Set.copyOf(required);
    this.schedule = schedule;
  }

  @Override
  public RosterState initial() {
    return new NeverHeard();
  }

  @Override
  public Transition<RosterState, RosterCommand> next(RosterState state, RosterEvent event) {
    return switch (new Situation(state, event)) {
      case Situation(NeverHeard s, Declared e) -> told(declared(null, e), e.at());
      case Situation(NeverHeard s, RosterEvent e) -> Transition.ignored(s, "never-heard");
      case Situation(Listed s, Declared e) -> declaredAgain(s, declared(s, e), e.at());
      case Situation(Listed s, Untold e) ->
          waiting(s.tellAgainAt(e.at().plus(TELL_AGAIN)), List.of(), e.at());
      case Situation(Listed s, CanarySaid e) -> canarySaid(s, e);
      case Situation(Listed s, CanaryUntold e) -> canaryUntold(s, e);
      case Situation(Listed s, WokenUp e) when isOver(s.tellAgainAt(), e.at()) -> told(s, e.at());
      case Situation(Listed s, WokenUp e) when s.standing() instanceof Standing.Stale ->
          Transition.ignored(s, "stale-already");
      case Situation(Listed s, WokenUp e) when e.at().isBefore(s.staleAt()) ->
          waiting(s, List.of(), e.at());
      case Situation(Listed s, WokenUp e) when wasAway(s, e.at()) ->
          waiting(s.silentSince(e.at()), List.of(), e.at());
      case Situation(Listed s, WokenUp e) ->
          told(s.standing(new Standing.Stale(s.heardAt())), e.at());
    };
  }

  private Listed declared(@Nullable Listed before, Declared e) {
    Canaries canaries = before == null ? null : before.canaries();
    return new Listed(
        e.participant(),
        e.at(),
        e.at(),
        e.heartbeat(),
        e.needs(),
        e.standing(),
        before == null ? null : before.tellAgainAt(),
        required.contains(e.participant())
            ? (canaries == null ? Canaries.none(e.at()) : canaries)
                .declared(e.standing(), schedule, e.at())
            : null,
        e.reporting() == null
            ? null
            : e.reporting().after(before == null ? null : before.reporting()));
  }

  private Transition<RosterState, RosterCommand> declaredAgain(
      Listed before, Listed after, Instant at) {
    return after.standing().equals(before.standing())
            && Objects.equals(after.proof(), before.proof())
            && Objects.equals(after.reporting(), before.reporting())
        ? waiting(after, List.of(), at)
        : told(after, at);
  }

  /** Only of the one that is under way: what is said of an earlier one is late. */
  private Transition<RosterState, RosterCommand> canarySaid(Listed s, CanarySaid e) {
    Canaries canaries = s.canaries();
    if (canaries == null || !canaries.isUnderway(e.canaryId())) {
      return Transition.ignored(s, "other-canary");
    }
    Listed after =
        s.canaries(canaries.outcome(e.canaryId(), e.outcome(), e.over(), schedule, e.at()));
    return Objects.equals(after.proof(), s.proof())
        ? waiting(after, List.of(), e.at())
        : told(after, e.at());
  }

  private static Transition<RosterState, RosterCommand> canaryUntold(Listed s, CanaryUntold e) {
    Canaries canaries = s.canaries();
    return canaries == null || !canaries.isUnderway(e.canaryId())
        ? Transition.ignored(s, "other-canary")
        : waiting(s.canaries(canaries.due(e.at().plus(TELL_AGAIN))), List.of(), e.at());
  }

  private static boolean wasAway(Listed s, Instant now) {
    return !now.isBefore(s.staleAt().plus(s.heartbeat()));
  }

  private static boolean isOver(@Nullable Instant when, Instant now) {
    return when != null && !when.isAfter(now);
  }

  private static Transition<RosterState, RosterCommand> told(Listed s, Instant at) {
    return waiting(
        s.tellAgainAt(null),
        List.of(new Tell(s.participant(), s.standing(), s.proof(), s.reporting(), at)),
        at);
  }

  /** Waits, and begins a canary meanwhile if it is time for one. */
  private static Transition<RosterState, RosterCommand> waiting(
      Listed before, List<RosterCommand> told, Instant at) {
    Listed s = before;
    List<RosterCommand> said = new ArrayList<>(told);
    Canaries canaries = s.canaries();
    if (canaries != null && isOver(s.canaryAt(), at)) {
      UUID canary = Canaries.canaryId(s.participant(), at);
      said.add(new BeginCanary(canary, s.participant(), s.needs(), at));
      s = s.canaries(canaries.begun(canary));
    }
    Instant stale = s.standing() instanceof Standing.Stale ? null : s.staleAt();
    return Transition.to(
        s,
        said,
        Stream.of(s.tellAgainAt(), stale, s.canaryAt())
            .filter(Objects::nonNull)
            .min(Instant::compareTo)
            .orElse(null));
  }

  @Override
  public RosterEvent wakeUp(Instant now) {
    return new WokenUp(now);
  }

  @Override
  public RosterEvent undeliverable(RosterCommand command, Undeliverable reason, Instant now) {
    return switch (command) {
      case Tell tell -> new Untold(now);
      case BeginCanary begin -> new CanaryUntold(begin.canaryId(), now);
    };
  }
}
