package io.habeas.verifier.gate;

import io.habeas.verifier.vault.Identifier;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The data protection officer keeps everything of a person from being erased (Art. 17(3)(e),
 * 18(1)(c)).
 *
 * @param author who placed it; empty before it is decided
 * @param identifiers keyed hashes of what the person is held by; empty once it is released
 * @param types what kinds of identifier these are
 * @param requests those that were told of it
 */
record SubjectHold(
    String holdId,
    State state,
    Optional<String> author,
    Optional<Instant> placedAt,
    Optional<Instant> releasedAt,
    List<String> identifiers,
    List<String> types,
    List<String> requests) {
  SubjectHold {
    identifiers = List.copyOf(identifiers);
    types = List.copyOf(types);
    requests = List.copyOf(requests);
  }

  /** What it does. */
  enum State {
    /** It is kept by what a person shall be held; nobody is, before the decision is made known. */
    STATED,
    /** It is decided and being put into effect. */
    PLACED,
    /** No request passes the gate. */
    EFFECTIVE,
    /** It binds nobody any more. */
    RELEASED
  }

  /**
   * Whom it is about.
   *
   * @param authority who asked for it; null if nobody did
   */
  record Person(List<Identifier> identifiers, @Nullable String authority) {
    Person {
      identifiers = List.copyOf(identifiers);
    }

    /** Neither identifiers nor free text reach a log by accident. */
    @Override
    public String toString() {
      return "Person[***]";
    }
  }
}
