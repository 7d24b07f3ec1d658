package io.habeas.intake.register;

import io.habeas.intake.register.LegalClock.DueDates;
import io.habeas.intake.register.RegisterCommand.Announce;
import io.habeas.intake.register.RegisterCommand.SendLetter;
import io.habeas.intake.register.RegisterEvent.Abandoned;
import io.habeas.intake.register.RegisterEvent.CommandUndeliverable;
import io.habeas.intake.register.RegisterEvent.Completed;
import io.habeas.intake.register.RegisterEvent.EndingAccepted;
import io.habeas.intake.register.RegisterEvent.EndingAnswer;
import io.habeas.intake.register.RegisterEvent.EndingTooLate;
import io.habeas.intake.register.RegisterEvent.EndingWished;
import io.habeas.intake.register.RegisterEvent.ErasureCompleted;
import io.habeas.intake.register.RegisterEvent.ExportCompleted;
import io.habeas.intake.register.RegisterEvent.IdentityNotProven;
import io.habeas.intake.register.RegisterEvent.IdentityProven;
import io.habeas.intake.register.RegisterEvent.LetterNotSent;
import io.habeas.intake.register.RegisterEvent.LetterSent;
import io.habeas.intake.register.RegisterEvent.ProcessingStopped;
import io.habeas.intake.register.RegisterEvent.Recorded;
import io.habeas.intake.register.RegisterEvent.RectificationCompleted;
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
import io.habeas.schemas.avro.AccessAnsweredNotice;
import io.habeas.schemas.avro.Completion;
import io.habeas.schemas.avro.ConsentErasedNotice;
import io.habeas.schemas.avro.DueSoonNotice;
import io.habeas.schemas.avro.EndCause;
import io.habeas.schemas.avro.ErasureCompletedNotice;
import io.habeas.schemas.avro.ErasureGround;
import io.habeas.schemas.avro.NoticeRecord;
import io.habeas.schemas.avro.ReceiptNotice;
import io.habeas.schemas.avro.RectifiedNotice;
import io.habeas.schemas.avro.RefusalGround;
import io.habeas.schemas.avro.RequestAccepted;
import io.habeas.schemas.avro.RequestCarriedOut;
import io.habeas.schemas.avro.RequestDueSoon;
import io.habeas.schemas.avro.RequestFulfilled;
import io.habeas.schemas.avro.RequestRecord;
import io.habeas.schemas.avro.RequestRefused;
import io.habeas.schemas.avro.RequestRegistered;
import io.habeas.schemas.avro.RestrictionGround;
import io.habeas.schemas.avro.Right;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Art. 12 GDPR: a request is answered without undue delay, after its maker proved who they are, and
 * is closed only when the answer has left. Its maker can have it back, and the controller refuse
 * it, as long as it can be undone.
 */
public final class RegisterPolicy implements Policy<Registration, RegisterEvent, RegisterCommand> {
  private static final Duration PAUSE_BEFORE_SENDING_AGAIN = Duration.ofMinutes(1);

  private final LegalClock clock;
  private final Terms terms;
  private final Endings endings;
  private final Restrictions restrictions;
  private final ConsentWithdrawals consents;

  public RegisterPolicy(LegalClock clock, Terms terms) {
    this.clock = clock;
    this.terms = terms;
    this.endings = new Endings(terms.memory());
    this.restrictions = new Restrictions(terms.memory(), endings);
    this.consents = new ConsentWithdrawals(clock, terms.proofWindow(), terms.memory());
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
      case RequestReceived e when stops(e.right()) -> stopping(e, new Proof.Awaited());
      case RequestReceived e -> registered(e);
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

  /** L12: a refusal goes out within the month, so the wait for proof ends on the due date. */
  private Transition<Registration, RegisterCommand> registered(RequestReceived e) {
    DueDates dates = clock.datesOf(e.receivedAt());
    Instant window = clock.after(e.receivedAt(), terms.proofWindow());
    Instant due = clock.startOf(dates.dueOn());
    Instant lapsesAt = window.isBefore(due) ? window : due;
    return to(new Known(e.requestId(), new AwaitingIdentity(entry(e), lapsesAt)), registration(e));
  }

  private RegisterCommand registration(RequestReceived e) {
    DueDates dates = clock.datesOf(e.receivedAt());
    return announce(
        e.requestId(),
        e.at(),
        new RequestRegistered(
            e.right(),
            e.channel(),
            e.receivedAt(),
            dates.statutory(),
            dates.rolled(),
            dates.dueOn()));
  }

  /**
   * L27, L29: nothing is weighed and nothing need be proven, since nothing is read, disclosed or
   * erased; and nobody's address is proven to whom a letter could go (L10): the status is the
   * answer.
   *
   * @param proof what is known by now of who asks: it matters only for what may be erased
   *     afterwards
   */
  private Transition<Registration, RegisterCommand> stopping(RequestReceived e, Proof proof) {
    Entry entry = entry(e);
    return to(
        new Known(
            e.requestId(),
            e.right() == Right.CONSENT_WITHDRAWAL
                ? new Stopping(entry, proof)
                : new InProgress(entry)),
        registration(e),
        announce(
            e.requestId(),
            e.at(),
            new RequestAccepted(e.right(), List.of(), null, entry.dueOn(), e.purposes())));
  }

  /** Whether a request for it is that processing for a purpose stops. */
  static boolean stops(Right right) {
    return switch (right) {
      case MARKETING_OBJECTION, CONSENT_WITHDRAWAL -> true;
      case ERASURE, ACCESS, RECTIFICATION, RESTRICTION, OBJECTION -> false;
    };
  }

  private Transition<Registration, RegisterCommand> recorded(Known known, Recorded event) {
    return switch (known.phase()) {
      case ProvenBeforeReceipt phase ->
          switch (event) {
            case RequestReceived e when stops(e.right()) ->
                stopping(e, new Proof.Given(phase.identifierTypes()));
            case RequestReceived e ->
                both(registered(e), accepted(entry(e), e, phase.identifierTypes()));
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
            case RequestReceived e when stops(e.right()) -> stopping(e, new Proof.Lacking());
            case RequestReceived e -> both(registered(e), refused(known, e.at()));
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
            case IdentityProven e -> accepted(phase.entry(), e, e.identifierTypes());
            case IdentityNotProven e -> refused(known, e.at());
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
                carriedOut(phase.entry(), phase.tooLate(), e);
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
                both(endings.tooLate(phase, e), carriedOut(phase.entry(), phase.wishes(), e));
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
                carriedOut(phase.entry(), Set.of(), e);
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
            case LetterSent e when e.noticeId().equals(phase.noticeId()) -> fulfilled(phase, e);
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
        case AwaitingIdentity phase -> afterUnsent(known, refused(known, now));
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

  /** Identity is proven: from here on, and only from here on, data is read and changed. */
  private Transition<Registration, RegisterCommand> accepted(
      Entry entry, Recorded cause, List<String> identifierTypes) {
    UUID requestId = cause.requestId();
    return to(
        new Known(requestId, new InProgress(entry)),
        announce(
            requestId,
            cause.at(),
            new RequestAccepted(
                entry.right(), identifierTypes, groundOf(entry.right()), entry.dueOn(), List.of())),
        letter(
            Letters.receipt(requestId),
            requestId,
            cause.at(),
            entry,
            new ReceiptNotice(entry.right(), clock.dateOf(entry.receivedAt()), entry.dueOn())));
  }

  private Transition<Registration, RegisterCommand> refused(Known known, Instant at) {
    return to(
        new Known(known.requestId(), new Closed(at.plus(terms.memory()))),
        announce(
            known.requestId(), at, new RequestRefused(RefusalGround.IDENTITY_NOT_ESTABLISHED)));
  }

  private Transition<Registration, RegisterCommand> carriedOut(
      Entry entry, Set<EndCause> tooLate, Completed e) {
    List<String> recipients = terms.recipients().of(entry.right(), entry.purposes(), e);
    if (e instanceof RestrictedThroughout restricted
        && restricted.completion() != Completion.NOTHING_HELD) {
      return restrictions.inForce(entry.restrictionTold(recipients), restricted);
    }
    if (e instanceof ProcessingStopped stopped) {
      return consents.stopped(entry, new Proof.Awaited(), stopped);
    }
    UUID noticeId = Letters.answer(entry.right(), e.requestId());
    Object notice =
        switch (e) {
          case ProcessingStopped stopped ->
              throw new IllegalStateException("Expected an answer by letter but none is owed");
          case ErasureCompleted erasure when entry.right() == Right.CONSENT_WITHDRAWAL ->
              new ConsentErasedNotice(
                  entry.purposes(), erasure.completion(), erasure.stores(), recipients);
          case ErasureCompleted erasure ->
              new ErasureCompletedNotice(erasure.completion(), erasure.stores(), recipients);
          case ExportCompleted export ->
              new AccessAnsweredNotice(export.completion(), export.stores());
          case RectificationCompleted rectification ->
              new RectifiedNotice(rectification.completion(), rectification.stores(), recipients);
          case RestrictedThroughout nothing -> Restrictions.notice(entry, nothing);
        };
    List<RegisterCommand> commands = new ArrayList<>();
    commands.add(announce(e.requestId(), e.at(), new RequestCarriedOut(e.completion())));
    if (!recipients.isEmpty()) {
      commands.addAll(Recipients.tell(e.requestId(), e.at(), Recipients.matterOf(e), recipients));
    }
    commands.add(letter(noticeId, e.requestId(), e.at(), entry, notice));
    return to(
        new Known(e.requestId(), new Answering(entry, e.completion(), noticeId, tooLate)),
        commands);
  }

  private Transition<Registration, RegisterCommand> fulfilled(Answering phase, LetterSent e) {
    return to(
        new Known(e.requestId(), new Closed(e.at().plus(terms.memory()))),
        announce(e.requestId(), e.at(), new RequestFulfilled(phase.completion())));
  }

  private Entry entry(RequestReceived e) {
    LocalDate dueOn = clock.datesOf(e.receivedAt()).dueOn();
    return new Entry(
        e.right(),
        e.receivedAt(),
        dueOn,
        e.locale(),
        e.right() == Right.OBJECTION ? RestrictionGround.ART_18_1_D : e.restrictionGround(),
        clock.startOf(dueOn.minus(terms.escalation())),
        e.purposes(),
        List.of(),
        List.of());
  }

  private @Nullable ErasureGround groundOf(Right right) {
    return switch (right) {
      case ERASURE -> terms.erasureGround();
      case ACCESS, RECTIFICATION, RESTRICTION, OBJECTION, MARKETING_OBJECTION, CONSENT_WITHDRAWAL ->
          null;
    };
  }

  /** What could not be written before goes out first: others rely on the order. */
  private static Transition<Registration, RegisterCommand> afterUnsent(
      Known before, Transition<Registration, RegisterCommand> transition) {
    if (transition.ignored() != null || before.unsent().isEmpty()) {
      return transition;
    }
    List<RegisterCommand> commands = new ArrayList<>(before.unsent());
    commands.addAll(transition.commands());
    return Transition.to(transition.state(), commands, transition.wakeUp());
  }

  static Transition<Registration, RegisterCommand> both(
      Transition<Registration, RegisterCommand> first,
      Transition<Registration, RegisterCommand> second) {
    List<RegisterCommand> commands = new ArrayList<>(first.commands());
    commands.addAll(second.commands());
    return Transition.to(second.state(), commands, second.wakeUp());
  }

  static Transition<Registration, RegisterCommand> ignored(Known known, String reason) {
    return Transition.ignored(known, reason);
  }

  static Transition<Registration, RegisterCommand> to(Known known, RegisterCommand... commands) {
    return to(known, List.of(commands));
  }

  static Transition<Registration, RegisterCommand> to(Known known, List<RegisterCommand> commands) {
    @Nullable Instant wakeUp = known.wakeUp();
    return Transition.to(known, commands, wakeUp);
  }

  static RegisterCommand announce(UUID requestId, Instant at, Object payload) {
    return new Announce(new RequestRecord(requestId, at, payload));
  }

  static RegisterCommand letter(
      UUID noticeId, UUID requestId, Instant at, Entry entry, Object payload) {
    return new SendLetter(new NoticeRecord(noticeId, requestId, at, entry.locale(), payload));
  }
}
