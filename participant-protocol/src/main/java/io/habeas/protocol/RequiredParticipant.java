package io.habeas.protocol;

import java.util.Set;

/**
 * A participant without whose outcome no request is complete, as the controller approved it; never
 * as the participant itself declared.
 *
 * @param id its name
 * @param identifierTypes the types by which it may look for a person; any one of them is enough
 * @param consents the purposes on consent for which everything that it holds rests, as codes; empty
 *     where anything has another basis
 */
public record RequiredParticipant(
    ParticipantId id, Set<IdentifierType> identifierTypes, Set<String> consents) {
  public RequiredParticipant {
    identifierTypes = Set.copyOf(identifierTypes);
    consents = Set.copyOf(consents);
  }

  /** One that does not rest on consent alone. */
  public RequiredParticipant(ParticipantId id, Set<IdentifierType> identifierTypes) {
    this(id, identifierTypes, Set.of());
  }

  /**
   * Whether nothing that it holds has a basis left when consent for these purposes is withdrawn:
   * another consent is another basis (L21).
   */
  public boolean restsOn(Set<String> withdrawn) {
    return !consents.isEmpty() && withdrawn.containsAll(consents);
  }
}
