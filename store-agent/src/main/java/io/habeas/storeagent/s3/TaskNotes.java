package io.habeas.storeagent.s3;

import io.habeas.participant.TaskId;
import io.habeas.participant.WaitReason;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * What one task has noted before it changes anything. Pages of whoever notes lie below a name of
 * their own; one object says whose are carried out, by everybody who carries the task out.
 */
final class TaskNotes {
  private static final String CHOSEN = "chosen";

  private final OwnObjects objects;
  private final String prefix;
  private final String own = UUID.randomUUID().toString();

  TaskNotes(OwnObjects objects, TaskId task) {
    this.objects = objects;
    this.prefix = of(task);
  }

  /**
   * Below which the notes of a task lie; those of earlier steps come before those of later ones.
   */
  static String of(TaskId task) {
    return "%s%010d/".formatted(ofAll(task.requestId()), task.step());
  }

  /** Below which the notes of all tasks of a request lie. */
  static String ofAll(UUID requestId) {
    return "notes/" + requestId + "/";
  }

  /** Under which this instance notes its pages. */
  String own() {
    return own;
  }

  /** What was chosen before, as it was given to {@link #choose}; empty if nothing was. */
  Optional<String> chosen() {
    return objects.read(prefix + CHOSEN);
  }

  /**
   * Says what is carried out, unless somebody has said it.
   *
   * @return what is: this, or what somebody else said first
   */
  String choose(String what) {
    return objects.writeOnce(prefix + CHOSEN, what);
  }

  /** Notes one page of lines. */
  void writePage(long number, List<String> lines) {
    objects.write(page(own, number), String.join("\n", lines));
  }

  /**
   * The lines of a page.
   *
   * @param of whose it is
   * @throws BucketFailure also if it is gone: somebody else has finished the task just now
   */
  Stream<String> readPage(String of, long number) {
    return objects
        .read(page(of, number))
        .orElseThrow(() -> new BucketFailure(WaitReason.RECORD_LOCKED, "a page that is gone"))
        .lines();
  }

  /** Drops the pages of this instance, which were not chosen. */
  void dropOwn() {
    objects.drop(prefix + own + "/");
  }

  private String page(String of, long number) {
    return "%s%s/%010d".formatted(prefix, of, number);
  }
}
