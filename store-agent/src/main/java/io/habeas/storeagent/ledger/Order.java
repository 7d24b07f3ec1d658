package io.habeas.storeagent.ledger;

import io.habeas.participant.TaskId;
import java.time.Instant;
import java.util.UUID;

/**
 * Something that somebody else is to do, as it is noted.
 *
 * @param key names it to the processor: the same however often it is sent, so that a processor that
 *     knows idempotency keys carries it out once
 * @param task the task it was last asked for
 * @param operation which of the task's orders it is, a code
 * @param placedAt when it was noted first
 */
public record Order(UUID key, TaskId task, String operation, Instant placedAt, State state) {

  /** How far it came. */
  public sealed interface State {

    /** It is noted, and may have been sent or not. */
    record Placed() implements State {}

    /**
     * The processor took it.
     *
     * @param reference its name at the processor's; a pseudonym, so never to be logged
     */
    record Sent(String reference) implements State {}

    /**
     * The processor carried it out.
     *
     * @param result what it came to, in codes and counts
     */
    record Finished(String result) implements State {}

    /** It failed for good, or the processor does not know it; it may be placed anew. */
    record Abandoned() implements State {}
  }

  /** Whether the processor still owes it. */
  public boolean isOpen() {
    return switch (state) {
      case State.Placed placed -> true;
      case State.Sent sent -> true;
      case State.Finished finished -> false;
      case State.Abandoned abandoned -> false;
    };
  }
}
