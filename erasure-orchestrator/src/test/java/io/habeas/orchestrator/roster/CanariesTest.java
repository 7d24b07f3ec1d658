package io.habeas.orchestrator.roster;

import static org.assertj.core.api.Assertions.assertThat;

import io.habeas.process.ProcessDefinition;
import io.habeas.process.ProcessDefinition.Keyed;
import io.habeas.protocol.ParticipantId;
import io.habeas.schemas.Topics;
import io.habeas.schemas.avro.Action;
import io.habeas.schemas.avro.CanaryBegun;
import io.habeas.schemas.avro.CanaryFailed;
import io.habeas.schemas.avro.CanaryFailure;
import io.habeas.schemas.avro.CanaryMissed;
import io.habeas.schemas.avro.CanaryNotProvable;
import io.habeas.schemas.avro.CanaryObstacle;
import io.habeas.schemas.avro.CanaryOutcomeRecord;
import io.habeas.schemas.avro.CanaryPassed;
import io.habeas.schemas.avro.CanaryProven;
import io.habeas.schemas.avro.CanaryRecord;
import io.habeas.schemas.avro.CanaryUnseeded;
import io.habeas.schemas.avro.CanaryUntried;
import io.habeas.schemas.avro.DeclarationRecord;
import io.habeas.schemas.avro.ParticipantDeclared;
import io.habeas.schemas.avro.RosterRecord;
import io.habeas.schemas.avro.WaitReason;
import io.habeas.testkit.ProcessHarness;
import io.habeas.testkit.VirtualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** When somebody is made up in a store, and how it stands by what becomes of them. */
class CanariesTest {
  private static final String STORE = "accounts";
  private static final int HEARTBEAT_SECONDS = 7 * 86_400;
  private static final List<Action> ALL =
      List.of(Action.LOCATE, Action.RESTRICT, Action.ERASE, Action.VERIFY, Action.SEED);
  private static final List<Action> WITHOUT_SEED =
      List.of(Action.LOCATE, Action.RESTRICT, Action.ERASE, Action.VERIFY);
  private static final Duration FIRST = Duration.ofMinutes(15);
  private static final Duration EVERY = Duration.ofHours(10);
  private static final Duration AGAIN = Duration.ofHours(1);
  private static final UUID STRANGER = new UUID(7, 7);

  private final VirtualClock clock = VirtualClock.at("2026-01-05T09:00:00Z");
  private final ProcessHarness<RosterState> harness = ProcessHarness.of(definition());

  private ProcessDefinition<RosterState, RosterEvent, RosterCommand> definition() {
    return RosterProcess.definition(
        new RosterPolicy(
            List.of(new ParticipantId(STORE)), new RosterPolicy.Schedule(FIRST, EVERY, AGAIN)),
        List.of(new ParticipantId(STORE), new ParticipantId("orders")),
        clock);
  }

  @AfterEach
  void close() {
    harness.close();
  }

  @Test
  void shouldBeginOnceAStoreHasOfferedItForAWhileAndAgainEveryDay() {
    // when
    declares(ALL);
    // then
    assertThat(canaryTold()).isEqualTo(new CanaryUntried());
    assertThat(begun()).isEmpty();

    // when
    advance(FIRST);
    // then
    UUID first = beganAnother();
    assertThat(told()).isEmpty();

    // when
    advance(EVERY);
    // then
    assertThat(begun()).as("one at a time").isEmpty();

    // when
    says(first, new CanaryPassed(), true);
    // then
    assertThat(canaryTold()).isEqualTo(new CanaryProven(first, clock.instant()));

    // when
    harness.restart(definition());
    advance(EVERY.minusSeconds(1));
    assertThat(begun()).isEmpty();
    advance(Duration.ofSeconds(2));
    // then
    assertThat(beganAnother()).isNotEqualTo(first);
  }

  @Test
  void shouldSayWhatFailedUntilAnotherOneIsThrough() {
    // given
    declares(ALL);
    advance(FIRST);
    UUID first = beganAnother();
    told();

    // when
    says(first, new CanaryMissed(CanaryFailure.RESIDUE, Action.VERIFY), false);
    Instant failed = clock.instant();
    // then
    assertThat(canaryTold())
        .isEqualTo(new CanaryFailed(first, CanaryFailure.RESIDUE, Action.VERIFY, failed, true));

    // when
    advance(EVERY);
    // then
    assertThat(begun()).as("while something of it may be left").isEmpty();

    // when
    says(first, new CanaryMissed(CanaryFailure.NOT_FOUND, Action.LOCATE), true);
    // then
    assertThat(canaryTold())
        .isEqualTo(new CanaryFailed(first, CanaryFailure.NOT_FOUND, Action.LOCATE, failed, false));

    // when
    advance(AGAIN);
    UUID second = beganAnother();
    says(second, new CanaryUnseeded(), true);
    // then
    assertThat(told()).as("nobody could be made up: that mends nothing").isEmpty();

    // when
    advance(AGAIN);
    UUID third = beganAnother();
    says(first, new CanaryPassed(), true);
    // then
    assertThat(told()).as("an earlier one is late").isEmpty();

    // when
    says(third, new CanaryPassed(), true);
    // then
    assertThat(canaryTold()).isEqualTo(new CanaryProven(third, clock.instant()));
  }

  @Test
  void shouldSayThatAStoreCannotBeProven() {
    // when
    declares(WITHOUT_SEED);
    Instant since = clock.instant();
    // then
    assertThat(canaryTold()).isEqualTo(new CanaryNotProvable(CanaryObstacle.NOT_OFFERED, since));
    advance(EVERY);
    assertThat(begun()).isEmpty();

    // when
    declares(ALL);
    // then
    assertThat(canaryTold()).isEqualTo(new CanaryUntried());

    // when
    advance(FIRST);
    says(beganAnother(), new CanaryUnseeded(), true);
    // then
    assertThat(canaryTold())
        .isEqualTo(new CanaryNotProvable(CanaryObstacle.NOT_SEEDED, clock.instant()));

    // when
    advance(EVERY);
    // then
    beganAnother();
  }

  @Test
  void shouldNotTakeForMendedWhatOffersLess() {
    // given
    declares(ALL);
    advance(FIRST);
    UUID canary = beganAnother();
    says(canary, new CanaryMissed(CanaryFailure.NOT_FOUND, Action.LOCATE), true);
    assertThat(canaryTold()).isInstanceOf(CanaryFailed.class);

    // when
    declares(WITHOUT_SEED);

    // then
    assertThat(canaryTold()).isInstanceOf(CanaryFailed.class);
    advance(EVERY);
    assertThat(begun()).isEmpty();
  }

  @Test
  void shouldWaitForAStoreThatIsNotFit() {
    // given
    declares(ALL);
    advance(Duration.ofMinutes(1));
    declares(ALL, WaitReason.STORE_UNAVAILABLE);

    // when
    advance(FIRST);
    // then
    assertThat(begun()).isEmpty();

    // when
    declares(ALL);
    // then
    beganAnother();
  }

  @Test
  void shouldTryAgainToBeginWhatCouldNotBeTold() {
    // given
    harness.topics().missing(Topics.CANARIES.name());
    declares(ALL);
    advance(FIRST);
    assertThat(begun()).isEmpty();

    // when
    harness.topics().writable(Topics.CANARIES.name());
    advance(Duration.ofSeconds(6));

    // then
    beganAnother();
  }

  @Test
  void shouldMakeNobodyUpWhereTheControllerRequiresNobody() {
    // when
    harness.send(Topics.declarations("orders"), "orders", declaration("orders", ALL, null));
    advance(EVERY);

    // then
    assertThat(canaryTold()).isNull();
    assertThat(begun()).isEmpty();
  }

  @Test
  void shouldNotBelieveWhatIsSaidOfAnother() {
    // given
    declares(ALL);
    advance(FIRST);
    UUID canary = beganAnother();
    told();

    // when
    says(STRANGER, new CanaryPassed(), true);
    harness.send(
        Topics.CANARY_OUTCOMES,
        "orders",
        new CanaryOutcomeRecord(canary, clock.instant(), STORE, true, new CanaryPassed()));

    // then
    assertThat(told()).isEmpty();
  }

  private void declares(List<Action> actions) {
    declares(actions, null);
  }

  private void declares(List<Action> actions, @Nullable WaitReason unfit) {
    harness.send(Topics.declarations(STORE), STORE, declaration(STORE, actions, unfit));
  }

  private DeclarationRecord declaration(
      String participant, List<Action> actions, @Nullable WaitReason unfit) {
    return new DeclarationRecord(
        participant,
        clock.instant(),
        new ParticipantDeclared(
            List.of("email"),
            List.of(),
            actions,
            List.of("people"),
            unfit,
            HEARTBEAT_SECONDS,
            null));
  }

  private void says(UUID canary, SpecificRecord payload, boolean over) {
    harness.send(
        Topics.CANARY_OUTCOMES,
        STORE,
        new CanaryOutcomeRecord(canary, clock.instant(), STORE, over, payload));
  }

  private void advance(Duration by) {
    clock.advance(by);
    harness.advance(by);
  }

  private UUID beganAnother() {
    List<CanaryRecord> begun = begun();
    assertThat(begun).hasSize(1);
    assertThat(begun.getFirst().getPayload()).isEqualTo(new CanaryBegun(List.of("email")));
    assertThat(begun.getFirst().getParticipant()).isEqualTo(STORE);
    return begun.getFirst().getCanaryId();
  }

  private List<CanaryRecord> begun() {
    return harness.received(Topics.CANARIES).stream().map(Keyed::value).toList();
  }

  private @Nullable Object canaryTold() {
    List<RosterRecord> told = told();
    assertThat(told).isNotEmpty();
    return told.getLast().getCanary();
  }

  private List<RosterRecord> told() {
    return harness.received(Topics.ROSTER).stream().map(Keyed::value).toList();
  }
}
