package io.habeas.orchestrator.erasure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.habeas.process.ProcessDefinition.InvalidMessage;
import io.habeas.process.ProcessDefinition.Keyed;
import io.habeas.protocol.IdentifierType;
import io.habeas.protocol.ParticipantId;
import io.habeas.protocol.locate.Holding;
import io.habeas.schemas.avro.CollectionCount;
import io.habeas.schemas.avro.CollectionOutcome;
import io.habeas.schemas.avro.CollectionTreatment;
import io.habeas.schemas.avro.ErasureVerified;
import io.habeas.schemas.avro.ExpiredErased;
import io.habeas.schemas.avro.HoldingsLocated;
import io.habeas.schemas.avro.ParticipantReply;
import io.habeas.schemas.avro.RecordsErased;
import io.habeas.schemas.avro.RecordsRestricted;
import io.habeas.schemas.avro.ResidueFound;
import io.habeas.schemas.avro.RestrictionLifted;
import io.habeas.schemas.avro.RetainedRecords;
import io.habeas.schemas.avro.RetentionDuty;
import io.habeas.schemas.avro.RetentionGround;
import io.habeas.schemas.avro.RetentionReported;
import io.habeas.schemas.avro.TaskDeferred;
import io.habeas.schemas.avro.TaskSuperseded;
import io.habeas.schemas.avro.Treatment;
import io.habeas.schemas.avro.WaitReason;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ReadRepliesTest {
  private static final UUID REQUEST = UUID.fromString("6f1c1f9a-58d5-4f2b-9d0e-0c6f5e6f7a01");
  private static final Instant NOW = Instant.parse("2026-11-24T08:00:00Z");
  private static final Instant ITS_WRONG_CLOCK = Instant.parse("2099-01-01T00:00:00Z");
  private static final ParticipantId ACCOUNTS = new ParticipantId("accounts");
  private static final Instant FIRST = Instant.parse("2030-01-01T00:00:00Z");
  private static final Instant LAST = Instant.parse("2033-12-31T00:00:00Z");

  private final ReadReplies replies =
      new ReadReplies(List.of(ACCOUNTS, new ParticipantId("orders")), () -> NOW);

  static Stream<Arguments> answers() {
    return Stream.of(
        Arguments.of(
            new HoldingsLocated(
                List.of(count("settings", 3)),
                List.of("account_id"),
                false,
                List.of(
                    new CollectionTreatment(
                        "settings",
                        List.of(Treatment.ERASED, Treatment.ANONYMISED),
                        List.of("null"),
                        List.of(
                            new RetentionDuty(
                                "tax", RetentionGround.ART_17_3_B, "NL-AWR-52", "NL"))))),
            new ErasureEvent.HoldingsLocated(
                ACCOUNTS,
                2,
                List.of(new Holding("settings", 3)),
                Set.of(new IdentifierType("account_id")),
                false,
                List.of(
                    new Treated(
                        "settings",
                        Set.of(Treatment.ERASED, Treatment.ANONYMISED),
                        Set.of("null"),
                        Set.of(
                            new Treated.Duty(
                                "tax", RetentionGround.ART_17_3_B, "NL-AWR-52", "NL")))),
                NOW)),
        Arguments.of(
            new RecordsRestricted(List.of(count("settings", 3))),
            new ErasureEvent.RecordsRestricted(ACCOUNTS, 2, NOW)),
        Arguments.of(
            new RestrictionLifted(List.of()), new ErasureEvent.RestrictionLifted(ACCOUNTS, 2, NOW)),
        Arguments.of(
            new RecordsErased(
                List.of(new CollectionOutcome("payments", 1L, 2L, 7L)),
                List.of(kept("payments", 7, FIRST, LAST))),
            new ErasureEvent.RecordsErased(
                ACCOUNTS,
                2,
                List.of(new CollectionErasure("payments", 1, 2, 7)),
                List.of(
                    new Retention(
                        "payments",
                        "tax",
                        RetentionGround.ART_17_3_B,
                        "NL-AWR-52",
                        "NL",
                        7,
                        FIRST,
                        LAST)),
                ITS_WRONG_CLOCK,
                NOW)),
        Arguments.of(
            new ExpiredErased(List.of(), List.of()),
            new ErasureEvent.ExpiredErased(
                ACCOUNTS, 2, List.of(), List.of(), ITS_WRONG_CLOCK, NOW)),
        Arguments.of(new ErasureVerified(), new ErasureEvent.ErasureVerified(ACCOUNTS, 2, NOW)),
        Arguments.of(
            new ResidueFound(List.of(count("settings", 1))),
            new ErasureEvent.ResidueFound(ACCOUNTS, 2, NOW)),
        Arguments.of(
            new TaskDeferred(WaitReason.RECORD_LOCKED),
            new ErasureEvent.TaskDeferred(ACCOUNTS, 2, WaitReason.RECORD_LOCKED, NOW)),
        Arguments.of(new TaskSuperseded(5), new ErasureEvent.TaskSuperseded(ACCOUNTS, 2, 5, NOW)));
  }

  @ParameterizedTest
  @MethodSource("answers")
  void shouldReadEveryAnswerByTheOrchestratorsClock(SpecificRecord payload, ErasureEvent expected)
      throws Exception {
    // given
    ParticipantReply reply =
        AvroRoundTrip.transported(ParticipantReply.class, reply("accounts", 2, payload));

    // when
    var event = replies.read("dsar.replies.accounts", new Keyed<>(REQUEST.toString(), reply));

    // then
    assertThat(event).contains(new Keyed<>(REQUEST.toString(), expected));
  }

  static Stream<Arguments> impossible() {
    return Stream.of(
        Arguments.of("negative-count", new ResidueFound(List.of(count("settings", -1)))),
        Arguments.of("collection-no-code", new ResidueFound(List.of(count("a b", 1)))),
        Arguments.of(
            "identifier-type-no-code",
            new HoldingsLocated(List.of(), List.of("ann@example.org"), false, List.of())),
        Arguments.of(
            "negative-count",
            new RecordsErased(List.of(new CollectionOutcome("payments", -1L, 0L, 0L)), List.of())),
        Arguments.of(
            "retention-without-ground",
            new RecordsErased(
                List.of(new CollectionOutcome("payments", 0L, 0L, 7L)),
                List.of(kept("payments", 6, FIRST, LAST)))),
        Arguments.of(
            "retention-in-unknown-collection",
            new RecordsErased(List.of(), List.of(kept("payments", 6, FIRST, LAST)))),
        Arguments.of(
            "expiry-reversed",
            new RecordsErased(
                List.of(new CollectionOutcome("payments", 0L, 0L, 7L)),
                List.of(kept("payments", 7, LAST, FIRST)))),
        Arguments.of(
            "collection-twice",
            new RecordsErased(
                List.of(
                    new CollectionOutcome("payments", 1L, 0L, 0L),
                    new CollectionOutcome("payments", 1L, 0L, 0L)),
                List.of())),
        Arguments.of("seen-step-out-of-range", new TaskSuperseded(2)),
        Arguments.of("seen-step-out-of-range", new TaskSuperseded(Integer.MAX_VALUE)));
  }

  @ParameterizedTest
  @MethodSource("impossible")
  void shouldRefuseWholeWhatCannotBeTrue(String reason, SpecificRecord payload) {
    refused(reason, "dsar.replies.accounts", REQUEST.toString(), reply("accounts", 2, payload));
  }

  @Test
  void shouldRefuseWhatIsSaidInAnothersName() {
    ParticipantReply reply = reply("accounts", 2, new ErasureVerified());
    refused("wrong-participant", "dsar.replies.orders", REQUEST.toString(), reply);
    refused("wrong-participant", "dsar.replies.stranger", REQUEST.toString(), reply);
  }

  @Test
  void shouldRefuseAKeyOfAnotherRequest() {
    refused(
        "key-mismatch",
        "dsar.replies.accounts",
        new UUID(0, 1).toString(),
        reply("accounts", 2, new ErasureVerified()));
  }

  @Test
  void shouldReadWhatIsReportedUnasked_L20() throws Exception {
    // given
    ParticipantReply reply =
        AvroRoundTrip.transported(
            ParticipantReply.class,
            reply(
                "accounts",
                0,
                new RetentionReported(ITS_WRONG_CLOCK, List.of(kept("payments", 7, FIRST, LAST)))));

    // when
    var event = replies.read("dsar.replies.accounts", new Keyed<>(REQUEST.toString(), reply));

    // then
    assertThat(event)
        .contains(
            new Keyed<>(
                REQUEST.toString(),
                new ErasureEvent.RetentionReported(
                    REQUEST,
                    ACCOUNTS,
                    ITS_WRONG_CLOCK,
                    List.of(
                        new Retention(
                            "payments",
                            "tax",
                            RetentionGround.ART_17_3_B,
                            "NL-AWR-52",
                            "NL",
                            7,
                            FIRST,
                            LAST)),
                    NOW)));
  }

  @Test
  void shouldRefuseAReportAsTheAnswerToATask() {
    refused(
        "step-out-of-range",
        "dsar.replies.accounts",
        REQUEST.toString(),
        reply("accounts", 2, new RetentionReported(NOW, List.of())));
  }

  @Test
  void shouldRefuseAStepThatNoTaskHas() {
    refused(
        "step-out-of-range",
        "dsar.replies.accounts",
        REQUEST.toString(),
        reply("accounts", 0, new ErasureVerified()));
  }

  private void refused(String reason, String topic, String key, ParticipantReply reply) {
    assertThatExceptionOfType(InvalidMessage.class)
        .isThrownBy(() -> replies.read(topic, new Keyed<>(key, reply)))
        .satisfies(invalid -> assertThat(invalid.reason()).isEqualTo(reason));
  }

  private static ParticipantReply reply(String participant, int step, SpecificRecord payload) {
    return new ParticipantReply(REQUEST, ITS_WRONG_CLOCK, participant, step, payload);
  }

  private static CollectionCount count(String collection, long records) {
    return new CollectionCount(collection, records);
  }

  private static RetainedRecords kept(
      String collection, long records, Instant first, Instant last) {
    return new RetainedRecords(
        collection, "tax", RetentionGround.ART_17_3_B, "NL-AWR-52", "NL", records, first, last);
  }
}
