package io.habeas.orchestrator.joint;

import io.habeas.protocol.IdentifierType;
import io.habeas.protocol.ParticipantId;
import io.habeas.protocol.RequiredParticipant;
import io.habeas.protocol.fanout.FanOut;
import io.habeas.protocol.locate.IdentifierGraph;
import io.habeas.schemas.avro.Action;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Everything known of what the participants do for one request, whatever its right and state.
 *
 * @param requestId whose
 * @param round over the identifier graph, from 1; 0 before the first
 * @param begun the first change is out
 * @param tellAgainAt when to tell an outcome again that could not be told; null when all is told
 * @param graph by which identifiers the person is known
 * @param fanOut what is asked of whom
 * @param parts one per participant that was ever asked, in that order
 */
public record Joint(
    UUID requestId,
    int round,
    boolean begun,
    @Nullable Instant tellAgainAt,
    IdentifierGraph graph,
    FanOut<Action> fanOut,
    List<Part> parts) {

  public Joint {
    parts = List.copyOf(parts);
  }

  static Joint begin(UUID requestId, Set<IdentifierType> proven) {
    return new Joint(
        requestId,
        0,
        false,
        null,
        IdentifierGraph.startingFrom(proven),
        FanOut.withNobody(),
        List.of());
  }

  Joint fanOut(FanOut<Action> after) {
    return new Joint(requestId, round, begun, tellAgainAt, graph, after, parts);
  }

  Joint graph(IdentifierGraph after) {
    return new Joint(requestId, round, begun, tellAgainAt, after, fanOut, parts);
  }

  Joint tellAgainAt(@Nullable Instant when) {
    return new Joint(requestId, round, begun, when, graph, fanOut, parts);
  }

  /** The first change is going out. */
  public Joint beginning() {
    return new Joint(requestId, round, true, tellAgainAt, graph, fanOut, parts);
  }

  /** Nobody owes anything any more: whatever still comes is late. */
  public Joint silenced() {
    return fanOut(fanOut.silenced());
  }

  private Joint parts(List<Part> after) {
    return new Joint(requestId, round, begun, tellAgainAt, graph, fanOut, after);
  }

  /** One more round, in which these participants search by everything known. */
  Joint nextRound(List<RequiredParticipant> searching) {
    Set<ParticipantId> known = new HashSet<>();
    parts.forEach(part -> known.add(part.participant()));
    List<Part> after = new ArrayList<>(parts);
    for (RequiredParticipant participant : searching) {
      if (!known.contains(participant.id())) {
        after.add(Part.unknown(participant.id()));
      }
    }
    return new Joint(
            requestId, round + 1, begun, tellAgainAt, graph.asked(searching), fanOut, after)
        .each(searching.stream().map(RequiredParticipant::id).toList(), Part::searching);
  }

  /** The participant's owed answer is in, and says this of its part. */
  Joint answered(ParticipantId participant, UnaryOperator<Part> what) {
    return fanOut(fanOut.answered(participant)).each(List.of(participant), what);
  }

  /** The part of a participant; one that was never asked has done nothing. */
  public Part part(ParticipantId participant) {
    return parts.stream()
        .filter(part -> part.participant().equals(participant))
        .findFirst()
        .orElseGet(() -> Part.unknown(participant));
  }

  /** Changes the parts of these participants. */
  public Joint each(Collection<ParticipantId> whom, UnaryOperator<Part> change) {
    var chosen = new HashSet<>(whom);
    return parts(
        parts.stream()
            .map(part -> chosen.contains(part.participant()) ? change.apply(part) : part)
            .toList());
  }

  /** The participants whose parts are such. */
  public List<ParticipantId> those(Predicate<Part> which) {
    return parts.stream().filter(which).map(Part::participant).toList();
  }

  /** Whether a person must decide about anybody. */
  public boolean isHalted() {
    return parts.stream().anyMatch(part -> part.halted() != null);
  }

  /** When something must be done unasked; null if nothing must. */
  public @Nullable Instant wakeUp() {
    return Stream.of(fanOut.nextAskAt(), tellAgainAt)
        .filter(Objects::nonNull)
        .min(Comparator.naturalOrder())
        .orElse(null);
  }
}
