package io.habeas.verifier;

import com.mongodb.reactivestreams.client.MongoDatabase;
import io.habeas.schemas.avro.ChallengeNotice;
import io.habeas.schemas.avro.NoticeRecord;
import io.habeas.verifier.challenge.ProofOfIdentity;
import io.habeas.verifier.register.RequestLives;
import io.habeas.verifier.vault.DataKeys;
import io.habeas.verifier.vault.Identifier;
import io.habeas.verifier.vault.KeyedHash;
import io.habeas.verifier.vault.SecretCodes;
import io.habeas.verifier.vault.Statement;
import io.habeas.verifier.vault.Vault;
import io.habeas.verifier.vault.VaultKeys;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;

/** One verifier, without Spring and HTTP, on a connection of its own. */
public final class Instance {
  public static final Duration PATIENCE = Duration.ofSeconds(20);

  public final Vault vault;
  public final SecretCodes codes;
  public final ProofOfIdentity proof;
  public final RequestLives lives;
  public final MongoDatabase database;
  public final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  public final RecordingAnnouncements announcements;

  public Instance(
      StandInMongo mongo, VaultKeys keys, TestClock clock, RecordingAnnouncements announcements) {
    this(mongo, keys, clock, announcements, Runnable::run);
  }

  /**
   * @param background what runs announcements for which nobody waits
   */
  public Instance(
      StandInMongo mongo,
      VaultKeys keys,
      TestClock clock,
      RecordingAnnouncements announcements,
      Executor background) {
    this.database = mongo.connect();
    this.announcements = announcements;
    DataKeys dataKeys = new DataKeys(keys);
    KeyedHash hash = new KeyedHash(keys);
    this.vault = new Vault(database, dataKeys, hash, clock);
    this.codes = new SecretCodes(database, dataKeys);
    this.lives = new RequestLives(database, clock);
    this.proof =
        new ProofOfIdentity(
            database,
            vault,
            codes,
            hash,
            requestId -> {},
            announcements,
            background,
            settings(),
            clock,
            meters);
  }

  public static VerifierSettings settings() {
    return new VerifierSettings(
        "verifier",
        new VerifierSettings.Vault("unused"),
        new VerifierSettings.Challenge(
            Duration.ofMinutes(10), 5, 3, 4, 6, Duration.ofDays(7), Duration.ofSeconds(10)),
        new VerifierSettings.Claims(Set.of()),
        new VerifierSettings.Links(Duration.ofDays(14), Duration.ofMinutes(30)),
        new VerifierSettings.Retention(
            Duration.ofDays(120),
            Duration.ofDays(1096),
            Duration.ofDays(7),
            Duration.ofDays(120),
            Duration.ofDays(35),
            Duration.ofDays(60)),
        PATIENCE);
  }

  public void deposit(String requestId, String... addresses) {
    List<Identifier> identifiers =
        java.util.Arrays.stream(addresses)
            .map(address -> Identifier.of(Identifier.EMAIL, address))
            .toList();
    vault.put(requestId, identifiers, Statement.NONE, "en", "source-1").block(PATIENCE);
  }

  /** The code of the last letter that was announced for a request, as the notifier gets it. */
  public String mailedCode(String requestId) {
    NoticeRecord notice =
        announcements.notices(requestId).stream()
            .filter(n -> n.getPayload() instanceof ChallengeNotice)
            .reduce((first, second) -> second)
            .orElseThrow();
    String code = codes.find(notice.getNoticeId().toString(), requestId).block(PATIENCE);
    if (code == null) {
      throw new AssertionError("Expected a code in the vault but there is none");
    }
    return code;
  }

  /** A code that is not {@code right}. */
  public static String wrongCode(String right, int variant) {
    int number = (Integer.parseInt(right) + 1 + variant) % 100_000_000;
    return "%08d".formatted(number);
  }

  public ProofOfIdentity.Answer attempt(String requestId, String code) {
    ProofOfIdentity.Answer answer = proof.attempt(requestId, code).block(PATIENCE);
    if (answer == null) {
      throw new AssertionError("Expected an answer but there is none");
    }
    return answer;
  }

  /** How often attempts had this outcome. */
  public double attempts(String outcome) {
    var counter =
        meters.find("habeas.verifier.challenge.attempts").tag("outcome", outcome).counter();
    return counter == null ? 0 : counter.count();
  }
}
