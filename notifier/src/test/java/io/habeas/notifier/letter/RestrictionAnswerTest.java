package io.habeas.notifier.letter;

import static io.habeas.notifier.letter.Notices.count;
import static io.habeas.notifier.letter.Notices.restricted;
import static io.habeas.notifier.letter.WrittenLetters.NOTHING;
import static io.habeas.notifier.letter.WrittenLetters.REQUEST;
import static io.habeas.notifier.letter.WrittenLetters.text;
import static io.habeas.notifier.letter.WrittenLetters.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.habeas.schemas.avro.Action;
import io.habeas.schemas.avro.Completion;
import io.habeas.schemas.avro.ObjectionUpheldNotice;
import io.habeas.schemas.avro.RestrictedNotice;
import io.habeas.schemas.avro.RestrictionEndsNotice;
import io.habeas.schemas.avro.RestrictionGround;
import io.habeas.schemas.avro.Right;
import io.habeas.schemas.avro.StoreRestriction;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is said where records are restricted (Art. 18), and before they no longer are. */
class RestrictionAnswerTest {
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
    Letter letter = write(notice, language, NOTHING);

    // then
    assertThat(letter.subject()).contains(subject);
    assertThat(text(letter)).contains("Account", counted, "ai-provider", next);
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
    Letter letter = write(ends, language, new Enclosed.Reasons("It is accurate after all."));

    // then
    assertThat(letter.subject()).contains(subject);
    assertThat(text(letter)).contains(heading, "It is accurate after all.");
    assertThatThrownBy(() -> write(ends, language, NOTHING)).isInstanceOf(CannotBeWritten.class);
  }

  @Test
  void shouldNotCallRestrictedWhatAStoreMayStillUse_L23() {
    for (RestrictedNotice contradictory :
        List.of(
            restricted(Completion.RESTRICTED, 0, Action.RESTRICT),
            restricted(Completion.RESTRICTED_IN_PART, 1, null),
            restricted(Completion.NOTHING_HELD, 1, null),
            restricted(Completion.RECTIFIED, 1, null))) {
      assertThatThrownBy(() -> write(contradictory, "en", NOTHING))
          .isInstanceOf(CannotBeWritten.class);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "en, Your objection is upheld, stays restricted, Art. 17(1)(c) GDPR",
    "nl, Uw bezwaar is gegrond, blijven beperkt, art. 17 lid 1 onder c AVG",
    "de, Ihrem Widerspruch wird stattgegeben, bleiben eingeschränkt, Art. 17 Abs. 1 Buchst. c"
  })
  void shouldTellThatAnObjectionPrevailsAndWhatMayFollow_L28(
      String language, String subject, String stays, String next) {
    Letter letter = write(new ObjectionUpheldNotice(), language, NOTHING);

    assertThat(letter.subject()).isEqualTo(subject);
    assertThat(text(letter)).contains(stays, next);
  }
}
