package io.habeas.participant.task;

import io.habeas.participant.Action;
import io.habeas.participant.ErasureGround;
import io.habeas.participant.TaskId;
import io.habeas.participant.export.UploadTarget;
import java.time.Instant;

/** What this participant was asked to do. */
public sealed interface AssignedTask {

  TaskId id();

  Action action();

  /**
   * Whether it is carried out without identifiers: what it is about is found by the request's id,
   * and the vault may grant nothing for it any more.
   */
  default boolean isByRequest() {
    return switch (this) {
      case Lift lift -> true;
      case Expire expire -> true;
      case Locate locate -> false;
      case Restrict restrict -> false;
      case Erase erase -> false;
      case Export export -> false;
      case Rectify rectify -> false;
      case Seed seed -> false;
      case Verify verify -> false;
    };
  }

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

  /**
   * @param asOf what may be kept until this instant or an earlier one goes
   */
  record Expire(TaskId id, Instant asOf) implements AssignedTask {
    @Override
    public Action action() {
      return Action.EXPIRE;
    }
  }

  record Verify(TaskId id) implements AssignedTask {
    @Override
    public Action action() {
      return Action.VERIFY;
    }
  }
}
