package io.habeas.storeagent.s3;

import io.habeas.participant.Counts;
import io.habeas.participant.TaskId;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Predicate;

/**
 * Which places are hidden (Art. 18). An application that is about to use an object lists {@code
 * .habeas/DATASET/restricted/COLLECTION/HASH/} with one key at most, HASH being the SHA-256, in
 * lower-case hexadecimal, of the place's {@link Place#label} in UTF-8 ({@code images/4/}); the
 * place is hidden while there is anything. Each request has a note of its own, and so the last to
 * lift shows the place again. What is uploaded to a hidden place is hidden too.
 *
 * <p>Beside it {@code restrictions/REQUEST/COLLECTION/HASH} says what the request has hidden; it is
 * there before the place is hidden, and until after it is shown again.
 */
final class RestrictionNotes {
  private final OwnObjects objects;

  RestrictionNotes(OwnObjects objects) {
    this.objects = objects;
  }

  /**
   * What a request has hidden.
   *
   * @param objects how many were in the place
   * @param step the task that hid it last
   */
  record Hidden(String collection, String place, long objects, int step, Instant at) {
    /** Leaves the place out. */
    @Override
    public String toString() {
      return "Hidden[" + collection + ", " + objects + "]";
    }
  }

  private record Shown(Instant restrictedAt) {}

  /** Hides a place, or says anew how many objects it hides, unless a later step has done so. */
  void hide(TaskId task, String collection, String label, long count, Instant now) {
    String name = name(task.requestId(), collection, label);
    if (read(name).filter(hidden -> hidden.step() > task.step()).isEmpty()) {
      write(name, new Hidden(collection, label, count, task.step(), now));
    }
  }

  /**
   * Shows a place again that {@code task} has hidden, unless a later step has hidden it too; also
   * where that later step has shown it while it was being hidden.
   */
  void giveWay(TaskId task, String collection, String label) {
    String name = name(task.requestId(), collection, label);
    if (read(name).filter(hidden -> hidden.step() > task.step()).isEmpty()) {
      objects.drop(lookup(name));
      objects.drop(name);
    }
  }

  private void write(String name, Hidden hidden) {
    objects.write(name, Json.write(hidden));
    objects.write(lookup(name), Json.write(new Shown(hidden.at())));
  }

  /** How many objects the request has hidden. */
  Counts hidden(UUID requestId) {
    Map<String, Long> counts = new TreeMap<>();
    for (String name : objects.names(ofRequest(requestId))) {
      read(name).ifPresent(found -> counts.merge(found.collection(), found.objects(), Long::sum));
    }
    return new Counts(counts);
  }

  /** Shows again what the request has hidden, as far as {@code which} says so. */
  void show(UUID requestId, Predicate<Hidden> which) {
    for (String name : objects.names(ofRequest(requestId))) {
      if (read(name).filter(which).isPresent()) {
        objects.drop(lookup(name));
        objects.drop(name);
      }
    }
  }

  /** Empty if it was lifted meanwhile. */
  private Optional<Hidden> read(String name) {
    return objects.read(name).map(text -> Json.read(text, Hidden.class));
  }

  private static String name(UUID requestId, String collection, String label) {
    return ofRequest(requestId) + collection + "/" + Digest.of(label);
  }

  private static String ofRequest(UUID requestId) {
    return "restrictions/" + requestId + "/";
  }

  /** Where applications look, for a note {@code restrictions/REQUEST/COLLECTION/HASH}. */
  private static String lookup(String name) {
    String[] parts = name.split("/", 4);
    return "restricted/%s/%s/%s".formatted(parts[2], parts[3], parts[1]);
  }
}
