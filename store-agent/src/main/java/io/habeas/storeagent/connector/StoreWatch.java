package io.habeas.storeagent.connector;

import io.habeas.participant.WaitReason;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether a store is there and is as the map says. Looked at again now and then, at once after a
 * failure that points to a change, and soon while something is wrong, so that it recovers by
 * itself.
 *
 * @param <T> what a look at a store that fits brings along
 */
public final class StoreWatch<T> {
  private static final Logger log = LoggerFactory.getLogger(StoreWatch.class);
  private static final Duration GOOD_FOR = Duration.ofSeconds(30);
  private static final Duration BAD_FOR = Duration.ofSeconds(2);

  private final Supplier<State<T>> finder;
  private final Clock clock;
  private final AtomicReference<Look<T>> last = new AtomicReference<>();

  /**
   * @param finder looks at the store; must answer within the store's timeouts and not throw
   */
  public StoreWatch(Supplier<State<T>> finder, Clock clock) {
    this.finder = finder;
    this.clock = clock;
  }

  /** What a look at the store found. */
  public sealed interface State<T> {
    /** It is as the map says. */
    record Fits<T>(T as) implements State<T> {}

    /**
     * It is not.
     *
     * @param findings naming what the map names, never contents
     */
    record Differs<T>(List<String> findings) implements State<T> {
      public Differs {
        findings = List.copyOf(findings);
      }
    }

    /** Nothing can be said of it now. */
    record Unreachable<T>(WaitReason reason) implements State<T> {}

    /** Why no task can be taken; empty if one can. */
    default Optional<WaitReason> unfit() {
      return switch (this) {
        case Fits<T> fits -> Optional.empty();
        case Differs<T> differs -> Optional.of(WaitReason.MAP_MISMATCH);
        case Unreachable<T>(var reason) -> Optional.of(reason);
      };
    }

    /** Where map and store contradict each other. */
    default List<String> contradictions() {
      return this instanceof Differs<T>(var findings) ? findings : List.of();
    }
  }

  /** As of a few seconds ago at most. Blocks for as long as the store's timeouts allow. */
  public State<T> current() {
    Look<T> look = last.get();
    if (look != null && clock.instant().isBefore(look.goodUntil())) {
      return look.state();
    }
    return look();
  }

  /** What was found before no longer counts. */
  public void forget() {
    last.set(null);
  }

  private synchronized State<T> look() {
    Look<T> before = last.get();
    if (before != null && clock.instant().isBefore(before.goodUntil())) {
      return before.state();
    }
    State<T> state = finder.get();
    if (before == null || !before.state().getClass().equals(state.getClass())) {
      tell(state);
    }
    Duration goodFor = state instanceof State.Fits<T> ? GOOD_FOR : BAD_FOR;
    last.set(new Look<>(state, clock.instant().plus(goodFor)));
    return state;
  }

  private void tell(State<T> state) {
    switch (state) {
      case State.Fits<T> fits -> log.info("The store is as the data map says");
      case State.Differs<T>(var findings) ->
          findings.forEach(
              finding -> log.error("The store is not as the data map says. {}", finding));
      case State.Unreachable<T>(var reason) -> log.warn("The store cannot be used: {}", reason);
    }
  }

  private record Look<T>(State<T> state, Instant goodUntil) {}
}
