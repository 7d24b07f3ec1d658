package io.habeas.orchestrator.stopping;

import io.habeas.orchestrator.directives.DirectiveRecords;
import io.habeas.orchestrator.stopping.StoppingState.Asking;
import io.habeas.orchestrator.stopping.StoppingState.NotStarted;
import io.habeas.orchestrator.stopping.StoppingState.Stopped;
import io.habeas.process.ProcessDefinition.Outbound;
import io.habeas.protocol.ParticipantId;
import io.habeas.schemas.Topics;
import io.habeas.schemas.avro.EndingTooLate;
import io.habeas.schemas.avro.ErasureEventRecord;
import io.habeas.schemas.avro.ProcessingStopped;
import io.habeas.schemas.avro.SubjectsAsked;
import io.habeas.schemas.avro.state.StoppingPhase;
import java.util.List;
import java.util.Objects;
import org.apache.avro.specific.SpecificRecord;

/** How it is stored, and where each command goes. */
public final class StoppingRecords {
  private StoppingRecords() {}

  /** Sends a command to the topic of whom it concerns. */
  public static Outbound<?> route(StoppingCommand command) {
    return switch (command) {
      case StoppingCommand.Direct(var directive) -> DirectiveRecords.issued(directive);
      case StoppingCommand.Tell tell ->
          new Outbound<>(
              Topics.ERASURE_EVENTS,
              tell.requestId().toString(),
              new ErasureEventRecord(tell.requestId(), tell.at(), payload(tell)));
    };
  }

  private static SpecificRecord payload(StoppingCommand.Tell tell) {
    return switch (tell) {
      case StoppingCommand.AskSubjects ask -> new SubjectsAsked();
      case StoppingCommand.TellStopped stopped ->
          new ProcessingStopped(
              stopped.purposes(), names(stopped.participants()), names(stopped.resting()));
      case StoppingCommand.TellEndingTooLate late -> new EndingTooLate(late.cause());
    };
  }

  /**
   * @throws IllegalStateException if nothing has begun
   */
  public static io.habeas.schemas.avro.state.StoppingState write(StoppingState state) {
    return switch (state) {
      case NotStarted s ->
          throw new IllegalStateException("Expected a request that has begun but it has not");
      case Asking s ->
          new io.habeas.schemas.avro.state.StoppingState(
              s.requestId(),
              StoppingPhase.ASKING,
              s.cause(),
              s.purposes(),
              s.asked(),
              s.againAt(),
              List.of(),
              List.of(),
              null);
      case Stopped s ->
          new io.habeas.schemas.avro.state.StoppingState(
              s.requestId(),
              StoppingPhase.STOPPED,
              s.cause(),
              s.purposes(),
              0,
              s.tellAgainAt(),
              names(s.participants()),
              List.of(),
              null);
    };
  }

  /** Reads what {@link #write} wrote. */
  public static StoppingState read(io.habeas.schemas.avro.state.StoppingState stored) {
    return switch (stored.getPhase()) {
      case ASKING ->
          new Asking(
              stored.getRequestId(),
              stored.getCause(),
              stored.getPurposes(),
              stored.getAsked(),
              Objects.requireNonNull(stored.getAgainAt()));
      case STOPPED ->
          new Stopped(
              stored.getRequestId(),
              stored.getCause(),
              stored.getPurposes(),
              stored.getParticipants().stream().map(ParticipantId::new).toList(),
              stored.getAgainAt());
    };
  }

  private static List<String> names(List<ParticipantId> participants) {
    return participants.stream().map(ParticipantId::name).toList();
  }
}
