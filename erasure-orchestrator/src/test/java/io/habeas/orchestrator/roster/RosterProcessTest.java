package io.habeas.orchestrator.roster;

import static org.assertj.core.api.Assertions.assertThat;

import io.habeas.process.ProcessDefinition.Keyed;
import io.habeas.protocol.ParticipantId;
import io.habeas.schemas.Topics;
import io.habeas.schemas.avro.Action;
import io.habeas.schemas.avro.DeclarationRecord;
import io.habeas.schemas.avro.ParticipantDeclared;
import io.habeas.schemas.avro.ParticipantFit;
import io.habeas.schemas.avro.ParticipantStale;
import io.habeas.schemas.avro.ParticipantUnfit;
import io.habeas.schemas.avro.RetentionReports;
import io.habeas.schemas.avro.RosterRecord;
import io.habeas.schemas.avro.WaitReason;
import io.habeas.testkit.ProcessHarness;
import io.habeas.testkit.VirtualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How participants stand, as the whole process says it. */
class RosterProcessTest {
  private static final String STORE = "accounts";
  private static final Duration HEARTBEAT = Duration.ofSeconds(60);
  private static final Duration BEAT = Duration.ofSeconds(20);
  private static final List<Action> ACTIONS = List.of(Action.LOCATE, Action.ERASE);

  private final VirtualClock clock = VirtualClock.at("2026-01-05T09:00:00Z");
  private final ProcessHarness<RosterState> harness =
      ProcessHarness.of(
          RosterProcess.definition(
              new RosterPolicy(
                  List.of(),
                  new RosterPolicy.Schedule(
                      Duration.ZERO, Duration.ofDays(1), Duration.ofHours(1))),
              List.of(new ParticipantId(STORE), new ParticipantId("orders")),
              clock));

  @AfterEach
  void close() {
    harness.close();
  }

  @Test
  void shouldTellHowAParticipantStandsOnceAndNotWithEveryHeartbeat() {
    // when
    declares(null);
    // then
    assertThat(told()).containsExactly(record(new ParticipantFit(ACTIONS)));

    // when
    for (int beat = 0; beat < 30; beat++) {
      advance(BEAT);
      declares(null);
    }
    // then
    assertThat(told()).isEmpty();

    // when
    declares(WaitReason.STORE_UNAVAILABLE);
    // then
    assertThat(told()).containsExactly(record(new ParticipantUnfit(WaitReason.STORE_UNAVAILABLE)));

    // when
    declares(null);
    // then
    assertThat(told()).containsExactly(record(new ParticipantFit(ACTIONS)));
  }

  @Test
  void shouldTellThatAParticipantIsSilentForLongerThanItPromised() {
    // given
    declares(null);
    Instant heard = clock.instant();
    told();

    // when
    advance(HEARTBEAT.minusMillis(1));
    // then
    assertThat(told()).isEmpty();

    // when
    advance(Duration.ofMillis(250));
    // then
    assertThat(told())
        .extracting(RosterRecord::getPayload)
        .containsExactly(new ParticipantStale(heard));

    // when
    advance(Duration.ofDays(3));
    // then
    assertThat(told()).isEmpty();

    // when
    declares(null);
    // then
    assertThat(told()).containsExactly(record(new ParticipantFit(ACTIONS)));
  }

  @Test
  void shouldNotTakeForSilenceWhatNobodyCouldHaveHeard() {
    // given
    declares(null);
    told();

    // when
    advance(Duration.ofHours(5));
    // then
    assertThat(told()).as("this process was away itself").isEmpty();

    // when
    advance(HEARTBEAT.minusMillis(1));
    // then
    assertThat(told()).isEmpty();

    // when
    advance(Duration.ofMillis(250));
    // then
    assertThat(told())
        .extracting(RosterRecord::getPayload)
        .containsExactly(new ParticipantStale(Instant.parse("2026-01-05T09:00:00Z")));
  }

  @Test
  void shouldRememberOverARestart() {
    // given
    declares(null);
    told();

    // when
    harness.restart();
    declares(null);
    // then
    assertThat(told()).isEmpty();

    // when
    harness.restart();
    advance(HEARTBEAT.plusMillis(250));
    // then
    assertThat(told()).hasSize(1);
  }

  @Test
  void shouldTellLaterWhatItCannotTellNow() {
    // given
    harness.topics().missing(Topics.ROSTER.name());
    declares(null);
    assertThat(told()).isEmpty();

    // when
    harness.topics().writable(Topics.ROSTER.name());
    advance(Duration.ofSeconds(6));

    // then
    assertThat(told())
        .extracting(RosterRecord::getPayload)
        .containsExactly(new ParticipantFit(ACTIONS));
  }

  @Test
  void shouldTellWhenAParticipantHasReportedAllThatItKeepsWhicheverOfItsInstancesSaysSo_L20() {
    // given
    declares(null, new RetentionReports(null));
    assertThat(told()).containsExactly(record(new RetentionReports(null)));

    // when
    Instant begun = clock.instant();
    declares(null, new RetentionReports(begun));
    // then
    assertThat(told()).containsExactly(record(new RetentionReports(begun)));

    // when
    declares(null, new RetentionReports(null));
    declares(null, new RetentionReports(begun.minusMillis(1)));
    harness.restart();
    declares(null, new RetentionReports(begun));
    // then
    assertThat(told()).isEmpty();

    // when
    declares(null, new RetentionReports(begun.plus(Duration.ofDays(365))));
    // then
    assertThat(told()).as("a report from the future").isEmpty();

    // when
    declares(null);
    // then
    assertThat(told()).containsExactly(record(new ParticipantFit(ACTIONS)));
  }

  @Test
  void shouldBelieveNobodyWhoSpeaksForAnother() {
    // when
    harness.send(Topics.declarations("orders"), STORE, declaration(STORE, null, 60));
    harness.send(Topics.declarations(STORE), "orders", declaration(STORE, null, 60));
    harness.send(Topics.declarations(STORE), STORE, declaration(STORE, null, 0));

    // then
    assertThat(told()).isEmpty();
    assertThat(
            harness.received(
                Topics.deadLetters(Topics.declarations("orders").name(), RosterProcess.NAME)))
        .extracting(letter -> letter.value().getErrorClass())
        .containsExactly("wrong-participant");
    assertThat(
            harness.received(
                Topics.deadLetters(Topics.declarations(STORE).name(), RosterProcess.NAME)))
        .extracting(letter -> letter.value().getErrorClass())
        .containsExactly("key-mismatch", "no-heartbeat");
  }

  private void declares(@Nullable WaitReason unfit) {
    declares(unfit, null);
  }

  private void declares(@Nullable WaitReason unfit, @Nullable RetentionReports reports) {
    harness.send(Topics.declarations(STORE), STORE, declaration(STORE, unfit, 60, reports));
  }

  private DeclarationRecord declaration(
      String participant, @Nullable WaitReason unfit, int heartbeatSeconds) {
    return declaration(participant, unfit, heartbeatSeconds, null);
  }

  private DeclarationRecord declaration(
      String participant,
      @Nullable WaitReason unfit,
      int heartbeatSeconds,
      @Nullable RetentionReports reports) {
    return new DeclarationRecord(
        participant,
        clock.instant(),
        new ParticipantDeclared(
            List.of("email"),
            List.of(),
            ACTIONS,
            List.of("accounts"),
            unfit,
            heartbeatSeconds,
            reports));
  }

  private void advance(Duration by) {
    clock.advance(by);
    harness.advance(by);
  }

  private RosterRecord record(RetentionReports reports) {
    return new RosterRecord(STORE, clock.instant(), new ParticipantFit(ACTIONS), null, reports);
  }

  private RosterRecord record(SpecificRecord payload) {
    return new RosterRecord(STORE, clock.instant(), payload, null, null);
  }

  private List<RosterRecord> told() {
    return harness.received(Topics.ROSTER).stream().map(Keyed::value).toList();
  }
}
