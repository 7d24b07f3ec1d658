package io.habeas.schemas;

import java.time.Duration;
import org.apache.avro.specific.SpecificRecord;

/**
 * One topic as the catalogue knows it.
 *
 * @param name the topic's name in the broker; public API
 * @param writer the one service, or participant, whose principal may write it
 * @param key what the message key holds
 * @param type the envelope record of its values
 * @param partitions how many partitions it has, at least 1
 * @param cleanup delete after {@code retention}, or compact
 * @param retention how long messages are kept; for a compacted topic, how long a tombstone is
 */
public record Topic<T extends SpecificRecord>(
    String name,
    String writer,
    Key key,
    Class<T> type,
    int partitions,
    Cleanup cleanup,
    Duration retention) {

  /** What a message key holds. Keys are never direct identifiers. */
  public enum Key {
    /** The request's id, a UUID in text form. */
    REQUEST_ID,
    /** The participant's name. */
    PARTICIPANT,
    /** The id of a canary, a UUID in text form. */
    CANARY_ID,
    /** The id of a hold, a UUID in text form. */
    HOLD_ID,
    /** The id of a hold and, after a colon, the number of the partition that speaks of it. */
    HOLD_ID_AND_PARTITION,
    /** A person and a purpose, as a directive names them. */
    DIRECTIVE,
    /** None: messages are unrelated. */
    NONE
  }

  /** The broker's {@code cleanup.policy}. */
  public enum Cleanup {
    DELETE,
    COMPACT
  }
}
