package io.habeas.verifier.gate;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.in;
import static com.mongodb.client.model.Filters.lt;
import static com.mongodb.client.model.Updates.addEachToSet;
import static com.mongodb.client.model.Updates.addToSet;
import static com.mongodb.client.model.Updates.combine;
import static com.mongodb.client.model.Updates.max;
import static com.mongodb.client.model.Updates.set;
import static com.mongodb.client.model.Updates.setOnInsert;

import com.mongodb.client.model.FindOneAndUpdateOptions;
import com.mongodb.client.model.ReturnDocument;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.reactivestreams.client.MongoCollection;
import com.mongodb.reactivestreams.client.MongoDatabase;
import io.habeas.verifier.Documents;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.bson.Document;
import org.bson.conversions.Bson;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The requests for access that are not read out yet, one document each, with what their person is
 * known by at the gate. That somebody waits for one is written into the same document as that it is
 * over: of the two one always sees the other, so nobody waits for what is over.
 *
 * <p>Blocks. Every operation is idempotent.
 */
final class OpenAccesses {
  static final String COLLECTION = "gate_accesses";
  private static final String ID = "_id";
  private static final String OVER = "over";
  private static final String IDENTIFIERS = "identifiers";
  private static final String WAITING = "waiting";
  private static final String KEEP_UNTIL = "keepUntil";
  private static final Bson OPEN = eq(OVER, false);
  private static final FindOneAndUpdateOptions AFTER =
      new FindOneAndUpdateOptions().returnDocument(ReturnDocument.AFTER);

  private final MongoCollection<Document> documents;
  private final Duration patience;

  OpenAccesses(MongoDatabase database, Duration patience) {
    this.documents = Documents.collection(database, COLLECTION);
    this.patience = patience;
  }

  /** It arrived; nobody is known to have made it yet, so nobody waits for it. */
  void arrived(String requestId, Instant keepUntil) {
    Documents.done(
        Mono.defer(
                () ->
                    Mono.from(
                        documents.updateOne(
                            eq(ID, requestId),
                            combine(
                                setOnInsert(OVER, false),
                                setOnInsert(IDENTIFIERS, List.of()),
                                setOnInsert(WAITING, List.of()),
                                max(KEEP_UNTIL, Date.from(keepUntil))),
                            new UpdateOptions().upsert(true))))
            .retryWhen(Documents.IF_INSERTED_MEANWHILE),
        patience);
  }

  boolean isOpen(String requestId) {
    return Documents.find(Mono.from(documents.find(and(eq(ID, requestId), OPEN)).first()), patience)
        .isPresent();
  }

  /** Its person is known by these too; without effect once it is over. */
  void shown(String requestId, Collection<String> identifiers) {
    Documents.done(
        documents.updateOne(
            and(eq(ID, requestId), OPEN), addEachToSet(IDENTIFIERS, List.copyOf(identifiers))),
        patience);
  }

  /** Those of a person who is known by any of these. */
  Set<String> of(Collection<String> identifiers) {
    return new TreeSet<>(
        Documents.all(
            Flux.from(
                    documents
                        .find(and(OPEN, in(IDENTIFIERS, identifiers)))
                        .projection(new Document(ID, 1)))
                .map(document -> document.getString(ID)),
            patience));
  }

  /**
   * Notes that a question is answered when this access is over.
   *
   * @return false if it is over already
   */
  boolean await(String requestId, Passage.Mark question) {
    return Documents.find(
            Mono.from(
                documents.findOneAndUpdate(
                    and(eq(ID, requestId), OPEN), addToSet(WAITING, question.text()), AFTER)),
            patience)
        .isPresent();
  }

  /**
   * It is over, whichever way it ended; by what its person was known is forgotten.
   *
   * @return the questions that waited for it
   */
  List<Passage.Mark> over(String requestId) {
    return Documents.find(
            Mono.from(
                documents.findOneAndUpdate(
                    eq(ID, requestId),
                    combine(set(OVER, true), set(IDENTIFIERS, List.of())),
                    AFTER)),
            patience)
        .map(document -> document.getList(WAITING, String.class))
        .orElse(List.of())
        .stream()
        .map(Passage.Mark::of)
        .toList();
  }

  void forget(Instant now) {
    Documents.done(documents.deleteMany(lt(KEEP_UNTIL, Date.from(now))), patience);
  }
}
