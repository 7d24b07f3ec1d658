package io.habeas.verifier.gate;

import io.habeas.process.ProcessDefinition.InvalidMessage;
import io.habeas.process.ProcessDefinition.Keyed;
import io.habeas.schemas.avro.ErasureEventRecord;
import io.habeas.schemas.avro.GateAsked;

/** Answers at the gate. Whatever else is told of erasures does not concern it. Blocks. */
public final class GateHandler {
  private final Gate gate;

  public GateHandler(Gate gate) {
    this.gate = gate;
  }

  /**
   * @throws InvalidMessage if it asks for another request than its key
   */
  public void handle(String topic, Keyed<ErasureEventRecord> message) throws InvalidMessage {
    ErasureEventRecord record = message.value();
    if (record.getPayload() instanceof GateAsked asked) {
      String requestId = record.getRequestId().toString();
      if (!requestId.equals(message.key())) {
        throw new InvalidMessage("key-of-another-request");
      }
      if (asked.getAsk() < 1) {
        throw new InvalidMessage("ask-out-of-range");
      }
      gate.ask(requestId, asked.getAsk());
    }
  }
}
