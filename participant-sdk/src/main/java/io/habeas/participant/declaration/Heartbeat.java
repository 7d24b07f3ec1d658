package io.habeas.participant.declaration;

import io.habeas.participant.WaitReason;
import io.habeas.schemas.avro.Action;
import io.habeas.schemas.avro.DeclarationRecord;
import io.habeas.schemas.avro.ParticipantDeclared;
import io.habeas.schemas.avro.RetentionReports;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes the declaration: at start, then three times within each heartbeat, so that one lost
 * message does not make this participant stale. Each says anew whether it is fit. One that is not
 * says so every few seconds, for requests may wait to hear that it is again.
 */
public final class Heartbeat implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Heartbeat.class);
  private static final int WITHIN_EACH = 3;
  private static final Duration LONGEST_WHILE_UNFIT = Duration.ofSeconds(5);

  private final String participant;
  private final Declaration declaration;
  private final Supplier<Optional<WaitReason>> unfit;
  private final Supplier<@Nullable RetentionReports> reports;
  private final Duration heartbeat;
  private final Consumer<DeclarationRecord> publish;
  private final Clock clock;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("participant-heartbeat").factory());

  /**
   * @param unfit why no task can be taken at present
   * @param reports how far it is with reports of what it keeps; gives null if it makes none
   * @param heartbeat after which silence this participant is stale
   * @param publish may throw; it is tried again with the next beat
   */
  public Heartbeat(
      String participant,
      Declaration declaration,
      Supplier<Optional<WaitReason>> unfit,
      Supplier<@Nullable RetentionReports> reports,
      Duration heartbeat,
      Consumer<DeclarationRecord> publish,
      Clock clock) {
    this.participant = participant;
    this.declaration = declaration;
    this.unfit = unfit;
    this.reports = reports;
    this.heartbeat = heartbeat;
    this.publish = publish;
    this.clock = clock;
  }

  /** Begins; returns at once. */
  public void start() {
    next(Duration.ZERO);
  }

  private synchronized void next(Duration pause) {
    if (!timer.isShutdown()) {
      var unused = timer.schedule(this::beat, pause.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  private void beat() {
    Duration pause = heartbeat.dividedBy(WITHIN_EACH);
    try {
      DeclarationRecord declared = declared();
      if (isUnfit(declared) && pause.compareTo(LONGEST_WHILE_UNFIT) > 0) {
        pause = LONGEST_WHILE_UNFIT;
      }
      publish.accept(declared);
    } catch (RuntimeException e) {
      log.warn(
          "Expected to publish the declaration of {} but it failed: {}",
          participant,
          e.getClass().getSimpleName());
    } finally {
      next(pause);
    }
  }

  private static boolean isUnfit(DeclarationRecord declared) {
    return declared.getPayload() instanceof ParticipantDeclared payload
        && payload.getUnfit() != null;
  }

  /** What would be published now. */
  DeclarationRecord declared() {
    ParticipantDeclared declared =
        ParticipantDeclared.newBuilder()
            .setNeeds(declaration.needs().stream().sorted().toList())
            .setYields(declaration.yields().stream().sorted().toList())
            .setCollections(declaration.collections().stream().sorted().toList())
            .setActions(
                declaration.actions().stream()
                    .sorted()
                    .map(action -> Action.valueOf(action.name()))
                    .toList())
            .setUnfit(
                unfit
                    .get()
                    .map(reason -> io.habeas.schemas.avro.WaitReason.valueOf(reason.name()))
                    .orElse(null))
            .setHeartbeatSeconds((int) heartbeat.toSeconds())
            .setRetentionReports(reports.get())
            .build();
    return DeclarationRecord.newBuilder()
        .setParticipant(participant)
        .setRecordedAt(clock.instant())
        .setPayload(declared)
        .build();
  }

  @Override
  public synchronized void close() {
    timer.shutdownNow();
  }
}
