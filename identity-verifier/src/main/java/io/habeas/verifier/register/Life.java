package io.habeas.verifier.register;

/** How far a request came, in the order in which that happens; never back. */
public enum Life {
  /** Its arrival was published. */
  ARRIVED,
  /** It is on the register. */
  REGISTERED,
  /**
   * Identity is proven and the register said so, or that what rested on withdrawn consents is to be
   * erased: participants may be told identifiers.
   */
  ACCEPTED,
  /** Done everywhere: participants need nothing any more, the last letter still an address. */
  CARRIED_OUT,
  /** Fulfilled, refused or withdrawn: nobody needs anything any more. */
  CLOSED;

  /** Whether participants have nothing more to learn. */
  public boolean over() {
    return compareTo(CARRIED_OUT) >= 0;
  }
}
