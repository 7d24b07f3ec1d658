package io.habeas.intake.decisions;

import io.habeas.intake.frontdoor.Admission.Identifier;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** Where it is known by what persons are held, and what becomes of that: not here. */
public interface SubjectHolds {

  /**
   * Keeps by what a person shall be held. Idempotent.
   *
   * @param content keyed hash of the whole decision, by which a repeat is recognised
   * @return false if something else is kept under this id; an error {@link
   *     io.habeas.intake.Unavailable} if the vault does not answer
   */
  Mono<Boolean> keep(UUID holdId, Person person, String content);

  /** All that are not forgotten, the latest first. */
  Mono<List<Hold>> all();

  /**
   * Who is to be held.
   *
   * @param authority who asks for it; null if nobody does
   */
  record Person(List<Identifier> identifiers, @Nullable String authority) {
    public Person {
      identifiers = List.copyOf(identifiers);
    }

    /** Says nothing about whom it is. */
    @Override
    public String toString() {
      return "Person[***]";
    }
  }

  /**
   * A hold on a person.
   *
   * @param author who placed it
   * @param releasedAt null while it is in force
   * @param types what kinds of identifier the person is held by
   * @param requests those that were told of it
   */
  record Hold(
      UUID holdId,
      State state,
      @Nullable String author,
      @Nullable Instant placedAt,
      @Nullable Instant releasedAt,
      List<String> types,
      List<UUID> requests) {
    public Hold {
      types = List.copyOf(types);
      requests = List.copyOf(requests);
    }
  }

  /** What a hold does. */
  enum State {
    /** It holds nobody: the decision is not known where it is put into effect. Place it again. */
    STATED,
    /** It is decided and being put into effect. */
    PLACED,
    /** No request passes the gate. */
    EFFECTIVE,
    /** It binds nobody any more. */
    RELEASED
  }
}
