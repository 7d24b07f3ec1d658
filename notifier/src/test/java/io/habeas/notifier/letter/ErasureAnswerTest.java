package io.habeas.notifier.letter;

import static io.habeas.notifier.letter.Notices.inFull;
import static io.habeas.notifier.letter.Notices.inPart;
import static io.habeas.notifier.letter.WrittenLetters.NOTHING;
import static io.habeas.notifier.letter.WrittenLetters.REQUEST;
import static io.habeas.notifier.letter.WrittenLetters.text;
import static io.habeas.notifier.letter.WrittenLetters.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.habeas.schemas.avro.CollectionOutcome;
import io.habeas.schemas.avro.Completion;
import io.habeas.schemas.avro.ErasureCompletedNotice;
import io.habeas.schemas.avro.StoreOutcome;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What is said of an erasure that was asked for: what is gone, what is kept and why. */
class ErasureAnswerTest {
  @Test
  void shouldTellWhatWasErasedAnonymisedAndKeptWhyAndUntilWhen_L19_L20() {
    // when
    Letter letter = write(inPart(), "en", NOTHING);

    // then
    assertThat(letter.subject()).isEqualTo("Your personal data has been erased in part");
    assertThat(text(letter))
        .contains("- Account: 1 record erased")
        .contains("- Payment records: 1 record erased, 2 records kept")
        .contains("- usage_events: 12 records anonymised")
        .contains("Art. 17(3)(b) GDPR")
        .contains("Article 52 of the Dutch General State Taxes Act (NL)")
        .contains("July 4, 2028 for the first of these records, March 6, 2031 for the last")
        .contains(REQUEST.toString());
  }

  @Test
  void shouldAnswerAlsoWhereNothingIsHeld_L15() {
    Letter letter =
        write(
            new ErasureCompletedNotice(Completion.NOTHING_HELD, List.of(), List.of()),
            "en",
            NOTHING);

    assertThat(letter.subject()).isNotBlank();
    assertThat(text(letter)).doesNotContain("erased,").contains("privacy@anypromt.example");
  }

  @Test
  void shouldNotClaimWhatTheParticularsContradict() {
    ErasureCompletedNotice overstated =
        new ErasureCompletedNotice(Completion.ERASED_IN_FULL, inPart().getStores(), List.of());

    assertThatThrownBy(() -> write(overstated, "en", NOTHING))
        .isInstanceOf(CannotBeWritten.class)
        .hasMessage("Expected particulars that bear out ERASED_IN_FULL but they contradict it");
  }

  @Test
  void shouldNotTellOfARetentionWithoutItsReason_L19() {
    ErasureCompletedNotice unexplained =
        new ErasureCompletedNotice(
            Completion.ERASED_IN_PART,
            List.of(
                new StoreOutcome(
                    "accounts-db",
                    List.of(new CollectionOutcome("payments", 0L, 0L, 2L)),
                    List.of(),
                    null)),
            List.of());

    assertThatThrownBy(() -> write(unexplained, "en", NOTHING))
        .isInstanceOf(CannotBeWritten.class)
        .hasMessage("Expected a reason for every retained record but 2 have none");
  }

  @Test
  void shouldSayWhereAPersonVouchesForAStore() {
    // given
    ErasureCompletedNotice vouched =
        new ErasureCompletedNotice(
            Completion.ERASED_IN_FULL,
            List.of(
                new StoreOutcome("accounts-db", List.of(), List.of(), UUID.randomUUID()),
                inFull().getStores().getFirst()),
            List.of());

    // then
    assertThat(text(write(vouched, "en", NOTHING)))
        .contains("- seen to by hand")
        .contains("- Account: 1 record erased");
  }
}
