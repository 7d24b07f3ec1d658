package io.habeas.process;

import static io.habeas.process.FanOut.accepted;
import static io.habeas.process.FanOut.id;
import static io.habeas.process.StoreGate.STORE;
import static io.habeas.process.StoreGate.fit;
import static io.habeas.process.StoreGate.placed;
import static io.habeas.process.StoreGate.released;
import static io.habeas.process.StoreGate.task;
import static org.assertj.core.api.Assertions.assertThat;

import io.habeas.process.ProcessDefinition.Keyed;
import io.habeas.process.StoreGate.State;
import io.habeas.process.StoreGate.Topology;
import io.habeas.schemas.Topics;
import io.habeas.schemas.avro.StoreHoldEnded;
import io.habeas.schemas.avro.StoreHoldEventRecord;
import io.habeas.schemas.avro.StoreHoldInForce;
import io.habeas.testkit.ProcessHarness;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a process knows beside what happens to its instances. */
class FactsTest {
  private static final String R1 = id("r1");
  private static final String R2 = id("r2");
  private static final UUID HOLD = new UUID(4, 4);
  private static final Duration PUNCTUATION = Duration.ofMillis(250);

  private final Topology topics = Topology.ofTheCatalogue();
  private final ProcessHarness<State> harness = ProcessHarness.of(StoreGate.over(topics));

  @AfterEach
  void close() {
    harness.close();
  }

  @Test
  void shouldDecideByTheFactsThatAreKnown() {
    // given
    listed();

    // when
    accept(R1);
    place();
    accept(R2);

    // then
    assertThat(asked()).containsExactly(R1);
    assertThat(harness.state(R2)).contains(new State(R2, false));
  }

  @Test
  void shouldWakeWhoeverWaitsWhenAFactChanges() {
    // given
    place();
    listed();
    accept(R1);

    // when
    harness.advance(PUNCTUATION);
    // then
    assertThat(asked()).isEmpty();

    // when
    release();
    harness.advance(PUNCTUATION);

    // then
    assertThat(asked()).containsExactly(R1);

    // when
    place();
    release();
    harness.advance(PUNCTUATION);

    // then
    assertThat(asked()).isEmpty();
    assertThat(counted("habeas.process.ignored", "reason", "served"))
        .as("who waits for nothing is not woken")
        .isZero();
  }

  @Test
  void shouldNotWakeForWhatIsSaidAgain() {
    // given
    place();
    listed();
    accept(R1);
    harness.advance(PUNCTUATION);
    double before = counted("habeas.process.events", "type", "Another");

    // when
    listed();
    place();
    harness.advance(PUNCTUATION);

    // then
    assertThat(counted("habeas.process.events", "type", "Another")).isEqualTo(before);
  }

  @Test
  void shouldNotGoByAStatementOfLowerOrderThatComesLater() {
    // given
    place();
    listed();
    release();

    // when
    place();
    accept(R1);

    // then
    assertThat(asked()).containsExactly(R1);
  }

  @Test
  void shouldForgetAFactThatIsTakenBack() {
    // given
    listed();

    // when
    harness.send(Topics.ROSTER.name(), STORE, null, Map.of());
    accept(R1);

    // then
    assertThat(asked()).isEmpty();
    assertThat(harness.received(Topics.deadLetters(Topics.ROSTER.name(), topics.name()))).isEmpty();

    // when
    harness.restart();
    accept(R2);
    listed();
    harness.advance(PUNCTUATION);

    // then
    assertThat(asked()).containsExactlyInAnyOrder(R1, R2);
  }

  @Test
  void shouldKnowAndWaitOverARestart() {
    // given
    place();
    listed();
    accept(R1);

    // when
    harness.restart();
    accept(R2);

    // then
    assertThat(asked()).isEmpty();

    // when
    release();
    harness.restart();
    harness.advance(PUNCTUATION);

    // then
    assertThat(asked()).containsExactlyInAnyOrder(R1, R2);
  }

  @Test
  void shouldWakeVeryManyInPortions() {
    // given
    int sagas = 21_000;
    place();
    listed();
    for (int i = 0; i < sagas; i++) {
      accept(id("r" + i));
    }
    harness.advance(PUNCTUATION);

    // when
    release();
    int portions = 0;
    int asked = 0;
    while (asked < sagas) {
      harness.advance(PUNCTUATION);
      int now = asked().size();
      assertThat(now).as("every punctuation gets on, and is bounded").isBetween(1, 10_000);
      asked += now;
      portions++;
      if (portions == 1) {
        harness.restart();
      }
    }

    // then
    assertThat(asked).isEqualTo(sagas);
    assertThat(portions).isGreaterThanOrEqualTo(3);
  }

  @Test
  void shouldAcknowledgeOnceWithWhatItIsTooLateFor() {
    // given
    listed();
    accept(R1);
    place();
    accept(R2);

    // when
    harness.advance(PUNCTUATION);

    // then
    assertThat(acknowledged()).containsExactly(new StoreHoldInForce(1L));

    // when
    place();
    harness.advance(PUNCTUATION);
    harness.restart();
    harness.advance(PUNCTUATION);

    // then
    assertThat(acknowledged()).isEmpty();

    // when
    release();
    harness.advance(PUNCTUATION);

    // then
    assertThat(acknowledged()).containsExactly(new StoreHoldEnded());
  }

  @Test
  void shouldCountThousandsAndBeginAnewAfterARestart() {
    // given
    listed();
    for (int i = 0; i < 1_700; i++) {
      accept(id("r" + i));
    }
    place();

    // when
    harness.restart();
    harness.advance(PUNCTUATION);

    // then
    assertThat(acknowledged()).containsExactly(new StoreHoldInForce(1_700L));
  }

  @Test
  void shouldAcknowledgeWhenItCan() {
    // given
    harness.topics().missing(Topics.STORE_HOLD_EVENTS.name());
    place();
    harness.advance(PUNCTUATION);
    assertThat(acknowledged()).isEmpty();

    // when
    harness.topics().writable(Topics.STORE_HOLD_EVENTS.name());
    harness.advance(PUNCTUATION);

    // then
    assertThat(acknowledged()).containsExactly(new StoreHoldInForce(0L));
  }

  @Test
  void shouldAcknowledgeWhatAFactHasBecome() {
    // given
    place();
    release();

    // when
    harness.advance(PUNCTUATION);

    // then
    assertThat(acknowledged()).containsExactly(new StoreHoldEnded());
  }

  @Test
  void shouldNoticeWhenATopicThatIsWatchedCanBeWritten() {
    // given
    harness.topics().forbidden(topics.tasks().name());
    listed();
    accept(R1);
    harness.advance(PUNCTUATION);
    assertThat(asked()).isEmpty();

    // when
    harness.topics().writable(topics.tasks().name());
    harness.advance(PUNCTUATION);

    // then
    assertThat(asked()).containsExactly(R1);

    // given
    harness.topics().missing(topics.tasks().name());
    harness.advance(PUNCTUATION);
    accept(R2);

    // when
    harness.topics().writable(topics.tasks().name());
    harness.restart();
    harness.advance(PUNCTUATION);

    // then
    assertThat(asked()).containsExactly(R2);
  }

  @Test
  void shouldBuryAStatementThatNobodyCanReadAndStayAsItWas() {
    // given
    listed();

    // when
    harness.send(Topics.ROSTER.name(), STORE, new byte[] {1, 2}, Map.of());
    accept(R1);

    // then
    assertThat(asked()).containsExactly(R1);
    assertThat(harness.received(Topics.deadLetters(Topics.ROSTER.name(), topics.name())))
        .extracting(letter -> letter.value().getErrorClass())
        .containsExactly("NotInWireFormat");
  }

  @Test
  void shouldSayItEverywhereWhereThatIsWanted() {
    // given
    listed();

    // when
    accept(R1);

    // then
    assertThat(harness.received(topics.announcements()))
        .containsExactly(new Keyed<>(R1, fit(STORE)));
  }

  private void listed() {
    harness.send(Topics.ROSTER, STORE, fit(STORE));
  }

  private void place() {
    harness.send(Topics.STORE_HOLDS, HOLD.toString(), placed(HOLD));
  }

  private void release() {
    harness.send(Topics.STORE_HOLDS, HOLD.toString(), released(HOLD));
  }

  private void accept(String request) {
    harness.send(Topics.REQUESTS, request, accepted(request));
  }

  private List<String> asked() {
    return harness.received(topics.tasks()).stream()
        .map(
            asked -> {
              assertThat(asked.value()).isEqualTo(task(asked.key()));
              return asked.key();
            })
        .toList();
  }

  private List<Object> acknowledged() {
    return harness.received(Topics.STORE_HOLD_EVENTS).stream()
        .peek(said -> assertThat(said.key()).isEqualTo(HOLD + ":0"))
        .map(Keyed::value)
        .map(StoreHoldEventRecord::getPayload)
        .toList();
  }

  private double counted(String meter, String tag, String value) {
    return harness.meters().find(meter).tag(tag, value).counters().stream()
        .mapToDouble(counter -> counter.count())
        .sum();
  }
}
