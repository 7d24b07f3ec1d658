package io.habeas.storeagent.processor;

import io.habeas.participant.Action;
import io.habeas.participant.Deferred;
import io.habeas.participant.Outcome;
import io.habeas.participant.TaskId;
import io.habeas.participant.outcome.TaskJournal;
import io.habeas.storeagent.ledger.Order;
import io.habeas.storeagent.ledger.Orders;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

/** Does something at one of all operations of a ledger: ends the process, or lets another work. */
public final class Interrupting {
  private final Runnable what;
  private final AtomicInteger count = new AtomicInteger();
  private volatile int at;
  private volatile Moment moment;

  /** Whether the operation has happened. */
  public enum Moment {
    BEFORE,
    AFTER
  }

  /** As if the process had ended. */
  public static final class Crash extends Error {
    private static final long serialVersionUID = 1L;
  }

  /**
   * @param at the number of the operation, from 1; 0 for none
   */
  public Interrupting(int at, Moment moment, Runnable what) {
    this.at = at;
    this.moment = moment;
    this.what = what;
  }

  public static Interrupting never() {
    return new Interrupting(0, Moment.BEFORE, () -> {});
  }

  /** How many operations there were. */
  public int count() {
    return count.get();
  }

  /** Does it at the {@code n}th operation from now on, from 1. */
  public void arm(int n, Moment when) {
    count.set(0);
    moment = when;
    at = n;
  }

  /** Does it no more. Returns how many operations there were since it was to be done. */
  public int disarm() {
    at = 0;
    return count.get();
  }

  /** An operation. */
  private interface Operation<T> {
    T carryOut() throws Deferred;
  }

  private <T> T at(Operation<T> operation) throws Deferred {
    boolean now = count.incrementAndGet() == at;
    if (now && moment == Moment.BEFORE) {
      what.run();
    }
    T result = operation.carryOut();
    if (now && moment == Moment.AFTER) {
      what.run();
    }
    return result;
  }

  public Orders orders(Orders orders) {
    return new Orders() {
      @Override
      public Order place(TaskId task, String operation) throws Deferred {
        return at(() -> orders.place(task, operation));
      }

      @Override
      public Order sent(Order order, String reference) throws Deferred {
        return at(() -> orders.sent(order, reference));
      }

      @Override
      public Order finished(Order order, String result) throws Deferred {
        return at(() -> orders.finished(order, result));
      }

      @Override
      public Order abandoned(Order order) throws Deferred {
        return at(() -> orders.abandoned(order));
      }

      @Override
      public Optional<Order> byKey(UUID key) throws Deferred {
        return at(() -> orders.byKey(key));
      }

      @Override
      public List<Order> of(UUID requestId) throws Deferred {
        return at(() -> orders.of(requestId));
      }
    };
  }

  public TaskJournal journal(TaskJournal journal) {
    return new TaskJournal() {
      @Override
      public Optional<Outcome> outcome(TaskId task) throws Deferred {
        return at(() -> journal.outcome(task));
      }

      @Override
      public OptionalInt highestStep(UUID requestId) throws Deferred {
        return at(() -> journal.highestStep(requestId));
      }

      @Override
      public OptionalInt begin(TaskId task, Action action) throws Deferred {
        return at(() -> journal.begin(task, action));
      }

      @Override
      public Outcome seal(TaskId task, Action action, Outcome outcome) throws Deferred {
        return at(() -> journal.seal(task, action, outcome));
      }
    };
  }
}
