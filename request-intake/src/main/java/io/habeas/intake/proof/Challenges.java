package io.habeas.intake.proof;

import java.util.UUID;
import reactor.core.publisher.Mono;

/** The challenges of the identity verifier. */
public interface Challenges {

  /**
   * Tries a code.
   *
   * @return whether it was accepted; an error {@link io.habeas.intake.Unavailable} if the verifier
   *     does not answer, and then the try may have counted
   */
  Mono<Boolean> attempt(UUID requestId, String code);

  /**
   * Asks for another code, which is sent within the caps.
   *
   * @param source keyed pseudonym of the caller's network address
   * @return an error {@link io.habeas.intake.Unavailable} if the verifier does not answer
   */
  Mono<Void> issueAnother(UUID requestId, String source);
}
