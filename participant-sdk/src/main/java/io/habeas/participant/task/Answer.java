package io.habeas.participant.task;

import io.habeas.participant.Action;
import io.habeas.participant.Outcome;
import io.habeas.participant.WaitReason;
import io.habeas.participant.outcome.OutcomeLog.Recorded;

/** What is replied to a task. */
public sealed interface Answer {

  /** In a word, for a metric. */
  default String code() {
    return switch (this) {
      case Done(var outcome) -> outcome.getClass().getSimpleName();
      case Wait(var reason) -> reason.name();
      case NotOffered(var action) -> "NOT_OFFERED";
      case Superseded(var seenStep) -> "SUPERSEDED";
    };
  }

  /** What is replied to a task that is settled. */
  static Answer of(Recorded settled) {
    return switch (settled) {
      case Recorded.As(var outcome) -> new Done(outcome);
      case Recorded.Superseded(var seenStep) -> new Superseded(seenStep);
    };
  }

  /** It was carried out, now or before. */
  record Done(Outcome outcome) implements Answer {}

  /** It cannot be done now, nothing was changed: ask again. */
  record Wait(WaitReason reason) implements Answer {}

  /** It is none of what this participant can do at all. */
  record NotOffered(Action action) implements Answer {}

  /** A later step has its outcome already. */
  record Superseded(int seenStep) implements Answer {}
}
