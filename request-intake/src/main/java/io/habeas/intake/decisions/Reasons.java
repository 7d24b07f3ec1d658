package io.habeas.intake.decisions;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** Where what people state for their decisions is kept: not here. */
public interface Reasons {

  /**
   * Keeps what was stated for a decision. Idempotent.
   *
   * @param content keyed hash of the whole decision, by which a repeat is recognised
   * @return when it was kept first; empty if something else is kept under this decision; an error
   *     {@link io.habeas.intake.Unavailable} if the vault does not answer
   */
  Mono<Instant> keep(UUID requestId, UUID decisionId, Stated stated, String content);

  /**
   * What somebody stated. Free text: never logged, and in no topic.
   *
   * @param kind what they decided
   * @param evidence what bears it out; null if nothing was named
   */
  record Stated(Kind kind, String reasons, @Nullable String evidence) {
    @Override
    public String toString() {
      return "Stated[" + kind + "]";
    }
  }

  /** What was decided, in the vault's terms. */
  enum Kind {
    REFUSAL,
    HOLD,
    RELEASE,
    OUTCOME,
    APPROVAL,
    RESTRICTION_END,
    OBJECTION,
    RECIPIENT
  }
}
