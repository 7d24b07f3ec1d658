package io.habeas.orchestrator.erasure;

import static io.habeas.orchestrator.erasure.Said.and;

import io.habeas.orchestrator.erasure.ErasureCommand.Ask;
import io.habeas.orchestrator.erasure.ErasureCommand.Direct;
import io.habeas.orchestrator.erasure.ErasureCommand.Enter;
import io.habeas.orchestrator.erasure.ErasureCommand.Tell;
import io.habeas.orchestrator.erasure.ErasureEvent.ActionNotOffered;
import io.habeas.orchestrator.erasure.ErasureEvent.DirectiveUndeliverable;
import io.habeas.orchestrator.erasure.ErasureEvent.EndingAsked;
import io.habeas.orchestrator.erasure.ErasureEvent.EntryUndeliverable;
import io.habeas.orchestrator.erasure.ErasureEvent.ErasureVerified;
import io.habeas.orchestrator.erasure.ErasureEvent.ExpiredErased;
import io.habeas.orchestrator.erasure.ErasureEvent.FactsChanged;
import io.habeas.orchestrator.erasure.ErasureEvent.GateAnswer;
import io.habeas.orchestrator.erasure.ErasureEvent.GateBusy;
import io.habeas.orchestrator.erasure.ErasureEvent.GateHeld;
import io.habeas.orchestrator.erasure.ErasureEvent.GatePassed;
import io.habeas.orchestrator.erasure.ErasureEvent.HoldPlaced;
import io.habeas.orchestrator.erasure.ErasureEvent.HoldReleased;
import io.habeas.orchestrator.erasure.ErasureEvent.HoldingsLocated;
import io.habeas.orchestrator.erasure.ErasureEvent.OutcomeDecided;
import io.habeas.orchestrator.erasure.ErasureEvent.PlanApproved;
import io.habeas.orchestrator.erasure.ErasureEvent.RecordsErased;
import io.habeas.orchestrator.erasure.ErasureEvent.RecordsRestricted;
import io.habeas.orchestrator.erasure.ErasureEvent.ReplayGranted;
import io.habeas.orchestrator.erasure.ErasureEvent.ReplayRefused;
import io.habeas.orchestrator.erasure.ErasureEvent.Reply;
import io.habeas.orchestrator.erasure.ErasureEvent.ReportUndeliverable;
import io.habeas.orchestrator.erasure.ErasureEvent.RequestAccepted;
import io.habeas.orchestrator.erasure.ErasureEvent.RequestEnded;
import io.habeas.orchestrator.erasure.ErasureEvent.ResidueFound;
import io.habeas.orchestrator.erasure.ErasureEvent.RestrictionLifted;
import io.habeas.orchestrator.erasure.ErasureEvent.RetentionReported;
import io.habeas.orchestrator.erasure.ErasureEvent.TaskDeferred;
import io.habeas.orchestrator.erasure.ErasureEvent.TaskSuperseded;
import io.habeas.orchestrator.erasure.ErasureEvent.TaskUndeliverable;
import io.habeas.orchestrator.erasure.ErasureEvent.WokenUp;
import io.habeas.orchestrator.erasure.ErasureState.AtGate;
import io.habeas.orchestrator.erasure.ErasureState.Awaited;
import io.habeas.orchestrator.erasure.ErasureState.AwaitingApproval;
import io.habeas.orchestrator.erasure.ErasureState.Completed;
import io.habeas.orchestrator.erasure.ErasureState.CoolingOff;
import io.habeas.orchestrator.erasure.ErasureState.Ended;
import io.habeas.orchestrator.erasure.ErasureState.Erasing;
import io.habeas.orchestrator.erasure.ErasureState.Expiring;
import io.habeas.orchestrator.erasure.ErasureState.Lifting;
import io.habeas.orchestrator.erasure.ErasureState.Locating;
import io.habeas.orchestrator.erasure.ErasureState.NotStarted;
import io.habeas.orchestrator.erasure.ErasureState.OnHold;
import io.habeas.orchestrator.erasure.ErasureState.Replaying;
import io.habeas.orchestrator.erasure.ErasureState.Restricting;
import io.habeas.orchestrator.erasure.ErasureState.Retaining;
import io.habeas.orchestrator.erasure.ErasureState.Uncovered;
import io.habeas.orchestrator.erasure.ErasureState.Underway;
import io.habeas.orchestrator.erasure.ErasureState.Verifying;
import io.habeas.process.Facts;
import io.habeas.process.Policy;
import io.habeas.process.Transition;
import io.habeas.protocol.ParticipantId;
import io.habeas.protocol.RequiredParticipant;
import io.habeas.protocol.fanout.FanOut;
import io.habeas.protocol.fanout.Objection;
import io.habeas.protocol.fanout.Pauses;
import io.habeas.schemas.avro.Action;
import io.habeas.schemas.avro.HaltReason;
import io.habeas.schemas.avro.WaitReason;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/**
 * Art. 17: erase everywhere, keep only what a statute demands, never claim more than was proven.
 *
 * <p>Every required participant, even one that seems to hold nothing, locates, restricts, erases
 * and verifies; each phase starts when nobody owes an answer to the one before. Between phases the
 * controller's approved configuration is read anew: a participant required by now, and one that can
 * find more by what another yielded, first catches up. Then the verifier is asked whether the
 * person is held, by whatever the vault knows of them. The first ERASE is the point of no return:
 * before it a request that ends, or on which everything is held, is undone; after it there is only
 * forward. What is kept under a duty is erased when its time is over.
 */
public final class ErasurePolicy implements Policy<ErasureState, ErasureEvent, ErasureCommand> {
  private final Course course;
  private final Answers answers;
  private final GateAnswers gate;
  private final Decisions decisions;
  private final Reminders reminders;
  private final Terms terms;

  /**
   * What the controller decided about erasures.
   *
   * @param rounds most rounds over the identifier graph; one that does not close by then is not the
   *     graph of one person
   * @param reErasures how often a store is asked to erase again what its probe found left
   * @param coolingOff how long everything stays hidden before anything is erased, so that the
   *     person may think better of it; zero for no such time
   * @param zone in which days begin and end
   * @param approval when a person must approve what is to be erased
   * @param escalation how long before it is due an erasure waits no more for an access of the same
   *     person
   * @param heardWithin how long nothing may be heard of a store that keeps something, before it is
   *     looked whether it has reported all that it keeps since; zero for ever
   */
  public record Terms(
      int rounds,
      int reErasures,
      Duration coolingOff,
      ZoneId zone,
      Plan.Approval approval,
      Period escalation,
      Duration heardWithin) {

    public Terms {
      if (rounds < 1 || reErasures < 0 || coolingOff.isNegative() || heardWithin.isNegative()) {
        throw new IllegalArgumentException(
            "Expected at least 1 round, no negative number of re-erasures and no negative times but"
                + " got %d, %d, %s and %s".formatted(rounds, reErasures, coolingOff, heardWithin));
      }
    }

    /** From when on it waits for no access. */
    Instant waitsUntil(LocalDate dueOn) {
      return dueOn.minus(escalation).atStartOfDay(zone).toInstant();
    }
  }

  private record Situation(ErasureState state, ErasureEvent event) {}

  /**
   * One that knows of no store yet: that nothing is held as a whole, and that no participant has
   * declared itself.
   *
   * @param required by the controller's approved configuration; at least one
   * @param order in which they are erased
   * @throws IllegalArgumentException if nobody is required, when every request would complete
   *     unasked, or somebody twice
   */
  public ErasurePolicy(
      List<RequiredParticipant> required, ErasureOrder order, Pauses pauses, Terms terms) {
    this(
        new Course(new WhoseTurn(required, order, KnownStores.by(Facts.none())), pauses, terms),
        terms);
  }

  private ErasurePolicy(Course course, Terms terms) {
    this.course = course;
    this.answers = new Answers(course);
    this.gate = new GateAnswers(course);
    this.decisions = new Decisions(course);
    this.reminders = new Reminders(course);
    this.terms = terms;
  }

  /** The same policy where these facts are known. */
  public ErasurePolicy knowing(Facts<StoreFact> facts) {
    return new ErasurePolicy(course.knowing(KnownStores.by(facts)), terms);
  }

  /** Whom the controller's approved configuration requires. */
  public List<ParticipantId> required() {
    return course.turn().required().stream().map(RequiredParticipant::id).toList();
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
        WaitReason wait = KnownStores.reason(reason);
        yield new TaskUndeliverable(ask.participant(), ask.step(), wait, now);
      }
      case Tell tell -> new ReportUndeliverable(tell.report(), now);
      case Enter enter -> new EntryUndeliverable(now);
      case Direct direct -> new DirectiveUndeliverable(now);
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
      case Situation(NotStarted s, RequestAccepted e) -> course.begin(e, List.of());
      case Situation(Awaited s, RequestAccepted e) -> course.begin(e, s.holds());
      case Situation(NotStarted s, HoldPlaced e) ->
          awaiting(new Awaited(e.requestId(), List.of(e.hold())));
      case Situation(Awaited s, HoldPlaced e) ->
          awaiting(new Awaited(s.requestId(), and(s.holds(), List.of(e.hold()))));
      case Situation(Awaited s, HoldReleased e) ->
          awaiting(
              new Awaited(
                  s.requestId(),
                  s.holds().stream().filter(hold -> !hold.id().equals(e.holdId())).toList()));
      case Situation(Awaited s, RequestEnded e) -> Transition.to(new NotStarted(), List.of(), null);
      case Situation(NotStarted s, RetentionReported e) ->
          Transition.to(s, List.of(Comparing.unaccounted(e)), null);
      case Situation(Awaited s, RetentionReported e) ->
          Transition.to(s, List.of(Comparing.unaccounted(e)), null);
      case Situation(NotStarted s, ErasureEvent e) -> Transition.ignored(s, "unknown-request");
      case Situation(Awaited s, ErasureEvent e) -> Transition.ignored(s, "unknown-request");
      case Situation(Underway s, RequestAccepted e) -> Transition.ignored(s, "duplicate");

      // Art. 17(1) begins with knowing what is held, and by whose identifiers (L11).
      case Situation(Underway s, HoldingsLocated e) when isLate(s, e) -> answers.lateYield(s, e);
      case Situation(Locating s, HoldingsLocated e) when e.ambiguous() ->
          answers.halt(s, e, HaltReason.AMBIGUOUS_SUBJECT, store -> store);
      case Situation(Locating s, HoldingsLocated e) -> answers.located(s, e);

      // Hidden at once, still reversible (Art. 18).
      case Situation(Restricting s, RecordsRestricted e) -> answers.done(s, e, Store::hidden);

      // Art. 17(1), and 17(3) for what must be kept (L19).
      case Situation(Erasing s, RecordsErased e) ->
          answers.done(s, e, store -> Answers.erased(store, e));

      // Acknowledged is not erased: only an independent probe says so.
      case Situation(Verifying s, ErasureVerified e) -> answers.done(s, e, Store::verified);
      case Situation(Verifying s, ResidueFound e) when triedOften(s, e) ->
          answers.halt(s, e, HaltReason.RESIDUE_REMAINS, Store::residueFound);
      case Situation(Verifying s, ResidueFound e) ->
          answers.again(s, e, Store::residueFound, Action.ERASE);
      case Situation(Verifying s, RecordsErased e) -> answers.verifyAgain(s, e);

      // L20: what was kept is erased at expiry without anyone asking.
      case Situation(Expiring s, ExpiredErased e) when !keepsTooLong(s, e) ->
          answers.done(
              s,
              e,
              store ->
                  store.expired(e.outcomes(), e.retained(), s.asOf()).stated(e.saidAt(), e.at()));
      case Situation(Expiring s, ExpiredErased e) when triedOften(s, e) ->
          answers.halt(s, e, HaltReason.RESIDUE_REMAINS, Store::keptTooLong);
      case Situation(Expiring s, ExpiredErased e) ->
          answers.again(s, e, Store::keptTooLong, Action.EXPIRE);

      // What is kept is kept by rows in a store that nobody else sees: now and then they are
      // compared.
      case Situation(Underway s, RetentionReported e) ->
          reminders.reported(s, s.saga(), s::with, e);
      case Situation(Ended s, RetentionReported e) -> reminders.reported(s, s.saga(), s::with, e);

      // A store that was restored from a backup holds again what it had erased since.
      case Situation(Underway s, ReplayGranted e)
          when s.saga().ledger().hasReplay(e.restorationId(), e.participant()) ->
          Transition.ignored(s, "duplicate");
      case Situation(Underway s, ReplayGranted e) when neverErased(s.saga(), e) ->
          decisions.nothingToReplay(s, s.saga(), e);
      case Situation(Underway s, ReplayGranted e) -> course.restored(s, e);
      case Situation(Underway s, ReplayRefused e) -> decisions.notReplayed(s, s.saga(), e);
      case Situation(Ended s, ReplayGranted e)
          when s.saga().ledger().hasReplay(e.restorationId(), e.participant()) ->
          Transition.ignored(s, "duplicate");
      case Situation(Ended s, ReplayGranted e) when neverErased(s.saga(), e) ->
          decisions.nothingToReplay(s, s.saga(), e);
      case Situation(Ended s, ReplayGranted e) -> course.restored(s, e);
      case Situation(Ended s, ReplayRefused e) -> decisions.notReplayed(s, s.saga(), e);
      case Situation(Replaying s, RecordsRestricted e) ->
          answers.replays(s, e, Store::hidden, Action.ERASE);
      case Situation(Replaying s, ActionNotOffered e) when e.answers() == Action.RESTRICT ->
          answers.replays(s, e, Store::staysVisible, Action.ERASE);
      case Situation(Replaying s, RecordsErased e) ->
          answers.replays(
              s,
              e,
              store -> store.replayed(e.retained()).stated(e.saidAt(), e.at()),
              Action.VERIFY);
      case Situation(Replaying s, ErasureVerified e) -> answers.replayed(s, e);
      case Situation(Replaying s, ResidueFound e) when triedOften(s, e) ->
          answers.halt(s, e, HaltReason.RESIDUE_REMAINS, Store::residueFound);
      case Situation(Replaying s, ResidueFound e) ->
          answers.again(s, e, Store::residueFound, Action.ERASE);

      // Without what a store cannot do the request goes on, visibly, but for its core: what nobody
      // can erase, or prove erased, a person must see to.
      case Situation(Locating s, ActionNotOffered e) ->
          answers.without(s, e, store -> store.located(List.of(), List.of()));
      case Situation(Restricting s, ActionNotOffered e) ->
          answers.without(s, e, Store::staysVisible);
      case Situation(Lifting s, ActionNotOffered e) -> answers.without(s, e, Store::lifted);
      case Situation(Underway s, ActionNotOffered e) ->
          answers.halt(s, e, HaltReason.ACTION_NOT_OFFERED, store -> store);
      case Situation(Lifting s, RestrictionLifted e) -> answers.done(s, e, Store::lifted);

      // Before the point of no return a request that ends is undone; after it there is only
      // forward.
      case Situation(Underway s, EndingAsked e) when s.saga().irrevocable() ->
          decisions.tooLate(s, s.saga(), e);
      case Situation(Underway s, EndingAsked e) when s.saga().gate().endingFor() != null ->
          Transition.ignored(s, "duplicate");
      case Situation(Underway s, EndingAsked e) -> decisions.end(s, e);
      case Situation(Underway s, RequestEnded e) when s.saga().irrevocable() ->
          Transition.ignored(s, "past-the-point-of-no-return");
      case Situation(Underway s, RequestEnded e) when s.saga().gate().endingFor() != null ->
          Transition.ignored(s, "duplicate");
      case Situation(Underway s, RequestEnded e) -> decisions.end(s, e);

      // Art. 17(3)(e), 18(2): what the data protection officer holds is not erased.
      case Situation(Underway s, HoldPlaced e) when s.saga().gate().has(e.hold().id()) ->
          Transition.ignored(s, "duplicate");
      case Situation(Underway s, HoldPlaced e) when s.saga().tooLateFor(e.hold()) ->
          decisions.tooLate(s, s.saga(), e);
      case Situation(Underway s, HoldPlaced e) -> decisions.hold(s, e);
      case Situation(Underway s, HoldReleased e) when s.saga().gate().has(e.holdId()) ->
          decisions.release(s, e);
      case Situation(Underway s, HoldReleased e) -> Transition.ignored(s, "unknown-hold");

      // A hold on the person, by whatever they are known, stops what any request would erase.
      case Situation(AtGate s, GatePassed e) when s.saga().gate().inquiry().awaits(e.ask()) ->
          gate.admitted(s, e);
      case Situation(AtGate s, GateHeld e) when s.saga().gate().inquiry().awaits(e.ask()) ->
          decisions.hold(s, e);
      // Asked once more, since only the verifier knows whom to name in a directive.
      case Situation(Underway s, GatePassed e) when isAskedAgain(s.saga(), e) ->
          gate.directed(s.saga(), s::with, e);
      case Situation(Ended s, GatePassed e) when isAskedAgain(s.saga(), e) ->
          gate.directed(s.saga(), s::with, e);
      case Situation(Underway s, DirectiveUndeliverable e) ->
          gate.undirected(s.saga(), s::with, e.at());
      case Situation(Ended s, DirectiveUndeliverable e) ->
          gate.undirected(s.saga(), s::with, e.at());
      // What somebody has a right to read is read out before it is gone.
      case Situation(AtGate s, GateBusy e) when s.saga().gate().inquiry().awaits(e.ask()) ->
          gate.behind(s, e);
      case Situation(Underway s, GateAnswer e) -> Transition.ignored(s, "not-asked");

      // What is much, or what the controller wants looked at, waits for a person's approval.
      case Situation(AwaitingApproval s, PlanApproved e)
          when e.plan() == s.saga().gate().plan().number() ->
          decisions.approve(s, e);
      case Situation(Underway s, PlanApproved e) -> decisions.notTaken(s, s.saga(), e);
      case Situation(Ended s, PlanApproved e) -> decisions.notTaken(s, s.saga(), e);

      // What a store cannot do or say a person may, in its place.
      case Situation(Underway s, OutcomeDecided e) when mayBeDecided(s, e) -> decisions.adopt(s, e);
      case Situation(Underway s, OutcomeDecided e) -> decisions.notAdopted(s, s.saga(), e);

      // An answer that is owed stays owed, and is asked for again; the others go on.
      case Situation(Underway s, TaskDeferred e) ->
          answers.putOff(s, e.participant(), e.reason(), e.at());
      case Situation(Underway s, TaskUndeliverable e) ->
          answers.putOff(s, e.participant(), e.reason(), e.at());
      case Situation(Underway s, TaskSuperseded e) -> answers.superseded(s, e);
      case Situation(CoolingOff s, WokenUp e) when !s.saga().gate().isCoolingOff(e.at()) ->
          course.proceed(s.saga(), List.of(), e.at());
      case Situation(Underway s, WokenUp e) -> reminders.wokenUp(s, e.at());

      // What is so for every erasure: holds of whole stores, how participants stand.
      case Situation(OnHold s, FactsChanged e) -> course.proceed(s.saga(), List.of(), e.at());
      case Situation(Uncovered s, FactsChanged e) -> course.lookAgain(s, List.of(), e.at());
      case Situation(Retaining s, FactsChanged e) -> course.proceed(s.saga(), List.of(), e.at());
      case Situation(Underway s, FactsChanged e) -> Transition.ignored(s, "not-waiting");

      // What is kept stays under this policy until nothing is.
      case Situation(Retaining s, HoldPlaced e) when s.saga().gate().has(e.hold().id()) ->
          Transition.ignored(s, "duplicate");
      case Situation(Retaining s, HoldPlaced e) when s.saga().tooLateFor(e.hold()) ->
          decisions.tooLate(s, s.saga(), e);
      case Situation(Retaining s, HoldPlaced e) -> decisions.hold(s, e);
      case Situation(Retaining s, HoldReleased e) when s.saga().gate().has(e.holdId()) ->
          decisions.release(s, e);
      case Situation(Retaining s, HoldReleased e) -> Transition.ignored(s, "unknown-hold");
      case Situation(Retaining s, EndingAsked e) -> decisions.tooLate(s, s.saga(), e);
      case Situation(Completed s, EndingAsked e) -> decisions.tooLate(s, s.saga(), e);
      case Situation(Completed s, HoldPlaced e) -> decisions.tooLate(s, s.saga(), e);
      case Situation(Ended s, OutcomeDecided e) -> decisions.notAdopted(s, s.saga(), e);
      case Situation(Ended s, WokenUp e) -> reminders.wokenUp(s, e.at());

      // Progress may be missed; an outcome is told until it could be.
      case Situation(Underway s, ReportUndeliverable e) ->
          reminders.untold(s, s.saga(), s::with, e);
      case Situation(Ended s, ReportUndeliverable e) -> reminders.untold(s, s.saga(), s::with, e);
      case Situation(Underway s, EntryUndeliverable e) ->
          reminders.later(s.saga(), s::with, e.at());
      case Situation(Ended s, EntryUndeliverable e) -> reminders.later(s.saga(), s::with, e.at());

      // No other answer can be owed in these states: what is owed was compared above.
      case Situation(Underway s, Reply e) -> Transition.ignored(s, Objection.OTHER_TASK.code());
      case Situation(Ended s, ErasureEvent e) -> Transition.ignored(s, "closed");
    };
  }

  private static Optional<Objection> objectionTo(ErasureState state, ErasureEvent event) {
    if (state instanceof Underway underway
        && !(event instanceof HoldingsLocated e && isLate(underway, e))) {
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

  /** A hold can come before the request is accepted: nothing is lost of it. */
  private static Transition<ErasureState, ErasureCommand> awaiting(Awaited s) {
    return Transition.to(s, List.of(), null);
  }

  private static boolean isAskedAgain(Saga saga, GatePassed e) {
    return saga.irrevocable() && saga.gate().inquiry().awaits(e.ask());
  }

  private static boolean neverErased(Saga saga, ReplayGranted e) {
    return !saga.ledger().asked().containsKey(e.participant());
  }

  private boolean triedOften(Underway s, Reply reply) {
    return s.saga().store(reply.participant()).residues() >= terms.reErasures();
  }

  /** What has ended since it was asked is asked for in its turn. */
  private static boolean keepsTooLong(Expiring s, ExpiredErased e) {
    return e.retained().stream()
        .anyMatch(kept -> kept.records() > 0 && !kept.firstExpiry().isAfter(s.asOf()));
  }

  /**
   * Whether a participant in whose place a person answered has yet put identifiers into the vault:
   * it may have been searching meanwhile.
   */
  private static boolean isLate(Underway s, HoldingsLocated e) {
    return s.saga().store(e.participant()).decidedBy() != null && !e.yielded().isEmpty();
  }

  private static boolean mayBeDecided(Underway s, OutcomeDecided e) {
    Saga saga = s.saga();
    boolean owes =
        saga.fanOut().owedBy(e.participant()).isPresent()
            || saga.store(e.participant()).halted() != null
            || (s instanceof Uncovered uncovered && uncovered.misses(e.participant()));
    return owes
        && !(s instanceof Lifting)
        && switch (e.outcome()) {
          case ERASED -> saga.irrevocable();
          case NOTHING_HELD -> saga.store(e.participant()).outcomes().isEmpty();
        };
  }
}
