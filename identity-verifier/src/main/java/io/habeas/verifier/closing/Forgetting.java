package io.habeas.verifier.closing;

import io.habeas.verifier.challenge.ProofOfIdentity;
import io.habeas.verifier.claims.IssuedTasks;
import io.habeas.verifier.register.RequestLives;
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
      Collection<String> participants,
      MeterRegistry meters) {
    this.vault = vault;
    this.proof = proof;
    this.lives = lives;
    this.tasks = tasks;
    this.participants = List.copyOf(participants);
    this.meters = meters;
  }

  /** Shreds the identifiers and forgets the proof of a request; its id stays. Idempotent. */
  Mono<Void> shred(String requestId) {
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
