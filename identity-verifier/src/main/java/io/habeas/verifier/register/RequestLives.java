package io.habeas.verifier.register;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.exists;
import static com.mongodb.client.model.Filters.gte;
import static com.mongodb.client.model.Filters.in;
import static com.mongodb.client.model.Filters.lt;
import static com.mongodb.client.model.Updates.combine;
import static com.mongodb.client.model.Updates.set;

import com.mongodb.client.model.UpdateOptions;
import com.mongodb.reactivestreams.client.MongoCollection;
import com.mongodb.reactivestreams.client.MongoDatabase;
import io.habeas.verifier.Documents;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bson.Document;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The life of each request, as the topics told it; ids only. */
public final class RequestLives {
  private static final String COLLECTION = "request_lives";
  private static final String CONSENTS = "consents";
  private static final String PARTICIPANTS = "participants";

  private final MongoCollection<Document> documents;
  private final Clock clock;

  public RequestLives(MongoDatabase database, Clock clock) {
    this.documents = Documents.collection(database, COLLECTION);
    this.clock = clock;
  }

  /** Notes that a request came at least so far. Idempotent; an earlier stage changes nothing. */
  public Mono<Void> advance(String requestId, Life life) {
    return Mono.from(
            documents.updateOne(
                and(eq("_id", requestId), lt("life", life.ordinal())),
                combine(set("life", life.ordinal()), set("at", Date.from(clock.instant()))),
                new UpdateOptions().upsert(true)))
        .then()
        // There is one that came further.
        .onErrorResume(Documents::isDuplicate, failure -> Mono.empty());
  }

  /**
   * Notes that a request, which was heard of before, is about some participants alone. Idempotent.
   */
  public Mono<Void> narrow(String requestId, Concern concern) {
    return Mono.from(
            documents.updateOne(
                eq("_id", requestId),
                combine(
                    set(CONSENTS, concern.consents().stream().sorted().toList()),
                    set(PARTICIPANTS, concern.participants().stream().sorted().toList()))))
        .then();
  }

  /** Whom these requests are about, as far as they are about some participants alone. */
  public Mono<Map<String, Concern>> concerns(Collection<String> requestIds) {
    return Flux.from(documents.find(and(in("_id", requestIds), exists(CONSENTS))))
        .collectMap(
            document -> document.getString("_id"),
            document ->
                new Concern(
                    Set.copyOf(document.getList(CONSENTS, String.class)),
                    Set.copyOf(document.getList(PARTICIPANTS, String.class))));
  }

  /** How far these requests came; those never heard of are missing. */
  public Mono<Map<String, Life>> findAll(Collection<String> requestIds) {
    return Flux.from(documents.find(in("_id", requestIds)))
        .collectMap(
            document -> document.getString("_id"),
            document -> Life.values()[document.getInteger("life")]);
  }

  /** How far a request came; empty if it was never heard of. */
  public Mono<Life> find(String requestId) {
    return findAll(List.of(requestId)).flatMap(all -> Mono.justOrEmpty(all.get(requestId)));
  }

  /** Whether it was ever heard of. */
  public Mono<Boolean> isKnown(String requestId) {
    return find(requestId).hasElement();
  }

  /** Whether it is carried out or closed. */
  public Mono<Boolean> isOver(String requestId) {
    return find(requestId).map(Life::over).defaultIfEmpty(false);
  }

  /** The requests that closed before {@code before}. */
  public Flux<String> closed(Instant before) {
    return Flux.from(
            documents
                .find(and(gte("life", Life.CLOSED.ordinal()), lt("at", Date.from(before))))
                .projection(new Document("_id", 1)))
        .map(document -> document.getString("_id"));
  }

  /** Forgets that a request ever was. Idempotent. */
  public Mono<Void> forget(String requestId) {
    return Mono.from(documents.deleteOne(eq("_id", requestId))).then();
  }
}
