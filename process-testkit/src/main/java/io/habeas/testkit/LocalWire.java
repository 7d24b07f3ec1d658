package io.habeas.testkit;

import io.habeas.schemas.wire.ConfluentFormat;
import io.habeas.schemas.wire.Decoded;
import io.habeas.schemas.wire.RegistryUnavailable;
import io.habeas.schemas.wire.Wire;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/** The real wire format with a registry in memory, which a test can take away. */
public final class LocalWire implements Wire {
  private final Map<Schema, Integer> ids = new ConcurrentHashMap<>();
  private final Map<Integer, Schema> schemas = new ConcurrentHashMap<>();
  private final AtomicInteger lastId = new AtomicInteger();
  private volatile boolean available = true;

  /** From now on the registry answers, or does not. */
  public void registryAvailable(boolean answers) {
    available = answers;
  }

  @Override
  public byte[] encode(String topic, SpecificRecord value) {
    return ConfluentFormat.encode(idOf(value.getSchema()), value);
  }

  /** The bytes that a writer with another version of a schema would write. */
  public byte[] encode(GenericRecord value) {
    var out = new ByteArrayOutputStream();
    out.write(0);
    out.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(idOf(value.getSchema())).array());
    try {
      new GenericDatumWriter<GenericRecord>(value.getSchema())
          .write(value, EncoderFactory.get().directBinaryEncoder(out, null));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  @Override
  public <R extends SpecificRecord> Decoded<R> decode(Class<R> type, byte @Nullable [] bytes) {
    requireRegistry();
    return ConfluentFormat.decode(type, bytes, schemas::get);
  }

  private int idOf(Schema schema) {
    requireRegistry();
    int id = ids.computeIfAbsent(schema, unknown -> lastId.incrementAndGet());
    schemas.put(id, schema);
    return id;
  }

  private void requireRegistry() {
    if (!available) {
      throw new RegistryUnavailable(
          new IOException("Expected a registry but the test took it away"));
    }
  }
}
