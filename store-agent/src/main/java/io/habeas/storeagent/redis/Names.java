package io.habeas.storeagent.redis;

import java.util.List;
import java.util.UUID;

/**
 * Where everything of the agent's own lies, all below {@code habeas:DATASET:}.
 *
 * <ul>
 *   <li>{@code outcome:REQUEST}, a hash: which steps have begun and what each came to, for good.
 *       Counts, codes and dates.
 *   <li>{@code work:REQUEST}, a hash: what has been counted of the step that is being carried out.
 *   <li>{@code hidden:KEY}: what a restriction has moved aside, under the key that it had.
 *   <li>{@code restriction:REQUEST}, a hash: what the request has hidden; {@code holds}, a hash: by
 *       how many requests each of these is hidden.
 *   <li>{@code retained:REQUEST:NUMBER:KEY}: what is kept under a duty; {@code retention:REQUEST},
 *       a hash: under which and until when.
 *   <li>{@code statement:KEY}: what the person wants to stand beside that record.
 * </ul>
 *
 * @param own how all of them begin
 */
record Names(String own) {
  static final String RESERVED = "habeas:";

  private static final String RETENTION = "retention:";
  private static final int UUID_LENGTH = 36;
  private static final int NUMBER_LENGTH = 8;

  static Names of(String dataset) {
    return new Names(Bytes.of(RESERVED + dataset + ":"));
  }

  /** Whether a key that begins like this may be the agent's own. */
  static boolean couldBeOwn(String start) {
    return start.startsWith(RESERVED) || RESERVED.startsWith(start);
  }

  /** Whether a key is an agent's own, of whatever dataset. */
  static boolean isOwn(String key) {
    return key.startsWith(RESERVED);
  }

  String outcome(UUID request) {
    return own + "outcome:" + request;
  }

  String work(UUID request) {
    return own + "work:" + request;
  }

  String restriction(UUID request) {
    return own + "restriction:" + request;
  }

  String holds() {
    return own + "holds";
  }

  String retention(UUID request) {
    return own + RETENTION + request;
  }

  /** What all keys of requests' retentions match, and nothing else. */
  String globOfRetentions() {
    return KeyPattern.escaped(own + RETENTION) + "?".repeat(UUID_LENGTH);
  }

  /** Whose a key is that matches. */
  UUID requestOfRetention(String key) {
    return UUID.fromString(key.substring(own.length() + RETENTION.length()));
  }

  /** The two that every script is given: whether its step is still to be done, and counts. */
  List<String> fence(UUID request) {
    return List.of(outcome(request), work(request));
  }

  /** Where records can lie. */
  enum Space {
    /** Where applications see them. */
    LIVE,
    HIDDEN,
    RETAINED,
    STATEMENT
  }

  /** What stands before a record's key there; not for what is retained. */
  String before(Space space) {
    return switch (space) {
      case LIVE -> "";
      case HIDDEN -> own + "hidden:";
      case RETAINED -> own + "retained:";
      case STATEMENT -> own + "statement:";
    };
  }

  /** The same as a pattern. */
  String globBefore(Space space) {
    String before = KeyPattern.escaped(before(space));
    return space == Space.RETAINED
        ? before + "?".repeat(UUID_LENGTH) + ":" + "?".repeat(NUMBER_LENGTH) + ":"
        : before;
  }

  /** How long what stands before is. */
  int lengthBefore(Space space) {
    return before(space).length()
        + (space == Space.RETAINED ? UUID_LENGTH + 1 + NUMBER_LENGTH + 1 : 0);
  }

  /** Under which request something is retained, by its key there. */
  UUID retainedFor(String name) {
    int from = before(Space.RETAINED).length();
    return UUID.fromString(name.substring(from, from + UUID_LENGTH));
  }

  /** How what a request retains begins; a number of eight digits follows, and a colon. */
  String retainedBy(UUID request) {
    return before(Space.RETAINED) + request + ":";
  }
}
