package io.habeas.storeagent.s3;

import io.habeas.participant.Deferred;
import io.habeas.participant.WaitReason;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether the buckets are there and can do what the map wants. Looked at again now and then, at
 * once after a failure, and soon while something is wrong, so that it recovers by itself.
 */
final class BucketState {
  private static final Logger log = LoggerFactory.getLogger(BucketState.class);
  private static final Duration GOOD_FOR = Duration.ofSeconds(30);
  private static final Duration BAD_FOR = Duration.ofSeconds(2);

  private final List<Bucket> buckets;
  private final OwnObjects own;
  private final ObjectPlan plan;
  private final Clock clock;
  private final AtomicReference<Look> last = new AtomicReference<>();

  /**
   * @param buckets the bucket with the objects, as each credential sees it
   */
  BucketState(List<Bucket> buckets, OwnObjects own, ObjectPlan plan, Clock clock) {
    this.buckets = List.copyOf(buckets);
    this.own = own;
    this.plan = plan;
    this.clock = clock;
  }

  /** What a look at the buckets found. */
  sealed interface State {
    record Fits() implements State {}

    /**
     * @param findings naming sets
     */
    record Differs(List<String> findings) implements State {}

    record Unreachable(WaitReason reason) implements State {}
  }

  /** As of a few seconds ago at most. Blocks for as long as the timeouts allow. */
  State current() {
    Look look = last.get();
    return look != null && clock.instant().isBefore(look.goodUntil()) ? look.state() : look();
  }

  /**
   * Does {@code work} where the storage answers, whatever the map says of it.
   *
   * @throws Deferred where it does not, or where {@code work} fails
   */
  <T> T deferring(Supplier<T> work) throws Deferred {
    if (current() instanceof State.Unreachable(var reason)) {
      throw new Deferred(reason);
    }
    try {
      return work.get();
    } catch (BucketFailure e) {
      // Whatever it was, the next task looks at the storage anew before it begins.
      last.set(null);
      throw new Deferred(e.reason());
    }
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
      List<String> findings = new ArrayList<>();
      for (Bucket bucket : buckets) {
        if (!bucket.exists()) {
          findings.add("Expected the bucket of %s but there is none".formatted(plan.dataset()));
        } else if (!plan.tagged().stream().allMatch(bucket::hasTags)) {
          findings.add(
              "Expected the storage of %s to have object tags but it has none"
                  .formatted(plan.dataset()));
        }
      }
      if (!own.canBe()) {
        findings.add(
            "Expected the journal's bucket of %s but there is none".formatted(plan.dataset()));
      }
      return findings.isEmpty()
          ? new State.Fits()
          : new State.Differs(findings.stream().distinct().toList());
    } catch (BucketFailure e) {
      return new State.Unreachable(e.reason());
    }
  }

  private static void tell(State state) {
    switch (state) {
      case State.Fits() -> log.info("The bucket is as the data map says");
      case State.Differs(var findings) ->
          findings.forEach(
              finding -> log.error("The bucket is not as the data map says. {}", finding));
      case State.Unreachable(var reason) -> log.warn("The bucket cannot be used: {}", reason);
    }
  }

  private record Look(State state, Instant goodUntil) {}
}
