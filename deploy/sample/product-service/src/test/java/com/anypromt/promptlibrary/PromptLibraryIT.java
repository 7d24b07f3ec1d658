package com.anypromt.promptlibrary;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.habeas.participant.Corrections;
import io.habeas.participant.testkit.StandInPlatform;
import io.habeas.schemas.Topic;
import io.habeas.schemas.Topics;
import io.habeas.schemas.avro.CollectionCount;
import io.habeas.schemas.avro.CollectionExport;
import io.habeas.schemas.avro.CollectionOutcome;
import io.habeas.schemas.avro.EraseRecords;
import io.habeas.schemas.avro.ErasureGround;
import io.habeas.schemas.avro.ErasureTask;
import io.habeas.schemas.avro.ErasureVerified;
import io.habeas.schemas.avro.ExportRecords;
import io.habeas.schemas.avro.ExportTask;
import io.habeas.schemas.avro.HoldingsLocated;
import io.habeas.schemas.avro.LiftRestriction;
import io.habeas.schemas.avro.LocateHoldings;
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
import io.habeas.schemas.avro.VerifyErasure;
import io.habeas.schemas.part.PartName;
import io.habeas.schemas.part.RequestKeyPair;
import io.habeas.testkit.platform.KafkaPlatform;
import io.habeas.testkit.platform.TopicClient;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.http.MediaType;
import org.springframework.web.client.RestClient;

/** The whole service, as its users and as Habeas meet it. */
class PromptLibraryIT {
  @RegisterExtension static final KafkaPlatform kafka = KafkaPlatform.shared();

  private static final String NAME = "prompt-library";
  private static final Instant NOW = Instant.parse("2026-11-27T09:00:00Z");
  private static final long ADA = 1;
  private static final long BOB = 12;

  private final Topic<ErasureTask> tasks = Topics.erasureTasks(NAME);
  private final Topic<ExportTask> exports = Topics.exportTasks(NAME);
  private final Topic<ParticipantReply> replies = Topics.replies(NAME);
  private final UUID request = UUID.randomUUID();
  private final StandInPlatform platform = StandInPlatform.start();
  private final TopicClient topics = kafka.client();

  @TempDir private Path data;
  private ConfigurableApplicationContext service;
  private RestClient users;

  @BeforeEach
  void start() {
    topics.create(List.of(tasks, exports));
    service =
        SpringApplication.run(
            PromptLibraryApplication.class,
            "--server.port=0",
            "--PROMPTS_DATA=" + data,
            "--PROMPTS_SECRET=secret",
            "--KAFKA=" + kafka.bootstrapServers(),
            "--habeas.kafka.registry-url=" + kafka.registryUrl(),
            "--VAULT=" + platform.url(),
            "--habeas.participant.vault.token-uri=" + platform.tokenUri());
    users =
        RestClient.create(
            "http://127.0.0.1:" + service.getEnvironment().getProperty("local.server.port"));
    platform.vault().has("account_id", String.valueOf(ADA));
    save(ADA, "Ada", "Poem");
    save(ADA, "Ada", "Engine");
    save(BOB, "Bob", "Shopping");
  }

  @AfterEach
  void close() {
    service.close();
    platform.close();
    topics.close();
  }

  @Test
  void shouldTakePartInAnErasure() {
    // when, then
    assertThat(ask(1, new LocateHoldings(1)))
        .isEqualTo(new HoldingsLocated(prompts(2), List.of(), false, List.of()));
    assertThat(ask(2, new RestrictRecords())).isEqualTo(new RecordsRestricted(prompts(2)));
    assertThat(titles(ADA)).isEmpty();
    assertThat(ask(3, new LiftRestriction())).isEqualTo(new RestrictionLifted(prompts(2)));
    assertThat(titles(ADA)).containsExactly("Poem", "Engine");
    assertThat(ask(4, new EraseRecords(ErasureGround.ART_17_1_A)))
        .isEqualTo(
            new RecordsErased(List.of(new CollectionOutcome("prompts", 2L, 0L, 0L)), List.of()));
    assertThat(ask(5, new VerifyErasure())).isEqualTo(new ErasureVerified());
    assertThat(titles(ADA)).isEmpty();
    assertThat(titles(BOB)).containsExactly("Shopping");
    assertThat(ask(6, new SeedSubject())).isEqualTo(new SubjectSeeded(prompts(1)));
  }

  @Test
  void shouldCorrectTheAuthorsName() {
    // given
    platform
        .vault()
        .corrects(new Corrections(Map.of("user.name", "Ada Lovelace"), Optional.empty()));

    // when
    Object rectified = ask(1, new RectifyRecords());

    // then
    assertThat(rectified).isEqualTo(new RecordsRectified(prompts(2), List.of()));
    assertThat(prompts(ADA, Prompt::author)).containsOnly("Ada Lovelace");
    assertThat(prompts(BOB, Prompt::author)).containsOnly("Bob");
  }

  @Test
  void shouldHandOverACopyThatOnlyItsRequestCanOpen() throws Exception {
    // given
    RequestKeyPair keys = RequestKeyPair.generate();

    // when
    topics.send(
        exports,
        request.toString(),
        new ExportTask(
            request,
            NOW,
            NAME,
            1,
            new ExportRecords(
                keys.recipientKey(),
                platform.uploadUrl("copy").toString(),
                Instant.now().plus(Duration.ofHours(1)))));

    // then
    assertThat(reply(1))
        .isInstanceOfSatisfying(
            RecordsExported.class,
            exported ->
                assertThat(exported.getCollections())
                    .containsExactly(new CollectionExport("prompts", 2L, 2L, 1)));
    try (var archive =
        new ZipInputStream(new ByteArrayInputStream(platform.uploads().get("copy")))) {
      var name = new PartName(request, NAME, "prompts", 1);
      assertThat(archive.getNextEntry().getName()).isEqualTo(name.entry());
      assertThat(new String(keys.open(name, archive.readAllBytes()), StandardCharsets.UTF_8))
          .contains("Poem", "Engine")
          .doesNotContain("Shopping");
    }
  }

  private Object ask(int step, Object payload) {
    topics.send(tasks, request.toString(), new ErasureTask(request, NOW, NAME, step, payload));
    return reply(step);
  }

  private Object reply(int step) {
    return await()
        .atMost(Duration.ofMinutes(1))
        .until(
            () ->
                topics.exists(replies.name())
                    ? topics.read(replies, request).stream()
                        .filter(reply -> reply.getStep() == step)
                        .map(ParticipantReply::getPayload)
                        .toList()
                    : List.<Object>of(),
            found -> !found.isEmpty())
        .getFirst();
  }

  private static List<CollectionCount> prompts(long records) {
    return List.of(new CollectionCount("prompts", records));
  }

  private void save(long account, String author, String title) {
    var _ =
        users
            .post()
            .uri("/prompts")
            .header("X-Account-Id", String.valueOf(account))
            .contentType(MediaType.APPLICATION_JSON)
            .body(new PromptsController.NewPrompt(author, title, "Write it"))
            .retrieve()
            .toBodilessEntity();
  }

  private List<String> titles(long account) {
    return prompts(account, Prompt::title);
  }

  private List<String> prompts(long account, Function<Prompt, String> field) {
    List<Prompt> found =
        users
            .get()
            .uri("/prompts")
            .header("X-Account-Id", String.valueOf(account))
            .retrieve()
            .body(new ParameterizedTypeReference<>() {});
    return requireNonNull(found).stream().map(field).toList();
  }
}
