package io.habeas.orchestrator.erasure;

import io.habeas.process.ProcessDefinition.Outbound;
import io.habeas.process.ProcessDefinition.Reader;
import io.habeas.process.ProcessDefinition.StateCodec;
import io.habeas.protocol.ParticipantId;
import io.habeas.schemas.avro.DecisionRecord;
import io.habeas.schemas.avro.ParticipantReply;
import io.habeas.schemas.avro.RequestRecord;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Function;

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
}
