package io.habeas.storeagent.s3;

import io.habeas.participant.Erased;
import io.habeas.participant.Erased.CollectionOutcome;
import io.habeas.participant.Retained;
import io.habeas.participant.TaskId;
import io.habeas.storeagent.map.RetentionRule;
import io.habeas.storeagent.s3.Bucket.Doomed;
import io.habeas.storeagent.s3.Noting.KeptIn;
import io.habeas.storeagent.s3.Noting.Noted;
import io.habeas.storeagent.s3.ObjectPlan.ObjectSet;
import io.habeas.storeagent.s3.RetentionNotes.Retention;
import io.habeas.storeagent.s3.StoredObject.Version;
import io.habeas.storeagent.s3.Target.Going;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import software.amazon.awssdk.services.s3.model.MultipartUpload;

/**
 * Carries a noted set out. Every step can be done again, by this instance or another, and leads to
 * the same: what must be kept is noted as kept first, then everything else goes. How much went is
 * what was noted, and how much is kept is what notes say in the end.
 */
final class Erasing {
  private final ObjectPlan plan;
  private final Bucket bucket;
  private final RetentionNotes retentions;
  private final RestrictionNotes restrictions;
  private final List<Place> places;
  private final TaskId task;
  private final Instant now;

  Erasing(
      ObjectPlan plan,
      Bucket bucket,
      RetentionNotes retentions,
      RestrictionNotes restrictions,
      List<Place> places,
      TaskId task,
      Instant now) {
    this.plan = plan;
    this.bucket = bucket;
    this.retentions = retentions;
    this.restrictions = restrictions;
    this.places = places;
    this.task = task;
    this.now = now;
  }

  Erased erase(TaskNotes notes, Noted noted) {
    try (Stream<List<Target>> pages = Noting.pages(notes, noted)) {
      pages.forEach(page -> carryOut(page, noted));
    }
    places.forEach(this::abortUploads);
    List<Retained> retained = retentions.retained(task.requestId());
    restrict(noted, retained);
    return new Erased(outcomes(noted.erased(), retained), retained);
  }

  private void carryOut(List<Target> page, Noted noted) {
    List<Doomed> doomed = new ArrayList<>();
    for (Target target : page) {
      keep(target);
      for (Going going : target.go()) {
        if (isStillTheirs(target, going)) {
          doomed.add(new Doomed(target.key(), going.version()));
        }
      }
    }
    bucket.delete(doomed);
    if (noted.keptBefore()) {
      // Only now: a note that went before its object would lose sight of it.
      for (Target target : page) {
        retentions.forget(task.requestId(), target.collection(), target.key(), namesOfKept(target));
      }
    }
  }

  private void keep(Target target) {
    rule(target).ifPresent(rule -> notes(target, rule).forEach(retentions::write));
  }

  private List<Retention> notes(Target target, RetentionRule rule) {
    return target.keep().stream()
        .map(
            keeping ->
                new Retention(
                    task.requestId(),
                    target.collection(),
                    target.key(),
                    keeping.version(),
                    keeping.etag(),
                    rule.rule(),
                    rule.ground(),
                    rule.statute(),
                    rule.jurisdiction(),
                    keeping.expiry()))
        .toList();
  }

  private Set<String> namesOfKept(Target target) {
    Set<String> names = new HashSet<>();
    Optional<RetentionRule> rule = rule(target);
    if (rule.isPresent()) {
      notes(target, rule.get()).forEach(note -> names.add(note.name()));
    } else if (!target.keep().isEmpty()) {
      // Kept under a rule that the map no longer has.
      retentions
          .on(task.requestId(), target.collection(), target.key())
          .forEach(note -> names.add(note.name()));
    }
    return names;
  }

  private Optional<RetentionRule> rule(Target target) {
    return plan.set(target.collection()).flatMap(ObjectSet::retention);
  }

  /**
   * Where a tag says whose it is and there are no versions, somebody else's object can have taken
   * the key meanwhile. Elsewhere the key itself, or the version, says it.
   */
  private boolean isStillTheirs(Target target, Going going) {
    Optional<ObjectSet> set = plan.set(target.collection());
    if (target.byNote() || !going.isReplaceable() || set.flatMap(ObjectSet::tag).isEmpty()) {
      return true;
    }
    var latest =
        new StoredObject(target.key(), List.of(new Version(going.version(), "any", now, true)));
    return places.stream()
        .filter(place -> place.set().name().equals(target.collection()))
        .anyMatch(place -> place.within(latest, bucket).isPresent());
  }

  /** What was sent and never finished is stored all the same. No tag of it can be read. */
  private void abortUploads(Place place) {
    if (place.set().tag().isPresent()) {
      return;
    }
    List<MultipartUpload> unfinished = new ArrayList<>();
    bucket.eachUpload(
        place.path(),
        upload -> {
          if (place.covers(upload.key())) {
            unfinished.add(upload);
          }
        });
    unfinished.forEach(bucket::abort);
  }

  /** What is kept is hidden (legal rule L20); where nothing is, nothing is left to hide. */
  private void restrict(Noted noted, List<Retained> retained) {
    Set<String> empty = new HashSet<>();
    places.forEach(place -> empty.add(place.label()));
    for (KeptIn kept : noted.kept()) {
      restrictions.hide(task, kept.collection(), kept.place(), kept.objects(), now);
      empty.remove(kept.place());
    }
    Set<String> keeping = new HashSet<>();
    retained.forEach(one -> keeping.add(one.collection()));
    restrictions.show(
        task.requestId(),
        hidden -> !keeping.contains(hidden.collection()) || empty.contains(hidden.place()));
  }

  private static List<CollectionOutcome> outcomes(
      Map<String, Long> erased, List<Retained> retained) {
    Map<String, Long> kept = new HashMap<>();
    retained.forEach(one -> kept.merge(one.collection(), one.records(), Long::sum));
    Map<String, CollectionOutcome> outcomes = new TreeMap<>();
    kept.forEach((name, count) -> outcomes.put(name, new CollectionOutcome(name, 0, 0, count)));
    erased.forEach(
        (name, count) ->
            outcomes.put(name, new CollectionOutcome(name, count, 0, kept.getOrDefault(name, 0L))));
    return List.copyOf(outcomes.values());
  }
}
