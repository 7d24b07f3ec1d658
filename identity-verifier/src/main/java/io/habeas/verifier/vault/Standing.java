package io.habeas.verifier.vault;

import java.time.Instant;

/** What is known about an identifier of a request, and so what it may be used for (L11). */
public sealed interface Standing {

  /** The request named it; anybody could have. Never granted to a participant. */
  record Supplied() implements Standing {}

  /**
   * Whoever asked showed that it is theirs.
   *
   * @param at when
   */
  record Proven(Instant at) implements Standing {}

  /**
   * A store holds it beside a proven one, in a field that its map marks as verified and unique to
   * one person.
   *
   * @param participant the store
   * @param field {@code collection.field}
   * @param step the task in which it was found
   * @param at when it was deposited
   */
  record Yielded(String participant, String field, int step, Instant at) implements Standing {}

  /**
   * It is nobody's: made up for a canary, so that no letter goes to it and no person is known by
   * it.
   */
  record MadeUp() implements Standing {}

  /** Whether a search of the stores may start from it. */
  default boolean grantable() {
    return switch (this) {
      case Supplied s -> false;
      case Proven p -> true;
      case Yielded y -> true;
      case MadeUp m -> true;
    };
  }
}
