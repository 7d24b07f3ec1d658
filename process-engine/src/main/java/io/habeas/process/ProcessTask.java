package io.habeas.process;

import io.habeas.process.DueTimes.Due;
import io.habeas.process.FactInputs.Statement;
import io.habeas.process.Forwarder.Addressed;
import io.habeas.process.Forwarder.Cause;
import io.habeas.process.HeldRecords.Held;
import io.habeas.process.Inputs.Reading;
import io.habeas.process.Instances.Stored;
import io.habeas.process.Knowledge.ToAcknowledge;
import io.habeas.process.ProcessDefinition.Outbound;
import io.habeas.schemas.TopicDirectory;
import io.habeas.schemas.wire.RegistryUnavailable;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * One task of a process: takes what arrives and what is due to the policy, and carries out what it
 * decides. State, wake-ups, commands and offsets change in one transaction.
 *
 * <p>A record of a type that this version does not know stops the task: that record and all behind
 * it are held until a version starts that knows it, for it may be a withdrawal. An event on which
 * the policy or a codec fails holds its instance alone.
 */
final class ProcessTask<S, E, C> {
  private static final Logger log = LoggerFactory.getLogger(ProcessTask.class);

  /** A punctuation ends after this long or this many, so that records get their turn. */
  private static final Duration LONGEST_PUNCTUATION = Duration.ofSeconds(1);

  private static final int MOST_WAKE_UPS = 10_000;
  private static final int BATCH = 500;

  private final String id;
  private final ProcessDefinition<S, E, C> process;
  private final TopicDirectory topics;
  private final Inputs<E> inputs;
  private final Instances<S, ?> instances;
  private final DueTimes dueTimes;
  private final HeldRecords held;
  private final Forwarder forwarder;
  private final ProcessMonitor monitor;
  private final @Nullable Knowledge<S, E, C, ?> knowledge;
  private final Census<S> census;
  private @Nullable Stop stop;

  ProcessTask(
      String id,
      ProcessDefinition<S, E, C> process,
      TopicDirectory topics,
      Inputs<E> inputs,
      Instances<S, ?> instances,
      DueTimes dueTimes,
      HeldRecords held,
      Forwarder forwarder,
      ProcessMonitor monitor,
      @Nullable Knowledge<S, E, C, ?> knowledge) {
    this.id = id;
    this.process = process;
    this.topics = topics;
    this.inputs = inputs;
    this.instances = instances;
    this.dueTimes = dueTimes;
    this.held = held;
    this.forwarder = forwarder;
    this.monitor = monitor;
    this.knowledge = knowledge;
    this.census = new Census<>(instances);
  }

  /** Where a type was met that this version does not know. */
  private record Stop(Origin origin, String type) {}

  /**
   * A decision in the form in which it is stored and sent: nothing can fail any more.
   *
   * @param state null if nothing changed
   */
  private record Prepared<S>(
      @Nullable Stored<S> state,
      @Nullable Instant wakeUp,
      List<Addressed> commands,
      Decision<S> decision) {}

  void arrived(Arrival arrival) {
    if (stop != null || held.toTakeUp() || !dealtWith(arrival)) {
      held.keep(arrival);
      report(Duration.ZERO);
    }
  }

  void punctuate(Instant now) {
    long deadline = System.nanoTime() + LONGEST_PUNCTUATION.toNanos();
    takeUpHeld(deadline);
    if (stop == null && !held.toTakeUp()) {
      wakeUp(now, deadline);
      if (knowledge != null) {
        knowledge.lookAround();
        wakeWhoeverWaits(knowledge, now, deadline);
        acknowledge(knowledge, now, deadline);
      }
    }
    report(stop == null ? dueTimes.lag(now) : Duration.ZERO);
  }

  void close() {
    monitor.taskClosed(id);
  }

  private void takeUpHeld(long deadline) {
    while (stop == null && held.toTakeUp() && System.nanoTime() < deadline) {
      for (Held record : held.next(BATCH)) {
        if (stop == null && dealtWith(record.arrival())) {
          held.release(record);
        } else {
          held.leave(record);
        }
      }
    }
  }

  private void wakeUp(Instant now, long deadline) {
    int woken = 0;
    while (woken < MOST_WAKE_UPS && System.nanoTime() < deadline) {
      List<Due> due = dueTimes.next(now, BATCH);
      due.forEach(entry -> wake(entry, now));
      woken += due.size();
      if (due.size() < BATCH) {
        return;
      }
    }
  }

  private void wake(Due due, Instant now) {
    if (held.holds(due.instance())) {
      return;
    }
    var cause = new Cause(due.instance() + "@" + due.at().toEpochMilli(), null);
    if (happened(due.instance(), policy().wakeUp(now), cause, null, now)) {
      monitor.wokenUp();
    }
  }

  private Policy<S, E, C> policy() {
    return knowledge == null ? process.policy() : knowledge.policy();
  }

  private void wakeWhoeverWaits(Knowledge<S, E, C, ?> facts, Instant now, long deadline) {
    int woken = 0;
    while (woken < MOST_WAKE_UPS && System.nanoTime() < deadline) {
      List<String> waiting = facts.toWake(BATCH);
      if (waiting.isEmpty()) {
        return;
      }
      for (String instance : waiting) {
        if (!held.holds(instance)) {
          var cause = new Cause(instance + "@facts-" + now.toEpochMilli(), null);
          happened(instance, facts.changedAt(now), cause, dueTimes.of(instance), now);
        }
      }
      woken += waiting.size();
    }
  }

  private void acknowledge(Knowledge<S, E, C, ?> facts, Instant now, long deadline) {
    while (System.nanoTime() < deadline) {
      ToAcknowledge<S> next = facts.toAcknowledge();
      if (next == null) {
        return;
      }
      if (!census.count(next, BATCH)) {
        continue;
      }
      Outbound<?> said = census.said(next, now);
      if (Decision.obstacle(topics, said.topic().name()) != null) {
        monitor.undeliverable(said.topic().name());
        return;
      }
      var cause =
          new Cause(id + "@" + next.id().replace(' ', '/') + "-" + now.toEpochMilli(), null);
      forwarder.address(List.of(said), cause, now).forEach(forwarder::forward);
      facts.acknowledged(next.id());
    }
  }

  /** Whether nothing is left to do about the record; else it has to wait. */
  private boolean dealtWith(Arrival arrival) {
    Instant now = forwarder.now();
    if (knowledge != null && knowledge.isStatedOn(arrival.origin().topic())) {
      return learnt(knowledge, arrival, now);
    }
    Reading<E> reading;
    try {
      reading = inputs.read(arrival);
    } catch (RegistryUnavailable | KafkaException e) {
      throw e;
    } catch (RuntimeException e) {
      hold(new String(arrival.key(), StandardCharsets.UTF_8), e);
      return false;
    }
    return switch (reading) {
      case Reading.NotNeeded<E>() -> true;
      case Reading.Unreadable<E>(String errorClass) -> {
        buried(arrival, errorClass, now);
        yield true;
      }
      case Reading.FromLaterVersion<E>(String type) -> {
        stopped(arrival.origin(), type);
        yield false;
      }
      case Reading.Happened<E>(String instance, E event) ->
          !held.holds(instance)
              && happened(
                  instance,
                  event,
                  new Cause(arrival.origin().toString(), arrival.trace()),
                  dueTimes.of(instance),
                  now);
    };
  }

  /** Whether nothing is left to do about a statement of a fact; else it has to wait. */
  private <F> boolean learnt(Knowledge<S, E, C, F> facts, Arrival arrival, Instant now) {
    byte[] key = arrival.key();
    String name = key == null ? "" : new String(key, StandardCharsets.UTF_8);
    if (held.holds(name)) {
      return false;
    }
    Reading<Statement<F>> reading;
    try {
      reading = facts.learn(arrival);
    } catch (RegistryUnavailable | KafkaException e) {
      throw e;
    } catch (RuntimeException e) {
      hold(name, e);
      return false;
    }
    return switch (reading) {
      case Reading.Happened<Statement<F>>(String fact, Statement<F> statement) -> true;
      case Reading.NotNeeded<Statement<F>>() -> true;
      case Reading.Unreadable<Statement<F>>(String errorClass) -> {
        buried(arrival, errorClass, now);
        yield true;
      }
      case Reading.FromLaterVersion<Statement<F>>(String type) -> {
        stopped(arrival.origin(), type);
        yield false;
      }
    };
  }

  /** Whether the policy could decide; if not, nothing has changed but that the instance is held. */
  private boolean happened(
      String instance, E event, Cause cause, @Nullable Instant wakeUp, Instant now) {
    try (var requestId = MDC.putCloseable("requestId", instance)) {
      Prepared<S> prepared;
      try {
        prepared = prepare(instance, event, cause, wakeUp, now);
      } catch (RegistryUnavailable | KafkaException e) {
        throw e;
      } catch (RuntimeException e) {
        hold(instance, e);
        return false;
      }
      carryOut(instance, event, prepared);
      return true;
    }
  }

  private Prepared<S> prepare(
      String instance, E event, Cause cause, @Nullable Instant wakeUp, Instant now) {
    S before = instances.load(instance);
    Decision<S> decision =
        Decision.of(policy(), process.router(), topics, before, wakeUp, event, now);
    if (decision.ignored() != null) {
      return new Prepared<>(null, wakeUp, List.of(), decision);
    }
    return new Prepared<>(
        instances.encode(decision.state()),
        decision.wakeUp(),
        forwarder.address(decision.outbound(), cause, now),
        decision);
  }

  private void carryOut(String instance, E event, Prepared<S> prepared) {
    String ignored = prepared.decision().ignored();
    dueTimes.set(instance, prepared.wakeUp());
    if (ignored != null) {
      monitor.ignored(process.policy().nameOf(event), ignored);
      return;
    }
    instances.save(instance, Objects.requireNonNull(prepared.state()));
    if (knowledge != null) {
      knowledge.waits(instance, prepared.decision().waitsFor());
    }
    prepared.commands().forEach(forwarder::forward);
    prepared.decision().undeliverable().forEach(monitor::undeliverable);
    monitor.handled(process.policy().nameOf(event));
  }

  private void buried(Arrival arrival, String errorClass, Instant now) {
    boolean written = forwarder.deadLetter(arrival, errorClass, now);
    log.warn(
        "Expected a readable record at {} but met {}; dead letter {}",
        arrival.origin(),
        errorClass,
        written ? "written" : "not written: its topic is missing or forbidden");
  }

  private void stopped(Origin origin, String type) {
    stop = new Stop(origin, type);
    monitor.held("unknown-type");
    log.error(
        "Expected a type that this version knows at {} but met {}: its partition stands still"
            + " until a version that knows it is started",
        origin,
        type);
  }

  private void hold(String instance, RuntimeException defect) {
    held.hold(instance);
    monitor.held(defect.getClass().getSimpleName());
    // Of the failure only its class and place are told: its text may quote what it met.
    log.error(
        "Expected the process to deal with an event but it failed with {} at {}: the instance is"
            + " held until another version is started",
        defect.getClass().getName(),
        defect.getStackTrace().length == 0 ? "an unknown place" : defect.getStackTrace()[0]);
  }

  private void report(Duration lag) {
    monitor.task(
        id,
        stop == null ? Map.of() : Map.of(stop.origin().topicPartition(), stop.type()),
        held.instances(),
        held.records(),
        lag);
  }
}
