package io.habeas.intake.view;

import io.habeas.schemas.avro.RetentionGround;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a store says by itself that it keeps for a request is not what is known to be kept (L20).
 * Nothing is repaired by itself: a person looks and decides.
 *
 * @param requestId of which; a request's, as a rule
 * @param participant in which store
 * @param accounted whether an erasure is known for which the store may keep something; if not, what
 *     it keeps will be erased by nobody
 * @param reportedAsOf as of when the store said so, by its own clock
 * @param rules what differs, at least one
 */
public record RetentionDifference(
    UUID requestId,
    String participant,
    boolean accounted,
    Instant reportedAsOf,
    List<UnderRule> rules) {
  public RetentionDifference {
    rules = List.copyOf(rules);
  }

  /**
   * What differs under one rule.
   *
   * @param since when that was noticed first; null where every report is the first
   * @param expected what is known to be kept; empty for nothing
   * @param reported what the store says; empty for nothing
   */
  public record UnderRule(
      String collection,
      String rule,
      @Nullable Instant since,
      List<Kept> expected,
      List<Kept> reported) {
    public UnderRule {
      expected = List.copyOf(expected);
      reported = List.copyOf(reported);
    }
  }

  /**
   * What is kept.
   *
   * @param statute as a code
   * @param firstExpiry from when the first of it may no longer be kept
   * @param lastExpiry the same for the last
   */
  public record Kept(
      RetentionGround ground,
      String statute,
      String jurisdiction,
      long records,
      Instant firstExpiry,
      Instant lastExpiry) {}
}
