package io.habeas.intake.view;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.lt;
import static com.mongodb.client.model.Updates.combine;
import static com.mongodb.client.model.Updates.max;
import static com.mongodb.client.model.Updates.set;

import com.mongodb.WriteConcern;
import com.mongodb.client.model.Sorts;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.reactivestreams.client.MongoCollection;
import com.mongodb.reactivestreams.client.MongoDatabase;
import io.habeas.schemas.avro.RetentionDiffers;
import io.habeas.schemas.avro.RetentionUnaccounted;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.UUID;
import org.bson.Document;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Where what stores say that they keep is not what is known to be kept: one document for each
 * request and store, for as long as it is so.
 *
 * <p>That a store keeps something of which no erasure is known, it says with each report and nobody
 * says when it is over: it is over once the store has finished a later report.
 */
public final class RetentionDifferences {
  private static final String PARTICIPANT = "participant";
  private static final String REQUEST = "request";
  private static final String ACCOUNTED = "accounted";

  private final MongoCollection<Document> documents;

  /**
   * @param generation which of the projections that may lie beside each other
   */
  public RetentionDifferences(MongoDatabase database, int generation) {
    this.documents =
        database
            .getCollection("retention-differences-" + generation)
            .withWriteConcern(WriteConcern.MAJORITY);
  }

  /** Those that are open, by store and request. */
  public Flux<RetentionDifference> list(int limit) {
    return Flux.from(documents.find().sort(Sorts.ascending(PARTICIPANT, REQUEST)).limit(limit))
        .map(
            document ->
                StoredDifference.read(
                    UUID.fromString(document.getString(REQUEST)),
                    document.getString(PARTICIPANT),
                    document.getBoolean(ACCOUNTED),
                    document));
  }

  /** How many requests are open in one store. */
  Mono<Long> count(String participant) {
    return Mono.from(documents.countDocuments(eq(PARTICIPANT, participant)));
  }

  Mono<Void> put(UUID requestId, RetentionDiffers differs) {
    return put(
        requestId,
        differs.getParticipant(),
        true,
        differs.getAsOf(),
        StoredDifference.rules(differs));
  }

  Mono<Void> put(UUID requestId, RetentionUnaccounted unaccounted) {
    return put(
        requestId,
        unaccounted.getParticipant(),
        false,
        unaccounted.getAsOf(),
        StoredDifference.rules(unaccounted));
  }

  private Mono<Void> put(
      UUID requestId, String participant, boolean accounted, Instant asOf, List<Document> rules) {
    return Mono.from(
            documents.updateOne(
                eq("_id", id(requestId, participant)),
                combine(
                    set(PARTICIPANT, participant),
                    set(REQUEST, requestId.toString()),
                    set(ACCOUNTED, accounted),
                    // Of two instances that report at the same time one may be heard later.
                    max(StoredDifference.AS_OF, Date.from(asOf)),
                    set(StoredDifference.RULES, rules)),
                new UpdateOptions().upsert(true)))
        .then();
  }

  Mono<Void> remove(UUID requestId, String participant) {
    return Mono.from(documents.deleteOne(eq("_id", id(requestId, participant)))).then();
  }

  /**
   * Forgets what a store said to keep of which no erasure is known, and did not say again.
   *
   * @param reportedAsOf when its last report began
   */
  Mono<Void> forgetUnaccounted(String participant, Instant reportedAsOf) {
    return Mono.from(
            documents.deleteMany(
                and(
                    eq(PARTICIPANT, participant),
                    eq(ACCOUNTED, false),
                    lt(StoredDifference.AS_OF, Date.from(reportedAsOf)))))
        .then();
  }

  private static String id(UUID requestId, String participant) {
    return requestId + " " + participant;
  }
}
