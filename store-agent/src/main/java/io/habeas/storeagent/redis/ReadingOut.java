package io.habeas.storeagent.redis;

import io.habeas.participant.RecordSink;
import io.habeas.participant.WaitReason;
import io.habeas.storeagent.map.KeysRule.Kind;
import io.habeas.storeagent.redis.KeyPlan.KeySet;
import io.habeas.storeagent.redis.Names.Space;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Reads a person's records out. Changes nothing, and holds one page at a time. A record is a key
 * with all that lies under it, in several lines where it is long,
 *
 * <pre>{@code
 * {"key": "session:4:a1", "type": "hash", "expires_in_seconds": 1200, "fields": {"ip": "192.0.2.1"}}
 * }</pre>
 *
 * <p>or one member, element or entry of a key that is shared. Lists have {@code elements}, sets and
 * sorted sets {@code members}, streams {@code entries}, strings a {@code value}, which is JSON
 * where the map says so. What is not UTF-8 is written as {@code {"base64": "..."}}. {@code
 * restricted} and {@code retained_until} say what applies; {@code statement} is what the person
 * wants to stand beside it.
 */
final class ReadingOut {
  /** Divisible by three, so that pieces in Base64 have no padding but for the last. */
  private static final int PIECE = 384 * 1024;

  private final Server server;
  private final Names names;
  private final Finder finder;
  private final Retentions retentions;
  private final RecordSink records;

  ReadingOut(Server server, Names names, Finder finder, Retentions retentions, RecordSink records) {
    this.server = server;
    this.names = names;
    this.finder = finder;
    this.retentions = retentions;
    this.records = records;
  }

  void readOut(List<Place> places) {
    for (Place place : places) {
      for (Space space : List.of(Space.LIVE, Space.HIDDEN, Space.RETAINED)) {
        finder.each(
            place, space, page -> page.forEach(found -> readOut(place.set(), space, found)));
      }
    }
  }

  private void readOut(KeySet set, Space space, Found found) {
    Map<String, @Nullable Object> head = head(set, space, found);
    if (set.isWholeKeys()) {
      new Lines(server, records, set, found, head, PIECE).write();
      return;
    }
    part(set.kind(), found)
        .ifPresent(
            part -> {
              head.putAll(part);
              records.add(set.name(), JsonObjects.line(head));
            });
  }

  private Map<String, @Nullable Object> head(KeySet set, Space space, Found found) {
    Map<String, @Nullable Object> head = new LinkedHashMap<>();
    head.put("key", Values.of(found.key()));
    head.put("type", Erasing.type(set.kind()));
    long seconds = server.number("TTL", found.name());
    switch (space) {
      case LIVE -> {
        if (seconds >= 0) {
          head.put("expires_in_seconds", seconds);
        }
      }
      case HIDDEN -> head.put("restricted", true);
      case RETAINED -> {
        UUID request = names.retainedFor(found.name());
        retentions
            .note(request, found.name())
            .ifPresent(note -> head.put("retained_until", note.expiry().toString()));
      }
      case STATEMENT -> throw new IllegalStateException("Expected a record but got a statement");
    }
    if (set.isWholeKeys()) {
      server
          .string("GET", names.before(Space.STATEMENT) + found.key())
          .ifPresent(statement -> head.put("statement", Values.of(statement)));
    }
    return head;
  }

  /** What is said of a member, an element or an entry; empty if it is gone. */
  private Optional<Map<String, @Nullable Object>> part(Kind kind, Found found) {
    Map<String, @Nullable Object> part = new LinkedHashMap<>();
    switch (kind) {
      case SET -> part.put("member", Values.of(found.member()));
      case LIST -> part.put("element", Values.of(found.member()));
      case ZSET -> {
        Optional<String> score = server.string("ZSCORE", found.name(), found.member());
        if (score.isEmpty()) {
          return Optional.empty();
        }
        part.put("member", Values.of(found.member()));
        part.put("score", Values.score(score.get()));
      }
      case HASH -> {
        Optional<String> value = server.string("HGET", found.name(), found.member());
        if (value.isEmpty()) {
          return Optional.empty();
        }
        part.put("field", Values.of(found.member()));
        part.put("value", Values.of(value.get()));
      }
      case STREAM -> {
        List<Server.Entry> entries =
            server.entries("XRANGE", found.name(), found.member(), found.member());
        if (entries.isEmpty()) {
          return Optional.empty();
        }
        part.put("id", found.member());
        part.put("fields", Values.pairs(entries.getFirst().fields()));
      }
      case STRING, JSON ->
          throw new RedisFailure(WaitReason.INTERNAL_ERROR, "a part of what has none");
    }
    return Optional.of(part);
  }

  /** Values as a copy has them. */
  static final class Values {
    private Values() {}

    /** Text, or what is none in Base64. */
    static Object of(String bytes) {
      return Bytes.text(bytes)
          .<Object>map(text -> text)
          .orElseGet(() -> Map.of("base64", base64(bytes)));
    }

    static String base64(String bytes) {
      return java.util.Base64.getEncoder().encodeToString(Bytes.array(bytes));
    }

    static Object score(String score) {
      double number =
          switch (score) {
            case "inf", "+inf" -> Double.POSITIVE_INFINITY;
            case "-inf" -> Double.NEGATIVE_INFINITY;
            default -> Double.parseDouble(score);
          };
      return Double.isFinite(number) ? new java.math.BigDecimal(score) : score;
    }

    /**
     * Names and values by turns as an object; where a name is no text or there twice, as a list of
     * pairs.
     */
    static Object pairs(List<String> pairs) {
      Map<String, Object> object = new LinkedHashMap<>();
      List<Object> list = new ArrayList<>();
      for (int i = 0; i + 1 < pairs.size(); i += 2) {
        Object value = of(pairs.get(i + 1));
        list.add(List.of(of(pairs.get(i)), value));
        Bytes.text(pairs.get(i)).ifPresent(name -> object.put(name, value));
      }
      return object.size() == list.size() ? object : list;
    }
  }
}
