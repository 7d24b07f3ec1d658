package io.habeas.storeagent.postgres;

import io.habeas.participant.WaitReason;
import io.habeas.storeagent.plan.StorePlan;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.NestedRuntimeException;

/**
 * Whether the store is there and is as the map says. Looked at again now and then, at once after a
 * failure that points to a change, and soon while something is wrong, so that it recovers by
 * itself.
 */
final class StoreSchema {
  private static final Logger log = LoggerFactory.getLogger(StoreSchema.class);
  private static final Duration GOOD_FOR = Duration.ofSeconds(30);
  private static final Duration BAD_FOR = Duration.ofSeconds(2);

  private final Store store;
  private final OwnTables ownTables;
  private final StorePlan plan;
  private final Clock clock;
  private final AtomicReference<Look> last = new AtomicReference<>();

  StoreSchema(Store store, OwnTables ownTables, StorePlan plan, Clock clock) {
    this.store = store;
    this.ownTables = ownTables;
    this.plan = plan;
    this.clock = clock;
  }

  /** What a look at the store found. */
  sealed interface State {
    record Fits(Catalogue catalogue) implements State {}

    /**
     * @param findings naming tables and columns
     */
    record Differs(List<String> findings) implements State {}

    record Unreachable(WaitReason reason) implements State {}
  }

  /** As of a few seconds ago at most. Blocks for as long as the store's timeouts allow. */
  State current() {
    Look look = last.get();
    if (look != null && clock.instant().isBefore(look.goodUntil())) {
      return look.state();
    }
    return look();
  }

  /** What was found before no longer counts. */
  void forget() {
    last.set(null);
  }

  private synchronized State look() {
    Look before = last.get();
    if (before != null && clock.instant().isBefore(before.goodUntil())) {
      return before.state();
    }
    State state = find();
    if (before == null || !before.state().getClass().equals(state.getClass())) {
      tell(state);
    }
    Duration goodFor = state instanceof State.Fits ? GOOD_FOR : BAD_FOR;
    last.set(new Look(state, clock.instant().plus(goodFor)));
    return state;
  }

  private State find() {
    try {
      ownTables.ensure();
      Catalogue catalogue = Catalogue.read(store.jdbc(), plan.schema().orElse(store.schema()));
      List<String> findings = LiveCheck.findings(plan, catalogue);
      if (!findings.isEmpty()) {
        return new State.Differs(findings);
      }
      return new State.Fits(catalogue);
    } catch (NestedRuntimeException e) {
      return new State.Unreachable(Failures.classify(e));
    }
  }

  private static void tell(State state) {
    switch (state) {
      case State.Fits fits -> log.info("The store is as the data map says");
      case State.Differs(var findings) ->
          findings.forEach(
              finding -> log.error("The store is not as the data map says. {}", finding));
      case State.Unreachable(var reason) -> log.warn("The store cannot be used: {}", reason);
    }
  }

  private record Look(State state, Instant goodUntil) {}
}
