package io.habeas.intake.handover;

import java.util.UUID;
import reactor.core.publisher.Mono;

/** Links to packages, as the identity verifier knows them. Errors are {@code Unavailable}. */
public interface Links {

  /** Takes a link; gives a name to this taking, or nothing if the link does not hold. */
  Mono<String> take(UUID requestId, String link);

  /**
   * Says how a taking ended.
   *
   * @param complete whether the whole package was handed over
   */
  Mono<Void> settle(UUID requestId, String redemption, boolean complete);
}
