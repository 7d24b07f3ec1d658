package io.habeas.verifier.vault;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.lte;
import static com.mongodb.client.model.Filters.ne;
import static com.mongodb.client.model.Updates.combine;
import static com.mongodb.client.model.Updates.max;
import static com.mongodb.client.model.Updates.set;

import com.mongodb.reactivestreams.client.MongoCollection;
import com.mongodb.reactivestreams.client.MongoDatabase;
import io.habeas.verifier.Documents;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import org.bson.Document;
import org.bson.types.Binary;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Why people decided as they did, in their words: sealed under a key of its own for each decision,
 * and shredded with it. Outlives the request's entry, since the controller has to account for a
 * decision after it is carried out (Art. 5(2), 12(5), 77, 79).
 */
public final class StatedReasons {
  static final String COLLECTION = "vault_reasons";
  private static final String ID = "_id";
  private static final String REQUEST_ID = "requestId";
  private static final String KIND = "kind";
  private static final String CONTENT = "content";
  private static final String REASONS = "reasons";
  private static final String EVIDENCE = "evidence";
  private static final String RECORDED_AT = "recordedAt";
  private static final String KEEP_UNTIL = "keepUntil";
  private static final String OVER = "over";
  private static final Date WHILE_HELD = Date.from(Instant.parse("9999-12-31T00:00:00Z"));

  private final MongoCollection<Document> documents;
  private final DataKeys keys;
  private final Terms terms;
  private final Clock clock;

  public StatedReasons(MongoDatabase database, DataKeys keys, Terms terms, Clock clock) {
    this.documents = Documents.collection(database, COLLECTION);
    this.keys = keys;
    this.terms = terms;
    this.clock = clock;
  }

  /**
   * How long they are kept.
   *
   * @param accountable after the decision, and after its request closed
   * @param undecided where the decision itself never arrived on its topic
   */
  public record Terms(Duration accountable, Duration undecided) {}

  /** What was decided. */
  public enum Kind {
    REFUSAL,
    HOLD,
    RELEASE,
    OUTCOME,
    APPROVAL,
    RESTRICTION_END,
    OBJECTION,
    RECIPIENT
  }

  /**
   * What somebody stated.
   *
   * @param evidence what bears it out; null where none was given
   */
  public record Statement(
      String decisionId,
      String requestId,
      Kind kind,
      String reasons,
      @Nullable String evidence,
      Instant recordedAt) {
    @Override
    public String toString() {
      return "Statement[" + decisionId + ", " + kind + "]";
    }
  }

  /** What became of a {@link #put}. */
  public sealed interface Put {
    /**
     * Kept, now or when the same was put before.
     *
     * @param recordedAt when it was first
     */
    record Kept(Instant recordedAt) implements Put {}

    /** Other content is there under this decision and stays. */
    record Occupied() implements Put {}
  }

  /**
   * Keeps what was stated. Idempotent.
   *
   * @param content keyed hash of the whole decision, by which a repeat is recognised
   */
  public Mono<Put> put(
      String decisionId,
      String requestId,
      Kind kind,
      String reasons,
      @Nullable String evidence,
      String content) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    DataKeys.DataKey key = keys.create(name(decisionId));
    Document document =
        new Document(ID, decisionId)
            .append(REQUEST_ID, requestId)
            .append(KIND, kind.name())
            .append(CONTENT, content)
            .append("dataKey", key.wrapped().bytes())
            .append("wrappedBy", key.wrapped().wrappedBy())
            .append(REASONS, key.seal(REASONS, reasons))
            .append(RECORDED_AT, Date.from(now))
            .append(KEEP_UNTIL, Date.from(now.plus(terms.undecided())));
    if (evidence != null) {
      document.append(EVIDENCE, key.seal(EVIDENCE, evidence));
    }
    return Documents.insertIfAbsent(documents, document)
        .flatMap(
            inserted ->
                inserted
                    ? Mono.<Put>just(new Put.Kept(now))
                    : repeated(decisionId, requestId, kind, content, now));
  }

  private Mono<Put> repeated(
      String decisionId, String requestId, Kind kind, String content, Instant now) {
    return keepUntil(
            and(
                eq(ID, decisionId),
                eq(REQUEST_ID, requestId),
                eq(KIND, kind.name()),
                eq(CONTENT, content)),
            now.plus(terms.undecided()))
        .flatMap(
            same ->
                same
                    ? Mono.from(documents.find(eq(ID, decisionId)).first())
                        .<Put>map(there -> new Put.Kept(Documents.instant(there, RECORDED_AT)))
                    : Mono.empty())
        .defaultIfEmpty(new Put.Occupied());
  }

  /** The decision is known on its topic: from now on it must be accounted for. Idempotent. */
  public Mono<Void> decided(String decisionId, Instant at) {
    return keepUntil(eq(ID, decisionId), at.plus(terms.accountable())).then();
  }

  /** The request is closed, from which on its decisions may be contested. Idempotent. */
  public Mono<Void> requestClosed(String requestId, Instant at) {
    return Mono.from(
            documents.updateMany(
                eq(REQUEST_ID, requestId),
                max(KEEP_UNTIL, Date.from(at.plus(terms.accountable())))))
        .then();
  }

  /**
   * A hold is in force that has no end yet, and until it has its reasons are kept. Idempotent, also
   * after the end.
   */
  public Mono<Void> held(String holdId) {
    return Mono.from(
            documents.updateMany(
                and(eq(REQUEST_ID, holdId), ne(OVER, true)), set(KEEP_UNTIL, WHILE_HELD)))
        .then();
  }

  /** The hold is over: from now on its reasons are kept as those of any decision. Idempotent. */
  public Mono<Void> released(String holdId, Instant at) {
    return Mono.from(
            documents.updateMany(
                eq(REQUEST_ID, holdId),
                combine(set(OVER, true), set(KEEP_UNTIL, Date.from(at.plus(terms.accountable()))))))
        .then();
  }

  /** What was stated for a decision of this kind on this request; empty if it is not here. */
  public Mono<Statement> find(String decisionId, String requestId, Kind kind) {
    return Mono.from(
            documents
                .find(and(eq(ID, decisionId), eq(REQUEST_ID, requestId), eq(KIND, kind.name())))
                .first())
        .map(this::open);
  }

  /** Everything that was stated on a request. */
  public Flux<Statement> of(String requestId) {
    return Flux.from(documents.find(eq(REQUEST_ID, requestId))).map(this::open);
  }

  /** Shreds what need not be accounted for any more at {@code now}. */
  public Mono<Long> shredExpired(Instant now) {
    return Mono.from(documents.deleteMany(lte(KEEP_UNTIL, Date.from(now))))
        .map(result -> result.getDeletedCount());
  }

  private Mono<Boolean> keepUntil(org.bson.conversions.Bson which, Instant until) {
    return Mono.from(documents.updateOne(which, max(KEEP_UNTIL, Date.from(until))))
        .map(result -> result.getMatchedCount() == 1);
  }

  private Statement open(Document document) {
    String decisionId = document.getString(ID);
    DataKeys.DataKey key =
        keys.open(
            name(decisionId),
            new DataKeys.Wrapped(
                document.get("dataKey", Binary.class), document.getInteger("wrappedBy")));
    Binary evidence = document.get(EVIDENCE, Binary.class);
    return new Statement(
        decisionId,
        document.getString(REQUEST_ID),
        Kind.valueOf(document.getString(KIND)),
        key.open(REASONS, document.get(REASONS, Binary.class)),
        evidence == null ? null : key.open(EVIDENCE, evidence),
        Documents.instant(document, RECORDED_AT));
  }

  private static DataKeys.DocumentName name(String decisionId) {
    return new DataKeys.DocumentName(COLLECTION, decisionId);
  }
}
