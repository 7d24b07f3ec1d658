package io.habeas.storeagent.manual;

import io.habeas.participant.Action;
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
import io.habeas.participant.WaitReason;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;

/** Work items with somebody beside them who does at once what they ask for. */
final class Attended implements DataHolder {
  private static final int PATIENCE = 20;

  private final DataHolder holder;
  private final BiConsumer<Task, Corrections> told;
  private final Runnable work;

  /**
   * @param told is told of each task before it comes
   * @param work does what is to be done
   */
  Attended(DataHolder holder, BiConsumer<Task, Corrections> told, Runnable work) {
    this.holder = holder;
    this.told = told;
    this.work = work;
  }

  private interface Call<T> {
    T make() throws Deferred;
  }

  private <T> T attended(Task task, Corrections corrections, Call<T> call) throws Deferred {
    told.accept(task, corrections);
    for (int i = 0; i < PATIENCE; i++) {
      try {
        return call.make();
      } catch (Deferred e) {
        if (e.reason() != WaitReason.AWAITING_PERSON) {
          throw e;
        }
        work.run();
      }
    }
    return call.make();
  }

  private <T> T attended(Task task, Call<T> call) throws Deferred {
    return attended(task, Corrections.NONE, call);
  }

  @Override
  public Located locate(Task task) throws Deferred {
    return attended(task, () -> holder.locate(task));
  }

  @Override
  public Counts restrict(Task task) throws Deferred {
    return attended(task, () -> holder.restrict(task));
  }

  @Override
  public Counts lift(Task task) throws Deferred {
    return attended(task, () -> holder.lift(task));
  }

  @Override
  public Erased erase(Task task, ErasureGround ground) throws Deferred {
    return attended(task, () -> holder.erase(task, ground));
  }

  @Override
  public Counts verify(Task task) throws Deferred {
    return attended(task, () -> holder.verify(task));
  }

  @Override
  public void export(Task task, RecordSink records) throws Deferred {
    attended(
        task,
        () -> {
          holder.export(task, records);
          return true;
        });
  }

  @Override
  public Rectified rectify(Task task, Corrections corrections) throws Deferred {
    return attended(task, corrections, () -> holder.rectify(task, corrections));
  }

  @Override
  public Set<Action> actions() {
    return holder.actions();
  }

  @Override
  public Optional<WaitReason> unfit() {
    return holder.unfit();
  }
}
