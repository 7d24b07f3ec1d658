package io.habeas.orchestrator.erasure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.habeas.orchestrator.erasure.ErasureCommand.Ask;
import io.habeas.orchestrator.erasure.ErasureCommand.Direct;
import io.habeas.orchestrator.erasure.ErasureCommand.Task;
import io.habeas.orchestrator.erasure.ErasureState.Completed;
import io.habeas.orchestrator.erasure.ErasureState.Erasing;
import io.habeas.orchestrator.erasure.ErasureState.Lifting;
import io.habeas.orchestrator.erasure.ErasureState.OnHold;
import io.habeas.orchestrator.erasure.ErasureState.Restricting;
import io.habeas.protocol.ParticipantId;
import io.habeas.schemas.avro.Completion;
import io.habeas.schemas.avro.EndCause;
import io.habeas.schemas.avro.ErasureGround;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Art. 17(1)(b): withdrawn consent erases only what has no other legal basis. */
class ConsentErasureTest {
  private static final Task ERASE = new Task.Erase(ErasureGround.ART_17_1_B);

  private final Erasure erasure =
      new Erasure()
          .requiring("accounts", "email")
          .resting("subscribers", "newsletter")
          .resting("profiles", "newsletter", "personal-ads");

  @Test
  void shouldAskOnlyWhomThatConsentAloneConcerns_L21() {
    // when
    erasure.consentWithdrawn("newsletter");
    erasure.located("subscribers", 1, 3);
    erasure.restricted("subscribers", 2);
    erasure.erased("subscribers", 3, 3);
    erasure.verified("subscribers", 4);

    // then
    assertThat(asked()).containsOnly(new ParticipantId("subscribers"));
    assertThat(erasure.everSaid()).contains(erasure.asked("subscribers", 3, ERASE));
    assertThat(completed().completion()).isEqualTo(Completion.ERASED_IN_FULL);
    assertThat(completed().stores()).extracting(Store::participant).containsOnly(id("subscribers"));
  }

  @Test
  void shouldEraseWhatRestedOnAllOfTheWithdrawnConsents_L21() {
    // when
    erasure.consentWithdrawn("newsletter", "personal-ads");

    // then
    assertThat(asked()).containsExactlyInAnyOrder(id("subscribers"), id("profiles"));
  }

  @Test
  void shouldEraseNothingWhereNothingRestsOnTheConsentAnyMore_L21() {
    // when
    erasure.consentWithdrawn("product-analytics");

    // then
    assertThat(asked()).isEmpty();
    assertThat(erasure.state()).isInstanceOf(Completed.class);
    assertThat(completed())
        .isEqualTo(new Report.ErasureCompleted(Completion.NOTHING_HELD, List.of()));
  }

  @Test
  void shouldTakeNoWithdrawalOfNothingForAWithdrawalOfEverything() {
    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> new Scope.RestingOn(Set.of()));
  }

  @Test
  void shouldDirectOnlyWhomItConcernsToTakeNothingIn() {
    // given
    erasure.gateKept().consentWithdrawn("newsletter");
    erasure.located("subscribers", 1, 3);
    erasure.restricted("subscribers", 2);

    // when
    erasure.happens(
        new ErasureEvent.GatePassed(
            1,
            Map.of(),
            Map.of(id("accounts"), List.of("s-1"), id("subscribers"), List.of("s-2")),
            erasure.now()));

    // then
    assertThat(erasure.said())
        .filteredOn(Direct.class::isInstance)
        .singleElement()
        .isInstanceOfSatisfying(
            Direct.class,
            direct -> assertThat(direct.directive().participant()).isEqualTo(id("subscribers")));
  }

  @Test
  void shouldLiftAgainWhatHasAnotherBasisBeforeItIsErased_L21() {
    // given
    erasure.consentWithdrawn("newsletter", "personal-ads");
    erasure.located("subscribers", 1, 3);
    erasure.located("profiles", 1, 2);
    erasure.restricted("subscribers", 2);

    // when the controller's configuration says so while it is being hidden
    erasure.resting("profiles");
    erasure.restricted("profiles", 2);

    // then
    assertThat(erasure.state()).isInstanceOf(Lifting.class);
    assertThat(erasure.said()).contains(erasure.asked("profiles", 3, new Task.Lift()));
    erasure.lifted("profiles", 3);
    assertThat(erasure.state()).isInstanceOf(Erasing.class);
    assertThat(erasure.said()).contains(erasure.asked("subscribers", 3, ERASE));
    erasure.erased("subscribers", 3, 3);
    erasure.verified("subscribers", 4);
    assertThat(erasure.everSaid()).doesNotContain(erasure.asked("profiles", 4, ERASE));
    assertThat(completed().stores()).extracting(Store::participant).containsOnly(id("subscribers"));
  }

  @Test
  void shouldEraseNothingWhereAllOfItHasAnotherBasisByThen_L21() {
    // given
    erasure.consentWithdrawn("newsletter");
    erasure.located("subscribers", 1, 3);
    assertThat(erasure.state()).isInstanceOf(Restricting.class);

    // when
    erasure.resting("subscribers");
    erasure.restricted("subscribers", 2);
    erasure.lifted("subscribers", 3);

    // then
    assertThat(completed())
        .isEqualTo(new Report.ErasureCompleted(Completion.NOTHING_HELD, List.of()));
  }

  @Test
  void shouldLiftEverythingWhereTheRequestEndsWhileSomeIsSpared() {
    // given
    erasure.consentWithdrawn("newsletter", "personal-ads");
    erasure.located("subscribers", 1, 3);
    erasure.located("profiles", 1, 2);
    erasure.restricted("subscribers", 2);
    erasure.resting("profiles");
    erasure.restricted("profiles", 2);

    // when
    erasure.endingAsked(EndCause.WITHDRAWN);
    erasure.lifted("profiles", 3);

    // then
    assertThat(erasure.said()).contains(erasure.asked("subscribers", 3, new Task.Lift()));
    erasure.lifted("subscribers", 3);
    assertThat(erasure.said()).endsWith(erasure.told(new Report.ErasureAbandoned()));
  }

  @Test
  void shouldCountAgainWhatCameToRestOnTheConsentOnceMore() {
    // given
    erasure.consentWithdrawn("newsletter", "personal-ads");
    erasure.located("subscribers", 1, 3);
    erasure.resting("profiles");
    erasure.located("profiles", 1, 2);
    assertThat(erasure.state()).isInstanceOf(Restricting.class);

    // when
    erasure.resting("profiles", "personal-ads");
    erasure.restricted("subscribers", 2);

    // then
    assertThat(erasure.said()).contains(erasure.asked("profiles", 2, new Task.Locate(2)));
  }

  @Test
  void shouldFinishWhatItHasBegunToErase() {
    // given
    erasure.consentWithdrawn("newsletter");
    erasure.located("subscribers", 1, 3);
    erasure.restricted("subscribers", 2);

    // when there is only forward
    erasure.resting("subscribers");
    erasure.erased("subscribers", 3, 3);
    erasure.verified("subscribers", 4);

    // then
    assertThat(completed().completion()).isEqualTo(Completion.ERASED_IN_FULL);
  }

  @Test
  void shouldHoldWhatRestedOnTheConsentToo() {
    // given
    erasure.consentWithdrawn("newsletter");
    erasure.located("subscribers", 1, 3);

    // when
    UUID hold = erasure.held();
    erasure.lifted("subscribers", 3);

    // then
    assertThat(erasure.state()).isInstanceOf(OnHold.class);
    erasure.released(hold);
    assertThat(erasure.said())
        .contains(erasure.asked("subscribers", 4, new Task.Locate(1)))
        .doesNotContain(erasure.asked("accounts", 1, new Task.Locate(1)));
  }

  @Test
  void shouldEraseAgainWhereAStoreWasRestored() {
    // given
    shouldAskOnlyWhomThatConsentAloneConcerns_L21();

    // when
    UUID restoration = erasure.restored("subscribers");
    UUID other = erasure.restored("accounts");

    // then
    assertThat(erasure.everSaid())
        .contains(
            erasure.asked("subscribers", 5, new Task.Restrict()),
            erasure.told(new Report.StoreReplayed(other, id("accounts"))));
    erasure.restricted("subscribers", 5);
    erasure.erased("subscribers", 6, 3);
    erasure.verified("subscribers", 7);
    assertThat(erasure.everSaid())
        .contains(erasure.told(new Report.StoreReplayed(restoration, id("subscribers"))));
    assertThat(asked()).containsOnly(id("subscribers"));
  }

  private Set<ParticipantId> asked() {
    return erasure.everSaid().stream()
        .filter(Ask.class::isInstance)
        .map(command -> ((Ask) command).participant())
        .collect(Collectors.toUnmodifiableSet());
  }

  private Report.ErasureCompleted completed() {
    return erasure.everSaid().stream()
        .filter(ErasureCommand.Tell.class::isInstance)
        .map(command -> ((ErasureCommand.Tell) command).report())
        .filter(Report.ErasureCompleted.class::isInstance)
        .map(Report.ErasureCompleted.class::cast)
        .findFirst()
        .orElseThrow();
  }

  private static ParticipantId id(String name) {
    return new ParticipantId(name);
  }
}
