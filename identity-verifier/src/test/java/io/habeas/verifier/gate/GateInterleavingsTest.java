package io.habeas.verifier.gate;

import static io.habeas.verifier.gate.VerifierWithGate.ACCOUNT;
import static io.habeas.verifier.gate.VerifierWithGate.EMAIL;
import static io.habeas.verifier.gate.VerifierWithGate.TELEGRAM;
import static io.habeas.verifier.gate.VerifierWithGate.busyWith;
import static io.habeas.verifier.gate.VerifierWithGate.ended;
import static io.habeas.verifier.gate.VerifierWithGate.found;
import static io.habeas.verifier.gate.VerifierWithGate.heldBy;
import static io.habeas.verifier.gate.VerifierWithGate.someEmail;
import static io.habeas.verifier.gate.VerifierWithGate.someTelegram;
import static org.assertj.core.api.Assertions.assertThat;

import io.habeas.schemas.avro.GatePassed;
import io.habeas.verifier.vault.Identifier;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What comes of it however instances interleave, and wherever one breaks off. */
class GateInterleavingsTest {
  @AutoClose private final VerifierWithGate verifier;
  private final Gate gate;

  GateInterleavingsTest(@TempDir Path folder) {
    this.verifier = new VerifierWithGate(folder);
    this.gate = verifier.gate;
  }

  @Test
  void shouldHaveHoldAndPassSeeEachOtherInEveryOrder() throws InterruptedException {
    // given
    int stepsToPass =
        stepsOf(stepper -> verifier.gate(stepper).ask(verifier.request(TELEGRAM, EMAIL), 1, true));
    int stepsToHold =
        stepsOf(
            stepper ->
                verifier
                    .gate(stepper)
                    .place(verifier.stated(EMAIL), "officer-1", verifier.clock.instant()));

    for (int i = 1; i <= stepsToPass; i++) {
      for (int j = 1; j <= stepsToHold + 1; j++) {
        // when the pass stops before its step i, the hold before its step j, and both go on
        passAndHold(i, j, true);
        passAndHold(i, j, false);
      }
    }
  }

  private void passAndHold(int i, int j, boolean passFirst) throws InterruptedException {
    Identifier email = someEmail();
    String requestId = verifier.request(someTelegram(), email);
    String holdId = verifier.stated(email);
    verifier.announcements.clear();
    Stepper passes = new Stepper(i);
    Stepper holding = new Stepper(j);
    Runnable pass = () -> verifier.gate(passes).ask(requestId, 1, true);
    Runnable hold =
        () -> verifier.gate(holding).place(holdId, "officer-1", verifier.clock.instant());
    if (passFirst) {
      passes.start(pass);
      holding.start(hold);
    } else {
      holding.start(hold);
      passes.start(pass);
    }
    finish(passFirst == (i + j) % 2 > 0, passes, holding);
    shouldHaveSeenEachOther(requestId, holdId, "%d %d %s".formatted(i, j, passFirst));
  }

  private void shouldHaveSeenEachOther(String requestId, String holdId, String how) {
    List<Object> told = verifier.toldTo(requestId);
    boolean passed = told.stream().anyMatch(GatePassed.class::isInstance);
    if (passed) {
      assertThat(told).as(how).contains(found(holdId)).doesNotContain(heldBy(1, holdId));
    } else {
      assertThat(told).as(how).contains(heldBy(1, holdId));
    }
    assertThat(verifier.hold(holdId).requests()).as(how).containsExactly(requestId);
  }

  @Test
  void shouldHaveHoldAndPassSeeEachOtherWhenManyComeAtOnce() {
    for (int round = 0; round < 40; round++) {
      // given
      Identifier email = someEmail();
      Identifier telegram = someTelegram();
      String one = verifier.request(telegram, email);
      String two = verifier.request(email);
      String holdId = verifier.stated(email);
      verifier.announcements.clear();

      // when two instances are asked the same
      CompletableFuture.allOf(
              atOnce(() -> verifier.gate(() -> {}).ask(one, 1, true)),
              atOnce(() -> verifier.gate(() -> {}).ask(one, 1, true)),
              atOnce(() -> verifier.gate(() -> {}).ask(two, 1, true)),
              atOnce(
                  () ->
                      verifier.gate(() -> {}).place(holdId, "officer-1", verifier.clock.instant())))
          .join();

      // then
      for (String requestId : List.of(one, two)) {
        List<Object> told = verifier.toldTo(requestId);
        assertThat(told.stream().filter(GatePassed.class::isInstance).findAny().isPresent())
            .isNotEqualTo(told.contains(heldBy(1, holdId)));
        assertThat(told).containsAnyOf(found(holdId), heldBy(1, holdId));
        assertThat(verifier.hold(holdId).requests()).contains(requestId);
      }
    }
  }

  @Test
  void shouldTellTheEndOfAHoldAfterItsBeginningInEveryOrder() throws InterruptedException {
    // given
    verifier.held(EMAIL);
    int stepsToAsk =
        stepsOf(stepper -> verifier.gate(stepper).ask(verifier.request(EMAIL), 1, true));
    String some = verifier.held(ACCOUNT);
    int stepsToRelease =
        stepsOf(stepper -> verifier.gate(stepper).release(some, verifier.clock.instant()));

    for (int i = 1; i <= stepsToAsk; i++) {
      for (int j = 1; j <= stepsToRelease + 1; j++) {
        Identifier email = someEmail();
        String holdId = verifier.held(email);
        String requestId = verifier.request(email);
        verifier.announcements.clear();
        Stepper asking = new Stepper(i);
        Stepper releasing = new Stepper(j);

        // when
        asking.start(() -> verifier.gate(asking).ask(requestId, 1, true));
        releasing.start(() -> verifier.gate(releasing).release(holdId, verifier.clock.instant()));
        asking.finish();
        releasing.finish();

        // then
        List<Object> told = verifier.toldTo(requestId);
        if (told.contains(heldBy(1, holdId))) {
          assertThat(told.lastIndexOf(ended(holdId)))
              .as("%d %d", i, j)
              .isGreaterThan(told.lastIndexOf(heldBy(1, holdId)));
        } else {
          assertThat(told).as("%d %d", i, j).hasAtLeastOneElementOfType(GatePassed.class);
        }
      }
    }
  }

  @Test
  void shouldLetNobodyWaitForAnAccessThatIsOverInEveryOrder() throws InterruptedException {
    // given
    verifier.access(EMAIL);
    int stepsToAsk =
        stepsOf(stepper -> verifier.gate(stepper).ask(verifier.request(TELEGRAM, EMAIL), 1, true));
    String some = verifier.access(ACCOUNT);
    gate.ask(verifier.request(ACCOUNT), 1, true);
    int stepsToEnd = stepsOf(stepper -> verifier.gate(stepper).accessOver(some));

    for (int i = 1; i <= stepsToAsk + 1; i++) {
      for (int j = 1; j <= stepsToEnd + 1; j++) {
        Identifier email = someEmail();
        String access = verifier.access(email);
        String erasure = verifier.request(email);
        verifier.announcements.clear();
        Stepper asking = new Stepper(i);
        Stepper ending = new Stepper(j);

        // when
        asking.start(() -> verifier.gate(asking).ask(erasure, 1, true));
        ending.start(() -> verifier.gate(ending).accessOver(access));
        finish((i + j) % 2 > 0, asking, ending);

        // then
        assertThat(verifier.toldTo(erasure))
            .as("%d %d", i, j)
            .hasAtLeastOneElementOfType(GatePassed.class);
      }
    }
  }

  @Test
  void shouldNotPassAnAccessThatWasProvenBeforeItAskedInEveryOrder() throws InterruptedException {
    // given
    String proven = verifier.request(EMAIL);
    gate.accessArrived(proven);
    int stepsToShow = stepsOf(stepper -> verifier.gate(stepper).shown(proven));
    gate.accessOver(proven);
    int stepsToAsk =
        stepsOf(stepper -> verifier.gate(stepper).ask(verifier.request(TELEGRAM, EMAIL), 1, true));

    for (int i = 1; i <= stepsToAsk + 1; i++) {
      for (int j = 1; j <= stepsToShow + 1; j++) {
        Identifier email = someEmail();
        String access = verifier.request(email);
        gate.accessArrived(access);
        String erasure = verifier.request(email);
        verifier.announcements.clear();
        Stepper showing = new Stepper(j);
        Stepper asking = new Stepper(i);

        // when
        showing.start(() -> verifier.gate(showing).shown(access));
        asking.start(() -> verifier.gate(asking).ask(erasure, 1, true));
        showing.finish();
        asking.finish();
        List<Object> told = verifier.toldTo(erasure);

        // then: whoever is told to wait passes when it is over, and everybody waits from now on
        String later = verifier.request(email);
        gate.ask(later, 1, true);
        assertThat(verifier.toldTo(later)).as("%d %d", i, j).containsExactly(busyWith(1, access));
        assertThat(told).as("%d %d", i, j).hasSize(1);
        gate.accessOver(access);
        for (String waiting : List.of(erasure, later)) {
          assertThat(verifier.toldTo(waiting).getLast())
              .as("%d %d", i, j)
              .isInstanceOf(GatePassed.class);
        }
      }
    }
  }

  @Test
  void shouldComeToTheSameAfterACrashBetweenAnyTwoOperations() {
    for (int crash = 1; crash < 40; crash++) {
      // given
      Identifier email = someEmail();
      Identifier telegram = someTelegram();
      String before = verifier.request(telegram, email);
      String after = verifier.request(email, telegram);
      String holdId = verifier.stated(email);
      verifier.announcements.clear();

      // when everything that is begun breaks off and is begun again
      twice(crash, g -> g.ask(before, 1, true));
      twice(crash, g -> g.place(holdId, "officer-1", verifier.clock.instant()));
      twice(crash, g -> g.ask(after, 1, true));
      twice(crash, g -> g.release(holdId, verifier.clock.instant()));

      // then
      assertThat(verifier.toldTo(before).getFirst()).isInstanceOf(GatePassed.class);
      assertThat(verifier.toldTo(before)).contains(found(holdId)).endsWith(ended(holdId));
      assertThat(verifier.toldTo(after)).startsWith(heldBy(1, holdId)).endsWith(ended(holdId));
      gate.ask(after, 2, true);
      assertThat(verifier.toldTo(after).getLast()).isInstanceOf(GatePassed.class);
    }
  }

  @Test
  void shouldComeToTheSameWhereAnAccessIsFinishedAfterACrashBetweenAnyTwoOperations() {
    for (int crash = 1; crash < 30; crash++) {
      // given
      Identifier email = someEmail();
      String access = verifier.request(email);
      String erasure = verifier.request(email);
      verifier.announcements.clear();

      // when
      twice(crash, g -> g.accessArrived(access));
      twice(crash, g -> g.shown(access));
      twice(crash, g -> g.ask(erasure, 1, true));
      assertThat(verifier.toldTo(erasure)).isNotEmpty().containsOnly(busyWith(1, access));
      twice(crash, g -> g.accessOver(access));

      // then
      assertThat(verifier.toldTo(erasure).getLast()).isInstanceOf(GatePassed.class);
    }
  }

  /** Begins it, has it die before one of its operations, and does it again from its beginning. */
  private void twice(int crash, Consumer<Gate> work) {
    Crash.before(crash, beforeEach -> work.accept(verifier.gate(beforeEach)));
    work.accept(verifier.gate(() -> {}));
  }

  private static CompletableFuture<Void> atOnce(Runnable work) {
    return CompletableFuture.runAsync(work, Stepper.IN_ITS_OWN_THREAD);
  }

  private static int stepsOf(Consumer<Stepper> work) throws InterruptedException {
    Stepper counting = new Stepper(Integer.MAX_VALUE);
    return counting.start(() -> work.accept(counting)).finish();
  }

  private static void finish(boolean inThisOrder, Stepper first, Stepper second) {
    (inThisOrder ? first : second).finish();
    (inThisOrder ? second : first).finish();
  }
}
