package io.habeas.intake.frontdoor;

import io.habeas.intake.frontdoor.Admission.Identifier;
import io.habeas.intake.frontdoor.Admission.Statement;
import java.util.List;
import java.util.UUID;
import reactor.core.publisher.Mono;

/** Where the identifiers of a request, and what the person states with it, are kept: not here. */
public interface Vault {

  /**
   * Keeps what a request names. Idempotent.
   *
   * @param source keyed pseudonym of the caller's network address
   * @return an error {@link io.habeas.intake.Unavailable} if the vault does not answer
   */
  Mono<Void> put(
      UUID requestId,
      List<Identifier> identifiers,
      Statement statement,
      String locale,
      String source);

  /**
   * Shreds what it holds of a request that never arrived. Idempotent.
   *
   * @return an error {@link io.habeas.intake.Unavailable} if the vault does not answer
   */
  Mono<Shredding> shred(UUID requestId);

  /** What became of it. */
  enum Shredding {
    /** Nothing is there any more. */
    SHREDDED,
    /** The request has arrived: its entry stays. */
    REFUSED
  }
}
