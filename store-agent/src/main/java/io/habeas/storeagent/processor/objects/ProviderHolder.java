package io.habeas.storeagent.processor.objects;

import io.habeas.participant.CollectionTreatment;
import io.habeas.participant.Counts;
import io.habeas.participant.DataHolder;
import io.habeas.participant.Deferred;
import io.habeas.participant.Erased;
import io.habeas.participant.Erased.CollectionOutcome;
import io.habeas.participant.ErasureGround;
import io.habeas.participant.Located;
import io.habeas.participant.RecordSink;
import io.habeas.participant.Task;
import io.habeas.participant.TaskId;
import io.habeas.participant.WaitReason;
import io.habeas.storeagent.connector.KeyedHash;
import io.habeas.storeagent.connector.StoreWatch;
import io.habeas.storeagent.connector.StoreWatch.State;
import io.habeas.storeagent.ledger.Ledger;
import io.habeas.storeagent.plan.HowTreated;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * People's objects at one processor. What is whose is known from reports alone: what was never
 * reported is not found.
 */
final class ProviderHolder implements DataHolder {
  private final ProviderDefinition definition;
  private final ObjectsPlan plan;
  private final ProviderClient client;
  private final ObjectEntries entries;
  private final Ledger ledger;
  private final KeyedHash hash;
  private final Duration workFor;
  private final StoreWatch<ObjectsPlan> watch;

  ProviderHolder(
      ProviderDefinition definition,
      ObjectsPlan plan,
      ProviderClient client,
      ObjectEntries entries,
      Ledger ledger,
      KeyedHash hash,
      Duration workFor,
      Clock clock) {
    this.definition = definition;
    this.plan = plan;
    this.client = client;
    this.entries = entries;
    this.ledger = ledger;
    this.hash = hash;
    this.workFor = workFor;
    this.watch = new StoreWatch<>(this::look, clock);
  }

  @Override
  public List<CollectionTreatment> treatments() {
    return HowTreated.erased(plan.kinds());
  }

  @Override
  public Optional<WaitReason> unfit() {
    return ledger.unfit().or(() -> watch.current().unfit());
  }

  @Override
  public Located locate(Task task) throws Deferred {
    return new Located(entries.count(plan.kinds(), subjects(task)), List.of(), false);
  }

  @Override
  public Erased erase(Task task, ErasureGround ground) throws Deferred {
    TaskId id = id(task);
    finishEarlier(id);
    working(
        () ->
            new Deleting(definition, client, entries, ledger.journal())
                .delete(id, subjects(task), new Patience(workFor)));
    List<CollectionOutcome> outcomes = new ArrayList<>();
    entries
        .erased(plan.kinds(), task.requestId())
        .records()
        .forEach((kind, count) -> outcomes.add(new CollectionOutcome(kind, count, 0, 0)));
    return new Erased(outcomes, List.of());
  }

  @Override
  public Counts verify(Task task) throws Deferred {
    TaskId id = id(task);
    working(
        () ->
            new LookingAgain(definition, client, entries)
                .look(id, subjects(task), new Patience(workFor)));
    return entries.present(plan.kinds(), id);
  }

  @Override
  public void export(Task task, RecordSink records) throws Deferred {
    working(() -> new ReadingOut(definition, client, entries, records).readOut(subjects(task)));
  }

  /** Whoever verified last may have ended before what was erased until then counted as told. */
  private void finishEarlier(TaskId task) throws Deferred {
    OptionalInt last = ledger.journal().highestStep(task.requestId());
    if (last.isPresent()) {
      ledger.journal().outcome(new TaskId(task.requestId(), last.getAsInt()));
    }
  }

  private Set<String> subjects(Task task) {
    return plan.subjects(task.identifiers(), hash);
  }

  private static TaskId id(Task task) {
    return new TaskId(task.requestId(), task.step());
  }

  private State<ObjectsPlan> look() {
    try {
      client.probe();
      return new State.Fits<>(plan);
    } catch (Deferred e) {
      return new State.Unreachable<>(e.reason());
    }
  }

  /** Work that is put off where the processor fails. */
  @FunctionalInterface
  private interface Working {
    void carryOut() throws Deferred;
  }

  private void working(Working work) throws Deferred {
    try {
      work.carryOut();
    } catch (Deferred e) {
      if (e.reason() == WaitReason.STORE_FORBIDDEN) {
        watch.forget();
      }
      throw e;
    }
  }
}
