package io.habeas.storeagent.processor.objects;

import io.habeas.participant.Deferred;
import io.habeas.participant.RecordSink;
import io.habeas.participant.WaitReason;
import io.habeas.storeagent.processor.objects.ProviderClient.Answer;
import io.habeas.storeagent.processor.objects.ProviderDefinition.Content;
import io.habeas.storeagent.processor.objects.ProviderDefinition.Items;
import io.habeas.storeagent.processor.objects.ProviderDefinition.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads a person's objects out. Each is one record of several lines: the first has what the
 * processor says of it ({@code described}), the following ones what is in it, as {@code items} of a
 * page or as {@code base64} of a {@code piece} of which the last says {@code last}. What the
 * processor does not give out says so ({@code withheld}).
 */
final class ReadingOut {
  private static final Logger log = LoggerFactory.getLogger(ReadingOut.class);

  /** Divisible by three, so that pieces in Base64 have no padding but for the last. */
  private static final int PIECE = 384 * 1024;

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final ProviderDefinition definition;
  private final ProviderClient client;
  private final ObjectEntries entries;
  private final RecordSink records;

  ReadingOut(
      ProviderDefinition definition,
      ProviderClient client,
      ObjectEntries entries,
      RecordSink records) {
    this.definition = definition;
    this.client = client;
    this.entries = entries;
    this.records = records;
  }

  void readOut(Set<String> subjects) throws Deferred {
    String after = "";
    List<ObjectEntry> page;
    while (!(page = entries.page(subjects, after)).isEmpty()) {
      for (ObjectEntry entry : page) {
        readOut(entry);
      }
      after = page.getLast().id();
    }
  }

  /** What is not there any more is not held. */
  private void readOut(ObjectEntry entry) throws Deferred {
    Kind kind = definition.kind(entry.kind());
    if (!(client.read(kind, entry.object()) instanceof Answer.Given(var described))) {
      return;
    }
    Map<String, Object> first = line(entry);
    first.put("described", described);
    records.add(entry.kind(), JSON.writeValueAsString(first));
    if (kind.items().isPresent()) {
      items(kind, kind.items().get(), entry);
    }
    if (kind.content().isPresent()) {
      content(kind, kind.content().get(), entry);
    }
  }

  private void items(Kind kind, Items items, ObjectEntry entry) throws Deferred {
    URI first = client.address(items.path(), entry.object());
    Optional<URI> next = Optional.of(first);
    String cursor = "";
    while (next.isPresent()) {
      if (!(client.page(kind, next.get()) instanceof Answer.Given(var page))) {
        // Deleted while it was read: a copy without the rest would not be all that is held.
        throw new Deferred(WaitReason.RECORD_LOCKED);
      }
      JsonNode list = page.path(items.list());
      if (!list.isEmpty()) {
        Map<String, Object> line = line(entry);
        line.put("items", list);
        more(entry, line);
      }
      Optional<String> following =
          ProviderClient.text(page, items.cursor().more()).filter("true"::equals).isPresent()
              ? ProviderClient.text(page, items.cursor().field())
              : Optional.empty();
      if (following.filter(cursor::equals).isPresent()) {
        log.warn("Expected the processor to give the next page but it gave the same again");
        throw new Deferred(WaitReason.STORE_UNAVAILABLE);
      }
      cursor = following.orElse("");
      next = following.map(value -> PathTemplate.with(first, items.cursor().parameter(), value));
    }
  }

  private void content(Kind kind, Content content, ObjectEntry entry) throws Deferred {
    client.content(
        kind,
        content,
        entry.object(),
        (status, body) -> {
          if (content.withheld().contains(status)) {
            Map<String, Object> line = line(entry);
            line.put("withheld", "by the processor");
            more(entry, line);
          } else {
            pieces(entry, body);
          }
          return true;
        });
  }

  private void pieces(ObjectEntry entry, InputStream body) throws IOException {
    byte[] piece = body.readNBytes(PIECE);
    for (long number = 1; ; number++) {
      byte[] next = body.readNBytes(PIECE);
      Map<String, Object> line = line(entry);
      line.put("piece", number);
      if (next.length == 0) {
        line.put("last", true);
      }
      line.put("base64", Base64.getEncoder().encodeToString(piece));
      more(entry, line);
      if (next.length == 0) {
        return;
      }
      piece = next;
    }
  }

  private void more(ObjectEntry entry, Map<String, Object> line) {
    records.addMore(entry.kind(), JSON.writeValueAsString(line));
  }

  private static Map<String, Object> line(ObjectEntry entry) {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("object", entry.object());
    return line;
  }
}
