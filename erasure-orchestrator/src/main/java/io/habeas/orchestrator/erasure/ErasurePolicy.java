package io.habeas.orchestrator.erasure;

import io.habeas.orchestrator.erasure.ErasureCommand.Ask;
import io.habeas.orchestrator.erasure.ErasureCommand.Task;
import io.habeas.orchestrator.erasure.ErasureCommand.Tell;
import io.habeas.orchestrator.erasure.ErasureEvent.ActionNotOffered;
import io.habeas.orchestrator.erasure.ErasureEvent.ErasureVerified;
import io.habeas.orchestrator.erasure.ErasureEvent.HoldingsLocated;
import io.habeas.orchestrator.erasure.ErasureEvent.RecordsErased;
import io.habeas.orchestrator.erasure.ErasureEvent.RecordsRestricted;
import io.habeas.orchestrator.erasure.ErasureEvent.Reply;
import io.habeas.orchestrator.erasure.ErasureEvent.ReportUndeliverable;
import io.habeas.orchestrator.erasure.ErasureEvent.RequestAccepted;
import io.habeas.orchestrator.erasure.ErasureEvent.RequestEnded;
import io.habeas.orchestrator.erasure.ErasureEvent.ResidueFound;
import io.habeas.orchestrator.erasure.ErasureEvent.RestrictionLifted;
import io.habeas.orchestrator.erasure.ErasureEvent.TaskDeferred;
import io.habeas.orchestrator.erasure.ErasureEvent.TaskSuperseded;
import io.habeas.orchestrator.erasure.ErasureEvent.TaskUndeliverable;
import io.habeas.orchestrator.erasure.ErasureEvent.WokenUp;
import io.habeas.orchestrator.erasure.ErasureState.Abandoned;
import io.habeas.orchestrator.erasure.ErasureState.Completed;
import io.habeas.orchestrator.erasure.ErasureState.Ended;
import io.habeas.orchestrator.erasure.ErasureState.Erasing;
import io.habeas.orchestrator.erasure.ErasureState.Halted;
import io.habeas.orchestrator.erasure.ErasureState.Lifting;
import io.habeas.orchestrator.erasure.ErasureState.Locating;
import io.habeas.orchestrator.erasure.ErasureState.NotStarted;
import io.habeas.orchestrator.erasure.ErasureState.Restricting;
import io.habeas.orchestrator.erasure.ErasureState.Underway;
import io.habeas.orchestrator.erasure.ErasureState.Verifying;
import io.habeas.orchestrator.erasure.Report.ErasureAbandoned;
import io.habeas.orchestrator.erasure.Report.ErasureCompleted;
import io.habeas.orchestrator.erasure.Report.ErasureHalted;
import io.habeas.orchestrator.erasure.Report.ParticipantDone;
import io.habeas.orchestrator.erasure.Report.ParticipantWaiting;
import io.habeas.orchestrator.erasure.Report.PhaseStarted;
import io.habeas.orchestrator.erasure.Store.Progress;
import io.habeas.process.Policy;
import io.habeas.process.Transition;
import io.habeas.protocol.ParticipantId;
import io.habeas.protocol.RequiredParticipant;
import io.habeas.protocol.fanout.FanOut;
import io.habeas.protocol.fanout.Moved;
import io.habeas.protocol.fanout.Objection;
import io.habeas.protocol.fanout.Pauses;
import io.habeas.protocol.locate.IdentifierGraph;
import io.habeas.schemas.avro.Action;
import io.habeas.schemas.avro.Completion;
import io.habeas.schemas.avro.ErasurePhase;
import io.habeas.schemas.avro.HaltReason;
import io.habeas.schemas.avro.WaitReason;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Art. 17: erase everywhere, keep only what a statute demands, never claim more than was proven.
 *
 * <p>Every required participant, even one that seems to hold nothing, locates, restricts, erases
 * and verifies; each phase starts when nobody owes an answer to the one before. Between phases the
 * controller's approved configuration is read anew: a participant required by now, and one that can
 * find more by what another yielded, first catches up. The first ERASE is the point of no return:
 * before it a request that ends is undone, after it there is only forward.
 */
public final class ErasurePolicy implements Policy<ErasureState, ErasureEvent, ErasureCommand> {
  private final List<RequiredParticipant> required;
  private final Pauses pauses;
  private final Patience patience;

  /**
   * When to stop trying and have a person decide.
   *
   * @param rounds most rounds over the identifier graph; one that does not close by then is not the
   *     graph of one person
   * @param reErasures how often a store is asked to erase again what its probe found left
   */
  public record Patience(int rounds, int reErasures) {
    public Patience {
      if (rounds < 1 || reErasures < 0) {
        throw new IllegalArgumentException(
            "Expected at least 1 round and no negative number of re-erasures but got %d and %d"
                .formatted(rounds, reErasures));
      }
    }
  }

  private record Situation(ErasureState state, ErasureEvent event) {}

  /**
   * @param required by the controller's approved configuration; at least one
   * @throws IllegalArgumentException if nobody is required, when every request would complete
   *     unasked, or somebody twice
   */
  public ErasurePolicy(List<RequiredParticipant> required, Pauses pauses, Patience patience) {
    if (required.isEmpty()) {
      throw new IllegalArgumentException(
          "Expected at least one required participant but none is configured");
    }
    if (required.stream().map(RequiredParticipant::id).distinct().count() < required.size()) {
      throw new IllegalArgumentException(
          "Expected every required participant once but one is configured twice");
    }
    this.required = List.copyOf(required);
    this.pauses = pauses;
    this.patience = patience;
  }

  @Override
  public ErasureState initial() {
    return new NotStarted();
  }

  @Override
  public ErasureEvent wakeUp(Instant now) {
    return new WokenUp(now);
  }

  @Override
  public ErasureEvent undeliverable(ErasureCommand command, Undeliverable reason, Instant now) {
    return switch (command) {
      case Ask ask -> {
        WaitReason wait =
            switch (reason) {
              case TOPIC_MISSING -> WaitReason.TOPIC_MISSING;
              case TOPIC_FORBIDDEN -> WaitReason.TOPIC_FORBIDDEN;
            };
        yield new TaskUndeliverable(ask.participant(), ask.step(), wait, now);
      }
      case Tell tell -> new ReportUndeliverable(tell.report(), now);
    };
  }

  @Override
  public Transition<ErasureState, ErasureCommand> next(ErasureState state, ErasureEvent event) {
    Optional<Objection> objection = objectionTo(state, event);
    if (objection.isPresent()) {
      return Transition.ignored(state, objection.get().code());
    }
    return switch (new Situation(state, event)) {
      // Nothing is read or changed before identity is proven (Art. 12(6)), whoever speaks.
      case Situation(NotStarted s, RequestAccepted e) -> begin(e);
      case Situation(NotStarted s, ErasureEvent e) -> Transition.ignored(s, "unknown-request");
      case Situation(Underway s, RequestAccepted e) -> Transition.ignored(s, "duplicate");

      // Art. 17(1) begins with knowing what is held, and by whose identifiers (L11).
      case Situation(Locating s, HoldingsLocated e) when e.ambiguous() ->
          halt(s, e, HaltReason.AMBIGUOUS_SUBJECT, store -> store);
      case Situation(Locating s, HoldingsLocated e) -> located(s, e);

      // Hidden at once, still reversible (Art. 18).
      case Situation(Restricting s, RecordsRestricted e) -> done(s, e, Store::hidden);

      // Art. 17(1), and 17(3) for what must be kept (L19).
      case Situation(Erasing s, RecordsErased e) ->
          done(s, e, store -> store.erased(e.outcomes(), e.retained()));

      // Acknowledged is not erased: only an independent probe says so.
      case Situation(Verifying s, ErasureVerified e) -> done(s, e, Store::verified);
      case Situation(Verifying s, ResidueFound e)
          when s.saga().store(e.participant()).residues() >= patience.reErasures() ->
          halt(s, e, HaltReason.RESIDUE_REMAINS, Store::residueFound);
      case Situation(Verifying s, ResidueFound e) -> eraseAgain(s, e);
      case Situation(Verifying s, RecordsErased e) -> verifyAgain(s, e);

      // Without what a store cannot do the request goes on, visibly, but for its core: what nobody
      // can erase, or prove erased, a person must see to.
      case Situation(Locating s, ActionNotOffered e) ->
          without(s, e, store -> store.located(List.of()));
      case Situation(Restricting s, ActionNotOffered e) -> without(s, e, Store::staysVisible);
      case Situation(Lifting s, ActionNotOffered e) -> without(s, e, Store::lifted);
      case Situation(Erasing s, ActionNotOffered e) ->
          halt(s, e, HaltReason.ACTION_NOT_OFFERED, store -> store);
      case Situation(Verifying s, ActionNotOffered e) ->
          halt(s, e, HaltReason.ACTION_NOT_OFFERED, store -> store);

      // Before the point of no return a request that ends is undone; after it there is only
      // forward.
      case Situation(Lifting s, RequestEnded e) -> Transition.ignored(s, "duplicate");
      case Situation(Underway s, RequestEnded e) when s.saga().irrevocable() ->
          Transition.ignored(s, "past-the-point-of-no-return");
      case Situation(Underway s, RequestEnded e) -> lift(s.saga(), e.at());
      case Situation(Lifting s, RestrictionLifted e) -> done(s, e, Store::lifted);

      // An answer that is owed stays owed, and is asked for again; the others go on.
      case Situation(Underway s, TaskDeferred e) ->
          moved(s, s.saga().fanOut().putOff(e.participant(), e.reason(), e.at(), pauses), e.at());
      case Situation(Underway s, TaskUndeliverable e) ->
          moved(s, s.saga().fanOut().putOff(e.participant(), e.reason(), e.at(), pauses), e.at());
      case Situation(Underway s, TaskSuperseded e) ->
          moved(
              s,
              s.saga().fanOut().superseded(e.participant(), e.seenStep(), e.at(), pauses),
              e.at());
      case Situation(Underway s, WokenUp e) -> wokenUp(s, e.at());
      case Situation(Ended s, WokenUp e) -> wokenUp(s, e.at());

      // Progress may be missed; an outcome is told until it could be.
      case Situation(Underway s, ReportUndeliverable e) -> untold(s, s.saga(), s::with, e);
      case Situation(Ended s, ReportUndeliverable e) -> untold(s, s.saga(), s::with, e);

      // No other answer can be owed in these states: what is owed was compared above.
      case Situation(Underway s, Reply e) -> Transition.ignored(s, Objection.OTHER_TASK.code());
      case Situation(Ended s, ErasureEvent e) -> Transition.ignored(s, "closed");
    };
  }

  private static Optional<Objection> objectionTo(ErasureState state, ErasureEvent event) {
    if (state instanceof Underway underway) {
      FanOut<Action> fanOut = underway.saga().fanOut();
      if (event instanceof Reply reply) {
        return fanOut.objectionTo(reply.participant(), reply.step(), reply.answers());
      }
      if (event instanceof TaskUndeliverable task) {
        return fanOut.objectionTo(task.participant(), task.step(), null);
      }
    }
    return Optional.empty();
  }

  private Transition<ErasureState, ErasureCommand> begin(RequestAccepted accepted) {
    Saga saga =
        new Saga(
            accepted.requestId(),
            accepted.ground(),
            accepted.dueOn(),
            0,
            false,
            null,
            IdentifierGraph.startingFrom(accepted.proven()),
            FanOut.withNobody(),
            List.of());
    return proceed(saga, List.of(), accepted.at());
  }

  private Transition<ErasureState, ErasureCommand> located(Locating s, HoldingsLocated e) {
    Saga saga = s.saga().graph(s.saga().graph().yielded(e.participant(), e.yielded()));
    return done(s.with(saga), e, store -> store.located(e.holdings()));
  }

  private Transition<ErasureState, ErasureCommand> done(
      Underway s, Reply reply, UnaryOperator<Store> what) {
    Saga saga = s.saga().answered(reply.participant(), what);
    Report report = new ParticipantDone(reply.participant(), phaseOf(s), null);
    return joined(s.with(saga), List.of(tell(saga, report, reply.at())), reply.at());
  }

  private Transition<ErasureState, ErasureCommand> without(
      Underway s, ActionNotOffered e, UnaryOperator<Store> what) {
    Saga saga = s.saga().answered(e.participant(), what);
    Report report = new ParticipantDone(e.participant(), phaseOf(s), e.answers());
    return joined(s.with(saga), List.of(tell(saga, report, e.at())), e.at());
  }

  private Transition<ErasureState, ErasureCommand> eraseAgain(Verifying s, ResidueFound e) {
    Saga saga = s.saga().store(e.participant(), Store::residueFound);
    return moved(
        s.with(saga),
        saga.fanOut().askBecause(WaitReason.RESIDUE, e.participant(), Action.ERASE, e.at(), pauses),
        e.at());
  }

  private Transition<ErasureState, ErasureCommand> verifyAgain(Verifying s, RecordsErased e) {
    Saga saga = s.saga().store(e.participant(), store -> store.erased(e.outcomes(), e.retained()));
    return moved(
        s.with(saga),
        saga.fanOut().ask(List.of(e.participant()), Action.VERIFY, e.at(), pauses),
        e.at());
  }

  private Transition<ErasureState, ErasureCommand> halt(
      Underway s, Reply reply, HaltReason reason, UnaryOperator<Store> what) {
    Saga saga = s.saga().answered(reply.participant(), store -> what.apply(store).halted(reason));
    return joined(s.with(saga), List.of(tell(saga, halted(saga, reason), reply.at())), reply.at());
  }

  /** Goes on once nobody owes an answer any more. */
  private Transition<ErasureState, ErasureCommand> joined(
      Underway s, List<ErasureCommand> said, Instant at) {
    if (!s.saga().fanOut().joined()) {
      return stay(s, s.saga(), said);
    }
    return s instanceof Lifting ? abandoned(s.saga(), said, at) : proceed(s.saga(), said, at);
  }

  /** What comes next when nobody owes an answer: whoever is furthest behind catches up first. */
  private Transition<ErasureState, ErasureCommand> proceed(
      Saga saga, List<ErasureCommand> said, Instant at) {
    if (saga.stores().stream().anyMatch(store -> store.halted() != null)) {
      return stay(new Halted(saga), saga, said);
    }
    List<RequiredParticipant> searching = saga.graph().toBeAsked(required);
    if (!searching.isEmpty()) {
      return locate(saga, searching, said, at);
    }
    List<ParticipantId> visible = saga.those(store -> store.progress().before(Progress.RESTRICTED));
    if (!visible.isEmpty()) {
      Saga restricting = saga.each(visible, Store::restricting);
      return start(restricting, visible, Action.RESTRICT, Restricting::new, said, at);
    }
    List<ParticipantId> present = saga.those(store -> store.progress().before(Progress.ERASED));
    if (!present.isEmpty()) {
      return start(saga.pastThePointOfNoReturn(), present, Action.ERASE, Erasing::new, said, at);
    }
    List<ParticipantId> unproven = saga.those(store -> store.progress().before(Progress.VERIFIED));
    if (!unproven.isEmpty()) {
      return start(saga, unproven, Action.VERIFY, Verifying::new, said, at);
    }
    return completed(saga, said, at);
  }

  private Transition<ErasureState, ErasureCommand> locate(
      Saga saga, List<RequiredParticipant> searching, List<ErasureCommand> said, Instant at) {
    List<ParticipantId> whom = searching.stream().map(RequiredParticipant::id).toList();
    if (saga.round() >= patience.rounds() && !isNew(saga, whom)) {
      Saga stuck = saga.each(whom, store -> store.halted(HaltReason.AMBIGUOUS_SUBJECT));
      Report report = halted(stuck, HaltReason.AMBIGUOUS_SUBJECT);
      return stay(new Halted(stuck), stuck, and(said, tell(stuck, report, at)));
    }
    return start(saga.nextRound(searching), whom, Action.LOCATE, Locating::new, said, at);
  }

  private static boolean isNew(Saga saga, List<ParticipantId> whom) {
    return !saga.those(store -> true).containsAll(whom);
  }

  private Transition<ErasureState, ErasureCommand> lift(Saga saga, Instant at) {
    List<ParticipantId> hidden = saga.those(Store::restricted).reversed();
    Saga silenced = saga.fanOut(saga.fanOut().silenced());
    return hidden.isEmpty()
        ? abandoned(silenced, List.of(), at)
        : start(silenced, hidden, Action.LIFT, Lifting::new, List.of(), at);
  }

  private Transition<ErasureState, ErasureCommand> completed(
      Saga saga, List<ErasureCommand> said, Instant at) {
    Completion completion = saga.completion();
    return stay(
        new Completed(saga, completion),
        saga,
        and(said, tell(saga, new ErasureCompleted(completion, saga.stores()), at)));
  }

  private Transition<ErasureState, ErasureCommand> abandoned(
      Saga saga, List<ErasureCommand> said, Instant at) {
    return stay(new Abandoned(saga), saga, and(said, tell(saga, new ErasureAbandoned(), at)));
  }

  private Transition<ErasureState, ErasureCommand> start(
      Saga saga,
      List<ParticipantId> whom,
      Action action,
      Function<Saga, Underway> phase,
      List<ErasureCommand> said,
      Instant at) {
    Moved<Action> moved = saga.fanOut().ask(whom, action, at, pauses);
    Underway state = phase.apply(saga.fanOut(moved.fanOut()));
    ErasureCommand started = tell(saga, new PhaseStarted(phaseOf(state), whom), at);
    return stay(state, state.saga(), and(and(said, started), commands(state, moved, at)));
  }

  private Transition<ErasureState, ErasureCommand> moved(
      Underway s, Moved<Action> moved, Instant at) {
    Saga saga = s.saga().fanOut(moved.fanOut());
    return stay(s.with(saga), saga, commands(s, moved, at));
  }

  private Transition<ErasureState, ErasureCommand> wokenUp(Underway s, Instant at) {
    Moved<Action> moved = s.saga().fanOut().askAgain(at, pauses);
    List<ErasureCommand> said = commands(s, moved, at);
    Saga saga = s.saga().fanOut(moved.fanOut());
    return isDue(saga.tellAgainAt(), at)
        ? stay(
            s.with(saga.tellAgainAt(null)),
            saga.tellAgainAt(null),
            and(said, outcomes(s, saga, at)))
        : stay(s.with(saga), saga, said);
  }

  private Transition<ErasureState, ErasureCommand> wokenUp(Ended s, Instant at) {
    Saga told = s.saga().tellAgainAt(null);
    return isDue(s.saga().tellAgainAt(), at)
        ? stay(s.with(told), told, outcomes(s, told, at))
        : stay(s, s.saga(), List.of());
  }

  private static boolean isDue(@Nullable Instant when, Instant at) {
    return when != null && !when.isAfter(at);
  }

  private Transition<ErasureState, ErasureCommand> untold(
      ErasureState s, Saga saga, Function<Saga, ErasureState> with, ReportUndeliverable e) {
    return switch (e.report()) {
      case Report.Progress missed -> Transition.ignored(s, "progress-untold");
      case Report.Outcome outcome -> {
        Saga later = saga.tellAgainAt(e.at().plus(pauses.forAnswer(1)));
        yield stay(with.apply(later), later, List.of());
      }
    };
  }

  /** What others must have been told by now. */
  private static List<ErasureCommand> outcomes(ErasureState state, Saga saga, Instant at) {
    return switch (state) {
      case Completed s ->
          List.of(tell(saga, new ErasureCompleted(s.completion(), saga.stores()), at));
      case Abandoned s -> List.of(tell(saga, new ErasureAbandoned(), at));
      case Underway s -> {
        List<ErasureCommand> all = new ArrayList<>();
        for (HaltReason reason : HaltReason.values()) {
          ErasureHalted report = halted(saga, reason);
          if (!report.participants().isEmpty()) {
            all.add(tell(saga, report, at));
          }
        }
        yield all;
      }
      case NotStarted s -> List.of();
    };
  }

  private static ErasureHalted halted(Saga saga, HaltReason reason) {
    return new ErasureHalted(reason, saga.those(store -> store.halted() == reason));
  }

  private static List<ErasureCommand> commands(Underway s, Moved<Action> moved, Instant at) {
    Saga saga = s.saga();
    List<ErasureCommand> all = new ArrayList<>(moved.asks().size() + moved.delays().size());
    for (Moved.Ask<Action> ask : moved.asks()) {
      all.add(new Ask(saga.requestId(), ask.participant(), ask.step(), task(ask.task(), saga), at));
    }
    for (Moved.Delay delay : moved.delays()) {
      all.add(
          tell(
              saga,
              new ParticipantWaiting(
                  delay.participant(),
                  phaseOf(s),
                  delay.waiting().reason(),
                  delay.waiting().since(),
                  delay.askedAgainAt()),
              at));
    }
    return all;
  }

  private static Task task(Action action, Saga saga) {
    return switch (action) {
      case LOCATE -> new Task.Locate(saga.round());
      case RESTRICT -> new Task.Restrict();
      case LIFT -> new Task.Lift();
      case ERASE -> new Task.Erase(saga.ground());
      case VERIFY -> new Task.Verify();
      case EXPORT, RECTIFY, SEED ->
          throw new IllegalArgumentException("Expected an action of an erasure but got " + action);
    };
  }

  private static ErasurePhase phaseOf(Underway state) {
    return switch (state) {
      case Locating s -> ErasurePhase.LOCATING;
      case Restricting s -> ErasurePhase.RESTRICTING;
      case Erasing s -> ErasurePhase.ERASING;
      case Verifying s -> ErasurePhase.VERIFYING;
      case Lifting s -> ErasurePhase.LIFTING;
      // Nobody owes an answer in it, so nothing is said of a phase; it stopped short of the proof.
      case Halted s -> ErasurePhase.VERIFYING;
    };
  }

  private static Tell tell(Saga saga, Report report, Instant at) {
    return new Tell(saga.requestId(), report, at);
  }

  private static List<ErasureCommand> and(List<ErasureCommand> some, ErasureCommand one) {
    return and(some, List.of(one));
  }

  private static List<ErasureCommand> and(List<ErasureCommand> some, List<ErasureCommand> more) {
    List<ErasureCommand> all = new ArrayList<>(some.size() + more.size());
    all.addAll(some);
    all.addAll(more);
    return all;
  }

  /** The state, what is said, and the instant at which somebody must be asked or told again. */
  private static Transition<ErasureState, ErasureCommand> stay(
      ErasureState state, Saga saga, List<ErasureCommand> said) {
    Instant ask = saga.fanOut().nextAskAt();
    Instant tell = saga.tellAgainAt();
    Instant wakeUp = ask == null || tell != null && tell.isBefore(ask) ? tell : ask;
    return Transition.to(state, said, wakeUp);
  }
}
