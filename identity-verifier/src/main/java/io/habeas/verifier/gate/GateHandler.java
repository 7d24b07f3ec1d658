package io.habeas.verifier.gate;

import io.habeas.process.ProcessDefinition.InvalidMessage;
import io.habeas.process.ProcessDefinition.Keyed;
import io.habeas.schemas.avro.ErasureEventRecord;
import io.habeas.schemas.avro.GateAsked;
import io.habeas.schemas.avro.StoreReplayed;
import io.habeas.verifier.replays.Replays;

/**
 * Follows erasures: answers at the gate, and tells a restored store no more once it has erased
 * again. Whatever else is told of erasures does not concern the verifier. Blocks.
 */
public final class GateHandler {
  private final Gate gate;
  private final Replays replays;

  public GateHandler(Gate gate, Replays replays) {
    this.gate = gate;
    this.replays = replays;
  }

  /**
   * @throws InvalidMessage if it asks for another request than its key
   */
  public void handle(String topic, Keyed<ErasureEventRecord> message) throws InvalidMessage {
    ErasureEventRecord record = message.value();
    switch (record.getPayload()) {
      case GateAsked asked -> {
        requireOwnKey(message);
        if (asked.getAsk() < 1) {
          throw new InvalidMessage("ask-out-of-range");
        }
        gate.ask(record.getRequestId().toString(), asked.getAsk(), asked.getBehindAccesses());
      }
      case StoreReplayed replayed -> {
        requireOwnKey(message);
        replays.replayed(record.getRequestId(), replayed);
      }
      case null, default -> {}
    }
  }

  private static void requireOwnKey(Keyed<ErasureEventRecord> message) throws InvalidMessage {
    if (!message.value().getRequestId().toString().equals(message.key())) {
      throw new InvalidMessage("key-of-another-request");
    }
  }
}
