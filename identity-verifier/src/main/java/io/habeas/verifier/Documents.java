package io.habeas.verifier;

import com.mongodb.ErrorCategory;
import com.mongodb.MongoWriteException;
import com.mongodb.ReadConcern;
import com.mongodb.WriteConcern;
import com.mongodb.reactivestreams.client.MongoCollection;
import com.mongodb.reactivestreams.client.MongoDatabase;
import java.time.Instant;
import org.bson.Document;
import reactor.core.publisher.Mono;

/** How this service uses MongoDB: majority writes, single documents, no transaction. */
public final class Documents {

  private Documents() {}

  /**
   * A collection whose writes survive the loss of a replica: what a person was told to be accepted,
   * or shredded, must not come undone.
   */
  public static MongoCollection<Document> collection(MongoDatabase database, String name) {
    return database
        .getCollection(name)
        .withWriteConcern(WriteConcern.MAJORITY)
        .withReadConcern(ReadConcern.MAJORITY);
  }

  /** Inserts a document; false if one with its id is there. */
  public static Mono<Boolean> insertIfAbsent(
      MongoCollection<Document> documents, Document document) {
    return Mono.from(documents.insertOne(document))
        .map(result -> true)
        .onErrorResume(Documents::isDuplicate, failure -> Mono.just(false));
  }

  /** Whether a write failed because a document with that id is there. */
  public static boolean isDuplicate(Throwable failure) {
    return switch (failure) {
      case MongoWriteException e -> e.getError().getCategory() == ErrorCategory.DUPLICATE_KEY;
      // findAndModify with upsert reports it as a command's failure.
      case com.mongodb.MongoCommandException e ->
          ErrorCategory.fromErrorCode(e.getErrorCode()) == ErrorCategory.DUPLICATE_KEY;
      default -> false;
    };
  }

  /** A date field that must be there. */
  public static Instant instant(Document document, String field) {
    return document.getDate(field).toInstant();
  }
}
