package io.habeas.verifier;

import static com.mongodb.client.model.Indexes.ascending;

import com.mongodb.reactivestreams.client.MongoDatabase;
import org.bson.conversions.Bson;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** What makes upkeep and look-ups cheap where there are many documents; nothing depends on it. */
final class Indexes {
  private final MongoDatabase database;

  Indexes(MongoDatabase database) {
    this.database = database;
  }

  /** Idempotent. */
  Mono<Void> ensure() {
    return Flux.concat(
            index("challenges", ascending("noticePending")),
            index("challenges", ascending("outcomePending")),
            index("challenges", ascending("decidedAt")),
            index("challenge_caps", ascending("expiresAt")),
            index("vault_codes", ascending("expiresAt")),
            index("package_links", ascending("expiresAt")),
            index("vault_reasons", ascending("keepUntil")),
            index("vault_reasons", ascending("requestId")),
            index("vault_entries", ascending("identifiers.lookup")),
            index("gate_identifiers", ascending("keepUntil")),
            index("gate_subjects", ascending("keepUntil")),
            index("vault_recipient_notices", ascending("keepUntil")),
            index("vault_recipient_notices", ascending("forgetAt")),
            index("vault_sealed", ascending("sealedUntil")),
            index("gate_accesses", ascending("identifiers")),
            index("gate_accesses", ascending("keepUntil")),
            index("gate_requests", ascending("keepUntil")),
            index("request_lives", ascending("life", "at")))
        .then();
  }

  private Mono<String> index(String collection, Bson keys) {
    return Mono.from(Documents.collection(database, collection).createIndex(keys));
  }
}
