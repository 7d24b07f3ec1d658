package io.habeas.orchestrator.joint;

import io.habeas.protocol.ParticipantId;
import io.habeas.protocol.locate.Holding;
import io.habeas.schemas.avro.HaltReason;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one participant's part.
 *
 * @param participant which
 * @param located it has searched by what it was last asked to search by
 * @param cannotLocate it cannot search at all, so that nobody knows what it holds
 * @param holdings what it located last
 * @param result what it did then; null before
 * @param restricted it was asked to restrict, and has not lifted that since
 * @param halted why a person must decide before anything more is asked of it; null while nobody
 *     must
 * @param decidedBy the decision by which a person vouched for it in its place; null if none did
 */
public record Part(
    ParticipantId participant,
    boolean located,
    boolean cannotLocate,
    List<Holding> holdings,
    @Nullable Result result,
    boolean restricted,
    @Nullable HaltReason halted,
    @Nullable UUID decidedBy) {

  public Part {
    holdings = List.copyOf(holdings);
  }

  static Part unknown(ParticipantId participant) {
    return new Part(participant, false, false, List.of(), null, false, null, null);
  }

  /** It must search (again): whatever it did before covers only what was known then. */
  Part searching() {
    return new Part(
        participant, false, cannotLocate, holdings, null, restricted, halted, decidedBy);
  }

  Part located(List<Holding> found) {
    return new Part(participant, true, false, found, result, restricted, halted, decidedBy);
  }

  Part cannotLocateAnything() {
    return new Part(participant, true, true, List.of(), result, restricted, halted, decidedBy);
  }

  /** It has done what it was asked. */
  public Part did(@Nullable Result what) {
    return new Part(
        participant, located, cannotLocate, holdings, what, restricted, halted, decidedBy);
  }

  Part halted(HaltReason reason) {
    return new Part(
        participant, located, cannotLocate, holdings, result, restricted, reason, decidedBy);
  }

  /** RESTRICT is issued: from now on something may be hidden there. */
  public Part restricting() {
    return restricted(true);
  }

  /** Nothing is hidden there any more. */
  public Part lifted() {
    return restricted(false);
  }

  private Part restricted(boolean now) {
    return new Part(participant, located, cannotLocate, holdings, result, now, halted, decidedBy);
  }

  /** A person vouches that nothing is held there: it is asked nothing more. */
  Part vouchedFor(UUID decision) {
    return new Part(participant, true, false, List.of(), result, restricted, null, decision);
  }

  /** How many records it located. */
  public long records() {
    return holdings.stream().mapToLong(Holding::records).sum();
  }
}
