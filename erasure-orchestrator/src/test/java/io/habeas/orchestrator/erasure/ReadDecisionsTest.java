package io.habeas.orchestrator.erasure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.habeas.process.ProcessDefinition.InvalidMessage;
import io.habeas.process.ProcessDefinition.Keyed;
import io.habeas.protocol.ParticipantId;
import io.habeas.schemas.avro.DecidedOutcome;
import io.habeas.schemas.avro.DecisionRecord;
import io.habeas.schemas.avro.HoldPlaced;
import io.habeas.schemas.avro.HoldReleased;
import io.habeas.schemas.avro.OutcomeDecided;
import io.habeas.schemas.avro.RefusalDecided;
import io.habeas.schemas.avro.RefusalGround;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ReadDecisionsTest {
  private static final Instant NOW = Instant.parse("2026-11-28T08:00:00Z");
  private static final UUID REQUEST = UUID.randomUUID();
  private static final UUID DECISION = UUID.randomUUID();
  private static final UUID HOLD = UUID.randomUUID();

  private final ReadDecisions decisions = new ReadDecisions(InstantSource.fixed(NOW));

  private Optional<Keyed<ErasureEvent>> read(Object payload) throws InvalidMessage {
    return read(REQUEST.toString(), payload);
  }

  private Optional<Keyed<ErasureEvent>> read(String key, Object payload) throws InvalidMessage {
    return decisions.read(
        "dsar.decisions",
        new Keyed<>(
            key, new DecisionRecord(DECISION, REQUEST, Instant.EPOCH, "officer-1", payload)));
  }

  @Test
  void shouldReadHoldsAndOutcomesByOurOwnClock() throws InvalidMessage {
    // then
    assertThat(read(new HoldPlaced(HOLD, null)))
        .contains(
            new Keyed<>(
                REQUEST.toString(),
                new ErasureEvent.HoldPlaced(REQUEST, new Hold(HOLD, null), NOW)));
    assertThat(read(new HoldPlaced(HOLD, "orders")).orElseThrow().value())
        .isEqualTo(
            new ErasureEvent.HoldPlaced(REQUEST, new Hold(HOLD, new ParticipantId("orders")), NOW));
    assertThat(read(new HoldReleased(HOLD)).orElseThrow().value())
        .isEqualTo(new ErasureEvent.HoldReleased(HOLD, NOW));
    assertThat(read(new OutcomeDecided("orders", DecidedOutcome.ERASED)).orElseThrow().value())
        .isEqualTo(
            new ErasureEvent.OutcomeDecided(
                DECISION, new ParticipantId("orders"), DecidedOutcome.ERASED, NOW));
  }

  @Test
  void shouldLeaveARefusalToTheRegister() throws InvalidMessage {
    assertThat(read(new RefusalDecided(RefusalGround.LEGAL_CLAIMS))).isEmpty();
  }

  @Test
  void shouldRefuseWhatCannotBeTrue() {
    assertThatThrownBy(() -> read("another", new HoldReleased(HOLD)))
        .isInstanceOf(InvalidMessage.class)
        .hasMessage("key-mismatch");
    assertThatThrownBy(() -> read(new HoldPlaced(HOLD, "no code")))
        .isInstanceOf(InvalidMessage.class)
        .hasMessage("participant-no-code");
  }
}
