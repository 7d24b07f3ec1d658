package io.habeas.schemas;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.habeas.process.KafkaConnection;
import io.habeas.process.KafkaDefaults;
import io.habeas.process.ProcessDefinition.Keyed;
import io.habeas.process.header.TraceParent;
import io.habeas.schemas.avro.Action;
import io.habeas.schemas.avro.CollectionCount;
import io.habeas.schemas.avro.CollectionOutcome;
import io.habeas.schemas.avro.DeclarationRecord;
import io.habeas.schemas.avro.EraseRecords;
import io.habeas.schemas.avro.ErasureGround;
import io.habeas.schemas.avro.ErasureTask;
import io.habeas.schemas.avro.ErasureVerified;
import io.habeas.schemas.avro.HoldingsLocated;
import io.habeas.schemas.avro.LiftRestriction;
import io.habeas.schemas.avro.LocateHoldings;
import io.habeas.schemas.avro.ParticipantDeclared;
import io.habeas.schemas.avro.ParticipantReply;
import io.habeas.schemas.avro.RecordsErased;
import io.habeas.schemas.avro.RecordsRestricted;
import io.habeas.schemas.avro.ResidueFound;
import io.habeas.schemas.avro.RestrictRecords;
import io.habeas.schemas.avro.RestrictionLifted;
import io.habeas.schemas.avro.TaskSuperseded;
import io.habeas.schemas.avro.VerifyErasure;
import io.habeas.testkit.platform.KafkaPlatform;
import io.habeas.testkit.platform.TopicClient;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A store takes part with clients that are not ours, in a language that is not ours. */
class OtherLanguageIT {
  @RegisterExtension static final KafkaPlatform PLATFORM = KafkaPlatform.shared();
  @TempDir static Path folder;

  private static final Duration LIMIT = Duration.ofMinutes(1);
  private static final Instant NOW = Instant.parse("2026-09-03T10:00:00Z");
  private static final List<CollectionCount> ONE_ACCOUNT =
      List.of(new CollectionCount("accounts", 1L));

  private final String participant = "node-" + UUID.randomUUID();
  private final UUID request = UUID.randomUUID();
  private TopicClient topics;
  private NodeParticipant node;

  @BeforeAll
  static void install() throws IOException {
    NodeParticipant.install(folder);
  }

  @BeforeEach
  void start() throws IOException {
    topics = PLATFORM.client();
    topics.create(
        List.of(
            Topics.erasureTasks(participant),
            Topics.replies(participant),
            Topics.declarations(participant)));
    node = NodeParticipant.start(folder, participant, PLATFORM);
  }

  @AfterEach
  void stop() {
    node.close();
    topics.close();
  }

  @Test
  void shouldReadWhatItDeclares() {
    // when
    whileItLives().until(() -> !topics.read(Topics.declarations(participant)).isEmpty());

    // then
    Keyed<DeclarationRecord> declared = topics.read(Topics.declarations(participant)).getFirst();
    assertThat(declared)
        .isEqualTo(
            new Keyed<>(
                participant,
                new DeclarationRecord(
                    participant,
                    declared.value().getRecordedAt(),
                    new ParticipantDeclared(
                        List.of("email"),
                        List.of(),
                        List.of(
                            Action.LOCATE,
                            Action.RESTRICT,
                            Action.LIFT,
                            Action.ERASE,
                            Action.VERIFY),
                        List.of("accounts"),
                        null,
                        60,
                        null))));
  }

  @Test
  void shouldAnswerEveryPhaseOfAnErasure() {
    // given
    TraceParent trace = TraceParent.begin();

    // when
    transaction(trace, false, task(9, new LocateHoldings(1)));
    transaction(
        trace,
        true,
        task(1, new LocateHoldings(1)),
        task(2, new RestrictRecords()),
        task(3, new EraseRecords(ErasureGround.ART_17_1_B)),
        task(4, new VerifyErasure()));

    // then
    awaitReplies(
        reply(1, new HoldingsLocated(ONE_ACCOUNT, List.of(), false, List.of())),
        reply(2, new RecordsRestricted(ONE_ACCOUNT)),
        reply(
            3,
            new RecordsErased(List.of(new CollectionOutcome("accounts", 1L, 0L, 0L)), List.of())),
        reply(4, new ErasureVerified()));
    assertThat(topics.records(Topics.replies(participant).name()))
        .allSatisfy(message -> assertThat(TraceParent.in(message.headers())).hasValue(trace));
  }

  @Test
  void shouldAnswerAgainWhatItAnsweredAndRefuseWhatIsNotForIt() {
    // when
    send(task(1, new RestrictRecords()));
    send(task(2, new LiftRestriction()));
    send(new ErasureTask(request, NOW, "another", 3, new EraseRecords(ErasureGround.ART_17_1_B)));
    send(task(5, new VerifyErasure()));
    send(task(4, new RestrictRecords()));
    send(task(2, new LiftRestriction()));

    // then
    awaitReplies(
        reply(1, new RecordsRestricted(ONE_ACCOUNT)),
        reply(2, new RestrictionLifted(ONE_ACCOUNT)),
        reply(5, new ResidueFound(ONE_ACCOUNT)),
        reply(4, new TaskSuperseded(5)),
        reply(2, new RestrictionLifted(ONE_ACCOUNT)));
    assertThat(node.output()).contains("wrong-participant");
    assertThat(node.stop()).isZero();
  }

  private ErasureTask task(int step, Object payload) {
    return new ErasureTask(request, NOW, participant, step, payload);
  }

  private ParticipantReply reply(int step, Object payload) {
    return new ParticipantReply(request, NOW, participant, step, payload);
  }

  private void send(ErasureTask task) {
    topics.send(Topics.erasureTasks(participant), request.toString(), task);
  }

  /** As the orchestrator writes: compressed, in a transaction. */
  private void transaction(TraceParent trace, boolean commit, ErasureTask... tasks) {
    String topic = Topics.erasureTasks(participant).name();
    var settings =
        new HashMap<>(
            KafkaDefaults.producer(new KafkaConnection(PLATFORM.bootstrapServers(), Map.of())));
    settings.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, participant);
    try (var producer = new KafkaProducer<byte[], byte[]>(settings)) {
      producer.initTransactions();
      producer.beginTransaction();
      for (ErasureTask task : tasks) {
        var message =
            new ProducerRecord<>(
                topic, request.toString().getBytes(UTF_8), topics.wire().encode(topic, task));
        message.headers().add(TraceParent.HEADER, trace.value().getBytes(UTF_8));
        producer.send(message);
      }
      if (commit) {
        producer.commitTransaction();
      } else {
        producer.flush();
        producer.abortTransaction();
      }
    }
  }

  private void awaitReplies(ParticipantReply... expected) {
    whileItLives()
        .untilAsserted(
            () ->
                assertThat(topics.read(Topics.replies(participant), request))
                    .as(node::output)
                    .map(reply -> ParticipantReply.newBuilder(reply).setRecordedAt(NOW).build())
                    .containsExactly(expected));
  }

  private ConditionFactory whileItLives() {
    return await()
        .atMost(LIMIT)
        .failFast(() -> assertThat(node.isAlive()).as(node::output).isTrue());
  }
}
