package io.habeas.orchestrator.directives;

import io.habeas.protocol.Code;
import io.habeas.protocol.ParticipantId;
import io.habeas.schemas.avro.StopCause;
import java.time.Instant;
import java.util.UUID;

/**
 * What one participant must respect about one person from now on.
 *
 * @param subject the person, by one of their identifiers, under a key of that participant alone
 * @param requestId which request it follows from
 * @param issuedAt when that was decided
 */
public record Directive(
    ParticipantId participant, String subject, UUID requestId, Instant issuedAt, Content content) {
  public Directive {
    Code.require(subject, "a subject");
  }

  /** What it is. */
  public sealed interface Content {
    /** From when on it counts. Of two about the same the later one does. */
    Instant since();
  }

  /**
   * What was held was erased (Art. 17): late data must not bring it back.
   *
   * @param collectedBefore nothing older is taken in
   */
  public record TakeNothingIn(Instant collectedBefore) implements Content {
    @Override
    public Instant since() {
      return collectedBefore;
    }
  }

  /** Processing for a purpose stops (Art. 21(3), 7(3)), unless the person agreed to it later. */
  public record StopProcessing(String purpose, StopCause cause, Instant since) implements Content {
    public StopProcessing {
      Code.require(purpose, "a purpose");
    }
  }
}
