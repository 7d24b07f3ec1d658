package io.habeas.participant.application;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.habeas.participant.Corrections;
import io.habeas.participant.testkit.Notebook;
import io.habeas.participant.testkit.StandInPlatform;
import io.habeas.process.header.TraceParent;
import io.habeas.schemas.Topic;
import io.habeas.schemas.Topics;
import io.habeas.schemas.avro.Action;
import io.habeas.schemas.avro.DeadLetter;
import io.habeas.schemas.avro.EraseRecords;
import io.habeas.schemas.avro.ErasureGround;
import io.habeas.schemas.avro.ErasureTask;
import io.habeas.schemas.avro.ErasureVerified;
import io.habeas.schemas.avro.ExportRecords;
import io.habeas.schemas.avro.ExportTask;
import io.habeas.schemas.avro.HoldingsLocated;
import io.habeas.schemas.avro.LiftRestriction;
import io.habeas.schemas.avro.LocateHoldings;
import io.habeas.schemas.avro.ParticipantDeclared;
import io.habeas.schemas.avro.ParticipantReply;
import io.habeas.schemas.avro.RecordsErased;
import io.habeas.schemas.avro.RecordsExported;
import io.habeas.schemas.avro.RecordsRectified;
import io.habeas.schemas.avro.RecordsRestricted;
import io.habeas.schemas.avro.RectifyRecords;
import io.habeas.schemas.avro.RestrictRecords;
import io.habeas.schemas.avro.RestrictionLifted;
import io.habeas.schemas.avro.SeedSubject;
import io.habeas.schemas.avro.SubjectSeeded;
import io.habeas.schemas.avro.TaskSuperseded;
import io.habeas.schemas.avro.VerifyErasure;
import io.habeas.schemas.part.RequestKeyPair;
import io.habeas.testkit.platform.KafkaPlatform;
import io.habeas.testkit.platform.TopicClient;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;

/** An application with the SDK, a data holder and settings, and nothing else, takes part. */
class PlainApplicationIT {
  @RegisterExtension static final KafkaPlatform kafka = KafkaPlatform.shared();

  private static final String ADA = "ada@mail.example";
  private static final Instant NOW = Instant.parse("2026-11-27T09:00:00Z");

  private final String name = "notebook-" + UUID.randomUUID();
  private final Topic<ErasureTask> tasks = Topics.erasureTasks(name);
  private final Topic<ExportTask> exports = Topics.exportTasks(name);
  private final Topic<ParticipantReply> replies = Topics.replies(name);
  private final String database = "jdbc:h2:mem:" + name + ";DB_CLOSE_DELAY=-1";
  private final UUID request = UUID.randomUUID();
  private final StandInPlatform platform = StandInPlatform.start();
  private final TopicClient topics = kafka.client();
  private final JdbcTemplate jdbc = new JdbcTemplate(dataSource());

  @BeforeEach
  void prepare() {
    jdbc.execute(Notebook.TABLES);
    hold(1, ADA);
    platform.vault().has("email", ADA);
    topics.create(List.of(tasks, exports));
  }

  @AfterEach
  void close() {
    platform.close();
    topics.close();
  }

  @Test
  void shouldCarryOutATaskOfEachKind() {
    // given
    platform
        .vault()
        .corrects(
            new Corrections(
                Map.of("user.contact.email", "countess@mail.example"), Optional.empty()));
    try (var application = start()) {
      // when
      List<Object> payloads =
          List.of(
              new LocateHoldings(1),
              new RestrictRecords(),
              new LiftRestriction(),
              new RectifyRecords(),
              new EraseRecords(ErasureGround.ART_17_1_A),
              new VerifyErasure(),
              new SeedSubject());
      for (int step = 1; step <= payloads.size(); step++) {
        send(request, step, payloads.get(step - 1));
        int done = step;
        await().until(() -> topics.read(replies, request).size() == done);
      }

      // then
      assertThat(topics.read(replies, request))
          .extracting(reply -> (Object) reply.getPayload().getClass())
          .containsExactly(
              HoldingsLocated.class,
              RecordsRestricted.class,
              RestrictionLifted.class,
              RecordsRectified.class,
              RecordsErased.class,
              ErasureVerified.class,
              SubjectSeeded.class);
      assertThat(platform.vault().deposits).hasSize(1);
    }
  }

  @Test
  void shouldUploadACopy() {
    // given
    RequestKeyPair keys = RequestKeyPair.generate();
    try (var application = start()) {
      // when
      topics.send(
          exports,
          request.toString(),
          new ExportTask(
              request,
              NOW,
              name,
              1,
              new ExportRecords(
                  keys.recipientKey(),
                  platform.uploadUrl("copy").toString(),
                  Instant.now().plus(Duration.ofHours(1)))));

      // then
      await().until(() -> topics.read(replies, request).size() == 1);
      assertThat(topics.read(replies, request).getFirst().getPayload())
          .isInstanceOfSatisfying(
              RecordsExported.class,
              exported ->
                  assertThat(exported.getCollections())
                      .extracting(io.habeas.schemas.avro.CollectionExport::getCollection)
                      .containsExactly("account", "note"));
      assertThat(platform.uploads()).containsOnlyKeys("copy");
      assertThat(new String(platform.uploads().get("copy"), UTF_8)).doesNotContain(ADA);
    }
  }

  @Test
  void shouldDeclareWhatItHoldsAndCanDo() {
    // when
    try (var application = start()) {
      await().until(() -> !topics.read(Topics.declarations(name)).isEmpty());
    }

    // then
    var declared =
        (ParticipantDeclared)
            topics.read(Topics.declarations(name)).getFirst().value().getPayload();
    assertThat(declared.getNeeds()).containsExactly("email", "notebook_id");
    assertThat(declared.getCollections()).containsExactly("account", "invoice", "note");
    assertThat(declared.getActions()).containsExactlyInAnyOrder(Action.values());
  }

  @Test
  void shouldAnswerInOrderAndClaimForManyAtOnceAndCarryTheTraceOn() {
    // given
    TraceParent trace = TraceParent.begin();
    Map<String, ErasureTask> many = new HashMap<>();
    IntStream.range(0, 300)
        .mapToObj(n -> UUID.randomUUID())
        .forEach(
            id ->
                many.put(id.toString(), new ErasureTask(id, NOW, name, 1, new LocateHoldings(1))));
    topics.sendAll(tasks, many);
    send(request, 1, new LocateHoldings(1));
    send(request, 3, new VerifyErasure());
    send(request, 2, new RestrictRecords());

    // when
    try (var application = start()) {
      await().atMost(Duration.ofMinutes(1)).until(() -> topics.read(replies).size() == 303);
    }

    // then
    assertThat(topics.read(replies, request))
        .extracting(ParticipantReply::getStep)
        .containsExactly(1, 3, 2);
    assertThat(topics.read(replies, request).getLast().getPayload())
        .isEqualTo(new TaskSuperseded(3));
    assertThat(platform.claims().stream().mapToInt(Integer::intValue).sum()).isBetween(302, 303);
    assertThat(platform.claims()).hasSizeLessThan(20);
    assertThat(topics.records(replies.name()))
        .allMatch(reply -> TraceParent.in(reply.headers()).isPresent());
    assertThat(trace.traceId()).hasSize(32);
  }

  @Test
  void shouldTellTheSameOfATaskThatComesAgainToAnotherInstance() {
    // given
    try (var application = start()) {
      send(request, 1, new EraseRecords(ErasureGround.ART_17_1_A));
      await().until(() -> topics.read(replies, request).size() == 1);
    }
    hold(1, ADA);

    // when
    try (var application = start()) {
      send(request, 1, new EraseRecords(ErasureGround.ART_17_1_A));
      await().until(() -> topics.read(replies, request).size() == 2);
    }

    // then
    List<ParticipantReply> told = topics.read(replies, request);
    assertThat(told.getLast().getPayload()).isEqualTo(told.getFirst().getPayload());
    assertThat(jdbc.queryForObject("SELECT count(*) FROM account", Long.class)).isEqualTo(1);
  }

  @Test
  void shouldBuryWhatItCannotReadAndBeHealthy() {
    // given
    Topic<DeadLetter> deadLetters = Topics.deadLetters(tasks.name(), name);
    try (ConfigurableApplicationContext application = start()) {
      await().until(() -> topics.exists(deadLetters.name()));

      // when
      topics.send(tasks.name(), 0, ADA.getBytes(UTF_8), ADA.getBytes(UTF_8));

      // then
      await().until(() -> topics.read(deadLetters).size() == 1);
      for (ConsumerRecord<byte[], byte[]> buried : topics.records(deadLetters.name())) {
        assertThat(new String(buried.value(), UTF_8)).doesNotContain(ADA);
      }
      var health = application.getBean("habeasHealthIndicator", HealthIndicator.class);
      await()
          .untilAsserted(
              () -> assertThat(health.health()).extracting(Health::getStatus).isEqualTo(Status.UP));
    }
  }

  @Test
  void shouldServeItsOwnUsersWhileKafkaIsAwayAndSaySoInItsHealth() {
    // when
    try (ConfigurableApplicationContext application =
        start("--habeas.kafka.bootstrap-servers=127.0.0.1:1")) {

      // then
      var health = application.getBean("habeasHealthIndicator", HealthIndicator.class);
      assertThat(health.health()).extracting(Health::getStatus).isEqualTo(Status.DOWN);
      assertThat(application.isRunning()).isTrue();
    }
  }

  private ConfigurableApplicationContext start(String... more) {
    return NotebookApplication.start(name, database, kafka, platform, more);
  }

  private void hold(int account, String email) {
    jdbc.update("INSERT INTO account VALUES (?, ?)", account, email);
    jdbc.update("INSERT INTO note (account, body) VALUES (?, 'remember')", account);
  }

  private void send(UUID id, int step, Object payload) {
    topics.send(tasks, id.toString(), new ErasureTask(id, NOW, name, step, payload));
  }

  private JdbcDataSource dataSource() {
    var source = new JdbcDataSource();
    source.setURL(database);
    source.setUser("sa");
    return source;
  }
}
