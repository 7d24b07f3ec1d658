package io.habeas.verifier.vault;

import com.mongodb.reactivestreams.client.MongoDatabase;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.bson.types.Binary;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The identifiers of requests. A value is readable here and nowhere else; to forget a person is to
 * delete one document, and with it the only key to its values.
 */
public final class Vault {
  private static final String WORDS = "words";

  /** Undetermined (ISO 639-2): nobody is written to. */
  private static final String NO_LOCALE = "und";

  private static final String NO_SOURCE = "none";

  private final VaultEntries entries;
  private final DataKeys keys;
  private final KeyedHash hash;
  private final Clock clock;

  public Vault(MongoDatabase database, DataKeys keys, KeyedHash hash, Clock clock) {
    this.entries = new VaultEntries(database);
    this.keys = keys;
    this.hash = hash;
    this.clock = clock;
  }

  /** What became of a {@link #put}. */
  public enum Put {
    STORED,
    /** The same content was there. */
    REPEATED,
    /** Other content is there and stays. */
    OCCUPIED
  }

  /** What became of a {@link #deposit}. */
  public sealed interface Yield {

    /**
     * @param types what this participant added with this step, now or at an earlier try
     */
    record Added(List<String> types) implements Yield {
      public Added {
        types = List.copyOf(types);
      }
    }

    /**
     * @param type of which another value is proven or yielded already
     */
    record Conflict(String type) implements Yield {}
  }

  /**
   * An identifier found in a store.
   *
   * @param field {@code collection.field} that holds it
   */
  public record Found(Identifier identifier, String field) {}

  /**
   * Keeps what a request names. Idempotent: the source is not part of the content, since a repeat
   * may come over another network.
   */
  public Mono<Put> put(
      String requestId,
      List<Identifier> identifiers,
      Statement statement,
      String locale,
      String source) {
    Binary fingerprint = fingerprint(identifiers, statement, locale);
    return entries
        .insert(
            entry(
                requestId,
                fingerprint,
                identifiers,
                new Standing.Supplied(),
                statement,
                locale,
                source))
        .flatMap(
            inserted ->
                inserted
                    ? Mono.just(Put.STORED)
                    : entries
                        .find(requestId)
                        .map(
                            there ->
                                there.fingerprint().equals(fingerprint)
                                    ? Put.REPEATED
                                    : Put.OCCUPIED)
                        // Shredded between the two looks: whoever shredded it had the last word.
                        .defaultIfEmpty(Put.OCCUPIED));
  }

  /**
   * Keeps what is made up for a canary. Idempotent: where there is an entry it stays, since stores
   * may have been told what is in it.
   */
  public Mono<Void> putMadeUp(String canaryId, List<Identifier> identifiers) {
    return entries
        .insert(
            entry(
                canaryId,
                fingerprint(identifiers, Statement.NONE, NO_LOCALE),
                identifiers,
                new Standing.MadeUp(),
                Statement.NONE,
                NO_LOCALE,
                NO_SOURCE))
        .then();
  }

  private VaultEntry entry(
      String requestId,
      Binary fingerprint,
      List<Identifier> identifiers,
      Standing standing,
      Statement statement,
      String locale,
      String source) {
    DataKeys.DataKey key = keys.create(VaultEntries.name(requestId));
    List<VaultEntry.Held> held =
        identifiers.stream().distinct().map(identifier -> seal(key, identifier, standing)).toList();
    return new VaultEntry(
        requestId, 1, fingerprint, locale, source, key.wrapped(), seal(key, statement), held);
  }

  /** The entry with its values still sealed; empty if there is none. */
  public Mono<VaultEntry> find(String requestId) {
    return entries.find(requestId);
  }

  /** The entries of these requests by request id; those that are not there are missing. */
  public Mono<Map<String, VaultEntry>> findAll(Collection<String> requestIds) {
    return entries.findAll(requestIds).collectMap(VaultEntry::requestId);
  }

  /** The ids of the requests that name this identifier. */
  public Flux<String> naming(Identifier identifier) {
    return entries.naming(hash.lookup(identifier));
  }

  /** Opens those identifiers of an entry that {@code wanted} picks, in their order. */
  public List<Identifier> open(VaultEntry entry, Set<String> types, boolean grantableOnly) {
    List<VaultEntry.Held> wanted =
        entry.identifiers().stream()
            .filter(held -> types.contains(held.type()))
            .filter(held -> !grantableOnly || held.standing().grantable())
            .toList();
    if (wanted.isEmpty()) {
      return List.of();
    }
    DataKeys.DataKey key = keys.open(VaultEntries.name(entry.requestId()), entry.key());
    return wanted.stream().map(held -> open(key, held)).toList();
  }

  /** Opens what the person stated. */
  public Statement openStatement(VaultEntry entry) {
    VaultEntry.Stated stated = entry.stated();
    if (stated.corrections().isEmpty() && stated.words() == null) {
      return Statement.NONE;
    }
    DataKeys.DataKey key = keys.open(VaultEntries.name(entry.requestId()), entry.key());
    Map<String, String> corrections = new TreeMap<>();
    stated
        .corrections()
        .forEach(
            (category, value) ->
                corrections.put(category, key.open(correctionOf(category), value)));
    return new Statement(
        corrections, stated.words() == null ? null : key.open(WORDS, stated.words()));
  }

  /** Opens one identifier of an entry. */
  public Identifier open(VaultEntry entry, VaultEntry.Held held) {
    return open(keys.open(VaultEntries.name(entry.requestId()), entry.key()), held);
  }

  /**
   * Notes that an identifier of a request is proven. Idempotent.
   *
   * @return false if there is no entry any more, or it does not hold that identifier
   */
  public Mono<Boolean> prove(String requestId, Binary lookup, Instant at) {
    return Mono.defer(() -> entries.find(requestId))
        .flatMap(
            entry ->
                entry.find(lookup).isEmpty()
                    ? Mono.just(false)
                    : replace(entry, entry.proven(lookup, new Standing.Proven(at))))
        .defaultIfEmpty(false)
        .retryWhen(ChangedMeanwhile.RETRY);
  }

  /**
   * Adds what a store found beside a proven identifier. Idempotent: the same deposit again gives
   * the same answer.
   *
   * @param multiValued types of which one person may have several
   * @return empty if there is no entry any more
   */
  public Mono<Yield> deposit(
      String requestId, String participant, int step, List<Found> found, Set<String> multiValued) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    return Mono.defer(() -> entries.find(requestId))
        .flatMap(
            entry -> {
              DataKeys.DataKey key = keys.open(VaultEntries.name(requestId), entry.key());
              List<VaultEntry.Held> yielded =
                  found.stream()
                      .map(
                          f ->
                              seal(
                                  key,
                                  f.identifier(),
                                  new Standing.Yielded(participant, f.field(), step, now)))
                      .toList();
              return switch (entry.deposit(yielded, multiValued)) {
                case VaultEntry.Deposit.Conflict(String type) ->
                    Mono.<Yield>just(new Yield.Conflict(type));
                case VaultEntry.Deposit.Added(VaultEntry next, List<String> added) ->
                    replace(entry, next).<Yield>map(done -> new Yield.Added(added));
              };
            })
        .retryWhen(ChangedMeanwhile.RETRY);
  }

  /**
   * Forgets a request's identifiers for good. Idempotent.
   *
   * @return whether there was anything to forget
   */
  public Mono<Boolean> shred(String requestId) {
    return entries.delete(requestId);
  }

  private Mono<Boolean> replace(VaultEntry read, VaultEntry next) {
    return next.equals(read)
        ? Mono.just(true)
        : entries
            .replaceIdentifiers(read, next)
            .flatMap(done -> done ? Mono.just(true) : Mono.error(new ChangedMeanwhile()));
  }

  private VaultEntry.Held seal(DataKeys.DataKey key, Identifier identifier, Standing standing) {
    Binary lookup = hash.lookup(identifier);
    return new VaultEntry.Held(
        identifier.type(),
        lookup,
        key.seal(fieldOf(identifier.type(), lookup), identifier.value()),
        standing);
  }

  private static Identifier open(DataKeys.DataKey key, VaultEntry.Held held) {
    return new Identifier(
        held.type(), key.open(fieldOf(held.type(), held.lookup()), held.sealed()));
  }

  /** Bound to the lookup too: a value cannot be exchanged for another of the same entry. */
  private static String fieldOf(String type, Binary lookup) {
    return "identifiers/" + type + "/" + KeyedHash.hex(lookup);
  }

  private static VaultEntry.Stated seal(DataKeys.DataKey key, Statement statement) {
    Map<String, Binary> corrections = new TreeMap<>();
    statement
        .corrections()
        .forEach(
            (category, value) ->
                corrections.put(category, key.seal(correctionOf(category), value)));
    String words = statement.words();
    return new VaultEntry.Stated(corrections, words == null ? null : key.seal(WORDS, words));
  }

  /** Bound to its category: a value cannot be exchanged for another of the same entry. */
  private static String correctionOf(String category) {
    return "corrections/" + category;
  }

  private Binary fingerprint(List<Identifier> identifiers, Statement statement, String locale) {
    List<String> parts = new ArrayList<>(List.of(locale));
    identifiers.stream()
        .distinct()
        .sorted(java.util.Comparator.comparing(Identifier::type).thenComparing(Identifier::value))
        .flatMap(identifier -> Stream.of(identifier.type(), identifier.value()))
        .forEach(parts::add);
    statement
        .corrections()
        .forEach((category, value) -> parts.addAll(List.of("correction", category, value)));
    if (statement.words() != null) {
      parts.addAll(List.of("words", statement.words()));
    }
    return hash.of("vault-content", parts.toArray(String[]::new));
  }
}
