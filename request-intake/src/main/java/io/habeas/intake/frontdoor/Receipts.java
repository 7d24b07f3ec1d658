package io.habeas.intake.frontdoor;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.lt;
import static com.mongodb.client.model.Filters.ne;
import static com.mongodb.client.model.Updates.combine;
import static com.mongodb.client.model.Updates.push;
import static com.mongodb.client.model.Updates.set;

import com.mongodb.ErrorCategory;
import com.mongodb.MongoWriteException;
import com.mongodb.ReadConcern;
import com.mongodb.WriteConcern;
import com.mongodb.client.model.Indexes;
import com.mongodb.reactivestreams.client.MongoCollection;
import com.mongodb.reactivestreams.client.MongoDatabase;
import io.habeas.intake.frontdoor.Receipt.Stage;
import io.habeas.schemas.avro.Channel;
import io.habeas.schemas.avro.RestrictionGround;
import io.habeas.schemas.avro.Right;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.bson.Document;
import org.bson.conversions.Bson;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The receipts in MongoDB. Every change of stage is one atomic update of one document, made only if
 * the receipt still is at the stage that the caller saw.
 */
public final class Receipts {
  private static final String ID = "_id";
  private static final String REQUEST_ID = "requestId";
  private static final String STAGE = "stage";
  private static final String GROUND = "restrictionGround";
  private static final String PURPOSES = "purposes";
  private static final String TOUCHED_AT = "touchedAt";
  private static final String SHREDDED = "shredded";
  private static final String FORMER_IDS = "formerIds";

  private final MongoCollection<Document> documents;

  public Receipts(MongoDatabase database) {
    this.documents =
        database
            .getCollection("receipts")
            .withWriteConcern(WriteConcern.MAJORITY)
            .withReadConcern(ReadConcern.MAJORITY);
  }

  /** Makes looking up quick; without it everything still works. */
  public Mono<Void> createIndexes() {
    return Flux.concat(
            documents.createIndex(Indexes.ascending(REQUEST_ID)),
            documents.createIndex(Indexes.ascending(STAGE, TOUCHED_AT)))
        .then();
  }

  /** Inserts a receipt, or finds the one that is there under its key. */
  Mono<Receipt> begin(Receipt fresh) {
    return Mono.from(documents.insertOne(write(fresh)))
        .thenReturn(fresh)
        .onErrorResume(Receipts::isDuplicate, there -> find(fresh.key()));
  }

  /** The receipt under a key; an error if it is gone, as the one that is asked again finds out. */
  Mono<Receipt> find(String key) {
    return Mono.from(documents.find(eq(ID, key)).first())
        .map(Receipts::read)
        .switchIfEmpty(
            Mono.error(
                () -> new io.habeas.intake.Unavailable("receipt", new IllegalStateException())));
  }

  /** The receipt of a request; empty if there is none any more. */
  public Mono<Receipt> findByRequest(UUID requestId) {
    return Mono.from(documents.find(eq(REQUEST_ID, requestId.toString())).first())
        .map(Receipts::read);
  }

  /** Notes that somebody is at work on an open receipt; false if it is not open any more. */
  Mono<Boolean> touch(Receipt seen, Instant now) {
    return change(seen, set(TOUCHED_AT, Date.from(now)));
  }

  /** Moves a receipt on; false if it is not at that stage any more. */
  Mono<Boolean> advance(Receipt seen, Stage to, Instant now) {
    return change(seen, combine(set(STAGE, to.name()), set(TOUCHED_AT, Date.from(now))));
  }

  /**
   * Begins an abandoned receipt anew, under a request id of its own; false if somebody else did.
   */
  Mono<Boolean> revive(Receipt abandoned, Receipt anew, Instant now) {
    return change(
        abandoned,
        combine(
            set(STAGE, Stage.OPEN.name()),
            set(REQUEST_ID, anew.requestId().toString()),
            set("source", anew.source()),
            set("receivedAt", Date.from(anew.receivedAt())),
            set(TOUCHED_AT, Date.from(now)),
            set(SHREDDED, false),
            push(FORMER_IDS, abandoned.requestId().toString())));
  }

  /** Gives an open receipt up unless somebody touched it since; false if so. */
  Mono<Boolean> abandon(Receipt seen, Instant untouchedSince, Instant now) {
    return Mono.from(
            documents.updateOne(
                and(as(seen), lt(TOUCHED_AT, Date.from(untouchedSince))),
                combine(
                    set(STAGE, Stage.ABANDONED.name()),
                    set(SHREDDED, false),
                    set(TOUCHED_AT, Date.from(now)))))
        .map(result -> result.getModifiedCount() == 1);
  }

  /** Notes that the vault shredded what it held of an abandoned receipt. */
  Mono<Boolean> markShredded(Receipt abandoned) {
    return change(abandoned, set(SHREDDED, true));
  }

  /** Receipts at a stage that nobody touched since. */
  Flux<Receipt> untouched(Stage stage, Instant since) {
    return Flux.from(documents.find(and(eq(STAGE, stage.name()), lt(TOUCHED_AT, Date.from(since)))))
        .map(Receipts::read);
  }

  /** Abandoned receipts whose entry in the vault is not known to be shredded. */
  Flux<Receipt> toShred() {
    return Flux.from(documents.find(and(eq(STAGE, Stage.ABANDONED.name()), ne(SHREDDED, true))))
        .map(Receipts::read);
  }

  /**
   * A receipt whose key need not be remembered any more.
   *
   * @param abandonedIds ids under which the vault must not hold anything
   */
  record Expired(Receipt receipt, List<UUID> abandonedIds) {}

  /** Receipts that have come to an end and that nobody touched since. */
  Flux<Expired> expired(Instant since) {
    return Flux.just(Stage.ANNOUNCED, Stage.ABANDONED)
        .concatMap(
            stage -> documents.find(and(eq(STAGE, stage.name()), lt(TOUCHED_AT, Date.from(since)))))
        .map(
            document -> {
              Receipt receipt = read(document);
              Stream<String> former =
                  document.getList(FORMER_IDS, String.class, List.of()).stream();
              Stream<String> last =
                  receipt.stage() == Stage.ABANDONED
                      ? Stream.of(receipt.requestId().toString())
                      : Stream.empty();
              return new Expired(
                  receipt, Stream.concat(former, last).map(UUID::fromString).toList());
            });
  }

  /** Forgets a receipt unless it changed. */
  Mono<Void> forget(Receipt seen) {
    return Mono.from(documents.deleteOne(as(seen))).then();
  }

  private Mono<Boolean> change(Receipt seen, Bson change) {
    return Mono.from(documents.updateOne(as(seen), change))
        .map(result -> result.getMatchedCount() == 1);
  }

  private static Bson as(Receipt seen) {
    return and(
        eq(ID, seen.key()),
        eq(REQUEST_ID, seen.requestId().toString()),
        eq(STAGE, seen.stage().name()));
  }

  private static Document write(Receipt receipt) {
    RestrictionGround ground = receipt.restrictionGround();
    return new Document(ID, receipt.key())
        .append("body", receipt.body())
        .append(REQUEST_ID, receipt.requestId().toString())
        .append("right", receipt.right().name())
        .append("channel", receipt.channel().name())
        .append("locale", receipt.locale())
        .append(GROUND, ground == null ? null : ground.name())
        .append(PURPOSES, receipt.purposes())
        .append("source", receipt.source())
        .append("receivedAt", Date.from(receipt.receivedAt()))
        .append(STAGE, receipt.stage().name())
        .append(TOUCHED_AT, Date.from(receipt.receivedAt()));
  }

  private static Receipt read(Document document) {
    return new Receipt(
        document.getString(ID),
        document.getString("body"),
        UUID.fromString(document.getString(REQUEST_ID)),
        Right.valueOf(document.getString("right")),
        Channel.valueOf(document.getString("channel")),
        document.getString("locale"),
        document.getString(GROUND) == null
            ? null
            : RestrictionGround.valueOf(document.getString(GROUND)),
        document.getList(PURPOSES, String.class, List.of()),
        document.getString("source"),
        document.getDate("receivedAt").toInstant(),
        Stage.valueOf(document.getString(STAGE)));
  }

  private static boolean isDuplicate(Throwable failure) {
    return failure instanceof MongoWriteException e
        && e.getError().getCategory() == ErrorCategory.DUPLICATE_KEY;
  }
}
