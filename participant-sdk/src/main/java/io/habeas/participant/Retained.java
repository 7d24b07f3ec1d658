package io.habeas.participant;

import java.time.Instant;

/**
 * Records of one collection kept under one duty: restricted meanwhile, erased at expiry (Art.
 * 17(3), 18; legal rules L19, L20).
 *
 * @param collection where they are
 * @param rule the rule that demands it, a code
 * @param ground the exception it relies on
 * @param statute citation as a code, {@code NL-AWR-52} say
 * @param jurisdiction whose law that is
 * @param records how many, at least 1
 * @param firstExpiry from when the first of them may no longer be kept; where days count, the
 *     beginning of that day in the controller's time zone. Told to the millisecond
 * @param lastExpiry the same for the last
 */
public record Retained(
    String collection,
    String rule,
    RetentionGround ground,
    String statute,
    String jurisdiction,
    long records,
    Instant firstExpiry,
    Instant lastExpiry) {}
