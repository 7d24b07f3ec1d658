package io.habeas.storeagent.redis;

import io.habeas.storeagent.map.DataMap.Match;
import io.habeas.storeagent.map.KeysRule.Kind;
import io.habeas.storeagent.redis.KeyPlan.KeySet;
import io.habeas.storeagent.redis.KeyPlan.Owner;
import io.habeas.storeagent.redis.Names.Space;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Finds what is a person's. Redis' patterns only propose: whether a key or member is the person's
 * is decided here, by comparing what it has in it. Holds one page at a time; keys are read directly
 * where the pattern says them whole, and otherwise scanned, never listed at once.
 */
final class Finder {
  /** JSON objects are read whole in order to look into them. */
  private static final int OBJECTS_AT_ONCE = 50;

  private final Server server;
  private final Names names;

  Finder(Server server, Names names) {
    this.server = server;
    this.names = names;
  }

  /** Every record of a place in one space, each once, in pages that belong to one key or many. */
  void each(Place place, Space space, Consumer<List<Found>> visitor) {
    KeySet set = place.set();
    if (space == Space.RETAINED && set.retention().isEmpty()) {
      return;
    }
    switch (set.owner()) {
      case Owner.ByKey key ->
          keys(
              set.keys(),
              Optional.of(place),
              space,
              found -> set.keys().valueIn(found).filter(place::is).isPresent(),
              visitor);
      case Owner.ByMember(var member, var type, var match) ->
          keys(
              set.keys(),
              Optional.empty(),
              space,
              set.keys()::matches,
              page -> page.forEach(shared -> members(place, member, shared, visitor)));
      case Owner.ByField(var field, var type, var match) ->
          keys(
              set.keys(),
              Optional.empty(),
              space,
              set.keys()::matches,
              page -> byField(place, field, page, visitor));
    }
  }

  private void keys(
      KeyPattern pattern,
      Optional<Place> place,
      Space space,
      Predicate<String> exact,
      Consumer<List<Found>> visitor) {
    boolean known =
        pattern.isWhole()
            && space != Space.RETAINED
            && place.map(found -> found.set().owner().match() == Match.EXACT).orElse(true);
    if (known) {
      String key = pattern.with(place.map(Place::value).orElse(""));
      String name = names.before(space) + key;
      if (server.exists(name)) {
        visitor.accept(List.of(new Found(name, key, "")));
      }
      return;
    }
    String glob =
        names.globBefore(space)
            + pattern.glob(place.map(Place::value), place.map(Place::anyCase).orElse(false));
    int before = names.lengthBefore(space);
    var seen = new Seen();
    server.scan(
        glob,
        page -> {
          List<Found> found = new ArrayList<>();
          for (String name : page) {
            String key = name.substring(before);
            if (exact.test(key) && !Names.isOwn(key) && seen.add(name)) {
              found.add(new Found(name, key, ""));
            }
          }
          if (!found.isEmpty()) {
            visitor.accept(found);
          }
        });
  }

  private void members(
      Place place, KeyPattern pattern, Found shared, Consumer<List<Found>> visitor) {
    if (pattern.isWhole() && !place.anyCase()) {
      String member = pattern.with(place.value());
      if (has(place.set().kind(), shared.name(), member)) {
        visitor.accept(List.of(new Found(shared.name(), shared.key(), member)));
      }
      return;
    }
    String glob = pattern.glob(Optional.of(place.value()), place.anyCase());
    var seen = new Seen();
    Within.each(
        server,
        place.set().kind(),
        shared.name(),
        glob,
        page -> {
          List<Found> found = new ArrayList<>();
          for (String member : page) {
            if (pattern.valueIn(member).filter(place::is).isPresent() && seen.add(member)) {
              found.add(new Found(shared.name(), shared.key(), member));
            }
          }
          if (!found.isEmpty()) {
            visitor.accept(found);
          }
        });
  }

  private boolean has(Kind kind, String name, String member) {
    return switch (kind) {
      case HASH -> server.number("HEXISTS", name, member) > 0;
      case SET -> server.number("SISMEMBER", name, member) > 0;
      case ZSET -> server.string("ZSCORE", name, member).isPresent();
      case LIST -> server.string("LPOS", name, member).isPresent();
      case STRING, JSON, STREAM ->
          throw new IllegalStateException("Expected a type with members but it has none");
    };
  }

  private void byField(Place place, String field, List<Found> page, Consumer<List<Found>> visitor) {
    switch (place.set().kind()) {
      case HASH -> accept(page, values(page, "HGET", Bytes.of(field)), place, visitor);
      case JSON -> {
        for (int from = 0; from < page.size(); from += OBJECTS_AT_ONCE) {
          List<Found> some = page.subList(from, Math.min(from + OBJECTS_AT_ONCE, page.size()));
          List<@Nullable String> values = new ArrayList<>();
          for (String object : values(some, "GET")) {
            values.add(object == null ? null : JsonObjects.value(object, field).orElse(null));
          }
          accept(some, values, place, visitor);
        }
      }
      case STREAM -> page.forEach(stream -> entries(place, field, stream, visitor));
      case STRING, LIST, SET, ZSET ->
          throw new IllegalStateException("Expected a type with fields but it has none");
    }
  }

  private List<@Nullable String> values(List<Found> page, String command, String... more) {
    List<List<String>> commands = new ArrayList<>();
    for (Found found : page) {
      List<String> one = new ArrayList<>(List.of(command, found.name()));
      one.addAll(List.of(more));
      commands.add(one);
    }
    return server.stringOfEach(commands);
  }

  private static void accept(
      List<Found> page, List<@Nullable String> values, Place place, Consumer<List<Found>> visitor) {
    List<Found> theirs = new ArrayList<>();
    for (int i = 0; i < page.size(); i++) {
      String value = values.get(i);
      if (value != null && Bytes.text(value).filter(place::is).isPresent()) {
        theirs.add(page.get(i));
      }
    }
    if (!theirs.isEmpty()) {
      visitor.accept(theirs);
    }
  }

  private void entries(Place place, String field, Found stream, Consumer<List<Found>> visitor) {
    Within.eachEntry(
        server,
        stream.name(),
        entries -> {
          List<Found> theirs = new ArrayList<>();
          for (Server.Entry entry : entries) {
            if (Within.isOf(entry, field, place)) {
              theirs.add(new Found(stream.name(), stream.key(), entry.id()));
            }
          }
          if (!theirs.isEmpty()) {
            visitor.accept(theirs);
          }
        });
  }
}
