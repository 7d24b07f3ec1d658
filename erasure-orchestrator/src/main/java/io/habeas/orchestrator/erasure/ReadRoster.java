package io.habeas.orchestrator.erasure;

import io.habeas.process.FactInputs.Statement;
import io.habeas.process.ProcessDefinition.InvalidMessage;
import io.habeas.process.ProcessDefinition.Keyed;
import io.habeas.process.ProcessDefinition.Reader;
import io.habeas.protocol.Code;
import io.habeas.protocol.ParticipantId;
import io.habeas.schemas.avro.CanaryFailed;
import io.habeas.schemas.avro.ParticipantFit;
import io.habeas.schemas.avro.ParticipantStale;
import io.habeas.schemas.avro.ParticipantUnfit;
import io.habeas.schemas.avro.RetentionReports;
import io.habeas.schemas.avro.RosterRecord;
import java.time.Instant;
import java.util.Optional;

/** Translates how participants stand into facts; of each the last one counts. */
final class ReadRoster implements Reader<RosterRecord, Statement<StoreFact>> {

  @Override
  public Optional<Keyed<Statement<StoreFact>>> read(String topic, Keyed<RosterRecord> message)
      throws InvalidMessage {
    RosterRecord record = message.value();
    message.requireKey(record.getParticipant());
    if (!Code.isCode(record.getParticipant())) {
      throw new InvalidMessage("participant-no-code");
    }
    ParticipantId participant = new ParticipantId(record.getParticipant());
    StoreFact fact =
        switch (record.getPayload()) {
          case ParticipantFit fit ->
              record.getCanary() instanceof CanaryFailed
                  ? new StoreFact.CanaryFailed(participant)
                  : new StoreFact.Fit(participant);
          case ParticipantUnfit unfit -> new StoreFact.Unfit(participant);
          case ParticipantStale stale -> new StoreFact.Stale(participant);
          // The wire stops before a payload that this version does not have.
          default -> throw new InvalidMessage("unexpected-payload");
        };
    RetentionReports reports = record.getRetentionReports();
    Instant reportedAt = reports == null ? null : reports.getLastBegunAt();
    return Optional.of(
        new Keyed<>(
            message.key(),
            new Statement<>(
                participant.name(),
                0,
                reportedAt == null ? fact : new StoreFact.Reporting(fact, reportedAt))));
  }
}
