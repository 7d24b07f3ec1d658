package io.habeas.orchestrator.erasure;

import io.habeas.schemas.avro.RetentionGround;
import java.time.Instant;

/**
 * Records kept under one rule: restricted meanwhile, erased at expiry (Art. 17(3), 18; L19, L20).
 *
 * @param collection where they are
 * @param rule of the participant's data map that demands it
 * @param ground the exception of Art. 17(3)
 * @param statute its citation as a code
 * @param jurisdiction whose statute it is, as a code
 * @param records how many, not negative
 * @param firstExpiry from when the first of them may no longer be kept
 * @param lastExpiry from when the last of them may no longer be kept, not before the first
 */
public record Retention(
    String collection,
    String rule,
    RetentionGround ground,
    String statute,
    String jurisdiction,
    long records,
    Instant firstExpiry,
    Instant lastExpiry) {

  boolean sameDutyAs(Retention other) {
    return collection.equals(other.collection) && rule.equals(other.rule);
  }
}
