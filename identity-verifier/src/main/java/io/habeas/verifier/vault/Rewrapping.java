package io.habeas.verifier.vault;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.exists;
import static com.mongodb.client.model.Filters.ne;
import static com.mongodb.client.model.Updates.combine;
import static com.mongodb.client.model.Updates.set;

import com.mongodb.reactivestreams.client.MongoCollection;
import com.mongodb.reactivestreams.client.MongoDatabase;
import io.habeas.verifier.Documents;
import java.util.List;
import java.util.stream.Stream;
import org.bson.Document;
import org.bson.types.Binary;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Wraps every data key under the vault's present primary key, after which an older key may be
 * removed. Touches no value, may run at any time beside anything else, and may be run again.
 */
public final class Rewrapping {
  private static final Logger log = LoggerFactory.getLogger(Rewrapping.class);
  private static final int AT_ONCE = 4;

  private final List<MongoCollection<Document>> collections;
  private final DataKeys keys;

  /**
   * @param others names of further collections with documents sealed as those of the vault are
   */
  public Rewrapping(MongoDatabase database, DataKeys keys, String... others) {
    this.collections =
        Stream.concat(
                Stream.of(
                    VaultEntries.COLLECTION,
                    SealedEntries.COLLECTION,
                    SecretCodes.COLLECTION,
                    StatedReasons.COLLECTION),
                Stream.of(others))
            .map(name -> Documents.collection(database, name))
            .toList();
    this.keys = keys;
  }

  /**
   * What a run did.
   *
   * @param rewrapped documents now under the primary key that were not
   * @param failed documents that no key of the vault opens
   * @param remaining documents not under the primary key after the run; 0 before an older key may
   *     go
   */
  public record Report(long rewrapped, long failed, long remaining) {
    private Report plus(Report other) {
      return new Report(
          rewrapped + other.rewrapped, failed + other.failed, remaining + other.remaining);
    }
  }

  public Mono<Report> run() {
    return Flux.fromIterable(collections)
        .concatMap(this::run)
        .reduce(new Report(0, 0, 0), Report::plus);
  }

  private Mono<Report> run(MongoCollection<Document> documents) {
    // What was shredded within its document has no key left.
    var others = and(exists("wrappedBy"), ne("wrappedBy", keys.primary()));
    return Flux.from(
            documents.find(others).projection(new Document("dataKey", 1).append("wrappedBy", 1)))
        .flatMap(document -> rewrap(documents, document), AT_ONCE)
        .reduce(new Report(0, 0, 0), Report::plus)
        .flatMap(
            report ->
                Mono.from(documents.countDocuments(others))
                    .map(remaining -> new Report(report.rewrapped(), report.failed(), remaining)));
  }

  /** An entry that is sealed away is the same as it was in its place. */
  private static String boundTo(MongoCollection<Document> documents) {
    String name = documents.getNamespace().getCollectionName();
    return name.equals(SealedEntries.COLLECTION) ? VaultEntries.COLLECTION : name;
  }

  private Mono<Report> rewrap(MongoCollection<Document> documents, Document document) {
    String id = document.getString("_id");
    int wrappedBy = document.getInteger("wrappedBy");
    DataKeys.Wrapped next;
    try {
      next =
          keys.rewrap(
              new DataKeys.DocumentName(boundTo(documents), id),
              new DataKeys.Wrapped(document.get("dataKey", Binary.class), wrappedBy));
    } catch (IllegalStateException e) {
      log.error("Expected a key that unwraps document {} but none does", id);
      return Mono.just(new Report(0, 1, 0));
    }
    return Mono.from(
            documents.updateOne(
                and(eq("_id", id), eq("wrappedBy", wrappedBy)),
                combine(set("dataKey", next.bytes()), set("wrappedBy", next.wrappedBy()))))
        .map(result -> new Report(result.getModifiedCount(), 0, 0));
  }
}
