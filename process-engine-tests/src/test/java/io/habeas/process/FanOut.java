package io.habeas.process;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.habeas.process.ProcessDefinition.Input;
import io.habeas.process.ProcessDefinition.InvalidMessage;
import io.habeas.process.ProcessDefinition.Keyed;
import io.habeas.process.ProcessDefinition.Outbound;
import io.habeas.process.ProcessDefinition.StateCodec;
import io.habeas.process.fanout.FanOutState;
import io.habeas.process.fanout.Progress;
import io.habeas.schemas.Topic;
import io.habeas.schemas.Topics;
import io.habeas.schemas.avro.Completion;
import io.habeas.schemas.avro.ErasureCompleted;
import io.habeas.schemas.avro.ErasureEventRecord;
import io.habeas.schemas.avro.ErasureGround;
import io.habeas.schemas.avro.ErasureTask;
import io.habeas.schemas.avro.HoldingsLocated;
import io.habeas.schemas.avro.LocateHoldings;
import io.habeas.schemas.avro.ParticipantReply;
import io.habeas.schemas.avro.RequestAccepted;
import io.habeas.schemas.avro.RequestRecord;
import io.habeas.schemas.avro.Right;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;

/** The smallest process with everything in it: asks several, waits for all, asks again. */
final class FanOut implements Policy<FanOut.State, FanOut.Event, FanOut.Command> {
  static final Duration PATIENCE = Duration.ofHours(1);

  /** A reply with this step makes a defective version fail. */
  static final int POISON = 666;

  static final Instant NOW = Instant.parse("2026-01-05T09:00:00Z");

  private final List<String> participants;
  private final Duration patience;
  private final boolean defective;

  private FanOut(List<String> participants, Duration patience, boolean defective) {
    this.participants = List.copyOf(participants);
    this.patience = patience;
    this.defective = defective;
  }

  static ProcessDefinition<State, Event, Command> over(String... participants) {
    return process("fan-out", Topics.REQUESTS, new FanOut(List.of(participants), PATIENCE, false));
  }

  /** A process of its own, with topics and state that it shares with no other. */
  static ProcessDefinition<State, Event, Command> named(
      String name, Duration patience, List<String> participants) {
    return process(name, requests(name), new FanOut(participants, patience, false));
  }

  static ProcessDefinition<State, Event, Command> defectiveOver(String... participants) {
    return process("fan-out", Topics.REQUESTS, new FanOut(List.of(participants), PATIENCE, true));
  }

  /** What the process of that name listens to instead of the register. */
  static Topic<RequestRecord> requests(String name) {
    Topic<RequestRecord> register = Topics.REQUESTS;
    return new Topic<>(
        name + ".requests",
        name,
        register.key(),
        register.type(),
        register.partitions(),
        register.cleanup(),
        register.retention());
  }

  /** How often each participant was asked, and who has answered; empty before acceptance. */
  record State(String requestId, Map<String, Integer> asked, Set<String> done) {
    State {
      asked = Map.copyOf(asked);
      done = Set.copyOf(done);
    }
  }

  sealed interface Event {
    record Accepted(String requestId, Instant at) implements Event {}

    record Answered(String participant, int step, Instant at) implements Event {}

    record Unreachable(String participant, Undeliverable reason, Instant now) implements Event {}

    record Woken(Instant now) implements Event {}
  }

  sealed interface Command {
    record Ask(String requestId, String participant, int step) implements Command {}

    record Complete(String requestId) implements Command {}
  }

  @Override
  public State initial() {
    return new State("", Map.of(), Set.of());
  }

  @Override
  public Transition<State, Command> next(State state, Event event) {
    return switch (event) {
      case Event.Accepted(String requestId, Instant at) ->
          state.asked().isEmpty()
              ? askAgain(new State(requestId, Map.of(), Set.of()), at)
              : Transition.ignored(state, "duplicate");
      case Event.Answered(String participant, int step, Instant at) ->
          answered(state, participant, step, at);
      case Event.Unreachable(String participant, Undeliverable reason, Instant now) ->
          Transition.to(state, List.of(), now.plus(patience));
      case Event.Woken(Instant now) -> askAgain(state, now);
    };
  }

  private Transition<State, Command> askAgain(State state, Instant now) {
    Map<String, Integer> asked = new TreeMap<>(state.asked());
    List<Command> commands = new ArrayList<>();
    for (String participant : participants) {
      if (!state.done().contains(participant)) {
        int step = asked.merge(participant, 1, Integer::sum);
        commands.add(new Command.Ask(state.requestId(), participant, step));
      }
    }
    return Transition.to(
        new State(state.requestId(), asked, state.done()), commands, now.plus(patience));
  }

  private Transition<State, Command> answered(
      State state, String participant, int step, Instant at) {
    if (step == POISON) {
      if (defective) {
        throw new IllegalStateException("Expected to know what to do but there is a defect");
      }
      return Transition.ignored(state, "poison");
    }
    if (!state.asked().containsKey(participant) || state.done().contains(participant)) {
      return Transition.ignored(state, "not-asked");
    }
    Set<String> done = new TreeSet<>(state.done());
    done.add(participant);
    boolean all = done.containsAll(participants);
    return Transition.to(
        new State(state.requestId(), state.asked(), done),
        all ? List.of(new Command.Complete(state.requestId())) : List.of(),
        all ? null : at.plus(patience));
  }

  @Override
  public Event wakeUp(Instant now) {
    return new Event.Woken(now);
  }

  @Override
  public Event undeliverable(Command command, Undeliverable reason, Instant now) {
    return switch (command) {
      case Command.Ask(String requestId, String participant, int step) ->
          new Event.Unreachable(participant, reason, now);
      case Command.Complete(String requestId) -> new Event.Unreachable("register", reason, now);
    };
  }

  private static ProcessDefinition<State, Event, Command> process(
      String name, Topic<RequestRecord> requests, FanOut policy) {
    return new ProcessDefinition<>(
        name,
        policy,
        List.of(
            new Input<>(
                List.of(requests),
                RequestRecord.class,
                false,
                (topic, message) ->
                    message.value().getPayload() instanceof RequestAccepted
                        ? Optional.of(
                            new Keyed<>(
                                message.value().getRequestId().toString(),
                                new Event.Accepted(
                                    message.value().getRequestId().toString(),
                                    message.value().getRecordedAt())))
                        : Optional.empty()),
            new Input<>(
                policy.participants.stream().map(Topics::replies).toList(),
                ParticipantReply.class,
                true,
                FanOut::reply)),
        new StateCodec<>(FanOutState.class, FanOut::write, FanOut::read),
        FanOut::route);
  }

  private static Optional<Keyed<Event>> reply(String topic, Keyed<ParticipantReply> message)
      throws InvalidMessage {
    ParticipantReply reply = message.value();
    if (!topic.equals(Topics.replies(reply.getParticipant()).name())) {
      throw new InvalidMessage("wrong-participant");
    }
    return Optional.of(
        new Keyed<>(
            reply.getRequestId().toString(),
            new Event.Answered(reply.getParticipant(), reply.getStep(), reply.getRecordedAt())));
  }

  private static Outbound<?> route(Command command) {
    return switch (command) {
      case Command.Ask(String requestId, String participant, int step) ->
          new Outbound<>(
              Topics.erasureTasks(participant), requestId, task(requestId, participant, step));
      case Command.Complete(String requestId) ->
          new Outbound<>(Topics.ERASURE_EVENTS, requestId, completed(requestId));
    };
  }

  /** The request's id that a test calls {@code name}. */
  static String id(String name) {
    return UUID.nameUUIDFromBytes(name.getBytes(UTF_8)).toString();
  }

  static ErasureTask task(String requestId, String participant, int step) {
    return new ErasureTask(
        UUID.fromString(requestId), NOW, participant, step, new LocateHoldings(1));
  }

  static ErasureEventRecord completed(String requestId) {
    return new ErasureEventRecord(
        UUID.fromString(requestId), NOW, new ErasureCompleted(Completion.NOTHING_HELD, List.of()));
  }

  static RequestRecord accepted(String requestId) {
    return accepted(requestId, NOW);
  }

  static RequestRecord accepted(String requestId, Instant at) {
    return new RequestRecord(
        UUID.fromString(requestId),
        at,
        new RequestAccepted(
            Right.ERASURE,
            List.of("email"),
            ErasureGround.ART_17_1_A,
            LocalDate.parse("2026-02-05"),
            List.of()));
  }

  static ParticipantReply reply(String requestId, String participant, int step) {
    return reply(requestId, participant, step, NOW);
  }

  static ParticipantReply reply(String requestId, String participant, int step, Instant at) {
    return new ParticipantReply(
        UUID.fromString(requestId),
        at,
        participant,
        step,
        new HoldingsLocated(List.of(), List.of(), false, List.of()));
  }

  private static FanOutState write(State state) {
    List<Progress> progress = new ArrayList<>();
    new TreeMap<>(state.asked())
        .forEach(
            (participant, asked) ->
                progress.add(new Progress(participant, asked, state.done().contains(participant))));
    return new FanOutState(state.requestId(), progress, 2);
  }

  private static State read(FanOutState stored) {
    Map<String, Integer> asked = new TreeMap<>();
    Set<String> done = new TreeSet<>();
    for (Progress progress : stored.getParticipants()) {
      asked.put(progress.getParticipant(), progress.getAsked());
      if (progress.getDone()) {
        done.add(progress.getParticipant());
      }
    }
    return new State(stored.getRequestId(), asked, done);
  }
}
