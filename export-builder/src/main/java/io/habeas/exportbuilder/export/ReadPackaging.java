package io.habeas.exportbuilder.export;

import io.habeas.exportbuilder.export.Copy.Exported;
import io.habeas.process.ProcessDefinition.InvalidMessage;
import io.habeas.process.ProcessDefinition.Keyed;
import io.habeas.process.ProcessDefinition.Reader;
import io.habeas.protocol.ParticipantId;
import io.habeas.schemas.avro.ExportKeyCreated;
import io.habeas.schemas.avro.PackageBuilt;
import io.habeas.schemas.avro.PackagingRecord;
import io.habeas.schemas.avro.PartsRefused;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Translates what the packager says into events of an export. */
final class ReadPackaging implements Reader<PackagingRecord, ExportEvent> {
  private final InstantSource clock;

  ReadPackaging(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public Optional<Keyed<ExportEvent>> read(String topic, Keyed<PackagingRecord> message)
      throws InvalidMessage {
    PackagingRecord record = message.value();
    message.requireKey(record.getRequestId().toString());
    ExportEvent event =
        switch (record.getPayload()) {
          case ExportKeyCreated created ->
              new ExportEvent.KeyCreated(created.getRecipientKey(), clock.instant());
          case PartsRefused refused ->
              new ExportEvent.PartsRefused(
                  new ParticipantId(refused.getParticipant()), refused.getStep(), clock.instant());
          case PackageBuilt built -> new ExportEvent.PackageBuilt(stores(built), clock.instant());
          // The wire stops before a payload that this version does not have.
          default -> throw new InvalidMessage("unexpected-payload");
        };
    return Optional.of(new Keyed<>(message.key(), event));
  }

  private static Map<ParticipantId, List<Exported>> stores(PackageBuilt built) {
    return built.getStores().stream()
        .collect(
            Collectors.toUnmodifiableMap(
                store -> new ParticipantId(store.getParticipant()),
                store -> Records.exported(store.getCollections())));
  }
}
