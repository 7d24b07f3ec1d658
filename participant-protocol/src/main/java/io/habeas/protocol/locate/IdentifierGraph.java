package io.habeas.protocol.locate;

import io.habeas.protocol.IdentifierType;
import io.habeas.protocol.ParticipantId;
import io.habeas.protocol.RequiredParticipant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * By which identifiers a person is known so far, and which participant has searched by which of
 * them. Only types are here; the identifiers themselves are in the vault.
 *
 * <p>A participant that yields an identifier has searched its own store by it: that is part of
 * answering. Everybody else who can find a person by that type has not, even one that searched by
 * an earlier identifier of the same type.
 *
 * @param known the proven and the yielded types
 * @param searched the types by which each participant was last asked to search, as far as nothing
 *     newer of that type has been yielded by another since
 */
public record IdentifierGraph(
    Set<IdentifierType> known, Map<ParticipantId, Set<IdentifierType>> searched) {

  public IdentifierGraph {
    known = Set.copyOf(known);
    searched = Map.copyOf(searched);
  }

  /** Nobody has searched yet. */
  public static IdentifierGraph startingFrom(Set<IdentifierType> proven) {
    return new IdentifierGraph(proven, Map.of());
  }

  /**
   * Those of {@code participants} who were never asked, or who could find more by what has become
   * known since they were; in the given order. Empty once nothing new is yielded.
   *
   * <p>Everybody is asked at least once, even one for whom no identifier is known: only the
   * participant itself can say that it finds nothing (L15).
   */
  public List<RequiredParticipant> toBeAsked(Collection<RequiredParticipant> participants) {
    return participants.stream().filter(this::mustSearch).toList();
  }

  private boolean mustSearch(RequiredParticipant participant) {
    Set<IdentifierType> done = searched.get(participant.id());
    if (done == null) {
      return true;
    }
    for (IdentifierType type : participant.identifierTypes()) {
      if (known.contains(type) && !done.contains(type)) {
        return true;
      }
    }
    return false;
  }

  /** These participants are being asked to search by everything that is known now. */
  public IdentifierGraph asked(Collection<RequiredParticipant> participants) {
    Map<ParticipantId, Set<IdentifierType>> after = new HashMap<>(searched);
    for (RequiredParticipant participant : participants) {
      Set<IdentifierType> types = new HashSet<>(participant.identifierTypes());
      types.retainAll(known);
      after.put(participant.id(), types);
    }
    return copyOfMutable(known, after);
  }

  /** A participant deposited identifiers of these types in the vault that were not there before. */
  public IdentifierGraph yielded(ParticipantId by, Set<IdentifierType> types) {
    if (types.isEmpty()) {
      return this;
    }
    Set<IdentifierType> nowKnown = new HashSet<>(known);
    nowKnown.addAll(types);
    // A type known before may stand for another's identifier that this one has not searched by yet.
    Set<IdentifierType> firstOfTheirType = new HashSet<>(types);
    firstOfTheirType.removeAll(known);
    Map<ParticipantId, Set<IdentifierType>> after = new HashMap<>(searched);
    after.replaceAll(
        (participant, done) -> {
          Set<IdentifierType> still = new HashSet<>(done);
          if (participant.equals(by)) {
            still.addAll(firstOfTheirType);
          } else {
            still.removeAll(types);
          }
          return still;
        });
    return copyOfMutable(nowKnown, after);
  }

  /** As if these participants had never been asked. */
  public IdentifierGraph without(Collection<ParticipantId> participants) {
    Map<ParticipantId, Set<IdentifierType>> after = new HashMap<>(searched);
    after.keySet().removeAll(participants);
    return new IdentifierGraph(known, after);
  }

  private static IdentifierGraph copyOfMutable(
      Set<IdentifierType> known, Map<ParticipantId, Set<IdentifierType>> searched) {
    searched.replaceAll((participant, types) -> Set.copyOf(types));
    return new IdentifierGraph(known, searched);
  }
}
