package io.habeas.orchestrator.joint;

import static org.assertj.core.api.Assertions.assertThat;

import io.habeas.orchestrator.history.Vault;
import io.habeas.orchestrator.joint.JointCommand.Ask;
import io.habeas.orchestrator.joint.JointCommand.Task;
import io.habeas.orchestrator.joint.JointCommand.Tell;
import io.habeas.orchestrator.joint.JointEvent.Reply;
import io.habeas.process.Policy;
import io.habeas.process.Policy.Undeliverable;
import io.habeas.process.Transition;
import io.habeas.protocol.IdentifierType;
import io.habeas.protocol.ParticipantId;
import io.habeas.protocol.RequiredParticipant;
import io.habeas.protocol.fanout.Pauses;
import io.habeas.protocol.locate.Holding;
import io.habeas.schemas.avro.Action;
import io.habeas.schemas.avro.DecidedOutcome;
import io.habeas.schemas.avro.EndCause;
import io.habeas.schemas.avro.WaitReason;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One request in a world where everything goes wrong for a while and then nothing does any more:
 * duplicates, lost and late replies in any order, deferrals, missing topics, endings, a person's
 * decisions, participants that become required, restarts. After every event the state goes through
 * its stored form, and what is promised whatever the right is checked against what the stores of
 * this world really did. What a right promises beside that, its own history checks.
 *
 * @param <S> the states of the right
 */
public abstract class JointHistory<S> {
  protected static final UUID REQUEST = new UUID(1, 2);
  private static final Pauses PAUSES =
      new Pauses(Duration.ofSeconds(5), Duration.ofHours(6), Duration.ofSeconds(30));
  private static final int MOST_EVENTS = 20_000;
  private static final String TOPIC_OF_REPORTS = "reports";

  protected final SplittableRandom random;
  protected final Map<ParticipantId, FakeStore> world = new LinkedHashMap<>();
  protected List<RequiredParticipant> required = new ArrayList<>();
  protected S state;
  protected Instant now = Instant.parse("2026-11-24T08:00:00Z");
  protected final List<JointReport.Outcome> outcomes = new ArrayList<>();
  private final Vault vault = new Vault();
  private final Set<String> missingTopics = new HashSet<>();
  private final Set<String> ignored = new TreeSet<>();
  private final List<JointEvent> inFlight = new ArrayList<>();
  private final boolean decidesHalts;
  private Policy<S, JointEvent, JointCommand> policy;
  private @Nullable Instant wakeUp;
  private int faultsLeft;
  private boolean accepted;

  protected JointHistory(long seed) {
    random = new SplittableRandom(seed);
    faultsLeft = random.nextInt(5) == 0 ? 0 : random.nextInt(60);
    decidesHalts = random.nextBoolean();
    int participants = 1 + random.nextInt(5);
    for (int i = 0; i < participants; i++) {
      require("store-" + i);
    }
    policy = policy(new JointCourse(required, PAUSES, 12));
    state = policy.initial();
  }

  /** The policy of the right. */
  protected abstract Policy<S, JointEvent, JointCommand> policy(JointCourse course);

  /** The state after it was stored and read again by another process. */
  protected abstract S restarted(S before);

  /** What is known of the participants; empty before anything has begun. */
  protected abstract Optional<Joint> joint(S of);

  /** Whether nothing is owed by anybody. */
  protected abstract boolean isOver(S of);

  /** Whether it stands still until a person decides about a participant. */
  protected abstract boolean isHalted(S of);

  /** Whether it waits for a person's decision about the request itself. */
  protected abstract boolean awaitsPerson(S of);

  /** Something happens that only this right knows; false if it does not just now. */
  protected abstract boolean disturbance();

  /** What only a person or the register can do when nothing else can happen any more. */
  protected abstract boolean lastWord();

  /** A command is about to be sent. */
  protected abstract void checkAsked(Ask ask);

  /** An outcome is told, whether or not anybody hears of it. */
  protected abstract void checkTold(JointReport report);

  /** Why events were ignored. */
  public Set<String> ignored() {
    return ignored;
  }

  /** Lets everything happen and returns the last state. */
  public S run() {
    happens(new JointEvent.RecordsRectified(someone(), 1, List.of(), List.of(), now));
    happens(policy.wakeUp(now));
    assertThat(state).isEqualTo(policy.initial());
    happens(new JointEvent.RequestAccepted(REQUEST, Set.of(Vault.PROVEN), now));
    assertThat(accepted).isTrue();
    for (int i = 0; i < MOST_EVENTS; i++) {
      if (faultsLeft == 0) {
        missingTopics.clear();
      }
      if (!somethingHappens() && !somebodyDecides() && !lastWord()) {
        assertThat(isOver(state) || isHalted(state) || awaitsPerson(state))
            .as("an end, or a person who must decide: %s", state)
            .isTrue();
        assertThat(outcomes).as("the end was told").isNotEmpty();
        return state;
      }
    }
    throw new AssertionError("Expected an end but got " + state);
  }

  private void require(String name) {
    Set<IdentifierType> types = new HashSet<>();
    types.add(Vault.TYPES.get(random.nextInt(Vault.TYPES.size())));
    types.add(Vault.TYPES.get(random.nextInt(Vault.TYPES.size())));
    ParticipantId id = new ParticipantId(name);
    required = new ArrayList<>(required);
    required.add(new RequiredParticipant(id, types));
    world.put(id, new FakeStore(id, types));
  }

  private boolean somethingHappens() {
    if (fault(40)) {
      disturb();
      return true;
    }
    List<FakeStore> busy = world.values().stream().filter(store -> !store.tasks.isEmpty()).toList();
    int choices = busy.size() + inFlight.size();
    if (choices > 0) {
      now = now.plusMillis(random.nextInt(200));
      if (wakeUp != null && !wakeUp.isAfter(now)) {
        happens(policy.wakeUp(now));
        return true;
      }
      int choice = random.nextInt(choices);
      if (choice < busy.size()) {
        busy.get(choice).work();
      } else {
        deliver(choice - busy.size());
      }
      return true;
    }
    if (wakeUp != null) {
      now = wakeUp.isAfter(now) ? wakeUp : now;
      happens(policy.wakeUp(now));
      return true;
    }
    return false;
  }

  private boolean somebodyDecides() {
    if (!isHalted(state) || !decidesHalts) {
      return false;
    }
    Part halted =
        joint(state).orElseThrow().parts().stream()
            .filter(part -> part.halted() != null)
            .findFirst()
            .orElseThrow();
    happens(
        new JointEvent.OutcomeDecided(
            new UUID(3, random.nextLong()),
            halted.participant(),
            DecidedOutcome.NOTHING_HELD,
            now));
    return true;
  }

  protected final boolean fault(int percent) {
    if (faultsLeft == 0 || random.nextInt(100) >= percent) {
      return false;
    }
    faultsLeft--;
    return true;
  }

  private void disturb() {
    switch (random.nextInt(14)) {
      case 0 ->
          happens(
              new JointEvent.RecordsRectified(
                  new ParticipantId("nobody"), 1, List.of(), List.of(), now));
      case 1 -> happens(new JointEvent.RecordsRectified(someone(), 900, List.of(), List.of(), now));
      case 2 -> happens(new JointEvent.RequestAccepted(REQUEST, Set.of(Vault.PROVEN), now));
      case 3 -> happens(policy.wakeUp(now));
      case 4 -> missingTopics.add(someone().name());
      case 5 -> missingTopics.clear();
      case 6 -> {
        if (random.nextInt(8) == 0) {
          happens(new JointEvent.EndingAsked(EndCause.values()[random.nextInt(2)], now));
        }
      }
      case 7 -> {
        if (!isOver(state) && world.size() < 7 && random.nextInt(4) == 0) {
          require("late-" + world.size());
          policy = policy(new JointCourse(required, PAUSES, 12));
        }
      }
      case 8 -> missingTopics.add(TOPIC_OF_REPORTS);
      case 9 -> {
        if (!inFlight.isEmpty()) {
          // A duplicate, and perhaps much later.
          inFlight.add(inFlight.get(random.nextInt(inFlight.size())));
        }
      }
      case 10 -> {
        if (!inFlight.isEmpty()) {
          inFlight.remove(random.nextInt(inFlight.size()));
        }
      }
      case 11 -> {
        if (random.nextInt(4) == 0) {
          happens(
              new JointEvent.OutcomeDecided(
                  new UUID(3, random.nextLong()),
                  someone(),
                  DecidedOutcome.values()[random.nextInt(2)],
                  now));
        }
      }
      default -> {
        if (!disturbance()) {
          faultsLeft++;
          happens(policy.wakeUp(now));
          faultsLeft--;
        }
      }
    }
  }

  private ParticipantId someone() {
    return List.copyOf(world.keySet()).get(random.nextInt(world.size()));
  }

  private void deliver(int index) {
    happens(inFlight.remove(index));
  }

  /** Lets an event happen, and everything that follows of it at once. */
  protected final void happens(JointEvent event) {
    Deque<JointEvent> events = new ArrayDeque<>(List.of(event));
    while (!events.isEmpty()) {
      JointEvent next = events.remove();
      if (next instanceof JointEvent.RequestAccepted) {
        accepted = true;
      }
      Transition<S, JointCommand> transition = policy.next(state, next);
      if (transition.ignored() != null) {
        ignored.add(transition.ignored());
        assertThat(transition.state()).isEqualTo(state);
        continue;
      }
      state = restarted(transition.state());
      assertThat(state).isEqualTo(transition.state());
      wakeUp = transition.wakeUp();
      if (next instanceof Reply reply) {
        store(reply.participant()).believed(reply);
      }
      for (JointCommand command : transition.commands()) {
        assertThat(accepted).as("nothing is read or changed before acceptance").isTrue();
        sent(command, events);
      }
      checkThatSomebodyIsNamed();
    }
  }

  private void sent(JointCommand command, Deque<JointEvent> events) {
    switch (command) {
      case Ask ask -> {
        checkAsked(ask);
        if (missingTopics.contains(ask.participant().name())) {
          events.add(policy.undeliverable(ask, Undeliverable.TOPIC_MISSING, now));
        } else {
          assertThat(ask.requestId()).isEqualTo(REQUEST);
          store(ask.participant()).tasks.add(ask);
        }
      }
      case Tell tell -> {
        if (tell.report() instanceof JointReport.OutcomeAdopted adopted) {
          store(adopted.participant()).vouchedFor = true;
        }
        checkTold(tell.report());
        if (missingTopics.contains(TOPIC_OF_REPORTS)) {
          events.add(policy.undeliverable(tell, Undeliverable.TOPIC_MISSING, now));
        } else if (tell.report() instanceof JointReport.Outcome outcome) {
          outcomes.add(outcome);
        }
      }
    }
  }

  private void checkThatSomebodyIsNamed() {
    Optional<Joint> joint = joint(state);
    if (joint.isEmpty() || isOver(state) || awaitsPerson(state)) {
      return;
    }
    boolean owed = !joint.get().fanOut().joined();
    if (isHalted(state)) {
      assertThat(owed).isFalse();
      assertThat(joint.get().isHalted()).as("a named person decides").isTrue();
    } else {
      assertThat(owed).as("a named participant owes an answer").isTrue();
      assertThat(wakeUp).as("and is asked again at an instant").isNotNull();
    }
  }

  /** Whoever is required has searched by everything that the others have put into the vault. */
  protected final void checkThatEverybodyHasSearched() {
    if (mayYetBeYielded()) {
      return;
    }
    for (RequiredParticipant participant : required) {
      FakeStore store = store(participant.id());
      if (store.vouchedFor) {
        continue;
      }
      assertThat(store.locateBelieved).as("%s was located", participant.id()).isTrue();
      assertThat(store.cannotLocate ? vault.deposits() : store.searchedAfter)
          .as("%s has searched by everything by which it can", participant.id())
          .isGreaterThanOrEqualTo(store.lastDepositByOthers());
    }
  }

  /** What is yielded in spite of a person's word is caught up with when it is heard of. */
  protected final boolean mayYetBeYielded() {
    return world.values().stream().anyMatch(store -> store.vouchedFor && store.mayYetYield());
  }

  protected final FakeStore store(ParticipantId id) {
    FakeStore store = world.get(id);
    return store == null ? new FakeStore(id, Set.of()) : store;
  }

  /** A store that does what it is told, in its own time, and remembers the outcome of each step. */
  protected final class FakeStore {
    public final ParticipantId id;
    final Set<IdentifierType> types;
    final Deque<Ask> tasks = new ArrayDeque<>();
    final Map<Integer, Reply> remembered = new HashMap<>();
    final @Nullable IdentifierType yields;
    final boolean ambiguous;
    public final boolean cannotLocate;
    public final boolean cannotAct;
    public final long records;
    int seenStep;
    int searchedAfter;
    boolean locateBelieved;
    public boolean vouchedFor;
    public boolean rectifyTaken;
    public int rectifiedAfter = -1;
    public boolean restricted;
    public int restrictedAfter = -1;

    FakeStore(ParticipantId id, Set<IdentifierType> types) {
      this.id = id;
      this.types = types;
      ambiguous = random.nextInt(60) == 0;
      cannotLocate = random.nextInt(30) == 0;
      cannotAct = random.nextInt(8) == 0;
      yields =
          random.nextInt(2) == 0 && !types.isEmpty()
              ? types.stream()
                  .sorted(Comparator.comparing(IdentifierType::code))
                  .toList()
                  .get(random.nextInt(types.size()))
              : null;
      records = random.nextInt(3) == 0 ? 0 : 1 + random.nextInt(9);
      seenStep = random.nextInt(20) == 0 ? random.nextInt(5) : 0;
      vault.opensFor(id);
    }

    /** When another last put an identifier there by which this one can search. */
    public int lastDepositByOthers() {
      return vault.lastByOthers(id, types);
    }

    /** Takes the oldest task; a redelivered one is answered by its first outcome. */
    void work() {
      Ask ask = tasks.remove();
      if (fault(10)) {
        return; // the task is lost
      }
      if (fault(15)) {
        inFlight.add(
            new JointEvent.TaskDeferred(id, ask.step(), WaitReason.STORE_UNAVAILABLE, now));
        return;
      }
      Reply known = remembered.get(ask.step());
      if (known != null) {
        inFlight.add(known);
      } else if (ask.step() < seenStep) {
        inFlight.add(new JointEvent.TaskSuperseded(id, ask.step(), seenStep, now));
      } else {
        seenStep = ask.step();
        Reply outcome = carriedOut(ask);
        remembered.put(ask.step(), outcome);
        inFlight.add(outcome);
      }
    }

    private Reply carriedOut(Ask ask) {
      int step = ask.step();
      return switch (ask.task()) {
        case Task.Locate locate when cannotLocate ->
            new JointEvent.ActionNotOffered(id, step, Action.LOCATE, now);
        case Task.Locate locate -> located(step);
        case Task.Rectify rectify when cannotAct ->
            new JointEvent.ActionNotOffered(id, step, Action.RECTIFY, now);
        case Task.Rectify rectify -> {
          rectifyTaken = true;
          rectifiedAfter = vault.deposits();
          yield new JointEvent.RecordsRectified(
              id, step, List.of(new Holding("records", records)), List.of(), now);
        }
        case Task.Restrict restrict when cannotAct ->
            new JointEvent.ActionNotOffered(id, step, Action.RESTRICT, now);
        case Task.Restrict restrict -> restricted(step);
        case Task.Lift lift when cannotAct ->
            new JointEvent.ActionNotOffered(id, step, Action.LIFT, now);
        case Task.Lift lift -> {
          restricted = false;
          yield new JointEvent.RestrictionLifted(id, step, now);
        }
      };
    }

    private Reply restricted(int step) {
      restricted = true;
      restrictedAfter = vault.deposits();
      return new JointEvent.RecordsRestricted(
          id, step, List.of(new Holding("records", records)), now);
    }

    private Reply located(int step) {
      searchedAfter = vault.deposits();
      return new JointEvent.HoldingsLocated(
          id, step, List.of(new Holding("records", records)), yielded(), ambiguous, now);
    }

    private Set<IdentifierType> yielded() {
      return yields != null && !ambiguous && vault.knows(types) && vault.deposit(id, yields)
          ? Set.of(yields)
          : Set.of();
    }

    private boolean mayYetYield() {
      return tasks.stream().anyMatch(ask -> ask.task() instanceof Task.Locate)
          || inFlight.stream()
              .anyMatch(
                  event ->
                      event instanceof JointEvent.HoldingsLocated late
                          && late.participant().equals(id));
    }

    void believed(Reply reply) {
      if (reply.answers() == Action.LOCATE) {
        locateBelieved = true;
      }
    }
  }
}
