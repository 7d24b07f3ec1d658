package io.habeas.exportbuilder.packaging;

import io.habeas.exportbuilder.storage.ObjectStorage;
import io.habeas.schemas.avro.CollectedParts;
import io.habeas.schemas.avro.CollectionExport;
import io.habeas.schemas.avro.PartsRefusal;
import io.habeas.schemas.avro.UploadedObject;
import io.habeas.schemas.part.PartName;
import io.habeas.schemas.part.RequestKeyPair;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/**
 * What one participant uploaded, held against what it said of it: length and hash first, then every
 * part by its name. Nothing of it is trusted but what opens.
 */
final class UploadedParts implements AutoCloseable {
  /** No participant seals more in one piece; whoever does would fill our memory. */
  private static final int LARGEST_PART = 64 * 1024 * 1024;

  private final UUID requestId;
  private final CollectedParts said;
  private final RequestKeyPair key;
  private final Path file;
  private final ZipFile archive;

  private UploadedParts(
      UUID requestId, CollectedParts said, RequestKeyPair key, Path file, ZipFile archive) {
    this.requestId = requestId;
    this.said = said;
    this.key = key;
    this.file = file;
    this.archive = archive;
  }

  /**
   * Fetches what was uploaded.
   *
   * @param upload what the participant said it is
   * @throws PartsRejected if it is missing or is not that
   */
  static UploadedParts fetch(
      ObjectStorage storage,
      UUID requestId,
      CollectedParts said,
      UploadedObject upload,
      RequestKeyPair key)
      throws PartsRejected {
    Path directory = temporaryDirectory();
    Path file = directory.resolve("parts.zip");
    boolean opened = false;
    try {
      download(
          storage,
          ObjectStorage.partsKey(requestId, said.getParticipant(), said.getStep()),
          upload,
          file);
      ZipFile archive = new ZipFile(file.toFile());
      UploadedParts parts = new UploadedParts(requestId, said, key, file, archive);
      try {
        parts.requireExactlyWhatWasSaid();
        opened = true;
        return parts;
      } finally {
        if (!opened) {
          archive.close();
        }
      }
    } catch (ZipException e) {
      throw new PartsRejected(PartsRefusal.OTHER_CONTENT);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      if (!opened) {
        delete(file);
      }
    }
  }

  /** Only what is as long as was said is written to the disk. */
  private static void download(
      ObjectStorage storage, String place, UploadedObject upload, Path file)
      throws IOException, PartsRejected {
    OptionalLong there = storage.length(place);
    if (there.isEmpty()) {
      throw new PartsRejected(PartsRefusal.MISSING);
    }
    if (there.getAsLong() < upload.getBytes()) {
      throw new PartsRejected(PartsRefusal.CUT_OFF);
    }
    if (there.getAsLong() > upload.getBytes()) {
      throw new PartsRejected(PartsRefusal.ALTERED);
    }
    if (!storage.fetch(place, file)) {
      throw new PartsRejected(PartsRefusal.MISSING);
    }
    MessageDigest digest = Digests.sha256();
    try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
      in.transferTo(java.io.OutputStream.nullOutputStream());
    }
    if (Files.size(file) != upload.getBytes()
        || !HexFormat.of().formatHex(digest.digest()).equals(upload.getSha256())) {
      throw new PartsRejected(PartsRefusal.ALTERED);
    }
  }

  private void requireExactlyWhatWasSaid() throws PartsRejected {
    int parts = said.getCollections().stream().mapToInt(CollectionExport::getParts).sum();
    if (archive.size() != parts) {
      throw new PartsRejected(PartsRefusal.OTHER_CONTENT);
    }
  }

  /**
   * Opens one part.
   *
   * @return JSON Lines
   * @throws PartsRejected if it is not there, or was not sealed for this request, participant,
   *     collection and place
   */
  byte[] open(String collection, int number) throws PartsRejected {
    PartName name = new PartName(requestId, said.getParticipant(), collection, number);
    ZipEntry entry = archive.getEntry(name.entry());
    if (entry == null || entry.getSize() > LARGEST_PART) {
      throw new PartsRejected(PartsRefusal.OTHER_CONTENT);
    }
    try (InputStream in = archive.getInputStream(entry)) {
      byte[] sealed = in.readNBytes(LARGEST_PART + 1);
      if (sealed.length > LARGEST_PART) {
        throw new PartsRejected(PartsRefusal.OTHER_CONTENT);
      }
      return key.open(name, sealed);
    } catch (GeneralSecurityException e) {
      throw new PartsRejected(PartsRefusal.NOT_FOR_THIS_REQUEST);
    } catch (IOException e) {
      // The file is ours and whole: what cannot be read was not written right.
      throw new PartsRejected(PartsRefusal.OTHER_CONTENT);
    }
  }

  @Override
  public void close() {
    try (archive) {
      delete(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path temporaryDirectory() {
    try {
      return Files.createTempDirectory("habeas-parts-");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
      Files.deleteIfExists(file.toAbsolutePath().getParent());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
