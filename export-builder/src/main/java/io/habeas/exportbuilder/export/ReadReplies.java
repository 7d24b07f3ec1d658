package io.habeas.exportbuilder.export;

import static io.habeas.protocol.reply.Statements.holdings;
import static io.habeas.protocol.reply.Statements.identifierTypes;
import static io.habeas.protocol.reply.Statements.requireCode;
import static io.habeas.protocol.reply.Statements.requireCount;

import io.habeas.exportbuilder.export.Copy.Exported;
import io.habeas.process.ProcessDefinition.InvalidMessage;
import io.habeas.process.ProcessDefinition.Keyed;
import io.habeas.process.ProcessDefinition.Reader;
import io.habeas.protocol.ParticipantId;
import io.habeas.protocol.reply.ReplyEnvelope;
import io.habeas.schemas.avro.ActionNotOffered;
import io.habeas.schemas.avro.CollectionExport;
import io.habeas.schemas.avro.ErasureVerified;
import io.habeas.schemas.avro.ExpiredErased;
import io.habeas.schemas.avro.HoldingsLocated;
import io.habeas.schemas.avro.ParticipantReply;
import io.habeas.schemas.avro.RecordsErased;
import io.habeas.schemas.avro.RecordsExported;
import io.habeas.schemas.avro.RecordsRectified;
import io.habeas.schemas.avro.RecordsRestricted;
import io.habeas.schemas.avro.ResidueFound;
import io.habeas.schemas.avro.RestrictionLifted;
import io.habeas.schemas.avro.RetentionReported;
import io.habeas.schemas.avro.SubjectSeeded;
import io.habeas.schemas.avro.TaskDeferred;
import io.habeas.schemas.avro.TaskSuperseded;
import io.habeas.schemas.avro.UploadedObject;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Translates what participants answer into events of an export; what cannot be true is refused. */
final class ReadReplies implements Reader<ParticipantReply, ExportEvent> {
  private static final Pattern SHA_256 = Pattern.compile("[0-9a-f]{64}");

  /** No store has as many; the packager lists them in memory. */
  private static final int MOST_COLLECTIONS = 1_000;

  private static final int MOST_PARTS = 500_000;

  private final ReplyEnvelope envelope;
  private final InstantSource clock;

  /**
   * @param approved who may answer, each on the topic of its own
   */
  ReadReplies(Collection<ParticipantId> approved, InstantSource clock) {
    this.envelope = new ReplyEnvelope(approved);
    this.clock = clock;
  }

  @Override
  public Optional<Keyed<ExportEvent>> read(String topic, Keyed<ParticipantReply> message)
      throws InvalidMessage {
    ReplyEnvelope.Opened reply = envelope.open(topic, message);
    return Optional.ofNullable(
            event(reply.participant(), reply.step(), reply.payload(), clock.instant()))
        .map(event -> new Keyed<>(message.key(), event));
  }

  /** Null for an answer to an erasure, which shares the topic. */
  private static @Nullable ExportEvent event(
      ParticipantId who, int step, Object payload, Instant now) throws InvalidMessage {
    return switch (payload) {
      case HoldingsLocated located ->
          new ExportEvent.HoldingsLocated(
              who,
              step,
              holdings(located.getHoldings()),
              identifierTypes(located.getYielded()),
              located.getAmbiguous(),
              now);
      case RecordsExported exported ->
          new ExportEvent.RecordsExported(who, copy(step, exported), now);
      case ActionNotOffered missing ->
          switch (missing.getAction()) {
            case LOCATE, EXPORT ->
                new ExportEvent.ActionNotOffered(who, step, missing.getAction(), now);
            case RESTRICT, LIFT, ERASE, VERIFY, RECTIFY, SEED, EXPIRE -> null;
          };
      case TaskDeferred deferred ->
          new ExportEvent.TaskDeferred(who, step, deferred.getReason(), now);
      case TaskSuperseded superseded ->
          new ExportEvent.TaskSuperseded(
              who, step, ReplyEnvelope.seenStep(superseded.getSeenStep(), step), now);
      case RecordsRestricted other -> null;
      case RestrictionLifted other -> null;
      case RecordsErased other -> null;
      case ErasureVerified other -> null;
      case ResidueFound other -> null;
      case RecordsRectified other -> null;
      case SubjectSeeded other -> null;
      case ExpiredErased other -> null;
      case RetentionReported other -> null;
      // The wire stops before a payload that this version does not have.
      default -> throw new InvalidMessage("unexpected-payload");
    };
  }

  private static Copy copy(int step, RecordsExported exported) throws InvalidMessage {
    if (exported.getCollections().size() > MOST_COLLECTIONS
        || exported.getCollections().stream().mapToLong(CollectionExport::getParts).sum()
            > MOST_PARTS) {
      throw new InvalidMessage("too-many-parts");
    }
    List<Exported> collections = new ArrayList<>(exported.getCollections().size());
    Set<String> names = new HashSet<>();
    for (CollectionExport collection : exported.getCollections()) {
      requireCode(collection.getCollection(), "collection-no-code");
      requireCount(collection.getRecords());
      requireCount(collection.getParts());
      if (collection.getLines() < collection.getRecords()
          || collection.getParts() > collection.getLines()) {
        throw new InvalidMessage("fewer-lines-than-records-or-parts");
      }
      if (!names.add(collection.getCollection())) {
        throw new InvalidMessage("collection-twice");
      }
      if (collection.getRecords() > 0 != collection.getParts() > 0) {
        throw new InvalidMessage("records-without-parts");
      }
      collections.add(
          new Exported(
              collection.getCollection(),
              collection.getRecords(),
              collection.getLines(),
              collection.getParts()));
    }
    UploadedObject upload = exported.getUpload();
    if (upload == null) {
      if (collections.stream().anyMatch(collection -> collection.parts() > 0)) {
        throw new InvalidMessage("parts-without-upload");
      }
      return new Copy(step, collections, null);
    }
    requireCount(upload.getBytes());
    if (!SHA_256.matcher(upload.getSha256()).matches()) {
      throw new InvalidMessage("malformed-hash");
    }
    return new Copy(step, collections, new Copy.Upload(upload.getBytes(), upload.getSha256()));
  }
}
