package io.habeas.participant.directives;

import io.habeas.participant.directives.Directives.Standing;
import io.habeas.schemas.avro.DirectiveRecord;
import io.habeas.schemas.avro.StopProcessing;
import io.habeas.schemas.avro.TakeNothingIn;
import io.habeas.schemas.directives.SubjectKey;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The directives that were read. One thread writes, any number look up. */
final class KnownDirectives {
  private final Map<String, Standing> standings = new ConcurrentHashMap<>();

  Standing about(String subject) {
    return standings.getOrDefault(subject, Standing.FREE);
  }

  /** How many people something is directed about, each counted by identifier. */
  int size() {
    return standings.size();
  }

  /**
   * Takes in what a message says.
   *
   * @param record null for what is taken back
   * @return false if it says something that this version does not know
   */
  boolean learn(String messageKey, @Nullable DirectiveRecord record) {
    if (record == null) {
      SubjectKey.named(messageKey).ifPresent(this::takeBack);
      return true;
    }
    return switch (record.getPayload()) {
      case TakeNothingIn erased -> {
        change(
            record.getSubject(),
            before -> new Standing(erased.getCollectedBefore(), before.stopped()));
        yield true;
      }
      case StopProcessing stop -> {
        change(record.getSubject(), before -> stopped(before, stop.getPurpose(), stop.getSince()));
        yield true;
      }
      case null, default -> false;
    };
  }

  private void takeBack(SubjectKey.Named named) {
    String purpose = named.purpose();
    change(
        named.subject(),
        before ->
            purpose == null
                ? new Standing(null, before.stopped())
                : stopped(before, purpose, null));
  }

  private void change(String subject, UnaryOperator<Standing> change) {
    standings.compute(
        subject,
        (name, before) -> {
          Standing after = change.apply(before == null ? Standing.FREE : before);
          return after.equals(Standing.FREE) ? null : after;
        });
  }

  private static Standing stopped(Standing before, String purpose, @Nullable Instant since) {
    Map<String, Instant> stopped = new HashMap<>(before.stopped());
    if (since == null) {
      stopped.remove(purpose);
    } else {
      stopped.put(purpose, since);
    }
    return new Standing(before.takeNothingInFromBefore(), stopped);
  }
}
