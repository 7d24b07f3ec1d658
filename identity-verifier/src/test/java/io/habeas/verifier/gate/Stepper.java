package io.habeas.verifier.gate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Work in a thread of its own that is stopped before one of its steps, and goes on when told. */
final class Stepper implements Runnable {
  /** Nobody waits for a thread that another one keeps. */
  static final Executor IN_ITS_OWN_THREAD = work -> Thread.ofPlatform().daemon().start(work);

  private final int stopsBefore;
  private final Semaphore reached = new Semaphore(0);
  private final Semaphore goOn = new Semaphore(0);
  private int steps;
  private @Nullable CompletableFuture<Void> work;

  /**
   * @param stopsBefore the step before which it stops, from 1; one that it does not come to for not
   *     stopping
   */
  Stepper(int stopsBefore) {
    this.stopsBefore = stopsBefore;
  }

  /** Called before each step, by the worker. */
  @Override
  public void run() {
    steps++;
    if (steps == stopsBefore) {
      reached.release();
      goOn.acquireUninterruptibly();
    }
  }

  /** Returns when it has stopped, or is done without. */
  Stepper start(Runnable what) throws InterruptedException {
    work =
        CompletableFuture.runAsync(what, IN_ITS_OWN_THREAD)
            .whenComplete((done, failure) -> reached.release());
    assertThat(reached.tryAcquire(3, TimeUnit.MINUTES)).isTrue();
    return this;
  }

  /** Returns when all is done; how many steps it took. */
  int finish() {
    goOn.release();
    if (work != null) {
      work.join();
    }
    return steps;
  }
}
