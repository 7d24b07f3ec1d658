package io.habeas.chassis.controller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.habeas.chassis.controller.Controller.Participant;
import java.net.URI;
import java.time.Period;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ControllerTest {
  private static final List<String> BY_ADDRESS = List.of("email");

  @Test
  void shouldSayWhoHoldsNothingButWhatRestsOnTheWithdrawnConsents_L21() {
    // given
    Controller controller =
        controller(
            participant("accounts", BY_ADDRESS, true),
            participant("subscribers", BY_ADDRESS, true, "newsletter"),
            participant("profiles", BY_ADDRESS, true, "newsletter", "ads"));

    // then
    assertThat(controller.restingOn(List.of("newsletter")))
        .extracting(Participant::name)
        .containsExactly("subscribers");
    assertThat(controller.restingOn(List.of("ads", "newsletter")))
        .extracting(Participant::name)
        .containsExactly("subscribers", "profiles");
    assertThat(controller.restingOn(List.of("ads"))).isEmpty();
    assertThat(controller.restingOn(List.of())).isEmpty();
  }

  @Test
  void shouldNotStartWhereSomebodyRestsOnWhatIsNoConsent() {
    assertThatThrownBy(
            () -> controller(participant("subscribers", BY_ADDRESS, true, "direct-marketing")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Expected subscribers to rest on purposes that consents names but got"
                + " [direct-marketing]");
  }

  @Test
  void shouldNotStartWhereWhatRestsOnConsentCouldNotBeErased() {
    assertThatThrownBy(
            () -> controller(participant("subscribers", BY_ADDRESS, false, "newsletter")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("to be required");
    assertThatThrownBy(
            () -> controller(participant("subscribers", List.of("account_id"), true, "newsletter")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("to find people by email");
  }

  private static Participant participant(
      String name, List<String> types, boolean required, String... consents) {
    return new Participant(
        name,
        name,
        types,
        required,
        List.of(),
        false,
        true,
        false,
        Set.of(consents),
        Map.of("en", name));
  }

  private static Controller controller(Participant... participants) {
    Map<String, List<String>> nothing = Map.of();
    return new Controller(
        "ANYPROMT",
        "privacy@anypromt.example",
        "NL",
        ZoneId.of("Europe/Amsterdam"),
        Period.ofDays(30),
        new Controller.Authority("AP", URI.create("https://example.org")),
        List.of(participants),
        List.of(),
        new Controller.Information(nothing, nothing, nothing, nothing, nothing, nothing, nothing),
        Map.of(),
        Map.of(),
        Map.of("newsletter", Map.of(), "ads", Map.of()));
  }
}
