package io.habeas.storeagent.redis;

import io.habeas.participant.Action;
import io.habeas.participant.CollectionTreatment;
import io.habeas.participant.Corrections;
import io.habeas.participant.Counts;
import io.habeas.participant.DataHolder;
import io.habeas.participant.Deferred;
import io.habeas.participant.Erased;
import io.habeas.participant.ErasureGround;
import io.habeas.participant.Located;
import io.habeas.participant.RecordSink;
import io.habeas.participant.Rectified;
import io.habeas.participant.RetentionSink;
import io.habeas.participant.Task;
import io.habeas.participant.TaskId;
import io.habeas.participant.WaitReason;
import io.habeas.storeagent.connector.Keeping;
import io.habeas.storeagent.connector.KeyedHash;
import io.habeas.storeagent.connector.Offered;
import io.habeas.storeagent.connector.StoreWatch;
import io.habeas.storeagent.connector.StoreWatch.State;
import io.habeas.storeagent.plan.HowTreated;
import io.habeas.storeagent.plan.StorePlan.Treatment;
import io.habeas.storeagent.redis.Names.Space;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * What one Redis database holds about people, as a plan describes it. Whatever changes something is
 * a {@linkplain Scripts script}, which also counts it; a task that ended half-way goes on where it
 * ended when it comes again, by this instance or another, and reports the whole.
 */
final class RedisHolder implements DataHolder {
  private final KeyPlan plan;
  private final Names names;
  private final Server writing;
  private final Server reading;
  private final RedisJournal journal;
  private final StoreWatch<Boolean> watch;
  private final KeyedHash hash;
  private final Clock clock;

  RedisHolder(
      KeyPlan plan,
      Names names,
      Server writing,
      Server reading,
      RedisJournal journal,
      StoreWatch<Boolean> watch,
      KeyedHash hash,
      Clock clock) {
    this.plan = plan;
    this.names = names;
    this.writing = writing;
    this.reading = reading;
    this.journal = journal;
    this.watch = watch;
    this.hash = hash;
    this.clock = clock;
  }

  @Override
  public Optional<WaitReason> unfit() {
    return watch.current().unfit();
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
                        .<Treatment>map(rule -> new Treatment.Retain(rule, set.strategies()))
                        .orElseGet(
                            () ->
                                set.strategies().isEmpty()
                                    ? new Treatment.Delete()
                                    : new Treatment.Anonymise(set.strategies()))));
    return all.told();
  }

  /** {@inheritDoc} Keys are hidden only where the map says how. */
  @Override
  public Set<Action> actions() {
    return Offered.of(
        DataHolder.super.actions(), plan.sets().stream().anyMatch(KeyPlan.KeySet::hidden));
  }

  @Override
  public Located locate(Task task) throws Deferred {
    return onceItFits(
        () -> {
          var finder = new Finder(reading, names);
          Map<String, Long> counts = new TreeMap<>();
          for (Place place : places(task)) {
            for (Space space : List.of(Space.LIVE, Space.HIDDEN, Space.RETAINED)) {
              finder.each(
                  place,
                  space,
                  page -> counts.merge(place.set().name(), (long) page.size(), Long::sum));
            }
          }
          return new Located(new Counts(counts), List.of(), false);
        });
  }

  @Override
  public void export(Task task, RecordSink records) throws Deferred {
    onceItFits(
        () -> {
          var finder = new Finder(reading, names);
          var retentions = new Retentions(reading, names);
          new ReadingOut(reading, names, finder, retentions, records).readOut(places(task));
          return true;
        });
  }

  @Override
  public Counts restrict(Task task) throws Deferred {
    return onceItFits(() -> restricting(task).restrict(places(task)));
  }

  @Override
  public Counts lift(Task task) throws Deferred {
    return onceItFits(
        () -> {
          restricting(task).lift();
          return new Counts(journal.counted(task.requestId(), "lifted"));
        });
  }

  @Override
  public Erased erase(Task task, ErasureGround ground) throws Deferred {
    return onceItFits(
        () -> {
          var retentions = new Retentions(writing, names);
          erasing(task, retentions, clock.instant()).erase(places(task));
          restricting(task).forget();
          return Erasing.outcome(
              journal.counted(task.requestId(), "erased"),
              journal.counted(task.requestId(), "anonymised"),
              retentions.retained(task.requestId()));
        });
  }

  /** {@inheritDoc} Redis may have let go of it already: it lasts no longer than its note says. */
  @Override
  public Erased expire(Task task, Instant asOf) throws Deferred {
    return onceItFits(
        () -> {
          var retentions = new Retentions(writing, names);
          erasing(task, retentions, asOf).eraseWhatIsOver();
          return Keeping.told(
              journal.counted(task.requestId(), "erased"), retentions.retained(task.requestId()));
        });
  }

  @Override
  public void reportRetained(RetentionSink retained) throws Deferred {
    onceItFits(
        () -> {
          new Retentions(reading, names).report(retained);
          return true;
        });
  }

  @Override
  public Counts verify(Task task) throws Deferred {
    return onceItFits(
        () ->
            new ResidueProbe(
                    reading,
                    names,
                    new Retentions(reading, names),
                    task.requestId(),
                    clock.instant())
                .residue(plan, places(task), new Mentions(reading, task.identifiers())));
  }

  @Override
  public Rectified rectify(Task task, Corrections corrections) throws Deferred {
    return onceItFits(
        () ->
            new Rectifying(
                    names, new Finder(writing, names), effects(task), rewriting(task), corrections)
                .rectify(places(task)));
  }

  @Override
  public Counts seed(Task task) throws Deferred {
    return onceItFits(
        () -> {
          new Seeding(effects(task)).seed(places(task));
          return new Counts(journal.counted(task.requestId(), "seeded"));
        });
  }

  private Restricting restricting(Task task) {
    return new Restricting(writing, names, new Finder(writing, names), effects(task));
  }

  /**
   * @param now as of when it is decided what may be kept no longer
   */
  private Erasing erasing(Task task, Retentions retentions, Instant now) {
    return new Erasing(
        writing,
        names,
        new Finder(writing, names),
        effects(task),
        rewriting(task),
        retentions,
        now.atZone(clock.getZone()));
  }

  private Rewriting rewriting(Task task) {
    return new Rewriting(writing, names, effects(task), hash);
  }

  private Effects effects(Task task) {
    return new Effects(writing, names, new TaskId(task.requestId(), task.step()));
  }

  private List<Place> places(Task task) {
    return Place.of(plan, task.identifiers());
  }

  private <T> T onceItFits(Supplier<T> work) throws Deferred {
    switch (watch.current()) {
      case State.Fits<Boolean> fits -> {}
      case State.Differs<Boolean> differs -> throw new Deferred(WaitReason.MAP_MISMATCH);
      case State.Unreachable<Boolean>(var reason) -> throw new Deferred(reason);
    }
    try {
      return work.get();
    } catch (RedisFailure e) {
      // Whatever it was, the next task looks at the server anew before it begins.
      watch.forget();
      throw new Deferred(e.reason());
    }
  }
}
