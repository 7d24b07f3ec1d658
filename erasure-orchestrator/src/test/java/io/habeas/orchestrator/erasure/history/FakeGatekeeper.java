package io.habeas.orchestrator.erasure.history;

import io.habeas.orchestrator.erasure.ErasureEvent;
import io.habeas.orchestrator.erasure.Hold;
import io.habeas.protocol.ParticipantId;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The verifier as far as it keeps the gate of one request. What it says arrives in the order in
 * which it said so first, and answers may arrive again at any time.
 */
final class FakeGatekeeper {
  /** How it names the person. */
  static final Map<ParticipantId, List<String>> SUBJECTS =
      Map.of(new ParticipantId("a"), List.of("a1", "a2"), new ParticipantId("b"), List.of("b1"));

  private final UUID requestId;
  private final Set<UUID> holds = new LinkedHashSet<>();
  private final Set<UUID> told = new LinkedHashSet<>();
  private final Map<Integer, ErasureEvent.GateAnswer> answers = new HashMap<>();
  private final Deque<ErasureEvent> said = new ArrayDeque<>();
  private final Set<UUID> openAccesses = new LinkedHashSet<>();
  private int lastAsk;
  private int busyAsk;

  FakeGatekeeper(UUID requestId) {
    this.requestId = requestId;
  }

  /** The one moment at which a pass and a hold see each other. */
  void asked(int ask, boolean behindAccesses, Instant now) {
    if (ask < lastAsk) {
      return;
    }
    lastAsk = ask;
    if (behindAccesses && !openAccesses.isEmpty() && !answers.containsKey(ask)) {
      busyAsk = ask;
      said.add(new ErasureEvent.GateBusy(ask, List.copyOf(openAccesses), now));
      return;
    }
    said.add(
        answers.computeIfAbsent(
            ask,
            first -> {
              told.addAll(holds);
              return holds.isEmpty()
                  ? new ErasureEvent.GatePassed(ask, Map.of(), SUBJECTS, now)
                  : new ErasureEvent.GateHeld(ask, List.copyOf(holds), now);
            }));
  }

  void accessAccepted(UUID access) {
    openAccesses.add(access);
  }

  /** Whoever waited for it is answered without asking. */
  void accessesOver(Instant now) {
    openAccesses.clear();
    if (busyAsk == lastAsk && lastAsk > 0 && !answers.containsKey(lastAsk)) {
      asked(lastAsk, true, now);
    }
  }

  void place(UUID hold, Instant now) {
    holds.add(hold);
    if (hasPassed()) {
      told.add(hold);
      said.add(new ErasureEvent.HoldPlaced(requestId, new Hold(hold, null), now));
    }
  }

  boolean keeps(UUID hold) {
    return holds.contains(hold);
  }

  @Nullable UUID anyHold() {
    return holds.isEmpty() ? null : holds.iterator().next();
  }

  void release(UUID hold, Instant now) {
    holds.remove(hold);
    if (told.contains(hold)) {
      said.add(new ErasureEvent.HoldReleased(hold, now));
    }
  }

  boolean hasSomethingToSay() {
    return !said.isEmpty();
  }

  ErasureEvent next() {
    return said.remove();
  }

  /** Answers are written again after a crash. */
  void repeatsItself() {
    said.addAll(new ArrayList<>(answers.values()));
  }

  private boolean hasPassed() {
    return lastAnswer() instanceof ErasureEvent.GatePassed;
  }

  /** What it decided when it was asked last; null while it has not. */
  ErasureEvent.@Nullable GateAnswer lastAnswer() {
    return answers.get(lastAsk);
  }
}
