package io.habeas.verifier.vault;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.in;
import static com.mongodb.client.model.Updates.combine;
import static com.mongodb.client.model.Updates.set;

import com.mongodb.reactivestreams.client.MongoCollection;
import com.mongodb.reactivestreams.client.MongoDatabase;
import io.habeas.verifier.Documents;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.bson.Document;
import org.bson.types.Binary;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The vault's documents, one per request. Every change is one atomic operation on one document, by
 * its id and, where the change depends on what was read, its version.
 */
final class VaultEntries {
  static final String COLLECTION = "vault_entries";
  private static final String CORRECTIONS = "corrections";
  private static final String WORDS = "words";

  private final MongoCollection<Document> documents;

  VaultEntries(MongoDatabase database) {
    this.documents = Documents.collection(database, COLLECTION);
  }

  static DataKeys.DocumentName name(String requestId) {
    return new DataKeys.DocumentName(COLLECTION, requestId);
  }

  /** False if there is one for this request already. */
  Mono<Boolean> insert(VaultEntry entry) {
    return Documents.insertIfAbsent(documents, write(entry));
  }

  Mono<VaultEntry> find(String requestId) {
    return Mono.from(documents.find(eq("_id", requestId)).first()).map(VaultEntries::read);
  }

  /** As it is stored. */
  Mono<Document> document(String requestId) {
    return Mono.from(documents.find(eq("_id", requestId)).first());
  }

  Flux<VaultEntry> findAll(Collection<String> requestIds) {
    return Flux.from(documents.find(in("_id", requestIds))).map(VaultEntries::read);
  }

  /** The requests that name this identifier, in whatever standing. */
  Flux<String> naming(Binary lookup) {
    return Flux.from(
            documents.find(eq("identifiers.lookup", lookup)).projection(new Document("_id", 1)))
        .map(document -> document.getString("_id"));
  }

  /** Replaces the identifiers; false if the entry changed since it was read, or is gone. */
  Mono<Boolean> replaceIdentifiers(VaultEntry read, VaultEntry next) {
    return Mono.from(
            documents.updateOne(
                and(eq("_id", read.requestId()), eq("version", read.version())),
                combine(
                    set("version", next.version()),
                    set("identifiers", writeIdentifiers(next.identifiers())))))
        .map(result -> result.getModifiedCount() == 1);
  }

  /** True if there was one. */
  Mono<Boolean> delete(String requestId) {
    return Mono.from(documents.deleteOne(eq("_id", requestId)))
        .map(result -> result.getDeletedCount() == 1);
  }

  private static Document write(VaultEntry entry) {
    Document document =
        new Document("_id", entry.requestId())
            .append("version", entry.version())
            .append("fingerprint", entry.fingerprint())
            .append("locale", entry.locale())
            .append("source", entry.source())
            .append("dataKey", entry.key().bytes())
            .append("wrappedBy", entry.key().wrappedBy())
            .append("identifiers", writeIdentifiers(entry.identifiers()));
    if (!entry.stated().corrections().isEmpty()) {
      document.append(
          CORRECTIONS,
          entry.stated().corrections().entrySet().stream()
              .sorted(Map.Entry.comparingByKey())
              .map(
                  correction ->
                      new Document("category", correction.getKey())
                          .append("sealed", correction.getValue()))
              .toList());
    }
    if (entry.stated().words() != null) {
      document.append(WORDS, entry.stated().words());
    }
    return document;
  }

  private static VaultEntry.Stated readStated(Document document) {
    return new VaultEntry.Stated(
        document.getList(CORRECTIONS, Document.class, List.of()).stream()
            .collect(
                Collectors.toMap(
                    correction -> correction.getString("category"),
                    correction -> correction.get("sealed", Binary.class))),
        document.get(WORDS, Binary.class));
  }

  static VaultEntry read(Document document) {
    return new VaultEntry(
        document.getString("_id"),
        document.getLong("version"),
        document.get("fingerprint", Binary.class),
        document.getString("locale"),
        document.getString("source"),
        new DataKeys.Wrapped(
            document.get("dataKey", Binary.class), document.getInteger("wrappedBy")),
        readStated(document),
        document.getList("identifiers", Document.class).stream()
            .map(VaultEntries::readIdentifier)
            .toList());
  }

  private static List<Document> writeIdentifiers(List<VaultEntry.Held> identifiers) {
    return identifiers.stream().map(VaultEntries::writeIdentifier).toList();
  }

  private static Document writeIdentifier(VaultEntry.Held held) {
    Document document =
        new Document("type", held.type())
            .append("lookup", held.lookup())
            .append("sealed", held.sealed());
    return switch (held.standing()) {
      case Standing.Supplied s -> document.append("standing", "SUPPLIED");
      case Standing.Proven proven ->
          document.append("standing", "PROVEN").append("at", Date.from(proven.at()));
      case Standing.Yielded yielded ->
          document
              .append("standing", "YIELDED")
              .append("participant", yielded.participant())
              .append("field", yielded.field())
              .append("step", yielded.step())
              .append("at", Date.from(yielded.at()));
      case Standing.MadeUp m -> document.append("standing", "MADE_UP");
    };
  }

  private static VaultEntry.Held readIdentifier(Document document) {
    String standing = document.getString("standing");
    return new VaultEntry.Held(
        document.getString("type"),
        document.get("lookup", Binary.class),
        document.get("sealed", Binary.class),
        switch (standing) {
          case "SUPPLIED" -> new Standing.Supplied();
          case "PROVEN" -> new Standing.Proven(Documents.instant(document, "at"));
          case "YIELDED" ->
              new Standing.Yielded(
                  document.getString("participant"),
                  document.getString("field"),
                  document.getInteger("step"),
                  Documents.instant(document, "at"));
          case "MADE_UP" -> new Standing.MadeUp();
          default ->
              throw new IllegalStateException(
                  "Expected a standing of an identifier but got " + standing);
        });
  }
}
