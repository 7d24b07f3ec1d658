package io.habeas.participant.retention;

import io.habeas.participant.DataHolder;
import io.habeas.participant.Deferred;
import io.habeas.participant.Retained;
import io.habeas.participant.WaitReason;
import io.habeas.participant.task.TaskCodec;
import io.habeas.process.publish.RecordPublisher.Pending;
import io.habeas.schemas.avro.ParticipantReply;
import io.habeas.schemas.avro.RetentionReports;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reports what is kept for every request, one record each, so that it can be compared with what is
 * known elsewhere (legal rule L20). Only when all of them are written the report counts, and the
 * declaration says when it began. One that fails is begun anew a few minutes later. Several
 * instances may each make their own: they say the same.
 */
public final class RetentionReporter implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(RetentionReporter.class);
  private static final Duration LONGEST_AFTER_FAILURE = Duration.ofMinutes(5);
  private static final int MOST_UNDER_WAY = 500;

  private final TaskCodec codec;
  private final DataHolder holder;
  private final Function<ParticipantReply, Pending> write;
  private final ReportSchedule schedule;
  private final Clock clock;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("participant-retention").factory());
  private volatile @Nullable Instant lastBegunAt;

  /**
   * @param holder one that {@linkplain DataHolder#reportsRetained reports}
   * @param write begins to write a record; may throw
   */
  public RetentionReporter(
      TaskCodec codec,
      DataHolder holder,
      Function<ParticipantReply, Pending> write,
      ReportSchedule schedule,
      Clock clock) {
    this.codec = codec;
    this.holder = holder;
    this.write = write;
    this.schedule = schedule;
    this.clock = clock;
  }

  /** Begins; returns at once. */
  public void start() {
    next(untilNext());
  }

  /** What the declaration says of it. */
  public RetentionReports declared() {
    return new RetentionReports(lastBegunAt);
  }

  private Duration untilNext() {
    return Duration.between(clock.instant(), schedule.next(clock));
  }

  private synchronized void next(Duration pause) {
    if (!timer.isShutdown()) {
      var unused = timer.schedule(this::run, pause.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  private void run() {
    Duration pause = untilNext();
    if (!report() && pause.compareTo(LONGEST_AFTER_FAILURE) > 0) {
      pause = LONGEST_AFTER_FAILURE;
    }
    next(pause);
  }

  /** Reports all that is kept now; whether all of it is written. */
  boolean report() {
    // As it is told; whatever was answered before that is in the store by now.
    Instant asOf = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    Optional<WaitReason> unfit;
    try {
      unfit = holder.unfit();
      if (unfit.isEmpty()) {
        Writing writing = new Writing(asOf);
        holder.reportRetained(writing::add);
        writing.finish();
        lastBegunAt = asOf;
        log.info("Reported what is kept for {} requests", writing.requests);
        return true;
      }
    } catch (Deferred e) {
      unfit = Optional.of(e.reason());
    } catch (RuntimeException e) {
      // The text stays out: it may quote what the store holds.
      log.warn(
          "Expected to report what is kept but it failed with {}", e.getClass().getSimpleName());
      return false;
    }
    log.warn("Expected to report what is kept but the store is not ready: {}", unfit.get());
    return false;
  }

  /** A report that is being written. */
  private final class Writing {
    private final Instant asOf;
    private final Deque<Pending> underWay = new ArrayDeque<>();
    private long requests;

    Writing(Instant asOf) {
      this.asOf = asOf;
    }

    void add(UUID requestId, List<Retained> retained) {
      if (retained.isEmpty()) {
        return;
      }
      if (underWay.size() == MOST_UNDER_WAY) {
        underWay.remove().await();
      }
      underWay.add(write.apply(codec.report(requestId, asOf, retained, clock.instant())));
      requests++;
    }

    void finish() {
      underWay.forEach(Pending::await);
    }
  }

  @Override
  public synchronized void close() {
    timer.shutdownNow();
  }
}
