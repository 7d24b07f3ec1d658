package io.habeas.orchestrator.erasure;

import io.habeas.protocol.ParticipantId;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * What the ledger of erasures says of one request, and what has to be done again because of it.
 *
 * @param pseudonyms by what each participant alone knows the person, as the verifier said when the
 *     person passed the gate; empty before
 * @param asked whom was asked to erase, and when for the last time
 * @param replays stores restored from a backup that have to erase again, in the order in which that
 *     became known
 */
public record Ledger(
    Map<ParticipantId, UUID> pseudonyms, Map<ParticipantId, Instant> asked, List<Replay> replays) {
  static final Ledger EMPTY = new Ledger(Map.of(), Map.of(), List.of());

  public Ledger {
    pseudonyms = Map.copyOf(pseudonyms);
    asked = Map.copyOf(asked);
    replays = List.copyOf(replays);
  }

  /**
   * A store was restored from a backup and has to erase again.
   *
   * @param restorationId what it was restored by; one that was restored again has another
   */
  public record Replay(UUID restorationId, ParticipantId participant, Stage stage) {
    boolean is(Stage some) {
      return stage == some;
    }
  }

  /** How far that is. */
  public enum Stage {
    WAITING,
    /** It was asked to. */
    BEGUN,
    /** It has, which could not be told yet. */
    DONE,
    /** Nobody knows by what any more, which could not be told yet. */
    FORGOTTEN
  }

  Ledger pseudonyms(Map<ParticipantId, UUID> given) {
    return new Ledger(given, asked, replays);
  }

  Ledger asked(Collection<ParticipantId> whom, Instant at) {
    Map<ParticipantId, Instant> after = new HashMap<>(asked);
    whom.forEach(participant -> after.put(participant, at));
    return new Ledger(pseudonyms, after, replays);
  }

  /** What is written of it. */
  Ledger entry() {
    return replays(List.of());
  }

  Ledger restored(UUID restorationId, ParticipantId participant) {
    return and(new Replay(restorationId, participant, Stage.WAITING));
  }

  /** What became of it is told later. */
  Ledger untold(UUID restorationId, ParticipantId participant, Stage stage) {
    return and(new Replay(restorationId, participant, stage));
  }

  /** All that could not be told is being told now. */
  Ledger told() {
    return without(replay -> replay.is(Stage.DONE) || replay.is(Stage.FORGOTTEN));
  }

  boolean hasReplay(UUID restorationId, ParticipantId participant) {
    return replays.stream()
        .anyMatch(
            replay ->
                replay.restorationId().equals(restorationId)
                    && replay.participant().equals(participant));
  }

  boolean isReplaying(ParticipantId participant) {
    return !begunBy(participant).isEmpty();
  }

  /** Whether that store has yet to erase again. */
  boolean isReplayOwedBy(ParticipantId participant) {
    return replays.stream()
        .anyMatch(
            replay ->
                replay.participant().equals(participant)
                    && (replay.is(Stage.WAITING) || replay.is(Stage.BEGUN)));
  }

  /** Whether a store has yet to erase again. */
  boolean owesReplays() {
    return replays.stream().anyMatch(replay -> replay.is(Stage.WAITING) || replay.is(Stage.BEGUN));
  }

  /** Whom is still to be asked to erase again. */
  List<ParticipantId> restored() {
    return replays.stream()
        .filter(replay -> replay.is(Stage.WAITING))
        .map(Replay::participant)
        .distinct()
        .toList();
  }

  Ledger begun(Collection<ParticipantId> whom) {
    return replays(
        replays.stream()
            .map(
                replay ->
                    replay.is(Stage.WAITING) && whom.contains(replay.participant())
                        ? new Replay(replay.restorationId(), replay.participant(), Stage.BEGUN)
                        : replay)
            .toList());
  }

  /** What the participant is doing again. */
  List<Replay> begunBy(ParticipantId participant) {
    return replays.stream()
        .filter(replay -> replay.is(Stage.BEGUN) && replay.participant().equals(participant))
        .toList();
  }

  Ledger replayed(ParticipantId participant) {
    return without(replay -> begunBy(participant).contains(replay));
  }

  private Ledger and(Replay replay) {
    return replays(Stream.concat(replays.stream(), Stream.of(replay)).toList());
  }

  private Ledger without(Predicate<Replay> which) {
    return replays(replays.stream().filter(which.negate()).toList());
  }

  private Ledger replays(List<Replay> after) {
    return new Ledger(pseudonyms, asked, after);
  }
}
