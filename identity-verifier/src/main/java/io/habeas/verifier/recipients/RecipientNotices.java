package io.habeas.verifier.recipients;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.exists;
import static com.mongodb.client.model.Filters.lte;
import static com.mongodb.client.model.Updates.combine;
import static com.mongodb.client.model.Updates.set;
import static com.mongodb.client.model.Updates.unset;

import com.mongodb.client.model.UpdateOptions;
import com.mongodb.reactivestreams.client.MongoCollection;
import com.mongodb.reactivestreams.client.MongoDatabase;
import io.habeas.chassis.controller.Controller;
import io.habeas.schemas.avro.RecipientMatter;
import io.habeas.schemas.avro.RecipientToTell;
import io.habeas.schemas.avro.RecipientsToTell;
import io.habeas.verifier.Documents;
import io.habeas.verifier.register.Life;
import io.habeas.verifier.register.RequestLives;
import io.habeas.verifier.vault.DataKeys;
import io.habeas.verifier.vault.Identifier;
import io.habeas.verifier.vault.Statement;
import io.habeas.verifier.vault.Vault;
import io.habeas.verifier.vault.VaultEntry;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.bson.types.Binary;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * What each recipient is to be told of a person: one document per letter, under a data key of its
 * own, with the identifiers that were agreed on with that recipient, as far as they are proven or
 * located (L11), and for a rectification what was corrected. It is made before the request can
 * close, and outlives the request's entry; so an answer waits for no recipient, and what nobody
 * needs is shredded with the entry. When the recipient is told or need not be, it is shredded, and
 * after a time in any case. That the letter was settled stays, so that a record that is read again
 * brings nothing back.
 *
 * <p>Every change is one atomic operation on one document, and idempotent.
 */
public final class RecipientNotices {
  private static final Logger log = LoggerFactory.getLogger(RecipientNotices.class);

  public static final String COLLECTION = "vault_recipient_notices";
  private static final String ID = "_id";
  private static final String REQUEST_ID = "requestId";
  private static final String RECIPIENT = "recipient";
  private static final String DATA_KEY = "dataKey";
  private static final String WRAPPED_BY = "wrappedBy";
  private static final String CONTENT = "content";
  private static final String KEEP_UNTIL = "keepUntil";
  private static final String FORGET_AT = "forgetAt";
  private static final UpdateOptions UPSERT = new UpdateOptions().upsert(true);

  private final MongoCollection<Document> documents;
  private final Vault vault;
  private final RequestLives lives;
  private final DataKeys keys;
  private final Controller controller;
  private final Terms terms;

  /**
   * For how long what is kept.
   *
   * @param kept after which a recipient that was not told by then is told of nobody any more
   * @param remembered how long it is known that a letter was settled; at least as long as its
   *     records stay in the topics
   */
  public record Terms(Duration kept, Duration remembered) {}

  public RecipientNotices(
      MongoDatabase database,
      Vault vault,
      RequestLives lives,
      DataKeys keys,
      Controller controller,
      Terms terms) {
    this.documents = Documents.collection(database, COLLECTION);
    this.vault = vault;
    this.lives = lives;
    this.keys = keys;
    this.controller = controller;
    this.terms = terms;
  }

  /** What the notifier, or whoever tells a recipient otherwise, is told. */
  public sealed interface Answer {

    /**
     * By what the recipient knows the person.
     *
     * @param statement what was corrected; nothing unless the letter is about that
     */
    record Granted(List<Identifier> identifiers, Statement statement) implements Answer {
      public Granted {
        identifiers = List.copyOf(identifiers);
      }

      @Override
      public String toString() {
        return "Granted[***]";
      }
    }

    /** Not now, and not later. */
    record Refused(Reason reason) implements Answer {}

    /** That the recipient is to be told has not arrived here. */
    record NotYet() implements Answer {}
  }

  /** Why nothing is granted. */
  public enum Reason {
    /** Told, or not to be told, or for too long. */
    EXPIRED,
    /** The person is known by nothing that was agreed on with the recipient. */
    NO_AGREED_IDENTIFIER,
    /** The controller approves the recipient no more. */
    NOT_APPROVED
  }

  /** Keeps what these recipients are to be told, before the request's entry may go. */
  public Mono<Void> prepare(String requestId, RecipientsToTell toTell, Instant at) {
    return Flux.fromIterable(toTell.getRecipients())
        .concatMap(to -> prepare(requestId, toTell.getMatter(), to, at))
        .then();
  }

  private Mono<Boolean> prepare(
      String requestId, RecipientMatter matter, RecipientToTell to, Instant at) {
    String noticeId = to.getNoticeId().toString();
    Mono<Document> kept =
        vault
            .find(requestId)
            .map(entry -> sealed(noticeId, content(entry, matter, to), at.plus(terms.kept())))
            // One entry that no key opens must not hold up other requests; a person has to look.
            .onErrorResume(
                IllegalStateException.class,
                unreadable -> {
                  log.error(
                      "Expected a readable vault entry of request {} but it is not", requestId);
                  return Mono.empty();
                })
            // Shredded before: then the letter was settled, or nobody knows the person any more.
            .defaultIfEmpty(new Document(FORGET_AT, Date.from(at.plus(terms.remembered()))));
    return kept.flatMap(
        document ->
            Documents.insertIfAbsent(
                documents,
                document
                    .append(ID, noticeId)
                    .append(REQUEST_ID, requestId)
                    .append(RECIPIENT, to.getRecipient())));
  }

  private Answer.Granted content(VaultEntry entry, RecipientMatter matter, RecipientToTell to) {
    return new Answer.Granted(
        vault.open(entry, approved(to.getRecipient()), true),
        matter == RecipientMatter.RECTIFICATION ? vault.openStatement(entry) : Statement.NONE);
  }

  /** For one letter to one recipient, and for nothing else. */
  public Mono<Answer> claim(String requestId, String noticeId, String recipient) {
    if (controller.recipient(recipient).isEmpty()) {
      return Mono.just(new Answer.Refused(Reason.NOT_APPROVED));
    }
    return Mono.from(
            documents
                .find(and(eq(ID, noticeId), eq(REQUEST_ID, requestId), eq(RECIPIENT, recipient)))
                .first())
        .map(document -> answer(noticeId, recipient, document))
        .switchIfEmpty(Mono.defer(() -> unknown(requestId)));
  }

  /** What a recipient is told precedes the end of its request on the same topic. */
  private Mono<Answer> unknown(String requestId) {
    return lives
        .find(requestId)
        .filter(life -> life == Life.CLOSED)
        .<Answer>map(closed -> new Answer.Refused(Reason.EXPIRED))
        .defaultIfEmpty(new Answer.NotYet());
  }

  /** For whoever tells the recipient otherwise; empty if it is shredded. */
  public Mono<Answer.Granted> find(String noticeId) {
    return Mono.from(documents.find(and(eq(ID, noticeId), exists(DATA_KEY))).first())
        .map(document -> open(noticeId, document));
  }

  private Answer answer(String noticeId, String recipient, Document document) {
    if (!document.containsKey(DATA_KEY)) {
      return new Answer.Refused(Reason.EXPIRED);
    }
    Answer.Granted all = open(noticeId, document);
    // What was approved then need not be now.
    Set<String> approved = approved(recipient);
    List<Identifier> agreed =
        all.identifiers().stream().filter(one -> approved.contains(one.type())).toList();
    return agreed.isEmpty()
        ? new Answer.Refused(Reason.NO_AGREED_IDENTIFIER)
        : new Answer.Granted(agreed, all.statement());
  }

  /** The recipient is told, or need not be. Also where it was never heard that it is to be. */
  public Mono<Void> settle(String requestId, String noticeId, String recipient, Instant at) {
    Bson settled =
        combine(
            set(REQUEST_ID, requestId),
            set(RECIPIENT, recipient),
            set(FORGET_AT, Date.from(at.plus(terms.remembered()))),
            shredded());
    return Mono.defer(() -> Mono.from(documents.updateOne(eq(ID, noticeId), settled, UPSERT)))
        .retryWhen(Documents.IF_INSERTED_MEANWHILE)
        .then();
  }

  /** Shreds what was kept for long enough, and forgets what was settled long ago. */
  public Mono<Void> shredExpired(Instant now) {
    return Mono.from(
            documents.updateMany(
                and(exists(DATA_KEY), lte(KEEP_UNTIL, Date.from(now))),
                combine(set(FORGET_AT, Date.from(now.plus(terms.remembered()))), shredded())))
        .then(Mono.from(documents.deleteMany(lte(FORGET_AT, Date.from(now)))))
        .then();
  }

  private static Bson shredded() {
    return combine(unset(DATA_KEY), unset(WRAPPED_BY), unset(CONTENT), unset(KEEP_UNTIL));
  }

  private Set<String> approved(String recipient) {
    return controller
        .recipient(recipient)
        .map(Controller.Recipient::identifierTypes)
        .map(Set::copyOf)
        .orElse(Set.of());
  }

  private Document sealed(String noticeId, Answer.Granted content, Instant keepUntil) {
    DataKeys.DataKey key = keys.create(name(noticeId));
    Document plain =
        new Document(
            "identifiers",
            content.identifiers().stream()
                .map(one -> new Document("type", one.type()).append("value", one.value()))
                .toList());
    plain.append(
        "corrections",
        content.statement().corrections().entrySet().stream()
            .map(one -> new Document("category", one.getKey()).append("value", one.getValue()))
            .toList());
    Optional.ofNullable(content.statement().words())
        .ifPresent(words -> plain.append("words", words));
    return new Document(DATA_KEY, key.wrapped().bytes())
        .append(WRAPPED_BY, key.wrapped().wrappedBy())
        .append(CONTENT, key.seal(CONTENT, plain.toJson()))
        .append(KEEP_UNTIL, Date.from(keepUntil));
  }

  private Answer.Granted open(String noticeId, Document document) {
    Document plain =
        Document.parse(
            keys.open(
                    name(noticeId),
                    new DataKeys.Wrapped(
                        document.get(DATA_KEY, Binary.class), document.getInteger(WRAPPED_BY)))
                .open(CONTENT, document.get(CONTENT, Binary.class)));
    Map<String, String> corrections =
        plain.getList("corrections", Document.class).stream()
            .collect(
                Collectors.toMap(one -> one.getString("category"), one -> one.getString("value")));
    return new Answer.Granted(
        plain.getList("identifiers", Document.class).stream()
            .map(one -> new Identifier(one.getString("type"), one.getString("value")))
            .toList(),
        new Statement(corrections, plain.getString("words")));
  }

  private static DataKeys.DocumentName name(String noticeId) {
    return new DataKeys.DocumentName(COLLECTION, noticeId);
  }
}
