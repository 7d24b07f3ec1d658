package io.habeas.storeagent.s3;

import io.habeas.participant.Action;
import io.habeas.participant.Counts;
import io.habeas.participant.Retained;
import io.habeas.participant.TaskId;
import io.habeas.participant.WaitReason;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Hides a person's places and shows them again (Art. 18). */
final class Restricting {
  private final Bucket bucket;
  private final RestrictionNotes restrictions;
  private final RetentionNotes retentions;
  private final S3Journal journal;
  private final Instant now;

  Restricting(
      Bucket bucket,
      RestrictionNotes restrictions,
      RetentionNotes retentions,
      S3Journal journal,
      Instant now) {
    this.bucket = bucket;
    this.restrictions = restrictions;
    this.retentions = retentions;
    this.journal = journal;
    this.now = now;
  }

  /**
   * Hides every place with anything in it.
   *
   * @return what the request has hidden, in this step or before
   * @throws BucketFailure also if a later step has begun meanwhile
   */
  Counts restrict(TaskId task, List<Place> places) {
    List<Place> hidden = new ArrayList<>();
    for (Place place : places) {
      long count = place.set().hidden() ? Counting.objects(bucket, place) : 0;
      if (count > 0) {
        restrictions.hide(task, place.set().name(), place.label(), count, now);
        hidden.add(place);
      }
    }
    // A later step notes that it has begun and then looks for what is hidden; this one hides and
    // then looks for who has begun. So at least one of the two sees the other.
    if (journal.overtakenBy(task).isPresent()) {
      giveWay(task, hidden);
      throw new BucketFailure(WaitReason.RECORD_LOCKED, "a later step of the request");
    }
    return restrictions.hidden(task.requestId());
  }

  /** Leaves nothing hidden that the later step would not have left hidden. */
  private void giveWay(TaskId task, List<Place> hidden) {
    Set<Action> later = journal.actionsAfter(task);
    Set<String> kept = new HashSet<>();
    if (later.contains(Action.ERASE)) {
      retentions.retained(task.requestId()).stream().map(Retained::collection).forEach(kept::add);
    } else if (!later.contains(Action.LIFT)) {
      return;
    }
    hidden.stream()
        .filter(place -> !kept.contains(place.set().name()))
        .forEach(place -> restrictions.giveWay(task, place.set().name(), place.label()));
  }

  /** Shows what the request has hidden; says how much that was, also where it was half done. */
  Counts lift(TaskNotes notes, TaskId task) {
    String noted =
        notes
            .chosen()
            .orElseGet(() -> notes.choose(Json.write(restrictions.hidden(task.requestId()))));
    restrictions.show(task.requestId(), hidden -> true);
    return Json.read(noted, Counts.class);
  }
}
