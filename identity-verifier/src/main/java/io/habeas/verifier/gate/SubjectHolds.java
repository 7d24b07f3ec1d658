package io.habeas.verifier.gate;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.in;
import static com.mongodb.client.model.Filters.lt;
import static com.mongodb.client.model.Filters.ne;
import static com.mongodb.client.model.Updates.addToSet;
import static com.mongodb.client.model.Updates.combine;
import static com.mongodb.client.model.Updates.set;
import static com.mongodb.client.model.Updates.unset;

import com.mongodb.client.model.FindOneAndUpdateOptions;
import com.mongodb.client.model.ReturnDocument;
import com.mongodb.reactivestreams.client.MongoCollection;
import com.mongodb.reactivestreams.client.MongoDatabase;
import io.habeas.verifier.Documents;
import io.habeas.verifier.gate.SubjectHold.State;
import io.habeas.verifier.vault.DataKeys;
import io.habeas.verifier.vault.Identifier;
import io.habeas.verifier.vault.KeyedHash;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.bson.types.Binary;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The holds on persons, one document each, with the identifiers sealed under a key of their own
 * that goes when the hold is released. Every change is one atomic operation, and idempotent.
 */
public final class SubjectHolds {
  /** Where they lie. */
  public static final String COLLECTION = "vault_holds";

  private static final String ID = "_id";
  private static final String STATE = "state";
  private static final String CONTENT = "content";
  private static final String IDENTIFIERS = "identifiers";
  private static final String HASH = "hash";
  private static final String TYPE = "type";
  private static final String SEALED = "sealed";
  private static final String AUTHORITY = "authority";
  private static final String REQUESTS = "requests";
  private static final String AUTHOR = "author";
  private static final String PLACED_AT = "placedAt";
  private static final String RELEASED_AT = "releasedAt";
  private static final String KEEP_UNTIL = "keepUntil";
  private static final Bson IN_FORCE = in(STATE, State.PLACED.name(), State.EFFECTIVE.name());
  private static final FindOneAndUpdateOptions AFTER =
      new FindOneAndUpdateOptions().returnDocument(ReturnDocument.AFTER);

  private final MongoCollection<Document> documents;
  private final DataKeys keys;
  private final Fingerprints fingerprints;

  public SubjectHolds(MongoDatabase database, DataKeys keys, KeyedHash hash) {
    this.documents = Documents.collection(database, COLLECTION);
    this.keys = keys;
    this.fingerprints = new Fingerprints(hash);
  }

  /**
   * Keeps by what a person shall be held. Holds nobody yet.
   *
   * @param authority who asks for the hold, as text; null if nobody else does
   * @param content keyed hash of the whole decision, by which a repeat is recognised
   * @param keepUntil when it is shredded if the decision is never made known
   * @return false if something else is kept under this id
   */
  Mono<Boolean> put(
      String holdId,
      List<Identifier> identifiers,
      @Nullable String authority,
      String content,
      Instant keepUntil) {
    DataKeys.DataKey key = keys.create(name(holdId));
    List<Document> sealed = new ArrayList<>();
    for (Identifier identifier : identifiers.stream().distinct().toList()) {
      String hash = fingerprints.of(identifier);
      sealed.add(
          new Document(TYPE, identifier.type())
              .append(HASH, hash)
              .append(SEALED, key.seal(IDENTIFIERS + "/" + hash, identifier.value())));
    }
    Document document =
        new Document(ID, holdId)
            .append(STATE, State.STATED.name())
            .append(CONTENT, content)
            .append("dataKey", key.wrapped().bytes())
            .append("wrappedBy", key.wrapped().wrappedBy())
            .append(IDENTIFIERS, sealed)
            .append(KEEP_UNTIL, Date.from(keepUntil));
    if (authority != null) {
      document.append(AUTHORITY, key.seal(AUTHORITY, authority));
    }
    return Documents.insertIfAbsent(documents, document)
        .flatMap(
            inserted ->
                inserted
                    ? Mono.just(true)
                    : find(and(eq(ID, holdId), eq(CONTENT, content))).hasElement());
  }

  /**
   * The hold is decided.
   *
   * @return empty if nothing is kept under this id
   */
  Mono<SubjectHold> place(String holdId, String author, Instant at) {
    return change(
            and(eq(ID, holdId), eq(STATE, State.STATED.name())),
            combine(
                set(STATE, State.PLACED.name()),
                set(AUTHOR, author),
                set(PLACED_AT, Date.from(at)),
                unset(KEEP_UNTIL)))
        .switchIfEmpty(find(holdId));
  }

  /** Every document of an identifier has the hold, and everybody who had passed was told. */
  Mono<SubjectHold> effective(String holdId) {
    return change(
            and(eq(ID, holdId), eq(STATE, State.PLACED.name())), set(STATE, State.EFFECTIVE.name()))
        .switchIfEmpty(find(holdId));
  }

  /**
   * Notes that a request is told of the hold, so that it is told of its end.
   *
   * @return false if it has ended
   */
  Mono<Boolean> tells(String holdId, String requestId) {
    return change(and(eq(ID, holdId), IN_FORCE), addToSet(REQUESTS, requestId)).hasElement();
  }

  /**
   * Ends a hold: nobody else is told of it from now on.
   *
   * @return empty if it was never placed
   */
  Mono<SubjectHold> release(String holdId, Instant at, Instant keepUntil) {
    return change(
            and(eq(ID, holdId), IN_FORCE),
            combine(
                set(STATE, State.RELEASED.name()),
                set(RELEASED_AT, Date.from(at)),
                set(KEEP_UNTIL, Date.from(keepUntil))))
        .switchIfEmpty(find(holdId))
        .filter(hold -> hold.state() == State.RELEASED);
  }

  /** Shreds by what the person was held. */
  Mono<Void> shred(String holdId) {
    return change(
            and(eq(ID, holdId), eq(STATE, State.RELEASED.name())),
            combine(
                set(IDENTIFIERS, List.of()),
                unset(AUTHORITY),
                unset("dataKey"),
                unset("wrappedBy")))
        .then();
  }

  /** Empty if there is none. */
  Mono<SubjectHold> find(String holdId) {
    return find(eq(ID, holdId)).map(SubjectHolds::read);
  }

  /** All that are not forgotten, the latest first. */
  Flux<SubjectHold> all() {
    return Flux.from(documents.find().sort(new Document(PLACED_AT, -1).append(ID, 1)))
        .map(SubjectHolds::read);
  }

  /** By what a person is held; empty once the hold is released. */
  Mono<SubjectHold.Person> person(String holdId) {
    return find(and(eq(ID, holdId), ne(STATE, State.RELEASED.name()))).map(this::open);
  }

  /** Shreds what was never decided, and forgets what was released long ago. */
  Mono<Void> forget(Instant now) {
    return Mono.from(documents.deleteMany(lt(KEEP_UNTIL, Date.from(now)))).then();
  }

  private Mono<Document> find(Bson filter) {
    return Mono.from(documents.find(filter).first());
  }

  private Mono<SubjectHold> change(Bson filter, Bson update) {
    return Mono.from(documents.findOneAndUpdate(filter, update, AFTER)).map(SubjectHolds::read);
  }

  private static SubjectHold read(Document document) {
    List<Document> identifiers = document.getList(IDENTIFIERS, Document.class);
    return new SubjectHold(
        document.getString(ID),
        State.valueOf(document.getString(STATE)),
        Optional.ofNullable(document.getString(AUTHOR)),
        Optional.ofNullable(document.getDate(PLACED_AT)).map(Date::toInstant),
        Optional.ofNullable(document.getDate(RELEASED_AT)).map(Date::toInstant),
        identifiers.stream().map(each -> each.getString(HASH)).toList(),
        identifiers.stream().map(each -> each.getString(TYPE)).toList(),
        document.getList(REQUESTS, String.class, List.of()));
  }

  private SubjectHold.Person open(Document document) {
    String holdId = document.getString(ID);
    DataKeys.DataKey key =
        keys.open(
            name(holdId),
            new DataKeys.Wrapped(
                document.get("dataKey", Binary.class), document.getInteger("wrappedBy")));
    Binary authority = document.get(AUTHORITY, Binary.class);
    return new SubjectHold.Person(
        document.getList(IDENTIFIERS, Document.class).stream()
            .map(
                each ->
                    new Identifier(
                        each.getString(TYPE),
                        key.open(
                            IDENTIFIERS + "/" + each.getString(HASH),
                            each.get(SEALED, Binary.class))))
            .toList(),
        authority == null ? null : key.open(AUTHORITY, authority));
  }

  private static DataKeys.DocumentName name(String holdId) {
    return new DataKeys.DocumentName(COLLECTION, holdId);
  }
}
