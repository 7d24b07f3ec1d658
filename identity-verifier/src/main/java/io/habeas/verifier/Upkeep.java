package io.habeas.verifier;

import io.habeas.verifier.challenge.ProofOfIdentity;
import io.habeas.verifier.closing.Forgetting;
import io.habeas.verifier.gate.Gate;
import io.habeas.verifier.links.PackageLinks;
import io.habeas.verifier.recipients.RecipientNotices;
import io.habeas.verifier.vault.StatedReasons;
import java.time.Clock;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;

/** What has to be done although nobody asks: announcements left undone, and forgetting. */
final class Upkeep {
  private static final Logger log = LoggerFactory.getLogger(Upkeep.class);

  private final Indexes indexes;
  private final ProofOfIdentity proof;
  private final PackageLinks links;
  private final Forgetting forgetting;
  private final StatedReasons reasons;
  private final Gate gate;
  private final RecipientNotices recipients;
  private final VerifierSettings settings;
  private final Clock clock;
  private final AtomicBoolean recovered = new AtomicBoolean();

  Upkeep(
      Indexes indexes,
      ProofOfIdentity proof,
      PackageLinks links,
      Forgetting forgetting,
      StatedReasons reasons,
      Gate gate,
      RecipientNotices recipients,
      VerifierSettings settings,
      Clock clock) {
    this.indexes = indexes;
    this.proof = proof;
    this.links = links;
    this.forgetting = forgetting;
    this.reasons = reasons;
    this.gate = gate;
    this.recipients = recipients;
    this.settings = settings;
    this.clock = clock;
  }

  /** Idempotent; on every instance, since each change is atomic. */
  @Scheduled(fixedDelayString = "${habeas.identity-verifier.challenge.upkeep:10s}")
  void run() {
    try {
      if (!recovered.get()) {
        indexes.ensure().block(settings.patience());
        proof.recover();
        recovered.set(true);
      }
      proof.upkeep();
      links
          .forget(clock.instant().minus(settings.challenge().evidenceRetention()))
          .block(settings.patience());
      reasons.shredExpired(clock.instant()).block(settings.patience());
      gate.forget(clock.instant());
      recipients.shredExpired(clock.instant()).block(settings.patience());
      forgetting.shredSealed(clock.instant()).block(settings.patience());
      forgetting
          .forgetClosed(clock.instant().minus(settings.retention().closedRequests()))
          .block(settings.patience());
    } catch (RuntimeException e) {
      log.warn("Expected to finish upkeep but could not: {}", e.getClass().getSimpleName());
    }
  }
}
