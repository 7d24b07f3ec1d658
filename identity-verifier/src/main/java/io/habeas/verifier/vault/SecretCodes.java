package io.habeas.verifier.vault;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.lte;

import com.mongodb.reactivestreams.client.MongoCollection;
import com.mongodb.reactivestreams.client.MongoDatabase;
import io.habeas.verifier.Documents;
import java.time.Instant;
import java.util.Date;
import org.bson.Document;
import org.bson.types.Binary;
import reactor.core.publisher.Mono;

/**
 * Codes on their way into a letter: sealed, and shredded as soon as the letter has left, the code
 * has been superseded or used, or its time is over.
 */
public final class SecretCodes {
  static final String COLLECTION = "vault_codes";
  private static final String CODE = "code";

  private final MongoCollection<Document> documents;
  private final DataKeys keys;

  public SecretCodes(MongoDatabase database, DataKeys keys) {
    this.documents = Documents.collection(database, COLLECTION);
    this.keys = keys;
  }

  /**
   * Keeps a code for the letter {@code noticeId}, which must be new.
   *
   * @param expiresAt after which it is of no use
   */
  public Mono<Void> put(String noticeId, String requestId, String code, Instant expiresAt) {
    DataKeys.DataKey key = keys.create(name(noticeId));
    return Mono.from(
            documents.insertOne(
                new Document("_id", noticeId)
                    .append("requestId", requestId)
                    .append("dataKey", key.wrapped().bytes())
                    .append("wrappedBy", key.wrapped().wrappedBy())
                    .append(CODE, key.seal(CODE, code))
                    .append("expiresAt", Date.from(expiresAt))))
        .then();
  }

  /** The code for a letter of this request; empty if it was shredded. */
  public Mono<String> find(String noticeId, String requestId) {
    return Mono.from(documents.find(and(eq("_id", noticeId), eq("requestId", requestId))).first())
        .map(
            document ->
                keys.open(
                        name(noticeId),
                        new DataKeys.Wrapped(
                            document.get("dataKey", Binary.class),
                            document.getInteger("wrappedBy")))
                    .open(CODE, document.get(CODE, Binary.class)));
  }

  /** Forgets a letter's code. Idempotent. */
  public Mono<Void> shred(String noticeId) {
    return Mono.from(documents.deleteOne(eq("_id", noticeId))).then();
  }

  /** Forgets all codes whose time was over before {@code now}. */
  public Mono<Long> shredExpired(Instant now) {
    return Mono.from(documents.deleteMany(lte("expiresAt", Date.from(now))))
        .map(result -> result.getDeletedCount());
  }

  private static DataKeys.DocumentName name(String noticeId) {
    return new DataKeys.DocumentName(COLLECTION, noticeId);
  }
}
