package io.habeas.storeagent.redis;

import io.habeas.storeagent.map.KeysRule.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Looks through what lies under one key, page by page. */
final class Within {
  private static final String FIRST_ENTRY = "-";
  private static final String LAST_ENTRY = "+";

  private Within() {}

  /** Names of a hash's fields, or members of a set or sorted set; some may come twice. */
  static void each(
      Server server, Kind kind, String name, String glob, Consumer<List<String>> visitor) {
    switch (kind) {
      case HASH -> server.scanWithin("HSCAN", name, glob, pairs -> visitor.accept(firsts(pairs)));
      case ZSET -> server.scanWithin("ZSCAN", name, glob, pairs -> visitor.accept(firsts(pairs)));
      case SET -> server.scanWithin("SSCAN", name, glob, visitor);
      case STRING, JSON, LIST, STREAM ->
          throw new IllegalStateException("Expected a type that can be scanned but it cannot");
    }
  }

  private static List<String> firsts(List<String> pairs) {
    List<String> firsts = new ArrayList<>();
    for (int i = 0; i < pairs.size(); i += 2) {
      firsts.add(pairs.get(i));
    }
    return firsts;
  }

  /** A stream's entries, the oldest first. */
  static void eachEntry(Server server, String name, Consumer<List<Server.Entry>> visitor) {
    String from = FIRST_ENTRY;
    List<Server.Entry> entries;
    do {
      entries = server.entries("XRANGE", name, from, LAST_ENTRY);
      if (!entries.isEmpty()) {
        visitor.accept(entries);
        from = "(" + entries.getLast().id();
      }
    } while (!entries.isEmpty());
  }

  /** The same, the latest first. */
  static void eachEntryBackwards(Server server, String name, Consumer<List<Server.Entry>> visitor) {
    String from = LAST_ENTRY;
    List<Server.Entry> entries;
    do {
      entries = server.entries("XREVRANGE", name, from, FIRST_ENTRY);
      if (!entries.isEmpty()) {
        visitor.accept(entries);
        from = "(" + entries.getLast().id();
      }
    } while (!entries.isEmpty());
  }

  /** Whether a field of an entry says that it is the person's. */
  static boolean isOf(Server.Entry entry, String field, Place place) {
    String wanted = Bytes.of(field);
    List<String> fields = entry.fields();
    for (int i = 0; i + 1 < fields.size(); i += 2) {
      if (fields.get(i).equals(wanted)
          && Bytes.text(fields.get(i + 1)).filter(place::is).isPresent()) {
        return true;
      }
    }
    return false;
  }

  /** A list's elements, the first first. */
  static void eachElement(Server server, String name, Consumer<List<String>> visitor) {
    long from = 0;
    List<String> elements;
    do {
      elements = new ArrayList<>();
      long to = from + server.page() - 1;
      for (String one : server.strings("LRANGE", name, Long.toString(from), Long.toString(to))) {
        elements.add(one == null ? "" : one);
      }
      from += elements.size();
      if (!elements.isEmpty()) {
        visitor.accept(elements);
      }
    } while (!elements.isEmpty());
  }
}
