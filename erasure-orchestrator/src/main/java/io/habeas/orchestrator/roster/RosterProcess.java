package io.habeas.orchestrator.roster;

import io.habeas.orchestrator.canary.CanaryOutcome;
import io.habeas.process.ProcessDefinition;
import io.habeas.process.ProcessDefinition.Input;
import io.habeas.process.ProcessDefinition.InvalidMessage;
import io.habeas.process.ProcessDefinition.Keyed;
import io.habeas.process.ProcessDefinition.Outbound;
import io.habeas.protocol.Code;
import io.habeas.protocol.IdentifierType;
import io.habeas.protocol.ParticipantId;
import io.habeas.schemas.Topics;
import io.habeas.schemas.avro.CanaryBegun;
import io.habeas.schemas.avro.CanaryMissed;
import io.habeas.schemas.avro.CanaryOutcomeRecord;
import io.habeas.schemas.avro.CanaryPassed;
import io.habeas.schemas.avro.CanaryRecord;
import io.habeas.schemas.avro.CanaryUnseeded;
import io.habeas.schemas.avro.DeclarationRecord;
import io.habeas.schemas.avro.ParticipantDeclared;
import io.habeas.schemas.avro.RetentionReports;
import io.habeas.schemas.avro.RosterRecord;
import io.habeas.schemas.avro.WaitReason;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The roster between its topics: declarations in, how each participant stands out. */
public final class RosterProcess {

  /** The application's id in Kafka and the prefix of its stores; never renamed. */
  public static final String NAME = Topics.ERASURE_ORCHESTRATOR + ".roster";

  /** Who promises less than that is asked about after it all the same. */
  private static final Duration LONGEST_HEARTBEAT = Duration.ofDays(1);

  /** Whose clock is further ahead than that is not believed. */
  private static final Duration MOST_AHEAD = Duration.ofHours(1);

  private RosterProcess() {}

  /**
   * Describes the process to the engine.
   *
   * @param approved whose declarations count: every participant that the controller approved
   * @param clock stamps what comes in: whose clock is wrong by a year is not heard of later
   */
  public static ProcessDefinition<RosterState, RosterEvent, RosterCommand> definition(
      RosterPolicy policy, List<ParticipantId> approved, InstantSource clock) {
    Set<String> topics =
        approved.stream()
            .map(id -> Topics.declarations(id.name()).name())
            .collect(Collectors.toUnmodifiableSet());
    return new ProcessDefinition<>(
        NAME,
        policy,
        List.of(
            new Input<>(
                approved.stream().map(id -> Topics.declarations(id.name())).toList(),
                DeclarationRecord.class,
                true,
                (topic, message) -> declared(topics, topic, message, clock)),
            new Input<>(
                List.of(Topics.CANARY_OUTCOMES),
                CanaryOutcomeRecord.class,
                false,
                (topic, message) -> outcome(message, clock))),
        StoredRoster.CODEC,
        RosterProcess::route);
  }

  private static Optional<Keyed<RosterEvent>> declared(
      Set<String> topics, String topic, Keyed<DeclarationRecord> message, InstantSource clock)
      throws InvalidMessage {
    String participant = message.value().getParticipant();
    if (!topics.contains(topic) || !topic.equals(Topics.declarations(participant).name())) {
      throw new InvalidMessage("wrong-participant");
    }
    message.requireKey(participant);
    // The wire stops before a payload that this version does not have.
    if (!(message.value().getPayload() instanceof ParticipantDeclared payload)) {
      throw new InvalidMessage("unexpected-payload");
    }
    if (payload.getHeartbeatSeconds() < 1) {
      throw new InvalidMessage("no-heartbeat");
    }
    List<String> needs = payload.getNeeds();
    if (!needs.stream().allMatch(Code::isCode)) {
      throw new InvalidMessage("identifier-type-no-code");
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
                types(needs),
                heartbeat.compareTo(LONGEST_HEARTBEAT) > 0 ? LONGEST_HEARTBEAT : heartbeat,
                reporting(payload.getRetentionReports(), clock.instant()),
                clock.instant())));
  }

  /**
   * How far it is with its reports. Of one that began in the future nothing is taken: once its
   * clock is right again all of its reports would be earlier.
   */
  private static @Nullable Reporting reporting(@Nullable RetentionReports said, Instant now) {
    Reporting reporting = StoredRoster.reporting(said);
    Instant begun = reporting == null ? null : reporting.lastBegunAt();
    return begun != null && begun.isAfter(now.plus(MOST_AHEAD)) ? new Reporting(null) : reporting;
  }

  private static Optional<Keyed<RosterEvent>> outcome(
      Keyed<CanaryOutcomeRecord> message, InstantSource clock) throws InvalidMessage {
    CanaryOutcomeRecord record = message.value();
    message.requireKey(record.getParticipant());
    CanaryOutcome outcome =
        switch (record.getPayload()) {
          case CanaryPassed passed -> new CanaryOutcome.Passed();
          case CanaryMissed missed ->
              new CanaryOutcome.Missed(missed.getReason(), missed.getDuring());
          case CanaryUnseeded unseeded -> new CanaryOutcome.Unseeded();
          // The wire stops before a payload that this version does not have.
          default -> throw new InvalidMessage("unexpected-payload");
        };
    return Optional.of(
        new Keyed<>(
            message.key(),
            new RosterEvent.CanarySaid(
                record.getCanaryId(), outcome, record.getOver(), clock.instant())));
  }

  private static Outbound<?> route(RosterCommand command) {
    String name = command.participant().name();
    return switch (command) {
      case RosterCommand.Tell tell ->
          new Outbound<>(
              Topics.ROSTER,
              name,
              new RosterRecord(
                  name,
                  tell.at(),
                  StoredRoster.write(tell.standing()),
                  tell.proof() == null ? null : StoredRoster.write(tell.proof()),
                  StoredRoster.write(tell.reporting())),
              true);
      case RosterCommand.BeginCanary begin ->
          new Outbound<>(
              Topics.CANARIES,
              begin.canaryId().toString(),
              new CanaryRecord(
                  begin.canaryId(),
                  begin.at(),
                  name,
                  new CanaryBegun(begin.needs().stream().map(IdentifierType::code).toList())));
    };
  }

  private static List<IdentifierType> types(List<String> codes) {
    return codes.stream().sorted().distinct().map(IdentifierType::new).toList();
  }
}
