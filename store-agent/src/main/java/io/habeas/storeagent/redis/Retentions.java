package io.habeas.storeagent.redis;

import io.habeas.participant.Retained;
import io.habeas.participant.RetentionGround;
import io.habeas.participant.RetentionSink;
import io.habeas.storeagent.connector.Keeping;
import io.habeas.storeagent.map.RetentionRule;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiConsumer;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** What requests keep under a duty (Art. 17(3)): one note for each record, by its name there. */
final class Retentions {
  private static final JsonMapper MAPPER =
      JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

  private final Server server;
  private final Names names;

  Retentions(Server server, Names names) {
    this.server = server;
    this.names = names;
  }

  /**
   * A note.
   *
   * @param expiry from when the record may no longer be kept
   */
  record Note(
      String collection,
      String rule,
      RetentionGround ground,
      String statute,
      String jurisdiction,
      Instant expiry) {

    static Note of(String collection, RetentionRule rule, Instant expiry) {
      return new Note(
          collection, rule.rule(), rule.ground(), rule.statute(), rule.jurisdiction(), expiry);
    }

    boolean isOver(Instant now) {
      return !expiry.isAfter(now);
    }

    String written() {
      return Bytes.of(MAPPER.writeValueAsString(this));
    }
  }

  /** The note of the request on what lies under {@code name}. */
  Optional<Note> note(UUID request, String name) {
    return server.string("HGET", names.retention(request), name).map(Retentions::read);
  }

  /** The request's notes, with the names that they are on; one may come twice. */
  void each(UUID request, BiConsumer<String, Note> visitor) {
    server.scanWithin(
        "HSCAN",
        names.retention(request),
        "*",
        pairs -> {
          for (int i = 0; i < pairs.size(); i += 2) {
            visitor.accept(pairs.get(i), read(pairs.get(i + 1)));
          }
        });
  }

  /** What the request keeps. */
  List<Retained> retained(UUID request) {
    var keeping = new Keeping();
    var seen = new Seen();
    each(
        request,
        (name, note) -> {
          if (seen.add(name)) {
            keeping.add(
                new Retained(
                    note.collection(),
                    note.rule(),
                    note.ground(),
                    note.statute(),
                    note.jurisdiction(),
                    1,
                    note.expiry(),
                    note.expiry()));
          }
        });
    return keeping.retained();
  }

  /** What every request keeps. */
  void report(RetentionSink sink) {
    var seen = new Seen();
    server.scan(
        names.globOfRetentions(),
        page ->
            page.stream()
                .filter(seen::add)
                .map(names::requestOfRetention)
                .forEach(request -> sink.add(request, retained(request))));
  }

  private static Note read(String bytes) {
    return MAPPER.readValue(Bytes.array(bytes), Note.class);
  }
}
