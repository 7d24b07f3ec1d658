package io.habeas.verifier.challenge;

import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.lt;
import static com.mongodb.client.model.Updates.combine;
import static com.mongodb.client.model.Updates.inc;
import static com.mongodb.client.model.Updates.setOnInsert;

import com.mongodb.client.model.FindOneAndUpdateOptions;
import com.mongodb.client.model.ReturnDocument;
import com.mongodb.reactivestreams.client.MongoCollection;
import com.mongodb.reactivestreams.client.MongoDatabase;
import io.habeas.verifier.Documents;
import io.habeas.verifier.VerifierSettings;
import io.habeas.verifier.vault.KeyedHash;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Date;
import org.bson.Document;
import org.bson.types.Binary;
import reactor.core.publisher.Mono;

/**
 * How many codes were sent today to one address, and on behalf of one network address. Without it
 * the front door would be a machine that mails strangers.
 *
 * <p>Counted before the code is made, so a crash may count a code that was never sent; never the
 * other way round.
 */
final class DailyCaps {
  static final String COLLECTION = "challenge_caps";

  private final MongoCollection<Document> documents;
  private final KeyedHash hash;
  private final VerifierSettings.Challenge settings;
  private final Clock clock;

  DailyCaps(
      MongoDatabase database, KeyedHash hash, VerifierSettings.Challenge settings, Clock clock) {
    this.documents = Documents.collection(database, COLLECTION);
    this.hash = hash;
    this.settings = settings;
    this.clock = clock;
  }

  /**
   * Counts one code.
   *
   * @param identifier lookup of the address
   * @param source pseudonym of the caller's network address
   * @return whether it may be sent
   */
  Mono<Boolean> take(Binary identifier, String source) {
    // A source over its cap must not use up the cap of a person it keeps asking for.
    return count("source", hash.of("challenge-source", source))
        .map(count -> count <= settings.dailyPerSource())
        .flatMap(
            within ->
                within
                    ? count("identifier", identifier)
                        .map(count -> count <= settings.dailyPerIdentifier())
                    : Mono.just(false));
  }

  Mono<Long> forgetExpired(Instant now) {
    return Mono.from(documents.deleteMany(lt("expiresAt", Date.from(now))))
        .map(result -> result.getDeletedCount());
  }

  private Mono<Integer> count(String kind, Binary who) {
    LocalDate day = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    String id = day + "/" + kind + "/" + KeyedHash.hex(who);
    Instant expiresAt = day.plusDays(2).atStartOfDay(ZoneOffset.UTC).toInstant();
    return Mono.defer(
            () ->
                Mono.from(
                    documents.findOneAndUpdate(
                        eq("_id", id),
                        combine(inc("count", 1), setOnInsert("expiresAt", Date.from(expiresAt))),
                        new FindOneAndUpdateOptions()
                            .upsert(true)
                            .returnDocument(ReturnDocument.AFTER))))
        // Two first counts at once: one inserts, the other finds it there and tries again.
        .retryWhen(reactor.util.retry.Retry.max(3).filter(Documents::isDuplicate))
        .map(document -> document.getInteger("count"));
  }
}
