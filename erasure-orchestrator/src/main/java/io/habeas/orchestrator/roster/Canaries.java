package io.habeas.orchestrator.roster;

import io.habeas.orchestrator.canary.CanaryOutcome;
import io.habeas.orchestrator.roster.RosterPolicy.Schedule;
import io.habeas.protocol.ParticipantId;
import io.habeas.schemas.avro.Action;
import io.habeas.schemas.avro.CanaryObstacle;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * How a participant stands with its canaries. There is one at a time: what a failed one left is
 * gone before the next begins.
 *
 * @param proof what they have shown
 * @param turn whether one is under way, and else when the next begins
 */
record Canaries(Proof proof, Turn turn) {

  /** What it takes to make somebody up whom the store can find, erase, and prove to be gone. */
  private static final List<Action> NEEDED =
      List.of(Action.SEED, Action.LOCATE, Action.ERASE, Action.VERIFY);

  /** When canaries begin. */
  sealed interface Turn {
    /** The next one begins then, or as soon afterwards as the participant is fit. */
    record Due(Instant at) implements Turn {}

    /** One is under way. */
    record Underway(UUID canaryId) implements Turn {}
  }

  static Canaries none(Instant at) {
    return new Canaries(new Proof.NotProvable(CanaryObstacle.NOT_OFFERED, at), new Turn.Due(at));
  }

  /** The same whenever it is decided again; of another version than ids of requests. */
  static UUID canaryId(ParticipantId participant, Instant begun) {
    return UUID.nameUUIDFromBytes(
        ("canary/" + participant.name() + "/" + begun).getBytes(StandardCharsets.UTF_8));
  }

  static boolean arePossible(Standing standing) {
    return standing instanceof Standing.Fit(var actions) && actions.containsAll(NEEDED);
  }

  /** The participant has said what it can be asked to do. */
  Canaries declared(Standing standing, Schedule schedule, Instant at) {
    if (!(standing instanceof Standing.Fit) || turn instanceof Turn.Underway) {
      return this;
    }
    boolean notOffered =
        proof instanceof Proof.NotProvable(var obstacle, var since)
            && obstacle == CanaryObstacle.NOT_OFFERED;
    if (arePossible(standing)) {
      return notOffered
          ? new Canaries(new Proof.Untried(), new Turn.Due(at.plus(schedule.first())))
          : this;
    }
    // What failed is not mended by offering less.
    return notOffered || proof instanceof Proof.Failed
        ? this
        : new Canaries(new Proof.NotProvable(CanaryObstacle.NOT_OFFERED, at), turn);
  }

  Canaries begun(UUID canaryId) {
    return new Canaries(proof, new Turn.Underway(canaryId));
  }

  Canaries due(Instant at) {
    return new Canaries(proof, new Turn.Due(at));
  }

  boolean isUnderway(UUID canaryId) {
    return turn.equals(new Turn.Underway(canaryId));
  }

  /** What the canary that is under way says. */
  Canaries outcome(
      UUID canaryId, CanaryOutcome outcome, boolean over, Schedule schedule, Instant at) {
    Proof after =
        switch (outcome) {
          case CanaryOutcome.Passed() -> new Proof.Proven(canaryId, at);
          case CanaryOutcome.Missed(var reason, var during) ->
              new Proof.Failed(
                  canaryId,
                  reason,
                  during,
                  proof instanceof Proof.Failed before ? before.since() : at,
                  !over);
          case CanaryOutcome.Unseeded() ->
              switch (proof) {
                case Proof.Failed failed -> failed;
                case Proof.NotProvable notProvable -> notProvable;
                case Proof.Untried untried -> notSeeded(at);
                case Proof.Proven proven -> notSeeded(at);
              };
        };
    Duration pause =
        switch (outcome) {
          case CanaryOutcome.Passed() -> schedule.every();
          case CanaryOutcome.Missed missed -> schedule.again();
          case CanaryOutcome.Unseeded() ->
              after instanceof Proof.Failed ? schedule.again() : schedule.every();
        };
    return new Canaries(after, over ? new Turn.Due(at.plus(pause)) : turn);
  }

  private static Proof notSeeded(Instant at) {
    return new Proof.NotProvable(CanaryObstacle.NOT_SEEDED, at);
  }
}
