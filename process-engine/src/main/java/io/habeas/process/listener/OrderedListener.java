package io.habeas.process.listener;

import io.habeas.schemas.Topic;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;

/**
 * One consumer group and what it does.
 *
 * @param group the consumer group; public API, never renamed
 * @param topics what it listens to; one that does not exist yet is taken up when it does
 * @param type their envelope record
 * @param handler what is done with each message
 * @param settings how it runs
 */
public record OrderedListener<R extends SpecificRecord>(
    String group,
    List<Topic<R>> topics,
    Class<R> type,
    Handler<R> handler,
    ListenerSettings settings) {
  public OrderedListener {
    topics = List.copyOf(topics);
  }

  /** One that runs as most do. */
  public OrderedListener(String group, List<Topic<R>> topics, Class<R> type, Handler<R> handler) {
    this(group, topics, type, handler, ListenerSettings.DEFAULT);
  }
}
