package io.habeas.storeagent.processor.opendsr;

/**
 * An identifier of a person as a processor takes it.
 *
 * @param type the processor's identifier type ({@code email}, {@code controller_customer_id}, ...)
 * @param format {@code raw} or {@code sha256}
 */
record Identity(String type, String format, String value) implements Comparable<Identity> {

  /** What a processor says that it takes. */
  record Kind(String type, String format) {}

  @Override
  public int compareTo(Identity other) {
    return key().compareTo(other.key());
  }

  /** What tells it from others. */
  String key() {
    return type + ":" + format + ":" + value;
  }

  /** Leaves the value out. */
  @Override
  public String toString() {
    return "Identity[" + type + "]";
  }
}
