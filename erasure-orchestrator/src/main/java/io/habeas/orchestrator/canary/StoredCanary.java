package io.habeas.orchestrator.canary;

import io.habeas.orchestrator.canary.CanaryState.Asked;
import io.habeas.orchestrator.canary.CanaryState.NotBegun;
import io.habeas.orchestrator.canary.CanaryState.OnHold;
import io.habeas.orchestrator.canary.CanaryState.Over;
import io.habeas.orchestrator.canary.CanaryState.Paused;
import io.habeas.protocol.ParticipantId;
import io.habeas.protocol.fanout.Conversation;
import io.habeas.protocol.fanout.FanOut;
import io.habeas.protocol.fanout.OwedAnswers;
import io.habeas.protocol.locate.Holding;
import io.habeas.schemas.avro.Action;
import io.habeas.schemas.avro.CollectionCount;
import io.habeas.schemas.avro.state.CanaryAsked;
import io.habeas.schemas.avro.state.CanaryEnded;
import io.habeas.schemas.avro.state.CanaryOnHold;
import io.habeas.schemas.avro.state.CanaryPaused;
import io.habeas.schemas.avro.state.Missed;
import io.habeas.schemas.avro.state.Passed;
import io.habeas.schemas.avro.state.Unseeded;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/** How a canary is stored. */
public final class StoredCanary {
  private StoredCanary() {}

  /**
   * What is stored of it.
   *
   * @throws IllegalStateException if it has not begun
   */
  public static io.habeas.schemas.avro.state.CanaryState write(CanaryState state) {
    return switch (state) {
      case NotBegun s ->
          throw new IllegalStateException("Expected a canary that has begun but it has not");
      case Asked s -> write(s.canary(), new CanaryAsked());
      case OnHold s -> write(s.canary(), new CanaryOnHold(s.next()));
      case Paused s -> write(s.canary(), new CanaryPaused(s.next(), s.until()));
      case Over s -> write(s.canary(), new CanaryEnded());
    };
  }

  private static io.habeas.schemas.avro.state.CanaryState write(
      Canary canary, SpecificRecord phase) {
    Conversation<Action> conversation =
        canary.fanOut().conversations().isEmpty()
            ? null
            : canary.fanOut().conversations().getFirst();
    return new io.habeas.schemas.avro.state.CanaryState(
        canary.id(),
        canary.participant().name(),
        phase,
        canary.failsAt(),
        conversation == null ? 0 : conversation.step(),
        conversation == null ? 0 : conversation.seenStep(),
        conversation == null ? null : OwedAnswers.write(conversation.turn()),
        canary.seeded().stream()
            .map(holding -> new CollectionCount(holding.collection(), holding.records()))
            .toList(),
        canary.repeats(),
        canary.keptUntil(),
        write(canary.told()),
        canary.tellAgainAt());
  }

  /** The canary of which this is stored. */
  public static CanaryState read(io.habeas.schemas.avro.state.CanaryState stored) {
    ParticipantId participant = new ParticipantId(stored.getParticipant());
    Canary canary =
        new Canary(
            stored.getCanaryId(),
            participant,
            stored.getFailsAt(),
            stored.getStep() == 0
                ? FanOut.withNobody()
                : new FanOut<>(
                    List.of(
                        new Conversation<>(
                            participant,
                            stored.getStep(),
                            stored.getSeenStep(),
                            OwedAnswers.read(stored.getOwed())))),
            stored.getSeeded().stream()
                .map(count -> new Holding(count.getCollection(), count.getRecords()))
                .toList(),
            stored.getRepeats(),
            stored.getKeptUntil(),
            readOutcome(stored.getTold()),
            stored.getTellAgainAt());
    return switch (stored.getPhase()) {
      case CanaryAsked p -> new Asked(canary);
      case CanaryOnHold p -> new OnHold(canary, p.getNext());
      case CanaryPaused p -> new Paused(canary, p.getNext(), p.getUntil());
      case CanaryEnded p -> new Over(canary);
      default -> throw unknown(stored.getPhase());
    };
  }

  private static @Nullable Object write(@Nullable CanaryOutcome outcome) {
    return switch (outcome) {
      case null -> null;
      case CanaryOutcome.Passed() -> new Passed();
      case CanaryOutcome.Missed(var reason, var during) -> new Missed(reason, during);
      case CanaryOutcome.Unseeded() -> new Unseeded();
    };
  }

  private static @Nullable CanaryOutcome readOutcome(@Nullable Object stored) {
    return switch (stored) {
      case null -> null;
      case Passed p -> new CanaryOutcome.Passed();
      case Missed m -> new CanaryOutcome.Missed(m.getReason(), m.getDuring());
      case Unseeded u -> new CanaryOutcome.Unseeded();
      default -> throw unknown(stored);
    };
  }

  private static IllegalArgumentException unknown(Object stored) {
    return new IllegalArgumentException(
        "Expected a branch of the stored union but got " + stored.getClass().getSimpleName());
  }
}
