package io.habeas.participant.export;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.habeas.participant.Outcome.CollectionExport;
import io.habeas.participant.Outcome.Upload;
import io.habeas.participant.RecordSink;
import io.habeas.schemas.part.PartName;
import io.habeas.schemas.part.RecipientKey;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Collects records into a temporary archive of sealed parts. Of each collection at most one part is
 * in memory; the file holds nothing that can be read without the request's private key, and is gone
 * when this is closed.
 */
final class SealedArchive implements RecordSink, AutoCloseable {
  /** A part is sealed in one piece, by us and by whoever opens it. */
  private static final int PART_BYTES = 1024 * 1024;

  /** What the packager opens in one piece. */
  private static final int LONGEST_LINE = 48 * 1024 * 1024;

  private static final Pattern CODE = Pattern.compile("[A-Za-z0-9._:-]{1,96}");

  private final UUID requestId;
  private final String participant;
  private final RecipientKey recipient;
  private final Path file;
  private final MessageDigest digest;
  private final ZipOutputStream archive;
  private final SortedMap<String, Collected> collections = new TreeMap<>();

  private static final class Collected {
    private final ByteArrayOutputStream open = new ByteArrayOutputStream();
    private long records;
    private long lines;
    private int parts;
  }

  SealedArchive(UUID requestId, String participant, RecipientKey recipient) {
    this.requestId = requestId;
    this.participant = participant;
    this.recipient = recipient;
    try {
      this.digest = MessageDigest.getInstance("SHA-256");
      this.file = Files.createTempFile("habeas-export-", ".sealed");
      this.archive =
          new ZipOutputStream(
              new DigestOutputStream(
                  new BufferedOutputStream(Files.newOutputStream(file)), digest));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Expected SHA-256 but this JDK has none", e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    // Ciphertext does not get smaller.
    archive.setLevel(0);
  }

  @Override
  public void add(String collection, String json) {
    take(collection, json).records++;
  }

  @Override
  public void addMore(String collection, String json) {
    if (!collections.containsKey(collection)) {
      throw new IllegalArgumentException("Expected a record before more of it but there is none");
    }
    take(collection, json);
  }

  private Collected take(String collection, String json) {
    if (!CODE.matcher(collection).matches()) {
      throw new IllegalArgumentException(
          "Expected the code of a collection but got something else");
    }
    if (json.indexOf('\n') >= 0 || json.indexOf('\r') >= 0) {
      throw new IllegalArgumentException("Expected a record on one line but it has several");
    }
    Collected collected = collections.computeIfAbsent(collection, name -> new Collected());
    byte[] line = (json + "\n").getBytes(UTF_8);
    if (line.length > LONGEST_LINE) {
      throw new IllegalArgumentException(
          "Expected a line of at most %d bytes but it has %d".formatted(LONGEST_LINE, line.length));
    }
    if (collected.open.size() > 0 && collected.open.size() + line.length > PART_BYTES) {
      seal(collection, collected);
    }
    collected.open.writeBytes(line);
    collected.lines++;
    return collected;
  }

  /**
   * Seals what is left.
   *
   * @return what is in the archive; nothing more can be added
   */
  List<CollectionExport> finish() {
    collections.forEach(this::seal);
    try {
      archive.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return collections.entrySet().stream()
        .map(
            entry ->
                new CollectionExport(
                    entry.getKey(),
                    entry.getValue().records,
                    entry.getValue().lines,
                    entry.getValue().parts))
        .toList();
  }

  /** The finished archive. */
  Path file() {
    return file;
  }

  /** Length and hash of the finished archive. */
  Upload description() {
    try {
      return new Upload(Files.size(file), HexFormat.of().formatHex(digest.digest()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void seal(String collection, Collected collected) {
    collected.parts++;
    PartName name = new PartName(requestId, participant, collection, collected.parts);
    try {
      archive.putNextEntry(new ZipEntry(name.entry()));
      archive.write(recipient.seal(name, collected.open.toByteArray()));
      archive.closeEntry();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    collected.open.reset();
  }

  @Override
  public void close() {
    try (archive) {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
