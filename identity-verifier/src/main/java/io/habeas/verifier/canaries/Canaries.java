package io.habeas.verifier.canaries;

import io.habeas.verifier.claims.IssuedTasks;
import io.habeas.verifier.register.Life;
import io.habeas.verifier.register.RequestLives;
import io.habeas.verifier.vault.Vault;
import java.util.List;
import reactor.core.publisher.Mono;

/**
 * The identifiers of canaries. They lie in the vault as if each canary were an accepted request of
 * which nothing is proven: the tasks of its store open them to that store, and nothing writes to
 * them, holds them or knows a person by them.
 */
public final class Canaries {
  private final Vault vault;
  private final RequestLives lives;
  private final IssuedTasks tasks;
  private final MadeUpIdentifiers madeUp;

  public Canaries(Vault vault, RequestLives lives, IssuedTasks tasks, MadeUpIdentifiers madeUp) {
    this.vault = vault;
    this.lives = lives;
    this.tasks = tasks;
    this.madeUp = madeUp;
  }

  /**
   * Makes identifiers up, unless that was done or is over. Idempotent.
   *
   * @param types by which its store finds a person, and may be told one
   */
  Mono<Void> begin(String canaryId, List<String> types) {
    return lives
        .isOver(canaryId)
        .filter(over -> !over)
        .flatMap(
            begins ->
                vault
                    .putMadeUp(canaryId, madeUp.of(types))
                    .then(lives.advance(canaryId, Life.ACCEPTED)));
  }

  /**
   * Shreds them. No backup is waited for: who was never real is not brought back. That there was a
   * canary is forgotten as that there was a request is. Idempotent.
   */
  Mono<Void> end(String canaryId, String participant) {
    // Closed first, so that nothing is granted or put back while it is being shredded.
    return lives
        .advance(canaryId, Life.CLOSED)
        .then(vault.shred(canaryId))
        .then(tasks.forget(canaryId, List.of(participant)));
  }
}
