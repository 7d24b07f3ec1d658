package io.habeas.exportbuilder.export;

import static org.assertj.core.api.Assertions.assertThat;

import io.habeas.exportbuilder.export.UploadAddresses.UploadAddress;
import io.habeas.process.ProcessDefinition;
import io.habeas.protocol.IdentifierType;
import io.habeas.protocol.ParticipantId;
import io.habeas.protocol.RequiredParticipant;
import io.habeas.protocol.fanout.Pauses;
import io.habeas.schemas.Topics;
import io.habeas.schemas.avro.CollectedParts;
import io.habeas.schemas.avro.CollectionCount;
import io.habeas.schemas.avro.CollectionExport;
import io.habeas.schemas.avro.Completion;
import io.habeas.schemas.avro.EndCause;
import io.habeas.schemas.avro.EndingAsked;
import io.habeas.schemas.avro.ErasureGround;
import io.habeas.schemas.avro.ErasureVerified;
import io.habeas.schemas.avro.ExportAbandoned;
import io.habeas.schemas.avro.ExportCompleted;
import io.habeas.schemas.avro.ExportEndingAccepted;
import io.habeas.schemas.avro.ExportKeyCreated;
import io.habeas.schemas.avro.ExportRecords;
import io.habeas.schemas.avro.ExportTask;
import io.habeas.schemas.avro.HoldingsLocated;
import io.habeas.schemas.avro.LocateHoldings;
import io.habeas.schemas.avro.PackageBuilt;
import io.habeas.schemas.avro.PackagingRecord;
import io.habeas.schemas.avro.ParticipantReply;
import io.habeas.schemas.avro.PartsCollected;
import io.habeas.schemas.avro.RecordsExported;
import io.habeas.schemas.avro.RequestAccepted;
import io.habeas.schemas.avro.RequestRecord;
import io.habeas.schemas.avro.RequestWithdrawn;
import io.habeas.schemas.avro.Right;
import io.habeas.schemas.avro.StoreExport;
import io.habeas.schemas.avro.UploadedObject;
import io.habeas.schemas.avro.WithdrawalAccepted;
import io.habeas.testkit.ProcessHarness;
import io.habeas.testkit.VirtualClock;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ExportProcessTest {
  private static final UUID REQUEST = UUID.fromString("6f1c1f9a-58d5-4f2b-9d0e-0c6f5e6f7a03");
  private static final Instant NOW = Instant.parse("2026-01-05T09:00:00Z");
  private static final Instant UNTIL = NOW.plusSeconds(3600);
  private static final String STORE = "accounts";
  private static final String KEY = "a-public-key";
  private static final String HASH = "0123456789abcdef".repeat(4);

  private final VirtualClock clock = VirtualClock.at(NOW);
  private final ProcessHarness<ExportState> harness = ProcessHarness.of(definition());

  private ProcessDefinition<ExportState, ?, ?> definition() {
    ParticipantId store = new ParticipantId(STORE);
    return ExportProcess.definition(
        new ExportPolicy(
            List.of(new RequiredParticipant(store, Set.of(new IdentifierType("email")))),
            new Pauses(Duration.ofSeconds(5), Duration.ofHours(6), Duration.ofSeconds(30)),
            new ExportPolicy.Patience(8, 3)),
        List.of(store),
        (requestId, participant, step) ->
            new UploadAddress(
                URI.create("https://s3/parts/" + requestId + "/" + participant + "/" + step),
                UNTIL),
        clock);
  }

  @AfterEach
  void close() {
    harness.close();
  }

  @Test
  void shouldCarryAnExportFromAcceptanceToCompletionOverARestart() {
    // given
    UploadedObject upload = new UploadedObject(500L, HASH);
    List<CollectionExport> collections = List.of(new CollectionExport("settings", 3L, 3L, 1));

    // when
    accepted(Right.ACCESS, null);
    assertThat(tasks()).containsExactly(task(1, new LocateHoldings(1)));
    reply(
        1,
        new HoldingsLocated(
            List.of(new CollectionCount("settings", 3L)), List.of(), false, List.of()));
    harness.restart(definition());
    packager(new ExportKeyCreated(KEY));
    assertThat(tasks())
        .containsExactly(
            task(
                2,
                new ExportRecords(KEY, "https://s3/parts/" + REQUEST + "/" + STORE + "/2", UNTIL)));
    reply(2, new RecordsExported(collections, upload));
    assertThat(reports()).contains(new PartsCollected(List.of(parts(collections, upload))));
    harness.restart(definition());
    packager(new PackageBuilt(List.of(new StoreExport(STORE, collections))));

    // then
    assertThat(reports())
        .containsExactly(
            new ExportCompleted(
                Completion.COPY_PROVIDED, List.of(new StoreExport(STORE, collections))));
  }

  @Test
  void shouldTakeNoNoticeOfAnErasureAndItsAnswers() {
    // when
    accepted(Right.ERASURE, ErasureGround.ART_17_1_A);
    reply(4, new ErasureVerified());

    // then
    assertThat(tasks()).isEmpty();
    assertThat(reports()).isEmpty();
    assertThat(harness.state(REQUEST.toString())).isEmpty();
  }

  @Test
  void shouldEndAnExportThatItsMakerWantsBackAndHearNothingOfItAfterwards() {
    // given
    accepted(Right.ACCESS, null);
    reports();

    // when
    register(new EndingAsked(EndCause.WITHDRAWN));

    // then
    assertThat(reports())
        .containsExactly(new ExportEndingAccepted(EndCause.WITHDRAWN), new ExportAbandoned());
    register(new WithdrawalAccepted());
    register(new RequestWithdrawn());
    register(new EndingAsked(EndCause.REFUSED));
    assertThat(reports()).isEmpty();
    assertThat(harness.received(Topics.deadLetters(Topics.REQUESTS.name(), "any"))).isEmpty();
  }

  @Test
  void shouldRefuseAnAnswerThatCannotBeTrue() {
    // given
    accepted(Right.ACCESS, null);
    reply(1, new HoldingsLocated(List.of(), List.of(), false, List.of()));
    packager(new ExportKeyCreated(KEY));
    reports();

    // when
    reply(2, new RecordsExported(List.of(new CollectionExport("settings", 3L, 3L, 1)), null));
    reply(
        2,
        new RecordsExported(
            List.of(new CollectionExport("settings", 3L, 3L, 0)), new UploadedObject(1L, HASH)));
    reply(
        2,
        new RecordsExported(
            List.of(new CollectionExport("settings", 3L, 3L, 1)), new UploadedObject(1L, "x")));
    reply(
        2,
        new RecordsExported(
            List.of(
                new CollectionExport("settings", 3L, 3L, 1),
                new CollectionExport("settings", 3L, 3L, 1)),
            new UploadedObject(1L, HASH)));

    // then
    assertThat(reports()).isEmpty();
    assertThat(harness.received(Topics.deadLetters(Topics.replies(STORE).name(), "any")))
        .extracting(letter -> letter.value().getErrorClass())
        .containsExactly(
            "parts-without-upload", "records-without-parts", "malformed-hash", "collection-twice");
  }

  private void accepted(Right right, @Nullable ErasureGround ground) {
    register(
        new RequestAccepted(
            right, List.of("email"), ground, LocalDate.parse("2026-02-05"), List.of()));
  }

  private void register(Object payload) {
    harness.send(Topics.REQUESTS, REQUEST.toString(), new RequestRecord(REQUEST, NOW, payload));
  }

  private void reply(int step, Object payload) {
    harness.send(
        Topics.replies(STORE),
        REQUEST.toString(),
        new ParticipantReply(REQUEST, NOW, STORE, step, payload));
  }

  private void packager(Object payload) {
    harness.send(
        Topics.EXPORT_PACKAGING, REQUEST.toString(), new PackagingRecord(REQUEST, NOW, payload));
  }

  private List<ExportTask> tasks() {
    return harness.received(Topics.exportTasks(STORE)).stream()
        .map(message -> message.value())
        .toList();
  }

  private List<Object> reports() {
    return harness.received(Topics.EXPORT_EVENTS).stream()
        .map(message -> message.value().getPayload())
        .toList();
  }

  private static ExportTask task(int step, Object payload) {
    return new ExportTask(REQUEST, NOW, STORE, step, payload);
  }

  private static CollectedParts parts(List<CollectionExport> collections, UploadedObject upload) {
    return new CollectedParts(STORE, 2, collections, upload);
  }
}
