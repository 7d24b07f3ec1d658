package io.habeas.storeagent.processor;

import io.habeas.participant.Deferred;
import io.habeas.participant.TaskId;
import io.habeas.participant.WaitReason;
import io.habeas.storeagent.ledger.Order;
import io.habeas.storeagent.ledger.Orders;
import io.habeas.storeagent.processor.Ordering.Found;
import io.habeas.storeagent.processor.Ordering.Progress;
import io.habeas.storeagent.processor.Ordering.Taken;
import io.habeas.storeagent.processor.ProcessorFailure.Trace;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Orders something of a processor once. An order is noted before it is placed; before it is placed
 * somebody takes the turn to do so, and a turn is taken once. Whoever finds an order whose turn is
 * taken and of which nothing else is known comes after a crash, or beside another instance: the
 * processor is then looked at, and the order placed again only where that is known to do no harm.
 */
public final class OrderDesk {
  private static final Logger log = LoggerFactory.getLogger(OrderDesk.class);
  private static final String TURN = "turn.";

  private final Orders orders;
  private final Contradictions contradictions;
  private final Duration longestCall;
  private final Clock clock;

  /**
   * @param longestCall after how long nobody can be in the middle of placing any more
   */
  public OrderDesk(
      Orders orders, Contradictions contradictions, Duration longestCall, Clock clock) {
    this.orders = orders;
    this.contradictions = contradictions;
    this.longestCall = longestCall;
    this.clock = clock;
  }

  /** Makes sure that a task is still to be worked on, before each effect. */
  @FunctionalInterface
  public interface Fence {
    void check() throws Deferred;
  }

  /** What became of an order so far. */
  public sealed interface Result {
    /**
     * It is carried out.
     *
     * @param records how many records it was about
     */
    record Done(long records) implements Result {}

    /** It is not, for now. */
    record Waits(WaitReason reason) implements Result {}
  }

  /**
   * Moves the order of a task on, as far as that goes now.
   *
   * @param operation which of the task's orders it is, a code
   * @throws Deferred if the ledger fails, or the task is not to be worked on any more
   */
  public Result advance(TaskId task, String operation, Ordering what, Fence fence) throws Deferred {
    Order order = orders.place(task, operation);
    try {
      return switch (order.state()) {
        case Order.State.Finished(var result) -> new Result.Done(Receipt.read(result).records());
        case Order.State.Abandoned() -> new Result.Waits(WaitReason.RECORD_LOCKED);
        case Order.State.Sent(var reference) ->
            settle(order, what.progress(order, reference), reference);
        case Order.State.Placed() -> send(order, what, fence);
      };
    } catch (ProcessorFailure e) {
      return new Result.Waits(e.reason());
    }
  }

  private Result send(Order order, Ordering what, Fence fence) throws Deferred {
    Order turn = orders.place(order.task(), TURN + order.key());
    if (turn.state() instanceof Order.State.Placed) {
      String me = UUID.randomUUID().toString();
      turn = orders.sent(turn, me);
      if (turn.state() instanceof Order.State.Sent(var whose) && whose.equals(me)) {
        return place(order, what, fence);
      }
    }
    if (clock.instant().isBefore(turn.placedAt().plus(longestCall))) {
      // Somebody may be about to place it at this very moment.
      return new Result.Waits(WaitReason.RECORD_LOCKED);
    }
    return switch (what.find(order)) {
      case Found.There(var reference) -> {
        Order sent = orders.sent(order, reference);
        yield settle(sent, what.progress(sent, reference), reference);
      }
      case Found.NotThere() -> place(order, what, fence);
      case Found.CannotTell(var harmless) -> harmless ? place(order, what, fence) : held(order);
    };
  }

  private Result place(Order order, Ordering what, Fence fence) throws Deferred {
    fence.check();
    Taken taken;
    try {
      taken = what.place(order);
    } catch (ProcessorFailure e) {
      if (e.trace() == Trace.NONE) {
        // It was certainly not placed, so the next attempt need not wonder.
        orders.abandoned(order);
      }
      throw e;
    }
    Order sent = orders.sent(order, taken.reference());
    Progress progress =
        taken.progress().isPresent()
            ? taken.progress().get()
            : what.progress(sent, taken.reference());
    return settle(sent, progress, taken.reference());
  }

  private Result settle(Order order, Progress progress, String reference) throws Deferred {
    return switch (progress) {
      case Progress.Working() -> new Result.Waits(WaitReason.PROCESSOR_WORKING);
      case Progress.Done(var records) -> {
        Order standing = orders.finished(order, new Receipt(records, reference).text());
        yield standing.state() instanceof Order.State.Finished(var result)
            ? new Result.Done(Receipt.read(result).records())
            : new Result.Waits(WaitReason.RECORD_LOCKED);
      }
      case Progress.Failed() -> anew(order, "failed");
      case Progress.Forgotten() -> anew(order, "is not known any more");
    };
  }

  private Result anew(Order order, String what) throws Deferred {
    log.warn("Expected the processor to carry out {} but it {}", kind(order), what);
    orders.abandoned(order);
    contradictions.show(
        "Expected the processor to carry out every %s but one of %s %s; it is ordered anew"
            .formatted(kind(order), day(order.placedAt()), what));
    return new Result.Waits(WaitReason.UNFIT);
  }

  private Result held(Order order) {
    contradictions.show(
        "Expected to know whether the %s of %s was placed but the agent stopped meanwhile and the"
                .formatted(kind(order), day(order.placedAt()))
            + " processor cannot be asked; it is held until somebody has looked there");
    return new Result.Waits(WaitReason.UNFIT);
  }

  private static String kind(Order order) {
    int dot = order.operation().indexOf('.');
    return dot < 0 ? order.operation() : order.operation().substring(0, dot);
  }

  private static String day(Instant at) {
    return at.toString().substring(0, 10);
  }
}
