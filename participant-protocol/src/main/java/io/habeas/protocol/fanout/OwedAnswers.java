package io.habeas.protocol.fanout;

import io.habeas.schemas.avro.Action;
import io.habeas.schemas.avro.state.OwedAnswer;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** How it is stored whose turn it is. */
public final class OwedAnswers {
  private OwedAnswers() {}

  /** What is stored of a turn; null if nothing is owed. */
  public static @Nullable OwedAnswer write(Turn<Action> turn) {
    return switch (turn) {
      case Turn.Nobody<Action> nobody -> null;
      case Turn.Theirs<Action> theirs ->
          owed(theirs.task(), theirs.attempts(), theirs.askAgainAt(), false, theirs.waiting());
      case Turn.Ours<Action> ours ->
          owed(ours.task(), ours.attempts(), ours.askAgainAt(), true, ours.waiting());
    };
  }

  /** The turn of which this is stored. */
  public static Turn<Action> read(@Nullable OwedAnswer owed) {
    if (owed == null) {
      return new Turn.Nobody<>();
    }
    Waiting waiting =
        owed.getWaiting() == null || owed.getWaitingSince() == null
            ? null
            : new Waiting(owed.getWaiting(), owed.getWaitingSince());
    return owed.getPutOff() && waiting != null
        ? new Turn.Ours<>(owed.getTask(), owed.getAttempts(), owed.getAskAgainAt(), waiting)
        : new Turn.Theirs<>(owed.getTask(), owed.getAttempts(), owed.getAskAgainAt(), waiting);
  }

  private static OwedAnswer owed(
      Action task, int attempts, Instant askAgainAt, boolean putOff, @Nullable Waiting waiting) {
    return new OwedAnswer(
        task,
        attempts,
        askAgainAt,
        putOff,
        waiting == null ? null : waiting.reason(),
        waiting == null ? null : waiting.since());
  }
}
