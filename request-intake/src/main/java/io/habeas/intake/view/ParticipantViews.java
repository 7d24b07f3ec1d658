package io.habeas.intake.view;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.lt;

import com.mongodb.ErrorCategory;
import com.mongodb.MongoWriteException;
import com.mongodb.WriteConcern;
import com.mongodb.client.model.ReplaceOptions;
import com.mongodb.reactivestreams.client.MongoCollection;
import com.mongodb.reactivestreams.client.MongoDatabase;
import io.habeas.chassis.controller.Controller;
import io.habeas.intake.view.ParticipantView.Canary;
import io.habeas.intake.view.ParticipantView.Compared;
import io.habeas.intake.view.ParticipantView.Proof;
import io.habeas.intake.view.ParticipantView.Retention;
import io.habeas.intake.view.ParticipantView.Standing;
import io.habeas.process.ProcessDefinition.InvalidMessage;
import io.habeas.process.ProcessDefinition.Keyed;
import io.habeas.schemas.avro.Action;
import io.habeas.schemas.avro.CanaryFailed;
import io.habeas.schemas.avro.CanaryFailure;
import io.habeas.schemas.avro.CanaryNotProvable;
import io.habeas.schemas.avro.CanaryObstacle;
import io.habeas.schemas.avro.CanaryProven;
import io.habeas.schemas.avro.CanaryUntried;
import io.habeas.schemas.avro.ParticipantFit;
import io.habeas.schemas.avro.ParticipantStale;
import io.habeas.schemas.avro.ParticipantUnfit;
import io.habeas.schemas.avro.RetentionReports;
import io.habeas.schemas.avro.RosterRecord;
import io.habeas.schemas.avro.WaitReason;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * How participants stand, one document each, as the roster told it last. It tells every partition,
 * so that what is heard is mostly a copy of what is known; a redelivery ends where it was.
 */
public final class ParticipantViews {
  private static final String AT = "at";
  private static final String SINCE = "since";
  private static final String STANDING = "standing";
  private static final String RETENTION = "retention";
  private static final String REPORTED_AS_OF = "reportedAsOf";

  private final MongoCollection<Document> documents;
  private final List<Controller.Participant> participants;
  private final Duration patience;

  /**
   * @param generation which of the projections that may lie beside each other
   * @param participants all that the controller approved
   * @param patience how long MongoDB may take to take in a message
   */
  public ParticipantViews(
      MongoDatabase database,
      int generation,
      List<Controller.Participant> participants,
      Duration patience) {
    this.documents =
        database
            .getCollection("participants-" + generation)
            .withWriteConcern(WriteConcern.MAJORITY);
    this.participants = List.copyOf(participants);
    this.patience = patience;
  }

  /** All that the controller approved, in its order, whether or not anything was heard of them. */
  public Flux<ParticipantView> list() {
    return Flux.from(documents.find())
        .collectMap(document -> document.getString("_id"))
        .flatMapIterable(
            known ->
                participants.stream()
                    .map(each -> view(each.name(), each.required(), known))
                    .toList());
  }

  /** How a participant stands now. Blocks until it is stored. */
  public void told(String topic, Keyed<RosterRecord> message) throws InvalidMessage {
    RosterRecord record = message.value();
    message.requireKey(record.getParticipant());
    Document next = write(record);
    Mono.from(documents.find(eq("_id", record.getParticipant())).first())
        .map(before -> since(before, next))
        .defaultIfEmpty(next.getDate(AT))
        .flatMap(since -> replaceEarlier(new Document(next).append(SINCE, since)))
        .block(patience);
  }

  private Mono<Boolean> replaceEarlier(Document next) {
    return Mono.from(
            documents.replaceOne(
                and(eq("_id", next.getString("_id")), lt(AT, next.getDate(AT))),
                next,
                new ReplaceOptions().upsert(true)))
        .map(result -> true)
        // The same, or a later one, is there.
        .onErrorResume(
            MongoWriteException.class,
            failure ->
                failure.getError().getCategory() == ErrorCategory.DUPLICATE_KEY
                    ? Mono.just(false)
                    : Mono.error(failure));
  }

  private static Date since(Document before, Document next) {
    return before.getString(STANDING).equals(next.getString(STANDING))
        ? before.getDate(SINCE)
        : next.getDate(AT);
  }

  private static Document write(RosterRecord record) throws InvalidMessage {
    Document document =
        new Document("_id", record.getParticipant()).append(AT, Date.from(record.getRecordedAt()));
    switch (record.getPayload()) {
      case ParticipantFit fit ->
          document
              .append(STANDING, Standing.FIT.name())
              .append("actions", fit.getActions().stream().map(Action::name).toList());
      case ParticipantUnfit unfit ->
          document
              .append(STANDING, Standing.UNFIT.name())
              .append("reason", unfit.getReason().name());
      case ParticipantStale stale ->
          document
              .append(STANDING, Standing.STALE.name())
              .append("lastHeardAt", Date.from(stale.getLastHeardAt()));
      case null, default -> throw new InvalidMessage("unexpected-payload");
    }
    RetentionReports reports = record.getRetentionReports();
    if (reports != null) {
      document.append(
          RETENTION,
          reports.getLastBegunAt() == null
              ? new Document()
              : new Document(REPORTED_AS_OF, Date.from(reports.getLastBegunAt())));
    }
    Document canary = canary(record.getCanary());
    return canary == null ? document : document.append("canary", canary);
  }

  private static @Nullable Document canary(@Nullable Object canary) throws InvalidMessage {
    return switch (canary) {
      case null -> null;
      case CanaryUntried untried -> new Document("state", Proof.UNTRIED.name());
      case CanaryNotProvable not ->
          new Document("state", Proof.NOT_PROVABLE.name())
              .append(SINCE, Date.from(not.getSince()))
              .append("obstacle", not.getObstacle().name());
      case CanaryProven proven ->
          new Document("state", Proof.PROVEN.name())
              .append(SINCE, Date.from(proven.getProvenAt()))
              .append("canaryId", proven.getCanaryId().toString());
      case CanaryFailed failed ->
          new Document("state", Proof.FAILED.name())
              .append(SINCE, Date.from(failed.getSince()))
              .append("canaryId", failed.getCanaryId().toString())
              .append("failure", failed.getReason().name())
              .append("during", failed.getDuring().name())
              .append("remains", failed.getRemains());
      default -> throw new InvalidMessage("unexpected-canary");
    };
  }

  private static ParticipantView view(
      String participant, boolean required, Map<String, Document> known) {
    Document document = known.get(participant);
    return document == null
        ? ParticipantView.undeclared(participant, required)
        : new ParticipantView(
            participant,
            required,
            Standing.valueOf(document.getString(STANDING)),
            RequestViews.instantOrNull(document, SINCE),
            code(document, "reason", WaitReason.class),
            RequestViews.instantOrNull(document, "lastHeardAt"),
            document.getList("actions", String.class, List.of()).stream()
                .map(Action::valueOf)
                .toList(),
            canary(document.get("canary", Document.class)),
            retention(document.get(RETENTION, Document.class)));
  }

  private static Retention retention(@Nullable Document retention) {
    if (retention == null) {
      return Retention.NOT_COMPARED;
    }
    Instant reported = RequestViews.instantOrNull(retention, REPORTED_AS_OF);
    return new Retention(reported == null ? Compared.NOT_YET : Compared.COMPARED, reported);
  }

  private static Canary canary(@Nullable Document canary) {
    if (canary == null) {
      return Canary.NOT_ASKED;
    }
    String id = canary.getString("canaryId");
    return new Canary(
        Proof.valueOf(canary.getString("state")),
        RequestViews.instantOrNull(canary, SINCE),
        id == null ? null : UUID.fromString(id),
        code(canary, "obstacle", CanaryObstacle.class),
        code(canary, "failure", CanaryFailure.class),
        code(canary, "during", Action.class),
        canary.getBoolean("remains", false));
  }

  private static <E extends Enum<E>> @Nullable E code(
      Document document, String field, Class<E> type) {
    String name = document.getString(field);
    return name == null ? null : Enum.valueOf(type, name);
  }
}
