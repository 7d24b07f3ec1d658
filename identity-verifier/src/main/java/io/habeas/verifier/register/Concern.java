package io.habeas.verifier.register;

import io.habeas.chassis.controller.Controller;
import java.util.Set;

/**
 * About whom a request is that has erased what rested on withdrawn consents alone, and nothing else
 * (L21).
 *
 * @param consents the purposes for which consent is withdrawn, as codes
 * @param participants that held nothing else when processing stopped: whatever they are configured
 *     to rest on since, what was begun there may have to be undone
 */
public record Concern(Set<String> consents, Set<String> participants) {
  public Concern {
    consents = Set.copyOf(consents);
    participants = Set.copyOf(participants);
  }

  /** Whether it is about what this participant holds. */
  public boolean includes(Controller.Participant participant) {
    return participants.contains(participant.name()) || participant.restsOn(consents);
  }
}
