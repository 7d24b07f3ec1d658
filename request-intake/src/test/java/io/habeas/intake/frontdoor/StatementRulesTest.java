package io.habeas.intake.frontdoor;

import static org.assertj.core.api.Assertions.assertThat;

import io.habeas.intake.Complaint;
import io.habeas.intake.frontdoor.Admission.Correction;
import io.habeas.intake.frontdoor.Admission.Statement;
import io.habeas.intake.frontdoor.RequestForm.CorrectionForm;
import io.habeas.schemas.avro.RestrictionGround;
import io.habeas.schemas.avro.Right;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class StatementRulesTest {
  private final List<Complaint> complaints = new ArrayList<>();

  @Test
  void shouldTakeValuesAndAStatementForARectification_L18() {
    // when
    Statement statement =
        check(
            Right.RECTIFICATION,
            List.of(new CorrectionForm("user.name", " Ann Other ")),
            "I moved in May.\r\nNobody noted it.");

    // then
    assertThat(complaints).isEmpty();
    assertThat(statement)
        .isEqualTo(
            new Statement(
                List.of(new Correction("user.name", "Ann Other")),
                "I moved in May.\nNobody noted it."));
    assertThat(statement.toString()).doesNotContain("Ann", "May");
  }

  @Test
  void shouldTakeEitherOfThem() {
    assertThat(check(Right.RECTIFICATION, null, "It is disputed.").corrections()).isEmpty();
    assertThat(
            check(Right.RECTIFICATION, List.of(new CorrectionForm("user.name", "Ann")), null)
                .words())
        .isNull();
    assertThat(complaints).isEmpty();
  }

  @Test
  void shouldWantOneOfThem() {
    check(Right.RECTIFICATION, null, null);

    assertThat(complaints)
        .containsExactly(new Complaint("#/corrections", "corrections-or-statement-required"));
  }

  @ParameterizedTest
  @EnumSource(
      value = Right.class,
      names = {"ERASURE", "ACCESS"})
  void shouldNotSilentlyDropWhatIsNoPartOfAnotherRight(Right right) {
    check(right, List.of(new CorrectionForm("user.name", "Ann")), "and this");

    assertThat(complaints)
        .containsExactly(
            new Complaint("#/corrections", "not-with-this-right"),
            new Complaint("#/statement", "not-with-this-right"));
  }

  @ParameterizedTest
  @CsvSource({
    "Name, Ann, /category, not-a-data-category",
    "system.operations, Ann, /category, not-a-data-category",
    "user, Ann, /category, not-a-data-category",
    "user.name, , /value, required",
    "user.name, ' ', /value, required"
  })
  void shouldNameTheFieldThatIsWrongAndQuoteNothing(
      String category, @Nullable String value, String field, String code) {
    check(Right.RECTIFICATION, List.of(new CorrectionForm(category, value)), null);

    assertThat(complaints).containsExactly(new Complaint("#/corrections/0" + field, code));
  }

  @Test
  void shouldRefuseTwoValuesOfACategoryAndTooMuch() {
    // when
    check(
        Right.RECTIFICATION,
        List.of(
            new CorrectionForm("user.name", "Ann"),
            new CorrectionForm("user.name", "Bea"),
            new CorrectionForm("user.contact.city", "x".repeat(1001)),
            new CorrectionForm("user.contact.street", "a\u0000b")),
        "x".repeat(4001));
    check(
        Right.RECTIFICATION, Collections.nCopies(51, new CorrectionForm("user.name", "Ann")), null);
    check(Right.RECTIFICATION, List.of(), " ");

    // then
    assertThat(complaints)
        .containsExactly(
            new Complaint("#/corrections/1/category", "twice"),
            new Complaint("#/corrections/2/value", "malformed"),
            new Complaint("#/corrections/3/value", "malformed"),
            new Complaint("#/statement", "longer-than-4000"),
            new Complaint("#/corrections", "more-than-50"),
            new Complaint("#/corrections", "required"),
            new Complaint("#/statement", "required"));
  }

  private Statement check(
      Right right, @Nullable List<CorrectionForm> corrections, @Nullable String statement) {
    return StatementRules.check(
        right,
        new RequestForm(
            right.name(),
            null,
            null,
            null,
            corrections == null ? null : new ArrayList<@Nullable CorrectionForm>(corrections),
            statement,
            null,
            null),
        complaints);
  }

  @Test
  void shouldTakeTheGroundsOfAnObjectionAndOneOfFourForARestriction() {
    // when
    check(Right.OBJECTION, null, null);
    check(Right.OBJECTION, List.of(new CorrectionForm("user.name", "Ann")), "My case differs.");
    check(Right.RESTRICTION, null, "I contest it.");
    StatementRules.ground(Right.RESTRICTION, null, complaints);
    StatementRules.ground(Right.RESTRICTION, "ART_18_1_E", complaints);
    StatementRules.ground(Right.ERASURE, "ART_18_1_A", complaints);

    // then
    assertThat(complaints)
        .containsExactly(
            new Complaint("#/statement", "required"),
            new Complaint("#/corrections", "not-with-this-right"),
            new Complaint("#/ground", "required"),
            new Complaint("#/ground", "unsupported-ground"),
            new Complaint("#/ground", "not-with-this-right"));
    assertThat(StatementRules.ground(Right.RESTRICTION, "ART_18_1_C", complaints))
        .isEqualTo(RestrictionGround.ART_18_1_C);
  }
}
