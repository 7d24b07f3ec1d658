package io.habeas.participant.directives;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.habeas.participant.directives.Directives.Standing;
import io.habeas.participant.vault.Vault.VaultUnavailable;
import io.habeas.process.probe.Probe.Finding;
import io.habeas.schemas.Topic;
import io.habeas.schemas.Topics;
import io.habeas.schemas.avro.DirectiveRecord;
import io.habeas.schemas.avro.StopCause;
import io.habeas.schemas.avro.StopProcessing;
import io.habeas.schemas.avro.TakeNothingIn;
import io.habeas.schemas.directives.SubjectKey;
import io.habeas.testkit.LocalWire;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a participant knows of its directives, and what it says while it does not know. */
class FollowedDirectivesTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final Instant ERASED = Instant.parse("2026-01-05T09:00:00Z");
  private static final Topic<DirectiveRecord> TOPIC = Topics.directives("orders");
  private static final TopicPartition FIRST = new TopicPartition(TOPIC.name(), 0);
  private static final LocalWire WIRE = new LocalWire();
  private static final SubjectKey KEY = new SubjectKey(new byte[SubjectKey.BYTES]);
  private static final String ANN = KEY.subject("email", "ann@example.org");

  private volatile MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest");
  private volatile List<ConsumerRecord<byte[], byte[]>> held = List.of();
  private final AtomicInteger keysAsked = new AtomicInteger();
  private volatile boolean vaultIsAway;
  private final FollowedDirectives directives =
      new FollowedDirectives(TOPIC, this::open, WIRE, this::key, Duration.ofMillis(5));

  private SubjectKey key() throws VaultUnavailable {
    keysAsked.incrementAndGet();
    if (vaultIsAway) {
      throw new VaultUnavailable("HTTP 503");
    }
    return KEY;
  }

  @AfterEach
  void close() {
    directives.close();
  }

  @SafeVarargs
  private final void topicHolds(ConsumerRecord<byte[], byte[]>... messages) {
    held = List.of(messages);
  }

  private MockConsumer<byte[], byte[]> open() {
    consumer = new MockConsumer<>("earliest");
    consumer.updatePartitions(
        TOPIC.name(), List.of(new PartitionInfo(TOPIC.name(), 0, null, null, null)));
    consumer.updateBeginningOffsets(Map.of(FIRST, 0L));
    consumer.updateEndOffsets(Map.of(FIRST, (long) held.size()));
    consumer.schedulePollTask(() -> held.forEach(consumer::addRecord));
    return consumer;
  }

  private static ConsumerRecord<byte[], byte[]> message(
      int offset, String key, @Nullable Object payload) {
    byte[] value =
        payload == null
            ? null
            : WIRE.encode(
                TOPIC.name(), new DirectiveRecord("orders", ANN, new UUID(1, 2), ERASED, payload));
    return new ConsumerRecord<>(
        TOPIC.name(), 0, offset, key.getBytes(StandardCharsets.UTF_8), value);
  }

  private static StopProcessing stop(String purpose) {
    return new StopProcessing(purpose, StopCause.CONSENT_WITHDRAWN, ERASED);
  }

  @Test
  void shouldTellWhatMustBeRespectedAboutAPersonHoweverTheyAreWritten() throws Exception {
    // given
    topicHolds(
        message(0, ANN + "/*", new TakeNothingIn(ERASED)),
        message(1, ANN + "/newsletter", stop("newsletter")),
        message(2, ANN + "/training", stop("training")),
        message(3, ANN + "/newsletter", null));

    // when
    directives.start();
    assertThat(directives.awaitCurrent(PATIENCE)).isTrue();
    Standing ann = directives.about("email", " Ann@Example.org");

    // then
    assertThat(ann).isEqualTo(new Standing(ERASED, Map.of("training", ERASED)));
    assertThat(ann.mayTakeIn(ERASED.minusMillis(1))).isFalse();
    assertThat(ann.mayTakeIn(ERASED)).isTrue();
    assertThat(ann.mayProcessFor("newsletter", null)).isTrue();
    assertThat(ann.mayProcessFor("training", null)).isFalse();
    assertThat(ann.mayProcessFor("training", ERASED)).isFalse();
    assertThat(ann.mayProcessFor("training", ERASED.plusMillis(1))).isTrue();
    assertThat(directives.about("email", "bob@example.org")).isEqualTo(Standing.FREE);
    assertThat(directives.check()).isEqualTo(Finding.ok());
  }

  @Test
  void shouldForgetWhatIsTakenBackWhileItFollows() throws Exception {
    // given
    topicHolds(message(0, ANN + "/*", new TakeNothingIn(ERASED)));
    directives.start();
    directives.awaitCurrent(PATIENCE);
    assertThat(directives.about("email", "ann@example.org").mayTakeIn(Instant.EPOCH)).isFalse();

    // when
    consumer.schedulePollTask(() -> consumer.addRecord(message(1, ANN + "/*", null)));

    // then
    Awaitility.await()
        .atMost(PATIENCE)
        .until(() -> directives.about("email", "ann@example.org").equals(Standing.FREE));
  }

  @Test
  void shouldNotPassWhatIsNotKnownForWhatIsAllowed() throws Exception {
    // given
    vaultIsAway = true;
    topicHolds();
    directives.start();
    Awaitility.await().atMost(PATIENCE).until(() -> keysAsked.get() > 1);

    // when
    assertThatThrownBy(() -> directives.about("email", "ann@example.org"))
        .isInstanceOf(DirectivesNotCurrent.class)
        .hasMessage(
            "Expected directives to be known to their end but the vault did not give their key");

    // then
    assertThat(directives.check().up()).isFalse();
    vaultIsAway = false;
    assertThat(directives.awaitCurrent(PATIENCE)).isTrue();
    assertThat(directives.about("email", "ann@example.org")).isEqualTo(Standing.FREE);
  }

  @Test
  void shouldLookNothingUpOnceItMetWhatItDoesNotUnderstand() {
    // given
    topicHolds(
        new ConsumerRecord<>(
            TOPIC.name(), 0, 0, "k/*".getBytes(StandardCharsets.UTF_8), new byte[0]));

    // when
    directives.start();

    // then
    Awaitility.await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(String.valueOf(directives.check().details()))
                    .contains("this version does not know what is written at 0:0"));
    assertThatThrownBy(() -> directives.about("email", "ann@example.org"))
        .isInstanceOf(DirectivesNotCurrent.class);
  }
}
