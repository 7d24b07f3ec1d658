package io.habeas.storeagent.s3;

import io.habeas.participant.Counts;
import io.habeas.participant.TaskId;
import io.habeas.participant.WaitReason;
import java.time.Instant;
import java.util.List;

/** Hides a person's places and shows them again (Art. 18). */
final class Restricting {
  private final Bucket bucket;
  private final RestrictionNotes restrictions;
  private final S3Journal journal;
  private final Instant now;

  Restricting(Bucket bucket, RestrictionNotes restrictions, S3Journal journal, Instant now) {
    this.bucket = bucket;
    this.restrictions = restrictions;
    this.journal = journal;
    this.now = now;
  }

  /**
   * Hides every place with anything in it.
   *
   * @return what the request has hidden, in this step or before
   * @throws BucketFailure also if a later step has begun meanwhile; what this one hid is shown
   *     again
   */
  Counts restrict(TaskId task, List<Place> places) {
    for (Place place : places) {
      if (place.set().hidden()) {
        long count = Counting.objects(bucket, place);
        if (count > 0) {
          restrictions.hide(task, place.set().name(), place.label(), count, now);
        }
      }
    }
    // Whoever lifts notes that it has begun and then looks for what is hidden; this one hides and
    // then looks for who has begun. So at least one of the two sees the other.
    if (journal.overtakenBy(task).isPresent()) {
      restrictions.show(task.requestId(), hidden -> hidden.step() == task.step());
      throw new BucketFailure(WaitReason.RECORD_LOCKED, "a later step of the request");
    }
    return restrictions.hidden(task.requestId());
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
