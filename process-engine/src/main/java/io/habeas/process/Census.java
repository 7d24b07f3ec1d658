package io.habeas.process;

import io.habeas.process.Knowledge.ToAcknowledge;
import io.habeas.process.ProcessDefinition.Outbound;
import java.time.Instant;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Counts the instances of one task for the fact that is to be acknowledged next, in portions.
 * Begins anew after a restart, and when the fact changes.
 *
 * @param <S> the state of an instance
 */
final class Census<S> {
  private final Instances<S, ?> instances;
  private @Nullable ToAcknowledge<S> subject;
  private String last = "";
  private long counted;
  private boolean complete;

  Census(Instances<S, ?> instances) {
    this.instances = instances;
  }

  /** Counts on; for another fact from the beginning. Whether all are counted. */
  boolean count(ToAcknowledge<S> fact, int most) {
    if (subject == null || !subject.id().equals(fact.id()) || !subject.fact().equals(fact.fact())) {
      subject = fact;
      last = "";
      counted = 0;
      complete = false;
    }
    if (!complete) {
      Predicate<S> which = fact.how().counted();
      Instances.Portion<S> portion = instances.after(last, most);
      counted += portion.unreadable();
      counted += portion.states().stream().filter(state -> mayCount(which, state)).count();
      last = portion.last();
      complete = portion.complete();
    }
    return complete;
  }

  /** A state of which it cannot be told counts, as one that cannot be read does. */
  private static <S> boolean mayCount(Predicate<S> which, S state) {
    try {
      return which.test(state);
    } catch (RuntimeException e) {
      return true;
    }
  }

  /** What is to be said once all are counted. */
  Outbound<?> said(ToAcknowledge<S> fact, Instant now) {
    return fact.how().said().apply(counted, now);
  }
}
