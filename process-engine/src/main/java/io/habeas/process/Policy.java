package io.habeas.process;

import java.time.Instant;

/**
 * What a process decides. Pure: the same state and event give the same transition; no clock, no
 * I/O, no randomness.
 *
 * @param <S> the state of one process instance, sealed and immutable
 * @param <E> what can happen to it
 * @param <C> what it can ask of others
 */
public interface Policy<S, E, C> {

  /** The state of an instance that nothing has happened to yet; never stored. */
  S initial();

  /**
   * Decides what follows from {@code event}. Must answer for every pair of state and event; one
   * that changes nothing is {@linkplain Transition#ignored ignored} with a reason, never an
   * exception.
   */
  Transition<S, C> next(S state, E event);

  /**
   * The event by which a policy learns that its own wake-up has come.
   *
   * @param now when it was noticed, at or after the instant that was asked for
   */
  E wakeUp(Instant now);

  /**
   * The event by which a policy learns that a command of the transition just made cannot be
   * delivered now.
   */
  E undeliverable(C command, Undeliverable reason, Instant now);

  /** What an event is called in metrics: a name of a type, never what is in it. */
  default String nameOf(E event) {
    return event.getClass().getSimpleName();
  }

  /** Why a command's topic cannot be written. */
  enum Undeliverable {
    TOPIC_MISSING,
    TOPIC_FORBIDDEN
  }
}
