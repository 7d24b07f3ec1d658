package io.habeas.verifier.closing;

import io.habeas.verifier.challenge.ProofOfIdentity;
import io.habeas.verifier.claims.IssuedTasks;
import io.habeas.verifier.gate.Gate;
import io.habeas.verifier.register.RequestLives;
import io.habeas.verifier.vault.SealedEntries;
import io.habeas.verifier.vault.StatedReasons;
import io.habeas.verifier.vault.Vault;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Ends what the verifier knows about a request: the person at once, the request's id later. */
public final class Forgetting {
  private final Vault vault;
  private final SealedEntries sealed;
  private final Gate gate;
  private final Duration backupLifetime;
  private final ProofOfIdentity proof;
  private final RequestLives lives;
  private final IssuedTasks tasks;
  private final StatedReasons reasons;
  private final List<String> participants;
  private final MeterRegistry meters;

  /**
   * @param backupLifetime how long a store's backup may bring back what was erased; zero if none
   *     does
   * @param participants all that the controller approved
   */
  public Forgetting(
      Vault vault,
      SealedEntries sealed,
      Gate gate,
      Duration backupLifetime,
      ProofOfIdentity proof,
      RequestLives lives,
      IssuedTasks tasks,
      StatedReasons reasons,
      Collection<String> participants,
      MeterRegistry meters) {
    this.vault = vault;
    this.sealed = sealed;
    this.gate = gate;
    this.backupLifetime = backupLifetime;
    this.proof = proof;
    this.lives = lives;
    this.tasks = tasks;
    this.reasons = reasons;
    this.participants = List.copyOf(participants);
    this.meters = meters;
  }

  /**
   * Shreds the identifiers of a request that closed, or, where a backup may bring back what was
   * erased for it, seals them away until it cannot. What was stated for decisions on it stays, for
   * as long as they may be contested from now on. Idempotent.
   */
  Mono<Void> close(String requestId, Instant at) {
    return reasons
        .requestClosed(requestId, at)
        .then(sealAway(requestId, at))
        .then(shred(requestId));
  }

  private Mono<Void> sealAway(String requestId, Instant at) {
    return backupLifetime.isZero()
        ? Mono.empty()
        : Mono.fromCallable(() -> gate.hasPassed(requestId))
            .subscribeOn(Schedulers.boundedElastic())
            .filter(passed -> passed)
            .flatMap(passed -> sealed.seal(requestId, at.plus(backupLifetime)))
            .then();
  }

  /** Shreds what no backup can bring back any more. Idempotent. */
  public Mono<Long> shredSealed(Instant now) {
    return sealed.shredExpired(now);
  }

  /** Shreds the identifiers and forgets the proof of a request; its id stays. Idempotent. */
  private Mono<Void> shred(String requestId) {
    return vault
        .shred(requestId)
        .doOnNext(
            shredded -> {
              if (shredded) {
                meters.counter("habeas.verifier.shredded").increment();
              }
            })
        .then(proof.forget(requestId));
  }

  /** Forgets that requests which closed before {@code before} ever were. Idempotent. */
  public Mono<Long> forgetClosed(Instant before) {
    return lives
        .closed(before)
        .concatMap(
            requestId ->
                shred(requestId)
                    .then(tasks.forget(requestId, participants))
                    .then(lives.forget(requestId))
                    .thenReturn(requestId))
        .count();
  }
}
