package io.habeas.notifier.delivery;

import io.habeas.chassis.controller.Controller.Recipient;
import io.habeas.notifier.address.Addressee;
import io.habeas.notifier.address.LetterClaim;
import io.habeas.notifier.address.Vault;
import io.habeas.notifier.letter.Enclosed;
import io.habeas.notifier.letter.Letter;
import io.habeas.notifier.letter.LetterForm;
import io.habeas.notifier.letter.LetterKind;
import io.habeas.notifier.letter.LetterWriter;
import io.habeas.notifier.mail.Mail;
import io.habeas.notifier.mail.Post;
import io.habeas.notifier.mail.Posting;
import io.habeas.process.header.TraceParent;
import io.habeas.schemas.avro.AccessAnsweredNotice;
import io.habeas.schemas.avro.ChallengeNotice;
import io.habeas.schemas.avro.Completion;
import io.habeas.schemas.avro.ConsentChallengeNotice;
import io.habeas.schemas.avro.DueSoonNotice;
import io.habeas.schemas.avro.LetterChannel;
import io.habeas.schemas.avro.NotSentReason;
import io.habeas.schemas.avro.NoticeDelayed;
import io.habeas.schemas.avro.NoticeNotSent;
import io.habeas.schemas.avro.NoticeOutcomeRecord;
import io.habeas.schemas.avro.NoticeRecord;
import io.habeas.schemas.avro.NoticeSent;
import io.habeas.schemas.avro.RecipientNotToldNotice;
import io.habeas.schemas.avro.RecipientNotice;
import io.habeas.schemas.avro.RefusedNotice;
import io.habeas.schemas.avro.RestrictionEndsNotice;
import io.habeas.schemas.avro.WaitReason;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * Takes one letter one step further: asks the vault where it goes, writes it, sends it, records
 * that, publishes the outcome, records that. Each step is safe to repeat but one: between the mail
 * server's acceptance and the record of it lies a moment in which a crash lets the letter leave
 * twice. Both then have the same Message-ID.
 */
final class Courier {
  private static final Logger log = LoggerFactory.getLogger(Courier.class);
  private static final String OFFICERS_LANGUAGE = "en";
  private static final String REQUEST_ID = "requestId";

  private final Deliveries deliveries;
  private final Vault vault;
  private final LetterWriter writer;
  private final LetterForm form;
  private final Post post;
  private final Outcomes outcomes;
  private final RetryPlan plan;
  private final Terms terms;
  private final Clock clock;
  private final MeterRegistry meters;

  /**
   * How letters are handled here.
   *
   * @param messageIdDomain the right-hand side of every Message-ID
   * @param lease how long one attempt may take before others may try; longer than the mail server's
   *     timeouts together
   */
  record Terms(String messageIdDomain, Duration lease) {}

  Courier(
      Deliveries deliveries,
      Vault vault,
      LetterWriter writer,
      LetterForm form,
      Post post,
      Outcomes outcomes,
      RetryPlan plan,
      Terms terms,
      Clock clock,
      MeterRegistry meters) {
    this.deliveries = deliveries;
    this.vault = vault;
    this.writer = writer;
    this.form = form;
    this.post = post;
    this.outcomes = outcomes;
    this.plan = plan;
    this.terms = terms;
    this.clock = clock;
    this.meters = meters;
  }

  /**
   * Does what is to be done about a letter now: nothing if it is not due. Blocks. Throws only if
   * the database fails; then it is due again after the lease.
   */
  void carry(UUID noticeId) {
    deliveries
        .take(noticeId, clock.instant(), terms.lease())
        .ifPresent(
            delivery -> {
              try (var context = MDC.putCloseable(REQUEST_ID, delivery.requestId().toString())) {
                inTrace(delivery, () -> advance(delivery));
              }
            });
  }

  private void advance(Delivery delivery) {
    switch (delivery.stage()) {
      case Delivery.Stage.Waiting waiting -> attempt(delivery, waiting);
      case Delivery.Stage.Decided(Verdict verdict, Instant at) ->
          announce(delivery, verdict, at, delivery.attempts());
    }
  }

  private void attempt(Delivery delivery, Delivery.Stage.Waiting waiting) {
    if (waiting.interrupted()) {
      meters.counter("habeas.notifier.interrupted", "template", delivery.kind().name()).increment();
      log.warn("An attempt ended without a result: the letter may leave twice");
    }
    switch (tryToSend(delivery, waiting.notice())) {
      case Attempt.Settled(Verdict verdict) -> settle(delivery, verdict);
      case Attempt.Postponed(WaitReason reason, String cause) ->
          postpone(delivery, waiting, reason, cause);
    }
  }

  private Attempt tryToSend(Delivery delivery, NoticeRecord notice) {
    if (expired(notice)) {
      return notSent(NotSentReason.EXPIRED);
    }
    try {
      return switch (addressee(notice)) {
        case Addressee.Known known -> send(delivery, notice, known);
        // For letters to recipients only, which never come here with it.
        case Addressee.Subject subject ->
            new Attempt.Postponed(WaitReason.VAULT_UNAVAILABLE, "Subject");
        case Addressee.NotAvailable(NotSentReason reason) -> notSent(reason);
        case Addressee.NotYet notYet ->
            new Attempt.Postponed(WaitReason.IDENTIFIERS_NOT_YET_KNOWN, "NotYet");
        case Addressee.Unavailable(String cause) ->
            new Attempt.Postponed(WaitReason.VAULT_UNAVAILABLE, cause);
      };
    } catch (RuntimeException e) {
      // A letter that cannot be written must not hold up others; it waits for whoever mends it.
      return new Attempt.Postponed(WaitReason.INTERNAL_ERROR, e.getClass().getSimpleName());
    }
  }

  /** The controller's own address is no secret of the vault's. */
  private Addressee addressee(NoticeRecord notice) {
    return switch (notice.getPayload()) {
      case DueSoonNotice due -> officer();
      case RecipientNotToldNotice notTold -> officer();
      case RecipientNotice recipient -> recipient(notice, recipient.getRecipient());
      default -> vault.claim(claimFor(notice));
    };
  }

  private Addressee officer() {
    return new Addressee.Known(writer.officer(), OFFICERS_LANGUAGE, new Enclosed.Nothing());
  }

  /** Whom the controller approves no more is told of nobody. */
  private Addressee recipient(NoticeRecord notice, String recipient) {
    Optional<Recipient> approved = writer.recipient(recipient);
    if (approved.isEmpty()) {
      return new Addressee.NotAvailable(NotSentReason.NOT_APPROVED);
    }
    return switch (vault.claim(claimFor(notice))) {
      case Addressee.Subject(Enclosed.AboutPerson about) ->
          new Addressee.Known(approved.get().email(), approved.get().language(), about);
      case Addressee.Known known -> new Addressee.Unavailable("Known");
      case Addressee.NotAvailable refused -> refused;
      case Addressee.NotYet notYet -> notYet;
      case Addressee.Unavailable unavailable -> unavailable;
    };
  }

  private Attempt send(Delivery delivery, NoticeRecord notice, Addressee.Known known) {
    Letter letter = writer.write(notice, known.locale(), known.enclosed());
    Mail mail =
        new Mail(
            delivery.noticeId() + "@" + terms.messageIdDomain(),
            known.address(),
            letter.language(),
            letter.subject(),
            form.text(letter),
            form.html(letter));
    // The vault may have taken its time.
    if (expired(notice)) {
      return notSent(NotSentReason.EXPIRED);
    }
    return switch (post.send(mail)) {
      case Posting.Accepted accepted -> new Attempt.Settled(new Verdict.Sent());
      case Posting.AddressRefused refused -> notSent(NotSentReason.ADDRESS_REFUSED);
      case Posting.Unavailable(String cause, int replyCode) ->
          new Attempt.Postponed(
              WaitReason.MAIL_UNAVAILABLE, replyCode < 0 ? cause : cause + " " + replyCode);
    };
  }

  private void settle(Delivery delivery, Verdict verdict) {
    Instant now = clock.instant();
    if (!deliveries.settle(delivery, verdict, now)) {
      log.warn("Another worker decided about this letter meanwhile");
      return;
    }
    count(delivery.kind(), nameOf(verdict));
    log.info("Letter {}: {}", delivery.kind(), nameOf(verdict));
    announce(delivery, verdict, now, 1);
  }

  private void announce(Delivery delivery, Verdict verdict, Instant at, int attempts) {
    Object payload =
        switch (verdict) {
          case Verdict.Sent sent -> new NoticeSent(LetterChannel.EMAIL);
          case Verdict.NotSent(NotSentReason reason) -> new NoticeNotSent(reason);
        };
    if (publish(delivery, at, payload)) {
      deliveries.published(delivery, clock.instant());
    } else {
      deliveries.postpone(delivery, plan.next(attempts, clock.instant(), null), null);
    }
  }

  private void postpone(
      Delivery delivery, Delivery.Stage.Waiting waiting, WaitReason reason, String cause) {
    log.warn(
        "Letter {} waits: {} ({}), attempt {}",
        delivery.kind(),
        reason,
        cause,
        delivery.attempts());
    Instant now = clock.instant();
    boolean told =
        plan.tells(delivery.attempts(), reason, waiting.told())
            && publish(delivery, now, new NoticeDelayed(reason));
    if (told) {
      count(delivery.kind(), "DELAYED");
    }
    deliveries.postpone(
        delivery,
        plan.next(delivery.attempts(), now, deadline(waiting.notice())),
        told ? reason : null);
  }

  private boolean publish(Delivery delivery, Instant at, Object payload) {
    try {
      outcomes.publish(
          new NoticeOutcomeRecord(delivery.noticeId(), delivery.requestId(), at, payload));
      return true;
    } catch (RuntimeException e) {
      log.warn("Expected to publish an outcome but got {}", e.getClass().getSimpleName());
      return false;
    }
  }

  private boolean expired(NoticeRecord notice) {
    Instant deadline = deadline(notice);
    return deadline != null && !clock.instant().isBefore(deadline);
  }

  private static @Nullable Instant deadline(NoticeRecord notice) {
    return switch (notice.getPayload()) {
      case ChallengeNotice challenge -> challenge.getExpiresAt();
      case ConsentChallengeNotice challenge -> challenge.getExpiresAt();
      default -> null;
    };
  }

  private static LetterClaim claimFor(NoticeRecord notice) {
    UUID requestId = notice.getRequestId();
    UUID noticeId = notice.getNoticeId();
    return switch (notice.getPayload()) {
      case ChallengeNotice challenge ->
          new LetterClaim.Challenge(requestId, noticeId, challenge.getIssue());
      case ConsentChallengeNotice challenge ->
          new LetterClaim.Challenge(requestId, noticeId, challenge.getIssue());
      case AccessAnsweredNotice answered
          when answered.getCompletion() == Completion.COPY_PROVIDED ->
          new LetterClaim.PackageReady(requestId, noticeId);
      case RefusedNotice refused ->
          new LetterClaim.Decided(requestId, noticeId, refused.getDecisionId());
      case RecipientNotice recipient ->
          new LetterClaim.AboutPerson(requestId, noticeId, recipient.getRecipient());
      case RestrictionEndsNotice ends ->
          new LetterClaim.Decided(requestId, noticeId, ends.getDecisionId());
      default -> new LetterClaim.ProvenContact(requestId, noticeId);
    };
  }

  private static Attempt notSent(NotSentReason reason) {
    return new Attempt.Settled(new Verdict.NotSent(reason));
  }

  private static String nameOf(Verdict verdict) {
    return switch (verdict) {
      case Verdict.Sent sent -> "SENT";
      case Verdict.NotSent(NotSentReason reason) -> reason.name();
    };
  }

  private void count(LetterKind kind, String outcome) {
    meters
        .counter("habeas.notifier.letters", "template", kind.name(), "outcome", outcome)
        .increment();
  }

  private static void inTrace(Delivery delivery, Runnable work) {
    Optional<TraceParent> trace = TraceParent.parse(delivery.trace());
    if (trace.isEmpty()) {
      work.run();
      return;
    }
    trace
        .get()
        .call(
            () -> {
              work.run();
              return delivery;
            });
  }
}
