package io.habeas.exportbuilder.packaging;

import io.habeas.schemas.avro.StoreExport;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.bson.types.Binary;
import org.jspecify.annotations.Nullable;

/**
 * What the packager keeps of one export.
 *
 * @param requestId whose
 * @param recipientKey the public key that participants seal for
 */
record KeptExport(UUID requestId, String recipientKey, Stage stage) {

  /** How far it is. */
  sealed interface Stage {

    /**
     * Parts may come in.
     *
     * @param privateKey opens them; sealed
     */
    record Collecting(Binary privateKey) implements Stage {}

    /**
     * The package is stored and the private key deleted, in one change.
     *
     * @param stores what is in it, of each store
     * @param content null where nothing is held
     * @param disposed whether the parts were deleted and looked for afterwards
     */
    record Built(List<StoreExport> stores, @Nullable Content content, boolean disposed)
        implements Stage {
      public Built {
        stores = List.copyOf(stores);
      }
    }

    /** The request ended, or the package's time is over: no key is left. */
    record Over() implements Stage {}
  }

  /**
   * A package.
   *
   * @param object where it is stored, each attempt to package at a place of its own
   * @param key decrypts it; sealed
   * @param bytes length of the ZIP archive, decrypted
   * @param sha256 of the ZIP archive, decrypted, in hexadecimal
   * @param expiresAt after this it is deleted
   */
  record Content(String object, Binary key, long bytes, String sha256, Instant expiresAt) {}
}
