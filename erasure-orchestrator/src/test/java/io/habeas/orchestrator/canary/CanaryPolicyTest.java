package io.habeas.orchestrator.canary;

import static org.assertj.core.api.Assertions.assertThat;

import io.habeas.orchestrator.canary.CanaryCommand.Ask;
import io.habeas.orchestrator.canary.CanaryCommand.Forget;
import io.habeas.orchestrator.canary.CanaryCommand.Tell;
import io.habeas.orchestrator.canary.CanaryEvent.ActionNotOffered;
import io.habeas.orchestrator.canary.CanaryEvent.Begun;
import io.habeas.orchestrator.canary.CanaryEvent.ErasureVerified;
import io.habeas.orchestrator.canary.CanaryEvent.ExpiredErased;
import io.habeas.orchestrator.canary.CanaryEvent.FactsChanged;
import io.habeas.orchestrator.canary.CanaryEvent.HoldingsLocated;
import io.habeas.orchestrator.canary.CanaryEvent.RecordsErased;
import io.habeas.orchestrator.canary.CanaryEvent.RecordsRestricted;
import io.habeas.orchestrator.canary.CanaryEvent.ResidueFound;
import io.habeas.orchestrator.canary.CanaryEvent.SubjectSeeded;
import io.habeas.orchestrator.canary.CanaryEvent.TaskDeferred;
import io.habeas.orchestrator.canary.CanaryEvent.WokenUp;
import io.habeas.orchestrator.canary.CanaryState.OnHold;
import io.habeas.orchestrator.canary.CanaryState.Over;
import io.habeas.orchestrator.canary.CanaryState.Paused;
import io.habeas.orchestrator.erasure.StoreFact;
import io.habeas.process.Facts;
import io.habeas.protocol.ParticipantId;
import io.habeas.protocol.fanout.Pauses;
import io.habeas.protocol.locate.Holding;
import io.habeas.schemas.avro.Action;
import io.habeas.schemas.avro.CanaryFailure;
import io.habeas.schemas.avro.WaitReason;
import io.habeas.testkit.PolicyScenario;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What is asked for somebody made up, and what is concluded. */
class CanaryPolicyTest {
  private static final UUID CANARY = new UUID(1, 2);
  private static final ParticipantId STORE = new ParticipantId("accounts");
  private static final Instant NOW = Instant.parse("2026-01-05T09:00:00Z");
  private static final Duration WITHIN = Duration.ofHours(6);
  private static final List<Holding> MADE =
      List.of(new Holding("accounts", 1), new Holding("settings", 1));
  private static final CanaryPolicy POLICY =
      new CanaryPolicy(
          new Pauses(Duration.ofSeconds(5), Duration.ofHours(1), Duration.ofSeconds(30)),
          new CanaryPolicy.Terms(WITHIN, 1));
  private static final CanaryPolicy HOLDING =
      POLICY.knowing(
          new Facts<>(List.of(new StoreFact.Held(new UUID(3, 4), STORE, null)), Map.of()));

  private final PolicyScenario<CanaryState, CanaryEvent, CanaryCommand> scenario =
      PolicyScenario.of(POLICY);

  @Test
  void shouldFindAndEraseWhatWasMadeUpAndCallThePathProven() {
    scenario
        .when(begun())
        .thenCommands(ask(1, Action.SEED))
        .when(seeded(1, MADE))
        .thenCommands(ask(2, Action.LOCATE))
        .when(located(2, MADE))
        .thenCommands(ask(3, Action.RESTRICT))
        .when(new RecordsRestricted(STORE, 3, NOW))
        .thenCommands(ask(4, Action.ERASE))
        .when(new RecordsErased(STORE, 4, null, NOW))
        .thenCommands(ask(5, Action.VERIFY))
        .when(new ErasureVerified(STORE, 5, NOW))
        .thenCommands(tell(new CanaryOutcome.Passed(), true), forget())
        .thenState(Over.class, over -> assertThat(over.canary().owed()).isNull())
        .thenNeverWakes()
        .when(new ErasureVerified(STORE, 5, NOW))
        .thenIgnored("over");
  }

  @Test
  void shouldGoOnWithoutHidingWhereAStoreHidesNothing() {
    scenario
        .given(begun(), seeded(1, MADE), located(2, MADE))
        .when(new ActionNotOffered(STORE, 3, Action.RESTRICT, NOW))
        .thenCommands(ask(4, Action.ERASE));
  }

  @Test
  void shouldNotKeepForYearsWhoWasNeverReal() {
    Instant expiry = Instant.parse("2033-01-05T00:00:00Z");
    scenario
        .given(begun(), seeded(1, MADE), located(2, MADE), new RecordsRestricted(STORE, 3, NOW))
        .given(new RecordsErased(STORE, 4, expiry, NOW))
        .when(new ErasureVerified(STORE, 5, NOW))
        .thenCommands(new Ask(CANARY, STORE, 6, Action.EXPIRE, expiry, NOW))
        .when(new ExpiredErased(STORE, 6, null, NOW))
        .thenCommands(ask(7, Action.VERIFY))
        .when(new ErasureVerified(STORE, 7, NOW))
        .thenCommands(tell(new CanaryOutcome.Passed(), true), forget());
  }

  @Test
  void shouldNameWhatAStoreKeepsAllTheSame() {
    Instant expiry = Instant.parse("2033-01-05T00:00:00Z");
    scenario
        .given(begun(), seeded(1, MADE), located(2, MADE), new RecordsRestricted(STORE, 3, NOW))
        .given(new RecordsErased(STORE, 4, expiry, NOW), new ErasureVerified(STORE, 5, NOW))
        .when(new ActionNotOffered(STORE, 6, Action.EXPIRE, NOW))
        .thenCommands(tell(missed(CanaryFailure.RECORDS_KEPT, Action.EXPIRE), false))
        .thenState(Paused.class, paused -> assertThat(paused.next()).isEqualTo(Action.EXPIRE));
  }

  @Test
  void shouldNeverEraseMoreThanWasMadeUp() {
    List<Holding> more = List.of(new Holding("accounts", 1), new Holding("settings", 2));
    scenario
        .given(begun(), seeded(1, MADE))
        .when(located(2, more))
        .thenCommands(tell(missed(CanaryFailure.MORE_FOUND, Action.LOCATE), false))
        .when(new WokenUp(NOW.plusSeconds(5)))
        .thenCommands(ask(3, Action.LOCATE, NOW.plusSeconds(5)))
        .when(new HoldingsLocated(STORE, 3, more, false, NOW))
        .thenCommands()
        .when(new WokenUp(NOW.plusSeconds(60)))
        .thenCommands(ask(4, Action.LOCATE, NOW.plusSeconds(60)))
        .when(located(4, MADE))
        .thenCommands(ask(5, Action.RESTRICT));
  }

  @Test
  void shouldEraseNobodyWhereTheStoreSeesSeveral() {
    scenario
        .given(begun(), seeded(1, MADE))
        .when(new HoldingsLocated(STORE, 2, MADE, true, NOW))
        .thenCommands(tell(missed(CanaryFailure.MORE_FOUND, Action.LOCATE), false));
  }

  @Test
  void shouldFailWhereItIsNotFoundAndBeErasedAsFarAsItCanBe() {
    CanaryOutcome notFound = missed(CanaryFailure.NOT_FOUND, Action.LOCATE);
    scenario
        .given(begun(), seeded(1, MADE))
        .when(located(2, List.of(new Holding("accounts", 1))))
        .thenCommands(tell(notFound, false), ask(3, Action.RESTRICT))
        .after()
        .given(new RecordsRestricted(STORE, 3, NOW), new RecordsErased(STORE, 4, null, NOW))
        .when(new ErasureVerified(STORE, 5, NOW))
        .thenCommands(tell(notFound, true), forget());
  }

  @Test
  void shouldFailWhereItIsNotGoneAndPassWhenItIsAfterAll() {
    scenario
        .given(begun(), seeded(1, MADE), located(2, MADE), new RecordsRestricted(STORE, 3, NOW))
        .given(new RecordsErased(STORE, 4, null, NOW))
        // As often as for a person.
        .when(new ResidueFound(STORE, 5, NOW))
        .thenCommands()
        .when(new WokenUp(NOW.plusSeconds(5)))
        .thenCommands(ask(6, Action.ERASE, NOW.plusSeconds(5)))
        .after()
        .given(new RecordsErased(STORE, 6, null, NOW))
        .when(new ResidueFound(STORE, 7, NOW))
        .thenCommands(tell(missed(CanaryFailure.RESIDUE, Action.VERIFY), false))
        .thenWakesAt(NOW.plusSeconds(10))
        .when(new WokenUp(NOW.plusSeconds(10)))
        .thenCommands(ask(8, Action.ERASE, NOW.plusSeconds(10)))
        .after()
        .given(new RecordsErased(STORE, 8, null, NOW))
        .when(new ErasureVerified(STORE, 9, NOW))
        .thenCommands(tell(new CanaryOutcome.Passed(), true), forget());
  }

  @Test
  void shouldFailWhereItIsNotThroughInTimeAndGoOn() {
    Instant late = NOW.plus(WITHIN);
    scenario
        .given(begun(), seeded(1, MADE), located(2, MADE), new RecordsRestricted(STORE, 3, NOW))
        .given(new TaskDeferred(STORE, 4, WaitReason.STORE_READ_ONLY, NOW))
        .when(new WokenUp(late))
        .thenCommands(
            new Tell(CANARY, STORE, missed(CanaryFailure.OVERDUE, Action.ERASE), false, late),
            ask(4, Action.ERASE, late));
  }

  @Test
  void shouldSayNothingOfAStoreInWhichNobodyCouldBeMadeUp() {
    Instant late = NOW.plus(WITHIN);
    scenario
        .given(begun())
        .when(seeded(1, List.of()))
        .thenCommands(ask(2, Action.VERIFY))
        .when(new ErasureVerified(STORE, 2, NOW))
        .thenCommands(tell(new CanaryOutcome.Unseeded(), true), forget());
    scenario
        .given(begun())
        .when(new ActionNotOffered(STORE, 1, Action.SEED, NOW))
        .thenCommands(ask(2, Action.VERIFY))
        .when(new ErasureVerified(STORE, 2, NOW))
        .thenCommands(tell(new CanaryOutcome.Unseeded(), true), forget());
    scenario
        .given(begun(), new TaskDeferred(STORE, 1, WaitReason.STORE_FORBIDDEN, NOW))
        .when(new WokenUp(late))
        .thenCommands(
            new Tell(CANARY, STORE, new CanaryOutcome.Unseeded(), false, late),
            ask(1, Action.SEED, late))
        .when(new SubjectSeeded(STORE, 1, MADE, late))
        .thenCommands(ask(2, Action.LOCATE, late))
        // Who is made up late has as much time again.
        .when(new TaskDeferred(STORE, 2, WaitReason.STORE_FORBIDDEN, late))
        .when(new WokenUp(late.plus(WITHIN).minusSeconds(1)))
        .thenCommands(ask(2, Action.LOCATE, late.plus(WITHIN).minusSeconds(1)))
        .when(new WokenUp(late.plus(WITHIN)))
        .thenCommands(
            new Tell(
                CANARY,
                STORE,
                missed(CanaryFailure.OVERDUE, Action.LOCATE),
                false,
                late.plus(WITHIN)));
  }

  @Test
  void shouldEraseNobodyOfWhomTheStoreDoesNotSayThatItMadeThemUp() {
    Instant later = NOW.plusSeconds(5);
    scenario
        .given(begun(), seeded(1, List.of()))
        .when(new ResidueFound(STORE, 2, NOW))
        .thenCommands(tell(new CanaryOutcome.Unseeded(), false))
        .when(new WokenUp(later))
        .thenCommands(ask(3, Action.SEED, later))
        .when(seeded(3, List.of()))
        .thenCommands(ask(4, Action.VERIFY))
        .when(new ResidueFound(STORE, 4, NOW))
        .thenCommands()
        .after()
        .given(new WokenUp(NOW.plusSeconds(60)))
        .when(seeded(5, MADE))
        .thenCommands(ask(6, Action.LOCATE));
  }

  @Test
  void shouldAskForWhatIsNoLongerOfferedUntilItIs() {
    scenario
        .given(begun(), seeded(1, MADE), located(2, MADE), new RecordsRestricted(STORE, 3, NOW))
        .when(new ActionNotOffered(STORE, 4, Action.ERASE, NOW))
        .thenCommands(tell(missed(CanaryFailure.NOT_OFFERED, Action.ERASE), false))
        .when(new WokenUp(NOW.plusSeconds(5)))
        .thenCommands(ask(5, Action.ERASE, NOW.plusSeconds(5)));
  }

  @Test
  void shouldChangeNothingInAStoreThatIsHeldAndNotCallThatAFailure() {
    Instant later = NOW.plus(Duration.ofDays(3));
    PolicyScenario.of(HOLDING)
        .when(begun())
        .thenCommands()
        .thenState(OnHold.class, held -> assertThat(held.next()).isEqualTo(Action.SEED))
        .thenNeverWakes()
        .when(new FactsChanged(NOW))
        .thenIgnored("not-waiting");
    CanaryState before = scenario.given(begun(), seeded(1, MADE), located(2, MADE)).state();
    var held = PolicyScenario.of(HOLDING).givenState(before);
    held.when(new RecordsRestricted(STORE, 3, NOW))
        .thenCommands()
        .thenState(OnHold.class, state -> assertThat(state.next()).isEqualTo(Action.ERASE))
        .thenNeverWakes();
    assertThat(HOLDING.next(before, new RecordsRestricted(STORE, 3, NOW)).waitsFor())
        .containsExactly("accounts");
    CanaryState onHold = held.given(new RecordsRestricted(STORE, 3, NOW)).state();
    scenario
        .givenState(onHold)
        .when(new FactsChanged(later))
        .thenCommands(ask(4, Action.ERASE, later))
        .when(new TaskDeferred(STORE, 4, WaitReason.STORE_FORBIDDEN, later))
        .thenWakesAt(later.plusSeconds(5));
  }

  @Test
  void shouldNotAskAgainForAnErasureDuringAHold() {
    CanaryState erasing =
        scenario
            .given(begun(), seeded(1, MADE), located(2, MADE), new RecordsRestricted(STORE, 3, NOW))
            .state();
    PolicyScenario.of(HOLDING)
        .givenState(erasing)
        .when(new WokenUp(NOW.plusSeconds(30)))
        .thenCommands()
        .thenState(OnHold.class, held -> assertThat(held.next()).isEqualTo(Action.ERASE))
        .when(new RecordsErased(STORE, 4, null, NOW))
        .thenIgnored("duplicate");
  }

  @Test
  void shouldTellAgainWhatCouldNotBeTold() {
    Instant later = NOW.plusSeconds(30);
    scenario
        .given(begun(), seeded(1, List.of()), new ErasureVerified(STORE, 2, NOW))
        .when(new CanaryEvent.Untold(NOW))
        .thenWakesAt(later)
        .when(new WokenUp(later))
        .thenCommands(
            new Tell(CANARY, STORE, new CanaryOutcome.Unseeded(), true, later),
            new Forget(CANARY, STORE, later))
        .thenNeverWakes();
  }

  private static CanaryEvent begun() {
    return new Begun(CANARY, STORE, NOW);
  }

  private static CanaryEvent seeded(int step, List<Holding> made) {
    return new SubjectSeeded(STORE, step, made, NOW);
  }

  private static CanaryEvent located(int step, List<Holding> found) {
    return new HoldingsLocated(STORE, step, found, false, NOW);
  }

  private static CanaryOutcome missed(CanaryFailure reason, Action during) {
    return new CanaryOutcome.Missed(reason, during);
  }

  private static CanaryCommand ask(int step, Action action) {
    return ask(step, action, NOW);
  }

  private static CanaryCommand ask(int step, Action action, Instant at) {
    return new Ask(CANARY, STORE, step, action, null, at);
  }

  private static CanaryCommand tell(CanaryOutcome outcome, boolean over) {
    return new Tell(CANARY, STORE, outcome, over, NOW);
  }

  private static CanaryCommand forget() {
    return new Forget(CANARY, STORE, NOW);
  }
}
