package io.habeas.storeagent.manual;

import io.habeas.participant.Action;
import io.habeas.participant.TaskId;
import io.habeas.storeagent.ledger.Ledger;
import io.habeas.storeagent.ledger.Seal;
import io.habeas.storeagent.manual.WorkItem.State;
import io.habeas.storeagent.manual.WorkItem.Upload;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.bson.BsonArray;
import org.bson.BsonBinary;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonInt64;
import org.bson.BsonString;
import tools.jackson.databind.json.JsonMapper;

/** Items as documents. What a person wrote is sealed under the item's name. */
final class WorkItemCodec {
  static final String DATASET = "dataset";
  static final String REQUEST = "request";
  static final String ITEM = "item";
  static final String STEP = "step";
  static final String ACTION = "action";
  static final String STATE = "state";
  static final String REVISION = "revision";
  static final String UPLOADS = "uploads";
  static final String OPENED_AT = "openedAt";
  static final String DUE_AT = "dueAt";
  static final String CHANGED_AT = "changedAt";
  static final String CLAIMED_BY = "claimedBy";
  static final String COMPLETED_BY = "completedBy";
  static final String COMPLETED_AT = "completedAt";
  static final String COMPLETION = "completion";

  static final String OPEN = "OPEN";
  static final String WITHDRAWN = "WITHDRAWN";
  static final String COMPLETED = "COMPLETED";

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final Ledger ledger;
  private final Seal seal;

  WorkItemCodec(Ledger ledger, Seal seal) {
    this.ledger = ledger;
    this.seal = seal;
  }

  /** The name under which everything of a request is found. */
  String request(UUID requestId) {
    return ledger.name(requestId.toString());
  }

  WorkItem read(BsonDocument item) {
    String request = item.getString(REQUEST).getValue();
    return new WorkItem(
        UUID.fromString(item.getString(ITEM).getValue()),
        new TaskId(
            UUID.fromString(request.substring(ledger.name("").length())),
            item.getInt32(STEP).getValue()),
        Action.valueOf(item.getString(ACTION).getValue()),
        instant(item, OPENED_AT),
        instant(item, DUE_AT),
        item.containsKey(CLAIMED_BY)
            ? Optional.of(item.getString(CLAIMED_BY).getValue())
            : Optional.empty(),
        item.getInt32(REVISION).getValue(),
        item.containsKey(UPLOADS)
            ? item.getArray(UPLOADS).stream().map(upload -> upload(upload.asDocument())).toList()
            : List.of(),
        state(item));
  }

  private State state(BsonDocument item) {
    String state = item.getString(STATE).getValue();
    return switch (state) {
      case OPEN -> new State.Open();
      case WITHDRAWN -> new State.Withdrawn();
      case COMPLETED ->
          new State.Completed(
              item.getString(COMPLETED_BY).getValue(),
              instant(item, COMPLETED_AT),
              JSON.readValue(
                  seal.open(item.getBinary(COMPLETION).getData(), item.getString(ITEM).getValue()),
                  Completion.class));
      default ->
          throw new IllegalStateException("Expected the state of a work item but it is " + state);
    };
  }

  BsonBinary sealed(UUID item, Completion completion) {
    return new BsonBinary(seal.seal(JSON.writeValueAsBytes(completion), item.toString()));
  }

  BsonArray uploads(List<Upload> uploads) {
    return new BsonArray(
        uploads.stream()
            .map(
                upload ->
                    new BsonDocument("collection", new BsonString(upload.collection()))
                        .append("number", new BsonInt32(upload.number()))
                        .append("name", new BsonString(upload.name().toString()))
                        .append("lines", BsonBoolean.valueOf(upload.lines()))
                        .append("records", new BsonInt64(upload.records()))
                        .append("pieces", new BsonInt32(upload.pieces())))
            .toList());
  }

  private static Upload upload(BsonDocument upload) {
    return new Upload(
        upload.getString("collection").getValue(),
        upload.getInt32("number").getValue(),
        UUID.fromString(upload.getString("name").getValue()),
        upload.getBoolean("lines").getValue(),
        upload.getNumber("records").longValue(),
        upload.getInt32("pieces").getValue());
  }

  private static Instant instant(BsonDocument item, String field) {
    return Instant.ofEpochMilli(item.getDateTime(field).getValue());
  }
}
