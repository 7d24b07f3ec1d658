package io.habeas.verifier.claims;

import java.util.Set;

/** What is decided on one claim of a participant. */
sealed interface Claim {

  /**
   * It may know identifiers of these types, as far as they are proven or yielded.
   *
   * @param types declared and approved
   */
  record Granted(Set<String> types) implements Claim {
    public Granted {
      types = Set.copyOf(types);
    }
  }

  /** The claim may be right, but what makes it so has not arrived here: try again. */
  record NotYet() implements Claim {}

  /** Never, with this request and step. */
  record Refused(Reason reason) implements Claim {}

  /** Why a claim is refused. */
  enum Reason {
    UNKNOWN_REQUEST,
    NOT_ACCEPTED,
    CLOSED,
    NOT_CONCERNED,
    NO_SUCH_TASK,
    NOT_APPROVED
  }
}
