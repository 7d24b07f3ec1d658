package io.habeas.verifier.challenge;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.gt;
import static com.mongodb.client.model.Filters.gte;
import static com.mongodb.client.model.Filters.lt;
import static com.mongodb.client.model.Filters.lte;
import static com.mongodb.client.model.Filters.ne;
import static com.mongodb.client.model.Filters.or;
import static com.mongodb.client.model.Updates.combine;
import static com.mongodb.client.model.Updates.inc;
import static com.mongodb.client.model.Updates.set;

import com.mongodb.client.model.FindOneAndUpdateOptions;
import com.mongodb.client.model.ReturnDocument;
import com.mongodb.reactivestreams.client.MongoCollection;
import com.mongodb.reactivestreams.client.MongoDatabase;
import io.habeas.verifier.Documents;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.bson.types.Binary;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The challenges' documents, one per request, each step one atomic change of one document, so that
 * any number of instances count as one.
 */
final class Challenges {
  static final String COLLECTION = "challenges";
  private static final String OPEN = "OPEN";
  private static final String VERIFIED = "VERIFIED";
  private static final String REJECTED = "REJECTED";
  private static final Bson IS_OPEN = eq("state", OPEN);
  private static final FindOneAndUpdateOptions AFTER =
      new FindOneAndUpdateOptions().returnDocument(ReturnDocument.AFTER);
  private static final FindOneAndUpdateOptions BEFORE =
      new FindOneAndUpdateOptions().returnDocument(ReturnDocument.BEFORE);

  private final MongoCollection<Document> documents;

  Challenges(MongoDatabase database) {
    this.documents = Documents.collection(database, COLLECTION);
  }

  /** Opens a challenge of which no code is issued yet. Idempotent. */
  Mono<Void> open(
      String requestId, String type, Binary lookup, String locale, List<String> withdrawn) {
    return Documents.insertIfAbsent(
            documents,
            new Document("_id", requestId)
                .append("type", type)
                .append("lookup", lookup)
                .append("locale", locale)
                .append("withdrawn", withdrawn)
                .append("issue", 0)
                .append("state", OPEN)
                .append("noticePending", false)
                .append("outcomePending", false)
                .append("firstIssueDecided", false))
        .then();
  }

  Mono<Challenge> find(String requestId) {
    return Mono.from(documents.find(eq("_id", requestId)).first()).map(Challenges::read);
  }

  /** Whether it was decided to send or not to send the first code. */
  Mono<Boolean> firstIssueDecided(String requestId) {
    return Mono.from(documents.find(eq("_id", requestId)).first())
        .map(document -> document.getBoolean("firstIssueDecided"));
  }

  Mono<Void> decideFirstIssue(String requestId) {
    return Mono.from(documents.updateOne(eq("_id", requestId), set("firstIssueDecided", true)))
        .then();
  }

  /**
   * Makes {@code code} the present one, if {@code seen} issues is still the count.
   *
   * @return the challenge as it was before; empty if another was faster or it is not open any more
   */
  Mono<Challenge> issue(String requestId, int seen, Challenge.IssuedCode code, Instant now) {
    return Mono.from(
            documents.findOneAndUpdate(
                and(eq("_id", requestId), IS_OPEN, eq("issue", seen)),
                combine(
                    set("issue", seen + 1),
                    set("noticeId", code.noticeId()),
                    set("hash", code.hash()),
                    set("attempts", 0),
                    set("wrong", 0),
                    set("expiresAt", Date.from(code.expiresAt())),
                    set("firstIssueDecided", true),
                    set("noticePending", true),
                    set("pendingSince", Date.from(now))),
                BEFORE))
        .map(Challenges::read);
  }

  /**
   * Takes on one attempt, if there is one left; this is the only way to see a hash that an attempt
   * is compared with.
   */
  Mono<Challenge> takeAttempt(String requestId, int limit, Instant now) {
    return Mono.from(
            documents.findOneAndUpdate(
                and(
                    eq("_id", requestId),
                    IS_OPEN,
                    lt("attempts", limit),
                    gt("expiresAt", Date.from(now))),
                inc("attempts", 1),
                AFTER))
        .map(Challenges::read);
  }

  /** Decides for the person; false if that issue does not count any more or was decided. */
  Mono<Boolean> verify(String requestId, int issue, Instant now) {
    return decide(and(eq("_id", requestId), IS_OPEN, eq("issue", issue)), VERIFIED, now);
  }

  /** Notes a wrong attempt, and rejects when it was the last of the last issue. */
  Mono<Boolean> wrong(String requestId, int issue, int limit, int lastIssue, Instant now) {
    return Mono.from(
            documents.findOneAndUpdate(
                and(eq("_id", requestId), IS_OPEN, eq("issue", issue)), inc("wrong", 1), AFTER))
        .flatMap(
            after ->
                issue >= lastIssue && after.getInteger("wrong") >= limit
                    ? decide(
                        and(eq("_id", requestId), IS_OPEN, eq("issue", issue), gte("wrong", limit)),
                        REJECTED,
                        now)
                    : Mono.just(false))
        .defaultIfEmpty(false);
  }

  /**
   * Rejects those of which all attempts at the last code were taken on and none was right, though
   * whoever took them on died before noting it.
   */
  Mono<Long> rejectExhausted(int limit, int lastIssue, Instant expiredBefore, Instant now) {
    return Mono.from(
            documents.updateMany(
                and(
                    IS_OPEN,
                    gte("issue", lastIssue),
                    gte("attempts", limit),
                    lte("expiresAt", Date.from(expiredBefore))),
                decision(REJECTED, now)))
        .map(result -> result.getModifiedCount());
  }

  /** The letter with this code is announced. */
  Mono<Void> noticeAnnounced(String requestId, String noticeId) {
    return Mono.from(
            documents.updateOne(
                and(eq("_id", requestId), eq("noticeId", noticeId)), set("noticePending", false)))
        .then();
  }

  /** The outcome is announced. */
  Mono<Void> outcomeAnnounced(String requestId) {
    return Mono.from(
            documents.updateOne(
                and(eq("_id", requestId), ne("state", OPEN)), set("outcomePending", false)))
        .then();
  }

  /** The requests with something still to announce since {@code before}. */
  Flux<String> pending(Instant before) {
    return Flux.from(
            documents
                .find(
                    and(
                        or(eq("noticePending", true), eq("outcomePending", true)),
                        lte("pendingSince", Date.from(before))))
                .projection(new Document("_id", 1)))
        .map(document -> document.getString("_id"));
  }

  /** Forgets evidence whose time is over (L9); what is not announced yet stays. */
  Mono<Long> forgetDecided(Instant before) {
    return Mono.from(
            documents.deleteMany(
                and(
                    ne("state", OPEN),
                    eq("outcomePending", false),
                    lt("decidedAt", Date.from(before)))))
        .map(result -> result.getDeletedCount());
  }

  /** Forgets a request's challenge, whatever its state; gives it back for the last time. */
  Mono<Challenge> forget(String requestId) {
    return Mono.from(documents.findOneAndDelete(eq("_id", requestId))).map(Challenges::read);
  }

  private Mono<Boolean> decide(Bson filter, String state, Instant now) {
    return Mono.from(documents.updateOne(filter, decision(state, now)))
        .map(result -> result.getModifiedCount() == 1);
  }

  private static Bson decision(String state, Instant now) {
    return combine(
        set("state", state),
        set("decidedAt", Date.from(now)),
        set("outcomePending", true),
        set("pendingSince", Date.from(now)));
  }

  private static Challenge read(Document document) {
    String noticeId = document.getString("noticeId");
    String state = document.getString("state");
    return new Challenge(
        document.getString("_id"),
        document.getString("type"),
        document.get("lookup", Binary.class),
        document.getString("locale"),
        document.getList("withdrawn", String.class, List.of()),
        document.getInteger("issue"),
        noticeId == null
            ? null
            : new Challenge.IssuedCode(
                noticeId,
                document.get("hash", Binary.class),
                document.getInteger("attempts"),
                document.getInteger("wrong"),
                Documents.instant(document, "expiresAt")),
        document.getBoolean("noticePending"),
        switch (state) {
          case OPEN -> new Challenge.State.Open();
          case VERIFIED -> new Challenge.State.Verified(Documents.instant(document, "decidedAt"));
          case REJECTED -> new Challenge.State.Rejected(Documents.instant(document, "decidedAt"));
          default ->
              throw new IllegalStateException("Expected a state of a challenge but got " + state);
        },
        document.getBoolean("outcomePending"));
  }
}
