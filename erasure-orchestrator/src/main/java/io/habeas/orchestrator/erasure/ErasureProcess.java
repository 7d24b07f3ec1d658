package io.habeas.orchestrator.erasure;

import io.habeas.process.FactInputs;
import io.habeas.process.ProcessDefinition;
import io.habeas.process.ProcessDefinition.Input;
import io.habeas.protocol.ParticipantId;
import io.habeas.schemas.Topics;
import io.habeas.schemas.avro.DecisionRecord;
import io.habeas.schemas.avro.IdentityRecord;
import io.habeas.schemas.avro.ParticipantReply;
import io.habeas.schemas.avro.RequestRecord;
import io.habeas.schemas.avro.RosterRecord;
import io.habeas.schemas.avro.StoreHoldRecord;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The erasure policy between its topics. */
public final class ErasureProcess {

  /** The application's id in Kafka and the prefix of its stores; never renamed. */
  public static final String NAME = Topics.ERASURE_ORCHESTRATOR;

  private ErasureProcess() {}

  /**
   * Describes the process to the engine.
   *
   * @param approved whose replies are listened to: every participant that the controller approved,
   *     so that one that is no longer required can still finish what it has begun
   * @param clock stamps what comes in: another's clock never moves a deadline
   */
  public static ProcessDefinition<ErasureState, ErasureEvent, ErasureCommand> definition(
      ErasurePolicy policy, List<ParticipantId> approved, InstantSource clock) {
    return new ProcessDefinition<>(
        NAME,
        policy,
        List.of(
            new Input<>(
                List.of(Topics.REQUESTS), RequestRecord.class, false, new ReadRequests(clock)),
            new Input<>(
                List.of(Topics.IDENTITY), IdentityRecord.class, false, new ReadIdentity(clock)),
            new Input<>(
                List.of(Topics.DECISIONS), DecisionRecord.class, false, new ReadDecisions(clock)),
            new Input<>(
                approved.stream().map(id -> Topics.replies(id.name())).toList(),
                ParticipantReply.class,
                true,
                new ReadReplies(approved, clock))),
        StoredState.codec(),
        new WriteCommands(),
        facts(policy));
  }

  private static FactInputs<ErasureState, ErasureEvent, ErasureCommand, StoreFact> facts(
      ErasurePolicy policy) {
    return new FactInputs<>(
        List.of(
            new Input<>(
                List.of(Topics.STORE_HOLDS), StoreHoldRecord.class, false, new ReadStoreHolds()),
            new Input<>(List.of(Topics.ROSTER), RosterRecord.class, false, new ReadRoster())),
        policy::knowing,
        ErasureEvent.FactsChanged::new,
        ReadStoreHolds::acknowledgement,
        policy.required().stream()
            .map(ParticipantId::name)
            .collect(
                Collectors.toUnmodifiableMap(
                    name -> Topics.erasureTasks(name).name(), Function.identity())));
  }
}
