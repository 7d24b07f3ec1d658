package io.habeas.verifier.claims;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.lte;
import static com.mongodb.client.model.Updates.combine;
import static com.mongodb.client.model.Updates.set;

import com.mongodb.client.model.UpdateOptions;
import com.mongodb.reactivestreams.client.MongoCollection;
import com.mongodb.reactivestreams.client.MongoDatabase;
import io.habeas.verifier.Documents;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Set;
import org.bson.Document;
import reactor.core.publisher.Mono;

/** The latest statement of each participant about the identifier types it works with. */
public final class Declarations {
  private static final String COLLECTION = "declarations";

  private final MongoCollection<Document> documents;

  public Declarations(MongoDatabase database) {
    this.documents = Documents.collection(database, COLLECTION);
  }

  /**
   * @param needs types by which it finds a person
   * @param yields types that it can add
   */
  record Declared(Set<String> needs, Set<String> yields) {
    Declared {
      needs = Set.copyOf(needs);
      yields = Set.copyOf(yields);
    }
  }

  /** Notes a statement; an older one than the latest changes nothing. */
  Mono<Void> note(String participant, Instant at, List<String> needs, List<String> yields) {
    return Mono.from(
            documents.updateOne(
                and(eq("_id", participant), lte("at", Date.from(at))),
                combine(set("at", Date.from(at)), set("needs", needs), set("yields", yields)),
                new UpdateOptions().upsert(true)))
        .then()
        // There is a later one.
        .onErrorResume(Documents::isDuplicate, failure -> Mono.empty());
  }

  Mono<Declared> find(String participant) {
    return Mono.from(documents.find(eq("_id", participant)).first())
        .map(
            document ->
                new Declared(
                    Set.copyOf(document.getList("needs", String.class)),
                    Set.copyOf(document.getList("yields", String.class))));
  }
}
