package io.habeas.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.apicurio.registry.resolver.config.SchemaResolverConfig;
import io.habeas.schemas.avro.Channel;
import io.habeas.schemas.avro.IntakeRecord;
import io.habeas.schemas.avro.RequestReceived;
import io.habeas.schemas.avro.Right;
import io.habeas.schemas.wire.Decoded;
import io.habeas.schemas.wire.RegistryUnavailable;
import io.habeas.schemas.wire.RegistryWire;
import io.habeas.testkit.platform.KafkaPlatform;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class RegistryWireIT {
  @RegisterExtension static final KafkaPlatform PLATFORM = KafkaPlatform.shared();

  private static final IntakeRecord RECORD =
      new IntakeRecord(
          UUID.fromString("7b0a9f6e-55b5-4c8a-9d4a-0c6f6b2b8f11"),
          Instant.parse("2026-09-03T10:00:00Z"),
          new RequestReceived(
              Right.ERASURE,
              Channel.WEB,
              Instant.parse("2026-09-03T09:59:59Z"),
              "en",
              null,
              List.of()));

  @Test
  void shouldReadWithAnotherClientWhatOneWrote() {
    try (var writer = wire();
        var reader = wire()) {
      byte[] bytes = writer.encode(Topics.INTAKE.name(), RECORD);

      assertThat(reader.decode(IntakeRecord.class, bytes)).isEqualTo(new Decoded.Known<>(RECORD));
    }
  }

  @Test
  void shouldServeTheSameIdToConfluentClients() throws Exception {
    try (var wire = wire()) {
      // given
      byte[] bytes = wire.encode(Topics.INTAKE.name(), RECORD);
      int id = ByteBuffer.wrap(bytes, 1, Integer.BYTES).getInt();

      // when
      var request =
          HttpRequest.newBuilder(
                  URI.create(
                      PLATFORM.confluentRegistryUrl()
                          + "/subjects/dsar.intake-value/versions/latest"))
              .build();
      HttpResponse<String> response =
          HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());

      // then
      assertThat(response.statusCode()).isEqualTo(200);
      assertThat(response.body()).contains("\"id\":" + id).contains("IntakeRecord");
    }
  }

  @Test
  void shouldRegisterASchemaWhole() throws Exception {
    try (var wire = wire()) {
      // given
      wire.encode(Topics.INTAKE.name(), RECORD);

      // when
      var request =
          HttpRequest.newBuilder(
                  URI.create(
                      PLATFORM.confluentRegistryUrl()
                          + "/subjects/dsar.intake-value/versions/latest/schema"))
              .build();
      HttpResponse<String> response =
          HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());

      // then
      assertThat(new Schema.Parser().parse(response.body())).isEqualTo(RECORD.getSchema());
    }
  }

  @Test
  void shouldReadWhatWasWrittenWithASchemaInParts() {
    var inParts = Map.of(SchemaResolverConfig.DEREFERENCE_SCHEMA, "false");
    try (var writer = new RegistryWire(PLATFORM.registryUrl(), inParts);
        var reader = wire()) {
      byte[] bytes = writer.encode("dsar.in-parts", RECORD);

      assertThat(reader.decode(IntakeRecord.class, bytes)).isEqualTo(new Decoded.Known<>(RECORD));
    }
  }

  @Test
  void shouldCallAnIdThatTheRegistryDoesNotKnowUndecodable() {
    try (var wire = wire()) {
      byte[] bytes = wire.encode(Topics.INTAKE.name(), RECORD);
      ByteBuffer.wrap(bytes).putInt(1, 987_654);

      assertThat(wire.decode(IntakeRecord.class, bytes))
          .isEqualTo(new Decoded.Undecodable<>("UnknownSchemaId"));
    }
  }

  @Test
  void shouldNotBlameTheMessageWhenTheRegistryIsAway() {
    try (var wire = wire();
        var cutOff = new RegistryWire("http://127.0.0.1:9/apis/registry/v3", Map.of())) {
      byte[] bytes = wire.encode(Topics.INTAKE.name(), RECORD);

      assertThatThrownBy(() -> cutOff.decode(IntakeRecord.class, bytes))
          .isInstanceOf(RegistryUnavailable.class);
      assertThatThrownBy(() -> cutOff.encode(Topics.INTAKE.name(), RECORD))
          .isInstanceOf(RegistryUnavailable.class);
    }
  }

  private static RegistryWire wire() {
    return new RegistryWire(PLATFORM.registryUrl(), Map.of());
  }
}
