package io.habeas.notifier.letter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.habeas.chassis.controller.Controller;
import io.habeas.schemas.avro.AccessAnsweredNotice;
import io.habeas.schemas.avro.Action;
import io.habeas.schemas.avro.ChallengeNotice;
import io.habeas.schemas.avro.CollectionCount;
import io.habeas.schemas.avro.CollectionExport;
import io.habeas.schemas.avro.CollectionOutcome;
import io.habeas.schemas.avro.Completion;
import io.habeas.schemas.avro.ConsentChallengeNotice;
import io.habeas.schemas.avro.ConsentErasedNotice;
import io.habeas.schemas.avro.DueSoonNotice;
import io.habeas.schemas.avro.ErasureCompletedNotice;
import io.habeas.schemas.avro.NotToldReason;
import io.habeas.schemas.avro.NoticeRecord;
import io.habeas.schemas.avro.ObjectionUpheldNotice;
import io.habeas.schemas.avro.ReceiptNotice;
import io.habeas.schemas.avro.RecipientMatter;
import io.habeas.schemas.avro.RecipientNotToldNotice;
import io.habeas.schemas.avro.RecipientNotice;
import io.habeas.schemas.avro.RectifiedNotice;
import io.habeas.schemas.avro.RefusalGround;
import io.habeas.schemas.avro.RefusedNotice;
import io.habeas.schemas.avro.RestrictedNotice;
import io.habeas.schemas.avro.RestrictionEndsNotice;
import io.habeas.schemas.avro.RestrictionGround;
import io.habeas.schemas.avro.RetainedRecords;
import io.habeas.schemas.avro.RetentionGround;
import io.habeas.schemas.avro.Right;
import io.habeas.schemas.avro.StoreExport;
import io.habeas.schemas.avro.StoreOutcome;
import io.habeas.schemas.avro.StoreRectification;
import io.habeas.schemas.avro.StoreRestriction;
import io.habeas.schemas.avro.WithdrawalTooLateNotice;
import io.habeas.schemas.avro.WithdrawnNotice;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
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

  private static final URI PAGE = URI.create("https://anypromt.example/package");
  private static final Enclosed NOTHING = new Enclosed.Nothing();
  private static final Enclosed LINK =
      new Enclosed.Link("secret-of-the-link", Instant.parse("2026-12-08T12:00:00Z"));

  private final LetterWriter writer = new LetterWriter(controller("ANYPROMT"), PAGE);
  private final LetterForm form = new LetterForm();

  @Test
  void shouldTellWhatWasErasedAnonymisedAndKeptWhyAndUntilWhen_L19_L20() {
    // when
    Letter letter = writer.write(notice(inPart()), "en", NOTHING);

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

    assertThat(form.text(writer.write(notice(notice), "en", LINK)))
        .contains("Autoriteit Persoonsgegevens, https://autoriteitpersoonsgegevens.nl")
        .contains("Art. 79 GDPR");
  }

  @Test
  void shouldAnswerAlsoWhereNothingIsHeld_L15() {
    Letter letter =
        writer.write(
            notice(new ErasureCompletedNotice(Completion.NOTHING_HELD, List.of(), List.of())),
            "en",
            NOTHING);

    assertThat(letter.subject()).isNotBlank();
    assertThat(form.text(letter)).doesNotContain("erased,").contains("privacy@anypromt.example");
  }

  @Test
  void shouldTellEverythingThatArticle15WantsToldBesideTheCopy_L14() {
    // when
    Letter letter = writer.write(notice(copy()), "en", LINK);

    // then
    assertThat(letter.subject()).isEqualTo("The copy of your personal data is ready");
    assertThat(form.text(letter))
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
    assertThat(form.html(letter))
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
    Letter letter = writer.write(notice(nothing), "nl", NOTHING);

    // then
    assertThat(letter.subject()).isEqualTo("Wij hebben geen persoonsgegevens over u");
    assertThat(form.text(letter))
        .contains("to bill (contract)")
        .doesNotContain("https://anypromt.example/package");
  }

  @Test
  void shouldNotWriteOfACopyWithoutItsLinkNorAgainstTheParticulars() {
    assertThatThrownBy(() -> writer.write(notice(copy()), "en", NOTHING))
        .isInstanceOf(CannotBeWritten.class);
    assertThatThrownBy(
            () ->
                writer.write(
                    notice(new AccessAnsweredNotice(Completion.NOTHING_HELD, copy().getStores())),
                    "en",
                    NOTHING))
        .isInstanceOf(CannotBeWritten.class)
        .hasMessage("Expected particulars that bear out NOTHING_HELD but they contradict it");
  }

  @Test
  void shouldNotClaimWhatTheParticularsContradict() {
    ErasureCompletedNotice overstated =
        new ErasureCompletedNotice(Completion.ERASED_IN_FULL, inPart().getStores(), List.of());

    assertThatThrownBy(() -> writer.write(notice(overstated), "en", NOTHING))
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

    assertThatThrownBy(() -> writer.write(notice(unexplained), "en", NOTHING))
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
    assertThat(form.text(writer.write(notice(vouched), "en", NOTHING)))
        .contains("- seen to by hand")
        .contains("- Account: 1 record erased");
  }

  @ParameterizedTest
  @CsvSource({
    "en, refused, Court case 1234 is pending., Art. 17(3)(e) GDPR",
    "nl, geweigerd, Rechtszaak 1234 loopt., art. 17 lid 3 onder e AVG",
    "de, abgelehnt, Verfahren 1234 läuft., Art. 17 Abs. 3 Buchst. e DSGVO"
  })
  void shouldRefuseWithGroundReasonsAuthorityAndCourt_L12(
      String language, String word, String reasons, String ground) {
    // when
    Letter letter =
        writer.write(
            notice(refused(Right.ERASURE)),
            language,
            new Enclosed.Reasons(reasons + "\n\n<i>& so on</i>"));

    // then
    assertThat(letter.subject()).contains(word).doesNotContain("1234");
    assertThat(form.text(letter))
        .contains(ground, reasons, "<i>& so on</i>")
        .contains("Autoriteit Persoonsgegevens, https://autoriteitpersoonsgegevens.nl")
        .containsPattern("[Aa]rt\\. 79")
        .contains(REQUEST.toString());
    assertThat(form.html(letter)).contains("&lt;i&gt;&amp; so on");
  }

  @Test
  void shouldNotRefuseWithoutReasons_L12() {
    for (Enclosed lacking : List.of(NOTHING, new Enclosed.Reasons(" \n"))) {
      assertThatThrownBy(() -> writer.write(notice(refused(Right.ACCESS)), "en", lacking))
          .isInstanceOf(CannotBeWritten.class)
          .hasMessage("Expected reasons from the vault but got none");
    }
    assertThat(new Enclosed.Reasons("Because").toString()).isEqualTo("Reasons[***]");
  }

  @ParameterizedTest
  @EnumSource(RefusalGround.class)
  void shouldNameEveryGroundInEveryLanguage(RefusalGround ground) {
    for (String language : Phrases.LANGUAGES) {
      // Nobody can refuse these (Art. 7(3), 21(2)).
      for (Right right :
          EnumSet.complementOf(EnumSet.of(Right.MARKETING_OBJECTION, Right.CONSENT_WITHDRAWAL))) {
        assertThat(
                form.text(
                    writer.write(
                        notice(new RefusedNotice(right, ground, REQUEST)),
                        language,
                        new Enclosed.Reasons("Because"))))
            .contains("Because")
            .containsPattern("[Aa]rt\\. (1[267]|21)");
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "en, Your request is withdrawn, Nothing was erased, can no longer be withdrawn",
    "nl, Uw verzoek is ingetrokken, Er is niets gewist, niet meer worden ingetrokken",
    "de, Ihre Anfrage ist zurückgezogen, Gelöscht wurde nichts, kann nicht mehr zurückgezogen"
  })
  void shouldSayWhetherAWithdrawalCameInTime(
      String language, String subject, String undone, String tooLate) {
    // when
    Letter inTime = writer.write(notice(new WithdrawnNotice(Right.ERASURE)), language, NOTHING);
    Letter late =
        writer.write(notice(new WithdrawalTooLateNotice(Right.ERASURE)), language, NOTHING);

    // then
    assertThat(inTime.subject()).isEqualTo(subject);
    assertThat(form.text(inTime)).contains(undone, "privacy@anypromt.example");
    assertThat(late.subject()).contains(tooLate);
    assertThat(form.text(late)).doesNotContain(undone);
  }

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
      assertThat(form.text(writer.write(notice(erased), language, NOTHING)))
          .contains(purpose, stopped, other, "https://autoriteitpersoonsgegevens.nl");
    }
  }

  @Test
  void shouldNotSayThatNothingIsHeldWhereNothingWasSearched_L15() {
    assertThat(
            form.text(
                writer.write(
                    notice(consentErased(Completion.NOTHING_HELD, List.of())), "en", NOTHING)))
        .contains("No store of ours holds data for this alone any more")
        .doesNotContain("hold nothing about you");
  }

  @Test
  void shouldTellWhyWhatRestedOnAConsentIsKept_L19_L20() {
    assertThat(
            form.text(
                writer.write(
                    notice(consentErased(Completion.ERASED_IN_PART, inPart().getStores())),
                    "en",
                    NOTHING)))
        .contains("2 records kept", "Art. 17(3)(b) GDPR", "July 4, 2028");
    assertThatThrownBy(
            () ->
                writer.write(
                    notice(consentErased(Completion.ERASED_IN_FULL, inPart().getStores())),
                    "en",
                    NOTHING))
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
        writer.write(
            notice(new ConsentChallengeNotice(1, NOW, List.of("newsletter"))),
            language,
            new Enclosed.Code("12345678"));
    Letter notErased =
        writer.write(notice(new WithdrawnNotice(Right.CONSENT_WITHDRAWAL)), language, NOTHING);

    // then
    assertThat(form.text(letter)).contains(unneeded, safe).containsPattern("1234 ?5678");
    assertThat(form.text(letter)).doesNotContain("nothing is changed");
    assertThat(notErased.subject()).contains(stays);
    assertThat(form.text(notErased)).contains(still);
  }

  private static ConsentErasedNotice consentErased(
      Completion completion, List<StoreOutcome> stores) {
    return new ConsentErasedNotice(List.of("newsletter"), completion, stores, List.of());
  }

  @Test
  void shouldNotSpeakOfErasureWhereACopyWasAskedFor() {
    for (Object notice :
        List.of(
            new WithdrawnNotice(Right.ACCESS),
            new WithdrawalTooLateNotice(Right.ACCESS),
            refused(Right.ACCESS))) {
      assertThat(form.text(writer.write(notice(notice), "en", new Enclosed.Reasons("Because"))))
          .contains("copy")
          .doesNotContain("erased");
    }
  }

  @Test
  void shouldCarryACodeAndNotSayWhetherThePersonIsKnown_L10() {
    // when
    Letter letter =
        writer.write(notice(new ChallengeNotice(1, NOW)), "en", new Enclosed.Code("12345678"));

    // then
    assertThat(letter.subject()).doesNotContain("1234");
    assertThat(form.text(letter))
        .containsPattern("1234 ?5678")
        .contains("13:00")
        .doesNotContain("account");
    assertThat(letter.toString()).isEqualTo("Letter[***]");
  }

  @Test
  void shouldTellTheOfficerWhichRequestIsDueSoonAndNothingOfThePerson() {
    // when
    Letter letter =
        writer.write(
            notice(
                new DueSoonNotice(
                    Right.ERASURE, LocalDate.parse("2026-11-01"), LocalDate.parse("2026-12-01"))),
            "en",
            new Enclosed.Nothing());

    // then
    assertThat(letter.subject()).contains("December 1, 2026");
    assertThat(form.text(letter))
        .contains("December 1, 2026", "Right: erasure (Art. 17 GDPR)")
        .doesNotContain("Hello");
  }

  @Test
  void shouldNotWriteAChallengeWithoutItsCode() {
    assertThatThrownBy(() -> writer.write(notice(new ChallengeNotice(1, NOW)), "en", NOTHING))
        .isInstanceOf(CannotBeWritten.class);
  }

  @ParameterizedTest
  @CsvSource({"de-AT, de, 24. Dezember 2026", "nl-NL, nl, 24 december 2026"})
  void shouldWriteInThePersonsLanguage(String tag, String language, String date) {
    Letter letter = writer.write(notice(RECEIPT), tag, NOTHING);

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
    Letter letter = writer.write(notice(RECEIPT), tag, NOTHING);

    assertThat(letter.language().getLanguage()).isEqualTo("en");
    assertThat(form.text(letter)).contains("December 24, 2026");
  }

  @Test
  void shouldEscapeWhateverStandsInHtml() {
    LetterWriter other = new LetterWriter(controller("<b>& Sons</b>"), PAGE);

    assertThat(form.html(other.write(notice(RECEIPT), "en", NOTHING)))
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
                "accounts-db",
                List.of(new CollectionOutcome("accounts", 1L, 0L, 0L)),
                List.of(),
                null)),
        List.of());
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
                        Instant.parse("2028-07-03T22:00:00Z"),
                        Instant.parse("2031-03-05T23:00:00Z"))),
                null)),
        List.of());
  }

  private static AccessAnsweredNotice copy() {
    return new AccessAnsweredNotice(
        Completion.COPY_PROVIDED,
        List.of(
            new StoreExport(
                "accounts-db",
                List.of(
                    new CollectionExport("accounts", 1L, 1L, 1),
                    new CollectionExport("usage_events", 12L, 12L, 1)))));
  }

  private static Map<String, List<String>> english(String... texts) {
    return Map.of("en", List.of(texts));
  }

  private static RefusedNotice refused(Right right) {
    return new RefusedNotice(right, RefusalGround.LEGAL_CLAIMS, UUID.randomUUID());
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
                List.of(),
                false,
                true,
                false,
                Set.of(),
                Map.of("en", "ANYPROMT accounts")),
            new Controller.Participant(
                "ai-provider-inc",
                "ai-provider-inc",
                List.of("account_id"),
                true,
                List.of(),
                false,
                false,
                true,
                Set.of(),
                Map.of("en", "AI Provider, Inc."))),
        List.of(
            new Controller.Recipient(
                "mailer",
                "privacy@mailer.example",
                "nl",
                List.of("email"),
                Set.of(Right.ERASURE),
                Set.of(),
                Map.of("en", "Mailer B.V."))),
        new Controller.Information(
            english("to bill (contract)"),
            english("account details"),
            english("OpenAI, L.L.C."),
            english("payments for seven years"),
            english("from Telegram"),
            english("no automated decisions"),
            english("to the United States")),
        Map.of("NL-AWR-52", Map.of("en", "Article 52 of the Dutch General State Taxes Act")),
        Map.of(
            "accounts-db.accounts",
            Map.of("en", "Account"),
            "accounts-db.payments",
            Map.of("en", "Payment records")),
        Map.of(
            "newsletter",
            Map.of("en", "the newsletter", "de", "den Newsletter", "nl", "de nieuwsbrief")));
  }

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
    Letter letter = writer.write(notice(notice), language, NOTHING);

    // then
    assertThat(letter.subject()).contains(subject);
    assertThat(form.text(letter))
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
      assertThatThrownBy(() -> writer.write(notice(contradictory), "en", NOTHING))
          .isInstanceOf(CannotBeWritten.class);
    }
  }

  private static RectifiedNotice rectified(Completion completion, StoreRectification... stores) {
    return new RectifiedNotice(completion, List.of(stores), List.of());
  }

  private static StoreRectification corrected(
      long corrected, long supplemented, @Nullable Action without) {
    return new StoreRectification(
        "accounts-db", count(1), count(corrected), count(supplemented), without, null);
  }

  private static List<CollectionCount> count(long records) {
    return List.of(new CollectionCount("accounts", records));
  }

  @ParameterizedTest
  @CsvSource({
    "en, is restricted in part, 2 records restricted, Before it does you get another letter",
    "nl, gedeeltelijk beperkt, 2 records beperkt, krijgt u nog een brief",
    "de, teilweise eingeschränkt, 2 Datensätze eingeschränkt, erhalten Sie ein weiteres Schreiben"
  })
  void shouldTellWhatIsRestrictedAndWhereItCannotBe_L23(
      String language, String subject, String counted, String next) {
    // given
    RestrictedNotice notice =
        new RestrictedNotice(
            Right.RESTRICTION,
            RestrictionGround.ART_18_1_A,
            Completion.RESTRICTED_IN_PART,
            List.of(
                new StoreRestriction("accounts-db", count(2), count(2), null, null),
                new StoreRestriction("ai-provider", count(3), List.of(), Action.RESTRICT, null)),
            List.of());

    // when
    Letter letter = writer.write(notice(notice), language, NOTHING);

    // then
    assertThat(letter.subject()).contains(subject);
    assertThat(form.text(letter)).contains("Account", counted, "ai-provider", next);
  }

  @ParameterizedTest
  @CsvSource({
    "en, The restriction of your personal data ends, Our reasons",
    "nl, wordt opgeheven, Onze redenen",
    "de, Einschränkung der Verarbeitung Ihrer Daten endet, Unsere Begründung"
  })
  void shouldTellWithReasonsThatARestrictionEndsBeforeItDoes_L24(
      String language, String subject, String heading) {
    // given
    RestrictionEndsNotice ends = new RestrictionEndsNotice(REQUEST, List.of());

    // when
    Letter letter =
        writer.write(notice(ends), language, new Enclosed.Reasons("It is accurate after all."));

    // then
    assertThat(letter.subject()).contains(subject);
    assertThat(form.text(letter)).contains(heading, "It is accurate after all.");
    assertThatThrownBy(() -> writer.write(notice(ends), language, NOTHING))
        .isInstanceOf(CannotBeWritten.class);
  }

  @Test
  void shouldNotCallRestrictedWhatAStoreMayStillUse_L23() {
    for (RestrictedNotice contradictory :
        List.of(
            restricted(Completion.RESTRICTED, 0, Action.RESTRICT),
            restricted(Completion.RESTRICTED_IN_PART, 1, null),
            restricted(Completion.NOTHING_HELD, 1, null),
            restricted(Completion.RECTIFIED, 1, null))) {
      assertThatThrownBy(() -> writer.write(notice(contradictory), "en", NOTHING))
          .isInstanceOf(CannotBeWritten.class);
    }
  }

  private static RestrictedNotice restricted(
      Completion completion, long records, @Nullable Action without) {
    return new RestrictedNotice(
        Right.RESTRICTION,
        RestrictionGround.ART_18_1_B,
        completion,
        List.of(new StoreRestriction("accounts-db", count(1), count(records), without, null)),
        List.of());
  }

  @ParameterizedTest
  @CsvSource({
    "en, Your objection is upheld, stays restricted, Art. 17(1)(c) GDPR",
    "nl, Uw bezwaar is gegrond, blijven beperkt, art. 17 lid 1 onder c AVG",
    "de, Ihrem Widerspruch wird stattgegeben, bleiben eingeschränkt, Art. 17 Abs. 1 Buchst. c"
  })
  void shouldTellThatAnObjectionPrevailsAndWhatMayFollow_L28(
      String language, String subject, String stays, String next) {
    Letter letter = writer.write(notice(new ObjectionUpheldNotice()), language, NOTHING);

    assertThat(letter.subject()).isEqualTo(subject);
    assertThat(form.text(letter)).contains(stays, next);
  }

  @ParameterizedTest
  @CsvSource({
    "en, Who else is told, on our behalf",
    "nl, Wie het nog meer te horen krijgt, namens ons",
    "de, Wer es sonst erfährt, in unserem Auftrag"
  })
  void shouldNameTheRecipientsThatAreToldInTheAnswer_L22(
      String language, String heading, String processors) {
    // given
    ErasureCompletedNotice told =
        new ErasureCompletedNotice(
            Completion.ERASED_IN_FULL,
            List.of(
                inFull().getStores().getFirst(),
                new StoreOutcome("ai-provider-inc", List.of(), List.of(), null)),
            List.of("mailer", "unknown-by-now"));

    // then
    assertThat(form.text(writer.write(notice(told), language, NOTHING)))
        .contains(heading, processors, "- Mailer B.V.", "- unknown-by-now", "- AI Provider, Inc.");
    assertThat(form.text(writer.write(notice(inFull()), language, NOTHING)))
        .doesNotContain(heading);
  }

  @ParameterizedTest
  @CsvSource({
    "en, ANYPROMT has erased data, E-mail address: ada@mail.example",
    "nl, ANYPROMT heeft gegevens gewist, E-mailadres: ada@mail.example",
    "de, ANYPROMT hat Daten gelöscht, E-Mail-Adresse: ada@mail.example"
  })
  void shouldTellARecipientWhatWasDoneAndForWhom_L22(
      String language, String subject, String person) {
    // given
    NoticeRecord notice = notice(new RecipientNotice("mailer", RecipientMatter.ERASURE));
    Enclosed about =
        new Enclosed.AboutPerson(
            List.of(
                new Enclosed.AboutPerson.Identifier("email", "ada@mail.example"),
                new Enclosed.AboutPerson.Identifier("customer", "<b>7</b>")),
            Map.of(),
            null);

    // when
    Letter letter = writer.write(notice, language, about);

    // then: who it is, and nothing of a complaint that is the person's to make
    assertThat(letter.subject()).startsWith(subject).doesNotContain("ada");
    assertThat(form.text(letter))
        .contains(person, "customer: <b>7</b>", REQUEST.toString(), "privacy@anypromt.example")
        .doesNotContain("Autoriteit");
    assertThat(form.html(letter)).doesNotContain("<b>7");
  }

  @ParameterizedTest
  @EnumSource(RecipientMatter.class)
  void shouldTellARecipientOfCorrectionsWhereItIsAboutThoseAndOnlyThere_L22(
      RecipientMatter matter) {
    // given
    NoticeRecord notice = notice(new RecipientNotice("mailer", matter));
    var person = List.of(new Enclosed.AboutPerson.Identifier("email", "ada@mail.example"));
    Enclosed plain = new Enclosed.AboutPerson(person, Map.of(), null);
    Enclosed corrected =
        new Enclosed.AboutPerson(person, Map.of("user.name", "Ada Lovelace"), "Never a Byron.");
    boolean rectification = matter == RecipientMatter.RECTIFICATION;

    // then
    for (String language : List.of("en", "nl", "de")) {
      assertThat(
              form.text(writer.write(notice, language, rectification ? corrected : plain))
                  .contains("user.name: Ada Lovelace"))
          .isEqualTo(rectification);
    }
    assertThatThrownBy(() -> writer.write(notice, "en", rectification ? plain : corrected))
        .isInstanceOf(CannotBeWritten.class);
    assertThatThrownBy(
            () -> writer.write(notice, "en", new Enclosed.AboutPerson(List.of(), Map.of(), null)))
        .isInstanceOf(CannotBeWritten.class);
    assertThatThrownBy(() -> writer.write(notice, "en", NOTHING))
        .isInstanceOf(CannotBeWritten.class);
  }

  @ParameterizedTest
  @EnumSource(NotToldReason.class)
  void shouldTellTheOfficerWhyARecipientCouldNotBeTold(NotToldReason reason) {
    for (RecipientMatter matter : RecipientMatter.values()) {
      Letter letter =
          writer.write(notice(new RecipientNotToldNotice("mailer", matter, reason)), "en", NOTHING);

      assertThat(form.text(letter)).contains("Mailer B.V.", "Why not: ", REQUEST.toString());
    }
  }
}
