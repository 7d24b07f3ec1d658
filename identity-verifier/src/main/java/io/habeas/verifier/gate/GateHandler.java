package io.habeas.verifier.gate;

import io.habeas.process.ProcessDefinition.InvalidMessage;
import io.habeas.process.ProcessDefinition.Keyed;
import io.habeas.schemas.avro.ErasureEventRecord;
import io.habeas.schemas.avro.GateAsked;
import io.habeas.schemas.avro.StoreReplayed;
import io.habeas.schemas.avro.SubjectsAsked;
import io.habeas.verifier.directives.NamingSubjects;
import io.habeas.verifier.replays.Replays;

/**
 * Follows what changes data: answers at the gate and by what directives name a person, and tells a
 * restored store no more once it has erased again. Whatever else is told does not concern the
 * verifier. Blocks.
 */
public final class GateHandler {
  private final Gate gate;
  private final NamingSubjects naming;
  private final Replays replays;

  public GateHandler(Gate gate, NamingSubjects naming, Replays replays) {
    this.gate = gate;
    this.naming = naming;
    this.replays = replays;
  }

  /**
   * @throws InvalidMessage if it asks for another request than its key
   */
  public void handle(String topic, Keyed<ErasureEventRecord> message) throws InvalidMessage {
    ErasureEventRecord record = message.value();
    String requestId = record.getRequestId().toString();
    switch (record.getPayload()) {
      case GateAsked asked -> {
        message.requireKey(requestId);
        if (asked.getAsk() < 1) {
          throw new InvalidMessage("ask-out-of-range");
        }
        gate.ask(requestId, asked.getAsk(), asked.getBehindAccesses());
      }
      case SubjectsAsked asked -> {
        message.requireKey(requestId);
        naming.ask(record.getRequestId());
      }
      case StoreReplayed replayed -> {
        message.requireKey(requestId);
        replays.replayed(record.getRequestId(), replayed);
      }
      case null, default -> {}
    }
  }
}
