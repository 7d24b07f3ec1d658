package io.habeas.schemas.wire;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DatumReader;
import org.apache.avro.io.DatumWriter;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/**
 * Confluent's wire format itself, without a registry, and the sorting of what can be wrong with it.
 */
public final class ConfluentFormat {
  private static final byte MAGIC = 0;
  private static final int HEADER = 1 + Integer.BYTES;

  private static final ThreadLocal<Writers> WRITERS = ThreadLocal.withInitial(Writers::new);

  private static final ThreadLocal<Map<Class<?>, LastReader>> LAST_READERS =
      ThreadLocal.withInitial(HashMap::new);

  static {
    TrustedRecords.trust();
  }

  private ConfluentFormat() {}

  /** The bytes of {@code value} whose schema has {@code schemaId} in the registry. */
  public static byte[] encode(int schemaId, SpecificRecord value) {
    var out = new ByteArrayOutputStream(256);
    out.write(MAGIC);
    out.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(schemaId).array());
    try {
      WRITERS.get().write(value, out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  /** One thread's: a writer for each type, and a buffer for what is being written. */
  private static final class Writers {
    private final Map<Class<?>, DatumWriter<SpecificRecord>> byType = new HashMap<>();
    private @Nullable BinaryEncoder encoder;

    void write(SpecificRecord value, OutputStream out) throws IOException {
      BinaryEncoder buffered = EncoderFactory.get().binaryEncoder(out, encoder);
      // Not to be used again if writing fails half-way.
      encoder = null;
      byType
          .computeIfAbsent(
              value.getClass(),
              type -> new SpecificDatumWriter<>(value.getSchema(), SpecificData.getForClass(type)))
          .write(value, buffered);
      buffered.flush();
      encoder = buffered;
    }
  }

  /**
   * Reads a record.
   *
   * @param writerSchemas the schema of an id, null where the registry knows none
   */
  public static <R extends SpecificRecord> Decoded<R> decode(
      Class<R> type, byte @Nullable [] bytes, IntFunction<@Nullable Schema> writerSchemas) {
    if (bytes == null || bytes.length < HEADER || bytes[0] != MAGIC) {
      return new Decoded.Undecodable<>("NotInWireFormat");
    }
    Schema writer = writerSchemas.apply(ByteBuffer.wrap(bytes, 1, Integer.BYTES).getInt());
    if (writer == null) {
      return new Decoded.Undecodable<>("UnknownSchemaId");
    }
    SpecificData model = SpecificData.getForClass(type);
    Schema reader = model.getSchema(type);
    if (!writer.getFullName().equals(reader.getFullName())) {
      return new Decoded.Undecodable<>("OtherRecord");
    }
    LastReader last = readerOf(type, writer, reader, model);
    if (!last.strangers().isEmpty()) {
      Optional<String> stranger =
          read(new GenericDatumReader<GenericRecord>(writer), bytes).flatMap(last.strangers()::in);
      if (stranger.isPresent()) {
        return new Decoded.UnknownType<>(stranger.get());
      }
    }
    Optional<R> value = read(last.as(type), bytes);
    if (value.isPresent()) {
      return new Decoded.Known<>(value.get());
    }
    // Only a body that its own writer's schema can read is a message from a later version.
    return read(new GenericDatumReader<GenericRecord>(writer), bytes)
        .<Decoded<R>>map(record -> new Decoded.UnknownType<>(payloadType(record)))
        .orElseGet(() -> new Decoded.Undecodable<>("BodyDoesNotMatchSchema"));
  }

  /**
   * How one schema resolves into another costs more to find out than most records to read, so the
   * last reader of a type is kept, by each thread, since readers are not safe for several.
   */
  private static <R extends SpecificRecord> LastReader readerOf(
      Class<R> type, Schema writer, Schema reader, SpecificData model) {
    Map<Class<?>, LastReader> readers = LAST_READERS.get();
    LastReader last = readers.get(type);
    if (last == null || !isSame(last.writer(), writer)) {
      last =
          new LastReader(
              writer,
              new SpecificDatumReader<R>(writer, reader, model),
              Strangers.of(writer, reader));
      readers.put(type, last);
    }
    return last;
  }

  /** A registry client hands out one object for each schema; to compare its content is dear. */
  @SuppressWarnings("ReferenceEquality")
  private static boolean isSame(Schema one, Schema other) {
    return one == other;
  }

  /**
   * @param strangers what its writer may have written that the reader does not have
   */
  private record LastReader(Schema writer, DatumReader<?> reader, Strangers strangers) {
    @SuppressWarnings("unchecked") // kept under its own type only
    <R> DatumReader<R> as(Class<R> type) {
      return (DatumReader<R>) reader;
    }
  }

  private static <T> Optional<T> read(DatumReader<T> reader, byte[] bytes) {
    try {
      BinaryDecoder decoder =
          DecoderFactory.get().binaryDecoder(bytes, HEADER, bytes.length - HEADER, null);
      T value = reader.read(null, decoder);
      return decoder.isEnd() ? Optional.of(value) : Optional.empty();
    } catch (IOException | RuntimeException e) {
      // Avro answers noise with a dozen kinds of exception; each means the same here, and Decoded
      // says it.
      return Optional.empty();
    }
  }

  private static String payloadType(GenericRecord envelope) {
    return envelope.hasField("payload") && envelope.get("payload") instanceof GenericRecord payload
        ? payload.getSchema().getFullName()
        : envelope.getSchema().getFullName();
  }
}
