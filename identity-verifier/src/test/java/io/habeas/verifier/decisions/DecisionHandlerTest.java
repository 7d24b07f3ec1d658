package io.habeas.verifier.decisions;

import static org.assertj.core.api.Assertions.assertThat;

import io.habeas.process.ProcessDefinition.InvalidMessage;
import io.habeas.process.ProcessDefinition.Keyed;
import io.habeas.schemas.avro.DecidedOutcome;
import io.habeas.schemas.avro.DecisionRecord;
import io.habeas.schemas.avro.HoldPlaced;
import io.habeas.schemas.avro.HoldReleased;
import io.habeas.schemas.avro.ObjectionUpheld;
import io.habeas.schemas.avro.OutcomeDecided;
import io.habeas.schemas.avro.PlanApproved;
import io.habeas.schemas.avro.RefusalDecided;
import io.habeas.schemas.avro.RefusalGround;
import io.habeas.schemas.avro.RestrictionEndDecided;
import io.habeas.verifier.Instance;
import io.habeas.verifier.RecordingAnnouncements;
import io.habeas.verifier.StandInMongo;
import io.habeas.verifier.TestClock;
import io.habeas.verifier.directives.DirectiveSubjects;
import io.habeas.verifier.gate.Gate;
import io.habeas.verifier.gate.SubjectHolds;
import io.habeas.verifier.replays.Replays;
import io.habeas.verifier.vault.DataKeys;
import io.habeas.verifier.vault.KeyedHash;
import io.habeas.verifier.vault.SealedEntries;
import io.habeas.verifier.vault.StatedReasons;
import io.habeas.verifier.vault.StatedReasons.Kind;
import io.habeas.verifier.vault.VaultKeys;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the verifier makes of decisions that others carry out. */
class DecisionHandlerTest {
  private static final Duration UNDECIDED = Duration.ofDays(7);
  private static final Duration ACCOUNTABLE = Duration.ofDays(1000);

  private final StandInMongo mongo = new StandInMongo();
  private final TestClock clock = new TestClock();
  private final StatedReasons reasons;
  private final DecisionHandler handler;

  DecisionHandlerTest(@TempDir Path folder) {
    Path file = folder.resolve("vault-keys.json");
    VaultKeys.generate(file);
    VaultKeys keys = VaultKeys.load(file.toString(), name -> null);
    DataKeys dataKeys = new DataKeys(keys);
    KeyedHash hash = new KeyedHash(keys);
    var announcements = new RecordingAnnouncements();
    var instance = new Instance(mongo, keys, clock, announcements);
    this.reasons =
        new StatedReasons(
            instance.database, dataKeys, new StatedReasons.Terms(ACCOUNTABLE, UNDECIDED), clock);
    Gate gate =
        new Gate(
            instance.database,
            instance.vault,
            instance.lives,
            new SubjectHolds(instance.database, dataKeys, hash),
            hash,
            List.of("accounts"),
            new DirectiveSubjects(hash, Map.of()),
            announcements,
            new Gate.Terms(Duration.ofDays(120), ACCOUNTABLE, Instance.PATIENCE),
            clock,
            instance.meters);
    this.handler =
        new DecisionHandler(
            reasons,
            gate,
            new Replays(new SealedEntries(instance.database), announcements, Instance.PATIENCE),
            Instance.PATIENCE);
  }

  static List<Object> carriedOutByOthers() {
    return List.of(
        new HoldPlaced(UUID.randomUUID(), null),
        new HoldReleased(UUID.randomUUID()),
        new RefusalDecided(RefusalGround.EXCESSIVE),
        new OutcomeDecided("accounts", DecidedOutcome.ERASED),
        new PlanApproved(1),
        new RestrictionEndDecided(),
        new ObjectionUpheld());
  }

  @AfterEach
  void close() {
    mongo.close();
  }

  @ParameterizedTest
  @MethodSource("carriedOutByOthers")
  void shouldKeepReasonsOfWhatOthersCarryOutAndRefuseNone(Object payload) throws InvalidMessage {
    // given
    UUID decisionId = UUID.randomUUID();
    UUID requestId = UUID.randomUUID();
    reasons
        .put(
            decisionId.toString(), requestId.toString(), Kind.HOLD, "Because", null, "content-hash")
        .block(Instance.PATIENCE);

    // when
    handler.handle(
        "dsar.decisions",
        new Keyed<>(
            requestId.toString(),
            new DecisionRecord(decisionId, requestId, clock.instant(), "u-1", payload)));
    clock.advance(UNDECIDED.plusDays(1));
    reasons.shredExpired(clock.instant()).block(Instance.PATIENCE);

    // then
    assertThat(reasons.of(requestId.toString()).collectList().block(Instance.PATIENCE)).hasSize(1);
  }
}
