package io.habeas.exportbuilder.packaging;

import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.StreamingAead;
import com.google.crypto.tink.streamingaead.PredefinedStreamingAeadParameters;
import com.google.crypto.tink.streamingaead.StreamingAeadConfig2026;
import io.habeas.exportbuilder.packaging.Manifest.Collection;
import io.habeas.exportbuilder.packaging.Manifest.Store;
import io.habeas.schemas.avro.CollectionExport;
import io.habeas.schemas.avro.PartsRefusal;
import java.io.BufferedOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * A package being written: a ZIP archive, encrypted under a key of its own before it touches the
 * disk. One part at a time is in memory.
 */
final class PackageFile implements AutoCloseable {
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  private final Path file;
  private final KeysetHandle key;
  private final Measured archive;
  private final ZipOutputStream zip;

  /** Counts and hashes what passes. */
  private static final class Measured extends FilterOutputStream {
    private final MessageDigest digest = Digests.sha256();
    private long bytes;

    Measured(OutputStream out) {
      super(out);
    }

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] buffer, int offset, int length) throws IOException {
      out.write(buffer, offset, length);
      digest.update(buffer, offset, length);
      bytes += length;
    }
  }

  PackageFile(UUID requestId) {
    try {
      this.key =
          KeysetHandle.generateNew(
              PredefinedStreamingAeadParameters.AES256_GCM_HKDF_1MB, StreamingAeadConfig2026.get());
      this.file = Files.createTempFile("habeas-package-", ".encrypted");
      this.archive =
          new Measured(
              aead(key)
                  .newEncryptingStream(
                      new BufferedOutputStream(Files.newOutputStream(file)), bound(requestId)));
      this.zip = new ZipOutputStream(archive);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Expected to encrypt a package but cannot", e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Adds what one participant uploaded, one file for each collection.
   *
   * @return what is said of it in the manifest
   * @throws PartsRejected if it is not what was said; this is of no use any more then
   */
  Store add(String participant, List<CollectionExport> said, UploadedParts parts)
      throws PartsRejected {
    List<Collection> collections = new ArrayList<>();
    for (CollectionExport collection : said) {
      if (collection.getParts() > 0) {
        collections.add(add(participant, collection, parts));
      }
    }
    return new Store(participant, collections);
  }

  private Collection add(String participant, CollectionExport said, UploadedParts parts)
      throws PartsRejected {
    String name = participant + "/" + said.getCollection() + ".jsonl";
    MessageDigest digest = Digests.sha256();
    long counted = 0;
    long bytes = 0;
    try {
      zip.putNextEntry(new ZipEntry(name));
      for (int number = 1; number <= said.getParts(); number++) {
        byte[] lines = parts.open(said.getCollection(), number);
        zip.write(lines);
        digest.update(lines);
        bytes += lines.length;
        counted += lineBreaks(lines);
      }
      zip.closeEntry();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    if (counted != said.getLines()) {
      throw new PartsRejected(PartsRefusal.OTHER_CONTENT);
    }
    return new Collection(
        said.getCollection(),
        name,
        said.getRecords(),
        counted,
        bytes,
        HexFormat.of().formatHex(digest.digest()));
  }

  private static long lineBreaks(byte[] lines) {
    long breaks = 0;
    for (byte each : lines) {
      if (each == '\n') {
        breaks++;
      }
    }
    return breaks;
  }

  /** Adds a document of our own, as JSON. */
  void add(String name, Object document) {
    try {
      zip.putNextEntry(new ZipEntry(name));
      zip.write(JSON.writeValueAsBytes(document));
      zip.closeEntry();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * A finished package.
   *
   * @param file encrypted; gone when the {@link PackageFile} is closed
   * @param key decrypts it
   * @param bytes length of the archive, decrypted
   * @param sha256 of the archive, decrypted, in hexadecimal
   */
  record Finished(Path file, KeysetHandle key, long bytes, String sha256) {}

  Finished finish() {
    try {
      zip.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new Finished(
        file, key, archive.bytes, HexFormat.of().formatHex(archive.digest.digest()));
  }

  /** Decrypts a stored package while it is read. */
  static InputStream decrypting(UUID requestId, KeysetHandle key, InputStream encrypted) {
    try {
      return aead(key).newDecryptingStream(encrypted, bound(requestId));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Expected to decrypt a package but cannot", e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Closed but not finished, what was written is of no use and is deleted all the same. */
  @Override
  public void close() {
    try (zip) {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static StreamingAead aead(KeysetHandle key) throws GeneralSecurityException {
    return key.getPrimitive(StreamingAeadConfig2026.get(), StreamingAead.class);
  }

  private static byte[] bound(UUID requestId) {
    return ("habeas-package:1/" + requestId).getBytes(StandardCharsets.UTF_8);
  }
}
