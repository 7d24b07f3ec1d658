package io.habeas.storeagent.s3;

import io.habeas.participant.Counts;
import io.habeas.storeagent.s3.RetentionNotes.Named;
import io.habeas.storeagent.s3.RetentionNotes.Retention;
import io.habeas.storeagent.s3.StoredObject.Version;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;

/**
 * Looks for what should be gone, by other ways than those that erased: it lists from a key on where
 * erasing lists below a prefix, both what is there now and all versions, and reads from each key
 * whose object it is instead of making up keys of its own. Counts unfinished uploads, and markers
 * of deletion, whose keys name the person. What is under a running retention is lawful.
 */
final class ResidueProbe {
  private final Bucket bucket;
  private final RetentionNotes retentions;
  private final UUID requestId;
  private final Instant now;

  ResidueProbe(Bucket bucket, RetentionNotes retentions, UUID requestId, Instant now) {
    this.bucket = bucket;
    this.retentions = retentions;
    this.requestId = requestId;
    this.now = now;
  }

  /** What is left, empty if nothing. */
  Counts residue(List<Place> places) {
    Map<String, Long> residue = new TreeMap<>();
    for (Place place : places) {
      long found = Math.max(now(place), versions(place));
      residue.merge(place.set().name(), found + uploads(place), Long::sum);
    }
    expired(places).forEach((name, count) -> residue.merge(name, count, Long::sum));
    return new Counts(residue);
  }

  /** What applications can still see. */
  private long now(Place place) {
    long[] found = {0};
    bucket
        .listings()
        .current(
            place.path(),
            null,
            object -> {
              found[0] += isResidue(place, object) ? 1 : 0;
              return true;
            });
    return found[0];
  }

  /** What is stored. */
  private long versions(Place place) {
    long[] found = {0};
    // Listing after the path leaves a key out that is the path itself.
    bucket
        .listings()
        .find(place.path())
        .ifPresent(object -> found[0] += isResidue(place, object) ? 1 : 0);
    if (!place.set().keys().below()) {
      return found[0];
    }
    bucket
        .listings()
        .from(
            place.set().keys().before(),
            place.path(),
            object -> {
              if (!object.key().startsWith(place.path())) {
                return false;
              }
              found[0] += isResidue(place, object) ? 1 : 0;
              return true;
            });
    return found[0];
  }

  private long uploads(Place place) {
    if (place.set().tag().isPresent()) {
      return 0;
    }
    long[] found = {0};
    bucket.eachUpload(place.path(), upload -> found[0] += isTheirs(place, upload.key()) ? 1 : 0);
    return found[0];
  }

  private boolean isResidue(Place place, StoredObject object) {
    if (!isTheirs(place, object.key())) {
      return false;
    }
    Optional<StoredObject> theirs = place.within(object, bucket);
    if (theirs.isEmpty()) {
      return false;
    }
    List<Named> lawful =
        retentions.on(requestId, place.set().name(), object.key()).stream()
            .filter(note -> note.expiry().isAfter(now))
            .toList();
    // A marker may stay where what it hides must.
    return theirs.get().versions().stream()
        .filter(version -> version.isData() || lawful.isEmpty())
        .anyMatch(version -> !isLawful(lawful, version));
  }

  private static boolean isTheirs(Place place, String key) {
    return place.set().tag().isPresent()
        ? place.covers(key)
        : place.set().keys().valueIn(key).filter(place.value()::equals).isPresent();
  }

  private static boolean isLawful(List<Named> lawful, Version version) {
    return lawful.stream().anyMatch(note -> note.isOf(version));
  }

  /** What was kept, may be kept no longer, and is there; where no identifier leads to it. */
  private Map<String, Long> expired(List<Place> places) {
    Map<String, Long> counts = new TreeMap<>();
    retentions.eachObject(
        requestId,
        notes -> {
          List<Named> over = notes.stream().filter(note -> !note.expiry().isAfter(now)).toList();
          if (!over.isEmpty() && isThere(over, places)) {
            counts.merge(over.getFirst().collection(), 1L, Long::sum);
          }
        });
    return counts;
  }

  private boolean isThere(List<Named> over, List<Place> places) {
    Retention one = retentions.read(over.getFirst());
    boolean counted =
        places.stream()
            .anyMatch(
                place -> place.set().name().equals(one.collection()) && isTheirs(place, one.key()));
    return !counted
        && bucket.listings().find(one.key()).stream()
            .flatMap(object -> object.versions().stream())
            .anyMatch(version -> over.stream().anyMatch(note -> note.isOf(version)));
  }
}
