package io.habeas.intake.register;

import static io.habeas.intake.register.Transitions.afterUnsent;
import static io.habeas.intake.register.Transitions.announce;
import static io.habeas.intake.register.Transitions.both;
import static io.habeas.intake.register.Transitions.ignored;
import static io.habeas.intake.register.Transitions.letter;
import static io.habeas.intake.register.Transitions.to;

import io.habeas.intake.register.RegisterEvent.Abandoned;
import io.habeas.intake.register.RegisterEvent.CommandUndeliverable;
import io.habeas.intake.register.RegisterEvent.Completed;
import io.habeas.intake.register.RegisterEvent.EndingAccepted;
import io.habeas.intake.register.RegisterEvent.EndingAnswer;
import io.habeas.intake.register.RegisterEvent.EndingTooLate;
import io.habeas.intake.register.RegisterEvent.EndingWished;
import io.habeas.intake.register.RegisterEvent.IdentityNotProven;
import io.habeas.intake.register.RegisterEvent.IdentityProven;
import io.habeas.intake.register.RegisterEvent.LetterNotSent;
import io.habeas.intake.register.RegisterEvent.LetterSent;
import io.habeas.intake.register.RegisterEvent.Recorded;
import io.habeas.intake.register.RegisterEvent.RequestReceived;
import io.habeas.intake.register.RegisterEvent.RestrictedThroughout;
import io.habeas.intake.register.RegisterEvent.RestrictionEnding;
import io.habeas.intake.register.RegisterEvent.Woken;
import io.habeas.intake.register.RegisterEvent.Worker;
import io.habeas.intake.register.Registration.Entry;
import io.habeas.intake.register.Registration.Known;
import io.habeas.intake.register.Registration.Phase.Answering;
import io.habeas.intake.register.Registration.Phase.AwaitingIdentity;
import io.habeas.intake.register.Registration.Phase.Closed;
import io.habeas.intake.register.Registration.Phase.Ending;
import io.habeas.intake.register.Registration.Phase.InForce;
import io.habeas.intake.register.Registration.Phase.InProgress;
import io.habeas.intake.register.Registration.Phase.Lifting;
import io.habeas.intake.register.Registration.Phase.Owed;
import io.habeas.intake.register.Registration.Phase.ProvenBeforeReceipt;
import io.habeas.intake.register.Registration.Phase.RejectedBeforeReceipt;
import io.habeas.intake.register.Registration.Phase.Stopped;
import io.habeas.intake.register.Registration.Phase.Stopping;
import io.habeas.intake.register.Registration.Phase.TakingLeave;
import io.habeas.intake.register.Registration.Phase.TellingEnd;
import io.habeas.intake.register.Registration.Phase.TellingRestriction;
import io.habeas.intake.register.Registration.Phase.Undoing;
import io.habeas.intake.register.Registration.Proof;
import io.habeas.intake.register.Registration.Unknown;
import io.habeas.intake.register.Registration.Wish;
import io.habeas.process.Policy;
import io.habeas.process.Transition;
import io.habeas.schemas.avro.Completion;
import io.habeas.schemas.avro.DueSoonNotice;
import io.habeas.schemas.avro.ErasureGround;
import io.habeas.schemas.avro.RequestDueSoon;
import java.time.Duration;
import java.time.Instant;
import java.time.Period;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * Art. 12 GDPR: a request is answered without undue delay, after its maker proved who they are, and
 * is closed only when the answer has left. Its maker can have it back, and the controller refuse
 * it, as long as it can be undone.
 */
public final class RegisterPolicy implements Policy<Registration, RegisterEvent, RegisterCommand> {
  private static final Duration PAUSE_BEFORE_SENDING_AGAIN = Duration.ofMinutes(1);

  private final LegalClock clock;
  private final Terms terms;
  private final Beginnings beginnings;
  private final Completions completions;
  private final Endings endings;
  private final Restrictions restrictions;
  private final ConsentWithdrawals consents;

  public RegisterPolicy(LegalClock clock, Terms terms) {
    this.clock = clock;
    this.terms = terms;
    this.beginnings = new Beginnings(clock, terms);
    this.endings = new Endings(terms.memory());
    this.restrictions = new Restrictions(terms.memory(), endings);
    this.consents = new ConsentWithdrawals(clock, terms.proofWindow(), terms.memory());
    this.completions = new Completions(terms, restrictions, consents);
  }

  /**
   * What the controller decided about the life of requests.
   *
   * @param proofWindow how long the person has to prove who they are; the due date ends it too
   * @param erasureGround on which ground erasure is owed where the person names none (Art. 17(1))
   * @param memory how long a closed request is remembered, at least as long as its records are kept
   * @param escalation how long before the due date the data protection officer is told of a request
   *     that is not answered yet
   * @param recipients who is told beside the person
   */
  public record Terms(
      Period proofWindow,
      ErasureGround erasureGround,
      Duration memory,
      Period escalation,
      Recipients recipients) {}

  @Override
  public Registration initial() {
    return new Unknown();
  }

  @Override
  public RegisterEvent wakeUp(Instant now) {
    return new Woken(now);
  }

  @Override
  public RegisterEvent undeliverable(RegisterCommand command, Undeliverable reason, Instant now) {
    return new CommandUndeliverable(command, now);
  }

  @Override
  public Transition<Registration, RegisterCommand> next(Registration state, RegisterEvent event) {
    return switch (state) {
      case Unknown unknown -> first(unknown, event);
      case Known known ->
          switch (event) {
            case CommandUndeliverable e ->
                to(known.withUnsent(e.command(), e.now().plus(PAUSE_BEFORE_SENDING_AGAIN)));
            case Woken e -> woken(known, e.now());
            case Recorded e -> afterUnsent(known, recorded(known, e));
          };
    };
  }

  private Transition<Registration, RegisterCommand> first(Unknown unknown, RegisterEvent event) {
    return switch (event) {
      case RequestReceived e when Beginnings.stops(e.right()) ->
          beginnings.stopping(e, new Proof.Awaited());
      case RequestReceived e -> beginnings.registered(e);
      case IdentityProven e ->
          to(
              new Known(
                  e.requestId(),
                  new ProvenBeforeReceipt(
                      e.identifierTypes(), clock.after(e.at(), terms.proofWindow()))));
      case IdentityNotProven e ->
          to(
              new Known(
                  e.requestId(),
                  new RejectedBeforeReceipt(clock.after(e.at(), terms.proofWindow()))));
      case EndingWished e -> Transition.ignored(unknown, "unknown-request");
      case EndingAnswer e -> Transition.ignored(unknown, "unknown-request");
      case Completed e -> Transition.ignored(unknown, "unknown-request");
      case RestrictionEnding e -> Transition.ignored(unknown, "unknown-request");
      case LetterSent e -> Transition.ignored(unknown, "unknown-request");
      case LetterNotSent e -> Transition.ignored(unknown, "unknown-request");
      case Woken e -> Transition.ignored(unknown, "forgotten");
      case CommandUndeliverable e -> Transition.ignored(unknown, "forgotten");
    };
  }

  private Transition<Registration, RegisterCommand> recorded(Known known, Recorded event) {
    return switch (known.phase()) {
      case ProvenBeforeReceipt phase ->
          switch (event) {
            case RequestReceived e when Beginnings.stops(e.right()) ->
                beginnings.stopping(e, new Proof.Given(phase.identifierTypes()));
            case RequestReceived e ->
                both(
                    beginnings.registered(e),
                    beginnings.accepted(beginnings.entry(e), e, phase.identifierTypes()));
            case IdentityProven e -> ignored(known, "duplicate");
            case IdentityNotProven e -> ignored(known, "identity-decided");
            case EndingWished e -> ignored(known, "unknown-request");
            case EndingAnswer e -> ignored(known, "unknown-request");
            case Completed e -> ignored(known, "unknown-request");
            case RestrictionEnding e -> ignored(known, "unknown-request");
            case LetterSent e -> ignored(known, "unknown-request");
            case LetterNotSent e -> ignored(known, "unknown-request");
          };
      case RejectedBeforeReceipt phase ->
          switch (event) {
            // A refusal of this is none of the register's (L27, L29).
            case RequestReceived e when Beginnings.stops(e.right()) ->
                beginnings.stopping(e, new Proof.Lacking());
            case RequestReceived e ->
                both(beginnings.registered(e), beginnings.refused(known, e.at()));
            case IdentityProven e -> ignored(known, "identity-decided");
            case IdentityNotProven e -> ignored(known, "duplicate");
            case EndingWished e -> ignored(known, "unknown-request");
            case EndingAnswer e -> ignored(known, "unknown-request");
            case Completed e -> ignored(known, "unknown-request");
            case RestrictionEnding e -> ignored(known, "unknown-request");
            case LetterSent e -> ignored(known, "unknown-request");
            case LetterNotSent e -> ignored(known, "unknown-request");
          };
      case AwaitingIdentity phase ->
          switch (event) {
            case RequestReceived e -> ignored(known, "duplicate");
            case IdentityProven e -> beginnings.accepted(phase.entry(), e, e.identifierTypes());
            case IdentityNotProven e -> beginnings.refused(known, e.at());
            case EndingWished e -> endings.atOnce(e);
            case EndingAnswer e -> ignored(known, "not-accepted");
            case Completed e -> ignored(known, "not-accepted");
            case RestrictionEnding e -> ignored(known, "not-accepted");
            case LetterSent e -> ignored(known, "other-letter");
            case LetterNotSent e -> ignored(known, "other-letter");
          };
      case Stopping phase -> consents.recorded(known, phase, event);
      case Stopped phase -> consents.recorded(known, phase, event);
      case InProgress phase ->
          switch (event) {
            case RequestReceived e -> ignored(known, "duplicate");
            case IdentityProven e -> ignored(known, "duplicate");
            case IdentityNotProven e -> ignored(known, "identity-decided");
            case EndingWished e -> endings.wished(known, phase, e);
            case EndingAnswer e -> ignored(known, "ending-not-asked");
            case Completed e when e.carriesOut(phase.entry()) ->
                completions.carriedOut(phase.entry(), phase.tooLate(), e);
            case Completed e -> ignored(known, "other-right");
            case RestrictionEnding e -> ignored(known, "no-restriction-in-force");
            case LetterSent e -> ignored(known, "other-letter");
            case LetterNotSent e -> ignored(known, "other-letter");
          };
      case Ending phase ->
          switch (event) {
            case RequestReceived e -> ignored(known, "duplicate");
            case IdentityProven e -> ignored(known, "duplicate");
            case IdentityNotProven e -> ignored(known, "identity-decided");
            case EndingWished e -> endings.wished(known, phase, e);
            case EndingAnswer e when e.by() != Worker.of(phase.entry().right()) ->
                ignored(known, "other-right");
            case EndingAccepted e when e.cause() == phase.wish().cause() ->
                endings.accepted(phase, e);
            case EndingAccepted e -> ignored(known, "other-ending");
            case EndingTooLate e when e.cause() == phase.wish().cause() ->
                endings.tooLate(phase, e);
            case EndingTooLate e -> ignored(known, "other-ending");
            case Abandoned e -> endings.abandoned(phase, e);
            // A restriction can be undone for its maker whenever, for others not any more.
            case RestrictedThroughout e
                when e.completion() != Completion.NOTHING_HELD
                    && phase.wish() instanceof Wish.Withdrawal ->
                ignored(known, "ends");
            // It was carried out before it was asked whether it could be undone.
            case Completed e when e.carriesOut(phase.entry()) ->
                both(
                    endings.tooLate(phase, e),
                    completions.carriedOut(phase.entry(), phase.wishes(), e));
            case Completed e -> ignored(known, "other-right");
            case RestrictionEnding e -> ignored(known, "no-restriction-in-force");
            case LetterSent e -> ignored(known, "other-letter");
            case LetterNotSent e -> ignored(known, "other-letter");
          };
      case Undoing phase ->
          switch (event) {
            case RequestReceived e -> ignored(known, "duplicate");
            case IdentityProven e -> ignored(known, "duplicate");
            case IdentityNotProven e -> ignored(known, "identity-decided");
            case EndingWished e -> ignored(known, "ends-already");
            case EndingAnswer e when e.by() != Worker.of(phase.entry().right()) ->
                ignored(known, "other-right");
            case EndingAccepted e -> ignored(known, "duplicate");
            case EndingTooLate e -> ignored(known, "other-ending");
            case Abandoned e -> endings.abandoned(phase, e);
            case RestrictedThroughout e -> ignored(known, "undone");
            // Must not happen; but what is done is told, whatever was said before.
            case Completed e when e.carriesOut(phase.entry()) ->
                completions.carriedOut(phase.entry(), Set.of(), e);
            case Completed e -> ignored(known, "other-right");
            case RestrictionEnding e -> ignored(known, "no-restriction-in-force");
            case LetterSent e -> ignored(known, "other-letter");
            case LetterNotSent e -> ignored(known, "other-letter");
          };
      case TakingLeave phase ->
          switch (event) {
            case RequestReceived e -> ignored(known, "duplicate");
            case IdentityProven e -> ignored(known, "duplicate");
            case IdentityNotProven e -> ignored(known, "identity-decided");
            case EndingWished e -> ignored(known, "ends-already");
            case EndingAnswer e -> ignored(known, "duplicate");
            case Completed e -> ignored(known, "undone");
            case RestrictionEnding e -> ignored(known, "no-restriction-in-force");
            case LetterSent e when e.noticeId().equals(phase.noticeId()) -> endings.left(phase, e);
            case LetterSent e -> ignored(known, "other-letter");
            case LetterNotSent e when e.noticeId().equals(phase.noticeId()) ->
                ignored(known, "answer-not-sent");
            case LetterNotSent e -> ignored(known, "other-letter");
          };
      case Answering phase ->
          switch (event) {
            case RequestReceived e -> ignored(known, "duplicate");
            case IdentityProven e -> ignored(known, "duplicate");
            case IdentityNotProven e -> ignored(known, "identity-decided");
            case EndingWished e -> endings.wished(known, phase, e);
            case EndingAnswer e -> ignored(known, "carried-out");
            case Completed e -> ignored(known, "duplicate");
            case RestrictionEnding e -> ignored(known, "no-restriction-in-force");
            case LetterSent e when e.noticeId().equals(phase.noticeId()) ->
                completions.fulfilled(phase, e);
            case LetterSent e -> ignored(known, "other-letter");
            case LetterNotSent e when e.noticeId().equals(phase.noticeId()) ->
                ignored(known, "answer-not-sent");
            case LetterNotSent e -> ignored(known, "other-letter");
          };
      case TellingRestriction phase -> restrictions.recorded(known, phase, event);
      case InForce phase -> restrictions.recorded(known, phase, event);
      case TellingEnd phase -> restrictions.recorded(known, phase, event);
      case Lifting phase -> restrictions.recorded(known, phase, event);
      case Closed phase ->
          switch (event) {
            case RequestReceived e -> ignored(known, "closed");
            case IdentityProven e -> ignored(known, "closed");
            case IdentityNotProven e -> ignored(known, "closed");
            case EndingWished e -> ignored(known, "closed");
            case EndingAnswer e -> ignored(known, "closed");
            case Completed e -> ignored(known, "closed");
            case RestrictionEnding e -> ignored(known, "closed");
            case LetterSent e -> ignored(known, "closed");
            case LetterNotSent e -> ignored(known, "closed");
          };
    };
  }

  private Transition<Registration, RegisterCommand> woken(Known known, Instant now) {
    boolean over = known.phase().endsAt().filter(end -> !now.isBefore(end)).isPresent();
    if (over) {
      return switch (known.phase()) {
        case AwaitingIdentity phase -> afterUnsent(known, beginnings.refused(known, now));
        case Stopped phase -> afterUnsent(known, consents.asStopped(known.requestId(), now));
        case ProvenBeforeReceipt phase -> Transition.to(new Unknown(), List.of(), null);
        case RejectedBeforeReceipt phase -> Transition.to(new Unknown(), List.of(), null);
        case Closed phase -> Transition.to(new Unknown(), List.of(), null);
        case Owed phase -> escalated(known, phase, now);
        case InForce phase -> to(known);
        case TellingEnd phase -> to(known);
        case Lifting phase -> to(known);
      };
    }
    return known.sendAgainAt() != null && !now.isBefore(known.sendAgainAt())
        ? to(known.withNothingUnsent(), known.unsent())
        : to(known);
  }

  /** Somebody has to look in time: a late answer is a breach (Art. 12(3)). */
  private Transition<Registration, RegisterCommand> escalated(
      Known known, Owed phase, Instant now) {
    Entry entry = phase.entry();
    UUID requestId = known.requestId();
    return to(
        new Known(
            requestId, phase.withEntry(entry.escalated()), known.unsent(), known.sendAgainAt()),
        announce(requestId, now, new RequestDueSoon(entry.dueOn())),
        letter(
            Letters.dueSoon(requestId),
            requestId,
            now,
            entry,
            new DueSoonNotice(entry.right(), clock.dateOf(entry.receivedAt()), entry.dueOn())));
  }
}
