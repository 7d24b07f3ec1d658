package io.habeas.participant.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.habeas.participant.Action;
import io.habeas.participant.Counts;
import io.habeas.participant.Deferred;
import io.habeas.participant.Outcome.RecordsRestricted;
import org.junit.jupiter.api.Test;

/** What is read out is everything of the person's and nothing of anybody else's (Art. 15, 20). */
interface ExportingContract extends ContractPart {

  @Test
  default void shouldReadOutExactlyThePersonsRecords() throws Deferred {
    // given
    trial().needs(Action.EXPORT);
    Counts held = trial().settle(6);
    trial().performIfOffered(Action.LOCATE, 1);
    String before = trial().store().contents();
    var readOut = new ReadOut();

    // when
    trial().holder().export(trial().task(2), readOut);

    // then
    assertThat(readOut.records()).isEqualTo(held);
    assertThat(readOut.tells(Person.SUBJECT.word())).as("whether it has what is theirs").isTrue();
    for (Person neighbour : Person.NEIGHBOURS) {
      assertThat(readOut.tells(neighbour.word()) || readOut.tells(neighbour.email()))
          .as("whether anything in it is somebody else's")
          .isFalse();
    }
    assertThat(trial().store().contents()).isEqualTo(before);
  }

  @Test
  default void shouldReadOutWhatIsRestrictedToo() throws Deferred {
    // given
    trial().needs(Action.EXPORT, Action.RESTRICT);
    Counts held = trial().settle(6);
    trial().performIfOffered(Action.LOCATE, 1);
    trial().perform(Action.RESTRICT, 2, RecordsRestricted.class);
    var readOut = new ReadOut();

    // when
    trial().holder().export(trial().task(3), readOut);

    // then
    assertThat(readOut.records()).isEqualTo(held);
  }

  @Test
  default void shouldReadOutTheWholeAgainAfterWhoeverTookItGaveUp() throws Deferred {
    // given
    trial().needs(Action.EXPORT);
    Counts held = trial().settle(6);
    trial().performIfOffered(Action.LOCATE, 1);
    var readOut = new ReadOut();

    // when
    assertThatThrownBy(
            () ->
                trial()
                    .holder()
                    .export(
                        trial().task(2),
                        (collection, json) -> {
                          throw new ProcessEnded();
                        }))
        .isInstanceOf(ProcessEnded.class);
    trial().holder().export(trial().task(2), readOut);

    // then
    assertThat(readOut.records()).isEqualTo(held);
  }
}
