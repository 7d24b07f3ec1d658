package io.habeas.verifier.claims;

import io.habeas.process.ProcessDefinition.InvalidMessage;
import io.habeas.process.ProcessDefinition.Keyed;
import io.habeas.schemas.Topic;
import io.habeas.schemas.Topics;
import io.habeas.schemas.avro.EraseExpired;
import io.habeas.schemas.avro.ErasureTask;
import io.habeas.schemas.avro.ExportTask;
import io.habeas.schemas.avro.LocateHoldings;
import io.habeas.schemas.avro.RectifyRecords;
import java.time.Duration;
import java.util.UUID;

/** Notes the tasks that are issued; each is a grant to claim. Blocks until noted. Idempotent. */
public final class TaskHandler {
  private final IssuedTasks tasks;
  private final Duration patience;

  public TaskHandler(IssuedTasks tasks, Duration patience) {
    this.tasks = tasks;
    this.patience = patience;
  }

  /**
   * @throws InvalidMessage if the task is for another participant than its topic
   */
  public void erasure(String topic, Keyed<ErasureTask> message) throws InvalidMessage {
    ErasureTask task = message.value();
    requireItsOwnTopic(topic, Topics.erasureTasks(task.getParticipant()));
    note(task.getRequestId(), task.getParticipant(), task.getStep(), task.getPayload());
  }

  /**
   * @throws InvalidMessage if the task is for another participant than its topic
   */
  public void export(String topic, Keyed<ExportTask> message) throws InvalidMessage {
    ExportTask task = message.value();
    requireItsOwnTopic(topic, Topics.exportTasks(task.getParticipant()));
    note(task.getRequestId(), task.getParticipant(), task.getStep(), task.getPayload());
  }

  private static void requireItsOwnTopic(String topic, Topic<?> own) throws InvalidMessage {
    if (!topic.equals(own.name())) {
      throw new InvalidMessage("wrong-participant");
    }
  }

  /** Not what is found by retention rows alone: for that nobody is told an identifier. */
  private void note(UUID requestId, String participant, int step, Object payload)
      throws InvalidMessage {
    if (step < 1) {
      throw new InvalidMessage("step-out-of-range");
    }
    if (payload instanceof EraseExpired) {
      return;
    }
    tasks.note(requestId.toString(), participant, step, allows(payload)).block(patience);
  }

  private static IssuedTasks.Allows allows(Object payload) {
    return switch (payload) {
      case LocateHoldings locate -> IssuedTasks.Allows.YIELDING;
      case RectifyRecords rectify -> IssuedTasks.Allows.CORRECTIONS;
      default -> IssuedTasks.Allows.NOTHING_ELSE;
    };
  }
}
