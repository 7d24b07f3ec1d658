package io.habeas.process;

import io.habeas.process.Policy.Undeliverable;
import io.habeas.process.ProcessDefinition.Outbound;
import io.habeas.schemas.TopicDirectory;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What one event leads to, once every command that cannot be delivered now was told to the policy.
 *
 * @param wakeUp when the instance is to be asked again; null for never
 * @param ignored why nothing changed, as a code; null if something may have
 * @param undeliverable topics of commands that were not let through
 * @param waitsFor subjects of facts at whose change the instance is to be asked again
 */
record Decision<S>(
    S state,
    @Nullable Instant wakeUp,
    List<Outbound<?>> outbound,
    @Nullable String ignored,
    List<String> undeliverable,
    Set<String> waitsFor) {

  /** A policy that answers every refusal with new commands must come to an end. */
  private static final int MOST_REFUSALS = 1_000;

  Decision {
    outbound = List.copyOf(outbound);
    undeliverable = List.copyOf(undeliverable);
    waitsFor = Set.copyOf(waitsFor);
  }

  /** Decides without effect; whatever it throws leaves everything as it was. */
  static <S, E, C> Decision<S> of(
      Policy<S, E, C> policy,
      Function<C, Outbound<?>> router,
      TopicDirectory topics,
      S state,
      @Nullable Instant wakeUp,
      E event,
      Instant now) {
    Transition<S, C> transition = policy.next(state, event);
    if (transition.ignored() != null) {
      return new Decision<>(state, wakeUp, List.of(), transition.ignored(), List.of(), Set.of());
    }
    List<Outbound<?>> deliverable = new ArrayList<>();
    List<String> refused = new ArrayList<>();
    Deque<C> commands = new ArrayDeque<>(transition.commands());
    while (!commands.isEmpty()) {
      C command = commands.remove();
      Outbound<?> outbound = router.apply(command);
      Undeliverable reason = obstacle(topics, outbound.topic().name());
      if (reason == null) {
        deliverable.add(outbound);
        continue;
      }
      refused.add(outbound.topic().name());
      if (refused.size() > MOST_REFUSALS) {
        throw new IllegalStateException(
            "Expected a policy to settle within %d undeliverable commands but it goes on"
                .formatted(MOST_REFUSALS));
      }
      Transition<S, C> answer =
          policy.next(transition.state(), policy.undeliverable(command, reason, now));
      if (answer.ignored() == null) {
        transition = answer;
        commands.addAll(answer.commands());
      }
    }
    return new Decision<>(
        transition.state(), transition.wakeUp(), deliverable, null, refused, transition.waitsFor());
  }

  /** Why a topic cannot be written; null if it can. */
  static @Nullable Undeliverable obstacle(TopicDirectory topics, String topic) {
    return switch (topics.availability(topic)) {
      case WRITABLE -> null;
      case MISSING -> Undeliverable.TOPIC_MISSING;
      case FORBIDDEN -> Undeliverable.TOPIC_FORBIDDEN;
    };
  }
}
