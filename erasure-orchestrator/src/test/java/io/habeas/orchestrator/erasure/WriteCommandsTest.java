package io.habeas.orchestrator.erasure;

import static org.assertj.core.api.Assertions.assertThat;

import io.habeas.orchestrator.erasure.ErasureCommand.Ask;
import io.habeas.orchestrator.erasure.ErasureCommand.Enter;
import io.habeas.orchestrator.erasure.ErasureCommand.Task;
import io.habeas.orchestrator.erasure.ErasureCommand.Tell;
import io.habeas.process.ProcessDefinition.Outbound;
import io.habeas.protocol.ParticipantId;
import io.habeas.schemas.Topics;
import io.habeas.schemas.avro.Action;
import io.habeas.schemas.avro.CollectionOutcome;
import io.habeas.schemas.avro.Completion;
import io.habeas.schemas.avro.EraseRecords;
import io.habeas.schemas.avro.ErasureAbandoned;
import io.habeas.schemas.avro.ErasureCompleted;
import io.habeas.schemas.avro.ErasureEntry;
import io.habeas.schemas.avro.ErasureEventRecord;
import io.habeas.schemas.avro.ErasureGround;
import io.habeas.schemas.avro.ErasureHalted;
import io.habeas.schemas.avro.ErasurePhase;
import io.habeas.schemas.avro.ErasureTask;
import io.habeas.schemas.avro.GateAsked;
import io.habeas.schemas.avro.HaltReason;
import io.habeas.schemas.avro.LedgerLine;
import io.habeas.schemas.avro.LiftRestriction;
import io.habeas.schemas.avro.LocateHoldings;
import io.habeas.schemas.avro.ParticipantDone;
import io.habeas.schemas.avro.ParticipantWaiting;
import io.habeas.schemas.avro.PhaseStarted;
import io.habeas.schemas.avro.RestrictRecords;
import io.habeas.schemas.avro.RetainedRecords;
import io.habeas.schemas.avro.RetentionAgrees;
import io.habeas.schemas.avro.RetentionDifference;
import io.habeas.schemas.avro.RetentionDiffers;
import io.habeas.schemas.avro.RetentionGround;
import io.habeas.schemas.avro.RetentionUnaccounted;
import io.habeas.schemas.avro.StoreNotReplayed;
import io.habeas.schemas.avro.StoreOutcome;
import io.habeas.schemas.avro.StoreReplayed;
import io.habeas.schemas.avro.VerifyErasure;
import io.habeas.schemas.avro.WaitReason;
import io.habeas.schemas.avro.WaitingForAccess;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class WriteCommandsTest {
  private static final UUID REQUEST = UUID.fromString("6f1c1f9a-58d5-4f2b-9d0e-0c6f5e6f7a01");
  private static final Instant NOW = Instant.parse("2026-11-24T08:00:00Z");
  private static final ParticipantId ACCOUNTS = new ParticipantId("accounts");

  static Stream<Arguments> tasks() {
    return Stream.of(
        Arguments.of(new Task.Locate(2), new LocateHoldings(2)),
        Arguments.of(new Task.Restrict(), new RestrictRecords()),
        Arguments.of(new Task.Lift(), new LiftRestriction()),
        Arguments.of(
            new Task.Erase(ErasureGround.ART_17_1_D), new EraseRecords(ErasureGround.ART_17_1_D)),
        Arguments.of(new Task.Verify(), new VerifyErasure()));
  }

  @ParameterizedTest
  @MethodSource("tasks")
  void shouldAskAParticipantOnItsOwnTopic(Task task, SpecificRecord payload) {
    // when
    Outbound<?> outbound = new WriteCommands().apply(new Ask(REQUEST, ACCOUNTS, 7, task, NOW));

    // then
    assertThat(outbound)
        .isEqualTo(
            new Outbound<>(
                Topics.erasureTasks("accounts"),
                REQUEST.toString(),
                new ErasureTask(REQUEST, NOW, "accounts", 7, payload)));
    ErasureTask sent = (ErasureTask) Objects.requireNonNull(outbound.value());
    assertThat(AvroRoundTrip.transported(ErasureTask.class, sent)).isEqualTo(sent);
  }

  static Stream<Arguments> reports() {
    Instant first = Instant.parse("2030-01-01T00:00:00Z");
    Instant last = Instant.parse("2033-12-31T00:00:00Z");
    Retention kept =
        new Retention(
            "payments", "tax", RetentionGround.ART_17_3_B, "NL-AWR-52", "NL", 7, first, last);
    RetainedRecords recorded =
        new RetainedRecords(
            "payments", "tax", RetentionGround.ART_17_3_B, "NL-AWR-52", "NL", 7L, first, last);
    Store store =
        Store.unknown(ACCOUNTS)
            .erased(List.of(new CollectionErasure("payments", 1, 2, 7)), List.of(kept));
    Comparison same = new Comparison(NOW, NOW, List.of());
    return Stream.of(
        Arguments.of(
            new Report.PhaseStarted(ErasurePhase.LIFTING, List.of(ACCOUNTS)),
            new PhaseStarted(ErasurePhase.LIFTING, List.of("accounts"))),
        Arguments.of(
            new Report.ParticipantDone(ACCOUNTS, ErasurePhase.ERASING, null),
            new ParticipantDone("accounts", ErasurePhase.ERASING, null)),
        Arguments.of(
            new Report.ParticipantDone(ACCOUNTS, ErasurePhase.RESTRICTING, Action.RESTRICT),
            new ParticipantDone("accounts", ErasurePhase.RESTRICTING, Action.RESTRICT)),
        Arguments.of(
            new Report.ParticipantWaiting(
                ACCOUNTS, ErasurePhase.LOCATING, WaitReason.UNFIT, NOW, NOW.plusSeconds(5)),
            new ParticipantWaiting(
                "accounts", ErasurePhase.LOCATING, WaitReason.UNFIT, NOW, NOW.plusSeconds(5))),
        Arguments.of(
            new Report.ErasureHalted(HaltReason.RESIDUE_REMAINS, List.of(ACCOUNTS)),
            new ErasureHalted(HaltReason.RESIDUE_REMAINS, List.of("accounts"))),
        Arguments.of(
            new Report.ErasureCompleted(Completion.ERASED_IN_PART, List.of(store)),
            new ErasureCompleted(
                Completion.ERASED_IN_PART,
                List.of(
                    new StoreOutcome(
                        "accounts",
                        List.of(new CollectionOutcome("payments", 1L, 2L, 7L)),
                        List.of(recorded),
                        null)))),
        Arguments.of(
            new Report.RetentionCompared(
                ACCOUNTS, same.with(List.of(kept), List.of(), NOW.plusSeconds(1), NOW)),
            new RetentionDiffers(
                "accounts",
                NOW.plusSeconds(1),
                List.of(
                    new RetentionDifference(
                        "payments", "tax", List.of(recorded), List.of(), NOW)))),
        Arguments.of(
            new Report.RetentionCompared(ACCOUNTS, same), new RetentionAgrees("accounts", NOW)),
        Arguments.of(
            new Report.RetentionUnaccounted(ACCOUNTS, NOW, List.of(kept)),
            new RetentionUnaccounted("accounts", NOW, List.of(recorded))),
        Arguments.of(new Report.GateAsked(3, true), new GateAsked(3, true)),
        Arguments.of(
            new Report.WaitingForAccess(List.of(REQUEST)), new WaitingForAccess(List.of(REQUEST))),
        Arguments.of(
            new Report.StoreReplayed(REQUEST, ACCOUNTS), new StoreReplayed(REQUEST, "accounts")),
        Arguments.of(
            new Report.StoreNotReplayed(REQUEST, ACCOUNTS),
            new StoreNotReplayed(REQUEST, "accounts")),
        Arguments.of(new Report.ErasureAbandoned(), new ErasureAbandoned()));
  }

  @Test
  void shouldEnterInTheLedgerWhoWasAskedToErase() {
    // given
    UUID pseudonym = UUID.fromString("6f1c1f9a-58d5-8f2b-9d0e-0c6f5e6f7a03");
    ParticipantId orders = new ParticipantId("orders");
    ParticipantId later = new ParticipantId("later");
    Ledger ledger =
        new Ledger(Map.of(ACCOUNTS, pseudonym, later, UUID.randomUUID()), Map.of(), List.of())
            .asked(List.of(orders, ACCOUNTS), NOW);

    // when
    Outbound<?> outbound =
        new WriteCommands()
            .apply(new Enter(REQUEST, ErasureGround.ART_17_1_D, ledger, NOW.plusSeconds(1)));

    // then
    assertThat(outbound)
        .isEqualTo(
            new Outbound<>(
                Topics.ERASURES,
                REQUEST.toString(),
                new ErasureEntry(
                    REQUEST,
                    NOW.plusSeconds(1),
                    ErasureGround.ART_17_1_D,
                    List.of(
                        new LedgerLine("accounts", pseudonym, NOW),
                        new LedgerLine("orders", null, NOW)))));
    ErasureEntry sent = (ErasureEntry) Objects.requireNonNull(outbound.value());
    // Avro compares no nullable ids within lists.
    assertThat(AvroRoundTrip.transported(ErasureEntry.class, sent)).hasToString(sent.toString());
  }

  @ParameterizedTest
  @MethodSource("reports")
  void shouldTellWhoFollowsErasures(Report report, SpecificRecord payload) {
    // when
    Outbound<?> outbound = new WriteCommands().apply(new Tell(REQUEST, report, NOW));

    // then
    assertThat(outbound)
        .isEqualTo(
            new Outbound<>(
                Topics.ERASURE_EVENTS,
                REQUEST.toString(),
                new ErasureEventRecord(REQUEST, NOW, payload)));
    ErasureEventRecord sent = (ErasureEventRecord) Objects.requireNonNull(outbound.value());
    assertThat(AvroRoundTrip.transported(ErasureEventRecord.class, sent)).isEqualTo(sent);
  }
}
