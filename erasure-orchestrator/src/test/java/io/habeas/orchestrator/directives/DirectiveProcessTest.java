package io.habeas.orchestrator.directives;

import static org.assertj.core.api.Assertions.assertThat;

import io.habeas.process.ProcessDefinition.Keyed;
import io.habeas.schemas.Topic;
import io.habeas.schemas.Topics;
import io.habeas.schemas.avro.DirectiveRecord;
import io.habeas.schemas.avro.StopCause;
import io.habeas.schemas.avro.StopProcessing;
import io.habeas.schemas.avro.TakeNothingIn;
import io.habeas.testkit.ProcessHarness;
import io.habeas.testkit.VirtualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a participant must respect, without a broker. */
class DirectiveProcessTest {
  private static final Instant START = Instant.parse("2026-01-05T09:00:00Z");
  private static final Topic<DirectiveRecord> ORDERS = Topics.directives("orders");

  private final VirtualClock clock = VirtualClock.at(START.toString());
  private final ProcessHarness<?> harness =
      ProcessHarness.of(
          DirectiveProcess.definition(Duration.ofDays(180), Duration.ofDays(3650), clock));

  @AfterEach
  void close() {
    harness.close();
  }

  @Test
  void shouldKeepTheLatestOfEachPersonAndPurpose() {
    // given
    DirectiveRecord erased = record(new TakeNothingIn(START));
    DirectiveRecord objected = stop("direct-marketing", START);
    DirectiveRecord again = stop("direct-marketing", START.plusSeconds(60));

    // when
    issue("orders/s-1/*", erased);
    issue("orders/s-1/direct-marketing", objected);
    issue("orders/s-1/direct-marketing", objected);
    issue("orders/s-1/direct-marketing", again);
    issue("orders/s-1/direct-marketing", objected);

    // then
    assertThat(harness.received(ORDERS))
        .containsExactly(
            new Keyed<>("s-1/*", erased),
            new Keyed<>("s-1/direct-marketing", objected),
            new Keyed<>("s-1/direct-marketing", again));
  }

  @Test
  void shouldTakeBackWhatNeedNotBeRespectedAnyMore() {
    // given
    issue("orders/s-1/*", record(new TakeNothingIn(START)));
    issue("orders/s-1/newsletter", stop("newsletter", START));
    harness.received(ORDERS);

    // when
    pass(Duration.ofDays(179));
    assertThat(harness.received(ORDERS)).isEmpty();
    pass(Duration.ofDays(1));

    // then
    assertThat(harness.deleted(ORDERS)).containsExactly("s-1/*");
    pass(Duration.ofDays(3650 - 180));
    assertThat(harness.deleted(ORDERS)).containsExactly("s-1/newsletter");
    assertThat(harness.state("orders/s-1/*")).isEmpty();
    issue("orders/s-1/*", record(new TakeNothingIn(START)));
    assertThat(harness.received(ORDERS)).isEmpty();
  }

  @Test
  void shouldWriteAndTakeBackOnceTheTopicIsThere() {
    // given
    DirectiveRecord erased = record(new TakeNothingIn(START));
    harness.topics().missing(ORDERS.name());
    issue("orders/s-1/*", erased);
    pass(Duration.ofSeconds(5));
    assertThat(harness.received(ORDERS)).isEmpty();

    // when
    harness.topics().writable(ORDERS.name());
    pass(Duration.ofSeconds(5));

    // then
    assertThat(harness.received(ORDERS)).containsExactly(new Keyed<>("s-1/*", erased));
    harness.topics().missing(ORDERS.name());
    pass(Duration.ofDays(180));
    harness.topics().writable(ORDERS.name());
    pass(Duration.ofSeconds(5));
    assertThat(harness.deleted(ORDERS)).containsExactly("s-1/*");
  }

  private void pass(Duration time) {
    clock.advance(time);
    harness.advance(time);
  }

  private void issue(String key, DirectiveRecord directive) {
    harness.send(Topics.ISSUED_DIRECTIVES, key, directive);
  }

  private static DirectiveRecord stop(String purpose, Instant since) {
    return record(new StopProcessing(purpose, StopCause.CONSENT_WITHDRAWN, since));
  }

  private static DirectiveRecord record(Object payload) {
    return new DirectiveRecord("orders", "s-1", new UUID(1, 2), START, payload);
  }
}
