package io.habeas.storeagent.s3;

import io.habeas.storeagent.map.RetentionRule;
import io.habeas.storeagent.s3.ObjectPlan.ObjectSet;
import io.habeas.storeagent.s3.RetentionNotes.Named;
import io.habeas.storeagent.s3.RetentionNotes.Retention;
import io.habeas.storeagent.s3.StoredObject.Version;
import io.habeas.storeagent.s3.Target.Going;
import io.habeas.storeagent.s3.Target.Keeping;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Notes which objects an erasure is about and what becomes of each, before anything changes. Holds
 * one page of them at a time.
 */
final class Noting {
  private static final int PAGE = 1000;

  private final ObjectPlan plan;
  private final Bucket bucket;
  private final RetentionNotes retentions;
  private final TaskNotes notes;
  private final List<Place> places;
  private final UUID requestId;
  private final ZonedDateTime now;

  private final List<String> lines = new ArrayList<>();
  private final Map<String, Long> erased = new TreeMap<>();
  private final List<KeptIn> kept = new ArrayList<>();
  private long pages;

  Noting(
      ObjectPlan plan,
      Bucket bucket,
      RetentionNotes retentions,
      TaskNotes notes,
      List<Place> places,
      UUID requestId,
      ZonedDateTime now) {
    this.plan = plan;
    this.bucket = bucket;
    this.retentions = retentions;
    this.notes = notes;
    this.places = places;
    this.requestId = requestId;
    this.now = now;
  }

  /**
   * What was noted, as it is carried out by whoever carries it out.
   *
   * @param by whose pages
   * @param pages how many
   * @param erased how many objects go, by collection
   * @param keptBefore whether the request kept something already
   * @param kept in which places something is kept
   */
  record Noted(
      String by, long pages, Map<String, Long> erased, boolean keptBefore, List<KeptIn> kept) {
    Noted {
      erased = java.util.Collections.unmodifiableMap(new TreeMap<>(erased));
      kept = List.copyOf(kept);
    }
  }

  /** Objects that are kept in one place. */
  record KeptIn(String collection, String place, long objects) {}

  /** What is carried out: noted now, or before by whoever was first. */
  Noted note() {
    Optional<Noted> before = notes.chosen().map(Noting::noted);
    return before.orElseGet(this::noteNow);
  }

  private Noted noteNow() {
    places.forEach(this::notePlace);
    boolean keptBefore = retentions.isAny(requestId);
    if (keptBefore) {
      retentions.eachObject(requestId, this::noteKeptBefore);
    }
    writePage();
    Noted noted =
        noted(notes.choose(Json.write(new Noted(notes.own(), pages, erased, keptBefore, kept))));
    if (!noted.by().equals(notes.own())) {
      notes.dropOwn();
    }
    return noted;
  }

  private static Noted noted(String text) {
    return Json.read(text, Noted.class);
  }

  /** The targets that were noted, page by page. */
  static Stream<List<Target>> pages(TaskNotes notes, Noted noted) {
    return Stream.iterate(0L, page -> page < noted.pages(), page -> page + 1)
        .map(
            page ->
                notes
                    .readPage(noted.by(), page)
                    .map(line -> Json.read(line, Target.class))
                    .toList());
  }

  private void notePlace(Place place) {
    long[] keptHere = {0};
    bucket.each(
        place.path(),
        object -> {
          if (place.covers(object.key())) {
            place
                .within(object, bucket)
                .ifPresent(
                    found -> {
                      if (note(place.set(), found, false)) {
                        keptHere[0]++;
                      }
                    });
          }
        });
    if (keptHere[0] > 0) {
      kept.add(new KeptIn(place.set().name(), place.label(), keptHere[0]));
    }
  }

  /** What was kept before and no identifier leads to any more (legal rule L20: at expiry). */
  private void noteKeptBefore(List<Named> known) {
    Retention one = retentions.read(known.getFirst());
    Optional<StoredObject> object = bucket.listings().find(one.key());
    boolean seen =
        object.isPresent()
            && places.stream()
                .filter(place -> place.set().name().equals(one.collection()))
                .filter(place -> place.covers(one.key()))
                .anyMatch(place -> place.within(object.get(), bucket).isPresent());
    if (seen) {
      return;
    }
    List<Version> noted =
        object.map(StoredObject::versions).orElseGet(List::of).stream()
            .filter(version -> known.stream().anyMatch(note -> note.isOf(version)))
            .toList();
    Optional<ObjectSet> set = plan.set(one.collection());
    if (set.isPresent()) {
      note(set.get(), new StoredObject(one.key(), noted), true);
    } else {
      // The map no longer speaks of it; what was promised then holds.
      add(one.collection(), new StoredObject(one.key(), noted), Optional.of(one.expiry()), true);
    }
  }

  /** Whether anything of it is kept. */
  private boolean note(ObjectSet set, StoredObject object, boolean byNote) {
    List<Going> go = new ArrayList<>();
    List<Keeping> keep = new ArrayList<>();
    for (Version version : object.versions()) {
      Optional<Instant> expiry = set.retention().map(rule -> expiry(rule, version, now));
      sort(version, expiry, go, keep);
    }
    return add(set.name(), object, go, keep, byNote);
  }

  private void add(
      String collection, StoredObject object, Optional<Instant> expiry, boolean byNote) {
    List<Going> go = new ArrayList<>();
    List<Keeping> keep = new ArrayList<>();
    object.versions().forEach(version -> sort(version, expiry, go, keep));
    add(collection, object, go, keep, byNote);
  }

  private void sort(Version version, Optional<Instant> expiry, List<Going> go, List<Keeping> keep) {
    String etag = version.etag();
    if (etag != null && expiry.filter(end -> end.isAfter(now.toInstant())).isPresent()) {
      keep.add(new Keeping(version.id(), etag, expiry.get()));
    } else if (etag != null) {
      go.add(new Going(version.id()));
    }
  }

  private boolean add(
      String collection, StoredObject object, List<Going> go, List<Keeping> keep, boolean byNote) {
    if (keep.isEmpty()) {
      // Without its markers of deletion what is kept would be there for applications again.
      object.versions().stream()
          .filter(version -> !version.isData())
          .forEach(marker -> go.add(new Going(marker.id())));
      if (object.hasData()) {
        erased.merge(collection, 1L, Long::sum);
      }
    }
    lines.add(Json.write(new Target(collection, object.key(), byNote, go, keep)));
    if (lines.size() >= PAGE) {
      writePage();
    }
    return !keep.isEmpty();
  }

  static Instant expiry(RetentionRule rule, Version version, ZonedDateTime now) {
    return rule.period().end(Optional.of(version.lastModified()), now);
  }

  private void writePage() {
    if (!lines.isEmpty()) {
      notes.writePage(pages++, lines);
      lines.clear();
    }
  }
}
