package io.habeas.intake.view;

import static com.mongodb.client.model.Updates.set;

import io.habeas.chassis.controller.Controller;
import io.habeas.intake.view.RequestView.Progress;
import io.habeas.process.ProcessDefinition.InvalidMessage;
import io.habeas.schemas.avro.HaltReason;
import io.habeas.schemas.avro.WaitReason;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.bson.Document;
import org.bson.conversions.Bson;

/** How far participants are with a request, as changes of a view. */
final class WorkChanges {
  private WorkChanges() {}

  static Bson waiting(String participant, String phase, WaitReason reason, Instant since)
      throws InvalidMessage {
    return set(
        path(participant),
        progress(phase, Progress.WAITING)
            .append("reason", reason.name())
            .append("since", Date.from(since)));
  }

  static Bson halted(HaltReason reason, List<String> participants) {
    return set(
        RequestViews.WORK + ".halt",
        new Document("reason", reason.name()).append("participants", participants));
  }

  static Bson participant(String name, String phase, Progress progress) throws InvalidMessage {
    return set(path(name), progress(phase, progress));
  }

  static Document progress(String phase, Progress progress) {
    return new Document("phase", phase).append("state", progress.name());
  }

  static String path(String participant) throws InvalidMessage {
    return RequestViews.WORK + ".participants." + wellFormed(participant);
  }

  static String wellFormed(String participant) throws InvalidMessage {
    if (!Controller.isName(participant)) {
      throw new InvalidMessage("malformed-participant");
    }
    return participant;
  }
}
