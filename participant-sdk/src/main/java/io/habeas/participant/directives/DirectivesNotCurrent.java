package io.habeas.participant.directives;

/** Nobody can say what must be respected: ask again later, and do nothing meanwhile. */
public final class DirectivesNotCurrent extends RuntimeException {
  private static final long serialVersionUID = 1L;

  DirectivesNotCurrent(String why) {
    super("Expected directives to be known to their end but " + why);
  }
}
