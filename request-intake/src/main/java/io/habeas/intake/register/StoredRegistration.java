package io.habeas.intake.register;

import io.habeas.intake.register.RegisterCommand.Announce;
import io.habeas.intake.register.RegisterCommand.SendLetter;
import io.habeas.intake.register.Registration.Entry;
import io.habeas.intake.register.Registration.Known;
import io.habeas.intake.register.Registration.Phase;
import io.habeas.intake.register.Registration.Proof;
import io.habeas.intake.register.Registration.Unknown;
import io.habeas.intake.register.Registration.Why;
import io.habeas.intake.register.Registration.Wish;
import io.habeas.process.ProcessDefinition.StateCodec;
import io.habeas.schemas.avro.EndCause;
import io.habeas.schemas.avro.NoticeRecord;
import io.habeas.schemas.avro.RequestRecord;
import io.habeas.schemas.avro.state.Answering;
import io.habeas.schemas.avro.state.AwaitingIdentity;
import io.habeas.schemas.avro.state.Closed;
import io.habeas.schemas.avro.state.Ending;
import io.habeas.schemas.avro.state.ErasureUnwanted;
import io.habeas.schemas.avro.state.InForce;
import io.habeas.schemas.avro.state.InProgress;
import io.habeas.schemas.avro.state.Lifting;
import io.habeas.schemas.avro.state.ProofAwaited;
import io.habeas.schemas.avro.state.ProofGiven;
import io.habeas.schemas.avro.state.ProofLacking;
import io.habeas.schemas.avro.state.ProvenBeforeReceipt;
import io.habeas.schemas.avro.state.Refusal;
import io.habeas.schemas.avro.state.RegisterEntry;
import io.habeas.schemas.avro.state.RegisterState;
import io.habeas.schemas.avro.state.RejectedBeforeReceipt;
import io.habeas.schemas.avro.state.Settled;
import io.habeas.schemas.avro.state.Stopped;
import io.habeas.schemas.avro.state.Stopping;
import io.habeas.schemas.avro.state.TakingLeave;
import io.habeas.schemas.avro.state.TellingEnd;
import io.habeas.schemas.avro.state.TellingRestriction;
import io.habeas.schemas.avro.state.Undoing;
import io.habeas.schemas.avro.state.Withdrawal;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** How the register's state is stored. */
final class StoredRegistration {
  static final StateCodec<Registration, RegisterState> CODEC =
      new StateCodec<>(RegisterState.class, StoredRegistration::write, StoredRegistration::read);

  private StoredRegistration() {}

  private static RegisterState write(Registration registration) {
    return switch (registration) {
      case Known known ->
          new RegisterState(
              known.requestId(),
              write(known.phase()),
              new ArrayList<>(known.unsent().stream().map(StoredRegistration::write).toList()),
              known.sendAgainAt());
      case Unknown unknown ->
          throw new IllegalArgumentException(
              "Expected a request that something happened to but nothing has");
    };
  }

  private static Registration read(RegisterState state) {
    return new Known(
        state.getRequestId(),
        readPhase(state.getPhase()),
        state.getUnsent().stream().map(StoredRegistration::readCommand).toList(),
        state.getSendAgainAt());
  }

  private static Object write(Phase phase) {
    return switch (phase) {
      case Phase.ProvenBeforeReceipt p ->
          new ProvenBeforeReceipt(p.identifierTypes(), p.forgetAt());
      case Phase.RejectedBeforeReceipt p -> new RejectedBeforeReceipt(p.forgetAt());
      case Phase.AwaitingIdentity p -> new AwaitingIdentity(write(p.entry()), p.lapsesAt());
      case Phase.Stopping p -> new Stopping(write(p.entry()), write(p.proof()));
      case Phase.Stopped p -> new Stopped(write(p.entry()), p.resting(), p.lapsesAt());
      case Phase.InProgress p -> new InProgress(write(p.entry()), write(p.tooLate()));
      case Phase.Ending p -> new Ending(write(p.entry()), write(p.wish()), write(p.alsoWished()));
      case Phase.Undoing p -> new Undoing(write(p.entry()), write(p.wish()));
      case Phase.TakingLeave p -> new TakingLeave(write(p.entry()), write(p.wish()), p.noticeId());
      case Phase.Answering p ->
          new Answering(write(p.entry()), p.completion(), p.noticeId(), write(p.tooLate()));
      case Phase.TellingRestriction p -> new TellingRestriction(write(p.entry()), p.noticeId());
      case Phase.InForce p -> new InForce(write(p.entry()));
      case Phase.TellingEnd p -> new TellingEnd(write(p.entry()), write(p.why()), p.noticeId());
      case Phase.Lifting p -> new Lifting(write(p.entry()), write(p.why()));
      case Phase.Closed p -> new Closed(p.forgetAt());
    };
  }

  private static Phase readPhase(Object phase) {
    return switch (phase) {
      case ProvenBeforeReceipt p ->
          new Phase.ProvenBeforeReceipt(p.getProvenIdentifierTypes(), p.getForgetAt());
      case RejectedBeforeReceipt p -> new Phase.RejectedBeforeReceipt(p.getForgetAt());
      case AwaitingIdentity p -> new Phase.AwaitingIdentity(read(p.getEntry()), p.getLapsesAt());
      case Stopping p -> new Phase.Stopping(read(p.getEntry()), readProof(p.getProof()));
      case Stopped p -> new Phase.Stopped(read(p.getEntry()), p.getResting(), p.getLapsesAt());
      case InProgress p -> new Phase.InProgress(read(p.getEntry()), Set.copyOf(p.getTooLate()));
      case Ending p ->
          new Phase.Ending(
              read(p.getEntry()), readWish(p.getWish()), Set.copyOf(p.getAlsoWished()));
      case Undoing p -> new Phase.Undoing(read(p.getEntry()), readWish(p.getWish()));
      case TakingLeave p ->
          new Phase.TakingLeave(read(p.getEntry()), readWish(p.getWish()), p.getNoticeId());
      case Answering p ->
          new Phase.Answering(
              read(p.getEntry()), p.getCompletion(), p.getNoticeId(), Set.copyOf(p.getTooLate()));
      case TellingRestriction p ->
          new Phase.TellingRestriction(read(p.getEntry()), p.getNoticeId());
      case InForce p -> new Phase.InForce(read(p.getEntry()));
      case TellingEnd p ->
          new Phase.TellingEnd(read(p.getEntry()), readWhy(p.getWhy()), p.getNoticeId());
      case Lifting p -> new Phase.Lifting(read(p.getEntry()), readWhy(p.getWhy()));
      case Closed p -> new Phase.Closed(p.getForgetAt());
      default -> throw unexpected(phase);
    };
  }

  /** Sorted, so that the same state is always stored as the same bytes. */
  private static List<EndCause> write(Set<EndCause> causes) {
    return causes.stream().sorted().toList();
  }

  private static Object write(Proof proof) {
    return switch (proof) {
      case Proof.Awaited awaited -> new ProofAwaited();
      case Proof.Given(List<String> types) -> new ProofGiven(types);
      case Proof.Lacking lacking -> new ProofLacking();
      case Proof.Unwanted unwanted -> new ErasureUnwanted();
    };
  }

  private static Proof readProof(Object proof) {
    return switch (proof) {
      case ProofAwaited awaited -> new Proof.Awaited();
      case ProofGiven given -> new Proof.Given(given.getProvenIdentifierTypes());
      case ProofLacking lacking -> new Proof.Lacking();
      case ErasureUnwanted unwanted -> new Proof.Unwanted();
      default -> throw unexpected(proof);
    };
  }

  private static Object write(Wish wish) {
    return switch (wish) {
      case Wish.Withdrawal w -> new Withdrawal();
      case Wish.Refusal(var ground, var decisionId) -> new Refusal(ground, decisionId);
    };
  }

  private static Wish readWish(Object wish) {
    return switch (wish) {
      case Withdrawal w -> new Wish.Withdrawal();
      case Refusal r -> new Wish.Refusal(r.getGround(), r.getDecisionId());
      default -> throw unexpected(wish);
    };
  }

  private static Object write(Why why) {
    return switch (why) {
      case Why.Settled(var decisionId) -> new Settled(decisionId);
      case Why.Refused(var ground, var decisionId) -> new Refusal(ground, decisionId);
    };
  }

  private static Why readWhy(Object why) {
    return switch (why) {
      case Settled s -> new Why.Settled(s.getDecisionId());
      case Refusal r -> new Why.Refused(r.getGround(), r.getDecisionId());
      default -> throw unexpected(why);
    };
  }

  private static RegisterEntry write(Entry entry) {
    return new RegisterEntry(
        entry.right(),
        entry.receivedAt(),
        entry.dueOn(),
        entry.locale(),
        entry.restrictionGround(),
        entry.escalateAt(),
        entry.purposes(),
        entry.restrictionTold(),
        entry.erasing());
  }

  private static Entry read(RegisterEntry entry) {
    return new Entry(
        entry.getRight(),
        entry.getReceivedAt(),
        entry.getDueOn(),
        entry.getLocale(),
        entry.getRestrictionGround(),
        entry.getEscalateAt(),
        entry.getPurposes(),
        entry.getRestrictionTold(),
        entry.getErasing());
  }

  private static Object write(RegisterCommand command) {
    return switch (command) {
      case Announce(RequestRecord record) -> record;
      case SendLetter(NoticeRecord record) -> record;
    };
  }

  private static RegisterCommand readCommand(Object command) {
    return switch (command) {
      case RequestRecord record -> new Announce(record);
      case NoticeRecord record -> new SendLetter(record);
      default -> throw unexpected(command);
    };
  }

  private static IllegalArgumentException unexpected(Object stored) {
    return new IllegalArgumentException(
        "Expected a branch of the stored union but got " + stored.getClass().getSimpleName());
  }
}
