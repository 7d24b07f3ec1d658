package io.habeas.orchestrator.requests;

import io.habeas.orchestrator.canary.CanaryCommand;
import io.habeas.orchestrator.canary.ReadCanaries;
import io.habeas.orchestrator.canary.WriteCanaryCommands;
import io.habeas.orchestrator.erasure.ErasureCommand;
import io.habeas.orchestrator.erasure.ErasureEvent;
import io.habeas.orchestrator.erasure.ErasureProcess;
import io.habeas.orchestrator.erasure.ErasureState;
import io.habeas.orchestrator.joint.JointCommand;
import io.habeas.orchestrator.joint.WriteJointCommands;
import io.habeas.orchestrator.stopping.StoppingCommand;
import io.habeas.orchestrator.stopping.StoppingRecords;
import io.habeas.process.ProcessDefinition;
import io.habeas.process.ProcessDefinition.Input;
import io.habeas.process.ProcessDefinition.Keyed;
import io.habeas.process.ProcessDefinition.Outbound;
import io.habeas.process.ProcessDefinition.Reader;
import io.habeas.protocol.ParticipantId;
import io.habeas.schemas.Topics;
import io.habeas.schemas.avro.CanaryRecord;
import io.habeas.schemas.avro.DecisionRecord;
import io.habeas.schemas.avro.IdentityRecord;
import io.habeas.schemas.avro.ParticipantReply;
import io.habeas.schemas.avro.RequestRecord;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** The policies of all rights that change data, between their topics: each reply is read once. */
public final class RequestProcess {

  /** The application's id in Kafka and the prefix of its stores; never renamed. */
  public static final String NAME = Topics.ERASURE_ORCHESTRATOR;

  private RequestProcess() {}

  /**
   * Describes the process to the engine.
   *
   * @param approved whose replies are listened to: every participant that the controller approved,
   *     so that one that is no longer required can still finish what it has begun
   * @param clock stamps what comes in: another's clock never moves a deadline
   */
  public static ProcessDefinition<RequestState, RequestEvent, RequestCommand> definition(
      RequestPolicy policy, List<ParticipantId> approved, InstantSource clock) {
    return new ProcessDefinition<>(
        NAME,
        policy,
        List.of(
            new Input<>(
                List.of(Topics.REQUESTS),
                RequestRecord.class,
                false,
                new ReadRequests(ErasureProcess.requests(clock), clock)),
            new Input<>(
                List.of(Topics.IDENTITY),
                IdentityRecord.class,
                false,
                new ReadIdentity(ErasureProcess.identity(clock), clock)),
            new Input<>(
                List.of(Topics.DECISIONS),
                DecisionRecord.class,
                false,
                common(ErasureProcess.decisions(clock))),
            new Input<>(
                List.of(Topics.CANARIES),
                CanaryRecord.class,
                false,
                canaries(new ReadCanaries(approved, clock))),
            new Input<>(
                approved.stream().map(id -> Topics.replies(id.name())).toList(),
                ParticipantReply.class,
                true,
                new ReadReplies(ErasureProcess.replies(approved, clock), approved, clock))),
        StoredRequest.CODEC,
        router(),
        ErasureProcess.facts(
            policy.required(),
            policy::knowing,
            at -> new RequestEvent.Common(new ErasureEvent.FactsChanged(at)),
            RequestProcess::erasureOf));
  }

  private static <R> Reader<R, RequestEvent> common(Reader<R, ErasureEvent> erasure) {
    return (topic, message) ->
        erasure
            .read(topic, message)
            .map(event -> new Keyed<>(event.key(), new RequestEvent.Common(event.value())));
  }

  private static Reader<CanaryRecord, RequestEvent> canaries(ReadCanaries canaries) {
    return (topic, message) ->
        canaries
            .read(topic, message)
            .map(event -> new Keyed<>(event.key(), new RequestEvent.OfCanary(event.value())));
  }

  private static Optional<ErasureState> erasureOf(RequestState state) {
    return state instanceof RequestState.Erasure(ErasureState erasure)
        ? Optional.of(erasure)
        : Optional.empty();
  }

  private static Function<RequestCommand, Outbound<?>> router() {
    Function<ErasureCommand, Outbound<?>> erasure = ErasureProcess.router();
    Function<JointCommand, Outbound<?>> joint = new WriteJointCommands();
    Function<CanaryCommand, Outbound<?>> canary = new WriteCanaryCommands();
    return command ->
        switch (command) {
          case RequestCommand.OfErasure(ErasureCommand c) -> erasure.apply(c);
          case RequestCommand.OfJoint(JointCommand c) -> joint.apply(c);
          case RequestCommand.OfStopping(StoppingCommand c) -> StoppingRecords.route(c);
          case RequestCommand.OfCanary(CanaryCommand c) -> canary.apply(c);
        };
  }
}
