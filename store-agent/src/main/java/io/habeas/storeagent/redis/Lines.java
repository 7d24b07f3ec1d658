package io.habeas.storeagent.redis;

import io.habeas.participant.RecordSink;
import io.habeas.participant.WaitReason;
import io.habeas.storeagent.map.KeysRule.Kind;
import io.habeas.storeagent.redis.KeyPlan.KeySet;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Writes all that lies under one key as one record of one or more lines. */
final class Lines {
  private final Server server;
  private final RecordSink records;
  private final KeySet set;
  private final Found found;
  private final Map<String, @Nullable Object> head;
  private final int most;

  private final List<String> open = new ArrayList<>();
  private int openBytes;
  private boolean begun;

  /**
   * @param head what the first line begins with; of the following ones, only its key
   * @param most about how many bytes may be in one line
   */
  Lines(
      Server server,
      RecordSink records,
      KeySet set,
      Found found,
      Map<String, @Nullable Object> head,
      int most) {
    this.server = server;
    this.records = records;
    this.set = set;
    this.found = found;
    this.head = head;
    this.most = most;
  }

  /**
   * By the type that it really has: whatever lies under a person's key is theirs.
   *
   * @param type in Redis' words
   */
  void write(String type) {
    head.put("type", set.isWholeKeys() && type.equals("string") ? head.get("type") : type);
    switch (type) {
      case "string" -> string();
      case "hash" -> scanned("HSCAN", "fields", 2);
      case "zset" -> scanned("ZSCAN", "members", 2);
      case "set" -> scanned("SSCAN", "members", 1);
      case "list" -> {
        Within.eachElement(
            server, found.name(), page -> page.forEach(one -> take("elements", one)));
        flush("elements", 1);
      }
      case "stream" -> stream();
      // Expired, or erased, while it was looked at.
      case "none" -> {}
      default -> throw new RedisFailure(WaitReason.MAP_MISMATCH, "a type of a module");
    }
  }

  private void string() {
    long length = server.number("STRLEN", found.name());
    if (length <= most || set.kind() == Kind.JSON) {
      server.string("GET", found.name()).ifPresent(bytes -> line("value", value(bytes)));
      return;
    }
    long pieces = (length + most - 1) / most;
    for (long piece = 0; piece < pieces; piece++) {
      long from = piece * most;
      String bytes =
          server
              .string("GETRANGE", found.name(), Long.toString(from), Long.toString(from + most - 1))
              .orElse("");
      head.put("piece", piece + 1);
      head.put("of", pieces);
      line("base64", Values.base64(bytes));
    }
  }

  private Object value(String bytes) {
    return set.kind() == Kind.JSON
        ? JsonObjects.any(bytes).<Object>map(this::disclosed).orElseGet(() -> Values.of(bytes))
        : Values.of(bytes);
  }

  private JsonNode disclosed(JsonNode node) {
    if (node instanceof ObjectNode object) {
      set.fields()
          .forEach(
              (path, field) ->
                  field
                      .withheld()
                      .filter(reason -> JsonObjects.leaves(object).containsKey(path))
                      .ifPresent(
                          reason ->
                              JsonObjects.put(
                                  object, path, JsonObjects.tree(Values.withheld(reason)))));
    }
    return node;
  }

  private void scanned(String command, String name, int by) {
    var seen = new Seen();
    server.scanWithin(
        command,
        found.name(),
        "*",
        page -> {
          for (int i = 0; i + by <= page.size(); i += by) {
            if (seen.add(page.get(i))) {
              open.addAll(page.subList(i, i + by));
              openBytes += page.subList(i, i + by).stream().mapToInt(String::length).sum();
              flushIfFull(name, by);
            }
          }
        });
    flush(name, by);
  }

  private void take(String name, String one) {
    open.add(one);
    openBytes += one.length();
    flushIfFull(name, 1);
  }

  private void flushIfFull(String name, int by) {
    if (openBytes >= most || open.size() >= server.page() * 2) {
      flush(name, by);
    }
  }

  private void flush(String name, int by) {
    if (open.isEmpty()) {
      return;
    }
    Object value;
    if (by == 1) {
      value = open.stream().map(Values::of).toList();
    } else if (name.equals("fields")) {
      value = Values.pairs(open, set.fields());
    } else {
      List<Object> members = new ArrayList<>();
      for (int i = 0; i < open.size(); i += 2) {
        members.add(
            Values.both("member", Values.of(open.get(i)), "score", Values.score(open.get(i + 1))));
      }
      value = members;
    }
    line(name, value);
    open.clear();
    openBytes = 0;
  }

  private void stream() {
    Within.eachEntry(
        server,
        found.name(),
        entries -> {
          List<Object> some = new ArrayList<>();
          entries.forEach(
              entry ->
                  some.add(
                      Values.both(
                          "id", entry.id(), "fields", Values.pairs(entry.fields(), set.fields()))));
          line("entries", some);
        });
  }

  private void line(String name, Object value) {
    Map<String, @Nullable Object> line = new LinkedHashMap<>();
    if (begun) {
      line.put("key", head.get("key"));
      line.put("piece", head.get("piece"));
      line.put("of", head.get("of"));
      line.values().removeIf(java.util.Objects::isNull);
    } else {
      line.putAll(head);
    }
    line.put(name, value);
    if (begun) {
      records.addMore(set.name(), JsonObjects.line(line));
    } else {
      records.add(set.name(), JsonObjects.line(line));
    }
    begun = true;
  }
}
