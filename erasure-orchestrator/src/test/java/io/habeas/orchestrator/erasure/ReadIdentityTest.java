package io.habeas.orchestrator.erasure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.habeas.process.ProcessDefinition.InvalidMessage;
import io.habeas.process.ProcessDefinition.Keyed;
import io.habeas.protocol.ParticipantId;
import io.habeas.schemas.avro.GateBusy;
import io.habeas.schemas.avro.GateHeld;
import io.habeas.schemas.avro.GatePassed;
import io.habeas.schemas.avro.IdentityRecord;
import io.habeas.schemas.avro.IdentityVerified;
import io.habeas.schemas.avro.ParticipantPseudonym;
import io.habeas.schemas.avro.ProofMethod;
import io.habeas.schemas.avro.ReplayGranted;
import io.habeas.schemas.avro.ReplayRefused;
import io.habeas.schemas.avro.SubjectHoldEnded;
import io.habeas.schemas.avro.SubjectHoldFound;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ReadIdentityTest {
  private static final UUID REQUEST = UUID.fromString("6f1c1f9a-58d5-4f2b-9d0e-0c6f5e6f7a01");
  private static final UUID ID = UUID.fromString("6f1c1f9a-58d5-4f2b-9d0e-0c6f5e6f7a02");
  private static final Instant NOW = Instant.parse("2026-11-24T08:00:00Z");

  private static Optional<Keyed<ErasureEvent>> read(Object payload) throws InvalidMessage {
    return new ReadIdentity(() -> NOW)
        .read(
            "dsar.identity",
            new Keyed<>(
                REQUEST.toString(),
                new IdentityRecord(REQUEST, Instant.parse("2030-01-01T00:00:00Z"), payload)));
  }

  private static Optional<Keyed<ErasureEvent>> event(ErasureEvent event) {
    return Optional.of(new Keyed<>(REQUEST.toString(), event));
  }

  @Test
  void shouldTakeWhatTheVerifierSaysAtTheGateByItsOwnClock() throws InvalidMessage {
    assertThat(
            read(
                new GatePassed(
                    2, List.of(new ParticipantPseudonym("accounts", ID, List.of("s-1"))))))
        .isEqualTo(
            event(
                new ErasureEvent.GatePassed(
                    2,
                    Map.of(new ParticipantId("accounts"), ID),
                    Map.of(new ParticipantId("accounts"), List.of("s-1")),
                    NOW)));
    assertThat(read(new GateBusy(2, List.of(ID))))
        .isEqualTo(event(new ErasureEvent.GateBusy(2, List.of(ID), NOW)));
    assertThat(read(new GateHeld(2, List.of(ID))))
        .isEqualTo(event(new ErasureEvent.GateHeld(2, List.of(ID), NOW)));
    assertThat(read(new SubjectHoldFound(ID)))
        .isEqualTo(event(new ErasureEvent.HoldPlaced(REQUEST, new Hold(ID, null), NOW)));
    assertThat(read(new SubjectHoldEnded(ID)))
        .isEqualTo(event(new ErasureEvent.HoldReleased(ID, NOW)));
    ParticipantId accounts = new ParticipantId("accounts");
    assertThat(read(new ReplayGranted(ID, "accounts")))
        .isEqualTo(event(new ErasureEvent.ReplayGranted(ID, accounts, NOW)));
    assertThat(read(new ReplayRefused(ID, "accounts")))
        .isEqualTo(event(new ErasureEvent.ReplayRefused(ID, accounts, NOW)));
  }

  @Test
  void shouldLeaveProofsToTheRegister() throws InvalidMessage {
    assertThat(read(new IdentityVerified(ProofMethod.MAILED_CODE, List.of("email"), NOW)))
        .isEmpty();
  }

  @Test
  void shouldNotBeHeldByNothingOrTakeAnAnswerForAnotherRequest() {
    assertThatThrownBy(() -> read(new GateHeld(1, List.of()))).isInstanceOf(InvalidMessage.class);
    assertThatThrownBy(() -> read(new GateBusy(1, List.of()))).isInstanceOf(InvalidMessage.class);
    assertThatThrownBy(
            () ->
                new ReadIdentity(() -> NOW)
                    .read(
                        "dsar.identity",
                        new Keyed<>(
                            ID.toString(),
                            new IdentityRecord(REQUEST, NOW, new SubjectHoldEnded(ID)))))
        .isInstanceOf(InvalidMessage.class);
  }

  @Test
  void shouldRefuseAPseudonymOfWhatIsNoParticipant() {
    assertThatThrownBy(
            () ->
                read(
                    new GatePassed(1, List.of(new ParticipantPseudonym("No Code", ID, List.of())))))
        .isInstanceOf(InvalidMessage.class);
  }
}
