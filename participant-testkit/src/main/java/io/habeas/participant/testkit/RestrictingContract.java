package io.habeas.participant.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.habeas.participant.Action;
import io.habeas.participant.Outcome.HoldingsLocated;
import io.habeas.participant.Outcome.RecordsRestricted;
import io.habeas.participant.Outcome.RestrictionLifted;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is restricted is hidden and stays; what is lifted is as it was (Art. 18). */
interface RestrictingContract extends ContractPart {

  @Test
  default void shouldRestoreExactlyWhatItHasRestricted() {
    // given
    trial().needs(Action.RESTRICT, Action.LIFT);
    trial().settle(5);
    String before = trial().store().contents();

    // when
    RecordsRestricted restricted = trial().perform(Action.RESTRICT, 1, RecordsRestricted.class);
    RestrictionLifted lifted = trial().perform(Action.LIFT, 2, RestrictionLifted.class);

    // then
    assertThat(restricted.restricted().isEmpty()).isFalse();
    assertThat(lifted.lifted()).isEqualTo(restricted.restricted());
    assertThat(trial().store().contents()).isEqualTo(before);
  }

  @Test
  default void shouldLeaveNeighboursUntouchedWhileItRestricts() {
    // given
    trial().needs(Action.RESTRICT);
    trial().settle(5);
    Map<Person, String> neighbours = trial().neighbours();

    // when
    trial().perform(Action.RESTRICT, 1, RecordsRestricted.class);

    // then
    assertThat(trial().neighbours()).isEqualTo(neighbours);
  }

  @Test
  default void shouldStillLocateWhatIsRestricted_L23() {
    // given
    trial().needs(Action.RESTRICT, Action.LOCATE);
    var held = trial().settle(5);

    // when
    trial().perform(Action.RESTRICT, 1, RecordsRestricted.class);

    // then
    assertThat(trial().perform(Action.LOCATE, 2, HoldingsLocated.class).holdings()).isEqualTo(held);
  }

  @Test
  default void shouldReportTheSameWhereTheSameIsRestrictedByALaterStep() {
    // given
    trial().needs(Action.RESTRICT, Action.LIFT);
    trial().settle(5);
    String before = trial().store().contents();

    // when
    RecordsRestricted first = trial().perform(Action.RESTRICT, 1, RecordsRestricted.class);
    RecordsRestricted second = trial().perform(Action.RESTRICT, 2, RecordsRestricted.class);
    trial().perform(Action.LIFT, 3, RestrictionLifted.class);

    // then
    assertThat(second).isEqualTo(first);
    assertThat(trial().store().contents()).isEqualTo(before);
  }

  @Test
  default void shouldLiftNothingWhereNothingWasRestricted() {
    // given
    trial().needs(Action.LIFT);
    trial().settle(2);
    String before = trial().store().contents();

    // when
    RestrictionLifted lifted = trial().perform(Action.LIFT, 1, RestrictionLifted.class);

    // then
    assertThat(lifted.lifted().isEmpty()).isTrue();
    assertThat(trial().store().contents()).isEqualTo(before);
  }
}
