package io.habeas.process;

import io.habeas.process.FactInputs.Acknowledgement;
import io.habeas.process.FactInputs.Statement;
import io.habeas.process.Inputs.Reading;
import io.habeas.process.Policy.Undeliverable;
import io.habeas.schemas.TopicDirectory;
import io.habeas.schemas.wire.Wire;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * The facts of one task, and what is left to do about those that changed: whom to wake, and what to
 * acknowledge. All of that is stored, and so done in spite of any restart.
 *
 * <p>Facts are few and asked for at every decision, so that they are kept in memory too. They are
 * stored as they arrived, to be read by whichever version starts next.
 */
final class Knowledge<S, E, C, F> {
  private static final char FACT = 'f';
  private static final char TO_WAKE = 'w';
  private static final char TO_ACKNOWLEDGE = 'a';
  private static final byte[] NOTHING = new byte[0];

  private final FactInputs<S, E, C, F> definition;
  private final int partition;
  private final KeyValueStore<Bytes, byte[]> store;
  private final Interests interests;
  private final TopicDirectory topics;
  private final Inputs<Statement<F>> inputs;
  private Map<String, Statement<F>> known = new TreeMap<>();
  private Map<String, Undeliverable> obstacles;
  private Policy<S, E, C> policy;

  /**
   * @throws IllegalStateException if a stored fact cannot be read by this version
   */
  Knowledge(
      FactInputs<S, E, C, F> definition,
      int partition,
      Wire wire,
      TopicDirectory topics,
      KeyValueStore<Bytes, byte[]> store,
      Interests interests) {
    this.definition = definition;
    this.partition = partition;
    this.store = store;
    this.interests = interests;
    this.topics = topics;
    this.inputs = new Inputs<>(wire, definition.inputs());
    try (KeyValueIterator<Bytes, byte[]> stored = StoreKeys.all(store, FACT, "")) {
      stored.forEachRemaining(
          entry -> known.put(StoreKeys.name(entry.key), read(Arrival.fromBytes(entry.value))));
    }
    this.obstacles = obstacles();
    this.policy = informed(known, obstacles);
    // While nobody looked a topic may have appeared; and who failed when woken is woken again.
    interests.subjectsAtStart().forEach(this::wakeWhoeverWaitsFor);
  }

  private Statement<F> read(Arrival stored) {
    return switch (inputs.read(stored)) {
      case Reading.Happened<Statement<F>>(String key, Statement<F> statement) -> statement;
      case Reading.NotNeeded<Statement<F>>() ->
          throw new IllegalStateException(
              "Expected a stored fact that is still needed but one of %s is not"
                  .formatted(stored.origin().topic()));
      case Reading.Unreadable<Statement<F>>(String errorClass) ->
          throw new IllegalStateException("Expected a stored fact but met " + errorClass);
      case Reading.FromLaterVersion<Statement<F>>(String type) ->
          throw new IllegalStateException(
              "Expected a fact that this version knows but met " + type);
    };
  }

  /** The policy that decides by what is known now. */
  Policy<S, E, C> policy() {
    return policy;
  }

  /** Whether facts are stated on {@code topic}. */
  boolean isStatedOn(String topic) {
    return definition.inputs().stream()
        .flatMap(input -> input.topics().stream())
        .anyMatch(one -> one.name().equals(topic));
  }

  /** Takes a statement, or takes one back. */
  Reading<Statement<F>> learn(Arrival arrival) {
    byte[] key = arrival.key();
    if (key != null && arrival.value() == null) {
      forget(id(arrival.origin().topic(), new String(key, StandardCharsets.UTF_8)));
      return new Reading.NotNeeded<>();
    }
    Reading<Statement<F>> reading = inputs.read(arrival);
    if (reading instanceof Reading.Happened<Statement<F>>(String name, Statement<F> statement)) {
      learn(id(arrival.origin().topic(), name), statement, arrival);
    }
    return reading;
  }

  private static String id(String topic, String key) {
    return topic + " " + key;
  }

  private void forget(String id) {
    Statement<F> before = known.get(id);
    if (before != null) {
      Map<String, Statement<F>> after = new TreeMap<>(known);
      after.remove(id);
      decideBy(after, obstacles);
      store.delete(StoreKeys.of(FACT, id));
      store.delete(StoreKeys.of(TO_ACKNOWLEDGE, id));
      wakeWhoeverWaitsFor(before.subject());
    }
  }

  private void learn(String id, Statement<F> statement, Arrival arrival) {
    Statement<F> before = known.get(id);
    if (before != null && (statement.order() < before.order() || statement.equals(before))) {
      return;
    }
    boolean acknowledged = acknowledgement(statement).isPresent();
    Map<String, Statement<F>> after = new TreeMap<>(known);
    after.put(id, statement);
    decideBy(after, obstacles);
    store.put(StoreKeys.of(FACT, id), arrival.toBytes());
    if (acknowledged) {
      store.put(StoreKeys.of(TO_ACKNOWLEDGE, id), NOTHING);
    } else {
      store.delete(StoreKeys.of(TO_ACKNOWLEDGE, id));
    }
    wakeWhoeverWaitsFor(statement.subject());
    if (before != null && !before.subject().equals(statement.subject())) {
      wakeWhoeverWaitsFor(before.subject());
    }
  }

  /** Whatever fails here leaves everything as it was. */
  private void decideBy(Map<String, Statement<F>> facts, Map<String, Undeliverable> inTheWay) {
    policy = informed(facts, inTheWay);
    known = facts;
    obstacles = inTheWay;
  }

  private Policy<S, E, C> informed(
      Map<String, Statement<F>> facts, Map<String, Undeliverable> inTheWay) {
    return definition
        .policy()
        .apply(
            new Facts<>(
                facts.values().stream().flatMap(each -> Stream.ofNullable(each.fact())).toList(),
                inTheWay));
  }

  private Map<String, Undeliverable> obstacles() {
    Map<String, Undeliverable> all = new HashMap<>();
    for (String topic : definition.watched().keySet()) {
      Undeliverable obstacle = Decision.obstacle(topics, topic);
      if (obstacle != null) {
        all.put(topic, obstacle);
      }
    }
    return all;
  }

  /** Notices which of the watched topics can be written by now, and which no longer. */
  void lookAround() {
    Map<String, Undeliverable> now = obstacles();
    if (!now.equals(obstacles)) {
      Map<String, Undeliverable> before = obstacles;
      decideBy(known, now);
      definition
          .watched()
          .forEach(
              (topic, subject) -> {
                if (before.get(topic) != now.get(topic)) {
                  wakeWhoeverWaitsFor(subject);
                }
              });
    }
  }

  /** From now on {@code instance} waits for these. */
  void waits(String instance, Set<String> subjects) {
    interests.set(instance, subjects);
  }

  private void wakeWhoeverWaitsFor(String subject) {
    store.put(StoreKeys.of(TO_WAKE, subject), NOTHING);
  }

  /** The event for those that are woken. */
  E changedAt(Instant now) {
    return definition.changed().apply(now);
  }

  /**
   * The next instances to wake, each once per change, in portions; empty when nobody is left. A
   * call takes for done what the one before returned.
   */
  List<String> toWake(int most) {
    List<String> instances = new ArrayList<>();
    while (instances.isEmpty()) {
      Bytes next;
      String last;
      try (KeyValueIterator<Bytes, byte[]> pending = StoreKeys.all(store, TO_WAKE, "")) {
        if (!pending.hasNext()) {
          return List.of();
        }
        var entry = pending.next();
        next = entry.key;
        last = new String(entry.value, StandardCharsets.UTF_8);
      }
      instances.addAll(interests.of(StoreKeys.name(next), last, most));
      if (instances.size() < most) {
        store.delete(next);
      } else {
        store.put(next, instances.getLast().getBytes(StandardCharsets.UTF_8));
      }
    }
    return instances;
  }

  /** A fact whose being in force is to be acknowledged. */
  record ToAcknowledge<S>(String id, Object fact, Acknowledgement<S> how) {}

  /** The next fact to acknowledge; null if there is none. */
  @Nullable ToAcknowledge<S> toAcknowledge() {
    try (KeyValueIterator<Bytes, byte[]> pending = StoreKeys.all(store, TO_ACKNOWLEDGE, "")) {
      while (pending.hasNext()) {
        String id = StoreKeys.name(pending.next().key);
        Statement<F> statement = known.get(id);
        Optional<Acknowledgement<S>> how =
            statement == null ? Optional.empty() : acknowledgement(statement);
        if (statement != null && how.isPresent()) {
          return new ToAcknowledge<>(id, statement, how.get());
        }
      }
    }
    return null;
  }

  void acknowledged(String id) {
    store.delete(StoreKeys.of(TO_ACKNOWLEDGE, id));
  }

  private Optional<Acknowledgement<S>> acknowledgement(Statement<F> statement) {
    F fact = statement.fact();
    return fact == null ? Optional.empty() : definition.acknowledgement().apply(fact, partition);
  }
}
