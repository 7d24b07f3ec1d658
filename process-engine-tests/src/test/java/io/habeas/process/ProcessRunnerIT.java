package io.habeas.process;

import static io.habeas.process.FanOut.accepted;
import static io.habeas.process.FanOut.reply;
import static io.habeas.process.FanOut.requests;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import io.habeas.process.FanOut.Command;
import io.habeas.process.FanOut.Event;
import io.habeas.process.FanOut.State;
import io.habeas.process.ProcessDefinition.Keyed;
import io.habeas.schemas.Topic;
import io.habeas.schemas.Topics;
import io.habeas.schemas.avro.DeadLetter;
import io.habeas.schemas.avro.ErasureTask;
import io.habeas.schemas.avro.RequestRecord;
import io.habeas.testkit.platform.KafkaPlatform;
import io.habeas.testkit.platform.TopicClient;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** One process on a real broker that does not always do what is asked of it. */
class ProcessRunnerIT {
  @RegisterExtension static final KafkaPlatform kafka = KafkaPlatform.shared();

  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final Duration PATIENCE = Duration.ofMillis(500);
  private static final Duration COMMIT_INTERVAL = Duration.ofMillis(50);

  @TempDir Path state;

  private final String name = "it-" + UUID.randomUUID();
  private final String there = "there-" + name;
  private final String elsewhere = "elsewhere-" + name;
  private final Topic<RequestRecord> requests = requests(name);
  private TopicClient topics;

  @BeforeEach
  void createTopics() {
    topics = kafka.client();
    topics.create(
        List.of(requests, Topics.deadLetters(requests.name(), name), Topics.ERASURE_EVENTS));
    topics.create(topicsOf(there));
  }

  @AfterEach
  void close() {
    topics.close();
  }

  @Test
  void shouldAskEverybodyElseWhileATaskTopicIsMissingAndItsParticipantWhenItIsThere() {
    shouldAskEverybodyElseUntil(() -> topics.create(topicsOf(elsewhere)));
  }

  @Test
  void shouldAskEverybodyElseWhileATaskTopicIsForbiddenAndItsParticipantWhenItIsNot() {
    // given
    topics.create(topicsOf(elsewhere));
    kafka.forbidWriting(Topics.erasureTasks(elsewhere).name());

    shouldAskEverybodyElseUntil(() -> kafka.permitWriting(Topics.erasureTasks(elsewhere).name()));
  }

  private void shouldAskEverybodyElseUntil(Runnable mended) {
    try (FanOutOnABroker running = start(Duration.ofMillis(200))) {
      // when
      accept("r1", "r2");

      // then
      await().atMost(LIMIT).untilAsserted(() -> assertThat(asked(there)).contains("r1", "r2"));
      answer(there, "r1", "r2");
      assertThat(completed("r1", "r2")).isZero();

      // when
      mended.run();

      // then
      await().atMost(LIMIT).untilAsserted(() -> assertThat(asked(elsewhere)).contains("r1", "r2"));
      answer(elsewhere, "r1", "r2");
      await().atMost(LIMIT).untilAsserted(() -> assertThat(completed("r1", "r2")).isEqualTo(2));
      assertThat(running.runner().health().lastError()).isNull();
    }
  }

  @Test
  void shouldBeginOnceTheTopicThatItReadsIsThere() {
    // given
    topics.create(topicsOf(elsewhere));
    topics.delete(requests.name());
    await().atMost(LIMIT).until(() -> !topics.exists(requests.name()));
    try (FanOutOnABroker running = start(Duration.ofMillis(200))) {
      assertThat(running.runner().health().state()).isEqualTo(ProcessHealth.State.DOWN);

      // when
      topics.create(List.of(requests));
      accept("r1");

      // then
      await().atMost(LIMIT).untilAsserted(() -> assertThat(asked(there)).contains("r1"));
      assertThat(running.runner().health().lastError()).isNull();
    }
  }

  @Test
  void shouldRecoverFromATopicThatVanishesBetweenTheCheckAndTheWrite() {
    // given
    topics.create(topicsOf(elsewhere));
    try (FanOutOnABroker running = start(Duration.ofSeconds(10))) {
      accept("r1");
      await().atMost(LIMIT).untilAsserted(() -> assertThat(asked(elsewhere)).contains("r1"));

      // when
      topics.delete(Topics.erasureTasks(elsewhere).name());
      accept("r2");

      // then
      await().atMost(LIMIT).untilAsserted(() -> assertThat(asked(there)).contains("r2"));
      assertThat(running.runner().health().lastError()).isNotNull();
      await().atMost(LIMIT).until(() -> running.runner().health().ready());
    }
  }

  @Test
  void shouldBuryWhatCannotBeReadAndGoOn() {
    try (FanOutOnABroker running = start(Duration.ofMillis(200))) {
      // when
      topics.send(requests.name(), 0, id("r1").getBytes(UTF_8), "noise".getBytes(UTF_8));
      accept("r1");

      // then
      await().atMost(LIMIT).untilAsserted(() -> assertThat(asked(there)).contains("r1"));
      // The request may be in another partition, which nothing holds up.
      await()
          .atMost(LIMIT)
          .untilAsserted(
              () ->
                  assertThat(topics.read(Topics.deadLetters(requests.name(), name)))
                      .extracting(Keyed::value)
                      .extracting(
                          DeadLetter::getTopic,
                          DeadLetter::getPartition,
                          DeadLetter::getOffset,
                          DeadLetter::getErrorClass)
                      .containsExactly(tuple(requests.name(), 0, 0L, "NotInWireFormat")));
      assertThat(running.runner().health().ready()).isTrue();
    }
  }

  private FanOutOnABroker start(Duration topicsLookedAtEvery) {
    ProcessDefinition<State, Event, Command> process =
        FanOut.named(name, PATIENCE, List.of(there, elsewhere));
    return FanOutOnABroker.start(
        process,
        new FanOutOnABroker.Options(
            kafka.bootstrapServers(),
            kafka.registryUrl(),
            state,
            COMMIT_INTERVAL,
            topicsLookedAtEvery));
  }

  private static List<Topic<?>> topicsOf(String participant) {
    return List.of(Topics.erasureTasks(participant), Topics.replies(participant));
  }

  private void accept(String... names) {
    for (String request : names) {
      topics.send(requests, id(request), accepted(id(request), Instant.now()));
    }
  }

  private void answer(String participant, String... names) {
    for (String request : names) {
      topics.send(
          Topics.replies(participant),
          id(request),
          reply(id(request), participant, 1, Instant.now()));
    }
  }

  /** The id of a request of this test, which no other test has. */
  private String id(String request) {
    return FanOut.id(name + " " + request);
  }

  /** Names of the requests about which a participant was asked. */
  private List<String> asked(String participant) {
    Map<String, String> names =
        IntStream.rangeClosed(1, 9).mapToObj(i -> "r" + i).collect(toMap(this::id, n -> n));
    return topics.read(Topics.erasureTasks(participant)).stream()
        .map(Keyed<ErasureTask>::key)
        .distinct()
        .map(key -> names.getOrDefault(key, key))
        .toList();
  }

  private long completed(String... names) {
    List<String> ids = List.of(names).stream().map(this::id).toList();
    return topics.read(Topics.ERASURE_EVENTS).stream()
        .filter(event -> ids.contains(event.key()))
        .count();
  }
}
