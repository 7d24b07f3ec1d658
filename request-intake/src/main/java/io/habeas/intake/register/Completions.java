package io.habeas.intake.register;

import static io.habeas.intake.register.Transitions.announce;
import static io.habeas.intake.register.Transitions.letter;
import static io.habeas.intake.register.Transitions.to;

import io.habeas.intake.register.RegisterEvent.Completed;
import io.habeas.intake.register.RegisterEvent.ErasureCompleted;
import io.habeas.intake.register.RegisterEvent.ExportCompleted;
import io.habeas.intake.register.RegisterEvent.LetterSent;
import io.habeas.intake.register.RegisterEvent.ProcessingStopped;
import io.habeas.intake.register.RegisterEvent.RectificationCompleted;
import io.habeas.intake.register.RegisterEvent.RestrictedThroughout;
import io.habeas.intake.register.Registration.Entry;
import io.habeas.intake.register.Registration.Known;
import io.habeas.intake.register.Registration.Phase.Answering;
import io.habeas.intake.register.Registration.Phase.Closed;
import io.habeas.intake.register.Registration.Proof;
import io.habeas.process.Transition;
import io.habeas.schemas.avro.AccessAnsweredNotice;
import io.habeas.schemas.avro.Completion;
import io.habeas.schemas.avro.ConsentErasedNotice;
import io.habeas.schemas.avro.EndCause;
import io.habeas.schemas.avro.ErasureCompletedNotice;
import io.habeas.schemas.avro.RectifiedNotice;
import io.habeas.schemas.avro.RequestCarriedOut;
import io.habeas.schemas.avro.RequestFulfilled;
import io.habeas.schemas.avro.Right;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** What is told when all participants have done their part, and when that has left. Pure. */
final class Completions {
  private final RegisterPolicy.Terms terms;
  private final Restrictions restrictions;
  private final ConsentWithdrawals consents;

  Completions(RegisterPolicy.Terms terms, Restrictions restrictions, ConsentWithdrawals consents) {
    this.terms = terms;
    this.restrictions = restrictions;
    this.consents = consents;
  }

  Transition<Registration, RegisterCommand> carriedOut(
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

  Transition<Registration, RegisterCommand> fulfilled(Answering phase, LetterSent e) {
    return to(
        new Known(e.requestId(), new Closed(e.at().plus(terms.memory()))),
        announce(e.requestId(), e.at(), new RequestFulfilled(phase.completion())));
  }
}
