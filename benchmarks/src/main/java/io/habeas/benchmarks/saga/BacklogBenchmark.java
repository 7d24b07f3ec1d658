package io.habeas.benchmarks.saga;

import io.habeas.benchmarks.saga.BacklogReport.Level;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Erasures beside many that wait. These got there as any do: accepted, located, hidden, and then
 * cooling off for longer than anything is measured. The orchestrator is a process of its own, which
 * is stopped and started to change how long others cool off, and killed if that is wanted.
 */
public final class BacklogBenchmark {
  private static final double SHARE_OF_MOST = 0.7;
  private static final int ON_THEIR_WAY = 4_000;
  private static final Duration FOR_LONG = Duration.ofDays(30);
  private static final Duration FOR_SHORT = Duration.ofSeconds(20);
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(10);
  private static final Duration POLL = Duration.ofMillis(20);

  private final Options options;
  private final Stage<OrchestratorProcess> stage;
  private final Orchestrator.Options orchestrator;
  private final Load load;
  private final Requests waiting;
  private final Requests soonWoken;
  private final Consumer<String> progress;

  private BacklogBenchmark(
      Options options, Stage<OrchestratorProcess> stage, Consumer<String> progress) {
    this.options = options;
    this.stage = stage;
    this.orchestrator = stage.orchestrator().options();
    this.load = new Load(stage.requests(), stage.events().inFlight(), progress);
    this.waiting = stage.writer(stage.events().onTheirWayToWait());
    this.soonWoken = stage.writer(stage.events().onTheirWayToWait());
    this.progress = progress;
  }

  /**
   * How much is measured.
   *
   * @param participants how many participants every request goes through, at least 1
   * @param open how many requests are open, rising; one figure after the other is reached
   * @param requests how many completions are measured at each, at least 10, and at most how many
   *     latencies; a sixth of it is woken at about the same time
   * @param kill whether the orchestrator is killed, with its stores and without
   * @param directory an empty directory for everything that is written
   */
  public record Options(
      int participants, List<Integer> open, int requests, boolean kill, Path directory) {
    public Options {
      open = List.copyOf(open);
      if (participants < 1 || requests < 10 || open.isEmpty() || open.getFirst() < 1) {
        throw new IllegalArgumentException(
            "Expected at least 1 participant, 10 requests and 1 that is open but got %d, %d and %s"
                .formatted(participants, requests, open));
      }
      for (int i = 1; i < open.size(); i++) {
        if (open.get(i) <= open.get(i - 1)) {
          throw new IllegalArgumentException(
              "Expected rising numbers of open requests but got %s".formatted(open));
        }
      }
    }
  }

  /**
   * Measures.
   *
   * @param progress is told a line at a time what is being done and what came of it
   * @throws IllegalStateException if a server does not start, or nothing goes on for ten minutes
   * @throws InterruptedException if the thread is interrupted meanwhile
   */
  public static BacklogReport run(Options options, Consumer<String> progress)
      throws InterruptedException {
    progress.accept("Starting a broker, a registry, the orchestrator and its participants");
    try (Stage<OrchestratorProcess> stage =
        Stage.start(
            options.directory(),
            SagaBenchmark.participants(options.participants()),
            where ->
                new OrchestratorProcess(
                    where.options(1, FOR_LONG), options.directory().resolve("orchestrator.log")))) {
      return new BacklogBenchmark(options, stage, progress).measure();
    } catch (ExecutionException e) {
      throw new IllegalStateException("Expected to measure but could not", e.getCause());
    }
  }

  private BacklogReport measure() throws ExecutionException, InterruptedException {
    List<Level> levels = new ArrayList<>();
    for (int open : options.open()) {
      levels.add(level(open, levels.isEmpty()));
    }
    say("Reading what became of every request");
    List<UUID> all = new ArrayList<>(stage.requests().written());
    all.addAll(soonWoken.written());
    Outcomes outcomes = stage.outcomes(all);
    say(
        "  %d completed once, %d never, %d more than once, %d otherwise than expected",
        outcomes.once(), outcomes.never(), outcomes.several(), outcomes.otherwise());
    return new BacklogReport(
        options.participants(),
        levels,
        all.size(),
        outcomes.asExpected() ? outcomes.once() : outcomes.once() - outcomes.otherwise(),
        Runtime.getRuntime().availableProcessors());
  }

  private Level level(int open, boolean first) throws InterruptedException {
    if (!first) {
      restart(FOR_LONG);
    }
    double loaded = wait(open - waiting.written().size());
    restart(FOR_SHORT);
    int woken = Math.max(1, options.requests() / 6);
    LatencyReport late = wake(woken);
    restart(Duration.ZERO);
    double most = load.most(options.requests()).sagasPerSecond();
    say("  %.0f sagas per second", most);
    LatencyReport latency =
        LatencyReport.of(load.onSchedule(most * SHARE_OF_MOST, options.requests()).whole());
    say("  99 in 100 within %.0f ms", latency.p99Millis());
    @Nullable Double resumed = options.kill() ? Double.valueOf(kill(true)) : null;
    @Nullable Double resumedWithoutState = options.kill() ? Double.valueOf(kill(false)) : null;
    return new Level(open, loaded, most, latency, woken, late, resumed, resumedWithoutState);
  }

  private void restart(Duration coolingOff) throws InterruptedException {
    stage.orchestrator().restart(orchestrator.coolingOff(coolingOff));
  }

  /** So many more wait; how many got there in a second. */
  private double wait(int more) throws InterruptedException {
    say("Letting %d more requests wait", more);
    long begin = System.nanoTime();
    bring(waiting, more);
    double perSecond = more * (double) TimeUnit.SECONDS.toNanos(1) / (System.nanoTime() - begin);
    say("  %.0f per second", perSecond);
    return perSecond;
  }

  private void bring(Requests requests, int count) throws InterruptedException {
    requests.write(count, ON_THEIR_WAY, LONGEST_PAUSE);
    int left = stage.events().onTheirWayToWait().awaitNone(LONGEST_PAUSE);
    if (left > 0) {
      throw new IllegalStateException(
          "Expected every request to wait within %s but %d do not".formatted(LONGEST_PAUSE, left));
    }
  }

  /** Requests whose time is over at about the same time, a few seconds later. */
  private LatencyReport wake(int count) throws InterruptedException {
    say("Waking %d others", count);
    bring(soonWoken, count);
    LatencyReport late = stage.events().wakeUps().await(LONGEST_PAUSE);
    say("  99 in 100 within %.0f ms of their time", late.p99Millis());
    return late;
  }

  /** Seconds from the kill until the next event that was decided after it. */
  private double kill(boolean state) throws InterruptedException {
    say("Killing the orchestrator%s", state ? "" : ", and its stores are lost");
    try (Load.Flow flow = load.keepInFlight(options.requests() / 5)) {
      long enough = flow.completedBefore() + options.requests() / 5;
      stage.events().inFlight().awaitCompleted(enough, LONGEST_PAUSE);
      long killedAt = System.currentTimeMillis();
      long begin = System.nanoTime();
      stage.orchestrator().killAndStart(state);
      while (stage.events().lastWrittenAt() <= killedAt + POLL.toMillis()) {
        if (System.nanoTime() - begin > LONGEST_PAUSE.toNanos()) {
          throw new IllegalStateException(
              "Expected the orchestrator to go on within %s but it did not"
                  .formatted(LONGEST_PAUSE));
        }
        Thread.sleep(POLL);
      }
      double seconds = (System.nanoTime() - begin) / (double) TimeUnit.SECONDS.toNanos(1);
      say("  went on after %.1f s", seconds);
      return seconds;
    }
  }

  private void say(String format, Object... values) {
    progress.accept(String.format(Locale.ROOT, format, values));
  }
}
