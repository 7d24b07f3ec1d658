package io.habeas.participant.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.habeas.participant.Action;
import io.habeas.participant.Counts;
import io.habeas.participant.DataHolder;
import io.habeas.participant.Outcome;
import io.habeas.participant.Task;
import io.habeas.participant.outcome.OutcomeJson;
import io.habeas.participant.task.Answer;
import io.habeas.participant.task.TaskHandler;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Supplier;

/** One test of the contract: a store, a request, and participants that are given its tasks. */
public final class Trial implements AutoCloseable {
  private static final int PATIENCE = 100;

  private final Supplier<StoreUnderTest> stores;
  private final Map<Action, Course.Ending> undisturbed;
  private final StoreUnderTest store;
  private final MemoryVault vault;
  private final Deque<Started> instances = new ArrayDeque<>();
  private final SettableClock clock = new SettableClock();
  private final UUID request = new UUID(0, 0xC0FFEE);

  /**
   * @param undisturbed how each action ended so far with nothing in its way, to which this may add
   */
  Trial(
      Supplier<StoreUnderTest> stores, MemoryVault vault, Map<Action, Course.Ending> undisturbed) {
    this.stores = stores;
    this.undisturbed = undisturbed;
    this.vault = vault;
    this.store = stores.get();
    start();
  }

  /** The same on another store, with the same secrets kept. */
  Trial afresh() {
    return new Trial(stores, vault, undisturbed);
  }

  /**
   * How an action ends with nothing in its way, on a store of its own: tried once, for it ends the
   * same each time. Whom the vault grants may be somebody else afterwards.
   */
  Course.Ending undisturbed(Action action) {
    return undisturbed.computeIfAbsent(action, one -> Course.undisturbed(this, one));
  }

  StoreUnderTest store() {
    return store;
  }

  MemoryVault vault() {
    return vault;
  }

  UUID request() {
    return request;
  }

  /** What is granted from now on is what is proven of this person. */
  void about(Person person) {
    vault.hasOnly(store.identifiers(person));
  }

  /** Puts the subject and, beside them, their neighbours; returns what the subject has. */
  Counts settle(int records) {
    Person.NEIGHBOURS.forEach(neighbour -> store.put(neighbour, 3));
    Counts held = store.put(Person.SUBJECT, records);
    about(Person.SUBJECT);
    return held;
  }

  /** Everything of everybody else. */
  Map<Person, String> neighbours() {
    Map<Person, String> contents = new TreeMap<>((a, b) -> a.number() - b.number());
    Person.NEIGHBOURS.forEach(person -> contents.put(person, store.contentsOf(person)));
    return contents;
  }

  Set<Action> offered() {
    return instance().declaration().actions();
  }

  boolean offers(Action action) {
    return offered().contains(action);
  }

  /** Skips the test where one of these is not offered. */
  void needs(Action... actions) {
    for (Action action : actions) {
      assumeThat(offers(action)).as("whether %s is offered", action).isTrue();
    }
  }

  Instance instance() {
    return instances.getLast().instance();
  }

  DataHolder holder() {
    return instance().holder();
  }

  /** What the participant that was started last is asked directly. */
  Task task(int step) {
    return new Task(request, step, vault.identifiers());
  }

  /** The participant that was started last. */
  TaskDesk desk() {
    return instances.getLast().desk();
  }

  /** One more, as after a crash, or beside the others. */
  TaskDesk start() {
    Instance started = store.start();
    var desk =
        new TaskDesk(
            started.holder(), started.outcomes(), started.declaration().yields(), vault, clock);
    instances.addLast(new Started(started, desk));
    return desk;
  }

  /** Has a task carried out; one that is put off comes again, to one just started, until it is. */
  Answer perform(Action action, int step) {
    Answer answer = desk().answer(TaskDesk.task(action, request, step));
    for (int i = 0; i < PATIENCE && answer instanceof Answer.Wait; i++) {
      answer = start().answer(TaskDesk.task(action, request, step));
      // The one before the last is of no use any more.
      Started last = instances.removeLast();
      instances.removeLast().instance().close();
      instances.addLast(last);
    }
    return answer;
  }

  /** Has it carried out where it is offered. */
  void performIfOffered(Action action, int step) {
    if (offers(action)) {
      done(perform(action, step));
    }
  }

  /** The same, and what it came to. */
  <T extends Outcome> T perform(Action action, int step, Class<T> outcome) {
    Outcome done = done(perform(action, step));
    assertThat(done).isInstanceOf(outcome);
    return outcome.cast(done);
  }

  /** What an answer says was done; an outcome goes into a topic and so must name nobody. */
  private Outcome done(Answer answer) {
    assertThat(answer).isInstanceOf(Answer.Done.class);
    Outcome outcome = ((Answer.Done) answer).outcome();
    assertNamesNobody(OutcomeJson.write(outcome));
    return outcome;
  }

  /** No identifier may be in what goes into a topic. */
  void assertNamesNobody(String told) {
    assertThat(
            vault.secrets().stream()
                .filter(secret -> secret.length() > 5)
                .filter(told::contains)
                .count())
        .as("how many identifiers are in what is told")
        .isZero();
  }

  /** The handler of the participant that was started last, with something else in the way. */
  TaskHandler handler(DataHolder other) {
    return desk().handler(other);
  }

  @Override
  public void close() {
    instances.forEach(started -> started.instance().close());
    store.close();
  }

  private record Started(Instance instance, TaskDesk desk) {}
}
