package io.habeas.orchestrator.canary;

import io.habeas.orchestrator.canary.CanaryCommand.Ask;
import io.habeas.orchestrator.canary.CanaryCommand.Forget;
import io.habeas.orchestrator.canary.CanaryCommand.Tell;
import io.habeas.orchestrator.canary.CanaryEvent.ActionNotOffered;
import io.habeas.orchestrator.canary.CanaryEvent.Begun;
import io.habeas.orchestrator.canary.CanaryEvent.ErasureVerified;
import io.habeas.orchestrator.canary.CanaryEvent.ExpiredErased;
import io.habeas.orchestrator.canary.CanaryEvent.FactsChanged;
import io.habeas.orchestrator.canary.CanaryEvent.HoldingsLocated;
import io.habeas.orchestrator.canary.CanaryEvent.RecordsErased;
import io.habeas.orchestrator.canary.CanaryEvent.RecordsRestricted;
import io.habeas.orchestrator.canary.CanaryEvent.Reply;
import io.habeas.orchestrator.canary.CanaryEvent.ResidueFound;
import io.habeas.orchestrator.canary.CanaryEvent.SubjectSeeded;
import io.habeas.orchestrator.canary.CanaryEvent.TaskDeferred;
import io.habeas.orchestrator.canary.CanaryEvent.TaskSuperseded;
import io.habeas.orchestrator.canary.CanaryEvent.TaskUndeliverable;
import io.habeas.orchestrator.canary.CanaryEvent.Untold;
import io.habeas.orchestrator.canary.CanaryEvent.WokenUp;
import io.habeas.orchestrator.canary.CanaryState.NotBegun;
import io.habeas.orchestrator.canary.CanaryState.OnHold;
import io.habeas.orchestrator.canary.CanaryState.Over;
import io.habeas.orchestrator.canary.CanaryState.Underway;
import io.habeas.orchestrator.erasure.StoreFact;
import io.habeas.process.Facts;
import io.habeas.process.Policy;
import io.habeas.process.Transition;
import io.habeas.protocol.ParticipantId;
import io.habeas.protocol.fanout.Objection;
import io.habeas.protocol.fanout.Pauses;
import io.habeas.schemas.avro.Action;
import io.habeas.schemas.avro.CanaryFailure;
import io.habeas.schemas.avro.WaitReason;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Somebody is made up in a store, located, restricted, erased and looked for, as a real person
 * would be (Art. 17), so that a path that does not work shows before it is needed (Art. 5(2),
 * 24(1)).
 *
 * <p>Only what was made up is ever erased: where a store locates more under the canary's
 * identifiers it is asked again and nothing else, since what it locates may be somebody's. Failing
 * ends nothing: the store is asked until what was made up is gone, and what comes late still
 * passes. Until somebody is made up nothing can be said of the store.
 */
public final class CanaryPolicy implements Policy<CanaryState, CanaryEvent, CanaryCommand> {
  private final Pauses pauses;
  private final Terms terms;
  private final CanaryCourse course;

  private record Situation(CanaryState state, CanaryEvent event) {}

  /**
   * How patient it is.
   *
   * @param within how long it may take before it counts as failed; positive
   * @param reErasures how often a store may be asked to erase again what its probe found, as for a
   *     person, before that counts as failed; not negative
   */
  public record Terms(Duration within, int reErasures) {
    public Terms {
      if (!within.isPositive() || reErasures < 0) {
        throw new IllegalArgumentException(
            "Expected a positive time and no negative number of re-erasures but got %s and %d"
                .formatted(within, reErasures));
      }
    }
  }

  public CanaryPolicy(Pauses pauses, Terms terms) {
    this(pauses, terms, Set.of());
  }

  private CanaryPolicy(Pauses pauses, Terms terms, Set<ParticipantId> held) {
    this.pauses = pauses;
    this.terms = terms;
    this.course = new CanaryCourse(pauses, terms.within(), held);
  }

  /** The same policy where these facts are known. */
  public CanaryPolicy knowing(Facts<StoreFact> facts) {
    return new CanaryPolicy(
        pauses,
        terms,
        facts.known().stream()
            .filter(StoreFact.Held.class::isInstance)
            .map(StoreFact::participant)
            .collect(Collectors.toUnmodifiableSet()));
  }

  @Override
  public CanaryState initial() {
    return new NotBegun();
  }

  @Override
  public CanaryEvent wakeUp(Instant now) {
    return new WokenUp(now);
  }

  @Override
  public CanaryEvent undeliverable(CanaryCommand command, Undeliverable reason, Instant now) {
    return switch (command) {
      case Ask ask ->
          new TaskUndeliverable(
              ask.participant(),
              ask.step(),
              switch (reason) {
                case TOPIC_MISSING -> WaitReason.TOPIC_MISSING;
                case TOPIC_FORBIDDEN -> WaitReason.TOPIC_FORBIDDEN;
              },
              now);
      case Tell tell -> new Untold(now);
      case Forget forget -> new Untold(now);
    };
  }

  @Override
  public Transition<CanaryState, CanaryCommand> next(CanaryState state, CanaryEvent event) {
    Optional<Objection> objection =
        state instanceof Underway underway
            ? objectionTo(underway.canary(), event)
            : Optional.empty();
    if (objection.isPresent()) {
      return Transition.ignored(state, objection.get().code());
    }
    return switch (new Situation(state, event)) {
      case Situation(NotBegun s, Begun e) -> course.begin(e);
      case Situation(NotBegun s, CanaryEvent e) -> Transition.ignored(s, "unknown-canary");
      case Situation(Underway s, Begun e) -> Transition.ignored(s, "duplicate");

      // Where nobody was made up the probe looks: the task may have been carried out unheard.
      case Situation(Underway s, SubjectSeeded e) when e.seeded().isEmpty() ->
          course.ask(s.canary(), Action.VERIFY, List.of(), e.at());
      case Situation(Underway s, ActionNotOffered e) when e.answers() == Action.SEED ->
          course.ask(s.canary(), Action.VERIFY, List.of(), e.at());
      case Situation(Underway s, ErasureVerified e) when s.canary().isUnseeded() ->
          course.over(s.canary(), new CanaryOutcome.Unseeded(), e.at());
      // Whose that is only the store knows: it says so where it has made somebody up.
      case Situation(Underway s, ResidueFound e) when s.canary().isUnseeded() ->
          course.pause(CanaryCourse.unseeded(s.canary(), e.at()), Action.SEED, e.at());
      case Situation(Underway s, SubjectSeeded e) -> course.seeded(s.canary(), e);
      case Situation(Underway s, ActionNotOffered e) when s.canary().isUnseeded() ->
          course.pause(CanaryCourse.unseeded(s.canary(), e.at()), e.answers(), e.at());

      // It must be found, and nobody else: only what was made up may be erased.
      case Situation(Underway s, HoldingsLocated e)
          when e.ambiguous() || s.canary().isExceededBy(e.holdings()) ->
          course.again(s.canary(), CanaryFailure.MORE_FOUND, Action.LOCATE, Action.LOCATE, e.at());
      case Situation(Underway s, HoldingsLocated e) when s.canary().isAllIn(e.holdings()) ->
          course.ask(s.canary(), Action.RESTRICT, List.of(), e.at());
      case Situation(Underway s, HoldingsLocated e) -> {
        CanaryCourse.Move missed =
            CanaryCourse.missed(s.canary(), CanaryFailure.NOT_FOUND, Action.LOCATE, e.at());
        yield course.ask(missed.canary(), Action.RESTRICT, missed.said(), e.at());
      }

      case Situation(Underway s, RecordsRestricted e) ->
          course.ask(s.canary(), Action.ERASE, List.of(), e.at());
      // A request for erasure goes on without it too.
      case Situation(Underway s, ActionNotOffered e) when e.answers() == Action.RESTRICT ->
          course.ask(s.canary(), Action.ERASE, List.of(), e.at());

      case Situation(Underway s, RecordsErased e) ->
          course.ask(s.canary().keptUntil(e.keptUntil()), Action.VERIFY, List.of(), e.at());
      case Situation(Underway s, ResidueFound e) when s.canary().repeats() < terms.reErasures() ->
          course.pause(CanaryCourse.nothing(s.canary()), Action.ERASE, e.at());
      case Situation(Underway s, ResidueFound e) ->
          course.again(s.canary(), CanaryFailure.RESIDUE, Action.VERIFY, Action.ERASE, e.at());
      // A duty is about what was real: what was made up is not kept.
      case Situation(Underway s, ErasureVerified e) when s.canary().keptUntil() != null ->
          course.ask(s.canary(), Action.EXPIRE, List.of(), e.at());
      case Situation(Underway s, ErasureVerified e) ->
          course.over(
              s.canary(),
              s.canary().wasNotFound()
                  ? new CanaryOutcome.Missed(CanaryFailure.NOT_FOUND, Action.LOCATE)
                  : new CanaryOutcome.Passed(),
              e.at());
      case Situation(Underway s, ExpiredErased e) when e.keptUntil() != null ->
          course.again(
              s.canary().keptUntil(e.keptUntil()),
              CanaryFailure.RECORDS_KEPT,
              Action.EXPIRE,
              Action.EXPIRE,
              e.at());
      case Situation(Underway s, ExpiredErased e) ->
          course.ask(s.canary().keptUntil(null), Action.VERIFY, List.of(), e.at());

      // What was made up stays there until it offers that again.
      case Situation(Underway s, ActionNotOffered e) ->
          course.again(
              s.canary(),
              e.answers() == Action.EXPIRE ? CanaryFailure.RECORDS_KEPT : CanaryFailure.NOT_OFFERED,
              e.answers(),
              e.answers(),
              e.at());

      case Situation(Underway s, TaskDeferred e) -> course.putOff(s.canary(), e.reason(), e.at());
      case Situation(Underway s, TaskUndeliverable e) ->
          course.putOff(s.canary(), e.reason(), e.at());
      case Situation(Underway s, TaskSuperseded e) -> course.superseded(s.canary(), e);

      case Situation(OnHold s, FactsChanged e) when !course.isHeld(s.canary()) ->
          course.released(s, e.at());
      case Situation(Underway s, FactsChanged e) -> Transition.ignored(s, "not-waiting");
      case Situation(Underway s, WokenUp e) -> course.wokenUp(s, e.at());
      case Situation(Underway s, Untold e) -> course.tellLater(s, e.at());

      case Situation(Over s, WokenUp e) -> course.overAgain(s.canary(), e.at());
      case Situation(Over s, Untold e) -> course.overLater(s.canary(), e.at());
      case Situation(Over s, CanaryEvent e) -> Transition.ignored(s, "over");
    };
  }

  private static Optional<Objection> objectionTo(Canary canary, CanaryEvent event) {
    return switch (event) {
      case Reply reply ->
          canary.fanOut().objectionTo(reply.participant(), reply.step(), reply.answers());
      case TaskUndeliverable task ->
          canary.fanOut().objectionTo(task.participant(), task.step(), null);
      case Begun e -> Optional.empty();
      case WokenUp e -> Optional.empty();
      case FactsChanged e -> Optional.empty();
      case Untold e -> Optional.empty();
    };
  }
}
