package io.habeas.verifier.gate;

import static io.habeas.verifier.gate.VerifierWithGate.ACCOUNT;
import static io.habeas.verifier.gate.VerifierWithGate.EMAIL;
import static io.habeas.verifier.gate.VerifierWithGate.TELEGRAM;
import static io.habeas.verifier.gate.VerifierWithGate.ended;
import static io.habeas.verifier.gate.VerifierWithGate.found;
import static io.habeas.verifier.gate.VerifierWithGate.heldBy;
import static org.assertj.core.api.Assertions.assertThat;

import io.habeas.schemas.avro.GatePassed;
import io.habeas.schemas.avro.ParticipantPseudonym;
import io.habeas.verifier.Instance;
import io.habeas.verifier.register.Life;
import io.habeas.verifier.vault.Identifier;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whoever passes sees every hold on the person; whoever holds sees everybody who passed. */
class GateHoldsTest {

  @AutoClose private final VerifierWithGate verifier;
  private final Gate gate;

  GateHoldsTest(@TempDir Path folder) {
    this.verifier = new VerifierWithGate(folder);
    this.gate = verifier.gate;
  }

  @Test
  void shouldLetPassWhomNobodyHoldsAndNameThemForEachParticipantAlone() {
    // given
    verifier.held(Identifier.of("email", "bob@example.org"));
    String first = verifier.request(EMAIL);
    String second = verifier.request(EMAIL);
    String other = verifier.request(Identifier.of("email", "eve@example.org"));

    // when
    gate.ask(first, 1, true);
    gate.ask(second, 1, true);
    gate.ask(other, 1, true);

    // then
    GatePassed passed = (GatePassed) verifier.toldTo(first).getFirst();
    assertThat(passed.getAsk()).isEqualTo(1);
    assertThat(passed.getPseudonyms())
        .extracting(ParticipantPseudonym::getParticipant)
        .containsExactly("accounts", "orders");
    assertThat(passed.getPseudonyms())
        .extracting(ParticipantPseudonym::getPseudonym)
        .doesNotHaveDuplicates();
    assertThat(passed.getPseudonyms())
        .flatExtracting(ParticipantPseudonym::getSubjects)
        .hasSize(2)
        .doesNotHaveDuplicates();
    assertThat(verifier.toldTo(second)).containsExactly(passed);
    assertThat(((GatePassed) verifier.toldTo(other).getFirst()).getPseudonyms())
        .doesNotContainAnyElementsOf(passed.getPseudonyms());
  }

  @Test
  void shouldStopADeletionAskedForByTelegramWhereThePersonIsHeldByEmail() {
    // given
    String holdId = verifier.held(EMAIL);
    String requestId = verifier.request(TELEGRAM, ACCOUNT, EMAIL);

    // when
    gate.ask(requestId, 1, true);

    // then
    assertThat(verifier.toldTo(requestId)).containsExactly(heldBy(1, holdId));
    assertThat(verifier.hold(holdId).requests()).containsExactly(requestId);
  }

  @Test
  void shouldStillKnowThePersonByWhatAnEarlierRequestHasShown() {
    // given
    gate.ask(verifier.request(TELEGRAM, EMAIL), 1, true);
    String holdId = verifier.held(EMAIL);
    String requestId = verifier.request(TELEGRAM);

    // when
    gate.ask(requestId, 1, true);

    // then
    assertThat(verifier.toldTo(requestId)).containsExactly(heldBy(1, holdId));
  }

  @Test
  void shouldNotTakeANamedAddressForAProvenOne_L11() {
    // given
    verifier.held(EMAIL);
    String requestId = verifier.naming(TELEGRAM, EMAIL);

    // when
    gate.ask(requestId, 1, true);

    // then
    assertThat(verifier.toldTo(requestId)).singleElement().isInstanceOf(GatePassed.class);
  }

  @Test
  void shouldTellAHoldWhoPassedBefore() {
    // given
    String requestId = verifier.request(TELEGRAM, EMAIL);
    gate.ask(requestId, 1, true);
    verifier.announcements.clear();

    // when
    String holdId = verifier.held(EMAIL);

    // then
    assertThat(verifier.toldTo(requestId)).containsExactly(found(holdId));
    assertThat(verifier.hold(holdId).state()).isEqualTo(SubjectHold.State.EFFECTIVE);
    assertThat(verifier.hold(holdId).requests()).containsExactly(requestId);
  }

  @Test
  void shouldTellThoseWhoWereToldOfAHoldThatItEndedAndLetThemPassThen() {
    // given
    String passed = verifier.request(EMAIL);
    gate.ask(passed, 1, true);
    String holdId = verifier.held(EMAIL);
    String stopped = verifier.request(EMAIL);
    gate.ask(stopped, 1, true);
    verifier.announcements.clear();

    // when
    gate.release(holdId, verifier.clock.instant());
    gate.ask(stopped, 2, true);

    // then
    assertThat(verifier.toldTo(passed)).containsExactly(ended(holdId));
    assertThat(verifier.toldTo(stopped)).hasSize(2).startsWith(ended(holdId));
    assertThat(verifier.toldTo(stopped).getLast()).isInstanceOf(GatePassed.class);
    assertThat(verifier.hold(holdId).state()).isEqualTo(SubjectHold.State.RELEASED);
  }

  @Test
  void shouldForgetByWhatAPersonWasHeldOnceTheyAreReleased() {
    // given
    String holdId = verifier.held(EMAIL, TELEGRAM);
    assertThat(verifier.mongo.dump()).doesNotContain("ann@example.org").doesNotContain("The court");
    assertThat(verifier.holds.person(holdId).block(Instance.PATIENCE))
        .isEqualTo(new SubjectHold.Person(List.of(EMAIL, TELEGRAM), "The court"));

    // when
    gate.release(holdId, verifier.clock.instant());

    // then
    assertThat(verifier.holds.person(holdId).blockOptional(Instance.PATIENCE)).isEmpty();
    assertThat(verifier.hold(holdId).identifiers()).isEmpty();
  }

  @Test
  void shouldGiveTheSameAnswerToTheSameQuestion() {
    // given
    String requestId = verifier.request(EMAIL);
    gate.ask(requestId, 1, true);
    String holdId = verifier.held(EMAIL);

    // when
    gate.ask(requestId, 1, true);
    gate.ask(requestId, 2, true);
    gate.ask(requestId, 1, true);

    // then
    assertThat(verifier.toldTo(requestId)).hasSize(4);
    assertThat(verifier.toldTo(requestId).get(2)).isEqualTo(verifier.toldTo(requestId).getFirst());
    assertThat(verifier.toldTo(requestId).getLast()).isEqualTo(heldBy(2, holdId));
  }

  @Test
  void shouldForgetThatARequestPassedWhichEndedAnyway() {
    // given
    String requestId = verifier.request(EMAIL);
    gate.ask(requestId, 1, true);
    gate.takeBack(requestId);
    verifier.announcements.clear();

    // when
    String holdId = verifier.held(EMAIL);

    // then
    assertThat(verifier.announcements.published()).isEmpty();
    assertThat(verifier.hold(holdId).requests()).isEmpty();
  }

  @Test
  void shouldAnswerNobodyWhoseRequestIsOver() {
    // given
    String requestId = verifier.request(EMAIL);
    verifier.instance.lives.advance(requestId, Life.CLOSED).block(Instance.PATIENCE);

    // when
    gate.ask(requestId, 1, true);
    gate.ask(UUID.randomUUID().toString(), 1, true);

    // then
    assertThat(verifier.announcements.published()).isEmpty();
  }

  @Test
  void shouldKnowPersonsForAsLongAsTheyAreHeldAndForgetThemThen() {
    // given
    gate.ask(verifier.request(TELEGRAM, EMAIL), 1, true);
    String holdId = verifier.held(EMAIL);

    // when
    verifier.clock.advance(Duration.ofDays(400));
    gate.forget(verifier.clock.instant());

    // then
    String requestId = verifier.request(TELEGRAM);
    gate.ask(requestId, 1, true);
    assertThat(verifier.toldTo(requestId)).singleElement().isInstanceOf(GatePassed.class);
    assertThat(verifier.mongo.count("gate_identifiers")).isEqualTo(2);
    gate.release(holdId, verifier.clock.instant());
    verifier.clock.advance(Duration.ofDays(400));
    gate.forget(verifier.clock.instant());
    gate.forget(verifier.clock.instant());
    assertThat(verifier.mongo.count("gate_identifiers")).isZero();
    assertThat(verifier.mongo.count("gate_subjects")).isZero();
    assertThat(verifier.mongo.count("gate_requests")).isZero();
    assertThat(verifier.mongo.count("vault_holds")).isEqualTo(1);
    verifier.clock.advance(Duration.ofDays(1000));
    gate.forget(verifier.clock.instant());
    assertThat(verifier.mongo.count("vault_holds")).isZero();
  }

  @Test
  void shouldHoldNobodyByWhatTheVaultDoesNotKnow() {
    // given
    String neverDecided = verifier.stated(EMAIL);

    // when
    verifier.clock.advance(Duration.ofMinutes(2));
    gate.forget(verifier.clock.instant());

    // then
    assertThat(gate.place(neverDecided, "officer-1", verifier.clock.instant())).isFalse();
  }
}
