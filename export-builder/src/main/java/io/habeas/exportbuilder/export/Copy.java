package io.habeas.exportbuilder.export;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one participant read out in answer to one step.
 *
 * @param step which one
 * @param collections what it read out of each collection that holds something
 * @param upload what it uploaded; null if it holds nothing
 */
public record Copy(int step, List<Exported> collections, @Nullable Upload upload) {
  public Copy {
    collections = List.copyOf(collections);
  }

  /** How many records it has read out. */
  public long records() {
    return collections.stream().mapToLong(Exported::records).sum();
  }

  /**
   * How much of one collection was read out.
   *
   * @param collection a code of the participant's data map
   * @param records not negative
   * @param lines how many lines they are in; a large record may go on over several
   * @param parts how many sealed parts they are in, not negative
   */
  public record Exported(String collection, long records, long lines, int parts) {}

  /**
   * An uploaded archive.
   *
   * @param bytes its length
   * @param sha256 of its bytes, in hexadecimal
   */
  public record Upload(long bytes, String sha256) {}
}
