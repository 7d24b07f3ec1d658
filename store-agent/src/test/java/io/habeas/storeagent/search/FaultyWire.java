package io.habeas.storeagent.search;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;

/** The way to a cluster, on which one call gets lost: before it is carried out, or its answer. */
final class FaultyWire {
  private final AtomicInteger left = new AtomicInteger(Integer.MAX_VALUE);
  private volatile Moment moment = Moment.BEFORE;
  private volatile boolean writes;

  /** When the call fails. */
  enum Moment {
    BEFORE,
    AFTER
  }

  /** The {@code n}th write from now on fails. */
  void failWrite(int n, Moment when) {
    moment = when;
    writes = true;
    left.set(n);
  }

  /** The {@code n}th call that only reads fails from now on. */
  void failRead(int n) {
    moment = Moment.BEFORE;
    writes = false;
    left.set(n);
  }

  /** Nothing fails any more; whether something did. */
  boolean mend() {
    return left.getAndSet(Integer.MAX_VALUE) <= 0;
  }

  Wire around(Wire wire) {
    return call -> {
      boolean fails = isWrite(call) == writes && left.decrementAndGet() == 0;
      if (fails && moment == Moment.BEFORE) {
        throw new IOException("a fault, before");
      }
      Wire.Reply reply = wire.send(call);
      if (fails) {
        throw new IOException("a fault, after");
      }
      return reply;
    };
  }

  /** Whether a call changes documents. */
  static boolean isWrite(Wire.Call call) {
    String path = call.path();
    return path.startsWith("/_bulk")
        || path.contains("/_doc/") && !call.method().equals("GET")
        || path.contains("/_create/");
  }
}
