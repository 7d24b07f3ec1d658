package io.habeas.exportbuilder.packaging;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * What is in a package, so that whoever has it can see that it is whole.
 *
 * @param request the request that it answers
 * @param controller who answers it
 * @param createdAt when
 * @param stores every store that was asked, also those that hold nothing
 * @param marks what marks within records mean
 */
record Manifest(
    UUID request,
    String controller,
    Instant createdAt,
    List<Store> stores,
    Map<String, String> marks) {

  /** Legal rule L16: each item that is withheld is marked where it would be. */
  static final Map<String, String> MARKS =
      Map.of(
          "habeas:withheld",
          "ART_15_4: left out here because it is about other people, whose rights and freedoms a"
              + " copy must not adversely affect (Art. 15(4) GDPR); \"items\" says how many, one if"
              + " absent");

  Manifest {
    stores = List.copyOf(stores);
    marks = Map.copyOf(marks);
  }

  /**
   * @param store its name
   * @param collections those of its collections that hold something
   */
  record Store(String store, List<Collection> collections) {
    Store {
      collections = List.copyOf(collections);
    }
  }

  /**
   * @param file where its records are in the package, JSON Lines
   * @param records how many
   * @param lines how many lines they are; a large record may go on over several
   * @param bytes the file's length
   * @param sha256 of the file, in hexadecimal
   */
  record Collection(
      String collection, String file, long records, long lines, long bytes, String sha256) {}
}
