package io.habeas.verifier.claims;

import io.habeas.process.ProcessDefinition.InvalidMessage;
import io.habeas.process.ProcessDefinition.Keyed;
import io.habeas.schemas.Topics;
import io.habeas.schemas.avro.ErasureTask;
import io.habeas.schemas.avro.LocateHoldings;
import java.time.Duration;

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
  public void handle(String topic, Keyed<ErasureTask> message) throws InvalidMessage {
    ErasureTask task = message.value();
    if (!topic.equals(Topics.erasureTasks(task.getParticipant()).name())) {
      throw new InvalidMessage("wrong-participant");
    }
    if (task.getStep() < 1) {
      throw new InvalidMessage("step-out-of-range");
    }
    tasks
        .note(
            task.getRequestId().toString(),
            task.getParticipant(),
            task.getStep(),
            task.getPayload() instanceof LocateHoldings)
        .block(patience);
  }
}
