package io.habeas.process;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What follows from one event.
 *
 * @param state the state from now on
 * @param commands what is asked of others, in this order
 * @param wakeUp when the policy wants to be asked again at the latest, replacing any earlier wish;
 *     null for never
 * @param ignored why the event changed nothing, as a code for a metric; null when it was taken into
 *     account
 * @param waitsFor subjects of facts at whose change the policy wants to be asked again, replacing
 *     any earlier wish; codes
 */
public record Transition<S, C>(
    S state,
    List<C> commands,
    @Nullable Instant wakeUp,
    @Nullable String ignored,
    Set<String> waitsFor) {

  public Transition {
    commands = List.copyOf(commands);
    waitsFor = Set.copyOf(waitsFor);
  }

  /** The event was taken into account. */
  public static <S, C> Transition<S, C> to(S state, List<C> commands, @Nullable Instant wakeUp) {
    return new Transition<>(state, commands, wakeUp, null, Set.of());
  }

  /**
   * The event changes nothing: state, wake-up and what is waited for stay as they are.
   *
   * @param reason a code, such as {@code duplicate} or {@code unknown-request}; counted per reason
   */
  public static <S, C> Transition<S, C> ignored(S state, String reason) {
    return new Transition<>(state, List.of(), null, reason, Set.of());
  }

  /**
   * The same, and the policy wants to be asked again when a fact about one of these subjects
   * changes.
   */
  public Transition<S, C> waitingFor(Set<String> subjects) {
    return new Transition<>(state, commands, wakeUp, ignored, subjects);
  }
}
