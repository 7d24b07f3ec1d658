package io.habeas.schemas.wire;

import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/**
 * Writes and reads records in Confluent's wire format: a zero byte, the schema's id in four bytes,
 * Avro's binary encoding. Implementations are safe for use by several threads.
 */
public interface Wire {

  /**
   * The bytes of {@code value} on {@code topic}, its schema registered under the subject {@code
   * <topic>-value}.
   *
   * @throws RegistryUnavailable if the schema's id is not known yet and the registry cannot be
   *     asked
   */
  byte[] encode(String topic, SpecificRecord value);

  /**
   * Reads a message's value.
   *
   * @param type the envelope record of the topic; its schema in this version is the reader's schema
   * @param bytes the value; null, as of a tombstone, is undecodable as a record
   * @throws RegistryUnavailable if the writer's schema is not known yet and the registry cannot be
   *     asked
   */
  <R extends SpecificRecord> Decoded<R> decode(Class<R> type, byte @Nullable [] bytes);
}
