package io.habeas.protocol.fanout;

import io.habeas.schemas.avro.WaitReason;
import java.time.Instant;

/**
 * Why an answer is owed but not there.
 *
 * @param reason the reason known last
 * @param since when that reason was first known
 */
public record Waiting(WaitReason reason, Instant since) {}
