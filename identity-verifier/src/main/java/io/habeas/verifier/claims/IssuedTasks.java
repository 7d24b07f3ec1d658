package io.habeas.verifier.claims;

import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.in;
import static com.mongodb.client.model.Updates.addToSet;
import static com.mongodb.client.model.Updates.combine;

import com.mongodb.client.model.UpdateOptions;
import com.mongodb.reactivestreams.client.MongoCollection;
import com.mongodb.reactivestreams.client.MongoDatabase;
import io.habeas.verifier.Documents;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bson.Document;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Which tasks were issued to whom, one document per request and participant; numbers only. */
public final class IssuedTasks {
  private static final String COLLECTION = "issued_tasks";
  private static final String STEPS = "steps";
  private static final String LOCATING = "locating";
  private static final String RECTIFYING = "rectifying";

  private final MongoCollection<Document> documents;

  public IssuedTasks(MongoDatabase database) {
    this.documents = Documents.collection(database, COLLECTION);
  }

  /**
   * The tasks of one request that one participant was given.
   *
   * @param steps all of them
   * @param locating those that ask it to locate, and so allow it to yield
   * @param rectifying those that ask it to rectify, and so allow it to know what to write
   */
  record Issued(Set<Integer> steps, Set<Integer> locating, Set<Integer> rectifying) {
    static final Issued NONE = new Issued(Set.of(), Set.of(), Set.of());

    Issued {
      steps = Set.copyOf(steps);
      locating = Set.copyOf(locating);
      rectifying = Set.copyOf(rectifying);
    }

    int highest() {
      return steps.stream().mapToInt(Integer::intValue).max().orElse(0);
    }
  }

  /** What a task allows beside knowing identifiers. */
  enum Allows {
    NOTHING_ELSE,
    /** To put identifiers into the vault. */
    YIELDING,
    /** To know what the person wants corrected, and to what. */
    CORRECTIONS
  }

  /** Notes a task. Idempotent. */
  Mono<Void> note(String requestId, String participant, int step, Allows allows) {
    var update =
        switch (allows) {
          case NOTHING_ELSE -> addToSet(STEPS, step);
          case YIELDING -> combine(addToSet(STEPS, step), addToSet(LOCATING, step));
          case CORRECTIONS -> combine(addToSet(STEPS, step), addToSet(RECTIFYING, step));
        };
    return Mono.defer(
            () ->
                Mono.from(
                    documents.updateOne(
                        eq("_id", id(requestId, participant)),
                        update,
                        new UpdateOptions().upsert(true))))
        .retryWhen(reactor.util.retry.Retry.max(3).filter(Documents::isDuplicate))
        .then();
  }

  /** What this participant was given, by request id; requests without a task are missing. */
  Mono<Map<String, Issued>> findAll(Collection<String> requestIds, String participant) {
    List<String> ids = requestIds.stream().map(requestId -> id(requestId, participant)).toList();
    return Flux.from(documents.find(in("_id", ids)))
        .collectMap(
            document ->
                document.getString("_id").substring(0, document.getString("_id").indexOf('/')),
            document ->
                new Issued(
                    numbers(document, STEPS),
                    numbers(document, LOCATING),
                    numbers(document, RECTIFYING)));
  }

  /** Forgets what these participants were given for a request. Idempotent. */
  public Mono<Void> forget(String requestId, Collection<String> participants) {
    List<String> ids =
        participants.stream().map(participant -> id(requestId, participant)).toList();
    return Mono.from(documents.deleteMany(in("_id", ids))).then();
  }

  private static String id(String requestId, String participant) {
    return requestId + "/" + participant;
  }

  private static Set<Integer> numbers(Document document, String field) {
    List<Integer> numbers = document.getList(field, Integer.class);
    return numbers == null ? Set.of() : Set.copyOf(numbers);
  }
}
