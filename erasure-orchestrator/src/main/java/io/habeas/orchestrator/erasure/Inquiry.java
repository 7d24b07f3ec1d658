package io.habeas.orchestrator.erasure;

import io.habeas.protocol.fanout.Pauses;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The question whether the person may be erased, asked of the verifier: only the vault knows by
 * what else the person is known, and so by what they may be held.
 *
 * @param number how often the erasure came to ask; 0 before the first time. An answer to an earlier
 *     question counts no more: what is held may have changed since
 * @param times how often the present question was asked; 0 when none is
 * @param askAgainAt when it is asked again; null when no answer is awaited
 */
public record Inquiry(int number, int times, @Nullable Instant askAgainAt) {
  static final Inquiry NONE = new Inquiry(0, 0, null);

  Inquiry next(Instant at, Pauses pauses) {
    return new Inquiry(number + 1, 1, at.plus(pauses.forAnswer(1)));
  }

  Inquiry again(Instant at, Pauses pauses) {
    return new Inquiry(number, times + 1, at.plus(pauses.forAnswer(times + 1)));
  }

  /** Asked again by then at the latest, if that is still to come. */
  Inquiry noLaterThan(Instant limit, Instant at) {
    return askAgainAt != null && limit.isAfter(at) && limit.isBefore(askAgainAt)
        ? new Inquiry(number, times, limit)
        : this;
  }

  /** It was answered, or the answer is not needed any more. */
  Inquiry closed() {
    return new Inquiry(number, 0, null);
  }

  /** Whether this answers it. */
  boolean awaits(int answered) {
    return askAgainAt != null && answered == number;
  }

  boolean isDue(Instant at) {
    return askAgainAt != null && !askAgainAt.isAfter(at);
  }
}
