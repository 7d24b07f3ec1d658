package io.habeas.participant.directives;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What this participant must respect about people from now on: the state of its topic of
 * directives, in memory. A look-up takes some microseconds and asks nobody.
 *
 * <p>Ask before data is taken in (from a queue, a file, a backup, another service), and before it
 * is processed for a purpose that a person can object to or that rests on their consent. Ask by
 * every identifier at hand: a directive is known under those that the request knew.
 */
public interface Directives {

  /**
   * What must be respected about the person whom an identifier belongs to. Says nothing about
   * whether they are known: who was never heard of is free.
   *
   * @param type of the identifier, as the controller approved it: {@code email}, say
   * @param value however it is written: letter case of an address, or white space around, make no
   *     difference
   * @throws DirectivesNotCurrent while they have not been read to their end, after a start: what is
   *     not known must not pass for what is allowed
   */
  Standing about(String type, String value);

  /**
   * How a person stands.
   *
   * @param takeNothingInFromBefore what was collected earlier must not come in again, since it was
   *     erased (Art. 17); null if nothing was
   * @param stopped since when processing for a purpose, profiling for it included, has stopped
   *     because the person objected (Art. 21(3)) or withdrew consent (Art. 7(3)), by the purpose's
   *     code
   */
  record Standing(@Nullable Instant takeNothingInFromBefore, Map<String, Instant> stopped) {
    /** Nothing is to be respected. */
    static final Standing FREE = new Standing(null, Map.of());

    public Standing {
      stopped = Map.copyOf(stopped);
    }

    /** Whether data may be taken in. */
    public boolean mayTakeIn(Instant collectedAt) {
      return takeNothingInFromBefore == null || !collectedAt.isBefore(takeNothingInFromBefore);
    }

    /**
     * Whether data may be processed for a purpose, as far as the person's wish goes.
     *
     * @param purpose as the controller's configuration calls it; {@code direct-marketing} for that
     * @param agreedAt when the person agreed to it last; null if they never did, or need not
     */
    public boolean mayProcessFor(String purpose, @Nullable Instant agreedAt) {
      Instant since = stopped.get(purpose);
      return since == null || agreedAt != null && agreedAt.isAfter(since);
    }
  }
}
