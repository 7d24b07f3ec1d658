package io.habeas.intake.register;

import static io.habeas.intake.register.RegisterPolicy.announce;
import static io.habeas.intake.register.RegisterPolicy.letter;
import static io.habeas.intake.register.RegisterPolicy.to;

import io.habeas.intake.register.RegisterEvent.LetterSent;
import io.habeas.intake.register.RegisterEvent.ObjectionUpheld;
import io.habeas.intake.register.RegisterEvent.RefusalDecided;
import io.habeas.intake.register.RegisterEvent.RestrictedThroughout;
import io.habeas.intake.register.RegisterEvent.RestrictionEndDecided;
import io.habeas.intake.register.RegisterEvent.RestrictionEnded;
import io.habeas.intake.register.Registration.Entry;
import io.habeas.intake.register.Registration.Known;
import io.habeas.intake.register.Registration.Phase.Answering;
import io.habeas.intake.register.Registration.Phase.Closed;
import io.habeas.intake.register.Registration.Phase.InForce;
import io.habeas.intake.register.Registration.Phase.Lifting;
import io.habeas.intake.register.Registration.Phase.TellingEnd;
import io.habeas.intake.register.Registration.Phase.TellingRestriction;
import io.habeas.intake.register.Registration.Why;
import io.habeas.process.Transition;
import io.habeas.schemas.avro.Completion;
import io.habeas.schemas.avro.ObjectionUpheldNotice;
import io.habeas.schemas.avro.RefusedNotice;
import io.habeas.schemas.avro.RequestCarriedOut;
import io.habeas.schemas.avro.RequestFulfilled;
import io.habeas.schemas.avro.RequestRefused;
import io.habeas.schemas.avro.RestrictedNotice;
import io.habeas.schemas.avro.RestrictionEndTold;
import io.habeas.schemas.avro.RestrictionEndsNotice;
import io.habeas.schemas.avro.RestrictionGround;
import io.habeas.schemas.avro.RestrictionInForce;
import java.time.Duration;
import java.util.Set;
import java.util.UUID;

/**
 * How a restriction stands and ends (Art. 18): the person is told that it is in force, and told
 * again before it is lifted (L24). Nothing lifts it but the word that the second letter has left.
 * Pure.
 */
final class Restrictions {
  private final Duration memory;

  /**
   * @param memory how long a closed request is remembered
   */
  Restrictions(Duration memory) {
    this.memory = memory;
  }

  /** What is told of a restriction, also of one of nothing. */
  static RestrictedNotice notice(Entry entry, RestrictedThroughout e) {
    RestrictionGround ground = entry.restrictionGround();
    if (ground == null) {
      throw new IllegalStateException("Expected a restriction with its ground but it has none");
    }
    return new RestrictedNotice(entry.right(), ground, e.completion(), e.stores());
  }

  Transition<Registration, RegisterCommand> inForce(Entry entry, RestrictedThroughout e) {
    UUID noticeId = Letters.answer(entry.right(), e.requestId());
    return to(
        new Known(e.requestId(), new TellingRestriction(entry, noticeId)),
        letter(noticeId, e.requestId(), e.at(), entry, notice(entry, e)));
  }

  /** Answered; but the request stays open for as long as the restriction stands. */
  Transition<Registration, RegisterCommand> told(TellingRestriction phase, LetterSent e) {
    return to(
        new Known(e.requestId(), new InForce(phase.entry())),
        announce(e.requestId(), e.at(), new RestrictionInForce()));
  }

  Transition<Registration, RegisterCommand> settled(InForce phase, RestrictionEndDecided e) {
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
            new RestrictionEndsNotice(e.decisionId())));
  }

  /** L28: what the person objects to has stopped already, and does not begin again. */
  Transition<Registration, RegisterCommand> upheld(InForce phase, ObjectionUpheld e) {
    UUID noticeId = Letters.objectionUpheld(e.requestId());
    return to(
        new Known(
            e.requestId(),
            new Answering(phase.entry(), Completion.OBJECTION_UPHELD, noticeId, Set.of())),
        announce(e.requestId(), e.at(), new RequestCarriedOut(Completion.OBJECTION_UPHELD)),
        letter(noticeId, e.requestId(), e.at(), phase.entry(), new ObjectionUpheldNotice()));
  }

  /** L12, L24: with reasons, and before anything is lifted. */
  Transition<Registration, RegisterCommand> refused(InForce phase, RefusalDecided e) {
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
  Transition<Registration, RegisterCommand> endTold(TellingEnd phase, LetterSent e) {
    return to(
        new Known(e.requestId(), new Lifting(phase.entry(), phase.why())),
        announce(e.requestId(), e.at(), new RestrictionEndTold()));
  }

  Transition<Registration, RegisterCommand> ended(Lifting phase, RestrictionEnded e) {
    Object end =
        switch (phase.why()) {
          case Why.Settled s -> new RequestFulfilled(Completion.RESTRICTION_LIFTED);
          case Why.Refused(var ground, UUID decisionId) -> new RequestRefused(ground);
        };
    return to(
        new Known(e.requestId(), new Closed(e.at().plus(memory))),
        announce(e.requestId(), e.at(), end));
  }
}
