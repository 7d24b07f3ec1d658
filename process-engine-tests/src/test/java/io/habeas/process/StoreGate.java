package io.habeas.process;

import io.habeas.process.FactInputs.Acknowledgement;
import io.habeas.process.FactInputs.Statement;
import io.habeas.process.ProcessDefinition.Input;
import io.habeas.process.ProcessDefinition.Keyed;
import io.habeas.process.ProcessDefinition.Outbound;
import io.habeas.process.ProcessDefinition.StateCodec;
import io.habeas.process.fanout.FanOutState;
import io.habeas.process.fanout.Progress;
import io.habeas.schemas.Topic;
import io.habeas.schemas.Topics;
import io.habeas.schemas.avro.Action;
import io.habeas.schemas.avro.ErasureTask;
import io.habeas.schemas.avro.LocateHoldings;
import io.habeas.schemas.avro.ParticipantFit;
import io.habeas.schemas.avro.RequestRecord;
import io.habeas.schemas.avro.RosterRecord;
import io.habeas.schemas.avro.StoreHoldEnded;
import io.habeas.schemas.avro.StoreHoldEventRecord;
import io.habeas.schemas.avro.StoreHoldInForce;
import io.habeas.schemas.avro.StoreHoldPlaced;
import io.habeas.schemas.avro.StoreHoldRecord;
import io.habeas.schemas.avro.StoreHoldReleased;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.apache.avro.specific.SpecificRecord;

/**
 * The smallest process that goes by facts: asks one store as soon as it is on the roster, nothing
 * holds it, and its topic can be written.
 */
final class StoreGate implements Policy<StoreGate.State, StoreGate.Event, StoreGate.Command> {
  static final String STORE = "accounts";
  static final Instant NOW = Instant.parse("2026-01-05T09:00:00Z");

  private final Facts<SpecificRecord> facts;

  private StoreGate(Facts<SpecificRecord> facts) {
    this.facts = facts;
  }

  /**
   * @param name of the process
   * @param roster where stores are listed
   * @param announcements where every partition learns which request was served
   */
  record Topology(
      String name,
      Topic<RequestRecord> requests,
      Topic<RosterRecord> roster,
      Topic<StoreHoldRecord> holds,
      Topic<StoreHoldEventRecord> acknowledgements,
      Topic<ErasureTask> tasks,
      Topic<RosterRecord> announcements) {

    static Topology ofTheCatalogue() {
      return new Topology(
          "store-gate",
          Topics.REQUESTS,
          Topics.ROSTER,
          Topics.STORE_HOLDS,
          Topics.STORE_HOLD_EVENTS,
          Topics.erasureTasks(STORE),
          named("announcements", Topics.ROSTER));
    }

    /** With topics that it shares with no other. */
    static Topology named(String name) {
      return new Topology(
          name,
          named(name + ".requests", Topics.REQUESTS),
          named(name + ".roster", Topics.ROSTER),
          named(name + ".holds", Topics.STORE_HOLDS),
          named(name + ".acknowledgements", Topics.STORE_HOLD_EVENTS),
          named(name + ".tasks", Topics.erasureTasks(STORE)),
          named(name + ".announcements", Topics.ROSTER));
    }

    List<Topic<?>> all() {
      return List.of(requests, roster, holds, acknowledgements, tasks, announcements);
    }

    private static <R extends SpecificRecord> Topic<R> named(String name, Topic<R> like) {
      return new Topic<>(
          name,
          like.writer(),
          like.key(),
          like.type(),
          like.partitions(),
          like.cleanup(),
          like.retention());
    }
  }

  /**
   * @param served whether the store was asked
   */
  record State(String requestId, boolean served) {}

  sealed interface Event {
    record Accepted(String requestId) implements Event {}

    record Another() implements Event {}

    record Unreachable() implements Event {}
  }

  sealed interface Command {
    record Ask(String requestId) implements Command {}

    record Announce(String requestId) implements Command {}
  }

  static ProcessDefinition<State, Event, Command> over(Topology topics) {
    return new ProcessDefinition<>(
        topics.name(),
        new StoreGate(Facts.none()),
        List.of(
            new Input<>(
                List.of(topics.requests()),
                RequestRecord.class,
                false,
                (topic, message) ->
                    Optional.of(new Keyed<>(message.key(), new Event.Accepted(message.key()))))),
        new StateCodec<>(FanOutState.class, StoreGate::write, StoreGate::read),
        command -> route(topics, command),
        new FactInputs<>(
            List.of(
                new Input<>(List.of(topics.roster()), RosterRecord.class, false, StoreGate::listed),
                new Input<>(
                    List.of(topics.holds()), StoreHoldRecord.class, false, StoreGate::held)),
            StoreGate::new,
            now -> new Event.Another(),
            (fact, partition) -> acknowledgement(topics, fact, partition),
            Map.of(topics.tasks().name(), STORE)));
  }

  private static Optional<Keyed<Statement<SpecificRecord>>> listed(
      String topic, Keyed<RosterRecord> message) {
    return Optional.of(
        new Keyed<>(message.key(), new Statement<>(message.key(), 0, message.value())));
  }

  private static Optional<Keyed<Statement<SpecificRecord>>> held(
      String topic, Keyed<StoreHoldRecord> message) {
    StoreHoldRecord hold = message.value();
    int order = hold.getPayload() instanceof StoreHoldReleased ? 2 : 1;
    return Optional.of(new Keyed<>(message.key(), new Statement<>(STORE, order, hold)));
  }

  private static Optional<Acknowledgement<State>> acknowledgement(
      Topology topics, SpecificRecord fact, int partition) {
    if (!(fact instanceof StoreHoldRecord hold)) {
      return Optional.empty();
    }
    boolean inForce = hold.getPayload() instanceof StoreHoldPlaced;
    return Optional.of(
        new Acknowledgement<>(
            State::served,
            (counted, at) ->
                new Outbound<>(
                    topics.acknowledgements(),
                    hold.getHoldId() + ":" + partition,
                    new StoreHoldEventRecord(
                        hold.getHoldId(),
                        at,
                        partition,
                        inForce ? new StoreHoldInForce(counted) : new StoreHoldEnded()))));
  }

  @Override
  public State initial() {
    return new State("", false);
  }

  @Override
  public Transition<State, Command> next(State state, Event event) {
    return switch (event) {
      case Event.Accepted(String requestId) ->
          state.requestId().isEmpty()
              ? decide(new State(requestId, false))
              : Transition.ignored(state, "duplicate");
      case Event.Another() -> state.served() ? Transition.ignored(state, "served") : decide(state);
      case Event.Unreachable() -> Transition.ignored(state, "unreachable");
    };
  }

  private Transition<State, Command> decide(State state) {
    boolean listed =
        facts.known().stream()
            .anyMatch(fact -> fact instanceof RosterRecord r && r.getParticipant().equals(STORE));
    boolean held =
        facts.known().stream()
            .anyMatch(
                fact ->
                    fact instanceof StoreHoldRecord h && h.getPayload() instanceof StoreHoldPlaced);
    if (!listed || held || !facts.obstacles().isEmpty()) {
      return Transition.<State, Command>to(state, List.of(), null).waitingFor(Set.of(STORE));
    }
    return Transition.to(
        new State(state.requestId(), true),
        List.of(new Command.Ask(state.requestId()), new Command.Announce(state.requestId())),
        null);
  }

  @Override
  public Event wakeUp(Instant now) {
    return new Event.Another();
  }

  @Override
  public Event undeliverable(Command command, Undeliverable reason, Instant now) {
    return new Event.Unreachable();
  }

  private static Outbound<?> route(Topology topics, Command command) {
    return switch (command) {
      case Command.Ask(String requestId) ->
          new Outbound<>(topics.tasks(), requestId, task(requestId));
      case Command.Announce(String requestId) ->
          new Outbound<>(topics.announcements(), requestId, fit(STORE), true);
    };
  }

  static ErasureTask task(String requestId) {
    return new ErasureTask(UUID.fromString(requestId), NOW, STORE, 1, new LocateHoldings(1));
  }

  static RosterRecord fit(String participant) {
    return new RosterRecord(
        participant, NOW, new ParticipantFit(List.of(Action.LOCATE)), null, null);
  }

  static StoreHoldRecord placed(UUID hold) {
    return new StoreHoldRecord(hold, STORE, null, NOW, "dpo", new StoreHoldPlaced());
  }

  static StoreHoldRecord released(UUID hold) {
    return new StoreHoldRecord(
        hold, STORE, null, NOW, "dpo", new StoreHoldReleased(new UUID(7, 7)));
  }

  private static FanOutState write(State state) {
    return new FanOutState(state.requestId(), List.of(new Progress(STORE, 1, state.served())), 2);
  }

  private static State read(FanOutState stored) {
    return new State(stored.getRequestId(), stored.getParticipants().getFirst().getDone());
  }
}
