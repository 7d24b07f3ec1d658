package io.habeas.orchestrator.erasure;

import io.habeas.process.FactInputs.Acknowledgement;
import io.habeas.process.FactInputs.Statement;
import io.habeas.process.ProcessDefinition.InvalidMessage;
import io.habeas.process.ProcessDefinition.Keyed;
import io.habeas.process.ProcessDefinition.Outbound;
import io.habeas.process.ProcessDefinition.Reader;
import io.habeas.protocol.Code;
import io.habeas.protocol.ParticipantId;
import io.habeas.schemas.Topics;
import io.habeas.schemas.avro.StoreHoldEnded;
import io.habeas.schemas.avro.StoreHoldEventRecord;
import io.habeas.schemas.avro.StoreHoldInForce;
import io.habeas.schemas.avro.StoreHoldPlaced;
import io.habeas.schemas.avro.StoreHoldRecord;
import io.habeas.schemas.avro.StoreHoldReleased;
import java.util.Optional;
import java.util.UUID;

/** Translates what is held of whole stores into facts, and says where they are in force. */
final class ReadStoreHolds implements Reader<StoreHoldRecord, Statement<StoreFact>> {

  /** Whoever says again that a hold is placed does not place it again once it is released. */
  private static final int PLACED = 1;

  private static final int RELEASED = 2;

  @Override
  public Optional<Keyed<Statement<StoreFact>>> read(String topic, Keyed<StoreHoldRecord> message)
      throws InvalidMessage {
    StoreHoldRecord hold = message.value();
    message.requireKey(hold.getHoldId().toString());
    ParticipantId participant = participant(hold.getParticipant());
    String collection = hold.getCollection();
    if (collection != null && !Code.isCode(collection)) {
      throw new InvalidMessage("collection-no-code");
    }
    Statement<StoreFact> statement =
        switch (hold.getPayload()) {
          case StoreHoldPlaced placed ->
              new Statement<>(
                  participant.name(),
                  PLACED,
                  new StoreFact.Held(hold.getHoldId(), participant, collection));
          case StoreHoldReleased released ->
              new Statement<>(
                  participant.name(),
                  RELEASED,
                  new StoreFact.Released(hold.getHoldId(), participant));
          // The wire stops before a payload that this version does not have.
          default -> throw new InvalidMessage("unexpected-payload");
        };
    return Optional.of(new Keyed<>(message.key(), statement));
  }

  private static ParticipantId participant(String name) throws InvalidMessage {
    try {
      return new ParticipantId(name);
    } catch (IllegalArgumentException e) {
      throw new InvalidMessage("participant-no-code");
    }
  }

  /** What is said of a fact once it is in force in a partition of requests. */
  static Optional<Acknowledgement<ErasureState>> acknowledgement(StoreFact fact, int partition) {
    return switch (fact) {
      case StoreFact.Held held ->
          Optional.of(
              new Acknowledgement<>(
                  state -> isTooLate(state, held),
                  (tooLate, at) ->
                      event(
                          new StoreHoldEventRecord(
                              held.holdId(), at, partition, new StoreHoldInForce(tooLate)))));
      case StoreFact.Released released ->
          Optional.of(
              new Acknowledgement<>(
                  state -> false,
                  (none, at) ->
                      event(
                          new StoreHoldEventRecord(
                              released.holdId(), at, partition, new StoreHoldEnded()))));
      case StoreFact.Fit fit -> Optional.empty();
      case StoreFact.CanaryFailed failed -> Optional.empty();
      case StoreFact.Unfit unfit -> Optional.empty();
      case StoreFact.Stale stale -> Optional.empty();
      case StoreFact.Reporting reporting -> Optional.empty();
    };
  }

  /** Of requests that are closed nobody can say any more what a hold came too late for. */
  private static boolean isTooLate(ErasureState state, StoreFact.Held held) {
    return state instanceof ErasureState.Underway underway
        && underway.saga().told() == null
        && underway.saga().tooLateFor(new Hold(held.holdId(), held.participant()));
  }

  private static Outbound<?> event(StoreHoldEventRecord record) {
    UUID hold = record.getHoldId();
    return new Outbound<>(Topics.STORE_HOLD_EVENTS, hold + ":" + record.getPartition(), record);
  }
}
