package io.habeas.participant.autoconfigure;

import io.habeas.participant.retention.RetentionReporter;
import io.habeas.schemas.avro.RetentionReports;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;

/** Reports what is kept while the application runs, if it does at all. */
final class RetentionLifecycle implements SmartLifecycle {
  /** As the heartbeat: after everything that the data holder may stand on. */
  private static final int PHASE = 1;

  private final Optional<RetentionReporter> reporter;
  private volatile boolean running;

  RetentionLifecycle(Optional<RetentionReporter> reporter) {
    this.reporter = reporter;
  }

  /** What the declaration says of it; null where nothing is reported. */
  @Nullable RetentionReports declared() {
    return reporter.map(RetentionReporter::declared).orElse(null);
  }

  @Override
  public void start() {
    reporter.ifPresent(RetentionReporter::start);
    running = true;
  }

  @Override
  public void stop() {
    running = false;
    reporter.ifPresent(RetentionReporter::close);
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  @Override
  public int getPhase() {
    return PHASE;
  }
}
