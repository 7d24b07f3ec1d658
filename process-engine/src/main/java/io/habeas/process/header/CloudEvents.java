package io.habeas.process.header;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/** The headers of CloudEvents 1.0 in Kafka's binary content mode. */
public final class CloudEvents {
  private static final String CONTENT_TYPE = "application/avro";

  private CloudEvents() {}

  /**
   * Adds the attributes of one event to {@code headers}.
   *
   * @param source who says it: the name of a process or a service
   * @param id the same whenever the same event is written again, and unique for {@code source}
   * @param value the envelope; its payload's record names the type
   * @param trace the trace it belongs to; null for none
   */
  public static void describe(
      Headers headers,
      String source,
      String id,
      SpecificRecord value,
      Instant time,
      @Nullable TraceParent trace) {
    describe(headers, source, id, typeOf(value), time, trace);
  }

  /**
   * The same for one of which only the type is known: a tombstone has no value.
   *
   * @param type full name of a record
   */
  public static void describe(
      Headers headers,
      String source,
      String id,
      String type,
      Instant time,
      @Nullable TraceParent trace) {
    add(headers, "ce_specversion", "1.0");
    add(headers, "ce_id", id);
    add(headers, "ce_source", "/habeas/" + source);
    add(headers, "ce_type", type);
    add(headers, "ce_time", time.toString());
    add(headers, "content-type", CONTENT_TYPE);
    if (trace != null) {
      add(headers, TraceParent.HEADER, trace.value());
    }
  }

  /**
   * Full name of the record in the envelope's {@code payload}, or of the envelope if it has none.
   */
  public static String typeOf(SpecificRecord value) {
    Schema.Field payload = value.getSchema().getField("payload");
    return payload != null && value.get(payload.pos()) instanceof SpecificRecord inner
        ? inner.getSchema().getFullName()
        : value.getSchema().getFullName();
  }

  private static void add(Headers headers, String name, String value) {
    headers.add(name, value.getBytes(StandardCharsets.UTF_8));
  }
}
