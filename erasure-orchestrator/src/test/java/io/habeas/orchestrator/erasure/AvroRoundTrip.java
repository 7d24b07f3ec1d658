package io.habeas.orchestrator.erasure;

import io.habeas.process.ProcessDefinition.StateCodec;
import io.habeas.schemas.wire.ConfluentFormat;
import io.habeas.schemas.wire.Decoded;
import org.apache.avro.specific.SpecificRecord;

/** Takes values through bytes and back, as a restart does. */
public final class AvroRoundTrip {
  private AvroRoundTrip() {}

  /** What a restarted orchestrator reads of what this one stored. */
  public static ErasureState restarted(ErasureState state) {
    return restarted(state, StoredState.codec());
  }

  private static <R extends SpecificRecord> ErasureState restarted(
      ErasureState state, StateCodec<ErasureState, R> codec) {
    return codec.read().apply(transported(codec.type(), codec.write().apply(state)));
  }

  /** What another process reads of {@code value}. */
  static <R extends SpecificRecord> R transported(Class<R> type, R value) {
    byte[] bytes = ConfluentFormat.encode(1, value);
    Decoded<R> decoded = ConfluentFormat.decode(type, bytes, id -> value.getSchema());
    return switch (decoded) {
      case Decoded.Known<R> known -> known.value();
      case Decoded.Undecodable<R> bad -> throw new AssertionError(bad);
      case Decoded.UnknownType<R> bad -> throw new AssertionError(bad);
    };
  }
}
