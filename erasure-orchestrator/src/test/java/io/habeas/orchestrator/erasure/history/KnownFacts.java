package io.habeas.orchestrator.erasure.history;

import io.habeas.orchestrator.erasure.ErasurePolicy;
import io.habeas.orchestrator.erasure.StoreFact;
import io.habeas.process.Facts;
import io.habeas.process.Policy.Undeliverable;
import io.habeas.protocol.ParticipantId;
import io.habeas.schemas.Topics;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What every erasure knows of stores: how they stand, which are held as a whole, what they last
 * reported, to whom nothing can be written. Whoever waits for one of them to change is told some
 * time later.
 */
final class KnownFacts {
  private final Dice dice;
  private final InstantSource clock;
  private final Configuration configuration;
  private final Map<ParticipantId, StoreFact> standing = new LinkedHashMap<>();
  private final Map<UUID, StoreFact.Held> holds = new LinkedHashMap<>();
  private final Map<ParticipantId, Instant> lastReports = new HashMap<>();
  private final Set<String> missingTopics = new HashSet<>();
  private final Set<String> untold = new HashSet<>();
  private @Nullable ErasurePolicy policy;

  KnownFacts(Dice dice, InstantSource clock, Configuration configuration) {
    this.dice = dice;
    this.clock = clock;
    this.configuration = configuration;
  }

  /** What decides, by all that is known now. */
  ErasurePolicy policy() {
    if (policy == null) {
      policy = configuration.policy().knowing(all());
    }
    return policy;
  }

  private Facts<StoreFact> all() {
    Map<String, Undeliverable> obstacles = new HashMap<>();
    missingTopics.forEach(
        name -> obstacles.put(Topics.erasureTasks(name).name(), Undeliverable.TOPIC_MISSING));
    return new Facts<>(
        Stream.<StoreFact>concat(
                standing.values().stream().map(this::withItsReport), holds.values().stream())
            .toList(),
        obstacles);
  }

  private StoreFact withItsReport(StoreFact stands) {
    Instant last = lastReports.get(stands.participant());
    return last == null ? stands : new StoreFact.Reporting(stands, last);
  }

  private void changed(String about) {
    policy = null;
    untold.add(about);
  }

  /** The process is started anew with another configuration, which asks whoever waits. */
  void startAnew() {
    configuration.required().forEach(participant -> changed(participant.name()));
  }

  /** Whether something has changed for which the request waits. */
  boolean haveChangedFor(Set<String> waitsFor) {
    return waitsFor.stream().anyMatch(untold::contains);
  }

  void allTold() {
    untold.clear();
  }

  /** Somebody is required who has declared itself or has not. */
  void newcomer(ParticipantId id) {
    if (dice.random.nextInt(10) > 0) {
      standing.put(id, new StoreFact.Fit(id));
    }
    policy = null;
  }

  void standsOtherwise(ParticipantId id) {
    switch (dice.random.nextInt(4)) {
      case 0 -> standing.put(id, new StoreFact.Stale(id));
      case 1 ->
          standing.put(
              id,
              clock.instant().getEpochSecond() % 2 == 0
                  ? new StoreFact.Unfit(id)
                  : new StoreFact.CanaryFailed(id));
      case 2 -> standing.remove(id);
      default -> standing.put(id, new StoreFact.Fit(id));
    }
    changed(id.name());
  }

  void everybodyIsBack() {
    for (ParticipantId id : configuration.required()) {
      if (!(standing(id) instanceof StoreFact.Fit)) {
        standing.put(id, new StoreFact.Fit(id));
        changed(id.name());
      }
    }
  }

  /** Null if it has not declared itself. */
  @Nullable StoreFact standing(ParticipantId id) {
    return standing.get(id);
  }

  StoreFact.Held hold(ParticipantId id) {
    StoreFact.Held hold = new StoreFact.Held(new UUID(5, dice.random.nextLong()), id, null);
    holds.put(hold.holdId(), hold);
    changed(id.name());
    return hold;
  }

  /** The oldest hold on a whole store is over. */
  void releaseOne() {
    StoreFact.Held hold = holds.remove(holds.keySet().iterator().next());
    changed(Objects.requireNonNull(hold).participant().name());
  }

  /** Those on whole stores (Art. 17(3)(e), 18(1)(c)). */
  Collection<StoreFact.Held> holds() {
    return holds.values();
  }

  /** It cannot be written to a participant. */
  void topicGoes(ParticipantId of) {
    missingTopics.add(of.name());
    changed(of.name());
  }

  /** It cannot be written to somebody else than a participant. */
  void topicGoes(String name) {
    missingTopics.add(name);
  }

  void topicsAreThere() {
    missingTopics.forEach(this::changed);
    missingTopics.clear();
  }

  boolean isMissing(String topic) {
    return missingTopics.contains(topic);
  }

  /** The store has declared when its last complete report began. */
  void reported(ParticipantId id, Instant begunAt) {
    lastReports.put(id, begunAt);
    policy = null;
  }

  /** Whoever has not declared itself before does. */
  void everybodyDeclaresItself() {
    for (ParticipantId id : configuration.required()) {
      standing.putIfAbsent(id, new StoreFact.Fit(id));
    }
    policy = null;
  }
}
