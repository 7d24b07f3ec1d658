package io.habeas.process.header;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
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

  private static final int LENGTH = 55;
  private static final int TRACE_ID = 3;
  private static final int PARENT_ID = 36;
  private static final int FLAGS = 53;

  private static final ScopedValue<TraceParent> CURRENT = ScopedValue.newInstance();
  private static final int TRACE_ID_BYTES = 16;
  private static final int PARENT_ID_BYTES = 8;

  /**
   * @throws IllegalArgumentException if {@code value} is not a traceparent of version 00
   */
  public TraceParent {
    if (!isWellFormed(value)) {
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
    return value != null && isWellFormed(value)
        ? Optional.of(new TraceParent(value))
        : Optional.empty();
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
    return value.substring(TRACE_ID, PARENT_ID - 1);
  }

  // By hand: every record that is read or written passes here, and a pattern takes ten times as
  // long.
  private static boolean isWellFormed(String value) {
    return value.length() == LENGTH
        && value.startsWith("00-")
        && value.charAt(PARENT_ID - 1) == '-'
        && value.charAt(FLAGS - 1) == '-'
        && isId(value, TRACE_ID, PARENT_ID - 1)
        && isId(value, PARENT_ID, FLAGS - 1)
        && isHexadecimal(value, FLAGS, LENGTH);
  }

  private static boolean isId(String value, int from, int to) {
    return isHexadecimal(value, from, to)
        && !value.substring(from, to).chars().allMatch(c -> c == '0');
  }

  private static boolean isHexadecimal(String value, int from, int to) {
    for (int i = from; i < to; i++) {
      char digit = value.charAt(i);
      if (!(digit >= '0' && digit <= '9' || digit >= 'a' && digit <= 'f')) {
        return false;
      }
    }
    return true;
  }

  private static String randomHexadecimal(int bytes) {
    byte[] random = new byte[bytes];
    ThreadLocalRandom.current().nextBytes(random);
    return HexFormat.of().formatHex(random);
  }
}
