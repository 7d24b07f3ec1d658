package io.habeas.verifier.gate;

import static org.assertj.core.api.Assertions.assertThat;

import io.habeas.schemas.avro.GateBusy;
import io.habeas.schemas.avro.GateHeld;
import io.habeas.schemas.avro.SubjectHoldEnded;
import io.habeas.schemas.avro.SubjectHoldFound;
import io.habeas.verifier.Instance;
import io.habeas.verifier.RecordingAnnouncements;
import io.habeas.verifier.StandInMongo;
import io.habeas.verifier.TestClock;
import io.habeas.verifier.directives.DirectiveSubjects;
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
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** One verifier with a gate, persons who come to it, and what they were told. */
final class VerifierWithGate implements AutoCloseable {
  static final Identifier EMAIL = Identifier.of("email", "ann@example.org");
  static final Identifier TELEGRAM = Identifier.of("telegram_id", "4711");
  static final Identifier ACCOUNT = Identifier.of("account_id", "a-1");

  private static final String CONTENT = "content-of-a-hold";

  final StandInMongo mongo = new StandInMongo();
  final TestClock clock = new TestClock();
  final RecordingAnnouncements announcements = new RecordingAnnouncements();
  final Instance instance;
  final SubjectHolds holds;
  final Gate gate;

  private final VaultKeys keys;

  /**
   * @param folder where it keeps its keys
   */
  VerifierWithGate(Path folder) {
    Path file = folder.resolve("vault-keys.json");
    VaultKeys.generate(file);
    this.keys = VaultKeys.load(file.toString(), name -> null);
    this.instance = new Instance(mongo, keys, clock, announcements);
    this.holds = new SubjectHolds(instance.database, new DataKeys(keys), new KeyedHash(keys));
    this.gate = gate(() -> {});
  }

  @Override
  public void close() {
    mongo.close();
  }

  /** Another instance's gate, to which something happens before each of its operations. */
  Gate gate(Runnable beforeEach) {
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

  // ---------------------------------------------------------------- who comes

  /** An address that nobody else has. */
  static Identifier someEmail() {
    return Identifier.of("email", UUID.randomUUID() + "@example.org");
  }

  /** A Telegram account that nobody else has. */
  static Identifier someTelegram() {
    return Identifier.of("telegram_id", UUID.randomUUID().toString());
  }

  /** A request that proved the first and for which a store yielded the others. */
  String request(Identifier proven, Identifier... yielded) {
    String requestId = naming(proven);
    List<Vault.Found> found = new ArrayList<>();
    for (Identifier identifier : yielded) {
      found.add(new Vault.Found(identifier, "accounts." + identifier.type()));
    }
    instance.vault.deposit(requestId, "accounts", 1, found, Set.of()).block(Instance.PATIENCE);
    return requestId;
  }

  /** A request that proved the first and only named the others. */
  String naming(Identifier... identifiers) {
    String requestId = UUID.randomUUID().toString();
    instance
        .vault
        .put(requestId, List.of(identifiers), Statement.NONE, "en", "source-1")
        .block(Instance.PATIENCE);
    VaultEntry entry = instance.vault.find(requestId).block(Instance.PATIENCE);
    if (entry == null) {
      throw new AssertionError("Expected an entry but there is none");
    }
    instance
        .vault
        .prove(requestId, entry.identifiers().getFirst().lookup(), clock.instant())
        .block(Instance.PATIENCE);
    return requestId;
  }

  /** An access that proved the first and for which a store yielded the others. */
  String access(Identifier proven, Identifier... yielded) {
    String requestId = request(proven, yielded);
    gate.accessArrived(requestId);
    gate.shown(requestId);
    return requestId;
  }

  // ---------------------------------------------------------------- who is held

  /** A hold that the vault knows and that is not placed yet. */
  String stated(Identifier... identifiers) {
    String holdId = UUID.randomUUID().toString();
    holds
        .put(holdId, List.of(identifiers), "The court", CONTENT, clock.instant().plusSeconds(60))
        .block(Instance.PATIENCE);
    return holdId;
  }

  /** A hold that is placed. */
  String held(Identifier... identifiers) {
    String holdId = stated(identifiers);
    assertThat(gate.place(holdId, "officer-1", clock.instant())).isTrue();
    return holdId;
  }

  /** What is known of a hold. */
  SubjectHold hold(String holdId) {
    SubjectHold hold = holds.find(holdId).block(Instance.PATIENCE);
    if (hold == null) {
      throw new AssertionError("Expected a hold but there is none");
    }
    return hold;
  }

  // ---------------------------------------------------------------- what is said

  /** What was said of a request, in order. */
  List<Object> toldTo(String requestId) {
    return announcements.identity(requestId);
  }

  static GateHeld heldBy(int ask, String... holds) {
    return new GateHeld(ask, ids(holds));
  }

  static GateBusy busyWith(int ask, String... accesses) {
    return new GateBusy(ask, ids(accesses));
  }

  static SubjectHoldFound found(String holdId) {
    return new SubjectHoldFound(UUID.fromString(holdId));
  }

  static SubjectHoldEnded ended(String holdId) {
    return new SubjectHoldEnded(UUID.fromString(holdId));
  }

  private static List<UUID> ids(String... ids) {
    return Arrays.stream(ids).map(UUID::fromString).toList();
  }
}
