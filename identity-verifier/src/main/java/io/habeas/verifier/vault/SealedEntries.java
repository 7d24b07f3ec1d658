package io.habeas.verifier.vault;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.exists;
import static com.mongodb.client.model.Filters.in;
import static com.mongodb.client.model.Filters.lt;
import static com.mongodb.client.model.Filters.or;
import static com.mongodb.client.model.Updates.addToSet;
import static com.mongodb.client.model.Updates.combine;
import static com.mongodb.client.model.Updates.pull;
import static com.mongodb.client.model.Updates.set;

import com.mongodb.client.model.UpdateOptions;
import com.mongodb.reactivestreams.client.MongoCollection;
import com.mongodb.reactivestreams.client.MongoDatabase;
import io.habeas.verifier.Documents;
import java.time.Instant;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.Map;
import org.bson.Document;
import org.bson.conversions.Bson;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The entries of erasures that are over, for as long as a backup may bring back what was erased:
 * the very documents of the vault, with values sealed as they were, where nothing that reads the
 * vault looks. They are opened for one purpose only: a store that was restored is told once more by
 * what it has to erase. Then, or when the last backup that may hold the person is gone, they are
 * shredded.
 *
 * <p>Every change is one atomic operation on one document, and idempotent.
 */
public final class SealedEntries {
  static final String COLLECTION = "vault_sealed";
  private static final String ID = "_id";
  private static final String DATA_KEY = "dataKey";
  private static final String GRANTS = "grants";
  private static final String RESTORATION = "restoration";
  private static final String PARTICIPANT = "participant";
  private static final String SEALED_UNTIL = "sealedUntil";
  private static final UpdateOptions UPSERT = new UpdateOptions().upsert(true);

  private final MongoCollection<Document> documents;
  private final VaultEntries entries;

  public SealedEntries(MongoDatabase database) {
    this.documents = Documents.collection(database, COLLECTION);
    this.entries = new VaultEntries(database);
  }

  /**
   * Seals a request's entry away. It is there before it is gone from where it was: a crash in
   * between leaves it in both places until this is done again.
   *
   * @return whether there was an entry
   */
  public Mono<Boolean> seal(String requestId, Instant until) {
    return entries
        .document(requestId)
        .flatMap(
            entry ->
                upsert(requestId, combine(set(SEALED_UNTIL, Date.from(until)), all(entry)))
                    .then(entries.delete(requestId)))
        .defaultIfEmpty(false);
  }

  /**
   * Has a participant be told once more.
   *
   * @return false if nobody knows any more by what
   */
  public Mono<Boolean> grant(String requestId, String restorationId, String participant) {
    Mono<Boolean> known =
        Mono.zip(
                entries.document(requestId).hasElement(),
                Mono.from(documents.find(and(eq(ID, requestId), exists(DATA_KEY))).first())
                    .hasElement())
            .map(either -> either.getT1() || either.getT2());
    return known.flatMap(
        there ->
            there
                ? upsert(requestId, addToSet(GRANTS, grant(restorationId, participant)))
                    .thenReturn(true)
                : Mono.just(false));
  }

  /** The participant has erased again. */
  public Mono<Void> revoke(String requestId, String restorationId, String participant) {
    return Mono.from(
            documents.updateOne(eq(ID, requestId), pull(GRANTS, grant(restorationId, participant))))
        .then();
  }

  /**
   * The entries of those of these requests of which this participant may be told once more.
   * Requests whose entry is not sealed away yet are looked up where they are.
   */
  public Mono<Map<String, VaultEntry>> grantedTo(
      String participant, Collection<String> requestIds) {
    return Flux.from(
            documents.find(and(in(ID, requestIds), eq(GRANTS + "." + PARTICIPANT, participant))))
        .flatMap(
            document ->
                document.containsKey(DATA_KEY)
                    ? Mono.just(VaultEntries.read(document))
                    : entries.find(document.getString(ID)))
        .collectMap(VaultEntry::requestId);
  }

  /** Shreds what no backup holds any more, unless it is being erased again. */
  public Mono<Long> shredExpired(Instant now) {
    return Mono.from(
            documents.deleteMany(
                and(
                    lt(SEALED_UNTIL, Date.from(now)),
                    or(exists(GRANTS, false), eq(GRANTS, List.of())))))
        .map(result -> result.getDeletedCount());
  }

  private static Bson all(Document entry) {
    return combine(
        entry.entrySet().stream()
            .filter(field -> !field.getKey().equals(ID))
            .map(field -> set(field.getKey(), field.getValue()))
            .toList());
  }

  private Mono<Void> upsert(String requestId, Bson change) {
    return Mono.defer(() -> Mono.from(documents.updateOne(eq(ID, requestId), change, UPSERT)))
        .retryWhen(Documents.IF_INSERTED_MEANWHILE)
        .then();
  }

  private static Document grant(String restorationId, String participant) {
    return new Document(RESTORATION, restorationId).append(PARTICIPANT, participant);
  }
}
