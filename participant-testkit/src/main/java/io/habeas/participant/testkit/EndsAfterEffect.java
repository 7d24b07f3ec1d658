package io.habeas.participant.testkit;

import io.habeas.participant.Action;
import io.habeas.participant.CollectionTreatment;
import io.habeas.participant.Corrections;
import io.habeas.participant.Counts;
import io.habeas.participant.DataHolder;
import io.habeas.participant.Deferred;
import io.habeas.participant.Erased;
import io.habeas.participant.ErasureGround;
import io.habeas.participant.Rectified;
import io.habeas.participant.Task;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/** Has another holder change its store, and ends before anybody has heard what that came to. */
final class EndsAfterEffect implements DataHolder {
  private final DataHolder holder;

  EndsAfterEffect(DataHolder holder) {
    this.holder = holder;
  }

  @Override
  public Counts restrict(Task task) throws Deferred {
    return ends(holder.restrict(task));
  }

  @Override
  public Counts lift(Task task) throws Deferred {
    return ends(holder.lift(task));
  }

  @Override
  public Erased erase(Task task, ErasureGround ground) throws Deferred {
    return ends(holder.erase(task, ground));
  }

  @Override
  public Rectified rectify(Task task, Corrections corrections) throws Deferred {
    return ends(holder.rectify(task, corrections));
  }

  @Override
  public Counts seed(Task task) throws Deferred {
    return ends(holder.seed(task));
  }

  @Override
  public Erased expire(Task task, Instant asOf) throws Deferred {
    return ends(holder.expire(task, asOf));
  }

  @Override
  public List<CollectionTreatment> treatments() {
    return holder.treatments();
  }

  @Override
  public Set<Action> actions() {
    return holder.actions();
  }

  private static <T> T ends(T result) {
    if (result != null) {
      throw new ProcessEnded();
    }
    throw new AssertionError("Expected something to report but it is null");
  }
}
