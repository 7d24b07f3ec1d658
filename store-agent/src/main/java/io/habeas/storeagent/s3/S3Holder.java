package io.habeas.storeagent.s3;

import io.habeas.participant.Action;
import io.habeas.participant.CollectionTreatment;
import io.habeas.participant.Counts;
import io.habeas.participant.DataHolder;
import io.habeas.participant.Deferred;
import io.habeas.participant.Erased;
import io.habeas.participant.ErasureGround;
import io.habeas.participant.Located;
import io.habeas.participant.RecordSink;
import io.habeas.participant.RetentionSink;
import io.habeas.participant.Task;
import io.habeas.participant.TaskId;
import io.habeas.participant.WaitReason;
import io.habeas.storeagent.connector.Offered;
import io.habeas.storeagent.plan.HowTreated;
import io.habeas.storeagent.plan.StorePlan.Treatment;
import io.habeas.storeagent.s3.BucketState.State;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * The objects of people in one bucket, as a plan describes them. S3 has no transactions: what
 * changes objects notes the whole set first, and what was half done is finished from those notes
 * when the task comes again, by this instance or another.
 */
final class S3Holder implements DataHolder {
  private final ObjectPlan plan;
  private final Bucket writing;
  private final Bucket reading;
  private final OwnObjects own;
  private final S3Journal journal;
  private final BucketState state;
  private final RetentionNotes retentions;
  private final RestrictionNotes restrictions;
  private final Clock clock;

  S3Holder(
      ObjectPlan plan,
      Bucket writing,
      Bucket reading,
      OwnObjects own,
      S3Journal journal,
      BucketState state,
      Clock clock) {
    this.plan = plan;
    this.writing = writing;
    this.reading = reading;
    this.own = own;
    this.journal = journal;
    this.state = state;
    this.retentions = new RetentionNotes(own);
    this.restrictions = new RestrictionNotes(own);
    this.clock = clock;
  }

  @Override
  public Optional<WaitReason> unfit() {
    return switch (state.current()) {
      case State.Fits() -> Optional.empty();
      case State.Differs(var findings) -> Optional.of(WaitReason.MAP_MISMATCH);
      case State.Unreachable(var reason) -> Optional.of(reason);
    };
  }

  /** Where map and storage contradict each other, naming sets. */
  List<String> contradictions() {
    return state.current() instanceof State.Differs(var findings) ? findings : List.of();
  }

  @Override
  public List<CollectionTreatment> treatments() {
    var all = new HowTreated();
    plan.sets()
        .forEach(
            set ->
                all.add(
                    set.name(),
                    set.retention()
                        .<Treatment>map(rule -> new Treatment.Retain(rule, Map.of()))
                        .orElseGet(Treatment.Delete::new)));
    return all.told();
  }

  /** {@inheritDoc} Objects are hidden only where the map says so. */
  @Override
  public Set<Action> actions() {
    return Offered.of(
        DataHolder.super.actions(), plan.sets().stream().anyMatch(ObjectPlan.ObjectSet::hidden));
  }

  @Override
  public Located locate(Task task) throws Deferred {
    return onceItFits(
        () -> {
          Map<String, Long> counts = new TreeMap<>();
          for (Place place : places(task)) {
            counts.merge(place.set().name(), Counting.objects(reading, place), Long::sum);
          }
          return new Located(new Counts(counts), List.of(), false);
        });
  }

  @Override
  public Counts restrict(Task task) throws Deferred {
    return onceItFits(() -> restricting().restrict(id(task), places(task)));
  }

  @Override
  public Counts lift(Task task) throws Deferred {
    return onceItFits(() -> restricting().lift(new TaskNotes(own, id(task)), id(task)));
  }

  @Override
  public Erased erase(Task task, ErasureGround ground) throws Deferred {
    return onceItFits(
        () -> {
          Instant now = clock.instant();
          UUID requestId = task.requestId();
          List<Place> places = places(task);
          var notes = new TaskNotes(own, id(task));
          var noted =
              new Noting(
                      plan,
                      writing,
                      retentions,
                      notes,
                      places,
                      requestId,
                      now.atZone(clock.getZone()))
                  .note();
          return new Erasing(plan, writing, retentions, restrictions, places, id(task), now)
              .erase(notes, noted);
        });
  }

  @Override
  public Erased expire(Task task, Instant asOf) throws Deferred {
    return onceItFits(
        () ->
            new Expiring(writing, retentions, restrictions, id(task))
                .expire(new TaskNotes(own, id(task)), asOf));
  }

  @Override
  public void reportRetained(RetentionSink retained) throws Deferred {
    onceItFits(
        () -> {
          retentions.report(retained);
          return true;
        });
  }

  @Override
  public Counts verify(Task task) throws Deferred {
    return onceItFits(
        () ->
            new ResidueProbe(reading, retentions, task.requestId(), clock.instant())
                .residue(places(task)));
  }

  @Override
  public void export(Task task, RecordSink records) throws Deferred {
    onceItFits(
        () -> {
          new ReadingOut(reading, records).readOut(places(task));
          return true;
        });
  }

  private Restricting restricting() {
    return new Restricting(writing, restrictions, retentions, journal, clock.instant());
  }

  private List<Place> places(Task task) {
    return Place.of(plan, task.identifiers());
  }

  private static TaskId id(Task task) {
    return new TaskId(task.requestId(), task.step());
  }

  private <T> T onceItFits(Supplier<T> work) throws Deferred {
    if (state.current() instanceof State.Differs) {
      throw new Deferred(WaitReason.MAP_MISMATCH);
    }
    return state.deferring(work);
  }
}
