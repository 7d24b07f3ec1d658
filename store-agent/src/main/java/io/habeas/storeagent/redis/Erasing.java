package io.habeas.storeagent.redis;

import io.habeas.participant.Erased;
import io.habeas.participant.Erased.CollectionOutcome;
import io.habeas.participant.Retained;
import io.habeas.participant.WaitReason;
import io.habeas.storeagent.map.KeysRule.Kind;
import io.habeas.storeagent.map.RetentionRule;
import io.habeas.storeagent.redis.KeyPlan.KeySet;
import io.habeas.storeagent.redis.KeyPlan.Owner;
import io.habeas.storeagent.redis.Names.Space;
import io.habeas.storeagent.redis.Retentions.Note;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;

/**
 * Erases, anonymises or keeps what is found, in steps each of which counts what it has changed. How
 * much went is what was counted, in this call or in one that ended half-way; how much is kept is
 * what notes say in the end.
 */
final class Erasing {
  private final Server server;
  private final Names names;
  private final Finder finder;
  private final Effects effects;
  private final Rewriting rewriting;
  private final Retentions retentions;
  private final ZonedDateTime now;

  Erasing(
      Server server,
      Names names,
      Finder finder,
      Effects effects,
      Rewriting rewriting,
      Retentions retentions,
      ZonedDateTime now) {
    this.server = server;
    this.names = names;
    this.finder = finder;
    this.effects = effects;
    this.rewriting = rewriting;
    this.retentions = retentions;
    this.now = now;
  }

  /** Erases all that is in {@code places}, and what the request may keep no longer. */
  void erase(List<Place> places) {
    eraseWhatIsOver();
    for (Place place : places) {
      adopt(place);
      for (Space space : List.of(Space.LIVE, Space.HIDDEN)) {
        finder.each(place, space, page -> erase(place.set(), space, page));
      }
      eraseStatements(place);
    }
  }

  /** What all of it came to. */
  static Erased outcome(
      Map<String, Long> erased, Map<String, Long> anonymised, List<Retained> retained) {
    Map<String, Long> kept = new HashMap<>();
    retained.forEach(one -> kept.merge(one.collection(), one.records(), Long::sum));
    Set<String> collections = new TreeSet<>(erased.keySet());
    collections.addAll(anonymised.keySet());
    collections.addAll(kept.keySet());
    return new Erased(
        collections.stream()
            .map(
                name ->
                    new CollectionOutcome(
                        name,
                        erased.getOrDefault(name, 0L),
                        anonymised.getOrDefault(name, 0L),
                        kept.getOrDefault(name, 0L)))
            .toList(),
        retained);
  }

  private void erase(KeySet set, Space space, List<Found> page) {
    if (!set.isWholeKeys()) {
      eraseMembers(set, space, page);
    } else if (set.retention().isPresent()) {
      List<Found> free = new ArrayList<>();
      for (Found found : page) {
        if (!rewriting.retain(set, found, now.toInstant(), content -> note(set, content))) {
          free.add(found);
        }
      }
      eraseKeys(set, space, free);
    } else if (!set.strategies().isEmpty()) {
      page.forEach(found -> rewriting.anonymise(set, found, severed(set, found)));
    } else {
      eraseKeys(set, space, page);
    }
  }

  private void eraseKeys(KeySet set, Space space, List<Found> page) {
    effects.runAll(
        Scripts.ERASE_KEYS,
        List.of(set.name(), names.before(space), names.before(Space.STATEMENT)),
        page.stream().map(Found::key).toList(),
        1);
  }

  private void eraseMembers(KeySet set, Space space, List<Found> page) {
    Map<String, List<String>> byKey = new LinkedHashMap<>();
    page.forEach(
        found -> byKey.computeIfAbsent(found.key(), key -> new ArrayList<>()).add(found.member()));
    byKey.forEach(
        (key, members) ->
            effects.runAll(
                Scripts.ERASE_MEMBERS,
                List.of(set.name(), names.before(space), type(set.kind()), key),
                members,
                1));
  }

  static String type(Kind kind) {
    return kind.name().toLowerCase(Locale.ROOT);
  }

  /**
   * Under which key a record that concerns nobody any more lies: the same, unless that names the
   * person.
   */
  private static String severed(KeySet set, Found found) {
    return set.owner() instanceof Owner.ByKey
        ? set.keys()
            .withOther(found.key(), "erased-" + UUID.randomUUID().toString().replace("-", ""))
        : found.key();
  }

  /** Empty if the period is over. */
  private Optional<Note> note(KeySet set, Content content) {
    RetentionRule rule = set.retention().orElseThrow();
    Optional<String> from = Optional.ofNullable(content.values().get(rule.from()));
    Optional<Instant> begin =
        from.map(
            text ->
                Moments.of(text)
                    .orElseThrow(
                        () -> new RedisFailure(WaitReason.MAP_MISMATCH, "no date to keep by")));
    var note = Note.of(set.name(), rule, rule.period().end(begin, now));
    return note.isOver(now.toInstant()) ? Optional.empty() : Optional.of(note);
  }

  /** What another request keeps of the same person is kept for this one too. */
  private void adopt(Place place) {
    finder.each(
        place,
        Space.RETAINED,
        page -> {
          for (Found found : page) {
            Optional<Note> note = retentions.note(names.retainedFor(found.name()), found.name());
            if (note.isPresent() && !note.get().isOver(now.toInstant())) {
              effects.run(Scripts.ADOPT, List.of(found.name(), note.get().written()));
            } else {
              eraseRetained(List.of(found.name(), place.set().name(), statement(found.name())));
            }
          }
        });
  }

  /** Found by the notes alone: identifiers are gone by then (legal rule L20). */
  void eraseWhatIsOver() {
    List<String> over = new ArrayList<>();
    retentions.each(
        effects.task().requestId(),
        (name, note) -> {
          if (note.isOver(now.toInstant())) {
            over.addAll(List.of(name, note.collection(), statement(name)));
          }
          if (over.size() >= server.page() * 3) {
            eraseRetained(over);
            over.clear();
          }
        });
    eraseRetained(over);
  }

  private void eraseRetained(List<String> namesAndCollections) {
    effects.runAll(Scripts.ERASE_RETAINED, List.of(), namesAndCollections, 3);
  }

  private String statement(String retained) {
    return names.before(Space.STATEMENT) + retained.substring(names.lengthBefore(Space.RETAINED));
  }

  /** Whose record an application has deleted meanwhile. */
  private void eraseStatements(Place place) {
    if (!(place.set().owner() instanceof Owner.ByKey) || place.set().retention().isPresent()) {
      return;
    }
    finder.each(
        place,
        Space.STATEMENT,
        page ->
            effects.runAll(Scripts.DROP, List.of(), page.stream().map(Found::name).toList(), 1));
  }
}
