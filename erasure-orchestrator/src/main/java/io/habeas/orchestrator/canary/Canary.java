package io.habeas.orchestrator.canary;

import io.habeas.protocol.ParticipantId;
import io.habeas.protocol.fanout.FanOut;
import io.habeas.protocol.locate.Holding;
import io.habeas.schemas.avro.Action;
import io.habeas.schemas.avro.CanaryFailure;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Everything known of one canary.
 *
 * @param id under which it is known to its store and to the vault
 * @param participant its store
 * @param failsAt when it counts as failed unless it is through
 * @param fanOut what its store is asked
 * @param seeded what was made up; empty before
 * @param repeats how often something was asked again because its outcome was not good enough
 * @param keptUntil until when some of it is kept under a duty; null for none
 * @param told what was told of it last; null before
 * @param tellAgainAt when to tell that again, where it could not be told; null when it was
 */
record Canary(
    UUID id,
    ParticipantId participant,
    Instant failsAt,
    FanOut<Action> fanOut,
    List<Holding> seeded,
    int repeats,
    @Nullable Instant keptUntil,
    @Nullable CanaryOutcome told,
    @Nullable Instant tellAgainAt) {

  Canary {
    seeded = List.copyOf(seeded);
  }

  static Canary begin(UUID id, ParticipantId participant, Instant failsAt) {
    return new Canary(
        id, participant, failsAt, FanOut.withNobody(), List.of(), 0, null, null, null);
  }

  Canary failsAt(Instant when) {
    return new Canary(id, participant, when, fanOut, seeded, repeats, keptUntil, told, tellAgainAt);
  }

  Canary fanOut(FanOut<Action> after) {
    return new Canary(
        id, participant, failsAt, after, seeded, repeats, keptUntil, told, tellAgainAt);
  }

  Canary seeded(List<Holding> made) {
    return new Canary(
        id, participant, failsAt, fanOut, made, repeats, keptUntil, told, tellAgainAt);
  }

  Canary repeated() {
    return new Canary(
        id, participant, failsAt, fanOut, seeded, repeats + 1, keptUntil, told, tellAgainAt);
  }

  Canary keptUntil(@Nullable Instant when) {
    return new Canary(id, participant, failsAt, fanOut, seeded, repeats, when, told, tellAgainAt);
  }

  Canary told(CanaryOutcome outcome) {
    return new Canary(id, participant, failsAt, fanOut, seeded, repeats, keptUntil, outcome, null);
  }

  Canary tellAgainAt(@Nullable Instant when) {
    return new Canary(id, participant, failsAt, fanOut, seeded, repeats, keptUntil, told, when);
  }

  /** What its store owes an answer to; null if to nothing. */
  @Nullable Action owed() {
    return fanOut.owedBy(participant).orElse(null);
  }

  /** Nobody is known to have been made up. */
  boolean isUnseeded() {
    return seeded.isEmpty();
  }

  /**
   * Whether nothing is said yet of what is there: only time can tell then that it does not work.
   */
  boolean awaitsVerdict() {
    return told == null || (told instanceof CanaryOutcome.Unseeded && !isUnseeded());
  }

  /** Nothing that was made up was ever found: whatever follows proves nothing. */
  boolean wasNotFound() {
    return told instanceof CanaryOutcome.Missed missed
        && missed.reason() == CanaryFailure.NOT_FOUND;
  }

  /** Whether more is held under its identifiers than was made up: somebody's, perhaps. */
  boolean isExceededBy(List<Holding> found) {
    Map<String, Long> made = counts(seeded);
    return counts(found).entrySet().stream()
        .anyMatch(entry -> entry.getValue() > made.getOrDefault(entry.getKey(), 0L));
  }

  /** Whether all that was made up is there. */
  boolean isAllIn(List<Holding> found) {
    Map<String, Long> there = counts(found);
    return counts(seeded).entrySet().stream()
        .allMatch(entry -> there.getOrDefault(entry.getKey(), 0L) >= entry.getValue());
  }

  private static Map<String, Long> counts(List<Holding> holdings) {
    Map<String, Long> counts = new HashMap<>();
    holdings.forEach(holding -> counts.merge(holding.collection(), holding.records(), Long::sum));
    return counts;
  }
}
