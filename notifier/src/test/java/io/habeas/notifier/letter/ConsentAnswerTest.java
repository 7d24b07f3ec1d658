package io.habeas.notifier.letter;

import static io.habeas.notifier.letter.Notices.inFull;
import static io.habeas.notifier.letter.Notices.inPart;
import static io.habeas.notifier.letter.WrittenLetters.NOTHING;
import static io.habeas.notifier.letter.WrittenLetters.NOW;
import static io.habeas.notifier.letter.WrittenLetters.text;
import static io.habeas.notifier.letter.WrittenLetters.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.habeas.schemas.avro.Completion;
import io.habeas.schemas.avro.ConsentChallengeNotice;
import io.habeas.schemas.avro.ConsentErasedNotice;
import io.habeas.schemas.avro.Right;
import io.habeas.schemas.avro.StoreOutcome;
import io.habeas.schemas.avro.WithdrawnNotice;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What is said where consent was withdrawn (Art. 7(3)), and what rested on it alone is to be
 * erased.
 */
class ConsentAnswerTest {
  @ParameterizedTest
  @CsvSource({
    "en, the newsletter, Processing has stopped for, neither searched nor erased",
    "nl, de nieuwsbrief, De verwerking is gestopt voor, niet doorzocht en niet gewist",
    "de, den Newsletter, Aufgehört hat die Verarbeitung, weder durchsucht noch gelöscht"
  })
  void shouldTellWhatWasStoppedAndErasedAndThatNothingElseWas_L21(
      String language, String purpose, String stopped, String other) {
    for (ConsentErasedNotice erased :
        List.of(
            consentErased(Completion.ERASED_IN_FULL, inFull().getStores()),
            consentErased(Completion.ERASED_IN_PART, inPart().getStores()),
            consentErased(
                Completion.NOTHING_HELD,
                List.of(new StoreOutcome("accounts-db", List.of(), List.of(), null))),
            consentErased(Completion.NOTHING_HELD, List.of()))) {
      assertThat(text(write(erased, language, NOTHING)))
          .contains(purpose, stopped, other, "https://autoriteitpersoonsgegevens.nl");
    }
  }

  @Test
  void shouldNotSayThatNothingIsHeldWhereNothingWasSearched_L15() {
    assertThat(text(write(consentErased(Completion.NOTHING_HELD, List.of()), "en", NOTHING)))
        .contains("No store of ours holds data for this alone any more")
        .doesNotContain("hold nothing about you");
  }

  @Test
  void shouldTellWhyWhatRestedOnAConsentIsKept_L19_L20() {
    assertThat(
            text(
                write(
                    consentErased(Completion.ERASED_IN_PART, inPart().getStores()), "en", NOTHING)))
        .contains("2 records kept", "Art. 17(3)(b) GDPR", "July 4, 2028");
    assertThatThrownBy(
            () ->
                write(
                    consentErased(Completion.ERASED_IN_FULL, inPart().getStores()), "en", NOTHING))
        .isInstanceOf(CannotBeWritten.class);
  }

  @ParameterizedTest
  @CsvSource({
    "en, needs no code, nothing is erased, your consent stays withdrawn, still holds",
    "nl, zonder code, niets gewist, uw toestemming blijft ingetrokken, blijft gelden",
    "de, braucht keinen Code, nichts gelöscht, Ihre Einwilligung bleibt widerrufen, gilt weiter"
  })
  void shouldSayTruthfullyWhatTheCodeIsForWhereConsentIsWithdrawn_L29(
      String language, String unneeded, String safe, String stays, String still) {
    // when
    Letter letter =
        write(
            new ConsentChallengeNotice(1, NOW, List.of("newsletter")),
            language,
            new Enclosed.Code("12345678"));
    Letter notErased = write(new WithdrawnNotice(Right.CONSENT_WITHDRAWAL), language, NOTHING);

    // then
    assertThat(text(letter)).contains(unneeded, safe).containsPattern("1234 ?5678");
    assertThat(text(letter)).doesNotContain("nothing is changed");
    assertThat(notErased.subject()).contains(stays);
    assertThat(text(notErased)).contains(still);
  }

  private static ConsentErasedNotice consentErased(
      Completion completion, List<StoreOutcome> stores) {
    return new ConsentErasedNotice(List.of("newsletter"), completion, stores, List.of());
  }
}
