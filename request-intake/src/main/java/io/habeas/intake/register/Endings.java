package io.habeas.intake.register;

import static io.habeas.intake.register.Transitions.announce;
import static io.habeas.intake.register.Transitions.both;
import static io.habeas.intake.register.Transitions.letter;
import static io.habeas.intake.register.Transitions.to;

import io.habeas.intake.register.RegisterEvent.EndingWished;
import io.habeas.intake.register.RegisterEvent.LetterSent;
import io.habeas.intake.register.RegisterEvent.Recorded;
import io.habeas.intake.register.Registration.Entry;
import io.habeas.intake.register.Registration.Known;
import io.habeas.intake.register.Registration.Phase.Answering;
import io.habeas.intake.register.Registration.Phase.Closed;
import io.habeas.intake.register.Registration.Phase.Ending;
import io.habeas.intake.register.Registration.Phase.InProgress;
import io.habeas.intake.register.Registration.Phase.TakingLeave;
import io.habeas.intake.register.Registration.Phase.Undoing;
import io.habeas.intake.register.Registration.Wish;
import io.habeas.process.Transition;
import io.habeas.schemas.avro.Completion;
import io.habeas.schemas.avro.EndCause;
import io.habeas.schemas.avro.EndingAsked;
import io.habeas.schemas.avro.RecipientMatter;
import io.habeas.schemas.avro.RefusalTooLate;
import io.habeas.schemas.avro.RefusedNotice;
import io.habeas.schemas.avro.RequestFulfilled;
import io.habeas.schemas.avro.RequestRefused;
import io.habeas.schemas.avro.RequestWithdrawn;
import io.habeas.schemas.avro.Right;
import io.habeas.schemas.avro.WithdrawalAccepted;
import io.habeas.schemas.avro.WithdrawalTooLate;
import io.habeas.schemas.avro.WithdrawalTooLateNotice;
import io.habeas.schemas.avro.WithdrawnNotice;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * How a request ends before it is carried out: because its maker wants it back, or because the
 * controller refuses it (Art. 12(4), 12(5), 17(3)). Whoever carries it out says whether it still
 * can be undone; the first who wanted it decides for what it ends, and what is too late for one is
 * too late for the other. Pure.
 */
final class Endings {
  private final Duration memory;

  /**
   * @param memory how long a closed request is remembered
   */
  Endings(Duration memory) {
    this.memory = memory;
  }

  /** Nothing has begun, and nobody has proven to be its maker: it ends at once, and no letter. */
  Transition<Registration, RegisterCommand> atOnce(EndingWished e) {
    return closed(e, e.wish());
  }

  Transition<Registration, RegisterCommand> wished(Known known, InProgress phase, EndingWished e) {
    EndCause cause = e.wish().cause();
    if (e.wish() instanceof Wish.Refusal && phase.entry().right() == Right.CONSENT_WITHDRAWAL) {
      return to(
          new Known(e.requestId(), new InProgress(phase.entry(), phase.tooLate())),
          ConsentWithdrawals.notRefused(e));
    }
    if (phase.tooLate().contains(cause)) {
      return Transition.ignored(known, "told-too-late");
    }
    if (!phase.tooLate().isEmpty()) {
      return to(
          new Known(
              e.requestId(),
              new InProgress(phase.entry(), Registration.with(phase.tooLate(), cause))),
          tooLate(phase.entry(), cause, e));
    }
    return to(
        new Known(e.requestId(), new Ending(phase.entry(), e.wish(), Set.of())),
        announce(e.requestId(), e.at(), new EndingAsked(cause)));
  }

  /** Asked is once, for whoever was first. */
  Transition<Registration, RegisterCommand> wished(Known known, Ending phase, EndingWished e) {
    EndCause cause = e.wish().cause();
    return phase.wishes().contains(cause)
        ? Transition.ignored(known, "duplicate")
        : to(
            new Known(
                e.requestId(),
                new Ending(
                    phase.entry(), phase.wish(), Registration.with(phase.alsoWished(), cause))));
  }

  /** It is carried out: whoever did not know is told. */
  Transition<Registration, RegisterCommand> wished(Known known, Answering phase, EndingWished e) {
    EndCause cause = e.wish().cause();
    if (phase.tooLate().contains(cause)) {
      return Transition.ignored(known, "told-too-late");
    }
    return to(
        new Known(
            e.requestId(),
            new Answering(
                phase.entry(),
                phase.completion(),
                phase.noticeId(),
                Registration.with(phase.tooLate(), cause))),
        tooLate(phase.entry(), cause, e));
  }

  Transition<Registration, RegisterCommand> accepted(Ending phase, Recorded e) {
    Known undoing = new Known(e.requestId(), new Undoing(phase.entry(), phase.wish()));
    return switch (phase.wish()) {
      case Wish.Withdrawal w ->
          to(undoing, announce(e.requestId(), e.at(), new WithdrawalAccepted()));
      // Told with its reasons, once it is true that nothing is done.
      case Wish.Refusal r -> to(undoing);
    };
  }

  /** It takes its course. */
  Transition<Registration, RegisterCommand> tooLate(Ending phase, Recorded e) {
    List<RegisterCommand> commands = new ArrayList<>();
    phase.wishes().stream()
        .sorted()
        .forEach(cause -> commands.addAll(tooLate(phase.entry(), cause, e)));
    return to(new Known(e.requestId(), new InProgress(phase.entry(), phase.wishes())), commands);
  }

  /** That everything is undone says also that it could be. */
  Transition<Registration, RegisterCommand> abandoned(Ending phase, Recorded e) {
    return both(accepted(phase, e), abandoned(new Undoing(phase.entry(), phase.wish()), e));
  }

  /** L12: a refusal is told with its reasons, and closed only when that has left. */
  Transition<Registration, RegisterCommand> abandoned(Undoing phase, Recorded e) {
    Entry entry = phase.entry();
    UUID requestId = e.requestId();
    RegisterCommand letter =
        switch (phase.wish()) {
          case Wish.Withdrawal w ->
              letter(
                  Letters.withdrawn(requestId),
                  requestId,
                  e.at(),
                  entry,
                  new WithdrawnNotice(entry.right()));
          case Wish.Refusal(var ground, UUID decisionId) ->
              letter(
                  Letters.refused(requestId),
                  requestId,
                  e.at(),
                  entry,
                  new RefusedNotice(entry.right(), ground, decisionId));
        };
    // A restriction of which they were told is over.
    List<RegisterCommand> commands =
        new ArrayList<>(
            Recipients.tell(
                requestId, e.at(), RecipientMatter.RESTRICTION_END, entry.restrictionTold()));
    commands.add(letter);
    return to(
        new Known(requestId, new TakingLeave(entry, phase.wish(), idOf(phase.wish(), requestId))),
        commands);
  }

  /** That processing stopped stays so, also where nothing of what rested on a consent is erased. */
  Transition<Registration, RegisterCommand> left(TakingLeave phase, LetterSent e) {
    return phase.entry().right() == Right.CONSENT_WITHDRAWAL
        ? to(
            new Known(e.requestId(), new Closed(e.at().plus(memory))),
            announce(e.requestId(), e.at(), new RequestFulfilled(Completion.PROCESSING_STOPPED)))
        : closed(e, phase.wish());
  }

  private Transition<Registration, RegisterCommand> closed(Recorded e, Wish wish) {
    Object end =
        switch (wish) {
          case Wish.Withdrawal w -> new RequestWithdrawn();
          case Wish.Refusal(var ground, UUID decisionId) -> new RequestRefused(ground);
        };
    return to(
        new Known(e.requestId(), new Closed(e.at().plus(memory))),
        announce(e.requestId(), e.at(), end));
  }

  /** The person is told by letter; who decides for the controller reads it in the view. */
  private static List<RegisterCommand> tooLate(Entry entry, EndCause cause, Recorded e) {
    Instant at = e.at();
    return switch (cause) {
      case WITHDRAWN ->
          List.of(
              announce(e.requestId(), at, new WithdrawalTooLate()),
              letter(
                  Letters.withdrawalTooLate(e.requestId()),
                  e.requestId(),
                  at,
                  entry,
                  new WithdrawalTooLateNotice(entry.right())));
      case REFUSED -> List.of(announce(e.requestId(), at, new RefusalTooLate()));
    };
  }

  private static UUID idOf(Wish wish, UUID requestId) {
    return switch (wish) {
      case Wish.Withdrawal w -> Letters.withdrawn(requestId);
      case Wish.Refusal r -> Letters.refused(requestId);
    };
  }
}
