package io.habeas.schemas.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.habeas.schemas.avro.Channel;
import io.habeas.schemas.avro.IntakeRecord;
import io.habeas.schemas.avro.RequestReceived;
import io.habeas.schemas.avro.Right;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;
import org.apache.avro.io.EncoderFactory;
import org.junit.jupiter.api.Test;

class ConfluentFormatTest {
  private static final int TODAY = 7;
  private static final int LATER = 8;
  private static final Schema LATER_SCHEMA = withUnknownPayload();
  private static final Map<Integer, Schema> REGISTRY =
      Map.of(TODAY, IntakeRecord.getClassSchema(), LATER, LATER_SCHEMA);

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
  void shouldReadWhatItWrote() {
    // when
    byte[] bytes = ConfluentFormat.encode(TODAY, RECORD);

    // then
    assertThat(decode(bytes)).isEqualTo(new Decoded.Known<>(RECORD));
    assertThat(bytes).startsWith(0, 0, 0, 0, TODAY);
  }

  @Test
  void shouldTellALaterTypeFromUndecodableBytes() throws IOException {
    // given a message whose payload this version does not have
    Schema payload = LATER_SCHEMA.getField("payload").schema().getTypes().getLast();
    GenericRecord later =
        new GenericRecordBuilder(LATER_SCHEMA)
            .set("requestId", RECORD.getRequestId().toString())
            .set("recordedAt", RECORD.getRecordedAt().toEpochMilli())
            .set("payload", new GenericData.Record(payload))
            .build();

    // then
    assertThat(decode(bytesOf(LATER, later)))
        .isEqualTo(new Decoded.UnknownType<>("io.habeas.schemas.avro.KindOfTomorrow"));
  }

  @Test
  void shouldNameWhyBytesAreUndecodable() {
    byte[] good = ConfluentFormat.encode(TODAY, RECORD);
    byte[] cut = java.util.Arrays.copyOf(good, good.length - 3);
    byte[] longer = java.util.Arrays.copyOf(good, good.length + 1);
    byte[] otherId = ConfluentFormat.encode(99, RECORD);
    byte[] text = "{\"email\":\"x\"}".getBytes(java.nio.charset.StandardCharsets.UTF_8);

    assertThat(decode(null)).isEqualTo(new Decoded.Undecodable<>("NotInWireFormat"));
    assertThat(decode(text)).isEqualTo(new Decoded.Undecodable<>("NotInWireFormat"));
    assertThat(decode(otherId)).isEqualTo(new Decoded.Undecodable<>("UnknownSchemaId"));
    assertThat(decode(cut)).isEqualTo(new Decoded.Undecodable<>("BodyDoesNotMatchSchema"));
    assertThat(decode(longer)).isEqualTo(new Decoded.Undecodable<>("BodyDoesNotMatchSchema"));
  }

  @Test
  void shouldSurviveAnyBytes() {
    var random = new Random(20261124);
    for (int i = 0; i < 20_000; i++) {
      // given a valid head and a body of noise, which may announce strings of two gigabytes
      byte[] body = new byte[random.nextInt(80)];
      random.nextBytes(body);
      byte[] bytes =
          ByteBuffer.allocate(5 + body.length).put((byte) 0).putInt(TODAY).put(body).array();

      // then
      assertThat(decode(bytes)).as("noise %d", i).isNotNull();
    }
  }

  private static Decoded<IntakeRecord> decode(byte @org.jspecify.annotations.Nullable [] bytes) {
    return ConfluentFormat.decode(IntakeRecord.class, bytes, REGISTRY::get);
  }

  private static byte[] bytesOf(int id, GenericRecord record) throws IOException {
    var out = new ByteArrayOutputStream();
    out.writeBytes(ByteBuffer.allocate(5).put((byte) 0).putInt(id).array());
    new GenericDatumWriter<GenericRecord>(record.getSchema())
        .write(record, EncoderFactory.get().directBinaryEncoder(out, null));
    return out.toByteArray();
  }

  private static Schema withUnknownPayload() {
    String today = IntakeRecord.getClassSchema().toString();
    String later =
        today.replace(
            "\"name\":\"payload\",\"type\":[",
            "\"name\":\"payload\",\"type\":[{\"type\":\"record\",\"name\":\"Placeholder\",\"fields\":[]},");
    Schema schema = new Schema.Parser().parse(later.replace("Placeholder", "KindOfTomorrow"));
    var types = new java.util.ArrayList<>(schema.getField("payload").schema().getTypes());
    types.add(types.removeFirst());
    var fields =
        schema.getFields().stream()
            .map(
                field ->
                    field.name().equals("payload")
                        ? new Schema.Field("payload", Schema.createUnion(types))
                        : new Schema.Field(field, field.schema()))
            .toList();
    return Schema.createRecord(schema.getName(), null, schema.getNamespace(), false, fields);
  }
}
