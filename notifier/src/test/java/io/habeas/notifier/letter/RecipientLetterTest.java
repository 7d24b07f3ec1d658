package io.habeas.notifier.letter;

import static io.habeas.notifier.letter.Notices.inFull;
import static io.habeas.notifier.letter.WrittenLetters.NOTHING;
import static io.habeas.notifier.letter.WrittenLetters.REQUEST;
import static io.habeas.notifier.letter.WrittenLetters.html;
import static io.habeas.notifier.letter.WrittenLetters.text;
import static io.habeas.notifier.letter.WrittenLetters.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.habeas.schemas.avro.Completion;
import io.habeas.schemas.avro.ErasureCompletedNotice;
import io.habeas.schemas.avro.NotToldReason;
import io.habeas.schemas.avro.RecipientMatter;
import io.habeas.schemas.avro.RecipientNotToldNotice;
import io.habeas.schemas.avro.RecipientNotice;
import io.habeas.schemas.avro.StoreOutcome;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What recipients are told (Art. 19), and what others are told of them. */
class RecipientLetterTest {
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
    assertThat(text(write(told, language, NOTHING)))
        .contains(heading, processors, "- Mailer B.V.", "- unknown-by-now", "- AI Provider, Inc.");
    assertThat(text(write(inFull(), language, NOTHING))).doesNotContain(heading);
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
    RecipientNotice notice = new RecipientNotice("mailer", RecipientMatter.ERASURE);
    Enclosed about =
        new Enclosed.AboutPerson(
            List.of(
                new Enclosed.AboutPerson.Identifier("email", "ada@mail.example"),
                new Enclosed.AboutPerson.Identifier("customer", "<b>7</b>")),
            Map.of(),
            null);

    // when
    Letter letter = write(notice, language, about);

    // then: who it is, and nothing of a complaint that is the person's to make
    assertThat(letter.subject()).startsWith(subject).doesNotContain("ada");
    assertThat(text(letter))
        .contains(person, "customer: <b>7</b>", REQUEST.toString(), "privacy@anypromt.example")
        .doesNotContain("Autoriteit");
    assertThat(html(letter)).doesNotContain("<b>7");
  }

  @ParameterizedTest
  @EnumSource(RecipientMatter.class)
  void shouldTellARecipientOfCorrectionsWhereItIsAboutThoseAndOnlyThere_L22(
      RecipientMatter matter) {
    // given
    RecipientNotice notice = new RecipientNotice("mailer", matter);
    var person = List.of(new Enclosed.AboutPerson.Identifier("email", "ada@mail.example"));
    Enclosed plain = new Enclosed.AboutPerson(person, Map.of(), null);
    Enclosed corrected =
        new Enclosed.AboutPerson(person, Map.of("user.name", "Ada Lovelace"), "Never a Byron.");
    boolean rectification = matter == RecipientMatter.RECTIFICATION;

    // then
    for (String language : List.of("en", "nl", "de")) {
      assertThat(
              text(write(notice, language, rectification ? corrected : plain))
                  .contains("user.name: Ada Lovelace"))
          .isEqualTo(rectification);
    }
    assertThatThrownBy(() -> write(notice, "en", rectification ? plain : corrected))
        .isInstanceOf(CannotBeWritten.class);
    assertThatThrownBy(
            () -> write(notice, "en", new Enclosed.AboutPerson(List.of(), Map.of(), null)))
        .isInstanceOf(CannotBeWritten.class);
    assertThatThrownBy(() -> write(notice, "en", NOTHING)).isInstanceOf(CannotBeWritten.class);
  }

  @ParameterizedTest
  @EnumSource(NotToldReason.class)
  void shouldTellTheOfficerWhyARecipientCouldNotBeTold(NotToldReason reason) {
    for (RecipientMatter matter : RecipientMatter.values()) {
      Letter letter = write(new RecipientNotToldNotice("mailer", matter, reason), "en", NOTHING);

      assertThat(text(letter)).contains("Mailer B.V.", "Why not: ", REQUEST.toString());
    }
  }
}
