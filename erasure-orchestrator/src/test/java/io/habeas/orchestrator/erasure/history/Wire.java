package io.habeas.orchestrator.erasure.history;

import io.habeas.orchestrator.erasure.ErasureEvent;
import io.habeas.orchestrator.erasure.ErasureEvent.Reply;
import io.habeas.orchestrator.erasure.ErasureState;
import io.habeas.protocol.ParticipantId;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What is on its way to the orchestrator. It arrives in any order and any number of times, or not
 * at all if it will be asked for again.
 */
final class Wire {
  private final Dice dice;
  private final InstantSource clock;
  private final List<ErasureEvent> inFlight = new ArrayList<>();

  Wire(Dice dice, InstantSource clock) {
    this.dice = dice;
    this.clock = clock;
  }

  void send(ErasureEvent event) {
    inFlight.add(event);
  }

  /** How much is on its way. */
  int load() {
    return inFlight.size();
  }

  /** One of what is on its way arrives twice, perhaps much later. */
  void repeatsSomething() {
    if (!inFlight.isEmpty()) {
      inFlight.add(inFlight.get(dice.random.nextInt(inFlight.size())));
    }
  }

  /**
   * What arrives when this one would.
   *
   * @param index less than {@link #load}
   * @param state of whom it is for
   * @return empty if it is lost
   */
  Optional<ErasureEvent> deliver(int index, ErasureState state) {
    ErasureEvent event = inFlight.remove(index);
    if (isOwed(event, state) && dice.fault(10)) {
      return Optional.empty();
    }
    if (dice.fault(10)) {
      inFlight.add(event);
    }
    return Optional.of(stamped(event));
  }

  /** What is not owed any more nobody asks for again; Kafka does not lose it. */
  static boolean isOwed(ErasureEvent event, ErasureState state) {
    return state instanceof ErasureState.Underway underway
        && event instanceof Reply reply
        && underway
            .saga()
            .fanOut()
            .objectionTo(reply.participant(), reply.step(), reply.answers())
            .isEmpty();
  }

  /** Whether what this participant located is on its way. */
  boolean hasWhatIsLocatedBy(ParticipantId id) {
    return inFlight.stream()
        .anyMatch(
            event ->
                event instanceof ErasureEvent.HoldingsLocated late
                    && late.participant().equals(id));
  }

  /** The same as it arrives, stamped by the clock of whom it is for. */
  ErasureEvent stamped(ErasureEvent event) {
    Instant now = clock.instant();
    return switch (event) {
      case ErasureEvent.HoldingsLocated e ->
          new ErasureEvent.HoldingsLocated(
              e.participant(),
              e.step(),
              e.holdings(),
              e.yielded(),
              e.ambiguous(),
              e.treated(),
              now);
      case ErasureEvent.RecordsRestricted e ->
          new ErasureEvent.RecordsRestricted(e.participant(), e.step(), now);
      case ErasureEvent.RestrictionLifted e ->
          new ErasureEvent.RestrictionLifted(e.participant(), e.step(), now);
      case ErasureEvent.RecordsErased e ->
          new ErasureEvent.RecordsErased(
              e.participant(), e.step(), e.outcomes(), e.retained(), e.saidAt(), now);
      case ErasureEvent.ExpiredErased e ->
          new ErasureEvent.ExpiredErased(
              e.participant(), e.step(), e.outcomes(), e.retained(), e.saidAt(), now);
      case ErasureEvent.ErasureVerified e ->
          new ErasureEvent.ErasureVerified(e.participant(), e.step(), now);
      case ErasureEvent.ResidueFound e ->
          new ErasureEvent.ResidueFound(e.participant(), e.step(), now);
      case ErasureEvent.ActionNotOffered e ->
          new ErasureEvent.ActionNotOffered(e.participant(), e.step(), e.answers(), now);
      case ErasureEvent.TaskDeferred e ->
          new ErasureEvent.TaskDeferred(e.participant(), e.step(), e.reason(), now);
      case ErasureEvent.TaskSuperseded e ->
          new ErasureEvent.TaskSuperseded(e.participant(), e.step(), e.seenStep(), now);
      case ErasureEvent.ReplayGranted e ->
          new ErasureEvent.ReplayGranted(e.restorationId(), e.participant(), now);
      case ErasureEvent.RetentionReported e ->
          new ErasureEvent.RetentionReported(
              e.requestId(), e.participant(), e.asOf(), e.retained(), now);
      case ErasureEvent.HoldPlaced e -> new ErasureEvent.HoldPlaced(e.requestId(), e.hold(), now);
      case ErasureEvent.HoldReleased e -> new ErasureEvent.HoldReleased(e.holdId(), now);
      // What is compared with what was answered stays as it was.
      case ErasureEvent.GateAnswer e -> e;
      default -> throw new AssertionError(event);
    };
  }
}
