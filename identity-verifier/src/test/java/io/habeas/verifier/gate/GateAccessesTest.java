package io.habeas.verifier.gate;

import static io.habeas.verifier.gate.VerifierWithGate.ACCOUNT;
import static io.habeas.verifier.gate.VerifierWithGate.EMAIL;
import static io.habeas.verifier.gate.VerifierWithGate.TELEGRAM;
import static io.habeas.verifier.gate.VerifierWithGate.busyWith;
import static io.habeas.verifier.gate.VerifierWithGate.heldBy;
import static org.assertj.core.api.Assertions.assertThat;

import io.habeas.schemas.avro.GatePassed;
import io.habeas.verifier.vault.Identifier;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An erasure lets an access of the same person finish first. */
class GateAccessesTest {

  @AutoClose private final VerifierWithGate verifier;
  private final Gate gate;

  GateAccessesTest(@TempDir Path folder) {
    this.verifier = new VerifierWithGate(folder);
    this.gate = verifier.gate;
  }

  @Test
  void shouldHaveAnAccessOfTheSamePersonFinishedFirstAndAnswerAgainThenUnasked() {
    // given
    String access = verifier.access(EMAIL);
    verifier.access(Identifier.of("email", "bob@example.org"));
    String erasure = verifier.request(TELEGRAM, EMAIL);

    // when
    gate.ask(erasure, 1, true);
    gate.ask(erasure, 1, true);

    // then
    assertThat(verifier.toldTo(erasure)).containsExactly(busyWith(1, access), busyWith(1, access));

    // when
    gate.accessOver(access);
    gate.accessOver(access);

    // then
    assertThat(verifier.toldTo(erasure).subList(2, 4)).hasOnlyElementsOfType(GatePassed.class);
    gate.ask(erasure, 2, true);
    assertThat(verifier.toldTo(erasure).getLast()).isInstanceOf(GatePassed.class);
  }

  @Test
  void shouldKnowThePersonOfAnAccessByWhatStoresYieldForItAndByWhatEarlierRequestsHaveShown() {
    // given
    Identifier phone = Identifier.of("phone", "+31 6 1234 5678");
    gate.ask(verifier.request(phone, TELEGRAM), 1, true);
    String access = verifier.access(EMAIL, ACCOUNT);
    String another = verifier.access(TELEGRAM);
    String byAccount = verifier.request(Identifier.of("customer", "c-1"), ACCOUNT);
    String byPhone = verifier.request(phone);

    // when
    gate.ask(byAccount, 1, true);
    gate.ask(byPhone, 1, true);

    // then
    assertThat(verifier.toldTo(byAccount)).containsExactly(busyWith(1, access));
    assertThat(verifier.toldTo(byPhone)).containsExactly(busyWith(1, another));
  }

  @Test
  void shouldWaitNeitherForWhatIsUnprovenNorOverNorWhenItIsDueSoonItself() {
    // given
    String unproven = verifier.request(EMAIL);
    gate.accessArrived(unproven);
    String over = verifier.access(EMAIL);
    gate.accessOver(over);
    gate.accessArrived(over);
    gate.shown(over);
    String first = verifier.request(EMAIL);
    String second = verifier.request(EMAIL);

    // when
    gate.ask(first, 1, true);
    gate.shown(unproven);
    gate.ask(second, 1, true);
    gate.ask(second, 1, false);

    // then
    assertThat(verifier.toldTo(first)).singleElement().isInstanceOf(GatePassed.class);
    assertThat(verifier.toldTo(second)).hasSize(2).startsWith(busyWith(1, unproven));
    assertThat(verifier.toldTo(second).getLast()).isInstanceOf(GatePassed.class);
  }

  @Test
  void shouldStillMeetAHoldAfterItWaitedForAnAccess() {
    // given
    String access = verifier.access(EMAIL);
    String erasure = verifier.request(EMAIL);
    gate.ask(erasure, 1, true);

    // when
    String holdId = verifier.held(EMAIL);
    gate.accessOver(access);

    // then
    assertThat(verifier.toldTo(erasure)).containsExactly(busyWith(1, access), heldBy(1, holdId));
  }

  @Test
  void shouldForgetByWhatThePersonOfAnAccessIsKnown() {
    // given
    String access = verifier.access(EMAIL);
    assertThat(verifier.mongo.count("gate_accesses")).isEqualTo(1);
    assertThat(verifier.mongo.dump()).doesNotContain("ann@example.org");

    // when
    gate.accessOver(access);
    verifier.clock.advance(Duration.ofDays(121));
    gate.forget(verifier.clock.instant());

    // then
    assertThat(verifier.mongo.count("gate_accesses")).isZero();
  }
}
