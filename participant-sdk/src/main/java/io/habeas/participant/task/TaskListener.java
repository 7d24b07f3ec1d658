package io.habeas.participant.task;

import io.habeas.participant.TaskId;
import io.habeas.process.ProcessDefinition.InvalidMessage;
import io.habeas.process.ProcessDefinition.Keyed;
import io.habeas.process.listener.Handler;
import io.habeas.process.publish.RecordPublisher;
import io.habeas.schemas.Topic;
import io.habeas.schemas.avro.ErasureTask;
import io.habeas.schemas.avro.ParticipantReply;
import java.time.Clock;
import java.util.List;

/**
 * Takes a task from the topic and writes its reply.
 *
 * <p>At least once: the task is acknowledged when the broker has the reply. One that comes again is
 * answered with what was recorded.
 */
public final class TaskListener implements Handler<ErasureTask> {
  private final TaskCodec codec;
  private final TaskHandler handler;
  private final RecordPublisher publisher;
  private final Topic<ParticipantReply> replies;
  private final Clock clock;

  /**
   * @param replies where this participant, and nobody else, answers
   */
  public TaskListener(
      TaskCodec codec,
      TaskHandler handler,
      RecordPublisher publisher,
      Topic<ParticipantReply> replies,
      Clock clock) {
    this.codec = codec;
    this.handler = handler;
    this.publisher = publisher;
    this.replies = replies;
    this.clock = clock;
  }

  @Override
  public void handle(String topic, Keyed<ErasureTask> message) throws InvalidMessage {
    handler.carryOut(List.of(codec.read(message)), this::reply);
  }

  private void reply(TaskId task, Answer answer) {
    publisher.publish(
        replies, task.requestId().toString(), codec.write(task, answer, clock.instant()));
  }
}
