package io.habeas.storeagent.redis;

import io.habeas.participant.RecordSink;
import io.habeas.participant.WaitReason;
import io.habeas.storeagent.redis.KeyPlan.KeySet;
import io.habeas.storeagent.redis.Names.Space;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
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
        finder.each(place, space, page -> readOut(place.set(), space, page));
      }
    }
  }

  private void readOut(KeySet set, Space space, List<Found> page) {
    List<Long> seconds = server.numberOfEach(commands("TTL", "", page, Found::name));
    List<@Nullable String> types = server.stringOfEach(commands("TYPE", "", page, Found::name));
    List<@Nullable String> statements =
        set.isWholeKeys()
            ? server.stringOfEach(commands("GET", names.before(Space.STATEMENT), page, Found::key))
            : List.of();
    for (int i = 0; i < page.size(); i++) {
      Map<String, @Nullable Object> head = head(set, space, page.get(i), seconds.get(i));
      String statement = set.isWholeKeys() ? statements.get(i) : null;
      if (statement != null) {
        head.put("statement", Values.of(statement));
      }
      readOut(set, page.get(i), head, String.valueOf(types.get(i)));
    }
  }

  private static List<List<String>> commands(
      String command, String before, List<Found> page, Function<Found, String> of) {
    return page.stream().map(found -> List.of(command, before + of.apply(found))).toList();
  }

  private void readOut(KeySet set, Found found, Map<String, @Nullable Object> head, String type) {
    if (set.withheld().isPresent()) {
      head.putAll(Values.withheld(set.withheld().get()));
      records.add(set.name(), JsonObjects.line(head));
    } else if (set.isWholeKeys()) {
      new Lines(server, records, set, found, head, PIECE).write(type);
    } else {
      part(set, found)
          .ifPresent(
              part -> {
                head.putAll(part);
                records.add(set.name(), JsonObjects.line(head));
              });
    }
  }

  private Map<String, @Nullable Object> head(KeySet set, Space space, Found found, long seconds) {
    Map<String, @Nullable Object> head = new LinkedHashMap<>();
    head.put("key", Values.of(found.key()));
    head.put("type", Erasing.type(set.kind()));
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
    return head;
  }

  /** What is said of a member, an element or an entry; empty if it is gone. */
  private Optional<Map<String, @Nullable Object>> part(KeySet set, Found found) {
    Map<String, @Nullable Object> part = new LinkedHashMap<>();
    switch (set.kind()) {
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
        part.put("fields", Values.pairs(entries.getFirst().fields(), set.fields()));
      }
      case STRING, JSON ->
          throw new RedisFailure(WaitReason.INTERNAL_ERROR, "a part of what has none");
    }
    return Optional.of(part);
  }
}
