package io.habeas.orchestrator.roster;

import io.habeas.orchestrator.roster.RosterState.Listed;
import io.habeas.orchestrator.roster.RosterState.NeverHeard;
import io.habeas.process.ProcessDefinition.StateCodec;
import io.habeas.protocol.IdentifierType;
import io.habeas.protocol.ParticipantId;
import io.habeas.schemas.avro.CanaryFailed;
import io.habeas.schemas.avro.CanaryNotProvable;
import io.habeas.schemas.avro.CanaryProven;
import io.habeas.schemas.avro.CanaryUntried;
import io.habeas.schemas.avro.ParticipantFit;
import io.habeas.schemas.avro.ParticipantStale;
import io.habeas.schemas.avro.ParticipantUnfit;
import io.habeas.schemas.avro.RetentionReports;
import io.habeas.schemas.avro.state.CanariesState;
import io.habeas.schemas.avro.state.CanaryDue;
import io.habeas.schemas.avro.state.CanaryUnderway;
import java.time.Duration;
import java.util.Objects;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/** How a participant's place on the roster is stored, in the words in which it is told. */
final class StoredRoster {
  static final StateCodec<RosterState, io.habeas.schemas.avro.state.RosterState> CODEC =
      new StateCodec<>(
          io.habeas.schemas.avro.state.RosterState.class, StoredRoster::write, StoredRoster::read);

  private StoredRoster() {}

  static SpecificRecord write(Standing standing) {
    return switch (standing) {
      case Standing.Fit fit -> new ParticipantFit(fit.actions());
      case Standing.Unfit unfit -> new ParticipantUnfit(unfit.reason());
      case Standing.Stale stale -> new ParticipantStale(stale.lastHeardAt());
    };
  }

  static SpecificRecord write(Proof proof) {
    return switch (proof) {
      case Proof.Untried() -> new CanaryUntried();
      case Proof.NotProvable(var obstacle, var since) -> new CanaryNotProvable(obstacle, since);
      case Proof.Proven(var canary, var at) -> new CanaryProven(canary, at);
      case Proof.Failed(var canary, var reason, var during, var since, var remains) ->
          new CanaryFailed(canary, reason, during, since, remains);
    };
  }

  static @Nullable RetentionReports write(@Nullable Reporting reporting) {
    return reporting == null ? null : new RetentionReports(reporting.lastBegunAt());
  }

  static @Nullable Reporting reporting(@Nullable RetentionReports record) {
    return record == null ? null : new Reporting(record.getLastBegunAt());
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
              write(s.standing()),
              s.tellAgainAt(),
              s.needs().stream().map(IdentifierType::code).toList(),
              write(s.canaries()),
              write(s.reporting()));
    };
  }

  private static @Nullable CanariesState write(@Nullable Canaries canaries) {
    return canaries == null
        ? null
        : new CanariesState(
            write(canaries.proof()),
            switch (canaries.turn()) {
              case Canaries.Turn.Due(var at) -> new CanaryDue(at);
              case Canaries.Turn.Underway(var canary) -> new CanaryUnderway(canary);
            });
  }

  private static RosterState read(io.habeas.schemas.avro.state.RosterState stored) {
    return new Listed(
        new ParticipantId(stored.getParticipant()),
        stored.getHeardAt(),
        stored.getSilentSince(),
        Duration.ofSeconds(stored.getHeartbeatSeconds()),
        stored.getNeeds().stream().map(IdentifierType::new).toList(),
        standing(Objects.requireNonNull(stored.getStanding())),
        stored.getTellAgainAt(),
        canaries(stored.getCanaries()),
        reporting(stored.getRetentionReports()));
  }

  private static Standing standing(Object record) {
    return switch (record) {
      case ParticipantFit fit -> new Standing.Fit(fit.getActions());
      case ParticipantUnfit unfit -> new Standing.Unfit(unfit.getReason());
      case ParticipantStale stale -> new Standing.Stale(stale.getLastHeardAt());
      default -> throw unknown(record);
    };
  }

  private static @Nullable Canaries canaries(@Nullable CanariesState stored) {
    return stored == null
        ? null
        : new Canaries(
            proof(stored.getProof()),
            switch (stored.getTurn()) {
              case CanaryDue due -> new Canaries.Turn.Due(due.getAt());
              case CanaryUnderway underway -> new Canaries.Turn.Underway(underway.getCanaryId());
              default -> throw unknown(stored.getTurn());
            });
  }

  private static Proof proof(Object record) {
    return switch (record) {
      case CanaryUntried untried -> new Proof.Untried();
      case CanaryNotProvable not -> new Proof.NotProvable(not.getObstacle(), not.getSince());
      case CanaryProven proven -> new Proof.Proven(proven.getCanaryId(), proven.getProvenAt());
      case CanaryFailed failed ->
          new Proof.Failed(
              failed.getCanaryId(),
              failed.getReason(),
              failed.getDuring(),
              failed.getSince(),
              failed.getRemains());
      default -> throw unknown(record);
    };
  }

  private static IllegalStateException unknown(Object record) {
    return new IllegalStateException(
        "Expected what this version knows of a participant but met " + record.getClass());
  }
}
