package io.habeas.intake;

import io.habeas.intake.frontdoor.Receipts;
import io.habeas.intake.frontdoor.Sweeper;
import io.habeas.intake.view.CanaryMeters;
import io.habeas.intake.view.RequestViews;
import io.habeas.intake.view.RetentionMeters;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import reactor.core.publisher.Mono;

/**
 * What has to be done although nobody asks: indexes, requests that were left half received, and
 * what shows how participants stand.
 */
final class Upkeep {
  private static final Logger log = LoggerFactory.getLogger(Upkeep.class);

  private final Receipts receipts;
  private final RequestViews views;
  private final CanaryMeters canaries;
  private final RetentionMeters retention;
  private final Sweeper sweeper;
  private final AtomicBoolean indexed = new AtomicBoolean();

  Upkeep(
      Receipts receipts,
      RequestViews views,
      CanaryMeters canaries,
      RetentionMeters retention,
      Sweeper sweeper) {
    this.receipts = receipts;
    this.views = views;
    this.canaries = canaries;
    this.retention = retention;
    this.sweeper = sweeper;
  }

  /** The next begins when this one has ended. */
  @Scheduled(fixedDelayString = "${habeas.request-intake.sweep.every:1m}")
  Mono<Void> run() {
    return Mono.defer(this::index)
        .then(sweeper.sweep())
        .then(canaries.refresh())
        .then(retention.refresh())
        .onErrorResume(
            failure -> {
              log.warn(
                  "Expected to finish upkeep but failed with {}: next time",
                  failure.getClass().getName());
              return Mono.empty();
            });
  }

  private Mono<Void> index() {
    return indexed.get()
        ? Mono.empty()
        : receipts
            .createIndexes()
            .then(views.createIndexes())
            .doOnSuccess(done -> indexed.set(true));
  }
}
