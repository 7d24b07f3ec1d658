package io.habeas.participant.testkit;

import io.habeas.participant.RecordSink;

/** Drops what is read out, and looks now and then how much memory is in use by then. */
final class HeapWatch implements RecordSink {
  private final long before = inUse();
  private final long every;
  private long most = before;
  private long records;

  /**
   * @param every after how many records it looks, and at the first
   */
  HeapWatch(long every) {
    this.every = every;
  }

  @Override
  public void add(String collection, String json) {
    if (records++ % every == 0) {
      most = Math.max(most, inUse());
    }
  }

  @Override
  public void addMore(String collection, String json) {
    // Of a record that is counted already.
  }

  long records() {
    return records;
  }

  /** How much more was in use than before. */
  long growth() {
    return most - before;
  }

  private static long inUse() {
    System.gc();
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }
}
