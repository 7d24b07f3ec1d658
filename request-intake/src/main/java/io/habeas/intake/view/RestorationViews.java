package io.habeas.intake.view;

import static com.mongodb.client.model.Filters.eq;

import com.mongodb.WriteConcern;
import com.mongodb.client.model.ReplaceOptions;
import com.mongodb.reactivestreams.client.MongoCollection;
import com.mongodb.reactivestreams.client.MongoDatabase;
import java.time.Instant;
import java.util.Date;
import java.util.UUID;
import org.bson.Document;
import reactor.core.publisher.Mono;

/** The restorations of stores from backups, in MongoDB, one document each. */
public final class RestorationViews {
  private final MongoCollection<Document> documents;

  /**
   * @param generation which of the projections that may lie beside each other
   */
  public RestorationViews(MongoDatabase database, int generation) {
    this.documents =
        database
            .getCollection("restorations-" + generation)
            .withWriteConcern(WriteConcern.MAJORITY);
  }

  /**
   * A store was restored.
   *
   * @param backupTime the state to which it was brought back
   * @param requests how many are to be erased there again
   * @param author who said so
   */
  public record Begun(
      UUID restorationId,
      String participant,
      Instant backupTime,
      int requests,
      String author,
      Instant begunAt) {}

  Mono<Void> put(Begun begun) {
    String id = begun.restorationId().toString();
    return Mono.from(
            documents.replaceOne(
                eq("_id", id),
                new Document("_id", id)
                    .append("participant", begun.participant())
                    .append("backupTime", Date.from(begun.backupTime()))
                    .append("requests", begun.requests())
                    .append("author", begun.author())
                    .append("begunAt", Date.from(begun.begunAt())),
                new ReplaceOptions().upsert(true)))
        .then();
  }

  /** Empty while nothing of it has been projected. */
  public Mono<Begun> find(UUID restorationId) {
    return Mono.from(documents.find(eq("_id", restorationId.toString())).first())
        .map(
            document ->
                new Begun(
                    restorationId,
                    document.getString("participant"),
                    document.getDate("backupTime").toInstant(),
                    document.getInteger("requests"),
                    document.getString("author"),
                    document.getDate("begunAt").toInstant()));
  }
}
