package io.habeas.verifier.claims;

import io.habeas.process.ProcessDefinition.InvalidMessage;
import io.habeas.process.ProcessDefinition.Keyed;
import io.habeas.schemas.Topics;
import io.habeas.schemas.avro.DeclarationRecord;
import io.habeas.schemas.avro.ParticipantDeclared;
import java.time.Duration;

/** Notes what participants declare. Blocks until noted. Idempotent. */
public final class DeclarationHandler {
  private final Declarations declarations;
  private final Duration patience;

  public DeclarationHandler(Declarations declarations, Duration patience) {
    this.declarations = declarations;
    this.patience = patience;
  }

  /**
   * @throws InvalidMessage if it speaks in another's name
   */
  public void handle(String topic, Keyed<DeclarationRecord> message) throws InvalidMessage {
    DeclarationRecord declaration = message.value();
    if (!topic.equals(Topics.declarations(declaration.getParticipant()).name())) {
      throw new InvalidMessage("wrong-participant");
    }
    if (!(declaration.getPayload() instanceof ParticipantDeclared declared)) {
      throw new InvalidMessage("unexpected-payload");
    }
    declarations
        .note(
            declaration.getParticipant(),
            declaration.getRecordedAt(),
            declared.getNeeds(),
            declared.getYields())
        .block(patience);
  }
}
