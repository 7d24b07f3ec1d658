package io.habeas.intake.frontdoor;

import io.habeas.intake.KeyedHash;
import io.habeas.intake.Problem;
import io.habeas.intake.frontdoor.Receipt.Stage;
import io.habeas.process.header.TraceParent;
import io.habeas.schemas.avro.IntakeRecord;
import io.habeas.schemas.avro.RequestReceived;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * Receives requests, each once: receipt, vault, announcement, in this order. Whoever sends the same
 * again takes up where the earlier attempt ended, whatever ended it, and gets the same request. See
 * docs/decisions/0005.
 */
public final class Reception {
  /** Two that take the same receipt further see each other's steps a few times at most. */
  private static final int MOST_ATTEMPTS = 5;

  /** All who are not known by name are one caller: the key is what tells them apart. */
  private static final String ANONYMOUS = "anonymous";

  private final Receipts receipts;
  private final Vault vault;
  private final Announcements announcements;
  private final KeyedHash hash;
  private final Clock clock;
  private final MeterRegistry meters;

  public Reception(
      Receipts receipts,
      Vault vault,
      Announcements announcements,
      KeyedHash hash,
      Clock clock,
      MeterRegistry meters) {
    this.receipts = receipts;
    this.vault = vault;
    this.announcements = announcements;
    this.hash = hash;
    this.clock = clock;
    this.meters = meters;
  }

  /**
   * Receives a request. Idempotent per key.
   *
   * @param idempotencyKey as the caller made it up
   * @param source keyed pseudonym of the caller's network address
   * @param trace the trace that begins here
   * @return the receipt, announced; an error if the key came with another body before, or if
   *     something that is needed does not answer
   */
  public Mono<Receipt> receive(
      String idempotencyKey, Admission admission, String source, TraceParent trace) {
    Receipt fresh =
        new Receipt(
            hash.of("idempotency", ANONYMOUS, idempotencyKey),
            fingerprint(admission),
            UUID.randomUUID(),
            admission.right(),
            admission.channel(),
            admission.locale(),
            admission.restrictionGround(),
            admission.purposes(),
            source,
            now(),
            Stage.OPEN);
    return receipts
        .begin(fresh)
        .flatMap(
            receipt -> {
              if (!receipt.body().equals(fresh.body())) {
                count("other-body");
                return Mono.error(Problem.IDEMPOTENCY_KEY_REUSED.asException());
              }
              count(receipt.requestId().equals(fresh.requestId()) ? "received" : "repeated");
              return complete(receipt, fresh, admission, trace, MOST_ATTEMPTS);
            });
  }

  private Mono<Receipt> complete(
      Receipt receipt, Receipt fresh, Admission admission, TraceParent trace, int attempts) {
    if (attempts == 0) {
      return Mono.error(
          new io.habeas.intake.Unavailable("receipt", new IllegalStateException("contended")));
    }
    return switch (receipt.stage()) {
      case ANNOUNCED -> Mono.just(receipt);
      case ANNOUNCING -> announce(receipt, trace);
      case OPEN -> deposit(receipt, fresh, admission, trace, attempts);
      case ABANDONED ->
          receipts
              .revive(receipt, fresh, now())
              .then(again(receipt, fresh, admission, trace, attempts));
    };
  }

  private Mono<Receipt> deposit(
      Receipt receipt, Receipt fresh, Admission admission, TraceParent trace, int attempts) {
    return receipts
        .touch(receipt, now())
        .flatMap(
            open ->
                open
                    ? vault
                        .put(
                            receipt.requestId(),
                            admission.identifiers(),
                            admission.statement(),
                            receipt.locale(),
                            receipt.source())
                        .then(Mono.defer(() -> receipts.advance(receipt, Stage.ANNOUNCING, now())))
                    : Mono.just(false))
        .flatMap(
            deposited ->
                deposited
                    ? announce(at(receipt, Stage.ANNOUNCING), trace)
                    : withoutTrace(receipt)
                        .then(again(receipt, fresh, admission, trace, attempts)));
  }

  /**
   * If the sweeper gave the receipt up while the entry was on its way, nobody else knows of the
   * entry.
   */
  private Mono<Void> withoutTrace(Receipt seen) {
    return receipts
        .find(seen.key())
        .filter(
            present ->
                present.stage() == Stage.ABANDONED || !present.requestId().equals(seen.requestId()))
        .flatMap(overtaken -> vault.shred(seen.requestId()))
        .then();
  }

  private Mono<Receipt> again(
      Receipt receipt, Receipt fresh, Admission admission, TraceParent trace, int attempts) {
    return Mono.defer(() -> receipts.find(receipt.key()))
        .flatMap(present -> complete(present, fresh, admission, trace, attempts - 1));
  }

  /** Announces a receipt whose entry is in the vault. Idempotent: the record is always the same. */
  Mono<Receipt> announce(Receipt receipt, TraceParent trace) {
    return Mono.<Void>fromRunnable(
            () ->
                trace.call(
                    () -> {
                      announcements.publish(record(receipt));
                      return receipt;
                    }))
        .subscribeOn(Schedulers.boundedElastic())
        .then(Mono.defer(() -> receipts.advance(receipt, Stage.ANNOUNCED, now())))
        // False: a twin was quicker to note the same.
        .thenReturn(at(receipt, Stage.ANNOUNCED));
  }

  private static IntakeRecord record(Receipt receipt) {
    return new IntakeRecord(
        receipt.requestId(),
        receipt.receivedAt(),
        new RequestReceived(
            receipt.right(),
            receipt.channel(),
            receipt.receivedAt(),
            receipt.locale(),
            receipt.restrictionGround(),
            receipt.purposes()));
  }

  /** A keyed hash of the content, so that another spelling of the same JSON is the same body. */
  private String fingerprint(Admission admission) {
    List<String> parts =
        new ArrayList<>(
            List.of(admission.right().name(), admission.channel().name(), admission.locale()));
    admission
        .identifiers()
        .forEach(
            identifier -> {
              parts.add(identifier.type());
              parts.add(identifier.value());
            });
    admission
        .statement()
        .corrections()
        .forEach(
            correction ->
                parts.addAll(List.of("correction", correction.category(), correction.value())));
    if (admission.statement().words() != null) {
      parts.addAll(List.of("statement", admission.statement().words()));
    }
    if (admission.restrictionGround() != null) {
      parts.addAll(List.of("ground", admission.restrictionGround().name()));
    }
    admission.purposes().forEach(purpose -> parts.addAll(List.of("purpose", purpose)));
    return hash.of("body", parts.toArray(String[]::new));
  }

  private static Receipt at(Receipt receipt, Stage stage) {
    return new Receipt(
        receipt.key(),
        receipt.body(),
        receipt.requestId(),
        receipt.right(),
        receipt.channel(),
        receipt.locale(),
        receipt.restrictionGround(),
        receipt.purposes(),
        receipt.source(),
        receipt.receivedAt(),
        stage);
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }

  private void count(String outcome) {
    meters.counter("habeas.intake.receipts", "outcome", outcome).increment();
  }
}
