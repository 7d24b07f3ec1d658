package io.habeas.process.header;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * The trace a record belongs to, as W3C Trace Context writes it. It is handed on with everything
 * that follows from the record; {@code tracestate} and baggage are not.
 *
 * @param value version, trace id, parent id and flags, separated by hyphens
 */
public record TraceParent(String value) {
  /** The record header and the key of the HTTP header alike. */
  public static final String HEADER = "traceparent";

  private static final Pattern FORM =
      Pattern.compile("00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}");
  private static final ScopedValue<TraceParent> CURRENT = ScopedValue.newInstance();
  private static final int TRACE_ID_BYTES = 16;
  private static final int PARENT_ID_BYTES = 8;

  /**
   * @throws IllegalArgumentException if {@code value} is not a traceparent of version 00
   */
  public TraceParent {
    if (!FORM.matcher(value).matches()) {
      throw new IllegalArgumentException("Expected a traceparent of version 00 but it is none");
    }
  }

  /** A trace that begins here. */
  public static TraceParent begin() {
    return new TraceParent(
        "00-"
            + randomHexadecimal(TRACE_ID_BYTES)
            + "-"
            + randomHexadecimal(PARENT_ID_BYTES)
            + "-01");
  }

  /** The trace named in {@code headers}; empty where there is none, or none that is well-formed. */
  public static Optional<TraceParent> in(Headers headers) {
    Header header = headers.lastHeader(HEADER);
    return header == null || header.value() == null
        ? Optional.empty()
        : parse(new String(header.value(), StandardCharsets.UTF_8));
  }

  /** Reads what a header says; empty for null and for anything that is not well-formed. */
  public static Optional<TraceParent> parse(@Nullable String value) {
    return Optional.ofNullable(value).filter(FORM.asMatchPredicate()).map(TraceParent::new);
  }

  /** The trace in which the calling thread works, if any. */
  public static Optional<TraceParent> current() {
    return CURRENT.isBound() ? Optional.of(CURRENT.get()) : Optional.empty();
  }

  /** Runs {@code work} in this trace. */
  public <T, X extends Throwable> T call(ScopedValue.CallableOp<T, X> work) throws X {
    return ScopedValue.where(CURRENT, this).call(work);
  }

  /** The 32 hexadecimal digits that all records of the trace share. */
  public String traceId() {
    return value.substring(3, 35);
  }

  private static String randomHexadecimal(int bytes) {
    byte[] random = new byte[bytes];
    ThreadLocalRandom.current().nextBytes(random);
    return HexFormat.of().formatHex(random);
  }
}
