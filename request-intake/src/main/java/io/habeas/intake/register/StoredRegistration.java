package io.habeas.intake.register;

import io.habeas.intake.register.RegisterCommand.Announce;
import io.habeas.intake.register.RegisterCommand.SendLetter;
import io.habeas.intake.register.Registration.Entry;
import io.habeas.intake.register.Registration.Known;
import io.habeas.intake.register.Registration.Phase;
import io.habeas.intake.register.Registration.Unknown;
import io.habeas.process.ProcessDefinition.StateCodec;
import io.habeas.schemas.avro.NoticeRecord;
import io.habeas.schemas.avro.RequestRecord;
import io.habeas.schemas.avro.state.Answering;
import io.habeas.schemas.avro.state.AwaitingIdentity;
import io.habeas.schemas.avro.state.Closed;
import io.habeas.schemas.avro.state.InProgress;
import io.habeas.schemas.avro.state.ProvenBeforeReceipt;
import io.habeas.schemas.avro.state.RegisterEntry;
import io.habeas.schemas.avro.state.RegisterState;
import io.habeas.schemas.avro.state.RejectedBeforeReceipt;
import java.util.ArrayList;

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
      case Phase.InProgress p -> new InProgress(write(p.entry()));
      case Phase.Answering p -> new Answering(write(p.entry()), p.completion(), p.noticeId());
      case Phase.Closed p -> new Closed(p.forgetAt());
    };
  }

  private static Phase readPhase(Object phase) {
    return switch (phase) {
      case ProvenBeforeReceipt p ->
          new Phase.ProvenBeforeReceipt(p.getProvenIdentifierTypes(), p.getForgetAt());
      case RejectedBeforeReceipt p -> new Phase.RejectedBeforeReceipt(p.getForgetAt());
      case AwaitingIdentity p -> new Phase.AwaitingIdentity(read(p.getEntry()), p.getLapsesAt());
      case InProgress p -> new Phase.InProgress(read(p.getEntry()));
      case Answering p ->
          new Phase.Answering(read(p.getEntry()), p.getCompletion(), p.getNoticeId());
      case Closed p -> new Phase.Closed(p.getForgetAt());
      default -> throw unexpected(phase);
    };
  }

  private static RegisterEntry write(Entry entry) {
    return new RegisterEntry(entry.right(), entry.receivedAt(), entry.dueOn(), entry.locale());
  }

  private static Entry read(RegisterEntry entry) {
    return new Entry(entry.getRight(), entry.getReceivedAt(), entry.getDueOn(), entry.getLocale());
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
