package io.habeas.participant.task;

import io.habeas.participant.TaskId;
import io.habeas.process.ProcessDefinition.InvalidMessage;
import io.habeas.process.ProcessDefinition.Keyed;
import io.habeas.process.header.TraceParent;
import io.habeas.process.listener.Handler;
import io.habeas.process.publish.RecordPublisher;
import io.habeas.process.publish.RecordPublisher.Pending;
import io.habeas.schemas.Topic;
import io.habeas.schemas.avro.ParticipantReply;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

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
    Batch<R> alone = begin(List.of(message));
    alone.handle(topic, message);
    alone.finish();
  }

  /** Identifiers are claimed for all of them at once, and all replies are on their way at once. */
  @Override
  public Batch<R> begin(List<Keyed<R>> ahead) {
    return new Together(handler.begin(ahead.stream().flatMap(this::readable).toList()));
  }

  private Stream<AssignedTask> readable(Keyed<R> message) {
    try {
      return Stream.of(reading.read(message));
    } catch (InvalidMessage e) {
      // It is buried when it is its turn.
      return Stream.empty();
    }
  }

  private final class Together implements Batch<R> {
    private final TaskHandler.Batch tasks;
    private final List<Pending> replying = new ArrayList<>();

    private Together(TaskHandler.Batch tasks) {
      this.tasks = tasks;
    }

    @Override
    public void handle(String topic, Keyed<R> message) throws InvalidMessage {
      AssignedTask task = reading.read(message);
      // It may be replied while another task's trace is current.
      TraceParent trace = TraceParent.current().orElseGet(TraceParent::begin);
      tasks.carryOut(task, answer -> replying.add(trace.call(() -> reply(task.id(), answer))));
    }

    private Pending reply(TaskId task, Answer answer) {
      return publisher.begin(
          replies, task.requestId().toString(), codec.write(task, answer, clock.instant()));
    }

    @Override
    public void finish() {
      tasks.finish();
      List<Pending> begun = List.copyOf(replying);
      replying.clear();
      begun.forEach(Pending::await);
    }
  }
}
