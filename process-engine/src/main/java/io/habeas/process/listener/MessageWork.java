package io.habeas.process.listener;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.habeas.process.DeadLetters;
import io.habeas.process.ProcessDefinition.InvalidMessage;
import io.habeas.process.ProcessDefinition.Keyed;
import io.habeas.process.header.TraceParent;
import io.habeas.process.publish.RecordPublisher;
import io.habeas.schemas.Topic;
import io.habeas.schemas.TopicDirectory;
import io.habeas.schemas.TopicDirectory.Availability;
import io.habeas.schemas.Topics;
import io.habeas.schemas.avro.DeadLetter;
import io.habeas.schemas.wire.Decoded;
import io.habeas.schemas.wire.RegistryUnavailable;
import io.habeas.schemas.wire.Wire;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** Deals with messages: reads each, has it handled, or buries it. */
final class MessageWork<R extends SpecificRecord> {
  private static final Logger log = LoggerFactory.getLogger(MessageWork.class);

  private final OrderedListener<R> listener;
  private final Wire wire;
  private final TopicDirectory topics;
  private final RecordPublisher publisher;
  private final Clock clock;
  private final MeterRegistry meters;

  MessageWork(
      OrderedListener<R> listener,
      Wire wire,
      TopicDirectory topics,
      RecordPublisher publisher,
      Clock clock,
      MeterRegistry meters) {
    this.listener = listener;
    this.wire = wire;
    this.topics = topics;
    this.publisher = publisher;
    this.clock = clock;
    this.meters = meters;
  }

  /** Looks at what came in one go; what cannot be read yet is read when it is its turn. */
  Poll begin(List<ConsumerRecord<byte[], byte[]>> messages) {
    Map<ConsumerRecord<byte[], byte[]>, Decoded<R>> decoded = new IdentityHashMap<>();
    List<Keyed<R>> ahead = new ArrayList<>();
    for (ConsumerRecord<byte[], byte[]> message : messages) {
      if (message.key() == null) {
        continue;
      }
      try {
        Decoded<R> read = wire.decode(listener.type(), message.value());
        decoded.put(message, read);
        if (read instanceof Decoded.Known<R>(R value)) {
          ahead.add(keyed(message, value));
        }
      } catch (RegistryUnavailable e) {
        // Those that could be read are dealt with; this one is tried once more.
        log.debug("{} is not readable yet", message.topic());
      }
    }
    return new Poll(decoded, listener.handler().begin(ahead));
  }

  /** Messages that came in one go. */
  final class Poll {
    private final Map<ConsumerRecord<byte[], byte[]>, Decoded<R>> decoded;
    private final Handler.Batch<R> batch;

    private Poll(Map<ConsumerRecord<byte[], byte[]>, Decoded<R>> decoded, Handler.Batch<R> batch) {
      this.decoded = decoded;
      this.batch = batch;
    }

    /**
     * Deals with one of them; whatever it throws leaves the message to be dealt with again.
     *
     * @return the type that this version does not know, if that is in the way
     */
    Optional<String> on(ConsumerRecord<byte[], byte[]> message) {
      if (message.key() == null) {
        bury(message, "NoKey");
        return Optional.empty();
      }
      Decoded<R> read =
          Objects.requireNonNullElseGet(
              decoded.get(message), () -> wire.decode(listener.type(), message.value()));
      return switch (read) {
        case Decoded.Known<R>(R value) -> {
          handle(message, keyed(message, value));
          yield Optional.empty();
        }
        case Decoded.Undecodable<R>(String errorClass) -> {
          bury(message, errorClass);
          yield Optional.empty();
        }
        case Decoded.UnknownType<R>(String type) -> Optional.of(type);
      };
    }

    /** Returns when what was done is durable; if it throws, all that was dealt with comes again. */
    void finish() {
      batch.finish();
    }

    private void handle(ConsumerRecord<byte[], byte[]> message, Keyed<R> keyed) {
      TraceParent trace = TraceParent.in(message.headers()).orElseGet(TraceParent::begin);
      try (var requestId = MDC.putCloseable("requestId", keyed.key());
          var traceId = MDC.putCloseable("traceId", trace.traceId())) {
        trace.call(
            () -> {
              batch.handle(message.topic(), keyed);
              return true;
            });
        count(message.topic(), "handled");
      } catch (InvalidMessage e) {
        bury(message, e.reason());
      }
    }
  }

  private Keyed<R> keyed(ConsumerRecord<byte[], byte[]> message, R value) {
    return new Keyed<>(new String(message.key(), UTF_8), value);
  }

  private void bury(ConsumerRecord<byte[], byte[]> message, String errorClass) {
    Topic<DeadLetter> deadLetters = Topics.deadLetters(message.topic(), listener.group());
    boolean writable = topics.availability(deadLetters.name()) == Availability.WRITABLE;
    if (writable) {
      publisher.publish(
          deadLetters,
          null,
          DeadLetters.of(
              message.topic(),
              message.partition(),
              message.offset(),
              message.value(),
              errorClass,
              clock.instant()));
    }
    count(message.topic(), writable ? "dead-letter" : "dead-letter-not-written");
    log.warn(
        "Expected a readable message at {}-{}@{} but met {}; dead letter {}",
        message.topic(),
        message.partition(),
        message.offset(),
        errorClass,
        writable ? "written" : "not written: its topic is missing or forbidden");
  }

  void count(String topic, String outcome) {
    meters
        .counter(
            "habeas.listener.messages",
            "group",
            listener.group(),
            "topic",
            topic,
            "outcome",
            outcome)
        .increment();
  }
}
