package io.habeas.notifier.letter;

import static io.habeas.notifier.letter.WrittenLetters.NOTHING;
import static io.habeas.notifier.letter.WrittenLetters.REQUEST;
import static io.habeas.notifier.letter.WrittenLetters.html;
import static io.habeas.notifier.letter.WrittenLetters.text;
import static io.habeas.notifier.letter.WrittenLetters.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.habeas.schemas.avro.RefusalGround;
import io.habeas.schemas.avro.RefusedNotice;
import io.habeas.schemas.avro.Right;
import io.habeas.schemas.avro.WithdrawalTooLateNotice;
import io.habeas.schemas.avro.WithdrawnNotice;
import java.util.EnumSet;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What is said where a request is refused or withdrawn. */
class EarlyEndTest {
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
        write(
            refused(Right.ERASURE), language, new Enclosed.Reasons(reasons + "\n\n<i>& so on</i>"));

    // then
    assertThat(letter.subject()).contains(word).doesNotContain("1234");
    assertThat(text(letter))
        .contains(ground, reasons, "<i>& so on</i>")
        .contains("Autoriteit Persoonsgegevens, https://autoriteitpersoonsgegevens.nl")
        .containsPattern("[Aa]rt\\. 79")
        .contains(REQUEST.toString());
    assertThat(html(letter)).contains("&lt;i&gt;&amp; so on");
  }

  @Test
  void shouldNotRefuseWithoutReasons_L12() {
    for (Enclosed lacking : List.of(NOTHING, new Enclosed.Reasons(" \n"))) {
      assertThatThrownBy(() -> write(refused(Right.ACCESS), "en", lacking))
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
                text(
                    write(
                        new RefusedNotice(right, ground, REQUEST),
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
    Letter inTime = write(new WithdrawnNotice(Right.ERASURE), language, NOTHING);
    Letter late = write(new WithdrawalTooLateNotice(Right.ERASURE), language, NOTHING);

    // then
    assertThat(inTime.subject()).isEqualTo(subject);
    assertThat(text(inTime)).contains(undone, "privacy@anypromt.example");
    assertThat(late.subject()).contains(tooLate);
    assertThat(text(late)).doesNotContain(undone);
  }

  @Test
  void shouldNotSpeakOfErasureWhereACopyWasAskedFor() {
    for (Object notice :
        List.of(
            new WithdrawnNotice(Right.ACCESS),
            new WithdrawalTooLateNotice(Right.ACCESS),
            refused(Right.ACCESS))) {
      assertThat(text(write(notice, "en", new Enclosed.Reasons("Because"))))
          .contains("copy")
          .doesNotContain("erased");
    }
  }

  private static RefusedNotice refused(Right right) {
    return new RefusedNotice(right, RefusalGround.LEGAL_CLAIMS, UUID.randomUUID());
  }
}
