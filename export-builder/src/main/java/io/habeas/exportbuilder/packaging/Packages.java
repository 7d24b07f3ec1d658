package io.habeas.exportbuilder.packaging;

import io.habeas.exportbuilder.storage.ObjectStorage;
import java.io.InputStream;
import java.util.Optional;
import java.util.UUID;

/** Packages that are ready to be handed over. Blocks. */
public final class Packages {
  private final Packager packager;
  private final ObjectStorage storage;

  Packages(Packager packager, ObjectStorage storage) {
    this.packager = packager;
    this.storage = storage;
  }

  /**
   * A package, decrypted while it is read.
   *
   * @param bytes its length
   * @param content the reader's to close; fails at the end at the latest if anything was changed
   */
  public record OpenPackage(long bytes, InputStream content) {}

  /** The package of a request; empty if there is none, or none any more. */
  public Optional<OpenPackage> open(UUID requestId) {
    return packager
        .ready(requestId)
        .flatMap(
            ready ->
                storage
                    .open(ready.object())
                    .map(
                        encrypted ->
                            new OpenPackage(
                                ready.bytes(),
                                PackageFile.decrypting(requestId, ready.key(), encrypted))));
  }
}
