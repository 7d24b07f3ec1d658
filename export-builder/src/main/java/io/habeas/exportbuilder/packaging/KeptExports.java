package io.habeas.exportbuilder.packaging;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.lt;
import static com.mongodb.client.model.Filters.lte;
import static com.mongodb.client.model.Filters.ne;
import static com.mongodb.client.model.Updates.combine;
import static com.mongodb.client.model.Updates.set;
import static com.mongodb.client.model.Updates.unset;

import com.mongodb.ErrorCategory;
import com.mongodb.MongoWriteException;
import com.mongodb.ReadConcern;
import com.mongodb.WriteConcern;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.result.UpdateResult;
import com.mongodb.reactivestreams.client.MongoCollection;
import com.mongodb.reactivestreams.client.MongoDatabase;
import io.habeas.exportbuilder.packaging.KeptExport.Content;
import io.habeas.exportbuilder.packaging.KeptExport.Stage;
import io.habeas.schemas.avro.CollectionExport;
import io.habeas.schemas.avro.StoreExport;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.bson.types.Binary;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Exports in MongoDB, one document each, every change one atomic update. What is over stays as a
 * document without keys, so that a message that comes again brings nothing back.
 */
final class KeptExports {
  private static final String ID = "_id";
  private static final String STAGE = "stage";
  private static final String RECIPIENT_KEY = "recipientKey";
  private static final String PRIVATE_KEY = "privateKey";
  private static final String CONTENT = "content";
  private static final String STORES = "stores";
  private static final String COLLECTIONS = "collections";
  private static final String EXPIRES = "expiresAt";
  private static final String OVER_SINCE = "overSince";

  private static final String COLLECTING = "COLLECTING";
  private static final String BUILT = "BUILT";
  private static final String DISPOSED = "DISPOSED";
  private static final String OVER = "OVER";

  private final MongoCollection<Document> documents;
  private final Duration patience;

  /**
   * @param patience how long to wait for the database
   */
  KeptExports(MongoDatabase database, Duration patience) {
    // A key that was deleted must stay deleted, also when a replica is lost.
    this.documents =
        database
            .getCollection("exports")
            .withWriteConcern(WriteConcern.MAJORITY)
            .withReadConcern(ReadConcern.MAJORITY);
    this.patience = patience;
  }

  void createIndexes() {
    await(documents.createIndex(Indexes.ascending(EXPIRES)));
    await(documents.createIndex(Indexes.ascending(OVER_SINCE)));
  }

  /**
   * Begins an export; what is there already stays.
   *
   * @param expiresAt when even one that never came to an end is given up
   */
  void begin(UUID requestId, String recipientKey, Binary privateKey, Instant expiresAt) {
    try {
      await(
          documents.insertOne(
              new Document(ID, requestId.toString())
                  .append(STAGE, COLLECTING)
                  .append(RECIPIENT_KEY, recipientKey)
                  .append(PRIVATE_KEY, privateKey)
                  .append(EXPIRES, Date.from(expiresAt))));
    } catch (MongoWriteException e) {
      if (e.getError().getCategory() != ErrorCategory.DUPLICATE_KEY) {
        throw e;
      }
    }
  }

  Optional<KeptExport> find(UUID requestId) {
    return Optional.ofNullable(await(documents.find(eq(ID, requestId.toString())).first()))
        .map(KeptExports::read);
  }

  /**
   * The package is stored: from now on the parts cannot be opened any more.
   *
   * @param content null where nothing is held
   * @param expiresAt when it is given up
   * @return false, and nothing is changed, if somebody else was first or the export is over
   */
  boolean built(
      UUID requestId, List<StoreExport> stores, @Nullable Content content, Instant expiresAt) {
    Bson kept =
        content == null
            ? unset(CONTENT)
            : set(
                CONTENT,
                new Document("object", content.object())
                    .append("key", content.key())
                    .append("bytes", content.bytes())
                    .append("sha256", content.sha256()));
    UpdateResult changed =
        await(
            documents.updateOne(
                and(eq(ID, requestId.toString()), eq(STAGE, COLLECTING)),
                combine(
                    set(STAGE, BUILT),
                    set(STORES, stores.stream().map(KeptExports::write).toList()),
                    set(EXPIRES, Date.from(expiresAt)),
                    unset(PRIVATE_KEY),
                    kept)));
    return changed != null && changed.getModifiedCount() == 1;
  }

  /** The parts are gone too. */
  void disposed(UUID requestId) {
    await(
        documents.updateOne(
            and(eq(ID, requestId.toString()), eq(STAGE, BUILT)), set(STAGE, DISPOSED)));
  }

  /**
   * Nothing is kept of it any more but that it was. What it left in the storage is still to be
   * deleted: until {@link #gone} it counts as expired.
   */
  void over(UUID requestId, Instant now) {
    await(
        documents.updateOne(
            and(eq(ID, requestId.toString()), ne(STAGE, OVER)),
            combine(
                set(STAGE, OVER),
                set(OVER_SINCE, Date.from(now)),
                set(EXPIRES, Date.from(now)),
                unset(PRIVATE_KEY),
                unset(CONTENT),
                unset(STORES))));
  }

  /** What it left in the storage is deleted too. */
  void gone(UUID requestId) {
    await(documents.updateOne(and(eq(ID, requestId.toString()), eq(STAGE, OVER)), unset(EXPIRES)));
  }

  /** Exports whose time is over, or whose leftovers are still to be deleted. */
  List<UUID> expired(Instant now) {
    return Flux.from(documents.find(lte(EXPIRES, Date.from(now))))
        .map(document -> UUID.fromString(document.getString(ID)))
        .collectList()
        .blockOptional(patience)
        .orElse(List.of());
  }

  /** Forgets that exports ever were which were over before {@code before}. */
  void forget(Instant before) {
    await(documents.deleteMany(lt(OVER_SINCE, Date.from(before))));
  }

  private static KeptExport read(Document document) {
    String stage = document.getString(STAGE);
    return new KeptExport(
        UUID.fromString(document.getString(ID)),
        document.getString(RECIPIENT_KEY),
        switch (stage) {
          case COLLECTING -> new Stage.Collecting(document.get(PRIVATE_KEY, Binary.class));
          case BUILT -> new Stage.Built(stores(document), content(document), false);
          case DISPOSED -> new Stage.Built(stores(document), content(document), true);
          case OVER -> new Stage.Over();
          case null, default ->
              throw new IllegalStateException("Expected a stage of this version but got another");
        });
  }

  private static @Nullable Content content(Document document) {
    Document content = document.get(CONTENT, Document.class);
    return content == null
        ? null
        : new Content(
            content.getString("object"),
            content.get("key", Binary.class),
            content.getLong("bytes"),
            content.getString("sha256"),
            document.getDate(EXPIRES).toInstant());
  }

  private static Document write(StoreExport store) {
    return new Document("participant", store.getParticipant())
        .append(
            COLLECTIONS,
            store.getCollections().stream()
                .map(
                    each ->
                        new Document("collection", each.getCollection())
                            .append("records", each.getRecords())
                            .append("lines", each.getLines())
                            .append("parts", each.getParts()))
                .toList());
  }

  private static List<StoreExport> stores(Document document) {
    return document.getList(STORES, Document.class, List.of()).stream()
        .map(
            store ->
                new StoreExport(
                    store.getString("participant"),
                    store.getList(COLLECTIONS, Document.class, List.of()).stream()
                        .map(
                            each ->
                                new CollectionExport(
                                    each.getString("collection"),
                                    each.getLong("records"),
                                    each.getLong("lines"),
                                    each.getInteger("parts")))
                        .toList()))
        .toList();
  }

  private <T> @Nullable T await(Publisher<T> publisher) {
    return Mono.from(publisher).block(patience);
  }
}
