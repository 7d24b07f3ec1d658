package io.habeas.orchestrator.erasure;

import io.habeas.protocol.ParticipantId;
import io.habeas.schemas.avro.EndCause;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What stands between what was located and its erasure.
 *
 * @param irrevocable the first ERASE is out: there is only forward
 * @param endingFor who had the request end before that; null if nobody did
 * @param coolingOffUntil nothing is erased before; null until everything is restricted
 * @param holds in the order in which they were placed
 * @param plan what is to be erased, once that is known
 * @param inquiry whether the person is held, asked when nothing else stands before the first ERASE
 */
public record Gate(
    boolean irrevocable,
    @Nullable EndCause endingFor,
    @Nullable Instant coolingOffUntil,
    List<Hold> holds,
    Plan plan,
    Inquiry inquiry) {

  public Gate {
    holds = List.copyOf(holds);
  }

  static Gate open(List<Hold> holds) {
    return new Gate(false, null, null, holds, Plan.NONE, Inquiry.NONE);
  }

  Gate passed() {
    return new Gate(true, endingFor, coolingOffUntil, holds, plan, inquiry.closed());
  }

  Gate endingFor(EndCause cause) {
    return new Gate(irrevocable, cause, coolingOffUntil, holds, plan, inquiry);
  }

  Gate coolingOffUntil(@Nullable Instant until) {
    return new Gate(irrevocable, endingFor, until, holds, plan, inquiry);
  }

  Gate with(Hold hold) {
    return new Gate(
        irrevocable,
        endingFor,
        coolingOffUntil,
        Stream.concat(holds.stream(), Stream.of(hold)).toList(),
        plan,
        inquiry);
  }

  Gate without(UUID holdId) {
    return new Gate(
        irrevocable,
        endingFor,
        coolingOffUntil,
        holds.stream().filter(hold -> !hold.id().equals(holdId)).toList(),
        plan,
        inquiry);
  }

  Gate inquiry(Inquiry after) {
    return new Gate(irrevocable, endingFor, coolingOffUntil, holds, plan, after);
  }

  Gate plan(Plan after) {
    return new Gate(irrevocable, endingFor, coolingOffUntil, holds, after, inquiry);
  }

  boolean has(UUID holdId) {
    return holds.stream().anyMatch(hold -> hold.id().equals(holdId));
  }

  /** Whether nothing at all may be erased. */
  boolean holdsEverything() {
    return holds.stream().anyMatch(Hold::ofEverything);
  }

  boolean holds(ParticipantId store) {
    return holds.stream().anyMatch(hold -> hold.covers(store));
  }

  /** Whether the time to think better of it is still running. */
  boolean isCoolingOff(Instant now) {
    return coolingOffUntil != null && now.isBefore(coolingOffUntil);
  }
}
