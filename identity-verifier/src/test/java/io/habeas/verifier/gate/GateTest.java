package io.habeas.verifier.gate;

import static org.assertj.core.api.Assertions.assertThat;

import io.habeas.schemas.avro.GateBusy;
import io.habeas.schemas.avro.GateHeld;
import io.habeas.schemas.avro.GatePassed;
import io.habeas.schemas.avro.IdentityRecord;
import io.habeas.schemas.avro.ParticipantPseudonym;
import io.habeas.schemas.avro.SubjectHoldEnded;
import io.habeas.schemas.avro.SubjectHoldFound;
import io.habeas.verifier.Instance;
import io.habeas.verifier.RecordingAnnouncements;
import io.habeas.verifier.StandInMongo;
import io.habeas.verifier.TestClock;
import io.habeas.verifier.directives.DirectiveSubjects;
import io.habeas.verifier.register.Life;
import io.habeas.verifier.vault.DataKeys;
import io.habeas.verifier.vault.Identifier;
import io.habeas.verifier.vault.KeyedHash;
import io.habeas.verifier.vault.Statement;
import io.habeas.verifier.vault.Vault;
import io.habeas.verifier.vault.VaultEntry;
import io.habeas.verifier.vault.VaultKeys;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whoever passes sees every hold on the person; whoever holds sees everybody who passed. */
class GateTest {
  private static final Identifier EMAIL = Identifier.of("email", "ann@example.org");
  private static final Identifier TELEGRAM = Identifier.of("telegram_id", "4711");
  private static final Identifier ACCOUNT = Identifier.of("account_id", "a-1");
  private static final String CONTENT = "content-of-a-hold";
  private static final int MANY = 1000;

  private final StandInMongo mongo = new StandInMongo();
  private final TestClock clock = new TestClock();
  private final RecordingAnnouncements announcements = new RecordingAnnouncements();
  private final VaultKeys keys;
  private final Instance instance;
  private final SubjectHolds holds;
  private final Gate gate;

  GateTest(@TempDir Path folder) {
    Path file = folder.resolve("vault-keys.json");
    VaultKeys.generate(file);
    this.keys = VaultKeys.load(file.toString(), name -> null);
    this.instance = new Instance(mongo, keys, clock, announcements);
    this.holds = new SubjectHolds(instance.database, new DataKeys(keys), new KeyedHash(keys));
    this.gate = gate(() -> {});
  }

  @AfterEach
  void close() {
    mongo.close();
  }

  /** Another instance, to which something happens before each operation of its gate. */
  private Gate gate(Runnable beforeEach) {
    var database = SteppedMongo.of(instance.database, beforeEach);
    KeyedHash hash = new KeyedHash(keys);
    return new Gate(
        database,
        instance.vault,
        instance.lives,
        new SubjectHolds(database, new DataKeys(keys), hash),
        hash,
        List.of("orders", "accounts"),
        new DirectiveSubjects(
            hash, Map.of("orders", Set.of("email"), "accounts", Set.of("email", "account_id"))),
        announcements,
        new Gate.Terms(Duration.ofDays(120), Duration.ofDays(1000), Instance.PATIENCE),
        clock,
        instance.meters);
  }

  /** A request that proved the first and for which a store yielded the others. */
  private String request(Identifier proven, Identifier... yielded) {
    String requestId = UUID.randomUUID().toString();
    instance
        .vault
        .put(requestId, List.of(proven), Statement.NONE, "en", "source-1")
        .block(Instance.PATIENCE);
    proveFirst(requestId);
    List<Vault.Found> found = new ArrayList<>();
    for (Identifier identifier : yielded) {
      found.add(new Vault.Found(identifier, "accounts." + identifier.type()));
    }
    instance.vault.deposit(requestId, "accounts", 1, found, Set.of()).block(Instance.PATIENCE);
    return requestId;
  }

  private void proveFirst(String requestId) {
    VaultEntry entry = instance.vault.find(requestId).block(Instance.PATIENCE);
    if (entry == null) {
      throw new AssertionError("Expected an entry but there is none");
    }
    instance
        .vault
        .prove(requestId, entry.identifiers().getFirst().lookup(), clock.instant())
        .block(Instance.PATIENCE);
  }

  private String stated(Identifier... identifiers) {
    String holdId = UUID.randomUUID().toString();
    holds
        .put(holdId, List.of(identifiers), "The court", CONTENT, clock.instant().plusSeconds(60))
        .block(Instance.PATIENCE);
    return holdId;
  }

  private String held(Identifier... identifiers) {
    String holdId = stated(identifiers);
    assertThat(gate.place(holdId, "officer-1", clock.instant())).isTrue();
    return holdId;
  }

  private List<Object> toldTo(String requestId) {
    return announcements.of(IdentityRecord.class).stream()
        .filter(record -> record.getRequestId().toString().equals(requestId))
        .map(IdentityRecord::getPayload)
        .toList();
  }

  private SubjectHold hold(String holdId) {
    SubjectHold hold = holds.find(holdId).block(Instance.PATIENCE);
    if (hold == null) {
      throw new AssertionError("Expected a hold but there is none");
    }
    return hold;
  }

  private static GateHeld heldBy(int ask, String... holds) {
    return new GateHeld(ask, java.util.Arrays.stream(holds).map(UUID::fromString).toList());
  }

  private static SubjectHoldFound found(String holdId) {
    return new SubjectHoldFound(UUID.fromString(holdId));
  }

  private static SubjectHoldEnded ended(String holdId) {
    return new SubjectHoldEnded(UUID.fromString(holdId));
  }

  @Test
  void shouldLetPassWhomNobodyHoldsAndNameThemForEachParticipantAlone() {
    // given
    held(Identifier.of("email", "bob@example.org"));
    String first = request(EMAIL);
    String second = request(EMAIL);
    String other = request(Identifier.of("email", "eve@example.org"));

    // when
    gate.ask(first, 1, true);
    gate.ask(second, 1, true);
    gate.ask(other, 1, true);

    // then
    GatePassed passed = (GatePassed) toldTo(first).getFirst();
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
    assertThat(toldTo(second)).containsExactly(passed);
    assertThat(((GatePassed) toldTo(other).getFirst()).getPseudonyms())
        .doesNotContainAnyElementsOf(passed.getPseudonyms());
  }

  @Test
  void shouldStopADeletionAskedForByTelegramWhereThePersonIsHeldByEmail() {
    // given
    String holdId = held(EMAIL);
    String requestId = request(TELEGRAM, ACCOUNT, EMAIL);

    // when
    gate.ask(requestId, 1, true);

    // then
    assertThat(toldTo(requestId)).containsExactly(heldBy(1, holdId));
    assertThat(hold(holdId).requests()).containsExactly(requestId);
  }

  @Test
  void shouldStillKnowThePersonByWhatAnEarlierRequestHasShown() {
    // given
    gate.ask(request(TELEGRAM, EMAIL), 1, true);
    String holdId = held(EMAIL);
    String requestId = request(TELEGRAM);

    // when
    gate.ask(requestId, 1, true);

    // then
    assertThat(toldTo(requestId)).containsExactly(heldBy(1, holdId));
  }

  @Test
  void shouldNotTakeANamedAddressForAProvenOne_L11() {
    // given
    held(EMAIL);
    String requestId = UUID.randomUUID().toString();
    instance
        .vault
        .put(requestId, List.of(TELEGRAM, EMAIL), Statement.NONE, "en", "source-1")
        .block(Instance.PATIENCE);
    proveFirst(requestId);

    // when
    gate.ask(requestId, 1, true);

    // then
    assertThat(toldTo(requestId)).singleElement().isInstanceOf(GatePassed.class);
  }

  @Test
  void shouldTellAHoldWhoPassedBefore() {
    // given
    String requestId = request(TELEGRAM, EMAIL);
    gate.ask(requestId, 1, true);
    announcements.clear();

    // when
    String holdId = held(EMAIL);

    // then
    assertThat(toldTo(requestId)).containsExactly(found(holdId));
    assertThat(hold(holdId).state()).isEqualTo(SubjectHold.State.EFFECTIVE);
    assertThat(hold(holdId).requests()).containsExactly(requestId);
  }

  @Test
  void shouldTellThoseWhoWereToldOfAHoldThatItEndedAndLetThemPassThen() {
    // given
    String passed = request(EMAIL);
    gate.ask(passed, 1, true);
    String holdId = held(EMAIL);
    String stopped = request(EMAIL);
    gate.ask(stopped, 1, true);
    announcements.clear();

    // when
    gate.release(holdId, clock.instant());
    gate.ask(stopped, 2, true);

    // then
    assertThat(toldTo(passed)).containsExactly(ended(holdId));
    assertThat(toldTo(stopped)).hasSize(2).startsWith(ended(holdId));
    assertThat(toldTo(stopped).getLast()).isInstanceOf(GatePassed.class);
    assertThat(hold(holdId).state()).isEqualTo(SubjectHold.State.RELEASED);
  }

  @Test
  void shouldForgetByWhatAPersonWasHeldOnceTheyAreReleased() {
    // given
    String holdId = held(EMAIL, TELEGRAM);
    assertThat(mongo.dump()).doesNotContain("ann@example.org").doesNotContain("The court");
    assertThat(holds.person(holdId).block(Instance.PATIENCE))
        .isEqualTo(new SubjectHold.Person(List.of(EMAIL, TELEGRAM), "The court"));

    // when
    gate.release(holdId, clock.instant());

    // then
    assertThat(holds.person(holdId).blockOptional(Instance.PATIENCE)).isEmpty();
    assertThat(hold(holdId).identifiers()).isEmpty();
  }

  @Test
  void shouldGiveTheSameAnswerToTheSameQuestion() {
    // given
    String requestId = request(EMAIL);
    gate.ask(requestId, 1, true);
    String holdId = held(EMAIL);

    // when
    gate.ask(requestId, 1, true);
    gate.ask(requestId, 2, true);
    gate.ask(requestId, 1, true);

    // then
    assertThat(toldTo(requestId)).hasSize(4);
    assertThat(toldTo(requestId).get(2)).isEqualTo(toldTo(requestId).getFirst());
    assertThat(toldTo(requestId).getLast()).isEqualTo(heldBy(2, holdId));
  }

  @Test
  void shouldForgetThatARequestPassedWhichEndedAnyway() {
    // given
    String requestId = request(EMAIL);
    gate.ask(requestId, 1, true);
    gate.takeBack(requestId);
    announcements.clear();

    // when
    String holdId = held(EMAIL);

    // then
    assertThat(announcements.published()).isEmpty();
    assertThat(hold(holdId).requests()).isEmpty();
  }

  @Test
  void shouldAnswerNobodyWhoseRequestIsOver() {
    // given
    String requestId = request(EMAIL);
    instance.lives.advance(requestId, Life.CLOSED).block(Instance.PATIENCE);

    // when
    gate.ask(requestId, 1, true);
    gate.ask(UUID.randomUUID().toString(), 1, true);

    // then
    assertThat(announcements.published()).isEmpty();
  }

  @Test
  void shouldKnowPersonsForAsLongAsTheyAreHeldAndForgetThemThen() {
    // given
    gate.ask(request(TELEGRAM, EMAIL), 1, true);
    String holdId = held(EMAIL);

    // when
    clock.advance(Duration.ofDays(400));
    gate.forget(clock.instant());

    // then
    String requestId = request(TELEGRAM);
    gate.ask(requestId, 1, true);
    assertThat(toldTo(requestId)).singleElement().isInstanceOf(GatePassed.class);
    assertThat(mongo.count("gate_identifiers")).isEqualTo(2);
    gate.release(holdId, clock.instant());
    clock.advance(Duration.ofDays(400));
    gate.forget(clock.instant());
    gate.forget(clock.instant());
    assertThat(mongo.count("gate_identifiers")).isZero();
    assertThat(mongo.count("gate_subjects")).isZero();
    assertThat(mongo.count("gate_requests")).isZero();
    assertThat(mongo.count("vault_holds")).isEqualTo(1);
    clock.advance(Duration.ofDays(1000));
    gate.forget(clock.instant());
    assertThat(mongo.count("vault_holds")).isZero();
  }

  @Test
  void shouldHoldNobodyByWhatTheVaultDoesNotKnow() {
    // given
    String neverDecided = stated(EMAIL);

    // when
    clock.advance(Duration.ofMinutes(2));
    gate.forget(clock.instant());

    // then
    assertThat(gate.place(neverDecided, "officer-1", clock.instant())).isFalse();
  }

  @Test
  void shouldHaveHoldAndPassSeeEachOtherInEveryOrder() throws InterruptedException {
    // given
    int stepsToPass = stepsOf(stepper -> gate(stepper).ask(request(TELEGRAM, EMAIL), 1, true));
    int stepsToHold =
        stepsOf(stepper -> gate(stepper).place(stated(EMAIL), "officer-1", clock.instant()));

    for (int i = 1; i <= stepsToPass; i++) {
      for (int j = 1; j <= stepsToHold + 1; j++) {
        // when the pass stops before its step i, the hold before its step j, and both go on
        passAndHold(i, j, true);
        passAndHold(i, j, false);
      }
    }
  }

  private void passAndHold(int i, int j, boolean passFirst) throws InterruptedException {
    Identifier email = Identifier.of("email", UUID.randomUUID() + "@example.org");
    String requestId = request(Identifier.of("telegram_id", UUID.randomUUID().toString()), email);
    String holdId = stated(email);
    announcements.clear();
    Stepper passes = new Stepper(i);
    Stepper holding = new Stepper(j);
    Runnable pass = () -> gate(passes).ask(requestId, 1, true);
    Runnable hold = () -> gate(holding).place(holdId, "officer-1", clock.instant());
    if (passFirst) {
      passes.start(pass);
      holding.start(hold);
    } else {
      holding.start(hold);
      passes.start(pass);
    }
    if (passFirst == (i + j) % 2 > 0) {
      passes.finish();
      holding.finish();
    } else {
      holding.finish();
      passes.finish();
    }
    shouldHaveSeenEachOther(requestId, holdId, "%d %d %s".formatted(i, j, passFirst));
  }

  private void shouldHaveSeenEachOther(String requestId, String holdId, String how) {
    List<Object> told = toldTo(requestId);
    boolean passed = told.stream().anyMatch(GatePassed.class::isInstance);
    if (passed) {
      assertThat(told).as(how).contains(found(holdId)).doesNotContain(heldBy(1, holdId));
    } else {
      assertThat(told).as(how).contains(heldBy(1, holdId));
    }
    assertThat(hold(holdId).requests()).as(how).containsExactly(requestId);
  }

  @Test
  void shouldTellTheEndOfAHoldAfterItsBeginningInEveryOrder() throws InterruptedException {
    // given
    held(EMAIL);
    int stepsToAsk = stepsOf(stepper -> gate(stepper).ask(request(EMAIL), 1, true));
    String some = held(ACCOUNT);
    int stepsToRelease = stepsOf(stepper -> gate(stepper).release(some, clock.instant()));

    for (int i = 1; i <= stepsToAsk; i++) {
      for (int j = 1; j <= stepsToRelease + 1; j++) {
        Identifier email = Identifier.of("email", UUID.randomUUID() + "@example.org");
        String holdId = held(email);
        String requestId = request(email);
        announcements.clear();
        Stepper asking = new Stepper(i);
        Stepper releasing = new Stepper(j);

        // when
        asking.start(() -> gate(asking).ask(requestId, 1, true));
        releasing.start(() -> gate(releasing).release(holdId, clock.instant()));
        asking.finish();
        releasing.finish();

        // then
        List<Object> told = toldTo(requestId);
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
  void shouldComeToTheSameAfterACrashBetweenAnyTwoOperations() {
    for (int crash = 1; crash < 40; crash++) {
      // given
      Identifier email = Identifier.of("email", UUID.randomUUID() + "@example.org");
      Identifier telegram = Identifier.of("telegram_id", UUID.randomUUID().toString());
      String before = request(telegram, email);
      String after = request(email, telegram);
      String holdId = stated(email);
      announcements.clear();

      // when everything that is begun breaks off and is begun again
      twice(crash, g -> g.ask(before, 1, true));
      twice(crash, g -> g.place(holdId, "officer-1", clock.instant()));
      twice(crash, g -> g.ask(after, 1, true));
      twice(crash, g -> g.release(holdId, clock.instant()));

      // then
      assertThat(toldTo(before).getFirst()).isInstanceOf(GatePassed.class);
      assertThat(toldTo(before)).contains(found(holdId)).endsWith(ended(holdId));
      assertThat(toldTo(after)).startsWith(heldBy(1, holdId)).endsWith(ended(holdId));
      gate.ask(after, 2, true);
      assertThat(toldTo(after).getLast()).isInstanceOf(GatePassed.class);
    }
  }

  private void twice(int crash, java.util.function.Consumer<Gate> work) {
    int[] steps = {0};
    Gate dying =
        gate(
            () -> {
              if (++steps[0] == crash) {
                throw new IllegalStateException("Expected to live on but died");
              }
            });
    try {
      work.accept(dying);
    } catch (IllegalStateException died) {
      assertThat(died).hasMessageEndingWith("died");
    }
    work.accept(gate(() -> {}));
  }

  @Test
  void shouldHaveHoldAndPassSeeEachOtherWhenManyComeAtOnce() {
    for (int round = 0; round < 40; round++) {
      // given
      Identifier email = Identifier.of("email", UUID.randomUUID() + "@example.org");
      Identifier telegram = Identifier.of("telegram_id", UUID.randomUUID().toString());
      String one = request(telegram, email);
      String two = request(email);
      String holdId = stated(email);
      announcements.clear();

      // when two instances are asked the same
      CompletableFuture.allOf(
              atOnce(() -> gate(() -> {}).ask(one, 1, true)),
              atOnce(() -> gate(() -> {}).ask(one, 1, true)),
              atOnce(() -> gate(() -> {}).ask(two, 1, true)),
              atOnce(() -> gate(() -> {}).place(holdId, "officer-1", clock.instant())))
          .join();

      // then
      for (String requestId : List.of(one, two)) {
        List<Object> told = toldTo(requestId);
        assertThat(told.stream().filter(GatePassed.class::isInstance).findAny().isPresent())
            .isNotEqualTo(told.contains(heldBy(1, holdId)));
        assertThat(told).containsAnyOf(found(holdId), heldBy(1, holdId));
        assertThat(hold(holdId).requests()).contains(requestId);
      }
    }
  }

  /** An access that proved the first and for which a store yielded the others. */
  private String access(Identifier proven, Identifier... yielded) {
    String requestId = request(proven, yielded);
    gate.accessArrived(requestId);
    gate.shown(requestId);
    return requestId;
  }

  private static GateBusy busyWith(int ask, String... accesses) {
    return new GateBusy(ask, java.util.Arrays.stream(accesses).map(UUID::fromString).toList());
  }

  @Test
  void shouldHaveAnAccessOfTheSamePersonFinishedFirstAndAnswerAgainThenUnasked() {
    // given
    String access = access(EMAIL);
    access(Identifier.of("email", "bob@example.org"));
    String erasure = request(TELEGRAM, EMAIL);

    // when
    gate.ask(erasure, 1, true);
    gate.ask(erasure, 1, true);

    // then
    assertThat(toldTo(erasure)).containsExactly(busyWith(1, access), busyWith(1, access));

    // when
    gate.accessOver(access);
    gate.accessOver(access);

    // then
    assertThat(toldTo(erasure).subList(2, 4)).hasOnlyElementsOfType(GatePassed.class);
    gate.ask(erasure, 2, true);
    assertThat(toldTo(erasure).getLast()).isInstanceOf(GatePassed.class);
  }

  @Test
  void shouldKnowThePersonOfAnAccessByWhatStoresYieldForItAndByWhatEarlierRequestsHaveShown() {
    // given
    Identifier phone = Identifier.of("phone", "+31 6 1234 5678");
    gate.ask(request(phone, TELEGRAM), 1, true);
    String access = access(EMAIL, ACCOUNT);
    String another = access(TELEGRAM);
    String byAccount = request(Identifier.of("customer", "c-1"), ACCOUNT);
    String byPhone = request(phone);

    // when
    gate.ask(byAccount, 1, true);
    gate.ask(byPhone, 1, true);

    // then
    assertThat(toldTo(byAccount)).containsExactly(busyWith(1, access));
    assertThat(toldTo(byPhone)).containsExactly(busyWith(1, another));
  }

  @Test
  void shouldWaitNeitherForWhatIsUnprovenNorOverNorWhenItIsDueSoonItself() {
    // given
    String unproven = request(EMAIL);
    gate.accessArrived(unproven);
    String over = access(EMAIL);
    gate.accessOver(over);
    gate.accessArrived(over);
    gate.shown(over);
    String first = request(EMAIL);
    String second = request(EMAIL);

    // when
    gate.ask(first, 1, true);
    gate.shown(unproven);
    gate.ask(second, 1, true);
    gate.ask(second, 1, false);

    // then
    assertThat(toldTo(first)).singleElement().isInstanceOf(GatePassed.class);
    assertThat(toldTo(second)).hasSize(2).startsWith(busyWith(1, unproven));
    assertThat(toldTo(second).getLast()).isInstanceOf(GatePassed.class);
  }

  @Test
  void shouldStillMeetAHoldAfterItWaitedForAnAccess() {
    // given
    String access = access(EMAIL);
    String erasure = request(EMAIL);
    gate.ask(erasure, 1, true);

    // when
    String holdId = held(EMAIL);
    gate.accessOver(access);

    // then
    assertThat(toldTo(erasure)).containsExactly(busyWith(1, access), heldBy(1, holdId));
  }

  @Test
  void shouldForgetByWhatThePersonOfAnAccessIsKnown() {
    // given
    String access = access(EMAIL);
    assertThat(mongo.count("gate_accesses")).isEqualTo(1);
    assertThat(mongo.dump()).doesNotContain("ann@example.org");

    // when
    gate.accessOver(access);
    clock.advance(Duration.ofDays(121));
    gate.forget(clock.instant());

    // then
    assertThat(mongo.count("gate_accesses")).isZero();
  }

  @Test
  void shouldLetNobodyWaitForAnAccessThatIsOverInEveryOrder() throws InterruptedException {
    // given
    access(EMAIL);
    int stepsToAsk = stepsOf(stepper -> gate(stepper).ask(request(TELEGRAM, EMAIL), 1, true));
    String some = access(ACCOUNT);
    gate.ask(request(ACCOUNT), 1, true);
    int stepsToEnd = stepsOf(stepper -> gate(stepper).accessOver(some));

    for (int i = 1; i <= stepsToAsk + 1; i++) {
      for (int j = 1; j <= stepsToEnd + 1; j++) {
        Identifier email = Identifier.of("email", UUID.randomUUID() + "@example.org");
        String access = access(email);
        String erasure = request(email);
        announcements.clear();
        Stepper asking = new Stepper(i);
        Stepper ending = new Stepper(j);

        // when
        asking.start(() -> gate(asking).ask(erasure, 1, true));
        ending.start(() -> gate(ending).accessOver(access));
        if ((i + j) % 2 > 0) {
          asking.finish();
          ending.finish();
        } else {
          ending.finish();
          asking.finish();
        }

        // then
        assertThat(toldTo(erasure)).as("%d %d", i, j).hasAtLeastOneElementOfType(GatePassed.class);
      }
    }
  }

  @Test
  void shouldNotPassAnAccessThatWasProvenBeforeItAskedInEveryOrder() throws InterruptedException {
    // given
    String proven = request(EMAIL);
    gate.accessArrived(proven);
    int stepsToShow = stepsOf(stepper -> gate(stepper).shown(proven));
    gate.accessOver(proven);
    int stepsToAsk = stepsOf(stepper -> gate(stepper).ask(request(TELEGRAM, EMAIL), 1, true));

    for (int i = 1; i <= stepsToAsk + 1; i++) {
      for (int j = 1; j <= stepsToShow + 1; j++) {
        Identifier email = Identifier.of("email", UUID.randomUUID() + "@example.org");
        String access = request(email);
        gate.accessArrived(access);
        String erasure = request(email);
        announcements.clear();
        Stepper showing = new Stepper(j);
        Stepper asking = new Stepper(i);

        // when
        showing.start(() -> gate(showing).shown(access));
        asking.start(() -> gate(asking).ask(erasure, 1, true));
        showing.finish();
        asking.finish();
        List<Object> told = toldTo(erasure);

        // then: whoever is told to wait passes when it is over, and everybody waits from now on
        String later = request(email);
        gate.ask(later, 1, true);
        assertThat(toldTo(later)).as("%d %d", i, j).containsExactly(busyWith(1, access));
        assertThat(told).as("%d %d", i, j).hasSize(1);
        gate.accessOver(access);
        for (String waiting : List.of(erasure, later)) {
          assertThat(toldTo(waiting).getLast()).as("%d %d", i, j).isInstanceOf(GatePassed.class);
        }
      }
    }
  }

  @Test
  void shouldComeToTheSameWhereAnAccessIsFinishedAfterACrashBetweenAnyTwoOperations() {
    for (int crash = 1; crash < 30; crash++) {
      // given
      Identifier email = Identifier.of("email", UUID.randomUUID() + "@example.org");
      String access = request(email);
      String erasure = request(email);
      announcements.clear();

      // when
      twice(crash, g -> g.accessArrived(access));
      twice(crash, g -> g.shown(access));
      twice(crash, g -> g.ask(erasure, 1, true));
      assertThat(toldTo(erasure)).isNotEmpty().containsOnly(busyWith(1, access));
      twice(crash, g -> g.accessOver(access));

      // then
      assertThat(toldTo(erasure).getLast()).isInstanceOf(GatePassed.class);
    }
  }

  private static CompletableFuture<Void> atOnce(Runnable work) {
    return CompletableFuture.runAsync(work, Stepper.IN_ITS_OWN_THREAD);
  }

  private static int stepsOf(java.util.function.Consumer<Stepper> work)
      throws InterruptedException {
    Stepper counting = new Stepper(MANY);
    return counting.start(() -> work.accept(counting)).finish();
  }
}
