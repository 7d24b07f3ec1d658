package io.habeas.verifier.challenge;

import com.mongodb.reactivestreams.client.MongoDatabase;
import io.habeas.process.publish.RecordPublisher;
import io.habeas.verifier.VerifierSettings;
import io.habeas.verifier.vault.Identifier;
import io.habeas.verifier.vault.KeyedHash;
import io.habeas.verifier.vault.SecretCodes;
import io.habeas.verifier.vault.Vault;
import io.habeas.verifier.vault.VaultEntry;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.bson.types.Binary;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/**
 * Proves that who asks can read what is mailed to an address of the request: that address, and
 * nothing else (L11). Knows no store, so it cannot tell whether the person is known (L10).
 */
public final class ProofOfIdentity {
  private static final Logger log = LoggerFactory.getLogger(ProofOfIdentity.class);

  /**
   * How long after its code expired an exhausted challenge is rejected by upkeep: an attempt that
   * is being judged meanwhile has long been decided.
   */
  private static final Duration JUDGING = Duration.ofMinutes(1);

  /** How long upkeep leaves an announcement to whoever caused it. */
  private static final Duration IN_HAND = Duration.ofSeconds(5);

  private final Challenges challenges;
  private final Vault vault;
  private final SecretCodes secretCodes;
  private final Codes codes;
  private final DailyCaps caps;
  private final Announcer announcer;
  private final Executor background;
  private final VerifierSettings settings;
  private final Clock clock;
  private final MeterRegistry meters;

  /**
   * @param atGate is told of which request something is proven, before anybody else is; blocks
   * @param background runs announcements for which no caller waits
   */
  public ProofOfIdentity(
      MongoDatabase database,
      Vault vault,
      SecretCodes secretCodes,
      KeyedHash hash,
      Consumer<String> atGate,
      RecordPublisher publisher,
      Executor background,
      VerifierSettings settings,
      Clock clock,
      MeterRegistry meters) {
    this.challenges = new Challenges(database);
    this.vault = vault;
    this.secretCodes = secretCodes;
    this.codes = new Codes(hash);
    this.caps = new DailyCaps(database, hash, settings.challenge(), clock);
    this.announcer =
        new Announcer(
            challenges, vault, secretCodes, atGate, publisher, clock, settings.patience());
    this.background = background;
    this.settings = settings;
    this.clock = clock;
    this.meters = meters;
  }

  /** What is said to whoever tries a code; why it was refused is never said. */
  public enum Answer {
    ACCEPTED,
    REFUSED
  }

  /**
   * Sends the first code of a request that arrived. Blocks until the letter is announced.
   * Idempotent.
   */
  public void begin(String requestId, String locale) {
    begin(requestId, locale, List.of());
  }

  /**
   * The same where consent is withdrawn: then the code is for erasing what rested on it alone, and
   * that nothing can be proven is announced at once, since what has stopped is answered by that.
   *
   * @param withdrawn the purposes, as codes; empty where another right is asked for
   */
  public void begin(String requestId, String locale, List<String> withdrawn) {
    VaultEntry entry = vault.find(requestId).block(settings.patience());
    if (entry == null) {
      count("begun", "no-entry");
      log.warn("Expected a vault entry of request {} but there is none", requestId);
      return;
    }
    Optional<VaultEntry.Held> provable =
        entry.identifiers().stream()
            .filter(held -> held.type().equals(Identifier.EMAIL))
            .findFirst();
    if (provable.isEmpty()) {
      count("begun", "nothing-provable");
      if (!withdrawn.isEmpty()) {
        announcer.nothingProvable(requestId);
      }
      return;
    }
    VaultEntry.Held held = provable.get();
    challenges
        .open(requestId, held.type(), held.lookup(), locale, withdrawn)
        .then(challenges.firstIssueDecided(requestId))
        .flatMap(decided -> decided ? Mono.<Void>empty() : issue(requestId, 0, entry.source()))
        .block(settings.patience());
    announcer.announce(requestId);
  }

  /**
   * Sends a fresh code, which makes earlier ones worthless, unless a cap is reached or nothing is
   * to be proven: whoever asked is not told which.
   *
   * @param source pseudonym of the network address that asks
   */
  public Mono<Void> issueAnother(String requestId, String source) {
    return challenges
        .find(requestId)
        .filter(challenge -> challenge.state() instanceof Challenge.State.Open)
        .flatMap(challenge -> issue(requestId, challenge.issue(), source))
        .then(Mono.fromRunnable(() -> announceSoon(requestId)));
  }

  private Mono<Void> issue(String requestId, int issued, String source) {
    if (issued >= settings.challenge().issues()) {
      count("issues", "exhausted");
      return Mono.empty();
    }
    return challenges
        .find(requestId)
        .flatMap(challenge -> caps.take(challenge.lookup(), source))
        .flatMap(
            within -> {
              if (!within) {
                count("issues", "capped");
                return challenges.decideFirstIssue(requestId);
              }
              return issue(requestId, issued);
            });
  }

  /**
   * The sealed code is there before the challenge points to it; whoever loses the race, or dies in
   * between, leaves a code that belongs to nothing and expires.
   */
  private Mono<Void> issue(String requestId, int issued) {
    Instant now = now();
    Instant expiresAt = now.plus(settings.challenge().validity());
    String noticeId = UUID.randomUUID().toString();
    String code = codes.next();
    var issuedCode =
        new Challenge.IssuedCode(
            noticeId, codes.hash(requestId, issued + 1, code), 0, 0, expiresAt);
    return secretCodes
        .put(noticeId, requestId, code, expiresAt)
        .then(Mono.defer(() -> challenges.issue(requestId, issued, issuedCode, now)))
        .map(Optional::of)
        .defaultIfEmpty(Optional.empty())
        .flatMap(
            before -> {
              count("issues", before.isPresent() ? "issued" : "raced");
              Optional<String> worthless =
                  before.isEmpty()
                      ? Optional.of(noticeId)
                      : before.map(Challenge::code).map(Challenge.IssuedCode::noticeId);
              return worthless.map(secretCodes::shred).orElse(Mono.empty());
            });
  }

  /**
   * Looks at a code that somebody typed, at most as often as the settings say however many ask at
   * once. A right one is accepted once; the outcome is announced soon after, also if this instance
   * dies at once.
   */
  public Mono<Answer> attempt(String requestId, String typed) {
    Optional<String> code = Codes.typed(typed);
    if (code.isEmpty()) {
      count("attempts", "malformed");
      return Mono.just(Answer.REFUSED);
    }
    return challenges
        .takeAttempt(requestId, settings.challenge().attempts(), now())
        .flatMap(challenge -> judge(challenge, code.get()))
        .switchIfEmpty(
            Mono.fromSupplier(
                () -> {
                  // The same work as for a challenge that is there (L10).
                  codes.hash(requestId, 0, code.get());
                  count("attempts", "not-looked-at");
                  return Answer.REFUSED;
                }));
  }

  private Mono<Answer> judge(Challenge challenge, String typed) {
    Challenge.IssuedCode code = challenge.code();
    if (code == null) {
      throw new IllegalStateException("Expected a code to compare with but none was issued");
    }
    String requestId = challenge.requestId();
    Binary candidate = codes.hash(requestId, challenge.issue(), typed);
    boolean right = Codes.same(candidate, code.hash());
    Mono<Boolean> decided =
        right
            ? challenges.verify(requestId, challenge.issue(), now())
            : challenges.wrong(
                requestId,
                challenge.issue(),
                settings.challenge().attempts(),
                settings.challenge().issues(),
                now());
    return decided.map(
        changed -> {
          if (changed) {
            announceSoon(requestId);
          }
          boolean accepted = right && changed;
          count("attempts", accepted ? "accepted" : right ? "reused" : "wrong");
          return accepted ? Answer.ACCEPTED : Answer.REFUSED;
        });
  }

  /**
   * The present code of a request, for a letter.
   *
   * @return empty where there is no challenge
   */
  public Mono<PresentCode> presentCode(String requestId) {
    return challenges
        .find(requestId)
        .map(
            challenge -> {
              Challenge.IssuedCode code = challenge.code();
              boolean open =
                  code != null
                      && challenge.state() instanceof Challenge.State.Open
                      && code.expiresAt().isAfter(clock.instant());
              return new PresentCode(
                  challenge.issue(), code == null ? "" : code.noticeId(), challenge.lookup(), open);
            });
  }

  /**
   * @param issue how many codes were issued
   * @param noticeId the letter that the last one is meant for
   * @param address lookup of the address that the letter goes to
   * @param useful whether that code still opens anything
   */
  public record PresentCode(int issue, String noticeId, Binary address, boolean useful) {}

  /** Forgets all about a request's proof. Idempotent. */
  public Mono<Void> forget(String requestId) {
    return challenges
        .forget(requestId)
        .flatMap(
            challenge -> {
              Challenge.IssuedCode code = challenge.code();
              return code == null ? Mono.<Void>empty() : secretCodes.shred(code.noticeId());
            });
  }

  /** Whether a proof was begun for this request. */
  public Mono<Boolean> knows(String requestId) {
    return challenges.find(requestId).hasElement();
  }

  /** Announces everything that is pending, at a start: whoever caused it is gone. */
  public void recover() {
    announcer.announceAll(now());
  }

  /** Takes up what was left undone, and forgets what has had its time. Blocks. Idempotent. */
  public void upkeep() {
    Instant now = now();
    challenges
        .rejectExhausted(
            settings.challenge().attempts(), settings.challenge().issues(), now.minus(JUDGING), now)
        .then(secretCodes.shredExpired(now))
        .then(caps.forgetExpired(now))
        .then(challenges.forgetDecided(now.minus(settings.challenge().evidenceRetention())))
        .block(settings.patience());
    announcer.announceAll(now.minus(IN_HAND));
  }

  private void announceSoon(String requestId) {
    background.execute(
        () -> {
          try {
            announcer.announce(requestId);
          } catch (RuntimeException e) {
            // It is still pending in its document: upkeep takes it up.
            log.warn(
                "Expected to announce the challenge of request {} at once but could not: {}",
                requestId,
                e.getClass().getSimpleName());
          }
        });
  }

  /** As MongoDB keeps it. */
  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }

  private void count(String what, String outcome) {
    meters.counter("habeas.verifier.challenge." + what, "outcome", outcome).increment();
  }
}
