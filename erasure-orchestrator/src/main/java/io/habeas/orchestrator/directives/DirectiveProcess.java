package io.habeas.orchestrator.directives;

import io.habeas.orchestrator.directives.DirectiveCommand.Put;
import io.habeas.orchestrator.directives.DirectiveCommand.TakeBack;
import io.habeas.orchestrator.directives.DirectiveState.Directed;
import io.habeas.orchestrator.directives.DirectiveState.NotDirected;
import io.habeas.process.ProcessDefinition;
import io.habeas.process.ProcessDefinition.Input;
import io.habeas.process.ProcessDefinition.InvalidMessage;
import io.habeas.process.ProcessDefinition.Keyed;
import io.habeas.process.ProcessDefinition.Outbound;
import io.habeas.process.ProcessDefinition.StateCodec;
import io.habeas.schemas.Topics;
import io.habeas.schemas.avro.DirectiveRecord;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** Directives between their topics: issued by requests, kept on the topic of each participant. */
public final class DirectiveProcess {

  /** The application's id in Kafka and the prefix of its stores; never renamed. */
  public static final String NAME = Topics.ERASURE_ORCHESTRATOR + ".directives";

  private DirectiveProcess() {}

  /**
   * Describes the process to the engine.
   *
   * @param lateData for how long after an erasure older data may still arrive; positive
   * @param stopped for how long it is kept that processing for a purpose must stop; positive
   */
  public static ProcessDefinition<?, ?, ?> definition(
      Duration lateData, Duration stopped, InstantSource clock) {
    return new ProcessDefinition<>(
        NAME,
        new DirectivePolicy(new DirectivePolicy.Terms(lateData, stopped)),
        List.of(
            new Input<>(
                List.of(Topics.ISSUED_DIRECTIVES),
                DirectiveRecord.class,
                false,
                (topic, message) -> issued(message, clock))),
        new StateCodec<>(
            io.habeas.schemas.avro.state.DirectiveState.class,
            DirectiveProcess::write,
            DirectiveProcess::read),
        DirectiveProcess::route);
  }

  private static Optional<Keyed<DirectiveEvent>> issued(
      Keyed<DirectiveRecord> message, InstantSource clock) throws InvalidMessage {
    Directive directive = DirectiveRecords.directive(message.value());
    message.requireKey(DirectiveRecords.instance(directive));
    return Optional.of(
        new Keyed<>(message.key(), new DirectiveEvent.Issued(directive, clock.instant())));
  }

  private static Outbound<?> route(DirectiveCommand command) {
    Directive directive = command.directive();
    return new Outbound<>(
        Topics.directives(directive.participant().name()),
        DirectiveRecords.messageKey(directive),
        switch (command) {
          case Put put -> DirectiveRecords.record(directive);
          case TakeBack back -> null;
        });
  }

  private static io.habeas.schemas.avro.state.DirectiveState write(DirectiveState state) {
    return switch (state) {
      case NotDirected s ->
          throw new IllegalStateException("Expected something that is directed but nothing is");
      case Directed s ->
          new io.habeas.schemas.avro.state.DirectiveState(
              DirectiveRecords.record(s.directive()), s.keptUntil(), s.againAt());
    };
  }

  private static DirectiveState read(io.habeas.schemas.avro.state.DirectiveState stored) {
    try {
      return new Directed(
          DirectiveRecords.directive(stored.getDirective()),
          stored.getKeptUntil(),
          stored.getAgainAt());
    } catch (InvalidMessage e) {
      throw new IllegalStateException("Expected a stored directive but met " + e.reason(), e);
    }
  }
}
