package io.habeas.orchestrator.roster;

import io.habeas.orchestrator.roster.RosterState.Listed;
import io.habeas.orchestrator.roster.RosterState.NeverHeard;
import io.habeas.process.ProcessDefinition;
import io.habeas.process.ProcessDefinition.Input;
import io.habeas.process.ProcessDefinition.InvalidMessage;
import io.habeas.process.ProcessDefinition.Keyed;
import io.habeas.process.ProcessDefinition.Outbound;
import io.habeas.process.ProcessDefinition.StateCodec;
import io.habeas.protocol.ParticipantId;
import io.habeas.schemas.Topics;
import io.habeas.schemas.avro.DeclarationRecord;
import io.habeas.schemas.avro.ParticipantDeclared;
import io.habeas.schemas.avro.ParticipantFit;
import io.habeas.schemas.avro.ParticipantStale;
import io.habeas.schemas.avro.ParticipantUnfit;
import io.habeas.schemas.avro.RosterRecord;
import io.habeas.schemas.avro.WaitReason;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.avro.specific.SpecificRecord;

/** The roster between its topics: declarations in, how each participant stands out. */
public final class RosterProcess {

  /** The application's id in Kafka and the prefix of its stores; never renamed. */
  public static final String NAME = Topics.ERASURE_ORCHESTRATOR + ".roster";

  /** Who promises less than that is asked about after it all the same. */
  private static final Duration LONGEST_HEARTBEAT = Duration.ofDays(1);

  private RosterProcess() {}

  /**
   * Describes the process to the engine.
   *
   * @param approved whose declarations count: every participant that the controller approved
   * @param clock stamps what comes in: whose clock is wrong by a year is not heard of later
   */
  public static ProcessDefinition<RosterState, RosterEvent, Tell> definition(
      List<ParticipantId> approved, InstantSource clock) {
    Set<String> topics =
        approved.stream()
            .map(id -> Topics.declarations(id.name()).name())
            .collect(Collectors.toUnmodifiableSet());
    return new ProcessDefinition<>(
        NAME,
        new RosterPolicy(),
        List.of(
            new Input<>(
                approved.stream().map(id -> Topics.declarations(id.name())).toList(),
                DeclarationRecord.class,
                true,
                (topic, message) -> declared(topics, topic, message, clock))),
        new StateCodec<>(
            io.habeas.schemas.avro.state.RosterState.class,
            RosterProcess::write,
            RosterProcess::read),
        RosterProcess::route);
  }

  private static Optional<Keyed<RosterEvent>> declared(
      Set<String> topics, String topic, Keyed<DeclarationRecord> message, InstantSource clock)
      throws InvalidMessage {
    String participant = message.value().getParticipant();
    if (!topics.contains(topic) || !topic.equals(Topics.declarations(participant).name())) {
      throw new InvalidMessage("wrong-participant");
    }
    if (!participant.equals(message.key())) {
      throw new InvalidMessage("key-mismatch");
    }
    // The wire stops before a payload that this version does not have.
    if (!(message.value().getPayload() instanceof ParticipantDeclared payload)) {
      throw new InvalidMessage("unexpected-payload");
    }
    if (payload.getHeartbeatSeconds() < 1) {
      throw new InvalidMessage("no-heartbeat");
    }
    Duration heartbeat = Duration.ofSeconds(payload.getHeartbeatSeconds());
    WaitReason unfit = payload.getUnfit();
    return Optional.of(
        new Keyed<>(
            participant,
            new RosterEvent.Declared(
                new ParticipantId(participant),
                unfit == null
                    ? new Standing.Fit(payload.getActions().stream().sorted().distinct().toList())
                    : new Standing.Unfit(unfit),
                heartbeat.compareTo(LONGEST_HEARTBEAT) > 0 ? LONGEST_HEARTBEAT : heartbeat,
                clock.instant())));
  }

  private static Outbound<?> route(Tell tell) {
    String name = tell.participant().name();
    return new Outbound<>(
        Topics.ROSTER, name, new RosterRecord(name, tell.at(), record(tell.standing())), true);
  }

  private static SpecificRecord record(Standing standing) {
    return switch (standing) {
      case Standing.Fit fit -> new ParticipantFit(fit.actions());
      case Standing.Unfit unfit -> new ParticipantUnfit(unfit.reason());
      case Standing.Stale stale -> new ParticipantStale(stale.lastHeardAt());
    };
  }

  private static Standing standing(Object record) {
    return switch (record) {
      case ParticipantFit fit -> new Standing.Fit(fit.getActions());
      case ParticipantUnfit unfit -> new Standing.Unfit(unfit.getReason());
      case ParticipantStale stale -> new Standing.Stale(stale.getLastHeardAt());
      default ->
          throw new IllegalStateException(
              "Expected a standing that this version knows but met " + record.getClass());
    };
  }

  private static io.habeas.schemas.avro.state.RosterState write(RosterState state) {
    return switch (state) {
      case NeverHeard never ->
          throw new IllegalStateException(
              "Expected a participant that has declared itself but it has not");
      case Listed s ->
          new io.habeas.schemas.avro.state.RosterState(
              s.participant().name(),
              s.heardAt(),
              s.silentSince(),
              (int) s.heartbeat().toSeconds(),
              record(s.standing()),
              s.tellAgainAt());
    };
  }

  private static RosterState read(io.habeas.schemas.avro.state.RosterState stored) {
    return new Listed(
        new ParticipantId(stored.getParticipant()),
        stored.getHeardAt(),
        stored.getSilentSince(),
        Duration.ofSeconds(stored.getHeartbeatSeconds()),
        standing(Objects.requireNonNull(stored.getStanding())),
        stored.getTellAgainAt());
  }
}
