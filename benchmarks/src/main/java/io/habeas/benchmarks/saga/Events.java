package io.habeas.benchmarks.saga;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.habeas.schemas.avro.CoolingOff;
import io.habeas.schemas.avro.ErasureCompleted;
import io.habeas.schemas.avro.ErasureEventRecord;
import io.habeas.schemas.avro.GateAsked;
import io.habeas.schemas.avro.PhaseStarted;
import io.habeas.schemas.wire.Decoded;
import io.habeas.schemas.wire.Wire;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.avro.Schema;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/** What the orchestrator tells of erasures, passed on to whom it concerns. */
final class Events {
  private enum Kind {
    GOES_ON,
    GATE_ASKED,
    COOLING_OFF,
    COMPLETED
  }

  private static final Map<ByteBuffer, Kind> KINDS =
      Map.of(
          name(PhaseStarted.getClassSchema()), Kind.GOES_ON,
          name(GateAsked.getClassSchema()), Kind.GATE_ASKED,
          name(CoolingOff.getClassSchema()), Kind.COOLING_OFF,
          name(ErasureCompleted.getClassSchema()), Kind.COMPLETED);

  private final Wire wire;
  private final InFlight inFlight = new InFlight();
  private final InFlight onTheirWayToWait = new InFlight();
  private final WakeUps wakeUps = new WakeUps();
  private final AtomicLong lastWrittenAt = new AtomicLong();

  Events(Wire wire) {
    this.wire = wire;
  }

  private static ByteBuffer name(Schema schema) {
    return ByteBuffer.wrap(schema.getFullName().getBytes(UTF_8));
  }

  /** Those that are carried through. */
  InFlight inFlight() {
    return inFlight;
  }

  /** Those that are to wait: complete for these purposes once they cool off. */
  InFlight onTheirWayToWait() {
    return onTheirWayToWait;
  }

  /** Those that cool off for a short time. */
  WakeUps wakeUps() {
    return wakeUps;
  }

  /** When the newest event that was read had been decided, in milliseconds of the epoch. */
  long lastWrittenAt() {
    return lastWrittenAt.get();
  }

  void heard(ConsumerRecord<byte[], byte[]> event) {
    lastWrittenAt.accumulateAndGet(event.timestamp(), Math::max);
    Header type = event.headers().lastHeader("ce_type");
    Kind kind = type == null ? null : KINDS.get(ByteBuffer.wrap(type.value()));
    if (kind == null) {
      return;
    }
    String request = new String(event.key(), UTF_8);
    switch (kind) {
      case GOES_ON -> inFlight.goesOn(request);
      case GATE_ASKED -> {
        inFlight.goesOn(request);
        wakeUps.woken(request);
      }
      case COOLING_OFF -> {
        if (wire.decode(ErasureEventRecord.class, event.value())
                instanceof Decoded.Known<ErasureEventRecord>(ErasureEventRecord told)
            && told.getPayload() instanceof CoolingOff waits) {
          wakeUps.waits(request, waits.getUntil());
        }
        onTheirWayToWait.completed(request);
      }
      case COMPLETED -> {
        inFlight.completed(request);
        wakeUps.completed(request);
      }
    }
  }
}
