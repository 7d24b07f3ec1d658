package io.habeas.verifier.gate;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.exists;
import static com.mongodb.client.model.Filters.in;
import static com.mongodb.client.model.Filters.lt;
import static com.mongodb.client.model.Updates.addToSet;
import static com.mongodb.client.model.Updates.combine;
import static com.mongodb.client.model.Updates.max;
import static com.mongodb.client.model.Updates.set;

import com.mongodb.client.model.UpdateOptions;
import com.mongodb.reactivestreams.client.MongoCollection;
import com.mongodb.reactivestreams.client.MongoDatabase;
import io.habeas.verifier.Documents;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Date;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import org.bson.Document;
import org.bson.conversions.Bson;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Which identifiers are one person's, as far as requests have shown. Each identifier names a random
 * reference; when a request shows two references to be one person's, the higher gives way to the
 * lower and points to it from then on, whoever notices it first. So every order and every
 * interleaving ends with the same one, and pointers cannot run in circles.
 *
 * <p>Each step is one atomic change of one document. A crash between two leaves a person in two
 * parts until the request is looked at again, which it is before it is answered.
 *
 * <p>Blocks. Every operation is idempotent.
 */
final class Subjects {
  static final String COLLECTION = "gate_subjects";
  private static final String ID = "_id";
  private static final String MEMBERS = "members";
  private static final String INTO = "into";
  private static final String ABSORBED = "absorbed";
  private static final String KEEP_UNTIL = "keepUntil";
  private static final UpdateOptions UPSERT = new UpdateOptions().upsert(true);

  private final MongoCollection<Document> documents;
  private final KnownIdentifiers identifiers;
  private final Supplier<String> newReference;
  private final Duration patience;

  /**
   * @param newReference random ones
   */
  Subjects(
      MongoDatabase database,
      KnownIdentifiers identifiers,
      Supplier<String> newReference,
      Duration patience) {
    this.documents = Documents.collection(database, COLLECTION);
    this.identifiers = identifiers;
    this.newReference = newReference;
    this.patience = patience;
  }

  /** References that nobody can guess. */
  static Supplier<String> random() {
    return () -> UUID.randomUUID().toString();
  }

  /**
   * A person.
   *
   * @param reference the one that counts at present
   * @param identifiers all that are known to be theirs
   */
  record Subject(String reference, Set<String> identifiers) {
    Subject {
      identifiers = Set.copyOf(identifiers);
    }
  }

  /**
   * Finds whose these identifiers are, and notes that they are one person's.
   *
   * @param shown what a request proved or stores yielded for it; not empty
   */
  Subject resolve(Collection<String> shown, Instant keepUntil) {
    String reference = null;
    for (String identifier : shown) {
      String own = identifiers.know(identifier, newReference.get(), keepUntil);
      upsert(
          eq(ID, own),
          combine(addToSet(MEMBERS, identifier), max(KEEP_UNTIL, Date.from(keepUntil))));
      reference = reference == null ? own : merge(reference, own, keepUntil);
    }
    if (reference == null) {
      throw new IllegalArgumentException("Expected identifiers of a person but got none");
    }
    String present = presentOf(reference);
    return new Subject(present, membersOf(present));
  }

  private String merge(String one, String other, Instant keepUntil) {
    while (true) {
      String a = presentOf(one);
      String b = presentOf(other);
      if (a.equals(b)) {
        return a;
      }
      String stays = a.compareTo(b) < 0 ? a : b;
      String gives = stays.equals(a) ? b : a;
      // First, so that whoever arrives at the one that stays finds everything below it.
      upsert(
          eq(ID, stays), combine(addToSet(ABSORBED, gives), max(KEEP_UNTIL, Date.from(keepUntil))));
      if (upsert(
          and(eq(ID, gives), exists(INTO, false)),
          combine(set(INTO, stays), max(KEEP_UNTIL, Date.from(keepUntil))))) {
        return presentOf(stays);
      }
    }
  }

  private String presentOf(String reference) {
    String at = reference;
    while (true) {
      Optional<String> next = find(at).map(document -> document.getString(INTO));
      if (next.isEmpty()) {
        return at;
      }
      at = next.get();
    }
  }

  private Set<String> membersOf(String reference) {
    Set<String> members = new LinkedHashSet<>();
    Set<String> seen = new HashSet<>();
    List<String> level = List.of(reference);
    while (!level.isEmpty()) {
      seen.addAll(level);
      List<Document> found = Documents.all(Flux.from(documents.find(in(ID, level))), patience);
      found.forEach(document -> members.addAll(document.getList(MEMBERS, String.class, List.of())));
      level =
          found.stream()
              .flatMap(document -> document.getList(ABSORBED, String.class, List.of()).stream())
              .filter(absorbed -> !seen.contains(absorbed))
              .distinct()
              .toList();
    }
    return members;
  }

  /** Forgets references by which no identifier is known any more. Run again, it gets further. */
  void forget(Instant now) {
    List<Document> old =
        Documents.all(Flux.from(documents.find(lt(KEEP_UNTIL, Date.from(now)))), patience);
    for (Document document : old) {
      boolean needed =
          !identifiers.known(document.getList(MEMBERS, String.class, List.of())).isEmpty()
              || document.getList(ABSORBED, String.class, List.of()).stream()
                  .anyMatch(absorbed -> find(absorbed).isPresent());
      if (!needed) {
        Documents.done(
            documents.deleteOne(
                and(eq(ID, document.getString(ID)), lt(KEEP_UNTIL, Date.from(now)))),
            patience);
      }
    }
  }

  private Optional<Document> find(String reference) {
    return Documents.find(Mono.from(documents.find(eq(ID, reference)).first()), patience);
  }

  /** False if there is one, and not as the filter wants it. */
  private boolean upsert(Bson filter, Bson update) {
    return Documents.await(
        Mono.from(documents.updateOne(filter, update, UPSERT))
            .map(result -> true)
            .onErrorResume(Documents::isDuplicate, failure -> Mono.just(false)),
        patience);
  }
}
