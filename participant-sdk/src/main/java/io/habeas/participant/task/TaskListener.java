package io.habeas.participant.task;

import io.habeas.participant.TaskId;
import io.habeas.process.ProcessDefinition.InvalidMessage;
import io.habeas.process.ProcessDefinition.Keyed;
import io.habeas.process.listener.Handler;
import io.habeas.process.publish.RecordPublisher;
import io.habeas.schemas.Topic;
import io.habeas.schemas.avro.ParticipantReply;
import java.time.Clock;
import java.util.List;

/**
 * Takes a task from the topic and writes its reply.
 *
 * <p>At least once: the task is acknowledged when the broker has the reply. One that comes again is
 * answered with what was recorded.
 */
public final class TaskListener<R> implements Handler<R> {
  private final TaskCodec codec;
  private final Reading<R> reading;
  private final TaskHandler handler;
  private final RecordPublisher publisher;
  private final Topic<ParticipantReply> replies;
  private final Clock clock;

  /** Makes a task of a record. */
  @FunctionalInterface
  public interface Reading<R> {
    /**
     * @throws InvalidMessage if the record cannot be true
     */
    AssignedTask read(Keyed<R> message) throws InvalidMessage;
  }

  /**
   * @param reading how a record of this topic is read
   * @param replies where this participant, and nobody else, answers
   */
  public TaskListener(
      TaskCodec codec,
      Reading<R> reading,
      TaskHandler handler,
      RecordPublisher publisher,
      Topic<ParticipantReply> replies,
      Clock clock) {
    this.codec = codec;
    this.reading = reading;
    this.handler = handler;
    this.publisher = publisher;
    this.replies = replies;
    this.clock = clock;
  }

  @Override
  public void handle(String topic, Keyed<R> message) throws InvalidMessage {
    handler.carryOut(List.of(reading.read(message)), this::reply);
  }

  private void reply(TaskId task, Answer answer) {
    publisher.publish(
        replies, task.requestId().toString(), codec.write(task, answer, clock.instant()));
  }
}
