package io.habeas.storeagent.processor.rest;

import io.habeas.participant.Deferred;
import io.habeas.participant.TaskId;
import io.habeas.participant.WaitReason;
import io.habeas.storeagent.ledger.Order;
import io.habeas.storeagent.ledger.Orders;
import io.habeas.storeagent.processor.OrderDesk;
import io.habeas.storeagent.processor.OrderDesk.Fence;
import io.habeas.storeagent.processor.OrderDesk.Result;
import io.habeas.storeagent.processor.Ordering;
import io.habeas.storeagent.processor.ProcessorFailure;
import io.habeas.storeagent.processor.ProcessorFailure.Trace;
import io.habeas.storeagent.processor.SubjectDigest;
import io.habeas.storeagent.processor.Waiting;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Has one order after the other carried out, each about one subject. What was ordered of whom a
 * search no longer finds is finished from the ledger.
 */
final class Carrying {
  private final Speaking speaking;
  private final Orders orders;
  private final OrderDesk desk;
  private final SubjectDigest digest;

  Carrying(Speaking speaking, Orders orders, OrderDesk desk, SubjectDigest digest) {
    this.speaking = speaking;
    this.orders = orders;
    this.desk = desk;
    this.digest = digest;
  }

  /**
   * Moves all orders of one form on.
   *
   * @param kind begins the codes of these orders, with a dot at its end
   * @param values what is filled in besides the subject
   * @param waiting is told of what is not done yet
   * @return how many records those are about that are done
   * @throws Deferred if the ledger fails, or the task is not to be worked on any more
   */
  long carry(
      TaskId task,
      String kind,
      OrderForm form,
      Set<String> subjects,
      Variables values,
      Fence fence,
      Waiting waiting)
      throws Deferred {
    long done = 0;
    Set<String> operations = new HashSet<>();
    for (String subject : subjects) {
      String operation = kind + digest.of(task.requestId(), subject);
      operations.add(operation);
      Ordering ordering = speaking.ordering(form, values.with(Variables.SUBJECT, subject));
      Result result = desk.advance(task, operation, ordering, fence);
      done += count(result, waiting);
      if (result instanceof Result.Waits(var reason) && Waiting.concernsAll(reason)) {
        return done;
      }
    }
    for (Order order : orders.of(task.requestId())) {
      boolean ours = order.isOpen() || order.task().step() == task.step();
      if (order.operation().startsWith(kind) && ours && !operations.contains(order.operation())) {
        Ordering ordering = new NotFound(form, speaking.ordering(form, values));
        done += count(desk.advance(task, order.operation(), ordering, fence), waiting);
      }
    }
    return done;
  }

  private static long count(Result result, Waiting waiting) {
    return switch (result) {
      case Result.Done(var records) -> records;
      case Result.Waits(var reason) -> {
        waiting.add(reason);
        yield 0;
      }
    };
  }

  /** An order about somebody whom the processor does not find any more. */
  private record NotFound(OrderForm form, Ordering ordering) implements Ordering {

    /** What was noted to be done with a record that was found then, and is gone now, is done. */
    @Override
    public Taken place(Order order) {
      if (form.subjects().search().isEmpty()) {
        throw new ProcessorFailure(
            WaitReason.IDENTIFIERS_NOT_YET_KNOWN, Trace.UNKNOWN, "an identifier that is missing");
      }
      return new Taken(RestOrdering.UNNAMED, Optional.of(new Progress.Done(1)));
    }

    @Override
    public Found find(Order order) {
      return new Found.CannotTell(true);
    }

    @Override
    public Progress progress(Order order, String reference) {
      return ordering.progress(order, reference);
    }
  }
}
