package io.habeas.storeagent.s3;

import io.habeas.participant.Erased;
import io.habeas.participant.Retained;
import io.habeas.participant.TaskId;
import io.habeas.storeagent.connector.Keeping;
import io.habeas.storeagent.s3.Bucket.Doomed;
import io.habeas.storeagent.s3.RetentionNotes.Named;
import io.habeas.storeagent.s3.StoredObject.Version;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Erases objects that were kept under duties which are over, found by the notes beside them and
 * nothing else (legal rule L20). How many they are is noted before anything goes, and the notes of
 * an object go last, so that whoever takes this up again finds what is left.
 */
final class Expiring {
  private final Bucket bucket;
  private final RetentionNotes retentions;
  private final RestrictionNotes restrictions;
  private final TaskId task;

  Expiring(Bucket bucket, RetentionNotes retentions, RestrictionNotes restrictions, TaskId task) {
    this.bucket = bucket;
    this.retentions = retentions;
    this.restrictions = restrictions;
    this.task = task;
  }

  /**
   * What a task is about.
   *
   * @param objects how many go, by collection
   */
  record Counted(Instant asOf, Map<String, Long> objects) {
    Counted {
      objects = Map.copyOf(objects);
    }
  }

  /** Erases what may be kept no longer as of then. */
  Erased expire(TaskNotes notes, Instant asOf) {
    String noted = notes.chosen().orElseGet(() -> notes.choose(Json.write(count(asOf))));
    Counted counted = Json.read(noted, Counted.class);
    retentions.eachObject(task.requestId(), known -> erase(known, counted.asOf()));
    List<Retained> retained = retentions.retained(task.requestId());
    Set<String> keeping = new HashSet<>();
    retained.forEach(one -> keeping.add(one.collection()));
    restrictions.show(task.requestId(), hidden -> !keeping.contains(hidden.collection()));
    return Keeping.told(counted.objects(), retained);
  }

  /** One of which some versions are kept longer is kept. */
  private Counted count(Instant asOf) {
    Map<String, Long> objects = new TreeMap<>();
    retentions.eachObject(
        task.requestId(),
        known -> {
          if (known.stream().allMatch(note -> isOver(note, asOf))) {
            objects.merge(known.getFirst().collection(), 1L, Long::sum);
          }
        });
    return new Counted(asOf, objects);
  }

  private void erase(List<Named> known, Instant asOf) {
    List<Named> over = known.stream().filter(note -> isOver(note, asOf)).toList();
    if (over.isEmpty()) {
      return;
    }
    String key = retentions.read(over.getFirst()).key();
    Optional<StoredObject> object = bucket.listings().find(key);
    object.ifPresent(found -> bucket.delete(doomed(found, over, known)));
    over.forEach(retentions::drop);
  }

  /** Other content under the same key was never kept for this request, and stays. */
  private static List<Doomed> doomed(StoredObject object, List<Named> over, List<Named> known) {
    List<Doomed> doomed = new ArrayList<>();
    boolean anyLeft = false;
    for (Version version : object.versions()) {
      boolean isOver = over.stream().anyMatch(note -> note.isOf(version));
      boolean isKept =
          known.stream().filter(note -> !over.contains(note)).anyMatch(note -> note.isOf(version));
      if (isOver && !isKept) {
        doomed.add(new Doomed(object.key(), version.id()));
      } else {
        anyLeft |= version.isData();
      }
    }
    if (!anyLeft) {
      // Nothing is left for them to hide.
      object.versions().stream()
          .filter(version -> !version.isData())
          .forEach(marker -> doomed.add(new Doomed(object.key(), marker.id())));
    }
    return doomed;
  }

  private static boolean isOver(Named note, Instant asOf) {
    return !note.expiry().isAfter(asOf);
  }
}
