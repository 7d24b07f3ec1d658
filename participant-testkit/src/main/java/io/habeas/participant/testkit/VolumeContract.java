package io.habeas.participant.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.habeas.participant.Action;
import io.habeas.participant.Counts;
import io.habeas.participant.Deferred;
import io.habeas.participant.Outcome;
import io.habeas.participant.Outcome.HoldingsLocated;
import io.habeas.participant.Outcome.RecordsErased;
import io.habeas.participant.Outcome.RecordsRestricted;
import io.habeas.participant.Outcome.RestrictionLifted;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** However much is a person's, no more than a little of it is in memory. */
interface VolumeContract extends ContractPart {

  @Test
  default void shouldReadOutVeryManyRecordsWithinLittleMemory() throws Deferred {
    // given
    trial().needs(Action.EXPORT);
    Counts held = trial().settle(trial().store().many());
    trial().performIfOffered(Action.LOCATE, 1);
    long records = held.records().values().stream().mapToLong(Long::longValue).sum();
    var heap = new HeapWatch(Math.max(1, records / 5));

    // when
    trial().holder().export(trial().task(2), heap);

    // then
    assertThat(heap.records()).isEqualTo(records);
    assertThat(heap.growth()).isLessThan(trial().store().memoryForExport());
  }

  @Test
  default void shouldRestrictAndEraseVeryManyRecords() {
    // given
    trial().needs(Action.ERASE);
    Counts held = trial().settle(trial().store().many());
    Map<Person, String> neighbours = trial().neighbours();

    // when
    if (trial().offers(Action.LOCATE)) {
      assertThat(trial().perform(Action.LOCATE, 1, HoldingsLocated.class).holdings())
          .isEqualTo(held);
    }
    if (trial().offers(Action.RESTRICT)) {
      var restricted = trial().perform(Action.RESTRICT, 2, RecordsRestricted.class);
      assertThat(trial().perform(Action.LIFT, 3, RestrictionLifted.class).lifted())
          .isEqualTo(restricted.restricted());
    }
    RecordsErased erased = trial().perform(Action.ERASE, 4, RecordsErased.class);

    // then
    assertThat(ErasingContract.sums(erased.outcomes())).isEqualTo(held);
    assertThat(trial().perform(Action.VERIFY, 5, Outcome.class))
        .isEqualTo(new Outcome.ErasureVerified());
    assertThat(trial().neighbours()).isEqualTo(neighbours);
  }
}
