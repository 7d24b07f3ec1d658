package io.habeas.notifier.delivery;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.exists;
import static com.mongodb.client.model.Filters.gt;
import static com.mongodb.client.model.Filters.lt;
import static com.mongodb.client.model.Filters.lte;
import static com.mongodb.client.model.Updates.combine;
import static com.mongodb.client.model.Updates.inc;
import static com.mongodb.client.model.Updates.set;
import static com.mongodb.client.model.Updates.unset;

import com.mongodb.ErrorCategory;
import com.mongodb.MongoWriteException;
import com.mongodb.WriteConcern;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.Projections;
import com.mongodb.client.model.Sorts;
import com.mongodb.client.result.UpdateResult;
import com.mongodb.reactivestreams.client.MongoCollection;
import com.mongodb.reactivestreams.client.MongoDatabase;
import io.habeas.notifier.letter.LetterKind;
import io.habeas.schemas.avro.NotSentReason;
import io.habeas.schemas.avro.NoticeRecord;
import io.habeas.schemas.avro.WaitReason;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.bson.types.Binary;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Letters and how far each is: one document per notice, under its id, changed atomically. No
 * address and no code is ever in it.
 *
 * <pre>
 *   WAITING  -- take --> WAITING, held until dueAt -- settle --> SENT | NOT_SENT -- published --> no dueAt
 *                            \-- postpone --> WAITING, due later
 * </pre>
 *
 * <p>{@code dueAt} is when somebody may take it: taking moves it on by the lease, so that a letter
 * whose worker died becomes due again by itself.
 */
final class Deliveries {
  private static final String ID = "_id";
  private static final String REQUEST = "requestId";
  private static final String KIND = "kind";
  private static final String NOTICE = "notice";
  private static final String TRACE = "trace";
  private static final String STATE = "state";
  private static final String REASON = "reason";
  private static final String TOLD = "told";
  private static final String ATTEMPTS = "attempts";
  private static final String DUE = "dueAt";
  private static final String HOLDER = "holder";
  private static final String INSTANCE = "instance";
  private static final String DECIDED = "decidedAt";
  private static final String PUBLISHED = "publishedAt";

  private static final String WAITING = "WAITING";
  private static final String SENT = "SENT";
  private static final String NOT_SENT = "NOT_SENT";

  private final MongoCollection<Document> letters;
  private final StoredNotices notices;
  private final String instance;
  private final Duration patience;

  /**
   * @param instance a name that this instance keeps over restarts and shares with no other; any new
   *     one where there is none
   * @param patience how long to wait for the database
   */
  Deliveries(MongoDatabase database, String instance, Duration patience) {
    // What was sent must stay known to be sent, also when a replica is lost.
    this.letters = database.getCollection("letters").withWriteConcern(WriteConcern.MAJORITY);
    this.notices =
        new StoredNotices(
            database.getCollection("notice-schemas").withWriteConcern(WriteConcern.MAJORITY),
            patience);
    this.instance = instance;
    this.patience = patience;
  }

  /** Takes responsibility for a letter, due at once; false if that was done before. Idempotent. */
  boolean accept(NoticeRecord notice, LetterKind kind, @Nullable String trace, Instant now) {
    Document document =
        new Document(ID, notice.getNoticeId().toString())
            .append(REQUEST, notice.getRequestId().toString())
            .append(KIND, kind.name())
            .append(NOTICE, notices.write(notice))
            .append(TRACE, trace)
            .append(STATE, WAITING)
            .append(ATTEMPTS, 0)
            .append(DUE, Date.from(now));
    try {
      await(letters.insertOne(document));
      return true;
    } catch (MongoWriteException e) {
      if (e.getError().getCategory() == ErrorCategory.DUPLICATE_KEY) {
        return false;
      }
      throw e;
    }
  }

  /**
   * Takes a letter until {@code lease} has passed; empty if it is not due, held by another, or
   * done.
   */
  Optional<Delivery> take(UUID noticeId, Instant now, Duration lease) {
    String holder = UUID.randomUUID().toString();
    Document before =
        await(
            letters.findOneAndUpdate(
                and(eq(ID, noticeId.toString()), lte(DUE, Date.from(now))),
                combine(
                    set(DUE, Date.from(now.plus(lease))),
                    set(HOLDER, holder),
                    set(INSTANCE, instance),
                    inc(ATTEMPTS, 1))));
    return Optional.ofNullable(before).map(document -> read(document, holder));
  }

  /** Has it tried again at {@code due}. Without effect if somebody else has taken it meanwhile. */
  void postpone(Delivery delivery, Instant due, @Nullable WaitReason told) {
    List<Bson> changes = new ArrayList<>(List.of(set(DUE, Date.from(due)), unset(HOLDER)));
    if (told != null) {
      changes.add(set(TOLD, told.name()));
    }
    await(letters.updateOne(held(delivery), combine(changes)));
  }

  /**
   * Records what became of it; what it said is no longer needed. That it was sent is recorded even
   * if the lease ran out meanwhile, because it is true.
   *
   * @return false if something was recorded before
   */
  boolean settle(Delivery delivery, Verdict verdict, Instant at) {
    Bson waiting = eq(STATE, WAITING);
    var changes =
        new ArrayList<>(
            List.of(set(DECIDED, Date.from(at)), set(ATTEMPTS, 0), unset(NOTICE), unset(TOLD)));
    Bson which =
        switch (verdict) {
          case Verdict.Sent sent -> {
            changes.add(set(STATE, SENT));
            yield and(eq(ID, delivery.noticeId().toString()), waiting);
          }
          case Verdict.NotSent(NotSentReason reason) -> {
            changes.add(set(STATE, NOT_SENT));
            changes.add(set(REASON, reason.name()));
            yield and(held(delivery), waiting);
          }
        };
    UpdateResult result = await(letters.updateOne(which, combine(changes)));
    return result != null && result.getMatchedCount() == 1;
  }

  /** Records that the outcome was published: nothing is left to do. Idempotent. */
  void published(Delivery delivery, Instant at) {
    await(
        letters.updateOne(
            eq(ID, delivery.noticeId().toString()),
            combine(set(PUBLISHED, Date.from(at)), unset(DUE), unset(HOLDER), unset(TRACE))));
  }

  /** Letters that are due, the longest waiting first. */
  List<UUID> due(Instant now, int limit) {
    return Objects.requireNonNullElse(
        Flux.from(
                letters
                    .find(lte(DUE, Date.from(now)))
                    .sort(Sorts.ascending(DUE))
                    .limit(limit)
                    .projection(Projections.include(ID)))
            .map(document -> UUID.fromString(document.getString(ID)))
            .collectList()
            .block(patience),
        List.<UUID>of());
  }

  /** Makes due what this instance held when it was last stopped or killed. */
  void recover(Instant now) {
    await(
        letters.updateMany(
            and(eq(INSTANCE, instance), exists(HOLDER), gt(DUE, Date.from(now))),
            set(DUE, Date.from(now))));
  }

  /** Forgets letters whose outcome was published before {@code before}. */
  void forget(Instant before) {
    await(letters.deleteMany(lt(PUBLISHED, Date.from(before))));
  }

  /** Creates the indexes that make looking for due and for old letters cheap. Idempotent. */
  void prepare() {
    await(letters.createIndex(Indexes.ascending(DUE)));
    await(letters.createIndex(Indexes.ascending(PUBLISHED)));
  }

  private Delivery read(Document before, String holder) {
    Delivery.Stage stage =
        switch (before.getString(STATE)) {
          case WAITING ->
              new Delivery.Stage.Waiting(
                  notices.read(before.get(NOTICE, Binary.class)),
                  before.getString(TOLD) == null
                      ? null
                      : WaitReason.valueOf(before.getString(TOLD)),
                  before.containsKey(HOLDER));
          case SENT -> new Delivery.Stage.Decided(new Verdict.Sent(), decidedAt(before));
          case NOT_SENT ->
              new Delivery.Stage.Decided(
                  new Verdict.NotSent(NotSentReason.valueOf(before.getString(REASON))),
                  decidedAt(before));
          case null, default ->
              throw new IllegalStateException("Expected a state of this version but got another");
        };
    return new Delivery(
        UUID.fromString(before.getString(ID)),
        UUID.fromString(before.getString(REQUEST)),
        LetterKind.valueOf(before.getString(KIND)),
        before.getString(TRACE),
        holder,
        before.getInteger(ATTEMPTS, 0) + 1,
        stage);
  }

  private static Instant decidedAt(Document document) {
    return document.getDate(DECIDED).toInstant();
  }

  private static Bson held(Delivery delivery) {
    return and(eq(ID, delivery.noticeId().toString()), eq(HOLDER, delivery.holder()));
  }

  private <T> @Nullable T await(Publisher<T> publisher) {
    return Mono.from(publisher).block(patience);
  }
}
