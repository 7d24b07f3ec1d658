package io.habeas.storeagent.redis;

import io.habeas.participant.Counts;
import io.habeas.storeagent.redis.KeyPlan.KeySet;
import io.habeas.storeagent.redis.Names.Space;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/**
 * Moves a person's records aside, where applications do not look, and back (Art. 18). They keep
 * their type, their expiry and their values. What an application makes anew under such a key
 * meanwhile is put on top when it is moved back.
 */
final class Restricting {
  private final Server server;
  private final Names names;
  private final Finder finder;
  private final Effects effects;

  Restricting(Server server, Names names, Finder finder, Effects effects) {
    this.server = server;
    this.names = names;
    this.finder = finder;
    this.effects = effects;
  }

  /**
   * Hides everything that the map lets be hidden.
   *
   * @return what the request has hidden, in this step or before
   */
  Counts restrict(List<Place> places) {
    for (Place place : places) {
      if (place.set().hidden()) {
        for (Space space : List.of(Space.LIVE, Space.HIDDEN)) {
          finder.each(place, space, page -> hide(place.set(), page));
        }
      }
    }
    return hidden(effects.task().requestId());
  }

  private void hide(KeySet set, List<Found> page) {
    String hidden = names.before(Space.HIDDEN);
    if (set.isWholeKeys()) {
      effects.runAll(
          Scripts.HIDE_KEYS,
          List.of(set.name(), hidden),
          page.stream().map(Found::key).toList(),
          1);
      return;
    }
    Map<String, List<String>> byKey = new LinkedHashMap<>();
    page.forEach(
        found -> byKey.computeIfAbsent(found.key(), key -> new ArrayList<>()).add(found.member()));
    byKey.forEach(
        (key, members) ->
            effects.runAll(
                Scripts.HIDE_MEMBERS,
                List.of(set.name(), hidden, Erasing.type(set.kind()), key),
                members,
                1));
  }

  private Counts hidden(UUID request) {
    Map<String, Long> counts = new TreeMap<>();
    var seen = new Seen();
    server.scanWithin(
        "HSCAN",
        names.restriction(request),
        "*",
        pairs -> {
          for (int i = 0; i < pairs.size(); i += 2) {
            if (seen.add(pairs.get(i))) {
              counts.merge(Bytes.text(pairs.get(i + 1)).orElse(""), 1L, Long::sum);
            }
          }
        });
    return new Counts(counts);
  }

  /** Shows what the request has hidden; each step counts what it has shown. */
  void lift() {
    eachNoted(Scripts.SHOW);
  }

  /** Drops what is noted of what has expired meanwhile. */
  void forget() {
    eachNoted(Scripts.FORGET);
  }

  private void eachNoted(String script) {
    server.scanWithin(
        "HSCAN",
        names.restriction(effects.task().requestId()),
        "*",
        pairs -> {
          List<String> noted = new ArrayList<>();
          for (int i = 0; i < pairs.size(); i += 2) {
            noted.add(pairs.get(i));
          }
          effects.runAll(script, List.of(names.before(Space.HIDDEN)), noted, 1);
        });
  }
}
