package io.habeas.intake.view;

import com.mongodb.reactivestreams.client.MongoClient;
import com.mongodb.reactivestreams.client.MongoClients;
import io.habeas.platform.EmbeddedMongo;
import io.habeas.process.ProcessDefinition.InvalidMessage;
import io.habeas.process.ProcessDefinition.Keyed;
import io.habeas.schemas.avro.Channel;
import io.habeas.schemas.avro.DecisionRecord;
import io.habeas.schemas.avro.ErasureEventRecord;
import io.habeas.schemas.avro.ErasureGround;
import io.habeas.schemas.avro.LetterChannel;
import io.habeas.schemas.avro.NoticeOutcomeRecord;
import io.habeas.schemas.avro.NoticeSent;
import io.habeas.schemas.avro.RecipientRecord;
import io.habeas.schemas.avro.RequestAccepted;
import io.habeas.schemas.avro.RequestRecord;
import io.habeas.schemas.avro.RequestRegistered;
import io.habeas.schemas.avro.Right;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** What is on topics of a request, projected into its view on the MongoDB stand-in. */
final class ProjectedTopics implements AutoCloseable {
  static final Instant NOW = Instant.parse("2026-11-27T10:00:00Z");
  static final LocalDate DUE = LocalDate.parse("2026-12-27");
  static final Object REGISTERED =
      new RequestRegistered(Right.ERASURE, Channel.WEB, NOW, DUE, DUE, DUE);
  static final Object ACCEPTED =
      new RequestAccepted(
          Right.ERASURE, List.of("email"), ErasureGround.ART_17_1_A, DUE, List.of());

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final EmbeddedMongo mongo = EmbeddedMongo.inMemory();
  private final MongoClient client = MongoClients.create(mongo.uri());
  private final RequestViews views = new RequestViews(client.getDatabase("views"), 1);
  private final Projection projection =
      new Projection(
          views,
          new RestorationViews(client.getDatabase("views"), 1),
          new RetentionDifferences(client.getDatabase("views"), 1),
          PATIENCE);

  @Override
  public void close() {
    client.close();
    mongo.close();
  }

  /** What is shown of a request. */
  RequestView view(UUID id) {
    return find(id).orElseThrow();
  }

  /** What is shown of a request, if anything is. */
  Optional<RequestView> find(UUID id) {
    return views.find(id).blockOptional(PATIENCE);
  }

  /** The register says this of a request. */
  void requests(UUID id, Object... payloads) {
    for (Object payload : payloads) {
      handle(
          () ->
              projection.request(
                  "dsar.requests",
                  new Keyed<>(id.toString(), new RequestRecord(id, NOW, payload))));
    }
  }

  /** The orchestrator says this of a request. */
  void erasures(UUID id, Object... payloads) {
    for (Object payload : payloads) {
      handle(
          () ->
              projection.erasure(
                  "dsar.erasure-events",
                  new Keyed<>(id.toString(), new ErasureEventRecord(id, NOW, payload))));
    }
  }

  /** Somebody decides this of a request. */
  void decisions(UUID id, UUID decisionId, Object payload) {
    handle(
        () ->
            projection.decision(
                "dsar.decisions",
                new Keyed<>(
                    id.toString(), new DecisionRecord(decisionId, id, NOW, "u-1", payload))));
  }

  /** Somebody says this of a request's recipients. */
  void recipients(UUID id, Object... payloads) {
    for (Object payload : payloads) {
      handle(
          () ->
              projection.recipient(
                  "dsar.recipients",
                  new Keyed<>(id.toString(), new RecipientRecord(id, NOW, payload))));
    }
  }

  /** A letter about a request left. */
  void letter(UUID id, UUID noticeId) {
    handle(
        () ->
            projection.noticeOutcome(
                "dsar.notice-outcomes",
                new Keyed<>(
                    id.toString(),
                    new NoticeOutcomeRecord(
                        noticeId, id, NOW, new NoticeSent(LetterChannel.EMAIL)))));
  }

  private interface Handling {
    void run() throws InvalidMessage;
  }

  private static void handle(Handling handling) {
    try {
      handling.run();
    } catch (InvalidMessage e) {
      throw new AssertionError(e);
    }
  }
}
