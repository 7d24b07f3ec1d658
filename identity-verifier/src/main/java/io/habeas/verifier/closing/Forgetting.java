package io.habeas.verifier.closing;

import io.habeas.verifier.challenge.ProofOfIdentity;
import io.habeas.verifier.claims.IssuedTasks;
import io.habeas.verifier.register.RequestLives;
import io.habeas.verifier.vault.StatedReasons;
import io.habeas.verifier.vault.Vault;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import reactor.core.publisher.Mono;

/** Ends what the verifier knows about a request: the person at once, the request's id later. */
public final class Forgetting {
  private final Vault vault;
  private final ProofOfIdentity proof;
  private final RequestLives lives;
  private final IssuedTasks tasks;
  private final StatedReasons reasons;
  private final List<String> participants;
  private final MeterRegistry meters;

  /**
   * @param participants all that the controller approved
   */
  public Forgetting(
      Vault vault,
      ProofOfIdentity proof,
      RequestLives lives,
      IssuedTasks tasks,
      StatedReasons reasons,
      Collection<String> participants,
      MeterRegistry meters) {
    this.vault = vault;
    this.proof = proof;
    this.lives = lives;
    this.tasks = tasks;
    this.reasons = reasons;
    this.participants = List.copyOf(participants);
    this.meters = meters;
  }

  /**
   * Shreds the identifiers of a request that closed. What was stated for decisions on it stays, for
   * as long as they may be contested from now on. Idempotent.
   */
  Mono<Void> close(String requestId, Instant at) {
    return reasons.requestClosed(requestId, at).then(shred(requestId));
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
