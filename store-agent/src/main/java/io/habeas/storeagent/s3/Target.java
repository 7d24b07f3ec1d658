package io.habeas.storeagent.s3;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is to become of one object, one line of a noted set.
 *
 * @param byNote whether it was found by a retention note and not by an identifier
 * @param go versions that go, markers of deletion too
 * @param keep versions that must be kept
 */
record Target(String collection, String key, boolean byNote, List<Going> go, List<Keeping> keep) {
  Target {
    go = List.copyOf(go);
    keep = List.copyOf(keep);
  }

  /** A version that goes. */
  record Going(@Nullable String version) {

    /** Whether it may have other content by now: without an id of its own it is just the latest. */
    boolean isReplaceable() {
      return version == null || version.equals("null");
    }
  }

  /**
   * A version that is kept.
   *
   * @param expiry from when it may no longer be kept
   */
  record Keeping(@Nullable String version, String etag, Instant expiry) {}

  /** Leaves the key out. */
  @Override
  public String toString() {
    return "Target[" + collection + ", " + go.size() + " go, " + keep.size() + " stay]";
  }
}
