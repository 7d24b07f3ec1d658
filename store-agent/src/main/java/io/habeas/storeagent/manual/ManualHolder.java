package io.habeas.storeagent.manual;

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
import io.habeas.participant.Task;
import io.habeas.participant.TaskId;
import io.habeas.participant.WaitReason;
import io.habeas.storeagent.ledger.Ledger;
import io.habeas.storeagent.manual.WorkItem.State;
import io.habeas.storeagent.manual.WorkItem.Upload;
import io.habeas.storeagent.plan.HowTreated;
import io.habeas.storeagent.plan.StorePlan.Treatment;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a person does. Each task opens a work item, or finds the one it has opened before, and waits
 * until somebody has said what it came to. The identifiers that come with a task are not kept:
 * whoever works on it is shown what the vault grants at that moment.
 */
final class ManualHolder implements DataHolder {
  private final Ledger ledger;
  private final ManualPlan plan;
  private final WorkItems items;
  private final Uploads uploads;
  private final Set<Action> actions;
  private final ZoneId zone;

  ManualHolder(
      Ledger ledger,
      ManualPlan plan,
      WorkItems items,
      Uploads uploads,
      Set<Action> actions,
      ZoneId zone) {
    this.ledger = ledger;
    this.plan = plan;
    this.items = items;
    this.uploads = uploads;
    this.actions = Set.copyOf(actions);
    this.zone = zone;
  }

  @Override
  public List<CollectionTreatment> treatments() {
    var all = new HowTreated();
    plan.collections()
        .forEach(
            set ->
                all.add(
                    set.name(),
                    set.retention()
                        .<Treatment>map(rule -> new Treatment.Retain(rule, Map.of()))
                        .orElseGet(Treatment.Delete::new)));
    return all.told();
  }

  @Override
  public Set<Action> actions() {
    return actions;
  }

  @Override
  public Optional<WaitReason> unfit() {
    return ledger.unfit();
  }

  @Override
  public Located locate(Task task) throws Deferred {
    return new Located(done(task, Action.LOCATE).completion().records(), List.of(), false);
  }

  @Override
  public Counts restrict(Task task) throws Deferred {
    return done(task, Action.RESTRICT).completion().records();
  }

  @Override
  public Counts lift(Task task) throws Deferred {
    return done(task, Action.LIFT).completion().records();
  }

  @Override
  public Erased erase(Task task, ErasureGround ground) throws Deferred {
    return done(task, Action.ERASE).completion().erased(plan, zone);
  }

  @Override
  public Counts verify(Task task) throws Deferred {
    return done(task, Action.VERIFY).completion().records();
  }

  @Override
  public void export(Task task, RecordSink records) throws Deferred {
    for (Upload upload : done(task, Action.EXPORT).uploads()) {
      uploads.readOut(upload, records);
    }
  }

  @Override
  public Rectified rectify(Task task, Corrections corrections) throws Deferred {
    return done(task, Action.RECTIFY).completion().rectified();
  }

  private record Done(Completion completion, List<Upload> uploads) {}

  private Done done(Task task, Action action) throws Deferred {
    WorkItem item = items.open(new TaskId(task.requestId(), task.step()), action);
    return switch (item.state()) {
      case State.Completed(var by, var at, var completion) -> new Done(completion, item.uploads());
      case State.Open open -> throw new Deferred(WaitReason.AWAITING_PERSON);
      // The vault said that the request is closed, and yet there is a task: it may know better now.
      case State.Withdrawn withdrawn -> throw new Deferred(WaitReason.RECORD_LOCKED);
    };
  }
}
