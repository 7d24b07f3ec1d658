package io.habeas.orchestrator.erasure;

import io.habeas.process.Facts;
import io.habeas.process.Policy.Undeliverable;
import io.habeas.protocol.ParticipantId;
import io.habeas.schemas.Topics;
import io.habeas.schemas.avro.WaitReason;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What is known of stores beside what they did for one request. Made anew whenever a fact changes,
 * and asked at every decision.
 */
final class KnownStores {
  private final Map<ParticipantId, List<Hold>> holds = new HashMap<>();
  private final Map<ParticipantId, Optional<WaitReason>> standing = new HashMap<>();
  private final Map<ParticipantId, Instant> reports = new HashMap<>();
  private final Map<String, Undeliverable> obstacles = new TreeMap<>();

  private KnownStores(Facts<StoreFact> facts) {
    facts.known().forEach(this::learn);
    holds.values().forEach(each -> each.sort(Comparator.comparing(Hold::id)));
    obstacles.putAll(facts.obstacles());
  }

  static KnownStores by(Facts<StoreFact> facts) {
    return new KnownStores(facts);
  }

  private void learn(StoreFact fact) {
    switch (fact) {
      case StoreFact.Held held ->
          holds
              .computeIfAbsent(held.participant(), store -> new ArrayList<>())
              .add(new Hold(held.holdId(), held.participant()));
      case StoreFact.Released released -> {}
      case StoreFact.Fit fit -> standing.put(fit.participant(), Optional.empty());
      case StoreFact.CanaryFailed failed ->
          standing.put(failed.participant(), Optional.of(WaitReason.CANARY_FAILED));
      case StoreFact.Unfit unfit ->
          standing.put(unfit.participant(), Optional.of(WaitReason.UNFIT));
      case StoreFact.Stale stale ->
          standing.put(stale.participant(), Optional.of(WaitReason.STALE));
      case StoreFact.Reporting reporting -> {
        reports.put(reporting.participant(), reporting.lastBegunAt());
        learn(reporting.standing());
      }
    }
  }

  /** Whether nothing in that store may be erased, for whomever. */
  boolean holds(ParticipantId store) {
    return holds.containsKey(store);
  }

  /** The holds on that store as a whole. */
  List<Hold> holdsOn(ParticipantId store) {
    return holds.getOrDefault(store, List.of());
  }

  /** Why nobody can rely on what that participant did; empty if there is no such reason. */
  Optional<WaitReason> objectionTo(ParticipantId participant) {
    Optional<WaitReason> said = standing.get(participant);
    if (said == null) {
      return Optional.of(WaitReason.NOT_DECLARED);
    }
    Undeliverable obstacle = obstacles.get(Topics.erasureTasks(participant.name()).name());
    return said.isPresent() || obstacle == null ? said : Optional.of(reason(obstacle));
  }

  /** When its last report of all that it keeps began, by its own clock; empty if it makes none. */
  Optional<Instant> lastReportOf(ParticipantId participant) {
    return Optional.ofNullable(reports.get(participant));
  }

  static WaitReason reason(Undeliverable obstacle) {
    return switch (obstacle) {
      case TOPIC_MISSING -> WaitReason.TOPIC_MISSING;
      case TOPIC_FORBIDDEN -> WaitReason.TOPIC_FORBIDDEN;
    };
  }
}
