package io.habeas.storeagent.manual;

import static org.assertj.core.api.Assertions.assertThat;

import io.habeas.participant.Action;
import io.habeas.storeagent.manual.Completion.CollectionResult;
import io.habeas.storeagent.manual.Completion.Evidence;
import io.habeas.storeagent.manual.Completion.Kept;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CompletionRulesTest {
  private static final LocalDate TODAY = LocalDate.of(2026, 11, 24);
  private static final LocalDate LATER = LocalDate.of(2030, 1, 1);
  private static final Evidence EVIDENCE = new Evidence("shredded", null);

  private final CompletionRules rules = new CompletionRules(Archive.plan());

  @Test
  void shouldBelieveWhatFits() {
    assertThat(errors(Action.LOCATE, of(null, records("contracts", 2), records("letters", 1))))
        .isEmpty();
    assertThat(errors(Action.ERASE, of(EVIDENCE, erased("contracts", 1, 1, kept(2, LATER)))))
        .isEmpty();
    assertThat(
            errors(
                Action.RECTIFY, of(EVIDENCE, new CollectionResult("letters", 0, 0, 0, 1, 1, null))))
        .isEmpty();
    assertThat(errors(Action.VERIFY, new Completion(true, List.of(), EVIDENCE))).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(
      value = Action.class,
      names = {"RESTRICT", "LIFT", "ERASE", "VERIFY", "RECTIFY"})
  void shouldWantEvidenceOfWhatWasDone(Action action) {
    assertThat(errors(action, new Completion(true, List.of(), null))).hasSize(1);
    assertThat(errors(action, new Completion(true, List.of(), new Evidence(" ", "")))).hasSize(1);
    assertThat(errors(action, new Completion(true, List.of(), new Evidence(null, "dms:4711"))))
        .isEmpty();
  }

  @Test
  void shouldNotTakeSilenceForNothing() {
    assertThat(errors(Action.LOCATE, new Completion(false, List.of(), null))).hasSize(1);
    assertThat(errors(Action.LOCATE, new Completion(true, List.of(records("letters", 1)), null)))
        .hasSize(1);
    assertThat(errors(Action.LOCATE, of(null, records("letters", 0)))).hasSize(1);
  }

  @Test
  void shouldRefuseWhatIsNotOfTheTask() {
    assertThat(errors(Action.LOCATE, of(null, records("cellar", 1)))).hasSize(1);
    assertThat(errors(Action.LOCATE, of(null, records("letters", 1), records("letters", 2))))
        .hasSize(1);
    assertThat(errors(Action.LOCATE, of(null, erased("letters", 1, 0, null)))).hasSize(1);
    assertThat(errors(Action.ERASE, of(EVIDENCE, records("letters", 1)))).hasSize(1);
    assertThat(errors(Action.LOCATE, of(null, records("letters", -1)))).hasSize(1);
    assertThat(errors(Action.LOCATE, of(null, records("letters", Long.MAX_VALUE)))).hasSize(1);
    assertThat(
            errors(
                Action.RESTRICT,
                of(EVIDENCE, new CollectionResult("contracts", 1, 0, 0, 0, 0, kept(0, LATER)))))
        .isNotEmpty();
  }

  @Test
  void shouldKeepOnlyUnderTheDutyOfTheMapAndOnlyWhileItIsOwed() {
    assertThat(errors(Action.ERASE, of(EVIDENCE, erased("letters", 0, 0, kept(1, LATER)))))
        .hasSize(1);
    assertThat(
            errors(
                Action.ERASE,
                of(EVIDENCE, erased("contracts", 0, 0, new Kept("nl-vat", 1, LATER, LATER)))))
        .hasSize(1);
    assertThat(errors(Action.ERASE, of(EVIDENCE, erased("contracts", 0, 0, kept(1, TODAY)))))
        .hasSize(1);
    assertThat(
            errors(
                Action.ERASE,
                of(
                    EVIDENCE,
                    erased("contracts", 0, 0, new Kept("nl-tax", 1, LATER, LATER.minusDays(1))))))
        .hasSize(1);
  }

  @Test
  void shouldHoldACopyToWhatWasUploaded() {
    // given
    Map<String, Long> uploaded = Map.of("letters", 3L, "contracts", 1L);

    // then
    assertThat(
            rules.errors(
                Action.EXPORT,
                of(null, records("letters", 3), records("contracts", 1)),
                uploaded,
                TODAY))
        .isEmpty();
    assertThat(rules.errors(Action.EXPORT, of(null, records("letters", 3)), uploaded, TODAY))
        .hasSize(1);
    assertThat(
            rules.errors(
                Action.EXPORT,
                of(null, records("letters", 2), records("contracts", 1)),
                uploaded,
                TODAY))
        .hasSize(1);
    assertThat(rules.errors(Action.EXPORT, new Completion(true, List.of(), null), uploaded, TODAY))
        .hasSize(1);
  }

  @Test
  void shouldQuoteNothingThatWasSent() {
    assertThat(errors(Action.LOCATE, of(null, records("ada@example.com", 1))).toString())
        .doesNotContain("ada");
  }

  private List<String> errors(Action action, Completion completion) {
    return rules.errors(action, completion, Map.of(), TODAY);
  }

  private static Completion of(
      @org.jspecify.annotations.Nullable Evidence evidence, CollectionResult... results) {
    return new Completion(false, List.of(results), evidence);
  }

  private static CollectionResult records(String collection, long records) {
    return new CollectionResult(collection, records, 0, 0, 0, 0, null);
  }

  private static CollectionResult erased(
      String collection,
      long erased,
      long anonymised,
      @org.jspecify.annotations.Nullable Kept kept) {
    return new CollectionResult(collection, 0, erased, anonymised, 0, 0, kept);
  }

  private static Kept kept(long records, LocalDate expiry) {
    return new Kept("nl-tax", records, expiry, expiry);
  }
}
