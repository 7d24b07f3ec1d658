package io.habeas.intake.register;

import static io.habeas.intake.register.Transitions.announce;
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
import io.habeas.intake.register.RegisterEvent.ObjectionUpheld;
import io.habeas.intake.register.RegisterEvent.Recorded;
import io.habeas.intake.register.RegisterEvent.RefusalDecided;
import io.habeas.intake.register.RegisterEvent.RequestReceived;
import io.habeas.intake.register.RegisterEvent.RestrictedThroughout;
import io.habeas.intake.register.RegisterEvent.RestrictionEndDecided;
import io.habeas.intake.register.RegisterEvent.RestrictionEnded;
import io.habeas.intake.register.RegisterEvent.RestrictionEnding;
import io.habeas.intake.register.RegisterEvent.WithdrawalWished;
import io.habeas.intake.register.Registration.Entry;
import io.habeas.intake.register.Registration.Known;
import io.habeas.intake.register.Registration.Phase.Answering;
import io.habeas.intake.register.Registration.Phase.Closed;
import io.habeas.intake.register.Registration.Phase.InForce;
import io.habeas.intake.register.Registration.Phase.InProgress;
import io.habeas.intake.register.Registration.Phase.Lifting;
import io.habeas.intake.register.Registration.Phase.TellingEnd;
import io.habeas.intake.register.Registration.Phase.TellingRestriction;
import io.habeas.intake.register.Registration.Why;
import io.habeas.process.Transition;
import io.habeas.schemas.avro.Completion;
import io.habeas.schemas.avro.ObjectionUpheldNotice;
import io.habeas.schemas.avro.RecipientMatter;
import io.habeas.schemas.avro.RefusalTooLate;
import io.habeas.schemas.avro.RefusedNotice;
import io.habeas.schemas.avro.RequestCarriedOut;
import io.habeas.schemas.avro.RequestFulfilled;
import io.habeas.schemas.avro.RequestRefused;
import io.habeas.schemas.avro.RestrictedNotice;
import io.habeas.schemas.avro.RestrictionEndTold;
import io.habeas.schemas.avro.RestrictionEndsNotice;
import io.habeas.schemas.avro.RestrictionGround;
import io.habeas.schemas.avro.RestrictionInForce;
import io.habeas.schemas.avro.Right;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * How a restriction stands and ends (Art. 18): the person is told that it is in force, and told
 * again before it is lifted (L24). Nothing lifts it but the word that the second letter has left.
 * Pure.
 */
final class Restrictions {
  private final Duration memory;
  private final Endings endings;

  /**
   * @param memory how long a closed request is remembered
   * @param endings how a request ends for who wants it back
   */
  Restrictions(Duration memory, Endings endings) {
    this.memory = memory;
    this.endings = endings;
  }

  /** It stands, and the person does not know yet. */
  Transition<Registration, RegisterCommand> recorded(
      Known known, TellingRestriction phase, Recorded event) {
    return switch (event) {
      case RequestReceived e -> ignored(known, "duplicate");
      case IdentityProven e -> ignored(known, "duplicate");
      case IdentityNotProven e -> ignored(known, "identity-decided");
      case WithdrawalWished e -> endings.wished(known, new InProgress(phase.entry()), e);
      // L24: who refuses now must have the person told first, when they know that it stands.
      case RefusalDecided e ->
          to(
              new Known(e.requestId(), phase),
              announce(e.requestId(), e.at(), new RefusalTooLate()));
      case EndingAnswer e -> ignored(known, "ending-not-asked");
      case Completed e -> ignored(known, "duplicate");
      case RestrictionEnding e -> ignored(known, "not-told-yet");
      case LetterSent e when e.noticeId().equals(phase.noticeId()) -> told(phase, e);
      case LetterSent e -> ignored(known, "other-letter");
      case LetterNotSent e when e.noticeId().equals(phase.noticeId()) ->
          ignored(known, "answer-not-sent");
      case LetterNotSent e -> ignored(known, "other-letter");
    };
  }

  /** It stands, and the person knows. */
  Transition<Registration, RegisterCommand> recorded(Known known, InForce phase, Recorded event) {
    return switch (event) {
      case RequestReceived e -> ignored(known, "duplicate");
      case IdentityProven e -> ignored(known, "duplicate");
      case IdentityNotProven e -> ignored(known, "identity-decided");
      case WithdrawalWished e -> endings.wished(known, new InProgress(phase.entry()), e);
      case RefusalDecided e -> refused(phase, e);
      case EndingAnswer e -> ignored(known, "ending-not-asked");
      case Completed e -> ignored(known, "duplicate");
      case RestrictionEndDecided e when phase.entry().right() == Right.RESTRICTION ->
          settled(phase, e);
      case RestrictionEndDecided e -> ignored(known, "other-right");
      case ObjectionUpheld e when phase.entry().right() == Right.OBJECTION -> upheld(phase, e);
      case ObjectionUpheld e -> ignored(known, "other-right");
      case RestrictionEnded e -> ignored(known, "not-told-yet");
      case LetterSent e -> ignored(known, "other-letter");
      case LetterNotSent e -> ignored(known, "other-letter");
    };
  }

  /** It shall end, and the person does not know yet. */
  Transition<Registration, RegisterCommand> recorded(
      Known known, TellingEnd phase, Recorded event) {
    return switch (event) {
      case RequestReceived e -> ignored(known, "duplicate");
      case IdentityProven e -> ignored(known, "duplicate");
      case IdentityNotProven e -> ignored(known, "identity-decided");
      case EndingWished e -> ignored(known, "ends-already");
      case EndingAnswer e -> ignored(known, "ending-not-asked");
      case Completed e -> ignored(known, "duplicate");
      case RestrictionEndDecided e -> ignored(known, "duplicate");
      case ObjectionUpheld e -> ignored(known, "ends-already");
      case RestrictionEnded e -> ignored(known, "not-told-yet");
      case LetterSent e when e.noticeId().equals(phase.noticeId()) -> endTold(phase, e);
      case LetterSent e -> ignored(known, "other-letter");
      case LetterNotSent e when e.noticeId().equals(phase.noticeId()) ->
          ignored(known, "answer-not-sent");
      case LetterNotSent e -> ignored(known, "other-letter");
    };
  }

  /** It ends, and the person knows. */
  Transition<Registration, RegisterCommand> recorded(Known known, Lifting phase, Recorded event) {
    return switch (event) {
      case RequestReceived e -> ignored(known, "duplicate");
      case IdentityProven e -> ignored(known, "duplicate");
      case IdentityNotProven e -> ignored(known, "identity-decided");
      case EndingWished e -> ignored(known, "ends-already");
      case EndingAnswer e -> ignored(known, "ending-not-asked");
      case Completed e -> ignored(known, "duplicate");
      case RestrictionEndDecided e -> ignored(known, "duplicate");
      case ObjectionUpheld e -> ignored(known, "ends-already");
      case RestrictionEnded e -> ended(phase, e);
      case LetterSent e -> ignored(known, "other-letter");
      case LetterNotSent e -> ignored(known, "other-letter");
    };
  }

  /** What is told of a restriction, also of one of nothing. */
  static RestrictedNotice notice(Entry entry, RestrictedThroughout e) {
    RestrictionGround ground = entry.restrictionGround();
    if (ground == null) {
      throw new IllegalStateException("Expected a restriction with its ground but it has none");
    }
    return new RestrictedNotice(
        entry.right(), ground, e.completion(), e.stores(), entry.restrictionTold());
  }

  Transition<Registration, RegisterCommand> inForce(Entry entry, RestrictedThroughout e) {
    UUID noticeId = Letters.answer(entry.right(), e.requestId());
    List<RegisterCommand> commands =
        new ArrayList<>(
            Recipients.tell(
                e.requestId(), e.at(), RecipientMatter.RESTRICTION, entry.restrictionTold()));
    commands.add(letter(noticeId, e.requestId(), e.at(), entry, notice(entry, e)));
    return to(new Known(e.requestId(), new TellingRestriction(entry, noticeId)), commands);
  }

  /** Answered; but the request stays open for as long as the restriction stands. */
  private static Transition<Registration, RegisterCommand> told(
      TellingRestriction phase, LetterSent e) {
    return to(
        new Known(e.requestId(), new InForce(phase.entry())),
        announce(e.requestId(), e.at(), new RestrictionInForce()));
  }

  private static Transition<Registration, RegisterCommand> settled(
      InForce phase, RestrictionEndDecided e) {
    UUID noticeId = Letters.restrictionEnds(e.requestId());
    return to(
        new Known(
            e.requestId(),
            new TellingEnd(phase.entry(), new Why.Settled(e.decisionId()), noticeId)),
        letter(
            noticeId,
            e.requestId(),
            e.at(),
            phase.entry(),
            new RestrictionEndsNotice(e.decisionId(), phase.entry().restrictionTold())));
  }

  /** L28: what the person objects to has stopped already, and does not begin again. */
  private static Transition<Registration, RegisterCommand> upheld(
      InForce phase, ObjectionUpheld e) {
    UUID noticeId = Letters.objectionUpheld(e.requestId());
    return to(
        new Known(
            e.requestId(),
            new Answering(phase.entry(), Completion.OBJECTION_UPHELD, noticeId, Set.of())),
        announce(e.requestId(), e.at(), new RequestCarriedOut(Completion.OBJECTION_UPHELD)),
        letter(noticeId, e.requestId(), e.at(), phase.entry(), new ObjectionUpheldNotice()));
  }

  /** L12, L24: with reasons, and before anything is lifted. */
  private static Transition<Registration, RegisterCommand> refused(
      InForce phase, RefusalDecided e) {
    UUID noticeId = Letters.refused(e.requestId());
    return to(
        new Known(
            e.requestId(),
            new TellingEnd(phase.entry(), new Why.Refused(e.ground(), e.decisionId()), noticeId)),
        letter(
            noticeId,
            e.requestId(),
            e.at(),
            phase.entry(),
            new RefusedNotice(phase.entry().right(), e.ground(), e.decisionId())));
  }

  /** The person knows: from here on, and only from here on, it is lifted. */
  private static Transition<Registration, RegisterCommand> endTold(TellingEnd phase, LetterSent e) {
    return to(
        new Known(e.requestId(), new Lifting(phase.entry(), phase.why())),
        announce(e.requestId(), e.at(), new RestrictionEndTold()));
  }

  private Transition<Registration, RegisterCommand> ended(Lifting phase, RestrictionEnded e) {
    Object end =
        switch (phase.why()) {
          case Why.Settled s -> new RequestFulfilled(Completion.RESTRICTION_LIFTED);
          case Why.Refused(var ground, UUID decisionId) -> new RequestRefused(ground);
        };
    // First: the end lets the vault forget.
    List<RegisterCommand> commands =
        new ArrayList<>(
            Recipients.tell(
                e.requestId(),
                e.at(),
                RecipientMatter.RESTRICTION_END,
                phase.entry().restrictionTold()));
    commands.add(announce(e.requestId(), e.at(), end));
    return to(new Known(e.requestId(), new Closed(e.at().plus(memory))), commands);
  }
}
