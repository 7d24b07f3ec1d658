package io.habeas.intake.view;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.exists;
import static com.mongodb.client.model.Filters.gte;
import static com.mongodb.client.model.Filters.or;

import com.mongodb.WriteConcern;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.Sorts;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.reactivestreams.client.MongoCollection;
import com.mongodb.reactivestreams.client.MongoDatabase;
import io.habeas.intake.register.Letters;
import io.habeas.intake.view.RequestView.Decisions;
import io.habeas.intake.view.RequestView.Halt;
import io.habeas.intake.view.RequestView.Kind;
import io.habeas.intake.view.RequestView.Letter;
import io.habeas.intake.view.RequestView.Outcome;
import io.habeas.intake.view.RequestView.Participant;
import io.habeas.intake.view.RequestView.Phase;
import io.habeas.intake.view.RequestView.Progress;
import io.habeas.intake.view.RequestView.State;
import io.habeas.intake.view.RequestView.Wish;
import io.habeas.schemas.avro.Action;
import io.habeas.schemas.avro.Channel;
import io.habeas.schemas.avro.Completion;
import io.habeas.schemas.avro.HaltReason;
import io.habeas.schemas.avro.NotSentReason;
import io.habeas.schemas.avro.RefusalGround;
import io.habeas.schemas.avro.Right;
import io.habeas.schemas.avro.WaitReason;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The views in MongoDB, one document per request. */
public final class RequestViews {
  static final String RANK = "rank";
  static final String PURPOSES = "purposes";
  static final String WORK = "work";
  static final String DIRECTED = WORK + ".directed";
  static final String RESTING = WORK + ".resting";
  static final String ERASING = "erasing";
  static final String WITHOUT = WORK + ".without";
  static final String PHASE = WORK + ".phase";
  static final String COOLING_OFF_UNTIL = WORK + ".coolingOffUntil";
  static final String ON_HOLD = WORK + ".onHold";
  static final String BEHIND = WORK + ".behind";
  static final String HOLDS = WORK + ".holds";
  static final String PLAN = WORK + ".plan";
  static final String APPROVALS = WORK + ".approvals";
  static final String OUTCOMES = WORK + ".outcomes";
  static final String RETAINED = WORK + ".retained";
  static final String RETENTION_DIFFERS = WORK + ".retentionDiffers";
  static final String WITHDRAWAL = "withdrawal";
  static final String REFUSING = "refusing";
  static final String DECIDED_REFUSAL = "decided.refusal";
  static final String DECIDED_HOLDS = "decided.holds";
  static final String DECIDED_OUTCOMES = "decided.outcomes";
  static final String DECIDED_APPROVALS = "decided.approvals";
  static final String DUE_SOON = "dueSoon";
  static final String LETTERS = "letters";
  static final String ASKED_TO_ERASE = "askedToErase";
  static final String COMPLETED_AT = "completedAt";
  static final String TO_TELL = "toTell";
  static final String TOLD = "told";
  static final String DECIDED_RECIPIENTS = "decided.recipients";
  static final String RECIPIENT_DECISIONS = "recipientDecisions";
  static final String REPLAYED_AT = "replayedAt";
  static final String REPLAYS_DECIDED = "replaysDecided";
  static final String REPLAYS = "replays";

  private final MongoCollection<Document> documents;

  /**
   * @param generation which of the projections that may lie beside each other
   */
  public RequestViews(MongoDatabase database, int generation) {
    this.documents =
        database.getCollection("requests-" + generation).withWriteConcern(WriteConcern.MAJORITY);
  }

  /** Makes looking up quick; without it everything still works. */
  public Mono<Void> createIndexes() {
    return Mono.from(documents.createIndex(Indexes.ascending(RANK, "dueOn"))).then();
  }

  /** The view of a request; empty while nothing of it has been projected. */
  public Mono<RequestView> find(UUID requestId) {
    return Mono.from(documents.find(eq("_id", requestId.toString())).first())
        .map(RequestViews::read);
  }

  /**
   * Requests in the order in which they are due.
   *
   * @param state only those in this state; null for all
   */
  public Flux<RequestView> list(@Nullable State state, int limit) {
    Bson filter = state == null ? new Document() : eq(RANK, state.ordinal());
    return Flux.from(documents.find(filter).sort(Sorts.ascending("dueOn", "_id")).limit(limit))
        .map(RequestViews::read);
  }

  /**
   * The requests whose records a store erased, or may have erased, after an instant: a backup from
   * then may bring them back. Said by the end of each erasure and not by its beginning, since what
   * was asked before may have been carried out after.
   */
  public Flux<UUID> erasedSince(String participant, Instant instant) {
    Date since = Date.from(instant);
    return ids(
        and(
            exists(ASKED_TO_ERASE + "." + participant),
            or(
                exists(COMPLETED_AT, false),
                gte(COMPLETED_AT, since),
                gte(REPLAYED_AT + "." + participant, since))));
  }

  /** The requests that are to be erased again because of a restoration. */
  public Flux<UUID> toReplay(UUID restorationId) {
    return ids(exists(REPLAYS_DECIDED + "." + restorationId));
  }

  /** Those of them of which this became. */
  public Flux<UUID> replays(UUID restorationId, Replay state) {
    return ids(eq(REPLAYS + "." + restorationId, state.name()));
  }

  /** What became of having a request erased again. */
  public enum Replay {
    /** It is erased again, and a probe found nothing left. */
    REPLAYED,
    /** Nobody knows any more by what the person was erased. */
    NOT_REPLAYABLE
  }

  private Flux<UUID> ids(Bson filter) {
    return Flux.from(documents.find(filter).projection(new Document("_id", 1)))
        .map(document -> UUID.fromString(document.getString("_id")));
  }

  Mono<Void> apply(UUID requestId, Bson change) {
    return Mono.from(
            documents.updateOne(
                eq("_id", requestId.toString()), change, new UpdateOptions().upsert(true)))
        .then();
  }

  private static RequestView read(Document document) {
    UUID requestId = UUID.fromString(document.getString("_id"));
    State state = State.values()[document.getInteger(RANK, 0)];
    Document work = document.get(WORK, new Document());
    boolean accepted =
        switch (state) {
          case RECEIVED, AWAITING_IDENTITY, REFUSED, WITHDRAWN -> false;
          case IN_PROGRESS, RESTRICTED, ANSWERING, FULFILLED -> true;
        };
    Phase phase = phase(state, work);
    return new RequestView(
        requestId,
        state,
        enumOrNull(document, "right", Right::valueOf),
        document.getList(PURPOSES, String.class, List.of()),
        enumOrNull(document, "channel", Channel::valueOf),
        instantOrNull(document, "receivedAt"),
        dateOrNull(document, "statutoryDueOn"),
        dateOrNull(document, "rolledDueOn"),
        dateOrNull(document, "dueOn"),
        owed(state) && document.getBoolean(DUE_SOON, false),
        phase,
        phase == Phase.COOLING_OFF ? instantOrNull(work, "coolingOffUntil") : null,
        accepted ? StoredDecisions.onHold(work) : null,
        phase == Phase.AT_GATE ? behind(work) : List.of(),
        accepted ? StoredPlan.of(work) : null,
        accepted ? participants(work) : List.of(),
        work.getList("directed", String.class, List.of()),
        work.getList("resting", String.class, List.of()),
        document.getList(ERASING, String.class, List.of()),
        accepted ? halt(work) : null,
        enumOrNull(document, "completion", Completion::valueOf),
        enumOrNull(document, "refusal", RefusalGround::valueOf),
        enumOrNull(document, WITHDRAWAL, Wish::valueOf),
        new Decisions(
            StoredDecisions.refusal(document, state),
            StoredDecisions.holds(document, work),
            StoredDecisions.outcomes(document, work),
            StoredDecisions.approvals(document, work),
            StoredRecipients.decisions(document)),
        StoredDecisions.retained(work),
        retentionDiffers(requestId, work),
        StoredRecipients.recipients(document),
        letters(requestId, document));
  }

  private static boolean owed(State state) {
    return switch (state) {
      case RECEIVED, AWAITING_IDENTITY, IN_PROGRESS, ANSWERING -> true;
      case FULFILLED, REFUSED, WITHDRAWN, RESTRICTED -> false;
    };
  }

  /** What was kept, or came back, is erased after the request was fulfilled; all else before. */
  private static @Nullable Phase phase(State state, Document work) {
    Phase phase = enumOrNull(work, "phase", Phase::valueOf);
    return switch (state) {
      case IN_PROGRESS -> phase;
      case RESTRICTED -> phase == Phase.LIFTING ? phase : null;
      case ANSWERING, FULFILLED ->
          phase == Phase.EXPIRING || phase == Phase.REPLAYING ? phase : null;
      case RECEIVED, AWAITING_IDENTITY, REFUSED, WITHDRAWN -> null;
    };
  }

  private static List<Participant> participants(Document work) {
    Document all = work.get("participants", new Document());
    Document without = work.get("without", new Document());
    return all.keySet().stream()
        .sorted()
        .map(
            name -> {
              Document one = all.get(name, Document.class);
              return new Participant(
                  name,
                  Phase.valueOf(one.getString("phase")),
                  Progress.valueOf(one.getString("state")),
                  one.getLong("records"),
                  enumOrNull(one, "reason", WaitReason::valueOf),
                  instantOrNull(one, "since"),
                  without.getList(name, String.class, List.of()).stream()
                      .map(Action::valueOf)
                      .toList());
            })
        .toList();
  }

  private static List<RetentionDifference> retentionDiffers(UUID requestId, Document work) {
    Document all = work.get("retentionDiffers", new Document());
    return all.keySet().stream()
        .sorted()
        .map(name -> StoredDifference.read(requestId, name, true, all.get(name, Document.class)))
        .toList();
  }

  private static List<UUID> behind(Document work) {
    return work.getList("behind", String.class, List.of()).stream().map(UUID::fromString).toList();
  }

  private static @Nullable Halt halt(Document work) {
    Document halt = work.get("halt", Document.class);
    return halt == null
        ? null
        : new Halt(
            HaltReason.valueOf(halt.getString("reason")),
            halt.getList("participants", String.class));
  }

  private static List<Letter> letters(UUID requestId, Document document) {
    Document all = document.get(LETTERS, new Document());
    Set<UUID> toRecipients = StoredRecipients.letters(document);
    return all.keySet().stream()
        .sorted()
        .map(
            key -> {
              Document one = all.get(key, Document.class);
              UUID noticeId = UUID.fromString(key);
              return new Letter(
                  noticeId,
                  kind(requestId, noticeId, toRecipients),
                  Outcome.valueOf(one.getString("outcome")),
                  enumOrNull(one, "delayed", WaitReason::valueOf),
                  enumOrNull(one, "notSent", NotSentReason::valueOf));
            })
        .toList();
  }

  private static Kind kind(UUID requestId, UUID noticeId, Set<UUID> toRecipients) {
    if (toRecipients.contains(noticeId)) {
      return Kind.RECIPIENT;
    }
    if (toRecipients.stream().anyMatch(to -> noticeId.equals(Letters.recipientNotTold(to)))) {
      return Kind.RECIPIENT_NOT_TOLD;
    }
    if (noticeId.equals(Letters.receipt(requestId))) {
      return Kind.RECEIPT;
    }
    if (noticeId.equals(Letters.dueSoon(requestId))) {
      return Kind.DUE_SOON;
    }
    if (noticeId.equals(Letters.withdrawn(requestId))) {
      return Kind.WITHDRAWN;
    }
    if (noticeId.equals(Letters.withdrawalTooLate(requestId))) {
      return Kind.WITHDRAWAL_TOO_LATE;
    }
    if (noticeId.equals(Letters.refused(requestId))) {
      return Kind.REFUSED;
    }
    if (noticeId.equals(Letters.restrictionEnds(requestId))) {
      return Kind.RESTRICTION_ENDS;
    }
    if (noticeId.equals(Letters.objectionUpheld(requestId))) {
      return Kind.ANSWER;
    }
    boolean answers =
        Stream.of(Right.values())
            .anyMatch(right -> noticeId.equals(Letters.answer(right, requestId)));
    return answers ? Kind.ANSWER : Kind.CODE;
  }

  static <E> @Nullable E enumOrNull(Document document, String field, Function<String, E> valueOf) {
    String name = document.getString(field);
    return name == null ? null : valueOf.apply(name);
  }

  private static @Nullable LocalDate dateOrNull(Document document, String field) {
    String date = document.getString(field);
    return date == null ? null : LocalDate.parse(date);
  }

  static @Nullable Instant instantOrNull(Document document, String field) {
    Date date = document.getDate(field);
    return date == null ? null : date.toInstant();
  }
}
