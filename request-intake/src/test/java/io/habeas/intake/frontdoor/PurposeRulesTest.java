package io.habeas.intake.frontdoor;

import static org.assertj.core.api.Assertions.assertThat;

import io.habeas.intake.Complaint;
import io.habeas.schemas.avro.Right;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** For which purposes processing can be stopped. */
class PurposeRulesTest {
  private final PurposeRules rules =
      new PurposeRules("direct-marketing", Set.of("newsletter", "product-analytics"));
  private final List<Complaint> complaints = new ArrayList<>();

  private List<String> check(Right right, @Nullable List<@Nullable String> named) {
    return rules.check(right, named, complaints);
  }

  @Test
  void shouldTakeWhatRestsOnConsent() {
    // when
    List<String> purposes =
        check(Right.CONSENT_WITHDRAWAL, List.of("product-analytics", "newsletter"));

    // then
    assertThat(purposes).containsExactly("newsletter", "product-analytics");
    assertThat(complaints).isEmpty();
  }

  @Test
  void shouldTakeAnObjectionToMarketingAsOneToAllOfIt_L27() {
    // when
    List<String> purposes = check(Right.MARKETING_OBJECTION, null);

    // then
    assertThat(purposes).containsExactly("direct-marketing");
    assertThat(complaints).isEmpty();
  }

  @Test
  void shouldSayWhatIsWrong() {
    // when
    check(Right.CONSENT_WITHDRAWAL, null);
    check(Right.CONSENT_WITHDRAWAL, List.of());
    check(Right.CONSENT_WITHDRAWAL, Arrays.asList("billing", null, "newsletter", "newsletter"));
    check(Right.MARKETING_OBJECTION, List.of("newsletter"));

    // then
    assertThat(complaints)
        .containsExactly(
            new Complaint("#/purposes", "required"),
            new Complaint("#/purposes", "required"),
            new Complaint("#/purposes/0", "no-purpose-that-rests-on-consent"),
            new Complaint("#/purposes/1", "no-purpose-that-rests-on-consent"),
            new Complaint("#/purposes/3", "twice"),
            new Complaint("#/purposes", "not-with-this-right"));
  }

  @ParameterizedTest
  @EnumSource(
      value = Right.class,
      mode = EnumSource.Mode.EXCLUDE,
      names = {"CONSENT_WITHDRAWAL", "MARKETING_OBJECTION"})
  void shouldLosePurposesOfAnotherRightNotSilently(Right right) {
    // when
    List<String> purposes = check(right, List.of("newsletter"));

    // then
    assertThat(purposes).isEmpty();
    assertThat(complaints).containsExactly(new Complaint("#/purposes", "not-with-this-right"));
  }
}
