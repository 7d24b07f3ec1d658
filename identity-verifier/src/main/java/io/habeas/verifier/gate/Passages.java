package io.habeas.verifier.gate;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.lt;
import static com.mongodb.client.model.Updates.combine;
import static com.mongodb.client.model.Updates.set;

import com.mongodb.client.model.UpdateOptions;
import com.mongodb.reactivestreams.client.MongoCollection;
import com.mongodb.reactivestreams.client.MongoDatabase;
import io.habeas.verifier.Documents;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import org.bson.Document;
import reactor.core.publisher.Mono;

/**
 * What each request was answered, one document per request: the one place where it is decided, so
 * that whoever is asked twice at once gives one answer. Blocks. Every operation is idempotent.
 */
final class Passages {
  private static final String COLLECTION = "gate_requests";
  private static final String ID = "_id";
  private static final String ASK = "ask";
  private static final String HOLDS = "holds";
  private static final String SUBJECT = "subject";
  private static final String IDENTIFIERS = "identifiers";
  private static final String AT = "at";
  private static final String KEEP_UNTIL = "keepUntil";

  private final MongoCollection<Document> documents;
  private final Duration patience;

  Passages(MongoDatabase database, Duration patience) {
    this.documents = Documents.collection(database, COLLECTION);
    this.patience = patience;
  }

  /**
   * Decides, if nobody has decided this or a later question of the request.
   *
   * @return what is decided
   */
  Passage decide(Passage passage, Instant keepUntil) {
    Documents.done(
        Mono.from(
                documents.updateOne(
                    and(eq(ID, passage.requestId()), lt(ASK, passage.ask())),
                    combine(
                        set(ASK, passage.ask()),
                        set(HOLDS, passage.holds()),
                        set(SUBJECT, passage.subject()),
                        set(IDENTIFIERS, List.copyOf(passage.identifiers())),
                        set(AT, Date.from(passage.at())),
                        set(KEEP_UNTIL, Date.from(keepUntil))),
                    new UpdateOptions().upsert(true)))
            .then()
            // It is decided.
            .onErrorResume(Documents::isDuplicate, failure -> Mono.empty()),
        patience);
    return find(passage.requestId())
        .orElseThrow(
            () -> new IllegalStateException("Expected what was decided but it is not there"));
  }

  Optional<Passage> find(String requestId) {
    return Documents.find(Mono.from(documents.find(eq(ID, requestId)).first()), patience)
        .map(Passages::read);
  }

  void forget(String requestId) {
    Documents.done(documents.deleteOne(eq(ID, requestId)), patience);
  }

  void forget(Instant now) {
    Documents.done(documents.deleteMany(lt(KEEP_UNTIL, Date.from(now))), patience);
  }

  private static Passage read(Document document) {
    return new Passage(
        document.getString(ID),
        document.getInteger(ASK),
        document.getList(HOLDS, String.class),
        document.getString(SUBJECT),
        new HashSet<>(document.getList(IDENTIFIERS, String.class)),
        Documents.instant(document, AT));
  }
}
