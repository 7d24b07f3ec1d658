package io.habeas.exportbuilder.packaging;

import io.habeas.process.ProcessDefinition.InvalidMessage;
import io.habeas.process.ProcessDefinition.Keyed;
import io.habeas.process.publish.RecordPublisher;
import io.habeas.schemas.Topics;
import io.habeas.schemas.avro.ExportAbandoned;
import io.habeas.schemas.avro.ExportBegun;
import io.habeas.schemas.avro.ExportEventRecord;
import io.habeas.schemas.avro.ExportKeyCreated;
import io.habeas.schemas.avro.PackageBuilt;
import io.habeas.schemas.avro.PackagingRecord;
import io.habeas.schemas.avro.PartsCollected;
import io.habeas.schemas.avro.PartsRefused;
import java.time.Clock;
import java.util.UUID;

/** Has the packager do what an export has come to, and tells the process. Idempotent. */
final class ExportEventHandler {
  private final Packager packager;
  private final RecordPublisher publisher;
  private final Clock clock;

  ExportEventHandler(Packager packager, RecordPublisher publisher, Clock clock) {
    this.packager = packager;
    this.publisher = publisher;
    this.clock = clock;
  }

  /** Makes keys. Blocks until done; a database that does not answer makes it come again. */
  void keys(String topic, Keyed<ExportEventRecord> message) throws InvalidMessage {
    UUID requestId = requestId(message);
    if (message.value().getPayload() instanceof ExportBegun) {
      createKey(requestId);
    }
  }

  /**
   * Packages and discards, for as long as that takes. Blocks until done; a storage or a database
   * that does not answer makes it come again.
   */
  void packages(String topic, Keyed<ExportEventRecord> message) throws InvalidMessage {
    UUID requestId = requestId(message);
    switch (message.value().getPayload()) {
      case PartsCollected collected -> build(requestId, collected);
      case ExportAbandoned abandoned -> packager.discard(requestId);
      // Progress, and what follows from what was told here.
      default -> {}
    }
  }

  private static UUID requestId(Keyed<ExportEventRecord> message) throws InvalidMessage {
    UUID requestId = message.value().getRequestId();
    message.requireKey(requestId.toString());
    return requestId;
  }

  private void createKey(UUID requestId) {
    packager.recipientKey(requestId).ifPresent(key -> tell(requestId, new ExportKeyCreated(key)));
  }

  private void build(UUID requestId, PartsCollected collected) {
    switch (packager.build(requestId, collected.getStores())) {
      case Packager.Result.Built(var stores) -> tell(requestId, new PackageBuilt(stores));
      case Packager.Result.Refused(var refusals) ->
          refusals.forEach(
              refusal ->
                  tell(
                      requestId,
                      new PartsRefused(refusal.participant(), refusal.step(), refusal.reason())));
      case Packager.Result.KeyLost lost -> createKey(requestId);
      case Packager.Result.TooLate late -> {}
    }
  }

  private void tell(UUID requestId, Object payload) {
    publisher.publish(
        Topics.EXPORT_PACKAGING,
        requestId.toString(),
        new PackagingRecord(requestId, clock.instant(), payload));
  }
}
