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

  private final MongoCollection<Document> documents;

  public IssuedTasks(MongoDatabase database) {
    this.documents = Documents.collection(database, COLLECTION);
  }

  /**
   * The tasks of one request that one participant was given.
   *
   * @param steps all of them
   * @param locating those that ask it to locate, and so allow it to yield
   */
  record Issued(Set<Integer> steps, Set<Integer> locating) {
    static final Issued NONE = new Issued(Set.of(), Set.of());

    Issued {
      steps = Set.copyOf(steps);
      locating = Set.copyOf(locating);
    }

    int highest() {
      return steps.stream().mapToInt(Integer::intValue).max().orElse(0);
    }
  }

  /** Notes a task. Idempotent. */
  Mono<Void> note(String requestId, String participant, int step, boolean locating) {
    var update =
        locating
            ? combine(addToSet("steps", step), addToSet("locating", step))
            : addToSet("steps", step);
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
            document -> new Issued(numbers(document, "steps"), numbers(document, "locating")));
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
