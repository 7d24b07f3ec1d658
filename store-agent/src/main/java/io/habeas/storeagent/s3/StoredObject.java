package io.habeas.storeagent.s3;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An object with everything that is stored under its key.
 *
 * @param versions newest first, markers of deletion last; one where there are no versions
 */
record StoredObject(String key, List<Version> versions) {
  StoredObject {
    versions = List.copyOf(versions);
  }

  /** Whether anything can be read; else there are only markers of its deletion. */
  boolean hasData() {
    return versions.stream().anyMatch(Version::isData);
  }

  /** Leaves the key out. */
  @Override
  public String toString() {
    return "StoredObject[" + versions.size() + " versions]";
  }

  /**
   * A version.
   *
   * @param id null where the storage has no versions
   * @param etag changes with the content; null of a marker
   */
  record Version(@Nullable String id, @Nullable String etag, Instant lastModified, boolean latest) {

    /** False of a marker of deletion. */
    boolean isData() {
      return etag != null;
    }
  }
}
