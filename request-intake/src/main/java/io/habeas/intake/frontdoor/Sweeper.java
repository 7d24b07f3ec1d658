package io.habeas.intake.frontdoor;

import io.habeas.intake.frontdoor.Receipt.Stage;
import io.habeas.intake.frontdoor.Receipts.Expired;
import io.habeas.process.header.TraceParent;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Ends what was left half received and nobody sent again. Idempotent, and harmless on several
 * instances at once, for each step is atomic.
 *
 * <p>What may have been announced is announced: its entry is in the vault, and it may have taken
 * its course already. What cannot have been announced is given up, and its entry shredded.
 */
public final class Sweeper {
  private static final Logger log = LoggerFactory.getLogger(Sweeper.class);

  private final Receipts receipts;
  private final Reception reception;
  private final Vault vault;
  private final Patience patience;
  private final Clock clock;
  private final MeterRegistry meters;

  public Sweeper(
      Receipts receipts,
      Reception reception,
      Vault vault,
      Patience patience,
      Clock clock,
      MeterRegistry meters) {
    this.receipts = receipts;
    this.reception = reception;
    this.vault = vault;
    this.patience = patience;
    this.clock = clock;
    this.meters = meters;
  }

  /**
   * How long things may lie.
   *
   * @param beforeResuming a receipt that may have been announced
   * @param beforeAbandoning a receipt that was never announced
   * @param beforeForgetting one that has come to its end
   */
  public record Patience(
      Duration beforeResuming, Duration beforeAbandoning, Duration beforeForgetting) {}

  /** Looks once. What fails is left for the next time. */
  public Mono<Void> sweep() {
    Instant now = clock.instant();
    return Flux.concat(
            each(
                receipts.untouched(Stage.ANNOUNCING, now.minus(patience.beforeResuming())),
                receipt -> reception.announce(receipt, TraceParent.begin()).then(count("resumed"))),
            each(
                receipts.untouched(Stage.OPEN, now.minus(patience.beforeAbandoning())),
                this::abandon),
            each(receipts.toShred(), this::shred),
            each(receipts.expired(now.minus(patience.beforeForgetting())), this::forget))
        .then();
  }

  private Mono<Void> abandon(Receipt receipt) {
    Instant now = clock.instant();
    return receipts
        .abandon(receipt, now.minus(patience.beforeAbandoning()), now)
        .filter(abandoned -> abandoned)
        .flatMap(abandoned -> count("abandoned"));
  }

  private Mono<Void> shred(Receipt abandoned) {
    return vault
        .shred(abandoned.requestId())
        .flatMap(
            shredding ->
                switch (shredding) {
                  case SHREDDED -> receipts.markShredded(abandoned);
                  case REFUSED -> {
                    log.error(
                        "Expected a request that never arrived but request {} is on the register",
                        abandoned.requestId());
                    yield receipts.advance(abandoned, Stage.ANNOUNCED, clock.instant());
                  }
                })
        .then();
  }

  /**
   * The last look: an entry that was on its way when its receipt was given up has arrived by now.
   */
  private Mono<Void> forget(Expired expired) {
    return Flux.fromIterable(expired.abandonedIds())
        .concatMap(vault::shred)
        .then(receipts.forget(expired.receipt()));
  }

  private static <T> Mono<Void> each(Flux<T> found, Function<T, Mono<Void>> step) {
    return found
        .concatMap(
            one ->
                step.apply(one)
                    .onErrorResume(
                        failure -> {
                          log.warn(
                              "Expected to end a receipt but failed with {}: next time",
                              failure.getClass().getName());
                          return Mono.empty();
                        }))
        .then();
  }

  private Mono<Void> count(String outcome) {
    return Mono.fromRunnable(
        () -> meters.counter("habeas.intake.swept", "outcome", outcome).increment());
  }
}
