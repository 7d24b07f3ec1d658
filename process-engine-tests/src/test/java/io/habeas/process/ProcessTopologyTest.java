package io.habeas.process;

import static io.habeas.process.FanOut.POISON;
import static io.habeas.process.FanOut.accepted;
import static io.habeas.process.FanOut.completed;
import static io.habeas.process.FanOut.id;
import static io.habeas.process.FanOut.reply;
import static io.habeas.process.FanOut.task;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.habeas.process.FanOut.State;
import io.habeas.process.ProcessDefinition.Keyed;
import io.habeas.process.fanout.FanOutState;
import io.habeas.schemas.Topics;
import io.habeas.schemas.avro.DeadLetter;
import io.habeas.schemas.avro.RefusalGround;
import io.habeas.schemas.avro.RequestRecord;
import io.habeas.schemas.avro.RequestRefused;
import io.habeas.schemas.wire.Decoded;
import io.habeas.schemas.wire.RegistryUnavailable;
import io.habeas.schemas.wire.Wire;
import io.habeas.testkit.ProcessHarness;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class ProcessTopologyTest {
  private static final String TRACE = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

  private static final String R0 = id("r0");
  private static final String R1 = id("r1");
  private static final String R2 = id("r2");
  private static final String R3 = id("r3");

  private final ProcessHarness<State> harness = ProcessHarness.of(FanOut.over("a", "b"));

  @AfterEach
  void close() {
    harness.close();
  }

  @Test
  void shouldAskEverybodyAndCompleteWhenAllHaveAnswered() {
    // given
    harness.send(Topics.REQUESTS, R1, accepted(R1));
    assertThat(harness.received(Topics.erasureTasks("a")))
        .containsExactly(new Keyed<>(R1, task(R1, "a", 1)));
    assertThat(harness.received(Topics.erasureTasks("b")))
        .containsExactly(new Keyed<>(R1, task(R1, "b", 1)));

    // when
    harness.send(Topics.replies("b"), R1, reply(R1, "b", 1));
    assertThat(harness.received(Topics.ERASURE_EVENTS)).isEmpty();
    harness.send(Topics.replies("a"), R1, reply(R1, "a", 1));

    // then
    assertThat(harness.received(Topics.ERASURE_EVENTS))
        .containsExactly(new Keyed<>(R1, completed(R1)));
    assertThat(harness.state(R1)).contains(new State(R1, Map.of("a", 1, "b", 1), Set.of("a", "b")));
  }

  @Test
  void shouldCountWhatIsIgnoredByReason() {
    // given
    harness.send(Topics.REQUESTS, R1, accepted(R1));

    // when
    harness.send(Topics.REQUESTS, R1, accepted(R1));
    harness.send(Topics.replies("a"), R2, reply(R2, "a", 1));

    // then
    assertThat(counted("habeas.process.ignored", "reason", "duplicate")).isEqualTo(1);
    assertThat(counted("habeas.process.ignored", "reason", "not-asked")).isEqualTo(1);
    assertThat(harness.state(R2)).isEmpty();
  }

  @Test
  void shouldDescribeWhatItWritesAndCarryTheTraceOn() {
    // when
    harness.send(
        Topics.REQUESTS.name(),
        R1,
        harness.wire().encode(Topics.REQUESTS.name(), accepted(R1)),
        Map.of("traceparent", TRACE, "tracestate", "vendor=1", "baggage", "k=v"));

    // then
    var written = harness.receivedRecords(Topics.erasureTasks("b"));
    assertThat(written)
        .singleElement()
        .satisfies(
            message ->
                assertThat(message.headers())
                    .containsExactlyInAnyOrderEntriesOf(
                        Map.of(
                            "ce_specversion", "1.0",
                            "ce_id", "dsar.requests-0@0#1",
                            "ce_source", "/habeas/fan-out",
                            "ce_type", "io.habeas.schemas.avro.LocateHoldings",
                            "ce_time", "2026-01-05T09:00:00Z",
                            "content-type", "application/avro",
                            "traceparent", TRACE)));
  }

  @Test
  void shouldTellThePolicyOfAMissingTopicAndLetOthersGoOn() {
    // given
    harness.topics().missing(Topics.erasureTasks("a").name());

    // when
    harness.send(Topics.REQUESTS, R1, accepted(R1));

    // then
    assertThat(harness.received(Topics.erasureTasks("a"))).isEmpty();
    assertThat(harness.received(Topics.erasureTasks("b")))
        .containsExactly(new Keyed<>(R1, task(R1, "b", 1)));
    assertThat(counted("habeas.process.undeliverable", "topic", Topics.erasureTasks("a").name()))
        .isEqualTo(1);

    // when
    harness.topics().writable(Topics.erasureTasks("a").name());
    harness.advance(FanOut.PATIENCE);

    // then
    assertThat(harness.received(Topics.erasureTasks("a")))
        .containsExactly(new Keyed<>(R1, task(R1, "a", 2)));
  }

  @Test
  void shouldTellThePolicyOfAForbiddenTopic() {
    // given
    harness.topics().forbidden(Topics.erasureTasks("b").name());

    // when
    harness.send(Topics.REQUESTS, R1, accepted(R1));

    // then
    assertThat(harness.received(Topics.erasureTasks("b"))).isEmpty();
    assertThat(harness.received(Topics.erasureTasks("a"))).hasSize(1);
  }

  @Test
  void shouldWakeUpAtTheInstantAskedForAndNotBefore() {
    // given
    harness.send(Topics.REQUESTS, R1, accepted(R1));
    harness.send(Topics.replies("b"), R1, reply(R1, "b", 1));
    harness.received(Topics.erasureTasks("a"));

    // when
    harness.advance(FanOut.PATIENCE.minusMillis(1));
    // then
    assertThat(harness.received(Topics.erasureTasks("a"))).isEmpty();

    // when
    harness.advance(Duration.ofMillis(250));
    // then
    assertThat(harness.received(Topics.erasureTasks("a")))
        .containsExactly(new Keyed<>(R1, task(R1, "a", 2)));
  }

  @Test
  void shouldForgetTheWakeUpOfAProcessThatIsDone() {
    // given
    harness.send(Topics.REQUESTS, R1, accepted(R1));
    harness.send(Topics.replies("a"), R1, reply(R1, "a", 1));
    harness.send(Topics.replies("b"), R1, reply(R1, "b", 1));

    // when
    harness.advance(Duration.ofDays(30));

    // then
    assertThat(woken()).isZero();
  }

  @Test
  void shouldWakeUpVeryManyThatAreDueAtOnceInPortions() {
    shouldWakeUpInPortions(21_000);
  }

  @Test
  @Tag("thorough")
  void shouldWakeUpAHundredThousandThatAreDueAtOnce() {
    shouldWakeUpInPortions(100_000);
  }

  private void shouldWakeUpInPortions(int sagas) {
    // given
    for (int i = 0; i < sagas; i++) {
      harness.send(Topics.REQUESTS, id("r" + i), accepted(id("r" + i)));
    }

    // when
    harness.advance(FanOut.PATIENCE);
    long punctuations = 1;
    while (woken() < sagas) {
      long before = (long) woken();
      harness.advance(Duration.ofMillis(250));
      assertThat((long) woken()).as("every punctuation gets on").isGreaterThan(before);
      punctuations++;
    }

    // then
    assertThat(woken()).isEqualTo(sagas);
    assertThat(punctuations).as("a punctuation is bounded").isGreaterThanOrEqualTo(sagas / 10_000);
    assertThat(harness.meters().get("habeas.process.wakeups.lag").gauge().value()).isZero();
  }

  @Test
  void shouldWakeUpAfterARestart() {
    // given
    harness.send(Topics.REQUESTS, R1, accepted(R1));
    harness.received(Topics.erasureTasks("a"));

    // when
    harness.restart();
    harness.advance(FanOut.PATIENCE);

    // then
    assertThat(harness.received(Topics.erasureTasks("a")))
        .containsExactly(new Keyed<>(R1, task(R1, "a", 2)));
  }

  @Test
  void shouldWriteADeadLetterForUndecodableBytesAndGoOn() {
    // given
    byte[] rubbish = "Jane Doe, jane@example.org".getBytes(StandardCharsets.UTF_8);

    // when
    harness.send(Topics.REQUESTS.name(), R0, rubbish, Map.of());
    harness.send(Topics.REQUESTS, R1, accepted(R1));

    // then
    assertThat(harness.received(Topics.deadLetters(Topics.REQUESTS.name(), "fan-out")))
        .containsExactly(
            new Keyed<>(
                "",
                new DeadLetter(
                    Topics.REQUESTS.name(),
                    0,
                    0L,
                    rubbish.length,
                    "c048e304c5df92b739bf94a0e7e96a61cb2b25d6ff18aad7b8cde3d4ac07cf29",
                    "NotInWireFormat",
                    harness.clock().instant())));
    assertThat(harness.received(Topics.erasureTasks("a"))).hasSize(1);
  }

  @Test
  void shouldWriteADeadLetterForATombstoneAndForAMissingKey() {
    // when
    harness.send(Topics.REQUESTS.name(), R0, null, Map.of());
    harness.send(
        Topics.REQUESTS.name(),
        null,
        harness.wire().encode(Topics.REQUESTS.name(), accepted(R1)),
        Map.of());

    // then
    assertThat(harness.received(Topics.deadLetters(Topics.REQUESTS.name(), "fan-out")))
        .extracting(letter -> letter.value().getErrorClass())
        .containsExactly("NotInWireFormat", "NoKey");
  }

  @Test
  void shouldGoOnWithoutADeadLetterWhereItsTopicIsMissing() {
    // given
    harness.topics().missing(Topics.deadLetters(Topics.REQUESTS.name(), "fan-out").name());

    // when
    harness.send(Topics.REQUESTS.name(), R0, new byte[] {1, 2}, Map.of());
    harness.send(Topics.REQUESTS, R1, accepted(R1));

    // then
    assertThat(harness.received(Topics.deadLetters(Topics.REQUESTS.name(), "fan-out"))).isEmpty();
    assertThat(counted("habeas.process.dead.letters", "written", "false")).isEqualTo(1);
    assertThat(harness.received(Topics.erasureTasks("a"))).hasSize(1);
  }

  @Test
  void shouldNotBelieveAReplyInAnothersNameAndNameItsOrigin() {
    // given
    harness.send(Topics.REQUESTS, R1, accepted(R1));

    // when
    harness.send(
        Topics.replies("a").name(),
        R1,
        harness.wire().encode(Topics.replies("a").name(), reply(R1, "b", 1)),
        Map.of("habeas-origin", "0:0:" + Topics.replies("b").name()));

    // then
    assertThat(harness.received(Topics.deadLetters(Topics.replies("a").name(), "fan-out")))
        .singleElement()
        .satisfies(
            letter -> {
              assertThat(letter.value().getErrorClass()).isEqualTo("wrong-participant");
              assertThat(letter.value().getTopic()).isEqualTo(Topics.replies("a").name());
            });
    assertThat(harness.state(R1)).contains(new State(R1, Map.of("a", 1, "b", 1), Set.of()));
  }

  @Test
  void shouldNotBelieveARecordUnderAnotherRequestsKey() {
    // when
    harness.send(Topics.REQUESTS, R1, accepted(R2));

    // then
    assertThat(harness.received(Topics.deadLetters(Topics.REQUESTS.name(), "fan-out")))
        .extracting(letter -> letter.value().getErrorClass())
        .containsExactly("KeyOfAnotherInstance");
    assertThat(harness.state(R1)).isEmpty();
    assertThat(harness.state(R2)).isEmpty();
  }

  @Test
  void shouldStandStillAtATypeOfALaterVersionAndLoseNothing() {
    // when
    harness.send(Topics.REQUESTS.name(), R1, fromLaterVersion(R1), Map.of());
    harness.send(Topics.REQUESTS, R2, accepted(R2));
    harness.send(Topics.REQUESTS.name(), R3, new byte[] {1}, Map.of());
    harness.advance(Duration.ofHours(2));

    // then
    assertThat(harness.received(Topics.erasureTasks("a"))).isEmpty();
    assertThat(harness.received(Topics.deadLetters(Topics.REQUESTS.name(), "fan-out"))).isEmpty();
    assertThat(harness.health().stoppedPartitions())
        .containsExactlyEntriesOf(
            Map.of("dsar.requests-0", "io.habeas.schemas.avro.RequestPostponed"));
    assertThat(harness.health().ready()).isFalse();
    assertThat(harness.health().heldRecords()).isEqualTo(3);
  }

  @Test
  void shouldStandStillAgainAfterARestartThatDoesNotKnowTheTypeEither() {
    // given
    harness.send(Topics.REQUESTS.name(), R1, fromLaterVersion(R1), Map.of());
    harness.send(Topics.REQUESTS, R2, accepted(R2));

    // when
    harness.restart();
    harness.send(Topics.REQUESTS, R3, accepted(R3));
    harness.advance(Duration.ofSeconds(1));

    // then
    assertThat(harness.received(Topics.erasureTasks("a"))).isEmpty();
    assertThat(harness.health().ready()).isFalse();
    assertThat(harness.health().heldRecords()).isEqualTo(3);
  }

  @Test
  void shouldTakeUpWhatWasHeldInOrderBeforeAnythingNew() {
    // given
    harness.send(Topics.REQUESTS.name(), R1, fromLaterVersion(R1), Map.of());
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < 1_200; i++) {
      harness.send(Topics.REQUESTS, id("h" + i), accepted(id("h" + i)));
      expected.add(id("h" + i));
    }

    // when
    harness.restart(FanOut.over("a", "b"), laterVersion());
    harness.send(Topics.REQUESTS, id("new"), accepted(id("new")));
    expected.add(id("new"));
    assertThat(harness.received(Topics.erasureTasks("a"))).isEmpty();
    harness.advance(Duration.ofSeconds(1));

    // then
    assertThat(harness.received(Topics.erasureTasks("a")))
        .extracting(Keyed::key)
        .containsExactlyElementsOf(expected);
    assertThat(harness.health().ready()).isTrue();
    assertThat(harness.health().heldRecords()).isZero();
  }

  @Test
  void shouldHoldOnlyTheInstanceOnWhichThePolicyFails() {
    // given
    harness.restart(FanOut.defectiveOver("a", "b"));
    harness.send(Topics.REQUESTS, R1, accepted(R1));
    harness.send(Topics.REQUESTS, R2, accepted(R2));

    // when
    harness.send(Topics.replies("a"), R1, reply(R1, "a", POISON));
    harness.send(Topics.replies("a"), R1, reply(R1, "a", 1));
    harness.send(Topics.replies("a"), R2, reply(R2, "a", 1));

    // then
    assertThat(harness.state(R1)).contains(new State(R1, Map.of("a", 1, "b", 1), Set.of()));
    assertThat(harness.state(R2)).contains(new State(R2, Map.of("a", 1, "b", 1), Set.of("a")));
    assertThat(harness.health().heldInstances()).isEqualTo(1);
    assertThat(harness.health().heldRecords()).isEqualTo(2);
    assertThat(harness.health().ready()).isTrue();

    // when
    harness.restart(FanOut.over("a", "b"));
    harness.advance(Duration.ofSeconds(1));

    // then
    assertThat(harness.state(R1)).contains(new State(R1, Map.of("a", 1, "b", 1), Set.of("a")));
    assertThat(harness.health().heldRecords()).isZero();
  }

  @Test
  void shouldSetTheWakeUpOfAHeldInstanceAsideAndFireItOnceItIsFree() {
    // given
    harness.restart(FanOut.defectiveOver("a", "b"));
    harness.send(Topics.REQUESTS, R1, accepted(R1));
    harness.send(Topics.REQUESTS, R2, accepted(R2));
    harness.send(Topics.replies("a"), R1, reply(R1, "a", POISON));
    harness.received(Topics.erasureTasks("b"));

    // when
    harness.advance(FanOut.PATIENCE);
    // then
    assertThat(harness.received(Topics.erasureTasks("b")))
        .containsExactly(new Keyed<>(R2, task(R2, "b", 2)));

    // when
    harness.restart(FanOut.over("a", "b"));
    harness.advance(Duration.ofSeconds(1));
    // then
    assertThat(harness.received(Topics.erasureTasks("b")))
        .containsExactly(new Keyed<>(R1, task(R1, "b", 2)));
  }

  @Test
  void shouldReadStateOfTheVersionBefore() {
    // given
    harness.send(Topics.REQUESTS, R1, accepted(R1));
    Schema before = withoutField(FanOutState.getClassSchema(), "version");
    harness.store(R1, harness.wire().encode(state(before)));

    // when
    harness.send(Topics.replies("b"), R1, reply(R1, "b", 1));

    // then
    assertThat(harness.state(R1)).contains(new State(R1, Map.of("a", 1), Set.of()));
    harness.send(Topics.replies("a"), R1, reply(R1, "a", 1));
    assertThat(harness.state(R1)).contains(new State(R1, Map.of("a", 1), Set.of("a")));
  }

  @Test
  void shouldReadStateOfTheVersionAfter() {
    // given
    harness.send(Topics.REQUESTS, R1, accepted(R1));
    Schema after =
        new Schema.Parser()
            .parse(
                FanOutState.getClassSchema()
                    .toString()
                    .replace(
                        "{\"name\":\"version\"",
                        "{\"name\":\"since\",\"type\":\"long\",\"default\":0},{\"name\":\"version\""));
    harness.store(R1, harness.wire().encode(state(after)));

    // when
    harness.send(Topics.replies("a"), R1, reply(R1, "a", 1));

    // then
    assertThat(harness.state(R1)).contains(new State(R1, Map.of("a", 1), Set.of("a")));
  }

  @Test
  void shouldHoldTheInstanceWhoseStoredStateNobodyCanRead() {
    // given
    harness.send(Topics.REQUESTS, R1, accepted(R1));
    harness.store(R1, new byte[] {9, 9, 9});

    // when
    harness.send(Topics.replies("a"), R1, reply(R1, "a", 1));

    // then
    assertThat(harness.health().heldInstances()).isEqualTo(1);
    assertThat(harness.health().heldRecords()).isEqualTo(1);
  }

  @Test
  void shouldNotTakeARegistryOutageForAFault() {
    // given
    byte[] value = harness.wire().encode(Topics.REQUESTS.name(), accepted(R1));
    harness.wire().registryAvailable(false);

    // when
    assertThatThrownBy(() -> harness.send(Topics.REQUESTS.name(), R1, value, Map.of()))
        .hasRootCauseInstanceOf(java.io.IOException.class)
        .hasStackTraceContaining(RegistryUnavailable.class.getSimpleName());

    // then
    harness.wire().registryAvailable(true);
    assertThat(harness.health().heldRecords()).isZero();
    assertThat(harness.state(R1)).isEmpty();
  }

  private double woken() {
    var counter = harness.meters().find("habeas.process.wakeups").counter();
    return counter == null ? 0 : counter.count();
  }

  private double counted(String name, String tag, String value) {
    return harness.meters().get(name).tag(tag, value).counter().count();
  }

  private byte[] fromLaterVersion(String requestId) {
    Schema later =
        new Schema.Parser()
            .parse(
                RequestRecord.getClassSchema()
                    .toString()
                    .replace(
                        "{\"name\":\"payload\",\"type\":[",
                        "{\"name\":\"payload\",\"type\":[{\"type\":\"record\",\"name\":\"RequestPostponed\",\"fields\":[]},"));
    GenericRecord record = new GenericData.Record(later);
    record.put("requestId", requestId);
    record.put("recordedAt", FanOut.NOW.toEpochMilli());
    record.put(
        "payload", new GenericData.Record(later.getField("payload").schema().getTypes().get(0)));
    return harness.wire().encode(record);
  }

  /** A version that knows every type. */
  private Wire laterVersion() {
    return new Wire() {
      @Override
      public byte[] encode(String topic, SpecificRecord value) {
        return harness.wire().encode(topic, value);
      }

      @Override
      public <R extends SpecificRecord> Decoded<R> decode(Class<R> type, byte @Nullable [] bytes) {
        return switch (harness.wire().decode(type, bytes)) {
          case Decoded.UnknownType<R> unknown ->
              new Decoded.Known<>(
                  type.cast(
                      new RequestRecord(
                          UUID.fromString(R1),
                          FanOut.NOW,
                          new RequestRefused(RefusalGround.IDENTITY_NOT_ESTABLISHED))));
          case Decoded.Known<R> known -> known;
          case Decoded.Undecodable<R> undecodable -> undecodable;
        };
      }
    };
  }

  private static Schema withoutField(Schema schema, String name) {
    return Schema.createRecord(
        schema.getName(),
        null,
        schema.getNamespace(),
        false,
        schema.getFields().stream()
            .filter(field -> !field.name().equals(name))
            .map(field -> new Schema.Field(field, field.schema()))
            .toList());
  }

  private static GenericRecord state(Schema schema) {
    GenericRecord progress =
        new GenericData.Record(schema.getField("participants").schema().getElementType());
    progress.put("participant", "a");
    progress.put("asked", 1);
    progress.put("done", false);
    GenericRecord state = new GenericData.Record(schema);
    state.put("requestId", R1);
    state.put("participants", List.of(progress));
    if (schema.getField("version") != null) {
      state.put("version", 3);
    }
    if (schema.getField("since") != null) {
      state.put("since", 5L);
    }
    return state;
  }
}
