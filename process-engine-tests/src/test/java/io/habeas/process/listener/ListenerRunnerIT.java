package io.habeas.process.listener;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import io.habeas.process.KafkaConnection;
import io.habeas.process.ProcessDefinition.InvalidMessage;
import io.habeas.process.ProcessDefinition.Keyed;
import io.habeas.process.publish.KafkaRecordPublisher;
import io.habeas.schemas.AdminTopicDirectory;
import io.habeas.schemas.Topic;
import io.habeas.schemas.Topic.Cleanup;
import io.habeas.schemas.Topic.Key;
import io.habeas.schemas.Topics;
import io.habeas.schemas.avro.DeadLetter;
import io.habeas.schemas.avro.LetterChannel;
import io.habeas.schemas.avro.NotSentReason;
import io.habeas.schemas.avro.NoticeNotSent;
import io.habeas.schemas.avro.NoticeOutcomeRecord;
import io.habeas.schemas.avro.NoticeSent;
import io.habeas.schemas.wire.Decoded;
import io.habeas.schemas.wire.Wire;
import io.habeas.testkit.platform.KafkaPlatform;
import io.habeas.testkit.platform.TopicClient;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.admin.Admin;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ListenerRunnerIT {
  @RegisterExtension static final KafkaPlatform kafka = KafkaPlatform.shared();

  private static final Instant NOW = Instant.parse("2026-01-05T09:00:00Z");
  private static final ListenerSettings IMPATIENT =
      new ListenerSettings(1, Duration.ofMillis(50), Duration.ofMillis(200), Duration.ofMinutes(5));

  private final String group = "it-" + UUID.randomUUID();
  private final Topic<NoticeOutcomeRecord> topic =
      new Topic<>(
          "it." + UUID.randomUUID(),
          "it",
          Key.REQUEST_ID,
          NoticeOutcomeRecord.class,
          2,
          Cleanup.DELETE,
          Duration.ofDays(1));
  private final Topic<DeadLetter> deadLetters = Topics.deadLetters(topic.name(), group);
  private final List<UUID> handled = new CopyOnWriteArrayList<>();

  private final KafkaConnection connection =
      new KafkaConnection(kafka.bootstrapServers(), Map.of());
  private final TopicClient topics = kafka.client();
  private final Wire wire = topics.wire();
  private final Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()));
  private final AdminTopicDirectory directory =
      new AdminTopicDirectory(admin, Duration.ofMillis(100));
  private final KafkaRecordPublisher publisher =
      new KafkaRecordPublisher("it", connection, wire, Clock.systemUTC());

  @BeforeEach
  void createTopics() {
    topics.create(List.of(topic, deadLetters));
  }

  @AfterEach
  void close() {
    publisher.close();
    directory.close();
    admin.close();
    topics.close();
  }

  @Test
  void shouldTryAFailingMessageAgainBeforeTheNextOfItsPartitionWhileOthersGoOn() {
    // given
    NoticeOutcomeRecord first = sent();
    NoticeOutcomeRecord failing = sent();
    NoticeOutcomeRecord after = sent();
    NoticeOutcomeRecord elsewhere = sent();
    AtomicBoolean broken = new AtomicBoolean(true);
    Handler<NoticeOutcomeRecord> handler =
        (name, message) -> {
          if (message.value().equals(failing) && broken.get()) {
            throw new IllegalStateException("Expected to get through but there is an outage");
          }
          handled.add(message.value().getNoticeId());
        };
    try (ListenerRunner runner = runner(handler, wire)) {
      runner.start();

      // when
      write(0, first, failing, after);
      write(1, elsewhere);

      // then
      await()
          .untilAsserted(
              () ->
                  assertThat(handled)
                      .containsExactlyInAnyOrder(first.getNoticeId(), elsewhere.getNoticeId()));
      await()
          .untilAsserted(
              () ->
                  assertThat(runner.health().waitingPartitions())
                      .containsExactly(Map.entry(topic.name() + "-0", "IllegalStateException")));

      // when
      broken.set(false);

      // then
      await()
          .untilAsserted(
              () ->
                  assertThat(handled)
                      .filteredOn(id -> !id.equals(elsewhere.getNoticeId()))
                      .containsExactly(
                          first.getNoticeId(), failing.getNoticeId(), after.getNoticeId()));
      await().untilAsserted(() -> assertThat(runner.health().waitingPartitions()).isEmpty());
    }
  }

  @Test
  void shouldHandleAfterARestartWhatWasNotDealtWith() {
    // given
    NoticeOutcomeRecord done = sent();
    NoticeOutcomeRecord open = sent();
    write(0, done, open);
    Handler<NoticeOutcomeRecord> halfway =
        (name, message) -> {
          if (message.value().equals(open)) {
            throw new IllegalStateException("Expected to get through but there is an outage");
          }
          handled.add(message.value().getNoticeId());
        };
    try (ListenerRunner runner = runner(halfway, wire)) {
      runner.start();
      await().untilAsserted(() -> assertThat(runner.health().waitingPartitions()).isNotEmpty());
    }

    // when
    try (ListenerRunner runner =
        runner((name, message) -> handled.add(message.value().getNoticeId()), wire)) {
      runner.start();

      // then
      await()
          .untilAsserted(
              () -> assertThat(handled).containsExactly(done.getNoticeId(), open.getNoticeId()));
    }
  }

  @Test
  void shouldBuryWhatCannotBeReadOrCannotBeTrueAndGoOn() {
    // given
    byte[] noise = "ada@mail.example".getBytes(UTF_8);
    NoticeOutcomeRecord untrue = notSent();
    NoticeOutcomeRecord after = sent();
    Handler<NoticeOutcomeRecord> handler =
        (name, message) -> {
          if (message.value().equals(untrue)) {
            throw new InvalidMessage("wrong-key");
          }
          handled.add(message.value().getNoticeId());
        };
    try (ListenerRunner runner = runner(handler, wire)) {
      runner.start();

      // when
      topics.send(topic.name(), 0, "key".getBytes(UTF_8), noise);
      topics.send(topic.name(), 0, null, wire.encode(topic.name(), after));
      write(0, untrue, after);

      // then
      await().untilAsserted(() -> assertThat(handled).containsExactly(after.getNoticeId()));
      List<DeadLetter> buried = buried(3);
      assertThat(buried)
          .extracting(
              DeadLetter::getTopic,
              DeadLetter::getPartition,
              DeadLetter::getOffset,
              DeadLetter::getErrorClass)
          .containsExactly(
              tuple(topic.name(), 0, 0L, "NotInWireFormat"),
              tuple(topic.name(), 0, 1L, "NoKey"),
              tuple(topic.name(), 0, 2L, "wrong-key"));
      assertThat(buried.getFirst().toString()).doesNotContain("ada@");
      assertThat(runner.health().ready()).isTrue();
    }
  }

  @Test
  void shouldStandStillAtATypeOfALaterVersionUntilOneThatKnowsItIsStarted() {
    // given
    NoticeOutcomeRecord unknown = notSent();
    NoticeOutcomeRecord after = sent();
    NoticeOutcomeRecord elsewhere = sent();
    write(0, unknown, after);
    write(1, elsewhere);
    Handler<NoticeOutcomeRecord> handler =
        (name, message) -> handled.add(message.value().getNoticeId());
    try (ListenerRunner runner = runner(handler, new EarlierVersion(wire))) {
      runner.start();
      await().untilAsserted(() -> assertThat(handled).containsExactly(elsewhere.getNoticeId()));
      await()
          .untilAsserted(
              () ->
                  assertThat(runner.health().stoppedPartitions())
                      .containsExactly(Map.entry(topic.name() + "-0", "NoticeNotSent")));
      assertThat(runner.health().ready()).isFalse();
    }

    // when
    try (ListenerRunner runner = runner(handler, wire)) {
      runner.start();

      // then
      await()
          .untilAsserted(
              () ->
                  assertThat(handled)
                      .containsExactly(
                          elsewhere.getNoticeId(), unknown.getNoticeId(), after.getNoticeId()));
      assertThat(runner.health().ready()).isTrue();
    }
  }

  @Test
  void shouldHandInWhatCameInOneGoAndHaveAllOfItAgainWhereItWasNotDurable() {
    // given
    NoticeOutcomeRecord first = sent();
    NoticeOutcomeRecord second = sent();
    write(0, first, second);
    AtomicBoolean broken = new AtomicBoolean(true);
    var handler =
        new Together() {
          @Override
          void settle(List<UUID> noted) {
            if (broken.getAndSet(false)) {
              throw new IllegalStateException("Expected a broker but there is an outage");
            }
            handled.addAll(noted);
          }
        };
    try (ListenerRunner runner = runner(handler, wire)) {
      // when
      runner.start();

      // then
      await()
          .untilAsserted(
              () -> assertThat(handled).containsExactly(first.getNoticeId(), second.getNoticeId()));
      assertThat(handler.ahead).contains(List.of(first.getNoticeId(), second.getNoticeId()));
      await().untilAsserted(() -> assertThat(runner.health().waitingPartitions()).isEmpty());
    }
  }

  @Test
  void shouldHoldBackOnlyThePartitionOfWhatNeverGetsDurable() {
    // given
    NoticeOutcomeRecord poisonous = sent();
    NoticeOutcomeRecord behind = sent();
    NoticeOutcomeRecord elsewhere = sent();
    write(0, poisonous, behind);
    write(1, elsewhere);
    var handler =
        new Together() {
          @Override
          void settle(List<UUID> noted) {
            if (noted.contains(poisonous.getNoticeId())) {
              throw new IllegalStateException("Expected a record that fits but it is too large");
            }
            handled.addAll(noted);
          }
        };
    try (ListenerRunner runner = runner(handler, wire)) {
      // when
      runner.start();

      // then
      await().untilAsserted(() -> assertThat(handled).containsOnly(elsewhere.getNoticeId()));
      await()
          .untilAsserted(
              () ->
                  assertThat(runner.health().waitingPartitions())
                      .containsOnlyKeys(topic.name() + "-0"));
    }
  }

  /** Notes what it is given, and settles it at the end. */
  private abstract static class Together implements Handler<NoticeOutcomeRecord> {
    final List<List<UUID>> ahead = new CopyOnWriteArrayList<>();

    abstract void settle(List<UUID> noted);

    @Override
    public void handle(String name, Keyed<NoticeOutcomeRecord> message) {
      throw new AssertionError("Expected a batch but a message came alone");
    }

    @Override
    public Batch<NoticeOutcomeRecord> begin(List<Keyed<NoticeOutcomeRecord>> messages) {
      ahead.add(messages.stream().map(message -> message.value().getNoticeId()).toList());
      List<UUID> noted = new CopyOnWriteArrayList<>();
      return new Batch<>() {
        @Override
        public void handle(String name, Keyed<NoticeOutcomeRecord> message) {
          noted.add(message.value().getNoticeId());
        }

        @Override
        public void finish() {
          List<UUID> now = List.copyOf(noted);
          noted.clear();
          settle(now);
        }
      };
    }
  }

  private ListenerRunner runner(Handler<NoticeOutcomeRecord> handler, Wire version) {
    return new ListenerRunner(
        new OrderedListener<>(group, List.of(topic), NoticeOutcomeRecord.class, handler, IMPATIENT),
        connection,
        version,
        directory,
        publisher,
        Clock.systemUTC(),
        new SimpleMeterRegistry());
  }

  private void write(int partition, NoticeOutcomeRecord... records) {
    for (NoticeOutcomeRecord record : records) {
      topics.send(
          topic.name(),
          partition,
          record.getRequestId().toString().getBytes(UTF_8),
          wire.encode(topic.name(), record));
    }
  }

  private List<DeadLetter> buried(int number) {
    return await()
        .until(
            () -> topics.read(deadLetters).stream().map(Keyed::value).toList(),
            letters -> letters.size() >= number);
  }

  private static NoticeOutcomeRecord sent() {
    return new NoticeOutcomeRecord(
        UUID.randomUUID(), UUID.randomUUID(), NOW, new NoticeSent(LetterChannel.EMAIL));
  }

  private static NoticeOutcomeRecord notSent() {
    return new NoticeOutcomeRecord(
        UUID.randomUUID(), UUID.randomUUID(), NOW, new NoticeNotSent(NotSentReason.EXPIRED));
  }

  /** A version from before there was {@link NoticeNotSent}. */
  private record EarlierVersion(Wire wire) implements Wire {
    @Override
    public byte[] encode(String topic, SpecificRecord value) {
      return wire.encode(topic, value);
    }

    @Override
    public <R extends SpecificRecord> Decoded<R> decode(Class<R> type, byte @Nullable [] bytes) {
      return switch (wire.decode(type, bytes)) {
        case Decoded.Known<R>(R value)
            when value instanceof NoticeOutcomeRecord outcome
                && outcome.getPayload() instanceof NoticeNotSent ->
            new Decoded.UnknownType<>("NoticeNotSent");
        case Decoded.Known<R> known -> known;
        case Decoded.Undecodable<R> undecodable -> undecodable;
        case Decoded.UnknownType<R> unknownType -> unknownType;
      };
    }
  }
}
