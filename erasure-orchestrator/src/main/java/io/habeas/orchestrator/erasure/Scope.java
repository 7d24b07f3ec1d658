package io.habeas.orchestrator.erasure;

import io.habeas.protocol.RequiredParticipant;
import java.util.Set;

/** What of a person's records one erasure is about. */
public sealed interface Scope {

  /** Whether it is about what this participant holds, as the controller's configuration has it. */
  boolean includes(RequiredParticipant participant);

  /** Everything that any required participant holds. */
  record Everything() implements Scope {
    @Override
    public boolean includes(RequiredParticipant participant) {
      return true;
    }
  }

  /**
   * What rests on withdrawn consents alone (Art. 17(1)(b)): whatever has another basis stays (L21).
   *
   * @param withdrawn the purposes for which consent is withdrawn, as codes; at least one
   */
  record RestingOn(Set<String> withdrawn) implements Scope {
    public RestingOn {
      withdrawn = Set.copyOf(withdrawn);
      if (withdrawn.isEmpty()) {
        throw new IllegalArgumentException("Expected a withdrawn consent but there is none");
      }
    }

    @Override
    public boolean includes(RequiredParticipant participant) {
      return participant.restsOn(withdrawn);
    }
  }
}
