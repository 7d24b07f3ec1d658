package io.habeas.verifier.gate;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.in;
import static com.mongodb.client.model.Filters.lt;
import static com.mongodb.client.model.Updates.addToSet;
import static com.mongodb.client.model.Updates.combine;
import static com.mongodb.client.model.Updates.max;
import static com.mongodb.client.model.Updates.pull;
import static com.mongodb.client.model.Updates.pullAll;
import static com.mongodb.client.model.Updates.setOnInsert;

import com.mongodb.client.model.FindOneAndUpdateOptions;
import com.mongodb.client.model.ReturnDocument;
import com.mongodb.reactivestreams.client.MongoCollection;
import com.mongodb.reactivestreams.client.MongoDatabase;
import io.habeas.verifier.Documents;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Date;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.bson.Document;
import org.bson.conversions.Bson;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * One document per identifier that came to the gate or is held, known by a keyed hash of its own
 * purpose. A hold and a pass are written into the same document, each by one atomic change, and the
 * pass only where there is no hold: of the two one always sees the other.
 *
 * <p>Blocks. Every operation is idempotent.
 */
final class KnownIdentifiers {
  static final String COLLECTION = "gate_identifiers";
  private static final String ID = "_id";
  private static final String SUBJECT = "subject";
  private static final String HOLDS = "holds";
  private static final String PASSED = "passed";
  private static final String KEEP_UNTIL = "keepUntil";
  private static final Bson NOT_HELD = eq(HOLDS, List.of());
  private static final FindOneAndUpdateOptions AFTER =
      new FindOneAndUpdateOptions().returnDocument(ReturnDocument.AFTER);
  private static final FindOneAndUpdateOptions UPSERT =
      new FindOneAndUpdateOptions().returnDocument(ReturnDocument.AFTER).upsert(true);

  private final MongoCollection<Document> documents;
  private final Duration patience;

  KnownIdentifiers(MongoDatabase database, Duration patience) {
    this.documents = Documents.collection(database, COLLECTION);
    this.patience = patience;
  }

  /** What became of an attempt to pass. */
  sealed interface Attempt {
    record Marked() implements Attempt {}

    /** Nothing was marked. */
    record Held(Set<String> holds) implements Attempt {
      public Held {
        holds = Set.copyOf(holds);
      }
    }

    /** It is not known here, so nobody can have held it. */
    record Unknown() implements Attempt {}
  }

  /**
   * Has it known from now on.
   *
   * @param newSubject whose it is if it is not known yet
   * @return whose it is
   */
  String know(String identifier, String newSubject, Instant keepUntil) {
    Document document =
        Documents.await(
            Mono.defer(
                    () ->
                        Mono.from(
                            documents.findOneAndUpdate(
                                eq(ID, identifier),
                                combine(
                                    setOnInsert(SUBJECT, newSubject),
                                    setOnInsert(HOLDS, List.of()),
                                    setOnInsert(PASSED, List.of()),
                                    max(KEEP_UNTIL, Date.from(keepUntil))),
                                UPSERT)))
                .retryWhen(Documents.IF_INSERTED_MEANWHILE),
            patience);
    return document.getString(SUBJECT);
  }

  /** Marks that a request passed, if nobody holds it at that very moment. */
  Attempt pass(String identifier, Passage.Mark mark, Instant keepUntil) {
    while (true) {
      Optional<Document> marked =
          Documents.find(
              Mono.from(
                  documents.findOneAndUpdate(
                      and(eq(ID, identifier), NOT_HELD),
                      combine(addToSet(PASSED, mark.text()), max(KEEP_UNTIL, Date.from(keepUntil))),
                      AFTER)),
              patience);
      if (marked.isPresent()) {
        return new Attempt.Marked();
      }
      Optional<Document> there =
          Documents.find(Mono.from(documents.find(eq(ID, identifier)).first()), patience);
      if (there.isEmpty()) {
        return new Attempt.Unknown();
      }
      Set<String> holds = strings(there.get(), HOLDS);
      if (!holds.isEmpty()) {
        return new Attempt.Held(holds);
      }
    }
  }

  /**
   * Holds an identifier that is known.
   *
   * @return the requests that had passed by then
   */
  Set<Passage.Mark> hold(String identifier, String holdId) {
    Document after =
        Documents.await(
            Mono.from(
                documents.findOneAndUpdate(eq(ID, identifier), addToSet(HOLDS, holdId), AFTER)),
            patience);
    Set<Passage.Mark> passed = new LinkedHashSet<>();
    strings(after, PASSED).forEach(text -> passed.add(Passage.Mark.of(text)));
    return passed;
  }

  void letGo(Collection<String> identifiers, String holdId) {
    Documents.done(documents.updateMany(in(ID, identifiers), pull(HOLDS, holdId)), patience);
  }

  void takeBack(Collection<String> identifiers, Collection<Passage.Mark> marks) {
    List<String> texts = marks.stream().map(Passage.Mark::text).toList();
    Documents.done(documents.updateMany(in(ID, identifiers), pullAll(PASSED, texts)), patience);
  }

  /** Which of these are known. */
  Set<String> known(Collection<String> identifiers) {
    return Set.copyOf(
        Documents.all(
            Flux.from(documents.find(in(ID, identifiers)).projection(new Document(ID, 1)))
                .map(document -> document.getString(ID)),
            patience));
  }

  /** Forgets those that nobody holds and that were last needed long enough ago. */
  void forget(Instant now) {
    Documents.done(documents.deleteMany(and(lt(KEEP_UNTIL, Date.from(now)), NOT_HELD)), patience);
  }

  private static Set<String> strings(Document document, String field) {
    return new LinkedHashSet<>(document.getList(field, String.class, List.of()));
  }
}
