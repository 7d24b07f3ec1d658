package io.habeas.notifier.letter;

import static io.habeas.notifier.letter.Notices.copy;
import static io.habeas.notifier.letter.WrittenLetters.LINK;
import static io.habeas.notifier.letter.WrittenLetters.NOTHING;
import static io.habeas.notifier.letter.WrittenLetters.REQUEST;
import static io.habeas.notifier.letter.WrittenLetters.html;
import static io.habeas.notifier.letter.WrittenLetters.text;
import static io.habeas.notifier.letter.WrittenLetters.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.habeas.schemas.avro.AccessAnsweredNotice;
import io.habeas.schemas.avro.Completion;
import io.habeas.schemas.avro.StoreExport;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is said beside the copy that somebody asked for (Art. 15(1)). */
class AccessAnswerTest {
  @Test
  void shouldTellEverythingThatArticle15WantsToldBesideTheCopy_L14() {
    // when
    Letter letter = write(copy(), "en", LINK);

    // then
    assertThat(letter.subject()).isEqualTo("The copy of your personal data is ready");
    assertThat(text(letter))
        .contains("https://anypromt.example/package#" + REQUEST + ".secret-of-the-link")
        .contains("December 8, 2026, 13:00")
        .contains("- Account: 1 record")
        .contains("- usage_events: 12 records")
        .contains("to bill (contract)")
        .contains("account details")
        .contains("OpenAI, L.L.C.")
        .contains("payments for seven years")
        .contains("from Telegram")
        .contains("no automated decisions")
        .contains("to the United States")
        .contains("Art. 16 GDPR", "Art. 17 GDPR", "Art. 18 GDPR", "Art. 20 GDPR", "Art. 21 GDPR");
    assertThat(html(letter))
        .contains("<a href=\"https://anypromt.example/package#" + REQUEST)
        .contains("to bill (contract)");
    assertThat(letter.blocks().toString()).doesNotContain("secret-of-the-link");
  }

  @Test
  void shouldTellThatNothingIsHeldWithTheSameInformation_L14_L15() {
    // given
    AccessAnsweredNotice nothing =
        new AccessAnsweredNotice(
            Completion.NOTHING_HELD, List.of(new StoreExport("accounts-db", List.of())));

    // when
    Letter letter = write(nothing, "nl", NOTHING);

    // then
    assertThat(letter.subject()).isEqualTo("Wij hebben geen persoonsgegevens over u");
    assertThat(text(letter))
        .contains("to bill (contract)")
        .doesNotContain("https://anypromt.example/package");
  }

  @Test
  void shouldNotWriteOfACopyWithoutItsLinkNorAgainstTheParticulars() {
    assertThatThrownBy(() -> write(copy(), "en", NOTHING)).isInstanceOf(CannotBeWritten.class);
    assertThatThrownBy(
            () ->
                write(
                    new AccessAnsweredNotice(Completion.NOTHING_HELD, copy().getStores()),
                    "en",
                    NOTHING))
        .isInstanceOf(CannotBeWritten.class)
        .hasMessage("Expected particulars that bear out NOTHING_HELD but they contradict it");
  }
}
