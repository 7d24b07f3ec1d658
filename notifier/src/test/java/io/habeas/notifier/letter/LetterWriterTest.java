package io.habeas.notifier.letter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.habeas.chassis.controller.Controller;
import io.habeas.schemas.avro.ChallengeNotice;
import io.habeas.schemas.avro.CollectionOutcome;
import io.habeas.schemas.avro.Completion;
import io.habeas.schemas.avro.ErasureCompletedNotice;
import io.habeas.schemas.avro.NoticeRecord;
import io.habeas.schemas.avro.ReceiptNotice;
import io.habeas.schemas.avro.RetainedRecords;
import io.habeas.schemas.avro.RetentionGround;
import io.habeas.schemas.avro.Right;
import io.habeas.schemas.avro.StoreOutcome;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.support.EncodedResource;
import org.springframework.core.io.support.PropertiesLoaderUtils;

class LetterWriterTest {
  private static final UUID REQUEST = UUID.fromString("7f7f0a3e-52b8-4b0d-9a6c-0d6f4e1f2a10");
  private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");
  private static final ReceiptNotice RECEIPT =
      new ReceiptNotice(
          Right.ERASURE, LocalDate.parse("2026-11-24"), LocalDate.parse("2026-12-24"));

  private final LetterWriter writer = new LetterWriter(controller("ANYPROMT"));
  private final LetterForm form = new LetterForm();

  @Test
  void shouldTellWhatWasErasedAnonymisedAndKeptWhyAndUntilWhen_L19_L20() {
    // when
    Letter letter = writer.write(notice(inPart()), "en", null);

    // then
    assertThat(letter.subject()).isEqualTo("Your personal data has been erased in part");
    assertThat(form.text(letter))
        .contains("- Account: 1 record erased")
        .contains("- Payment records: 1 record erased, 2 records kept")
        .contains("- usage_events: 12 records anonymised")
        .contains("Art. 17(3)(b) GDPR")
        .contains("Article 52 of the Dutch General State Taxes Act (NL)")
        .contains("July 4, 2028 for the first of these records, March 6, 2031 for the last")
        .contains(REQUEST.toString());
  }

  @ParameterizedTest
  @EnumSource(Completion.class)
  void shouldNameTheAuthorityAndTheCourtInEveryAnswer_L12(Completion completion) {
    ErasureCompletedNotice notice =
        switch (completion) {
          case ERASED_IN_FULL -> inFull();
          case ERASED_IN_PART -> inPart();
          case NOTHING_HELD -> new ErasureCompletedNotice(completion, List.of());
        };

    assertThat(form.text(writer.write(notice(notice), "en", null)))
        .contains("Autoriteit Persoonsgegevens, https://autoriteitpersoonsgegevens.nl")
        .contains("Art. 79 GDPR");
  }

  @Test
  void shouldAnswerAlsoWhereNothingIsHeld_L15() {
    Letter letter =
        writer.write(
            notice(new ErasureCompletedNotice(Completion.NOTHING_HELD, List.of())), "en", null);

    assertThat(letter.subject()).isNotBlank();
    assertThat(form.text(letter)).doesNotContain("erased,").contains("privacy@anypromt.example");
  }

  @Test
  void shouldNotClaimWhatTheParticularsContradict() {
    ErasureCompletedNotice overstated =
        new ErasureCompletedNotice(Completion.ERASED_IN_FULL, inPart().getStores());

    assertThatThrownBy(() -> writer.write(notice(overstated), "en", null))
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
                    List.of())));

    assertThatThrownBy(() -> writer.write(notice(unexplained), "en", null))
        .isInstanceOf(CannotBeWritten.class)
        .hasMessage("Expected a reason for every retained record but 2 have none");
  }

  @Test
  void shouldCarryACodeAndNotSayWhetherThePersonIsKnown_L10() {
    // when
    Letter letter = writer.write(notice(new ChallengeNotice(1, NOW)), "en", "12345678");

    // then
    assertThat(letter.subject()).doesNotContain("1234");
    assertThat(form.text(letter))
        .containsPattern("1234 ?5678")
        .contains("13:00")
        .doesNotContain("account");
    assertThat(letter.toString()).isEqualTo("Letter[***]");
  }

  @Test
  void shouldNotWriteAChallengeWithoutItsCode() {
    assertThatThrownBy(() -> writer.write(notice(new ChallengeNotice(1, NOW)), "en", null))
        .isInstanceOf(CannotBeWritten.class);
  }

  @ParameterizedTest
  @CsvSource({"de-AT, de, 24. Dezember 2026", "nl-NL, nl, 24 december 2026"})
  void shouldWriteInThePersonsLanguage(String tag, String language, String date) {
    Letter letter = writer.write(notice(RECEIPT), tag, null);

    assertThat(letter.language().getLanguage()).isEqualTo(language);
    assertThat(form.text(letter)).contains(date);
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

  @ParameterizedTest
  @ValueSource(strings = {"en", "xx", "not a tag"})
  void shouldWriteInEnglishWhereTheLanguageIsNotWrittenHere(String tag) {
    Letter letter = writer.write(notice(RECEIPT), tag, null);

    assertThat(letter.language().getLanguage()).isEqualTo("en");
    assertThat(form.text(letter)).contains("December 24, 2026");
  }

  @Test
  void shouldEscapeWhateverStandsInHtml() {
    LetterWriter other = new LetterWriter(controller("<b>& Sons</b>"));

    assertThat(form.html(other.write(notice(RECEIPT), "en", null)))
        .doesNotContain("<b>&")
        .contains("&lt;b&gt;&amp; Sons");
  }

  private static Properties phrases(String language) throws IOException {
    return PropertiesLoaderUtils.loadProperties(
        new EncodedResource(
            new ClassPathResource("letters" + language + ".properties", Phrases.class),
            StandardCharsets.UTF_8));
  }

  private static ErasureCompletedNotice inFull() {
    return new ErasureCompletedNotice(
        Completion.ERASED_IN_FULL,
        List.of(
            new StoreOutcome(
                "accounts-db", List.of(new CollectionOutcome("accounts", 1L, 0L, 0L)), List.of())));
  }

  private static ErasureCompletedNotice inPart() {
    return new ErasureCompletedNotice(
        Completion.ERASED_IN_PART,
        List.of(
            new StoreOutcome(
                "accounts-db",
                List.of(
                    new CollectionOutcome("accounts", 1L, 0L, 0L),
                    new CollectionOutcome("payments", 1L, 0L, 2L),
                    new CollectionOutcome("usage_events", 0L, 12L, 0L)),
                List.of(
                    new RetainedRecords(
                        "payments",
                        "payments-7y",
                        RetentionGround.ART_17_3_B,
                        "NL-AWR-52",
                        "NL",
                        2L,
                        LocalDate.parse("2028-07-04"),
                        LocalDate.parse("2031-03-06"))))));
  }

  private static NoticeRecord notice(Object payload) {
    return new NoticeRecord(UUID.randomUUID(), REQUEST, NOW, "en", payload);
  }

  private static Controller controller(String name) {
    return new Controller(
        name,
        "privacy@anypromt.example",
        "NL",
        ZoneId.of("Europe/Amsterdam"),
        Period.ofDays(30),
        new Controller.Authority(
            "Autoriteit Persoonsgegevens", URI.create("https://autoriteitpersoonsgegevens.nl")),
        List.of(
            new Controller.Participant(
                "accounts-db",
                "accounts-db",
                List.of("email"),
                true,
                Map.of("en", "ANYPROMT accounts"))),
        Map.of("NL-AWR-52", Map.of("en", "Article 52 of the Dutch General State Taxes Act")),
        Map.of(
            "accounts-db.accounts",
            Map.of("en", "Account"),
            "accounts-db.payments",
            Map.of("en", "Payment records")));
  }
}
