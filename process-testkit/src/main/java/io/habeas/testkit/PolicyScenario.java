package io.habeas.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.habeas.process.Policy;
import io.habeas.process.Transition;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Given what has happened, when something happens, then that follows:
 *
 * <pre>
 * PolicyScenario.of(policy)
 *     .given(registered, verified)
 *     .when(erasureCompleted)
 *     .thenState(new Answering(...))
 *     .thenCommands(carriedOut, letter);
 * </pre>
 *
 * @param <S> the policy's state
 * @param <E> its events
 * @param <C> its commands
 */
public final class PolicyScenario<S, E, C> {
  private final Policy<S, E, C> policy;
  private final S state;
  private final @Nullable Instant wakeUp;
  private final List<E> history;

  private PolicyScenario(
      Policy<S, E, C> policy, S state, @Nullable Instant wakeUp, List<E> history) {
    this.policy = policy;
    this.state = state;
    this.wakeUp = wakeUp;
    this.history = List.copyOf(history);
  }

  /** A scenario in which nothing has happened yet. */
  public static <S, E, C> PolicyScenario<S, E, C> of(Policy<S, E, C> policy) {
    return new PolicyScenario<>(policy, policy.initial(), null, List.of());
  }

  /** The same after these events, in this order. */
  @SafeVarargs
  @SuppressWarnings("varargs")
  public final PolicyScenario<S, E, C> given(E... events) {
    PolicyScenario<S, E, C> scenario = this;
    for (E event : events) {
      scenario = scenario.when(event).after();
    }
    return scenario;
  }

  /** A scenario that begins in {@code given}, whatever led there. */
  public PolicyScenario<S, E, C> givenState(S given) {
    return new PolicyScenario<>(policy, given, null, List.of());
  }

  /** Lets {@code event} happen. */
  public Outcome<S, E, C> when(E event) {
    Transition<S, C> transition = policy.next(state, event);
    List<E> events = new ArrayList<>(history);
    events.add(event);
    return new Outcome<>(this, transition, events);
  }

  /** The state in which the scenario is. */
  public S state() {
    return state;
  }

  /** What followed from the last event. Every {@code then} names the history when it fails. */
  public static final class Outcome<S, E, C> {
    private final PolicyScenario<S, E, C> before;
    private final Transition<S, C> transition;
    private final List<E> events;
    private final @Nullable Instant wakeUp;

    private Outcome(PolicyScenario<S, E, C> before, Transition<S, C> transition, List<E> events) {
      this.before = before;
      this.transition = transition;
      this.events = List.copyOf(events);
      this.wakeUp = transition.ignored() == null ? transition.wakeUp() : before.wakeUp;
    }

    /** The state is {@code expected}. */
    public Outcome<S, E, C> thenState(S expected) {
      assertThat(transition.state()).as(story("state")).isEqualTo(expected);
      return this;
    }

    /** The state is of this kind and meets {@code requirements}. */
    public <T extends S> Outcome<S, E, C> thenState(Class<T> kind, Consumer<T> requirements) {
      assertThat(transition.state()).as(story("state")).isInstanceOfSatisfying(kind, requirements);
      return this;
    }

    /** Exactly these commands, in this order; none for none. */
    @SafeVarargs
    @SuppressWarnings("varargs")
    public final Outcome<S, E, C> thenCommands(C... expected) {
      assertThat(transition.commands()).as(story("commands")).containsExactly(expected);
      return this;
    }

    /** The policy wants to be woken at {@code expected}. */
    public Outcome<S, E, C> thenWakesAt(Instant expected) {
      assertThat(wakeUp).as(story("wake-up")).isEqualTo(expected);
      return this;
    }

    /** The policy does not want to be woken. */
    public Outcome<S, E, C> thenNeverWakes() {
      assertThat(wakeUp).as(story("wake-up")).isNull();
      return this;
    }

    /** The event changed nothing, for this reason. */
    public Outcome<S, E, C> thenIgnored(String reason) {
      assertThat(transition.ignored()).as(story("reason to ignore")).isEqualTo(reason);
      assertThat(transition.state()).as(story("state")).isEqualTo(before.state);
      assertThat(transition.commands()).as(story("commands")).isEmpty();
      return this;
    }

    /** What the policy decided, for checks of a test's own. */
    public Transition<S, C> transition() {
      return transition;
    }

    /** The scenario that goes on from here. */
    public PolicyScenario<S, E, C> after() {
      return new PolicyScenario<>(
          before.policy,
          transition.ignored() == null ? transition.state() : before.state,
          wakeUp,
          events);
    }

    /** Lets the next event happen. */
    public Outcome<S, E, C> when(E event) {
      return after().when(event);
    }

    private String story(String what) {
      var story = new StringBuilder(what).append(" after");
      events.forEach(event -> story.append("\n  ").append(event));
      return story.toString();
    }
  }
}
