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
  private static final long LARGEST_PART = 128L * 1024 * 1024;

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
      String place = ObjectStorage.partsKey(requestId, said.getParticipant(), said.getStep());
      if (!storage.fetch(place, file)) {
        throw new PartsRejected(PartsRefusal.MISSING);
      }
      compare(file, upload);
      ZipFile archive = new ZipFile(file.toFile());
      UploadedParts parts = new UploadedParts(requestId, said, key, file, archive);
      parts.requireExactlyWhatWasSaid();
      opened = true;
      return parts;
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

  private static void compare(Path file, UploadedObject upload) throws IOException, PartsRejected {
    if (Files.size(file) < upload.getBytes()) {
      throw new PartsRejected(PartsRefusal.CUT_OFF);
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
      return key.open(name, in.readNBytes((int) LARGEST_PART));
    } catch (GeneralSecurityException e) {
      throw new PartsRejected(PartsRefusal.NOT_FOR_THIS_REQUEST);
    } catch (ZipException e) {
      throw new PartsRejected(PartsRefusal.OTHER_CONTENT);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
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
