package io.habeas.intake.restorations;

import io.habeas.intake.KeyedHash;
import io.habeas.intake.decisions.DecisionLog;
import io.habeas.intake.view.RequestViews;
import io.habeas.process.header.TraceParent;
import io.habeas.schemas.avro.DecisionRecord;
import io.habeas.schemas.avro.RestorationBegun;
import io.habeas.schemas.avro.StoreRestored;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * Has erased again, request by request, what a store erased after the backup from which it was
 * restored. Keeps nothing itself. Whoever says the same again, after a crash say, decides the same
 * of the same requests, and of those that have come since; to erase twice does no harm.
 */
public final class Restorations {
  private static final String PURPOSE = "restoration";

  private final RequestViews views;
  private final DecisionLog log;
  private final KeyedHash hash;
  private final Clock clock;

  public Restorations(RequestViews views, DecisionLog log, KeyedHash hash, Clock clock) {
    this.views = views;
    this.log = log;
    this.hash = hash;
    this.clock = clock;
  }

  /**
   * What follows from a restoration.
   *
   * @param requests how many are to be erased again
   */
  record Begun(UUID restorationId, int requests) {}

  /**
   * Makes known that a store was restored. Idempotent per author and key.
   *
   * @param backupTime the state to which it was brought back
   */
  Mono<Begun> begin(
      String participant,
      Instant backupTime,
      String author,
      String idempotencyKey,
      TraceParent trace) {
    UUID restorationId =
        hash.idOf(PURPOSE, author, idempotencyKey, participant, backupTime.toString());
    return views
        .erasedSince(participant, backupTime)
        .collectList()
        .flatMap(
            requests ->
                Mono.fromCallable(
                        () ->
                            trace.call(
                                () ->
                                    publish(
                                        restorationId, participant, backupTime, author, requests)))
                    .subscribeOn(Schedulers.boundedElastic()));
  }

  private Begun publish(
      UUID restorationId,
      String participant,
      Instant backupTime,
      String author,
      List<UUID> requests) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    log.publish(
        new DecisionRecord(
            restorationId,
            restorationId,
            now,
            author,
            new RestorationBegun(participant, backupTime, requests.size())));
    for (UUID requestId : requests) {
      log.publish(
          new DecisionRecord(
              hash.idOf(PURPOSE, restorationId.toString(), requestId.toString()),
              requestId,
              now,
              author,
              new StoreRestored(restorationId, participant)));
    }
    return new Begun(restorationId, requests.size());
  }
}
