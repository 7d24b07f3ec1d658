package io.habeas.intake.register;

import static io.habeas.intake.register.Transitions.announce;
import static io.habeas.intake.register.Transitions.both;
import static io.habeas.intake.register.Transitions.ignored;
import static io.habeas.intake.register.Transitions.letter;
import static io.habeas.intake.register.Transitions.to;

import io.habeas.intake.register.RegisterEvent.Completed;
import io.habeas.intake.register.RegisterEvent.EndingAnswer;
import io.habeas.intake.register.RegisterEvent.EndingWished;
import io.habeas.intake.register.RegisterEvent.IdentityNotProven;
import io.habeas.intake.register.RegisterEvent.IdentityProven;
import io.habeas.intake.register.RegisterEvent.LetterNotSent;
import io.habeas.intake.register.RegisterEvent.LetterSent;
import io.habeas.intake.register.RegisterEvent.ProcessingStopped;
import io.habeas.intake.register.RegisterEvent.Recorded;
import io.habeas.intake.register.RegisterEvent.RequestReceived;
import io.habeas.intake.register.RegisterEvent.RestrictionEnding;
import io.habeas.intake.register.Registration.Entry;
import io.habeas.intake.register.Registration.Known;
import io.habeas.intake.register.Registration.Phase.Closed;
import io.habeas.intake.register.Registration.Phase.InProgress;
import io.habeas.intake.register.Registration.Phase.Stopped;
import io.habeas.intake.register.Registration.Phase.Stopping;
import io.habeas.intake.register.Registration.Proof;
import io.habeas.intake.register.Registration.Wish;
import io.habeas.process.Transition;
import io.habeas.schemas.avro.Completion;
import io.habeas.schemas.avro.ConsentErasureAccepted;
import io.habeas.schemas.avro.ReceiptNotice;
import io.habeas.schemas.avro.RefusalTooLate;
import io.habeas.schemas.avro.RequestCarriedOut;
import io.habeas.schemas.avro.RequestFulfilled;
import io.habeas.schemas.avro.WithdrawalAccepted;
import io.habeas.schemas.avro.WithdrawalTooLate;
import java.time.Duration;
import java.time.Instant;
import java.time.Period;
import java.util.List;
import java.util.UUID;

/**
 * Art. 7(3): withdrawing is as easy as giving, so that processing stops at once, whoever asks
 * (L29). Art. 17(1)(b): what rested on the consent alone is then to be erased (L21); that cannot be
 * undone and searches stores, so it waits for proof (L11). Both may come in any order. Pure.
 */
final class ConsentWithdrawals {
  private final LegalClock clock;
  private final Period proofWindow;
  private final Duration memory;

  /**
   * @param proofWindow how long the person has to prove who they are; the due date ends it too
   * @param memory how long a closed request is remembered
   */
  ConsentWithdrawals(LegalClock clock, Period proofWindow, Duration memory) {
    this.clock = clock;
    this.proofWindow = proofWindow;
    this.memory = memory;
  }

  Transition<Registration, RegisterCommand> recorded(Known known, Stopping phase, Recorded event) {
    boolean open = phase.proof() instanceof Proof.Awaited;
    return switch (event) {
      case RequestReceived e -> ignored(known, "duplicate");
      case IdentityProven e when open ->
          with(known, phase.entry(), new Proof.Given(e.identifierTypes()));
      case IdentityProven e -> ignored(known, "identity-decided");
      case IdentityNotProven e when open -> with(known, phase.entry(), new Proof.Lacking());
      case IdentityNotProven e -> ignored(known, "identity-decided");
      case EndingWished e ->
          switch (e.wish()) {
            // That it stops cannot be had back; whether there is more, it is too early to say.
            case Wish.Withdrawal w -> with(known, phase.entry(), new Proof.Unwanted());
            case Wish.Refusal r -> to(new Known(e.requestId(), phase), notRefused(e));
          };
      case EndingAnswer e -> ignored(known, "ending-not-asked");
      case ProcessingStopped e -> stopped(phase.entry(), phase.proof(), e);
      case Completed e -> ignored(known, "other-right");
      case RestrictionEnding e -> ignored(known, "no-restriction-in-force");
      case LetterSent e -> ignored(known, "other-letter");
      case LetterNotSent e -> ignored(known, "other-letter");
    };
  }

  Transition<Registration, RegisterCommand> recorded(Known known, Stopped phase, Recorded event) {
    return switch (event) {
      case RequestReceived e -> ignored(known, "duplicate");
      case IdentityProven e -> erased(phase.entry(), phase.resting(), e.identifierTypes(), e);
      case IdentityNotProven e -> asStopped(e.requestId(), e.at());
      case EndingWished e ->
          switch (e.wish()) {
            case Wish.Withdrawal w -> notErased(e);
            case Wish.Refusal r -> to(new Known(e.requestId(), phase), notRefused(e));
          };
      case EndingAnswer e -> ignored(known, "ending-not-asked");
      case ProcessingStopped e -> ignored(known, "duplicate");
      case Completed e -> ignored(known, "other-right");
      case RestrictionEnding e -> ignored(known, "no-restriction-in-force");
      case LetterSent e -> ignored(known, "other-letter");
      case LetterNotSent e -> ignored(known, "other-letter");
    };
  }

  /** Everybody is directed; nothing that comes later changes that. */
  Transition<Registration, RegisterCommand> stopped(Entry entry, Proof proof, ProcessingStopped e) {
    boolean more = !e.resting().isEmpty();
    return switch (proof) {
      case Proof.Awaited awaited when more ->
          to(new Known(e.requestId(), new Stopped(entry, e.resting(), lapsesAt(entry))));
      case Proof.Given(List<String> types) when more -> erased(entry, e.resting(), types, e);
      case Proof.Unwanted unwanted when more -> notErased(e);
      case Proof.Unwanted unwanted ->
          both(
              to(
                  new Known(e.requestId(), new Stopping(entry, proof)),
                  announce(e.requestId(), e.at(), new WithdrawalTooLate())),
              asStopped(e.requestId(), e.at()));
      case Proof.Awaited awaited -> asStopped(e.requestId(), e.at());
      case Proof.Given given -> asStopped(e.requestId(), e.at());
      case Proof.Lacking lacking -> asStopped(e.requestId(), e.at());
    };
  }

  /** It is carried out, and nothing was erased for it. */
  Transition<Registration, RegisterCommand> asStopped(UUID requestId, Instant at) {
    return to(
        new Known(requestId, new Closed(at.plus(memory))),
        announce(requestId, at, new RequestCarriedOut(Completion.PROCESSING_STOPPED)),
        announce(requestId, at, new RequestFulfilled(Completion.PROCESSING_STOPPED)));
  }

  /** L27, L29: whoever decides for the controller can refuse nothing of it. */
  static RegisterCommand notRefused(EndingWished e) {
    return announce(e.requestId(), e.at(), new RefusalTooLate());
  }

  /** In time as far as something was to be erased. */
  private Transition<Registration, RegisterCommand> notErased(Recorded e) {
    return both(
        to(
            new Known(e.requestId(), new Closed(e.at().plus(memory))),
            announce(e.requestId(), e.at(), new WithdrawalAccepted())),
        asStopped(e.requestId(), e.at()));
  }

  /** From here on, and only from here on, something is read and erased. */
  private Transition<Registration, RegisterCommand> erased(
      Entry entry, List<String> resting, List<String> identifierTypes, Recorded cause) {
    UUID requestId = cause.requestId();
    return to(
        new Known(requestId, new InProgress(entry.erasing(resting))),
        announce(
            requestId,
            cause.at(),
            new ConsentErasureAccepted(entry.purposes(), resting, identifierTypes, entry.dueOn())),
        letter(
            Letters.receipt(requestId),
            requestId,
            cause.at(),
            entry,
            new ReceiptNotice(entry.right(), clock.dateOf(entry.receivedAt()), entry.dueOn())));
  }

  /** L12: what can be said within the month is said within it. */
  private Instant lapsesAt(Entry entry) {
    Instant window = clock.after(entry.receivedAt(), proofWindow);
    Instant due = clock.startOf(entry.dueOn());
    return window.isBefore(due) ? window : due;
  }

  private static Transition<Registration, RegisterCommand> with(
      Known known, Entry entry, Proof proof) {
    return to(new Known(known.requestId(), new Stopping(entry, proof)));
  }
}
