package io.habeas.standalone;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Parts that start and stop at the same time. */
final class PartGroup implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(PartGroup.class);

  private final Progress progress;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final List<CompletableFuture<? extends AutoCloseable>> parts = new ArrayList<>();
  private boolean closed;

  PartGroup(Progress progress) {
    this.progress = progress;
  }

  /** Starts a part on a thread of its own. */
  synchronized <T extends AutoCloseable> CompletableFuture<T> start(
      String name, String where, Supplier<T> start) {
    if (closed) {
      throw new IllegalStateException(
          "Expected to start %s but everything is being stopped".formatted(name));
    }
    CompletableFuture<T> part =
        CompletableFuture.supplyAsync(
            () -> {
              Instant begun = Instant.now();
              T started = start.get();
              progress.ready(name, where, Duration.between(begun, Instant.now()));
              return started;
            },
            threads);
    parts.add(part);
    return part;
  }

  /**
   * Waits until every part is ready, or the first has failed.
   *
   * @throws RuntimeException what that part threw
   */
  void await() {
    List<CompletableFuture<? extends AutoCloseable>> all;
    synchronized (this) {
      all = List.copyOf(parts);
    }
    CompletableFuture<Void> failed = new CompletableFuture<>();
    all.forEach(
        part ->
            part.whenComplete(
                (started, failure) -> {
                  if (failure != null) {
                    failed.completeExceptionally(failure);
                  }
                }));
    CompletableFuture<Void> ready =
        CompletableFuture.allOf(all.toArray(new CompletableFuture<?>[0]));
    try {
      CompletableFuture.anyOf(ready, failed).join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw e;
    }
  }

  /** Stops what has started, and what is still starting as soon as it has. */
  @Override
  public void close() {
    List<CompletableFuture<? extends AutoCloseable>> all;
    synchronized (this) {
      if (closed) {
        return;
      }
      closed = true;
      all = List.copyOf(parts);
    }
    List<CompletableFuture<Void>> stopping =
        all.stream()
            .map(
                part ->
                    part.handleAsync(
                        (started, failure) -> {
                          stop(started);
                          return (Void) null;
                        },
                        threads))
            .toList();
    CompletableFuture.allOf(stopping.toArray(new CompletableFuture<?>[0])).join();
    threads.shutdown();
  }

  private static void stop(@org.jspecify.annotations.Nullable AutoCloseable part) {
    if (part == null) {
      return;
    }
    try {
      part.close();
    } catch (Exception e) {
      log.warn("Expected {} to stop but it failed", part.getClass().getSimpleName(), e);
    }
  }
}
