package io.habeas.notifier.delivery;

import com.mongodb.client.model.Filters;
import com.mongodb.client.model.ReplaceOptions;
import com.mongodb.reactivestreams.client.MongoCollection;
import io.habeas.schemas.avro.NoticeRecord;
import io.habeas.schemas.wire.ConfluentFormat;
import io.habeas.schemas.wire.Decoded;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;
import org.bson.Document;
import org.bson.types.Binary;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Notices as they wait in a document: in the same form as on their topic, their schema kept once
 * beside them, so that a later version of this service still reads them.
 */
final class StoredNotices {
  private final MongoCollection<Document> schemas;
  private final Duration patience;
  private final Map<Integer, Schema> known = new ConcurrentHashMap<>();

  StoredNotices(MongoCollection<Document> schemas, Duration patience) {
    this.schemas = schemas;
    this.patience = patience;
  }

  /** Idempotent; the schema is durable before the notice can be. */
  Binary write(NoticeRecord notice) {
    Schema schema = notice.getSchema();
    int id = idOf(schema);
    if (!known.containsKey(id)) {
      Mono.from(
              schemas.replaceOne(
                  Filters.eq("_id", id),
                  new Document("_id", id).append("schema", schema.toString()),
                  new ReplaceOptions().upsert(true)))
          .block(patience);
      known.put(id, schema);
    }
    return new Binary(ConfluentFormat.encode(id, notice));
  }

  /**
   * @throws IllegalStateException if a later version wrote what this one does not know
   */
  NoticeRecord read(Binary stored) {
    return switch (ConfluentFormat.decode(NoticeRecord.class, stored.getData(), this::schema)) {
      case Decoded.Known<NoticeRecord>(NoticeRecord notice) -> notice;
      case Decoded.UnknownType<NoticeRecord>(String type) ->
          throw new IllegalStateException("Expected a notice of this version but got " + type);
      case Decoded.Undecodable<NoticeRecord>(String error) ->
          throw new IllegalStateException("Expected a stored notice but got " + error);
    };
  }

  private @Nullable Schema schema(int id) {
    Schema cached = known.get(id);
    if (cached != null) {
      return cached;
    }
    Document stored = Mono.from(schemas.find(Filters.eq("_id", id)).first()).block(patience);
    if (stored == null) {
      return null;
    }
    Schema schema = new Schema.Parser().parse(stored.getString("schema"));
    known.put(id, schema);
    return schema;
  }

  private static int idOf(Schema schema) {
    return (int) SchemaNormalization.parsingFingerprint64(schema);
  }
}
