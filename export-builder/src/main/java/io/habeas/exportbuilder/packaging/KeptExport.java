package io.habeas.exportbuilder.packaging;

import java.time.Instant;
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
     * @param content null where nothing is held
     * @param disposed whether the parts were deleted and looked for afterwards
     */
    record Built(@Nullable Content content, boolean disposed) implements Stage {}

    /** The request ended, or the package's time is over: no key is left. */
    record Over() implements Stage {}
  }

  /**
   * A package.
   *
   * @param key decrypts it; sealed
   * @param bytes length of the ZIP archive, decrypted
   * @param sha256 of the ZIP archive, decrypted, in hexadecimal
   * @param expiresAt after this it is deleted
   */
  record Content(Binary key, long bytes, String sha256, Instant expiresAt) {}
}
