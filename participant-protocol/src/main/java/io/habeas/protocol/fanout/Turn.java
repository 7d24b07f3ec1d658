package io.habeas.protocol.fanout;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Whose turn it is in the exchange with one participant.
 *
 * @param <T> what a participant can be asked
 */
public sealed interface Turn<T> {

  /** Nothing is owed. */
  record Nobody<T>() implements Turn<T> {}

  /**
   * The participant owes an answer.
   *
   * @param task what it was asked
   * @param attempts how often, at least 1
   * @param askAgainAt when to ask again unless it has answered
   * @param waiting why the answer is not there yet; null while nothing is known to be amiss
   */
  record Theirs<T>(T task, int attempts, Instant askAgainAt, @Nullable Waiting waiting)
      implements Turn<T> {}

  /**
   * It is on us to ask again: the participant put its answer off, or could not be reached.
   *
   * @param task what to ask
   * @param attempts how often it was asked, at least 1
   * @param askAgainAt when to ask again
   * @param waiting why the answer was put off
   */
  record Ours<T>(T task, int attempts, Instant askAgainAt, Waiting waiting) implements Turn<T> {}
}
