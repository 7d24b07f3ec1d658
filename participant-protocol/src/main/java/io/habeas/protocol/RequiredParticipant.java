package io.habeas.protocol;

import java.util.Set;

/**
 * A participant without whose outcome no request is complete, as the controller approved it; never
 * as the participant itself declared.
 *
 * @param id its name
 * @param identifierTypes the types by which it may look for a person; any one of them is enough
 */
public record RequiredParticipant(ParticipantId id, Set<IdentifierType> identifierTypes) {
  public RequiredParticipant {
    identifierTypes = Set.copyOf(identifierTypes);
  }
}
