package io.habeas.verifier.links;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.gt;
import static com.mongodb.client.model.Filters.lt;
import static com.mongodb.client.model.Filters.lte;
import static com.mongodb.client.model.Filters.or;
import static com.mongodb.client.model.Updates.combine;
import static com.mongodb.client.model.Updates.set;
import static com.mongodb.client.model.Updates.unset;

import com.mongodb.reactivestreams.client.MongoCollection;
import com.mongodb.reactivestreams.client.MongoDatabase;
import io.habeas.verifier.Documents;
import io.habeas.verifier.vault.KeyedHash;
import io.habeas.verifier.vault.SecretCodes;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Date;
import java.util.Optional;
import java.util.UUID;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.bson.types.Binary;
import reactor.core.publisher.Mono;

/**
 * One link for each package. Its secret is sealed until the letter that carries it has left, and
 * from then on known as a keyed hash only. It works once: whoever takes it has it for a while, and
 * it is used up when the whole package was handed over, or open again if that broke off.
 */
public final class PackageLinks {
  static final String COLLECTION = "package_links";
  private static final int SECRET_BYTES = 32;
  private static final String NOTICE = "noticeId";
  private static final String HASH = "hash";
  private static final String STATE = "state";
  private static final String EXPIRES = "expiresAt";
  private static final String TAKEN_UNTIL = "takenUntil";
  private static final String REDEMPTION = "redemption";
  private static final String OPEN = "OPEN";
  private static final String TAKEN = "TAKEN";
  private static final String USED = "USED";

  private final MongoCollection<Document> documents;
  private final SecretCodes secrets;
  private final KeyedHash hash;
  private final Terms terms;
  private final Clock clock;
  private final SecureRandom random = new SecureRandom();

  /**
   * How long links hold.
   *
   * @param validity from when the letter is written
   * @param lease how long one handing-over may take before the link is open again
   */
  public record Terms(Duration validity, Duration lease) {}

  public PackageLinks(
      MongoDatabase database, SecretCodes secrets, KeyedHash hash, Terms terms, Clock clock) {
    this.documents = Documents.collection(database, COLLECTION);
    this.secrets = secrets;
    this.hash = hash;
    this.terms = terms;
    this.clock = clock;
  }

  /**
   * A link on its way into a letter.
   *
   * @param secret 256 random bits in base64url
   * @param expiresAt after this it opens nothing
   */
  public record Link(String secret, Instant expiresAt) {
    @Override
    public String toString() {
      return "Link[until " + expiresAt + "]";
    }
  }

  /**
   * The link for a letter, made when it is first asked for; empty when the letter that carried it
   * has left already. One whose time ran out while its letter could not leave is made anew.
   */
  public Mono<Link> of(String requestId, String noticeId) {
    return find(requestId)
        .map(Optional::of)
        .defaultIfEmpty(Optional.empty())
        .flatMap(
            found ->
                found
                    .map(document -> existing(requestId, noticeId, document))
                    .orElseGet(() -> create(requestId, noticeId)));
  }

  private Mono<Link> existing(String requestId, String noticeId, Document document) {
    if (!document.getString(NOTICE).equals(noticeId)) {
      return Mono.empty();
    }
    Instant expiresAt = Documents.instant(document, EXPIRES);
    boolean inTime = clock.instant().isBefore(expiresAt);
    // Its secret goes when the letter has left, or by itself when the link's time is over.
    return inTime
        ? secrets.find(noticeId, requestId).map(secret -> new Link(secret, expiresAt))
        : secrets
            .find(noticeId, requestId)
            .flatMap(stale -> secrets.shred(noticeId))
            .then(Mono.defer(() -> neverTaken(requestId, document)))
            .flatMap(gone -> create(requestId, noticeId));
  }

  /** Removes a link that nobody can have used, since its letter has not left; once. */
  private Mono<Boolean> neverTaken(String requestId, Document document) {
    return Mono.from(
            documents.deleteOne(
                and(
                    eq("_id", requestId),
                    eq(HASH, document.get(HASH, Binary.class)),
                    eq(STATE, OPEN))))
        .filter(removed -> removed.getDeletedCount() == 1)
        .map(removed -> true);
  }

  /** The sealed secret is there before the link is; who dies in between finds it again. */
  private Mono<Link> create(String requestId, String noticeId) {
    Instant expiresAt = clock.instant().plus(terms.validity()).truncatedTo(ChronoUnit.MILLIS);
    byte[] bytes = new byte[SECRET_BYTES];
    random.nextBytes(bytes);
    String fresh = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    return secrets
        .put(noticeId, requestId, fresh, expiresAt)
        .onErrorResume(Documents::isDuplicate, there -> Mono.empty())
        .then(Mono.defer(() -> secrets.find(noticeId, requestId)))
        .flatMap(
            secret ->
                Documents.insertIfAbsent(
                        documents,
                        new Document("_id", requestId)
                            .append(NOTICE, noticeId)
                            .append(HASH, hashOf(requestId, secret))
                            .append(STATE, OPEN)
                            .append(EXPIRES, Date.from(expiresAt)))
                    .then(Mono.defer(() -> of(requestId, noticeId))));
  }

  /**
   * Takes a link.
   *
   * @param secret as somebody presented it
   * @return names this taking; empty if the secret is wrong, used, taken or too old: which of them
   *     is never said
   */
  public Mono<String> take(String requestId, String secret) {
    Instant now = clock.instant();
    String redemption = UUID.randomUUID().toString();
    Bson free = or(eq(STATE, OPEN), and(eq(STATE, TAKEN), lte(TAKEN_UNTIL, Date.from(now))));
    return Mono.from(
            documents.findOneAndUpdate(
                and(
                    eq("_id", requestId),
                    eq(HASH, hashOf(requestId, secret)),
                    gt(EXPIRES, Date.from(now)),
                    free),
                combine(
                    set(STATE, TAKEN),
                    set(REDEMPTION, redemption),
                    set(TAKEN_UNTIL, Date.from(now.plus(terms.lease()))))))
        .map(taken -> redemption);
  }

  /**
   * Ends a taking: the link is used up if the whole package was handed over, and open again if not.
   * Idempotent.
   */
  public Mono<Void> settle(String requestId, String redemption, boolean complete) {
    return Mono.from(
            documents.updateOne(
                and(eq("_id", requestId), eq(REDEMPTION, redemption), eq(STATE, TAKEN)),
                combine(set(STATE, complete ? USED : OPEN), unset(REDEMPTION), unset(TAKEN_UNTIL))))
        .then();
  }

  /** Forgets links that expired before {@code before}. */
  public Mono<Void> forget(Instant before) {
    return Mono.from(documents.deleteMany(lt(EXPIRES, Date.from(before)))).then();
  }

  private Mono<Document> find(String requestId) {
    return Mono.from(documents.find(eq("_id", requestId)).first());
  }

  private Binary hashOf(String requestId, String secret) {
    return hash.of("package-link", requestId, secret);
  }
}
