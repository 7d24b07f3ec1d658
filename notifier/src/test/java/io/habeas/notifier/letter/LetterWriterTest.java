package io.habeas.notifier.letter;

import static io.habeas.notifier.letter.Notices.copy;
import static io.habeas.notifier.letter.Notices.corrected;
import static io.habeas.notifier.letter.Notices.inFull;
import static io.habeas.notifier.letter.Notices.inPart;
import static io.habeas.notifier.letter.Notices.rectified;
import static io.habeas.notifier.letter.Notices.restricted;
import static io.habeas.notifier.letter.WrittenLetters.LINK;
import static io.habeas.notifier.letter.WrittenLetters.NOTHING;
import static io.habeas.notifier.letter.WrittenLetters.NOW;
import static io.habeas.notifier.letter.WrittenLetters.html;
import static io.habeas.notifier.letter.WrittenLetters.text;
import static io.habeas.notifier.letter.WrittenLetters.write;
import static io.habeas.notifier.letter.WrittenLetters.writeAs;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.habeas.schemas.avro.Action;
import io.habeas.schemas.avro.ChallengeNotice;
import io.habeas.schemas.avro.Completion;
import io.habeas.schemas.avro.DueSoonNotice;
import io.habeas.schemas.avro.ErasureCompletedNotice;
import io.habeas.schemas.avro.ObjectionUpheldNotice;
import io.habeas.schemas.avro.ReceiptNotice;
import io.habeas.schemas.avro.Right;
import io.habeas.schemas.avro.WithdrawnNotice;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.support.EncodedResource;
import org.springframework.core.io.support.PropertiesLoaderUtils;

/** What all letters have in common, and those that answer nothing. */
class LetterWriterTest {
  private static final ReceiptNotice RECEIPT =
      new ReceiptNotice(
          Right.ERASURE, LocalDate.parse("2026-11-24"), LocalDate.parse("2026-12-24"));

  @ParameterizedTest
  @EnumSource(Completion.class)
  void shouldNameTheAuthorityAndTheCourtInEveryAnswer_L12(Completion completion) {
    Object notice =
        switch (completion) {
          case ERASED_IN_FULL -> inFull();
          case ERASED_IN_PART -> inPart();
          case NOTHING_HELD -> new ErasureCompletedNotice(completion, List.of(), List.of());
          case COPY_PROVIDED -> copy();
          case RECTIFIED -> rectified(completion, corrected(1, 0, null));
          case RECTIFIED_IN_PART -> rectified(completion, corrected(0, 0, Action.RECTIFY));
          case NOTHING_TO_RECTIFY -> rectified(completion, corrected(0, 0, null));
          case RESTRICTED -> restricted(completion, 1, null);
          case RESTRICTED_IN_PART -> restricted(completion, 0, Action.RESTRICT);
          // The letter that ends it says it beforehand.
          case OBJECTION_UPHELD -> new ObjectionUpheldNotice();
          case RESTRICTION_LIFTED -> new WithdrawnNotice(Right.RESTRICTION);
          // Answered by the status alone: nobody's address is proven.
          case PROCESSING_STOPPED -> new WithdrawnNotice(Right.RESTRICTION);
        };

    assertThat(text(write(notice, "en", LINK)))
        .contains("Autoriteit Persoonsgegevens, https://autoriteitpersoonsgegevens.nl")
        .contains("Art. 79 GDPR");
  }

  @Test
  void shouldCarryACodeAndNotSayWhetherThePersonIsKnown_L10() {
    // when
    Letter letter = write(new ChallengeNotice(1, NOW), "en", new Enclosed.Code("12345678"));

    // then
    assertThat(letter.subject()).doesNotContain("1234");
    assertThat(text(letter))
        .containsPattern("1234 ?5678")
        .contains("13:00")
        .doesNotContain("account");
    assertThat(letter.toString()).isEqualTo("Letter[***]");
  }

  @Test
  void shouldNotWriteAChallengeWithoutItsCode() {
    assertThatThrownBy(() -> write(new ChallengeNotice(1, NOW), "en", NOTHING))
        .isInstanceOf(CannotBeWritten.class);
  }

  @Test
  void shouldTellTheOfficerWhichRequestIsDueSoonAndNothingOfThePerson() {
    // when
    Letter letter =
        write(
            new DueSoonNotice(
                Right.ERASURE, LocalDate.parse("2026-11-01"), LocalDate.parse("2026-12-01")),
            "en",
            NOTHING);

    // then
    assertThat(letter.subject()).contains("December 1, 2026");
    assertThat(text(letter))
        .contains("December 1, 2026", "Right: erasure (Art. 17 GDPR)")
        .doesNotContain("Hello");
  }

  @ParameterizedTest
  @CsvSource({"de-AT, de, 24. Dezember 2026", "nl-NL, nl, 24 december 2026"})
  void shouldWriteInThePersonsLanguage(String tag, String language, String date) {
    Letter letter = write(RECEIPT, tag, NOTHING);

    assertThat(letter.language().getLanguage()).isEqualTo(language);
    assertThat(text(letter)).contains(date);
  }

  @ParameterizedTest
  @ValueSource(strings = {"en", "xx", "not a tag"})
  void shouldWriteInEnglishWhereTheLanguageIsNotWrittenHere(String tag) {
    Letter letter = write(RECEIPT, tag, NOTHING);

    assertThat(letter.language().getLanguage()).isEqualTo("en");
    assertThat(text(letter)).contains("December 24, 2026");
  }

  @ParameterizedTest
  @MethodSource("otherLanguages")
  void shouldHaveEveryPhraseInEveryLanguage(String language) throws IOException {
    assertThat(phrases("_" + language).stringPropertyNames())
        .containsExactlyInAnyOrderElementsOf(phrases("").stringPropertyNames());
  }

  static List<String> otherLanguages() {
    return Phrases.LANGUAGES.stream().filter(language -> !language.equals("en")).toList();
  }

  private static Properties phrases(String language) throws IOException {
    return PropertiesLoaderUtils.loadProperties(
        new EncodedResource(
            new ClassPathResource("letters" + language + ".properties", Phrases.class),
            StandardCharsets.UTF_8));
  }

  @Test
  void shouldEscapeWhateverStandsInHtml() {
    assertThat(html(writeAs("<b>& Sons</b>", RECEIPT)))
        .doesNotContain("<b>&")
        .contains("&lt;b&gt;&amp; Sons");
  }
}
