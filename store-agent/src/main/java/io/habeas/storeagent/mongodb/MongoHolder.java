package io.habeas.storeagent.mongodb;

import com.mongodb.MongoException;
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
import io.habeas.storeagent.connector.Use;
import io.habeas.storeagent.document.ShapeMismatch;
import io.habeas.storeagent.mongodb.SubjectDocuments.Found;
import io.habeas.storeagent.mongodb.WorkNotes.Tally;
import io.habeas.storeagent.mongodb.WorkNotes.Work;
import io.habeas.storeagent.plan.DocumentPlan;
import io.habeas.storeagent.plan.DocumentPlan.Documents;
import io.habeas.storeagent.plan.HowTreated;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.bson.BsonDocument;

/**
 * The records of people in one MongoDB database, as a plan describes them. There are no
 * transactions: what an erasure is about is noted durably before anything is changed, and whoever
 * takes the task up again goes on with that. Several instances may work on one task at once.
 */
final class MongoHolder implements DataHolder {
  private final MongoStore store;
  private final DocumentPlan plan;
  private final Rewriting rewriting;
  private final Clock clock;
  private final Use use;
  private final WorkNotes notes;
  private final MongoTaskJournal journal;
  private final OwnIndexes indexes;
  private final StoreWatch<DocumentPlan> watch;

  MongoHolder(MongoStore store, DocumentPlan plan, KeyedHash hash, Clock clock, Use use) {
    this.store = store;
    this.plan = plan;
    this.rewriting = new Rewriting(hash);
    this.clock = clock;
    this.use = use;
    this.notes = new WorkNotes(store);
    this.indexes = new OwnIndexes(store);
    this.watch = new StoreWatch<>(this::look, clock);
    this.journal = new MongoTaskJournal(store, notes, clock, watch::forget);
  }

  /** Records outcomes in the same database. */
  OutcomeLog outcomeLog() {
    return new ReachableOutcomes(watch, new JournaledOutcomeLog(journal));
  }

  /** Where map and store contradict each other: collections and fields, never contents. */
  List<String> contradictions() {
    return watch.current().contradictions();
  }

  @Override
  public Optional<WaitReason> unfit() {
    return watch.current().unfit();
  }

  @Override
  public Located locate(Task task) throws Deferred {
    return working(() -> Locating.locate(plan, reading(task), task.identifiers()));
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
        () -> {
          SubjectDocuments subject = writing(task);
          Restricting restricting = restricting(task);
          for (Documents documents : plan.collections()) {
            subject.each(documents, some -> hide(task, documents, some, restricting));
          }
          return restricting.restricted(plan);
        });
  }

  private void hide(Task task, Documents documents, List<Found> some, Restricting restricting)
      throws Deferred {
    journal.check(task);
    List<BsonDocument> hidden = new ArrayList<>();
    for (Found found : some) {
      restricting
          .hide(
              documents, found.belonging(), found.belonging().records(documents, found.document()))
          .ifPresent(hidden::add);
    }
    // Where another instance was given the request, and a later step undid this one, what was
    // hidden behind its back would stay hidden for good.
    if (journal.isLiftedAfter(task)) {
      hidden.forEach(restricting::undo);
      throw new Deferred(WaitReason.RECORD_LOCKED);
    }
  }

  /** {@inheritDoc} How much that is, is noted before the first record is shown. */
  @Override
  public Counts lift(Task task) throws Deferred {
    return working(
        () -> {
          if (journal.untold(task, Action.LIFT).orElse(null)
              instanceof Outcome.RestrictionLifted(var lifted)) {
            return lifted;
          }
          Restricting restricting = restricting(task);
          Work work =
              noting()
                  .of(
                      task,
                      Action.LIFT,
                      attempt -> Tally.ofAll("lift", restricting.restricted(plan)));
          restricting.showAll(journal, task);
          return new Counts(work.gone());
        });
  }

  @Override
  public Erased erase(Task task, ErasureGround ground) throws Deferred {
    Instant now = clock.instant();
    return working(
        () -> {
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
                      plan, () -> writing(task), rewriting, task, now.atZone(clock.getZone())));
          Restricting restricting = restricting(task);
          return new Erasing(
                  store,
                  plan,
                  notes,
                  journal,
                  new Anonymising(store, rewriting),
                  restricting,
                  retaining(task, restricting))
              .carryOut(task, work);
        });
  }

  @Override
  public Erased expire(Task task, Instant asOf) throws Deferred {
    return working(
        () -> {
          Restricting restricting = restricting(task);
          return new Expiring(store, journal, restricting, retaining(task, restricting))
              .expire(task, asOf, noting());
        });
  }

  @Override
  public void reportRetained(RetentionSink retained) throws Deferred {
    working(
        () -> {
          Retaining.report(store, retained);
          return retained;
        });
  }

  @Override
  public Rectified rectify(Task task, Corrections corrections) throws Deferred {
    return working(
        () -> {
          if (journal.untold(task, Action.RECTIFY).orElse(null)
              instanceof Outcome.RecordsRectified(var corrected, var supplemented)) {
            return new Rectified(corrected, supplemented);
          }
          var rectifying = new Rectifying(store, plan, notes, journal, corrections);
          Work work =
              noting().of(task, Action.RECTIFY, rectifying.noting(() -> writing(task), task));
          return rectifying.carryOut(task, work);
        });
  }

  @Override
  public Counts verify(Task task) throws Deferred {
    Instant now = clock.instant();
    return working(
        () -> new ResidueProbe(store, plan, task.requestId(), task.identifiers(), now).residue());
  }

  @Override
  public void export(Task task, RecordSink records) throws Deferred {
    working(
        () -> {
          SubjectDocuments subject = reading(task);
          if (Locating.locate(plan, subject, task.identifiers()).ambiguous()) {
            throw new Deferred(WaitReason.UNFIT);
          }
          new ReadingOut(
                  plan,
                  new FullDocuments(store.readingDatabase()),
                  new Statements(store.readingStatements()))
              .readOut(subject, records);
          return task;
        });
  }

  @Override
  public List<CollectionTreatment> treatments() {
    return HowTreated.of(plan);
  }

  /** {@inheritDoc} Documents are hidden only where the map says how. */
  @Override
  public Set<Action> actions() {
    return Offered.of(DataHolder.super.actions(), plan.hides());
  }

  private SubjectDocuments reading(Task task) {
    return new SubjectDocuments(plan, store.readingDatabase(), task.identifiers(), store.chunk());
  }

  private SubjectDocuments writing(Task task) {
    return new SubjectDocuments(plan, store.database(), task.identifiers(), store.chunk());
  }

  private Restricting restricting(Task task) {
    return new Restricting(store, task.requestId(), clock.instant());
  }

  private Retaining retaining(Task task, Restricting restricting) {
    return new Retaining(store, rewriting, restricting, task.requestId(), clock.instant());
  }

  private Noting noting() {
    return new Noting(store, notes, journal);
  }

  private State<DocumentPlan> look() {
    try {
      Set<String> there =
          store
              .readingDatabase()
              .listCollectionNames()
              .authorizedCollections(true)
              .into(new HashSet<>());
      List<String> findings = new ArrayList<>();
      for (String name : plan.names()) {
        if (!there.contains(name)) {
          findings.add("Expected collection %s but there is none".formatted(name));
        }
      }
      if (findings.isEmpty()) {
        findings.addAll(MissingFields.in(store.readingDatabase(), plan));
      }
      if (findings.isEmpty() && use == Use.SERVING) {
        store.claim(plan.dataset()).ifPresent(findings::add);
      }
      if (findings.isEmpty()) {
        indexes.ensure();
        return new State.Fits<>(plan);
      }
      return new State.Differs<>(findings);
    } catch (MongoException e) {
      return new State.Unreachable<>(MongoFailures.classify(e));
    }
  }

  /** Work that is put off where the store fails. */
  @FunctionalInterface
  private interface Working<T> {
    T carryOut() throws Deferred;
  }

  private <T> T working(Working<T> work) throws Deferred {
    Optional<WaitReason> unfit = watch.current().unfit();
    if (unfit.isPresent()) {
      throw new Deferred(unfit.get());
    }
    try {
      return work.carryOut();
    } catch (MongoException | ShapeMismatch e) {
      // Whatever it was, the next task looks at the store anew before it begins.
      watch.forget();
      throw new Deferred(MongoFailures.classify(e));
    }
  }
}
