package io.habeas.storeagent.redis;

import io.habeas.participant.Counts;
import io.habeas.storeagent.map.KeysRule.Kind;
import io.habeas.storeagent.redis.KeyPlan.KeySet;
import io.habeas.storeagent.redis.KeyPlan.Owner;
import io.habeas.storeagent.redis.Names.Space;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Looks for what should be gone, by other ways than those that erased. It never asks for what it
 * hopes not to find: it goes through everything that looks like the collection's, whoever's it is,
 * and reads from each key, member or value whose it is; a stream from its end, a list element by
 * element, a hash field by field. Where a key is known whole it asks for its type, which even an
 * empty value has. What is under a running retention is lawful.
 */
final class ResidueProbe {
  private final Server server;
  private final Names names;
  private final Retentions retentions;
  private final UUID requestId;
  private final Instant now;

  ResidueProbe(Server server, Names names, Retentions retentions, UUID requestId, Instant now) {
    this.server = server;
    this.names = names;
    this.retentions = retentions;
    this.requestId = requestId;
    this.now = now;
  }

  /** What is left, empty if nothing. */
  Counts residue(KeyPlan plan, List<Place> places, Mentions mentions) {
    Map<String, Long> residue = new TreeMap<>();
    for (KeySet set : plan.sets()) {
      if (mentions.areSought(set)) {
        for (Space space : List.of(Space.LIVE, Space.HIDDEN)) {
          all(set, space, page -> residue.merge(set.name(), mentions.in(set, page), Long::sum));
        }
      }
    }
    for (Place place : places) {
      long found = in(place, Space.LIVE) + in(place, Space.HIDDEN) + retained(place);
      if (place.set().owner() instanceof Owner.ByKey && place.set().retention().isEmpty()) {
        found += in(place, Space.STATEMENT);
      }
      residue.merge(place.set().name(), found, Long::sum);
    }
    kept(residue);
    return new Counts(residue);
  }

  private long in(Place place, Space space) {
    KeySet set = place.set();
    long[] found = {0};
    switch (set.owner()) {
      case Owner.ByKey key -> {
        if (set.keys().isWhole() && !place.anyCase()) {
          String name = names.before(space) + set.keys().with(place.value());
          return server.type(name).equals("none") ? 0 : 1;
        }
        all(
            set,
            space,
            page ->
                found[0] +=
                    page.stream()
                        .filter(
                            name ->
                                set.keys().valueIn(key(name, space)).filter(place::is).isPresent())
                        .count());
      }
      case Owner.ByMember(var member, var type, var match) ->
          all(set, space, page -> page.forEach(name -> found[0] += members(place, member, name)));
      case Owner.ByField(var field, var type, var match) ->
          all(set, space, page -> found[0] += byField(place, field, page));
    }
    return found[0];
  }

  /** Names of all keys of the set there, whoever's. */
  private void all(KeySet set, Space space, Consumer<List<String>> visitor) {
    var seen = new Seen();
    server.scan(
        names.globBefore(space) + KeyPattern.escaped(set.keys().start()) + "*",
        page -> {
          List<String> mapped = new ArrayList<>();
          for (String name : page) {
            String key = key(name, space);
            if (set.keys().matches(key) && !Names.isOwn(key) && seen.add(name)) {
              mapped.add(name);
            }
          }
          if (!mapped.isEmpty()) {
            visitor.accept(mapped);
          }
        });
  }

  private String key(String name, Space space) {
    return name.substring(names.lengthBefore(space));
  }

  private long members(Place place, KeyPattern pattern, String name) {
    long[] found = {0};
    if (place.set().kind() == Kind.LIST) {
      Within.eachElement(
          server,
          name,
          page -> found[0] += page.stream().anyMatch(one -> isOf(place, pattern, one)) ? 1 : 0);
      return found[0];
    }
    var seen = new Seen();
    Within.each(
        server,
        place.set().kind(),
        name,
        "*",
        page ->
            page.forEach(one -> found[0] += isOf(place, pattern, one) && seen.add(one) ? 1 : 0));
    return found[0];
  }

  private static boolean isOf(Place place, KeyPattern pattern, String member) {
    return pattern.valueIn(member).filter(place::is).isPresent();
  }

  private long byField(Place place, String field, List<String> page) {
    long[] found = {0};
    switch (place.set().kind()) {
      case HASH ->
          page.forEach(
              name -> {
                long[] here = {0};
                server.scanWithin(
                    "HSCAN",
                    name,
                    KeyPattern.escaped(Bytes.of(field)),
                    pairs -> here[0] = isOf(place, pairs.get(1)) ? 1 : here[0]);
                found[0] += here[0];
              });
      case JSON ->
          page.forEach(
              name ->
                  found[0] +=
                      server
                              .string("GETRANGE", name, "0", "-1")
                              .flatMap(JsonObjects::read)
                              .map(object -> JsonObjects.leaves(object).get(field))
                              .filter(value -> value != null && place.is(value.asString("")))
                              .isPresent()
                          ? 1
                          : 0);
      case STREAM ->
          page.forEach(
              name ->
                  Within.eachEntryBackwards(
                      server,
                      name,
                      entries ->
                          found[0] +=
                              entries.stream()
                                  .filter(entry -> Within.isOf(entry, field, place))
                                  .count()));
      case STRING, LIST, SET, ZSET ->
          throw new IllegalStateException("Expected a type with fields but it has none");
    }
    return found[0];
  }

  private static boolean isOf(Place place, @Nullable String value) {
    return value != null && Bytes.text(value).filter(place::is).isPresent();
  }

  /** What is kept of the person without a duty that still runs. */
  private long retained(Place place) {
    if (place.set().retention().isEmpty() || !(place.set().owner() instanceof Owner.ByKey)) {
      return 0;
    }
    long[] found = {0};
    all(
        place.set(),
        Space.RETAINED,
        page -> {
          for (String name : page) {
            boolean theirs =
                place.set().keys().valueIn(key(name, Space.RETAINED)).filter(place::is).isPresent();
            found[0] += theirs && !isLawful(name) ? 1 : 0;
          }
        });
    return found[0];
  }

  private boolean isLawful(String name) {
    Optional<Retentions.Note> note = retentions.note(names.retainedFor(name), name);
    return note.isPresent()
        ? !note.get().isOver(now)
        : retentions.note(requestId, name).filter(own -> !own.isOver(now)).isPresent();
  }

  /** What the request's own notes are about and is there although it is over. */
  private void kept(Map<String, Long> residue) {
    retentions.each(
        requestId,
        (name, note) -> {
          if (note.isOver(now)
              && !server.type(name).equals("none")
              && !residue.containsKey(note.collection())) {
            residue.merge(note.collection(), 1L, Long::sum);
          }
        });
  }
}
