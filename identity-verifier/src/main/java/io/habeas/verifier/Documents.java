package io.habeas.verifier;

import com.mongodb.ErrorCategory;
import com.mongodb.MongoWriteException;
import com.mongodb.ReadConcern;
import com.mongodb.WriteConcern;
import com.mongodb.reactivestreams.client.MongoCollection;
import com.mongodb.reactivestreams.client.MongoDatabase;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.bson.Document;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

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

  /** For an upsert that another one of the same document may be faster than. */
  public static final Retry IF_INSERTED_MEANWHILE = Retry.max(3).filter(Documents::isDuplicate);

  /**
   * Waits for what is there in any case.
   *
   * @throws IllegalStateException if it is not, or not in time
   */
  public static <T> T await(Mono<T> operation, Duration patience) {
    return find(operation, patience)
        .orElseThrow(() -> new IllegalStateException("Expected a document but there is none"));
  }

  /**
   * Waits for what may be there.
   *
   * @throws IllegalStateException if it does not come in time
   */
  public static <T> Optional<T> find(Mono<T> operation, Duration patience) {
    return operation.blockOptional(patience);
  }

  /**
   * Waits for all.
   *
   * @throws IllegalStateException if they do not come in time
   */
  public static <T> List<T> all(Flux<T> operation, Duration patience) {
    return operation.collectList().blockOptional(patience).orElse(List.of());
  }

  /**
   * Waits for something to be done.
   *
   * @throws IllegalStateException if it is not in time
   */
  public static void done(Publisher<?> operation, Duration patience) {
    Flux.from(operation).then().block(patience);
  }

  /** A date field that must be there. */
  public static Instant instant(Document document, String field) {
    return document.getDate(field).toInstant();
  }
}
