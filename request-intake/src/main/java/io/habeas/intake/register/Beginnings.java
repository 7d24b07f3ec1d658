package io.habeas.intake.register;

import static io.habeas.intake.register.Transitions.announce;
import static io.habeas.intake.register.Transitions.letter;
import static io.habeas.intake.register.Transitions.to;

import io.habeas.intake.register.LegalClock.DueDates;
import io.habeas.intake.register.RegisterEvent.Recorded;
import io.habeas.intake.register.RegisterEvent.RequestReceived;
import io.habeas.intake.register.Registration.Entry;
import io.habeas.intake.register.Registration.Known;
import io.habeas.intake.register.Registration.Phase.AwaitingIdentity;
import io.habeas.intake.register.Registration.Phase.Closed;
import io.habeas.intake.register.Registration.Phase.InProgress;
import io.habeas.intake.register.Registration.Phase.Stopping;
import io.habeas.intake.register.Registration.Proof;
import io.habeas.process.Transition;
import io.habeas.schemas.avro.ErasureGround;
import io.habeas.schemas.avro.ReceiptNotice;
import io.habeas.schemas.avro.RefusalGround;
import io.habeas.schemas.avro.RequestAccepted;
import io.habeas.schemas.avro.RequestRefused;
import io.habeas.schemas.avro.RequestRegistered;
import io.habeas.schemas.avro.RestrictionGround;
import io.habeas.schemas.avro.Right;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** How requests begin: taken in, and accepted when their makers have proven who they are. Pure. */
final class Beginnings {
  private final LegalClock clock;
  private final RegisterPolicy.Terms terms;

  Beginnings(LegalClock clock, RegisterPolicy.Terms terms) {
    this.clock = clock;
    this.terms = terms;
  }

  /** Whether a request for it is that processing for a purpose stops. */
  static boolean stops(Right right) {
    return switch (right) {
      case MARKETING_OBJECTION, CONSENT_WITHDRAWAL -> true;
      case ERASURE, ACCESS, RECTIFICATION, RESTRICTION, OBJECTION -> false;
    };
  }

  /** L12: a refusal goes out within the month, so the wait for proof ends on the due date. */
  Transition<Registration, RegisterCommand> registered(RequestReceived e) {
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
  Transition<Registration, RegisterCommand> stopping(RequestReceived e, Proof proof) {
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

  /** Identity is proven: from here on, and only from here on, data is read and changed. */
  Transition<Registration, RegisterCommand> accepted(
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

  Transition<Registration, RegisterCommand> refused(Known known, Instant at) {
    return to(
        new Known(known.requestId(), new Closed(at.plus(terms.memory()))),
        announce(
            known.requestId(), at, new RequestRefused(RefusalGround.IDENTITY_NOT_ESTABLISHED)));
  }

  Entry entry(RequestReceived e) {
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
}
