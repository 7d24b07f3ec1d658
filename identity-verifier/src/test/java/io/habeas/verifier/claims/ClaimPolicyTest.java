package io.habeas.verifier.claims;

import static org.assertj.core.api.Assertions.assertThat;

import io.habeas.verifier.claims.ClaimPolicy.Facts;
import io.habeas.verifier.register.Life;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class ClaimPolicyTest {
  private static final Facts RIGHTFUL =
      new Facts(
          2,
          true,
          true,
          Optional.of(Life.ACCEPTED),
          true,
          Set.of(1, 2),
          3,
          Optional.of(Set.of("email", "account_id", "phone")),
          Set.of("email", "account_id", "customer_id"));

  @Test
  void shouldGrantWhatIsDeclaredAndApproved() {
    assertThat(ClaimPolicy.decide(RIGHTFUL))
        .isEqualTo(new Claim.Granted(Set.of("email", "account_id")));
  }

  @Test
  void shouldRefuseWhatIsOver() {
    for (Life over : new Life[] {Life.CARRIED_OUT, Life.CLOSED}) {
      assertThat(ClaimPolicy.decide(with(RIGHTFUL, Optional.of(over))))
          .isEqualTo(new Claim.Refused(Claim.Reason.CLOSED));
    }
  }

  @Test
  void shouldRefuseAnUnknownRequest() {
    Facts facts =
        new Facts(
            1,
            false,
            false,
            Optional.empty(),
            true,
            Set.of(),
            0,
            Optional.empty(),
            Set.of("email"));
    assertThat(ClaimPolicy.decide(facts))
        .isEqualTo(new Claim.Refused(Claim.Reason.UNKNOWN_REQUEST));
  }

  @Test
  void shouldRefuseAnUnprovenRequestAndWaitForTheAcceptanceOfAProvenOne_L10() {
    for (Optional<Life> life :
        Stream.concat(
                Stream.of(Optional.<Life>empty()),
                Stream.of(Life.ARRIVED, Life.REGISTERED).map(Optional::of))
            .toList()) {
      Facts proven = with(RIGHTFUL, life);
      Facts unproven =
          new Facts(
              2,
              true,
              false,
              life,
              true,
              Set.of(1, 2),
              3,
              RIGHTFUL.declared(),
              RIGHTFUL.approved());
      assertThat(ClaimPolicy.decide(unproven))
          .isEqualTo(new Claim.Refused(Claim.Reason.NOT_ACCEPTED));
      assertThat(ClaimPolicy.decide(proven)).isEqualTo(new Claim.NotYet());
    }
  }

  @Test
  void shouldRefuseAStepThatWasNotIssuedAndWaitForOneThatMayBe() {
    assertThat(ClaimPolicy.decide(withStep(0)))
        .isEqualTo(new Claim.Refused(Claim.Reason.NO_SUCH_TASK));
    assertThat(ClaimPolicy.decide(withStep(3)))
        .isEqualTo(new Claim.Refused(Claim.Reason.NO_SUCH_TASK));
    assertThat(ClaimPolicy.decide(withStep(4))).isEqualTo(new Claim.NotYet());
  }

  @Test
  void shouldRefuseWhoHoldsWhatHasAnotherBasisThanTheWithdrawnConsents_L21() {
    Facts unconcerned =
        new Facts(
            2,
            true,
            true,
            RIGHTFUL.life(),
            false,
            RIGHTFUL.issued(),
            RIGHTFUL.highest(),
            RIGHTFUL.declared(),
            RIGHTFUL.approved());
    assertThat(ClaimPolicy.decide(unconcerned))
        .isEqualTo(new Claim.Refused(Claim.Reason.NOT_CONCERNED));
  }

  @Test
  void shouldWaitForADeclaration() {
    Facts undeclared =
        new Facts(
            2,
            true,
            true,
            RIGHTFUL.life(),
            true,
            Set.of(2),
            2,
            Optional.empty(),
            RIGHTFUL.approved());
    assertThat(ClaimPolicy.decide(undeclared)).isEqualTo(new Claim.NotYet());
  }

  @Test
  void shouldRefuseATypeThatIsNotBothDeclaredAndApproved() {
    Facts disjoint =
        new Facts(
            2,
            true,
            true,
            RIGHTFUL.life(),
            true,
            Set.of(2),
            2,
            Optional.of(Set.of("phone")),
            Set.of("email"));
    assertThat(ClaimPolicy.decide(disjoint))
        .isEqualTo(new Claim.Refused(Claim.Reason.NOT_APPROVED));
  }

  @Test
  void shouldGrantInNoOtherStageThanAccepted() {
    // given every stage a request can be in
    Stream<Life> granting =
        Arrays.stream(Life.values())
            .filter(
                life ->
                    ClaimPolicy.decide(with(RIGHTFUL, Optional.of(life))) instanceof Claim.Granted);

    // then
    assertThat(granting).containsExactly(Life.ACCEPTED);
  }

  private static Facts with(Facts facts, Optional<Life> life) {
    return new Facts(
        facts.step(),
        facts.entryKept(),
        facts.anyProven(),
        life,
        facts.concerned(),
        facts.issued(),
        facts.highest(),
        facts.declared(),
        facts.approved());
  }

  private static Facts withStep(int step) {
    return new Facts(
        step,
        true,
        true,
        RIGHTFUL.life(),
        true,
        RIGHTFUL.issued(),
        RIGHTFUL.highest(),
        RIGHTFUL.declared(),
        RIGHTFUL.approved());
  }
}
