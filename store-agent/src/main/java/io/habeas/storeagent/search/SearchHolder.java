package io.habeas.storeagent.search;

import io.habeas.participant.Action;
import io.habeas.participant.CollectionTreatment;
import io.habeas.participant.Corrections;
import io.habeas.participant.Counts;
import io.habeas.participant.DataHolder;
import io.habeas.participant.Deferred;
import io.habeas.participant.Erased;
import io.habeas.participant.ErasureGround;
import io.habeas.participant.Located;
import io.habeas.participant.Outcome;
import io.habeas.participant.RecordSink;
import io.habeas.participant.Rectified;
import io.habeas.participant.RetentionSink;
import io.habeas.participant.Task;
import io.habeas.participant.WaitReason;
import io.habeas.participant.outcome.JournaledOutcomeLog;
import io.habeas.participant.outcome.OutcomeLog;
import io.habeas.storeagent.connector.KeyedHash;
import io.habeas.storeagent.connector.Offered;
import io.habeas.storeagent.connector.ReachableOutcomes;
import io.habeas.storeagent.connector.StoreWatch;
import io.habeas.storeagent.connector.StoreWatch.State;
import io.habeas.storeagent.document.ShapeMismatch;
import io.habeas.storeagent.plan.DocumentPlan.Documents;
import io.habeas.storeagent.plan.HowTreated;
import io.habeas.storeagent.search.Restricting.Hiding;
import io.habeas.storeagent.search.SubjectDocuments.Found;
import io.habeas.storeagent.search.WorkNotes.Tally;
import io.habeas.storeagent.search.WorkNotes.Work;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/**
 * The records of people in one cluster, as a plan describes them. There are no transactions: what
 * an erasure is about is noted durably before anything is changed, and whoever takes the task up
 * again goes on with that. Several instances may work on one task at once.
 */
final class SearchHolder implements DataHolder {
  private final SearchStore store;
  private final SearchPlan plan;
  private final Rewriting rewriting;
  private final Clock clock;
  private final WorkNotes notes;
  private final SearchJournal journal;
  private final StoreWatch<LiveIndices.Look> watch;

  SearchHolder(SearchStore store, SearchPlan plan, KeyedHash hash, Clock clock) {
    this.store = store;
    this.plan = plan;
    this.rewriting = new Rewriting(hash);
    this.clock = clock;
    this.notes = new WorkNotes(store.work());
    this.watch = new StoreWatch<>(this::look, clock);
    this.journal = new SearchJournal(store.tasks(), notes, clock, watch::forget);
  }

  /** Records outcomes in the same cluster. */
  OutcomeLog outcomeLog() {
    return new ReachableOutcomes(watch, new JournaledOutcomeLog(journal));
  }

  /** Where map and indices contradict each other: names, never contents. */
  List<String> contradictions() {
    return watch.current().contradictions();
  }

  /** What is searched without an index. */
  List<String> advice() {
    return watch.current() instanceof State.Fits<LiveIndices.Look>(var look)
        ? look.advice()
        : List.of();
  }

  @Override
  public Optional<WaitReason> unfit() {
    return watch.current().unfit();
  }

  @Override
  public Located locate(Task task) throws Deferred {
    return working(
        look -> Locating.locate(plan.documents(), reading(task, look), task.identifiers()));
  }

  /**
   * {@inheritDoc}
   *
   * <p>What is hidden is remembered record by record, which is note enough: taken up again, it
   * finds the same records and hides those that are not hidden yet.
   */
  @Override
  public Counts restrict(Task task) throws Deferred {
    return working(
        look -> {
          SubjectDocuments subject = writing(task, look);
          Restricting restricting = restricting(task);
          for (Documents documents : plan.documents().collections()) {
            subject.each(documents, some -> hide(task, documents, some, restricting));
          }
          return restricting.restricted(plan);
        });
  }

  private void hide(Task task, Documents documents, List<Found> some, Restricting restricting)
      throws Deferred {
    journal.check(task);
    List<ObjectNode> hidden =
        restricting.hide(
            documents,
            some.stream()
                .map(
                    one ->
                        new Hiding(
                            one.belonging(), one.belonging().records(documents, one.fields())))
                .toList());
    // Where another instance was given the request, and a later step undid this one, what was
    // hidden behind its back would stay hidden for good.
    if (journal.isLiftedAfter(task)) {
      showing(task).undo(hidden);
      throw new Deferred(WaitReason.RECORD_LOCKED);
    }
  }

  /** {@inheritDoc} How much that is, is noted before the first record is shown. */
  @Override
  public Counts lift(Task task) throws Deferred {
    return working(
        look -> {
          if (journal.untold(task, Action.LIFT).orElse(null)
              instanceof Outcome.RestrictionLifted(var lifted)) {
            return lifted;
          }
          Work work =
              noting()
                  .of(
                      task,
                      Action.LIFT,
                      attempt -> Tally.ofAll("lift", restricting(task).restricted(plan)));
          showing(task).showAll(journal, task);
          return new Counts(work.gone());
        });
  }

  @Override
  public Erased erase(Task task, ErasureGround ground) throws Deferred {
    Instant now = clock.instant();
    return working(
        look -> {
          if (journal.untold(task, Action.ERASE).orElse(null)
              instanceof Outcome.RecordsErased(var outcomes, var retained)) {
            return new Erased(outcomes, retained);
          }
          Noting noting = noting();
          Work work =
              noting.of(
                  task,
                  Action.ERASE,
                  noting.erasure(
                      plan,
                      () -> writing(task, look),
                      rewriting,
                      task,
                      now.atZone(clock.getZone())));
          Showing showing = showing(task);
          return new Erasing(
                  store,
                  plan,
                  notes,
                  journal,
                  rewriting,
                  showing,
                  new Retaining(
                      store, rewriting, restricting(task), showing, task.requestId(), now),
                  new Statements(store.statements()))
              .carryOut(task, work);
        });
  }

  @Override
  public Erased expire(Task task, Instant asOf) throws Deferred {
    return working(
        look -> new Expiring(store, journal, showing(task)).expire(task, asOf, noting()));
  }

  @Override
  public void reportRetained(RetentionSink retained) throws Deferred {
    working(
        look -> {
          store.retentions().refresh();
          Retaining.report(store.readingRetentions(), retained);
          return retained;
        });
  }

  @Override
  public Counts verify(Task task) throws Deferred {
    Instant now = clock.instant();
    return working(
        look -> {
          store.refresh(plan);
          store.retentions().refresh();
          return new ResidueProbe(store, plan, look, task.requestId(), task.identifiers(), now)
              .residue();
        });
  }

  @Override
  public void export(Task task, RecordSink records) throws Deferred {
    working(
        look -> {
          SubjectDocuments subject = reading(task, look);
          if (Locating.locate(plan.documents(), subject, task.identifiers()).ambiguous()) {
            throw new Deferred(WaitReason.UNFIT);
          }
          store.statements().refresh();
          new ReadingOut(
                  plan.documents(),
                  store.readingRecords(),
                  new Statements(store.readingStatements()))
              .readOut(subject, records);
          return task;
        });
  }

  @Override
  public Rectified rectify(Task task, Corrections corrections) throws Deferred {
    return working(
        look ->
            new Rectifying(store, plan, journal, new Statements(store.statements()))
                .rectify(task, writing(task, look), corrections));
  }

  @Override
  public Counts seed(Task task) throws Deferred {
    return working(look -> new Seeding(store, plan, look).seed(task));
  }

  @Override
  public List<CollectionTreatment> treatments() {
    return HowTreated.of(plan.documents());
  }

  /**
   * {@inheritDoc} Documents are hidden only where the map says how, and people are made up only
   * where it has a place for them.
   */
  @Override
  public Set<Action> actions() {
    Set<Action> actions = Offered.of(DataHolder.super.actions(), plan.documents().hides());
    if (!Seeding.isPossible(plan)) {
      actions.remove(Action.SEED);
    }
    return actions;
  }

  private SubjectDocuments reading(Task task, LiveIndices.Look look) {
    store.refresh(plan);
    return new SubjectDocuments(plan, look, store.reading(), task.identifiers(), store.chunk());
  }

  private SubjectDocuments writing(Task task, LiveIndices.Look look) {
    store.refresh(plan);
    return new SubjectDocuments(plan, look, store.writing(), task.identifiers(), store.chunk());
  }

  private Restricting restricting(Task task) {
    return new Restricting(store, task.requestId(), clock.instant());
  }

  private Showing showing(Task task) {
    return new Showing(store, task.requestId());
  }

  private Noting noting() {
    return new Noting(store.records(), notes, journal);
  }

  private State<LiveIndices.Look> look() {
    try {
      LiveIndices.Look look = LiveIndices.look(store.writing(), plan);
      if (!look.findings().isEmpty()) {
        return new State.Differs<>(look.findings());
      }
      store.ensureOwn();
      return new State.Fits<>(look);
    } catch (SearchFailure e) {
      return new State.Unreachable<>(Failures.classify(e));
    }
  }

  /** Work that is put off where the cluster fails. */
  @FunctionalInterface
  private interface Working<T> {
    T carryOut(LiveIndices.Look look) throws Deferred;
  }

  private <T> T working(Working<T> work) throws Deferred {
    State<LiveIndices.Look> state = watch.current();
    if (!(state instanceof State.Fits<LiveIndices.Look>(var look))) {
      throw new Deferred(state.unfit().orElse(WaitReason.STORE_UNAVAILABLE));
    }
    try {
      return work.carryOut(look);
    } catch (SearchFailure | ShapeMismatch e) {
      // Whatever it was, the next task looks at the store anew before it begins.
      watch.forget();
      throw new Deferred(Failures.classify(e));
    }
  }
}
