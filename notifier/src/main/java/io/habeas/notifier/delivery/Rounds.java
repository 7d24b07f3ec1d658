package io.habeas.notifier.delivery;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sees to it that every due letter is carried: fresh ones at once, in a lane of their own, so that
 * a code never queues behind the backlog of an outage; and all that is due, fresh or not, in rounds
 * over the documents. What a stop or a crash interrupts is due again by itself.
 */
final class Rounds implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Rounds.class);
  private static final int FRESH_WAITING = 256;
  private static final Duration LAST_WORDS = Duration.ofSeconds(10);
  private static final Duration BETWEEN_CLEANINGS = Duration.ofHours(1);

  private final Deliveries deliveries;
  private final Courier courier;
  private final Pace pace;
  private final Clock clock;
  private final ThreadPoolExecutor fresh;
  private final ExecutorService backlog;
  private final ScheduledExecutorService timer;

  /**
   * How much at a time.
   *
   * @param couriers how many letters each lane sends at the same time, at least 1
   * @param batch how many due letters one round takes up
   * @param every the pause between rounds
   * @param retention how long a finished letter's document is kept
   */
  record Pace(int couriers, int batch, Duration every, Duration retention) {}

  Rounds(Deliveries deliveries, Courier courier, Pace pace, Clock clock) {
    this.deliveries = deliveries;
    this.courier = courier;
    this.pace = pace;
    this.clock = clock;
    this.fresh =
        new ThreadPoolExecutor(
            pace.couriers(),
            pace.couriers(),
            0,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(FRESH_WAITING),
            Thread.ofPlatform().name("letters-fresh-", 0).factory(),
            // The next round finds whatever has no room here.
            new ThreadPoolExecutor.DiscardPolicy());
    this.backlog =
        Executors.newFixedThreadPool(
            pace.couriers(), Thread.ofPlatform().name("letters-backlog-", 0).factory());
    this.timer =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("letters-rounds").factory());
  }

  /** Begins, with what this instance left behind when it last stopped. Never blocks. */
  void start() {
    timer.execute(() -> safely("prepare", this::prepare));
    timer.scheduleWithFixedDelay(
        () -> safely("round", this::round), 0, pace.every().toMillis(), TimeUnit.MILLISECONDS);
    timer.scheduleWithFixedDelay(
        () -> safely("cleaning", () -> deliveries.forget(clock.instant().minus(pace.retention()))),
        BETWEEN_CLEANINGS.toMillis(),
        BETWEEN_CLEANINGS.toMillis(),
        TimeUnit.MILLISECONDS);
  }

  /** A letter may be due. Never blocks. */
  void arrived(UUID noticeId) {
    fresh.execute(() -> safely("letter", () -> courier.carry(noticeId)));
  }

  /** Carries what is due now, up to the batch size; returns when that is done. */
  void round() {
    List<Callable<UUID>> work =
        deliveries.due(clock.instant(), pace.batch()).stream()
            .<Callable<UUID>>map(
                noticeId ->
                    () -> {
                      safely("letter", () -> courier.carry(noticeId));
                      return noticeId;
                    })
            .toList();
    try {
      backlog.invokeAll(work);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    timer.shutdownNow();
    fresh.getQueue().clear();
    fresh.shutdown();
    backlog.shutdown();
    try {
      long deadline = System.nanoTime() + LAST_WORDS.toNanos();
      for (ExecutorService lane : List.of(fresh, backlog)) {
        if (!lane.awaitTermination(deadline - System.nanoTime(), TimeUnit.NANOSECONDS)) {
          lane.shutdownNow();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void prepare() {
    deliveries.prepare();
    deliveries.recover(clock.instant());
  }

  private static void safely(String what, Runnable work) {
    try {
      work.run();
    } catch (RuntimeException e) {
      // The text of an exception may quote an address.
      log.warn("Expected to finish a {} but got {}", what, e.getClass().getSimpleName());
    }
  }
}
