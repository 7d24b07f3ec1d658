package io.habeas.participant.task;

import io.habeas.participant.Action;
import io.habeas.participant.ErasureGround;
import io.habeas.participant.TaskId;
import io.habeas.participant.export.UploadTarget;

/** What this participant was asked to do. */
public sealed interface AssignedTask {

  TaskId id();

  Action action();

  record Locate(TaskId id) implements AssignedTask {
    @Override
    public Action action() {
      return Action.LOCATE;
    }
  }

  record Restrict(TaskId id) implements AssignedTask {
    @Override
    public Action action() {
      return Action.RESTRICT;
    }
  }

  record Lift(TaskId id) implements AssignedTask {
    @Override
    public Action action() {
      return Action.LIFT;
    }
  }

  record Erase(TaskId id, ErasureGround ground) implements AssignedTask {
    @Override
    public Action action() {
      return Action.ERASE;
    }
  }

  record Export(TaskId id, UploadTarget target) implements AssignedTask {
    @Override
    public Action action() {
      return Action.EXPORT;
    }
  }

  record Rectify(TaskId id) implements AssignedTask {
    @Override
    public Action action() {
      return Action.RECTIFY;
    }
  }

  record Seed(TaskId id) implements AssignedTask {
    @Override
    public Action action() {
      return Action.SEED;
    }
  }

  record Verify(TaskId id) implements AssignedTask {
    @Override
    public Action action() {
      return Action.VERIFY;
    }
  }
}
