package io.habeas.notifier.letter;

import static io.habeas.notifier.letter.Notices.corrected;
import static io.habeas.notifier.letter.Notices.count;
import static io.habeas.notifier.letter.Notices.rectified;
import static io.habeas.notifier.letter.WrittenLetters.NOTHING;
import static io.habeas.notifier.letter.WrittenLetters.text;
import static io.habeas.notifier.letter.WrittenLetters.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.habeas.schemas.avro.Action;
import io.habeas.schemas.avro.Completion;
import io.habeas.schemas.avro.RectifiedNotice;
import io.habeas.schemas.avro.StoreRectification;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is said of values that somebody wanted corrected. */
class RectificationAnswerTest {
  @ParameterizedTest
  @CsvSource({
    "en, has been corrected in part, 2 records have your values now, your statement was added to 1",
    "nl, gedeeltelijk verbeterd, 2 records bevatten nu, uw verklaring is bij 1 record gezet",
    "de, teilweise berichtigt, 2 Datensätze enthalten jetzt, Ihre Erklärung wurde 1 Datensatz"
  })
  void shouldTellWhatWasCorrectedWhereSupplementedAndWhereNeither_L18(
      String language, String subject, String corrected, String supplemented) {
    // given
    RectifiedNotice notice =
        rectified(
            Completion.RECTIFIED_IN_PART,
            corrected(2, 1, null),
            new StoreRectification(
                "ai-provider", count(3), List.of(), List.of(), Action.RECTIFY, null));

    // when
    Letter letter = write(notice, language, NOTHING);

    // then
    assertThat(letter.subject()).contains(subject);
    assertThat(text(letter))
        .contains("Account", corrected, supplemented, "ai-provider", "privacy@anypromt.example");
  }

  @Test
  void shouldNotCallCorrectedWhatAStoreLacks_L18() {
    for (RectifiedNotice contradictory :
        List.of(
            rectified(Completion.RECTIFIED, corrected(0, 0, null)),
            rectified(Completion.RECTIFIED, corrected(1, 0, Action.RECTIFY)),
            rectified(Completion.RECTIFIED_IN_PART, corrected(1, 0, null)),
            rectified(Completion.NOTHING_HELD, corrected(0, 1, null)),
            rectified(Completion.ERASED_IN_FULL, corrected(1, 0, null)))) {
      assertThatThrownBy(() -> write(contradictory, "en", NOTHING))
          .isInstanceOf(CannotBeWritten.class);
    }
  }
}
