package io.habeas.orchestrator.erasure;

import io.habeas.process.FactInputs;
import io.habeas.process.FactInputs.Acknowledgement;
import io.habeas.process.Facts;
import io.habeas.process.Policy;
import io.habeas.process.ProcessDefinition.Input;
import io.habeas.process.ProcessDefinition.Outbound;
import io.habeas.process.ProcessDefinition.Reader;
import io.habeas.process.ProcessDefinition.StateCodec;
import io.habeas.protocol.ParticipantId;
import io.habeas.schemas.Topics;
import io.habeas.schemas.avro.DecisionRecord;
import io.habeas.schemas.avro.IdentityRecord;
import io.habeas.schemas.avro.ParticipantReply;
import io.habeas.schemas.avro.RequestRecord;
import io.habeas.schemas.avro.RosterRecord;
import io.habeas.schemas.avro.StoreHoldRecord;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What an erasure reads, writes and stores: its part in the process of all requests. */
public final class ErasureProcess {

  /** How its state is stored. */
  public static final StateCodec<ErasureState, io.habeas.schemas.avro.state.ErasureState> STATE =
      StoredState.codec();

  private ErasureProcess() {}

  /**
   * What the register says, as far as it concerns erasures.
   *
   * @param clock stamps what comes in: another's clock never moves a deadline
   */
  public static Reader<RequestRecord, ErasureEvent> requests(InstantSource clock) {
    return new ReadRequests(clock);
  }

  /** What the verifier says, as far as it concerns erasures. */
  public static Reader<IdentityRecord, ErasureEvent> identity(InstantSource clock) {
    return new ReadIdentity(clock);
  }

  /** What the data protection officer decides, as far as it concerns erasures. */
  public static Reader<DecisionRecord, ErasureEvent> decisions(InstantSource clock) {
    return new ReadDecisions(clock);
  }

  /**
   * What participants answer, as far as an erasure asks for it.
   *
   * @param approved who may answer, each on the topic of its own
   */
  public static Reader<ParticipantReply, ErasureEvent> replies(
      List<ParticipantId> approved, InstantSource clock) {
    return new ReadReplies(approved, clock);
  }

  /** Sends each command to the topic of whom it concerns. */
  public static Function<ErasureCommand, Outbound<?>> router() {
    return new WriteCommands();
  }

  /**
   * What every erasure must know of stores: whether they are held as a whole, and whether they can
   * be relied on.
   *
   * @param required whose topics of tasks are watched
   * @param knowing the process' policy where these facts are known
   * @param changed the event by which it learns that they may be others now
   * @param erasure the erasure that a state of the process is of; empty if it is of none
   */
  public static <S, E, C> FactInputs<S, E, C, StoreFact> facts(
      List<ParticipantId> required,
      Function<Facts<StoreFact>, Policy<S, E, C>> knowing,
      Function<Instant, E> changed,
      Function<S, Optional<ErasureState>> erasure) {
    return new FactInputs<>(
        List.of(
            new Input<>(
                List.of(Topics.STORE_HOLDS), StoreHoldRecord.class, false, new ReadStoreHolds()),
            new Input<>(List.of(Topics.ROSTER), RosterRecord.class, false, new ReadRoster())),
        knowing,
        changed,
        (fact, partition) ->
            ReadStoreHolds.acknowledgement(fact, partition)
                .map(
                    said ->
                        new Acknowledgement<>(
                            state -> erasure.apply(state).filter(said.counted()).isPresent(),
                            said.said())),
        required.stream()
            .map(ParticipantId::name)
            .collect(
                Collectors.toUnmodifiableMap(
                    name -> Topics.erasureTasks(name).name(), Function.identity())));
  }
}
