package io.habeas.orchestrator.erasure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.habeas.process.ProcessDefinition.InvalidMessage;
import io.habeas.process.ProcessDefinition.Keyed;
import io.habeas.protocol.IdentifierType;
import io.habeas.schemas.Topics;
import io.habeas.schemas.avro.Channel;
import io.habeas.schemas.avro.Completion;
import io.habeas.schemas.avro.ConsentErasureAccepted;
import io.habeas.schemas.avro.ErasureGround;
import io.habeas.schemas.avro.RefusalGround;
import io.habeas.schemas.avro.RequestAccepted;
import io.habeas.schemas.avro.RequestCarriedOut;
import io.habeas.schemas.avro.RequestFulfilled;
import io.habeas.schemas.avro.RequestRecord;
import io.habeas.schemas.avro.RequestRefused;
import io.habeas.schemas.avro.RequestRegistered;
import io.habeas.schemas.avro.Right;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ReadRequestsTest {
  private static final UUID REQUEST = UUID.fromString("6f1c1f9a-58d5-4f2b-9d0e-0c6f5e6f7a01");
  private static final Instant NOW = Instant.parse("2026-11-24T08:00:00Z");
  private static final LocalDate DUE = LocalDate.parse("2026-12-24");

  private final ReadRequests requests = new ReadRequests(() -> NOW);

  @Test
  void shouldBeginWithAnAcceptedRequest() throws Exception {
    // when
    var event = read(accepted(ErasureGround.ART_17_1_B, "email"));

    // then
    assertThat(event)
        .contains(
            new Keyed<>(
                REQUEST.toString(),
                new ErasureEvent.RequestAccepted(
                    REQUEST,
                    Set.of(new IdentifierType("email")),
                    ErasureGround.ART_17_1_B,
                    DUE,
                    new Scope.Everything(),
                    NOW)));
  }

  @Test
  void shouldBeginWithWhatRestsOnWithdrawnConsentsAlone_L21() throws Exception {
    // when
    var event =
        read(
            new ConsentErasureAccepted(
                List.of("newsletter"), List.of("subscribers"), List.of("email"), DUE));

    // then
    assertThat(event)
        .contains(
            new Keyed<>(
                REQUEST.toString(),
                new ErasureEvent.RequestAccepted(
                    REQUEST,
                    Set.of(new IdentifierType("email")),
                    ErasureGround.ART_17_1_B,
                    DUE,
                    new Scope.RestingOn(Set.of("newsletter")),
                    NOW)));
  }

  @Test
  void shouldTakeNoWithdrawalForAnErasureOfEverythingOrBeforeItIsProven_L11_L21() {
    refused(
        "no-purpose",
        new ConsentErasureAccepted(List.of(), List.of("subscribers"), List.of("email"), DUE));
    refused(
        "nothing-proven",
        new ConsentErasureAccepted(List.of("newsletter"), List.of("subscribers"), List.of(), DUE));
  }

  @Test
  void shouldEndWithARefusedRequest() throws Exception {
    assertThat(read(new RequestRefused(RefusalGround.IDENTITY_NOT_ESTABLISHED)))
        .contains(new Keyed<>(REQUEST.toString(), new ErasureEvent.RequestEnded(NOW)));
  }

  static Stream<SpecificRecord> others() {
    return Stream.of(
        new RequestRegistered(Right.ERASURE, Channel.API, NOW, DUE, DUE, DUE),
        new RequestCarriedOut(Completion.NOTHING_HELD),
        new RequestFulfilled(Completion.NOTHING_HELD));
  }

  @ParameterizedTest
  @MethodSource("others")
  void shouldNotNeedTheRestOfARequestsLife(SpecificRecord payload) throws Exception {
    assertThat(read(payload)).isEmpty();
  }

  @Test
  void shouldRefuseAnErasureWithoutGround_L19() {
    refused("erasure-without-ground", accepted(null, "email"));
  }

  @Test
  void shouldRefuseToSearchByNothingProven_L11() {
    refused("nothing-proven", accepted(ErasureGround.ART_17_1_A));
  }

  private void refused(String reason, SpecificRecord payload) {
    assertThatExceptionOfType(InvalidMessage.class)
        .isThrownBy(() -> read(payload))
        .satisfies(invalid -> assertThat(invalid.reason()).isEqualTo(reason));
  }

  private Optional<Keyed<ErasureEvent>> read(SpecificRecord payload) throws InvalidMessage {
    RequestRecord record =
        AvroRoundTrip.transported(
            RequestRecord.class, new RequestRecord(REQUEST, NOW.minusSeconds(5), payload));
    return requests.read(Topics.REQUESTS.name(), new Keyed<>(REQUEST.toString(), record));
  }

  private static RequestAccepted accepted(@Nullable ErasureGround ground, String... proven) {
    return new RequestAccepted(Right.ERASURE, List.of(proven), ground, DUE, List.of());
  }
}
