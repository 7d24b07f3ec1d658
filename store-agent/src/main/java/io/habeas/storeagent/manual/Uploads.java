package io.habeas.storeagent.manual;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Filters;
import io.habeas.participant.Deferred;
import io.habeas.participant.RecordSink;
import io.habeas.participant.WaitReason;
import io.habeas.storeagent.ledger.Ledger;
import io.habeas.storeagent.ledger.Seal;
import io.habeas.storeagent.manual.WorkItem.Upload;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.bson.BsonBinary;
import org.bson.BsonDateTime;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonString;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * What people upload of a person's records: lines of JSON, or files as they are. In sealed pieces,
 * of which one at a time is in memory; dropped once the copy is made.
 */
final class Uploads {
  /** Divisible by three, so that pieces in Base64 have no padding but for the last. */
  private static final int PIECE = 384 * 1024;

  private static final int LONGEST_LINE = 4 * 1024 * 1024;
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final Ledger ledger;
  private final Seal seal;
  private final long largest;
  private final Clock clock;

  /**
   * @param largest how many bytes one upload may have
   */
  Uploads(Ledger ledger, Seal seal, long largest, Clock clock) {
    this.ledger = ledger;
    this.seal = seal;
    this.largest = largest;
    this.clock = clock;
  }

  /** What makes an upload useless. Says where, and quotes nothing. */
  static final class Unusable extends Exception {
    private static final long serialVersionUID = 1L;

    Unusable(String message) {
      super(message);
    }
  }

  /**
   * Stores lines of JSON, each an object.
   *
   * @throws Unusable if a line is none, or it is too large
   * @throws IOException if it ends early
   */
  Upload lines(UUID item, String collection, int number, InputStream content)
      throws Unusable, IOException, Deferred {
    UUID name = UUID.randomUUID();
    var lines = new BufferedInputStream(content);
    var piece = new ByteArrayOutputStream();
    long records = 0;
    long bytes = 0;
    int pieces = 0;
    Optional<byte[]> next;
    while ((next = line(lines, records)).isPresent()) {
      byte[] line = next.get();
      bytes += line.length + 1;
      within(bytes);
      if (line.length == 0) {
        continue;
      }
      records++;
      requireObject(line, records);
      if (piece.size() > 0 && piece.size() + line.length > PIECE) {
        store(item, name, ++pieces, piece.toByteArray());
        piece.reset();
      }
      piece.writeBytes(line);
      piece.write('\n');
    }
    if (piece.size() > 0) {
      store(item, name, ++pieces, piece.toByteArray());
    }
    if (records == 0) {
      throw new Unusable("Expected at least one record but there is none");
    }
    return new Upload(collection, number, name, true, records, pieces);
  }

  /**
   * Stores a file, which counts as one record.
   *
   * @param fileName null if it has none
   * @throws Unusable if it is too large
   * @throws IOException if it ends early
   */
  Upload file(
      UUID item,
      String collection,
      int number,
      @Nullable String fileName,
      String contentType,
      InputStream content)
      throws Unusable, IOException, Deferred {
    UUID name = UUID.randomUUID();
    long bytes = 0;
    int pieces = 0;
    byte[] piece;
    while ((piece = content.readNBytes(PIECE)).length > 0) {
      bytes += piece.length;
      within(bytes);
      store(item, name, ++pieces, piece);
    }
    if (pieces == 0) {
      throw new Unusable("Expected a file with something in it but it is empty");
    }
    Map<String, Object> head = new LinkedHashMap<>();
    if (fileName != null) {
      head.put("file", fileName);
    }
    head.put("content_type", contentType);
    head.put("size", bytes);
    store(item, name, 0, JSON.writeValueAsBytes(head));
    return new Upload(collection, number, name, false, 1, pieces);
  }

  private void within(long bytes) throws Unusable {
    if (bytes > largest) {
      throw new Unusable("Expected at most %d bytes but there are more".formatted(largest));
    }
  }

  private static void requireObject(byte[] line, long number) throws Unusable {
    boolean object;
    try {
      object = JSON.readTree(line).isObject();
    } catch (JacksonException e) {
      object = false;
    }
    if (!object || new String(line, UTF_8).indexOf('\r') >= 0) {
      throw new Unusable("Expected a JSON object in line %d but it is not".formatted(number));
    }
  }

  /** The next line without its end; empty after the last. */
  private static Optional<byte[]> line(InputStream lines, long before)
      throws IOException, Unusable {
    var line = new ByteArrayOutputStream();
    int next = lines.read();
    if (next < 0) {
      return Optional.empty();
    }
    while (next >= 0 && next != '\n') {
      line.write(next);
      if (line.size() > LONGEST_LINE) {
        throw new Unusable(
            "Expected lines of at most %d bytes but one after line %d is longer"
                .formatted(LONGEST_LINE, before));
      }
      next = lines.read();
    }
    byte[] bytes = line.toByteArray();
    return Optional.of(
        bytes.length > 0 && bytes[bytes.length - 1] == '\r'
            ? java.util.Arrays.copyOf(bytes, bytes.length - 1)
            : bytes);
  }

  private void store(UUID item, UUID upload, int piece, byte[] content) throws Deferred {
    String id = id(upload, piece);
    BsonDocument document =
        new BsonDocument("_id", new BsonString(id))
            .append("item", new BsonString(ledger.name(item.toString())))
            .append("at", new BsonDateTime(clock.millis()))
            .append("piece", new BsonInt32(piece))
            .append("content", new BsonBinary(seal.seal(content, id)));
    ledger.guarded(() -> pieces().insertOne(document));
  }

  /** Gives out what was uploaded, piece by piece. */
  void readOut(Upload upload, RecordSink records) throws Deferred {
    if (upload.lines()) {
      for (int piece = 1; piece <= upload.pieces(); piece++) {
        new String(read(upload, piece), UTF_8)
            .lines()
            .forEach(line -> records.add(upload.collection(), line));
      }
      return;
    }
    Map<?, ?> head = JSON.readValue(read(upload, 0), Map.class);
    for (int piece = 1; piece <= upload.pieces(); piece++) {
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("upload", upload.number());
      if (piece == 1) {
        head.forEach((name, value) -> json.put(String.valueOf(name), value));
      }
      json.put("piece", piece);
      json.put("of", upload.pieces());
      json.put("base64", Base64.getEncoder().encodeToString(read(upload, piece)));
      String line = JSON.writeValueAsString(json);
      if (piece == 1) {
        records.add(upload.collection(), line);
      } else {
        records.addMore(upload.collection(), line);
      }
    }
  }

  private byte[] read(Upload upload, int piece) throws Deferred {
    String id = id(upload.name(), piece);
    BsonDocument found =
        ledger
            .guarded(() -> Optional.ofNullable(pieces().find(Filters.eq(id)).first()))
            // A copy without it would not be all that is held.
            .orElseThrow(() -> new Deferred(WaitReason.INTERNAL_ERROR));
    return seal.open(found.getBinary("content").getData(), id);
  }

  /** Drops everything that was uploaded for an item; says in how many pieces. */
  long drop(UUID item) {
    return pieces().deleteMany(Filters.eq("item", ledger.name(item.toString()))).getDeletedCount();
  }

  /** Drops what uploads left that ended half-way, and uploads of items that are gone. */
  void dropOlderThan(Instant then) {
    pieces().deleteMany(Filters.lt("at", new BsonDateTime(then.toEpochMilli())));
  }

  private String id(UUID upload, int piece) {
    return ledger.name(upload.toString(), String.valueOf(piece));
  }

  private MongoCollection<BsonDocument> pieces() {
    return ledger.collection("upload");
  }
}
