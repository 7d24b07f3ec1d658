package io.habeas.storeagent.api;

import io.habeas.chassis.problems.ProblemAnswers;
import io.habeas.participant.Deferred;
import io.habeas.participant.vault.Vault.VaultUnavailable;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/** How the agent says no. */
@RestControllerAdvice
public class Problems extends ProblemAnswers {

  @Override
  protected boolean isTemporary(Throwable cause) {
    return cause instanceof Deferred || cause instanceof VaultUnavailable;
  }
}
