package io.habeas.verifier.challenge;

import io.habeas.process.publish.RecordPublisher;
import io.habeas.schemas.Topics;
import io.habeas.schemas.avro.ChallengeNotice;
import io.habeas.schemas.avro.ConsentChallengeNotice;
import io.habeas.schemas.avro.IdentityRecord;
import io.habeas.schemas.avro.IdentityRejected;
import io.habeas.schemas.avro.IdentityRejection;
import io.habeas.schemas.avro.IdentityVerified;
import io.habeas.schemas.avro.NoticeRecord;
import io.habeas.schemas.avro.ProofMethod;
import io.habeas.verifier.vault.SecretCodes;
import io.habeas.verifier.vault.Vault;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/**
 * Announces what a challenge's document says is still to be announced, then marks it. What was
 * announced but not marked is announced again; readers ignore the repeat.
 *
 * <p>An identifier is marked proven in the vault, and at the gate, before anybody hears that it is.
 */
final class Announcer {
  private static final Logger log = LoggerFactory.getLogger(Announcer.class);

  private final Challenges challenges;
  private final Vault vault;
  private final SecretCodes codes;
  private final Consumer<String> atGate;
  private final RecordPublisher publisher;
  private final Clock clock;
  private final Duration patience;

  /**
   * @param atGate is told of which request something is proven; blocks
   */
  Announcer(
      Challenges challenges,
      Vault vault,
      SecretCodes codes,
      Consumer<String> atGate,
      RecordPublisher publisher,
      Clock clock,
      Duration patience) {
    this.challenges = challenges;
    this.vault = vault;
    this.codes = codes;
    this.atGate = atGate;
    this.publisher = publisher;
    this.clock = clock;
    this.patience = patience;
  }

  /** Announces what is pending of one request. Blocks; throws if that did not work out. */
  void announce(String requestId) {
    Challenge challenge = challenges.find(requestId).block(patience);
    if (challenge == null) {
      return;
    }
    Challenge.IssuedCode code = challenge.code();
    if (challenge.noticePending() && code != null) {
      announceNotice(challenge, code);
    }
    if (challenge.outcomePending()) {
      announceOutcome(challenge);
    }
  }

  /** Takes up everything that has been pending since {@code before}, one failure aside. */
  void announceAll(Instant before) {
    List<String> pending =
        challenges.pending(before).collectList().blockOptional(patience).orElse(List.of());
    for (String requestId : pending) {
      try {
        announce(requestId);
      } catch (RuntimeException e) {
        log.warn(
            "Expected to announce the challenge of request {} but could not: {}",
            requestId,
            e.getClass().getSimpleName());
      }
    }
  }

  /** The request names nothing that can be proven. Blocks; throws if it cannot be announced. */
  void nothingProvable(String requestId) {
    publish(requestId, new IdentityRejected(IdentityRejection.NOTHING_PROVABLE));
  }

  private void announceNotice(Challenge challenge, Challenge.IssuedCode code) {
    boolean useful =
        challenge.state() instanceof Challenge.State.Open
            && code.expiresAt().isAfter(clock.instant());
    if (useful) {
      publisher.publish(
          Topics.notices(Topics.IDENTITY_VERIFIER),
          challenge.requestId(),
          new NoticeRecord(
              UUID.fromString(code.noticeId()),
              UUID.fromString(challenge.requestId()),
              clock.instant(),
              challenge.locale(),
              challenge.withdrawn().isEmpty()
                  ? new ChallengeNotice(challenge.issue(), code.expiresAt())
                  : new ConsentChallengeNotice(
                      challenge.issue(), code.expiresAt(), challenge.withdrawn())));
    }
    challenges.noticeAnnounced(challenge.requestId(), code.noticeId()).block(patience);
  }

  private void announceOutcome(Challenge challenge) {
    switch (challenge.state()) {
      case Challenge.State.Open open -> {}
      case Challenge.State.Verified(Instant at) -> {
        boolean proven =
            Boolean.TRUE.equals(
                vault.prove(challenge.requestId(), challenge.lookup(), at).block(patience));
        if (proven) {
          atGate.accept(challenge.requestId());
          publish(
              challenge.requestId(),
              new IdentityVerified(ProofMethod.MAILED_CODE, List.of(challenge.type()), at));
        } else {
          log.warn(
              "Expected a vault entry of request {} but it was shredded before its proof",
              challenge.requestId());
        }
      }
      case Challenge.State.Rejected rejected ->
          publish(
              challenge.requestId(), new IdentityRejected(IdentityRejection.ATTEMPTS_EXHAUSTED));
    }
    Challenge.IssuedCode code = challenge.code();
    (code == null ? Mono.<Void>empty() : codes.shred(code.noticeId()))
        .then(challenges.outcomeAnnounced(challenge.requestId()))
        .block(patience);
  }

  private void publish(String requestId, Object payload) {
    publisher.publish(
        Topics.IDENTITY,
        requestId,
        new IdentityRecord(UUID.fromString(requestId), clock.instant(), payload));
  }
}
