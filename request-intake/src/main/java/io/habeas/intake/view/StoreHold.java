package io.habeas.intake.view;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A hold on a whole store, for whomever.
 *
 * @param participant which store
 * @param collection which of its collections is meant; null for all. The store is held as a whole
 *     either way
 * @param author who placed it
 * @param placedAt when it was decided
 * @param partitions how many partitions of requests there are
 * @param inForceIn in how many of them it is in force: nothing that it is about is asked to be
 *     erased there any more
 * @param tooLate how many open requests had asked the store to erase before, as far as is known
 * @param releasedBy who released it; null if nobody did
 * @param releasedAt when that was decided; null if it was not
 */
public record StoreHold(
    UUID holdId,
    String participant,
    @Nullable String collection,
    @Nullable String author,
    @Nullable Instant placedAt,
    State state,
    int partitions,
    int inForceIn,
    long tooLate,
    @Nullable String releasedBy,
    @Nullable Instant releasedAt) {

  /** What it does. */
  public enum State {
    /** Not in force everywhere yet. */
    PLACED,
    /** In force everywhere. */
    EFFECTIVE,
    /** Released, but not everywhere yet. */
    RELEASING,
    /** It binds no request any more. */
    ENDED
  }
}
