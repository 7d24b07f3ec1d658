package io.habeas.exportbuilder.packaging;

import java.time.Clock;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;

/** Deletes what exports left when their time is over, and later forgets that they were. */
final class Expiry {
  private static final Logger log = LoggerFactory.getLogger(Expiry.class);

  private final KeptExports exports;
  private final Packager packager;
  private final Duration remembered;
  private final Clock clock;
  private final AtomicBoolean indexed = new AtomicBoolean();

  /**
   * @param remembered how long an export that is over is remembered; at least as long as its
   *     records stay in the topics
   */
  Expiry(KeptExports exports, Packager packager, Duration remembered, Clock clock) {
    this.exports = exports;
    this.packager = packager;
    this.remembered = remembered;
    this.clock = clock;
  }

  /** Idempotent; on every instance, since each step can be repeated. */
  @Scheduled(fixedDelayString = "${habeas.export-builder.expiry:5m}")
  void run() {
    try {
      if (!indexed.get()) {
        exports.createIndexes();
        indexed.set(true);
      }
      exports.expired(clock.instant()).forEach(this::discard);
      exports.forget(clock.instant().minus(remembered));
    } catch (RuntimeException e) {
      log.warn("Expected to finish upkeep but could not: {}", e.getClass().getSimpleName());
    }
  }

  /** One that cannot be deleted now does not hold up the others, and comes again. */
  private void discard(UUID requestId) {
    try {
      packager.discard(requestId);
      log.info("What was kept of the copy for request {} is deleted", requestId);
    } catch (RuntimeException e) {
      log.warn(
          "Expected to delete what was kept of the copy for request {} but could not: {}",
          requestId,
          e.getClass().getSimpleName());
    }
  }
}
