package io.habeas.exportbuilder.export;

import io.habeas.exportbuilder.export.ExportCommand.Ask;
import io.habeas.exportbuilder.export.ExportCommand.Task;
import io.habeas.exportbuilder.export.ExportCommand.Tell;
import io.habeas.exportbuilder.export.ExportEvent.ActionNotOffered;
import io.habeas.exportbuilder.export.ExportEvent.HoldingsLocated;
import io.habeas.exportbuilder.export.ExportEvent.KeyCreated;
import io.habeas.exportbuilder.export.ExportEvent.PackageBuilt;
import io.habeas.exportbuilder.export.ExportEvent.PartsRefused;
import io.habeas.exportbuilder.export.ExportEvent.RecordsExported;
import io.habeas.exportbuilder.export.ExportEvent.Reply;
import io.habeas.exportbuilder.export.ExportEvent.ReportUndeliverable;
import io.habeas.exportbuilder.export.ExportEvent.RequestAccepted;
import io.habeas.exportbuilder.export.ExportEvent.RequestEnded;
import io.habeas.exportbuilder.export.ExportEvent.TaskDeferred;
import io.habeas.exportbuilder.export.ExportEvent.TaskSuperseded;
import io.habeas.exportbuilder.export.ExportEvent.TaskUndeliverable;
import io.habeas.exportbuilder.export.ExportEvent.WokenUp;
import io.habeas.exportbuilder.export.ExportState.Abandoned;
import io.habeas.exportbuilder.export.ExportState.Begun;
import io.habeas.exportbuilder.export.ExportState.Completed;
import io.habeas.exportbuilder.export.ExportState.Ended;
import io.habeas.exportbuilder.export.ExportState.Exporting;
import io.habeas.exportbuilder.export.ExportState.Halted;
import io.habeas.exportbuilder.export.ExportState.Locating;
import io.habeas.exportbuilder.export.ExportState.NotStarted;
import io.habeas.exportbuilder.export.ExportState.Packaging;
import io.habeas.exportbuilder.export.ExportState.Underway;
import io.habeas.process.Policy;
import io.habeas.process.Transition;
import io.habeas.protocol.ParticipantId;
import io.habeas.protocol.RequiredParticipant;
import io.habeas.protocol.fanout.FanOut;
import io.habeas.protocol.fanout.Moved;
import io.habeas.protocol.fanout.Objection;
import io.habeas.protocol.fanout.Pauses;
import io.habeas.protocol.locate.Holding;
import io.habeas.protocol.locate.IdentifierGraph;
import io.habeas.schemas.avro.Action;
import io.habeas.schemas.avro.ExportPhase;
import io.habeas.schemas.avro.HaltReason;
import io.habeas.schemas.avro.WaitReason;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Art. 15: a copy of everything that every required participant holds, handed to nobody before
 * identity is proven, and complete or not at all.
 *
 * <p>Every required participant, even one that seems to hold nothing, locates and reads out. What
 * the packager cannot take, a part that was cut off or meant for another request say, is read out
 * again, a bounded number of times; then a person must look.
 */
public final class ExportPolicy implements Policy<ExportState, ExportEvent, ExportCommand> {
  private final List<RequiredParticipant> required;
  private final Pauses pauses;
  private final Patience patience;

  /**
   * When to stop trying and have a person decide.
   *
   * @param rounds most rounds over the identifier graph; one that does not close by then is not the
   *     graph of one person
   * @param refusals how often a store is asked to read out again what the packager refused
   */
  public record Patience(int rounds, int refusals) {
    public Patience {
      if (rounds < 1 || refusals < 0) {
        throw new IllegalArgumentException(
            "Expected at least 1 round and no negative number of refusals but got %d and %d"
                .formatted(rounds, refusals));
      }
    }
  }

  private record Situation(ExportState state, ExportEvent event) {}

  /**
   * @param required by the controller's approved configuration; at least one
   * @throws IllegalArgumentException if nobody is required, when every request would complete
   *     unasked, or somebody twice
   */
  public ExportPolicy(List<RequiredParticipant> required, Pauses pauses, Patience patience) {
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
  public ExportState initial() {
    return new NotStarted();
  }

  @Override
  public ExportEvent wakeUp(Instant now) {
    return new WokenUp(now);
  }

  @Override
  public ExportEvent undeliverable(ExportCommand command, Undeliverable reason, Instant now) {
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
  public Transition<ExportState, ExportCommand> next(ExportState state, ExportEvent event) {
    Optional<Objection> objection = objectionTo(state, event);
    if (objection.isPresent()) {
      return Transition.ignored(state, objection.get().code());
    }
    return switch (new Situation(state, event)) {
      // Nothing is read before identity is proven (Art. 12(6)), whoever speaks.
      case Situation(NotStarted s, RequestAccepted e) -> begin(e);
      case Situation(NotStarted s, ExportEvent e) -> Transition.ignored(s, "unknown-request");
      case Situation(Underway s, RequestAccepted e) -> Transition.ignored(s, "duplicate");
      case Situation(Underway s, RequestEnded e) -> abandoned(s.export(), e.at());

      case Situation(Underway s, KeyCreated e)
          when e.recipientKey().equals(s.export().recipientKey()) ->
          Transition.ignored(s, "duplicate");
      case Situation(Underway s, KeyCreated e) -> keyed(s, e);

      case Situation(Locating s, HoldingsLocated e) when e.ambiguous() ->
          halt(
              s.with(s.export().fanOut(s.export().fanOut().answered(e.participant()))),
              e.participant(),
              HaltReason.AMBIGUOUS_SUBJECT,
              e.at());
      case Situation(Locating s, HoldingsLocated e) -> located(s, e);

      // What it cannot count it may still read out; what it cannot read out a person must.
      case Situation(Locating s, ActionNotOffered e) ->
          done(s, e, 0, store -> store.located(List.of()));
      case Situation(Exporting s, ActionNotOffered e) ->
          halt(
              s.with(s.export().fanOut(s.export().fanOut().answered(e.participant()))),
              e.participant(),
              HaltReason.ACTION_NOT_OFFERED,
              e.at());

      case Situation(Exporting s, RecordsExported e) ->
          done(s, e, e.copy().records(), store -> store.readOut(e.copy()));

      case Situation(Exporting s, PartsRefused e) -> refused(s, e);
      case Situation(Packaging s, PartsRefused e) -> refused(s, e);
      case Situation(Underway s, PartsRefused e) -> Transition.ignored(s, "not-packaging");
      // There is no package before everybody has read out once.
      case Situation(Locating s, PackageBuilt e) -> Transition.ignored(s, "not-packaging");
      // Never told of a store is what its package does not say.
      case Situation(Underway s, PackageBuilt e) when !s.export().isOf(e.stores().keySet()) ->
          Transition.ignored(s, "other-stores");
      case Situation(Underway s, PackageBuilt e) -> completed(s.export(), e);

      // An answer that is owed stays owed, and is asked for again; the others go on.
      case Situation(Underway s, TaskDeferred e) ->
          moved(s, s.export().fanOut().putOff(e.participant(), e.reason(), e.at(), pauses), e.at());
      case Situation(Underway s, TaskUndeliverable e) ->
          moved(s, s.export().fanOut().putOff(e.participant(), e.reason(), e.at(), pauses), e.at());
      case Situation(Underway s, TaskSuperseded e) ->
          moved(
              s,
              s.export().fanOut().superseded(e.participant(), e.seenStep(), e.at(), pauses),
              e.at());
      case Situation(Underway s, WokenUp e) -> wokenUp(s, e.at());
      case Situation(Ended s, WokenUp e) -> stay(s, toldAgain(s, e.at()), again(s, e.at()));

      // Progress may be missed; an outcome is told until it could be.
      case Situation(Begun s, ReportUndeliverable e) -> untold(s, e);

      // No other answer can be owed in these states: what is owed was compared above.
      case Situation(Underway s, Reply e) -> Transition.ignored(s, Objection.OTHER_TASK.code());
      case Situation(Ended s, ExportEvent e) -> Transition.ignored(s, "closed");
    };
  }

  private static Optional<Objection> objectionTo(ExportState state, ExportEvent event) {
    if (state instanceof Underway underway) {
      FanOut<Action> fanOut = underway.export().fanOut();
      if (event instanceof Reply reply) {
        return fanOut.objectionTo(reply.participant(), reply.step(), reply.answers());
      }
      if (event instanceof TaskUndeliverable task) {
        return fanOut.objectionTo(task.participant(), task.step(), null);
      }
    }
    return Optional.empty();
  }

  private Transition<ExportState, ExportCommand> begin(RequestAccepted accepted) {
    Export export =
        new Export(
            accepted.requestId(),
            accepted.dueOn(),
            0,
            null,
            null,
            IdentifierGraph.startingFrom(accepted.proven()),
            FanOut.withNobody(),
            List.of());
    return proceed(
        new Locating(export),
        List.of(tell(export, new Report.Begun(), accepted.at())),
        accepted.at());
  }

  private Transition<ExportState, ExportCommand> located(Locating s, HoldingsLocated e) {
    Export export = s.export().graph(s.export().graph().yielded(e.participant(), e.yielded()));
    long records = e.holdings().stream().mapToLong(Holding::records).sum();
    return done(s.with(export), e, records, store -> store.located(e.holdings()));
  }

  private Transition<ExportState, ExportCommand> done(
      Underway s, Reply reply, long records, UnaryOperator<StoreCopy> what) {
    Export export = s.export().answered(reply.participant(), what);
    Report report = new Report.ParticipantDone(reply.participant(), phaseOf(s), records);
    return joined(s.with(export), List.of(tell(export, report, reply.at())), reply.at());
  }

  /** What was sealed for a key that is lost must be read out again. */
  private Transition<ExportState, ExportCommand> keyed(Underway s, KeyCreated e) {
    boolean replaced = s.export().recipientKey() != null;
    Export export = s.export().recipientKey(e.recipientKey());
    if (replaced) {
      export = export.each(export.those(store -> true), StoreCopy::withoutCopy);
    }
    Underway state = s instanceof Packaging ? new Exporting(export) : s.with(export);
    return joined(state, List.of(), e.at());
  }

  /** What was refused may be read out again by a newer step already: only that one counts. */
  private Transition<ExportState, ExportCommand> refused(Underway s, PartsRefused e) {
    StoreCopy store = s.export().store(e.participant());
    Copy copy = store.copy();
    if (copy == null || copy.step() != e.step()) {
      return Transition.ignored(s, Objection.STALE_STEP.code());
    }
    if (store.refusals() >= patience.refusals()) {
      return halt(s, e.participant(), HaltReason.PARTS_REFUSED, e.at());
    }
    Export export = s.export().each(List.of(e.participant()), StoreCopy::refused);
    return moved(
        new Exporting(export),
        export
            .fanOut()
            .askBecause(WaitReason.PARTS_REFUSED, e.participant(), Action.EXPORT, e.at(), pauses),
        e.at());
  }

  private Transition<ExportState, ExportCommand> halt(
      Underway s, ParticipantId participant, HaltReason reason, Instant at) {
    Export export = s.export().each(List.of(participant), store -> store.halted(reason));
    return joined(s.with(export), List.of(tell(export, halted(export, reason), at)), at);
  }

  /** Goes on once nobody owes an answer any more. */
  private Transition<ExportState, ExportCommand> joined(
      Underway s, List<ExportCommand> said, Instant at) {
    return s.export().fanOut().joined() ? proceed(s, said, at) : stay(s, s.export(), said);
  }

  /** What comes next when no participant owes an answer: whoever is furthest behind catches up. */
  private Transition<ExportState, ExportCommand> proceed(
      Underway s, List<ExportCommand> said, Instant at) {
    Export export = s.export();
    if (export.stores().stream().anyMatch(store -> store.halted() != null)) {
      return stay(new Halted(export), export, said);
    }
    List<RequiredParticipant> searching = export.graph().toBeAsked(required);
    if (!searching.isEmpty()) {
      return locate(export, searching, said, at);
    }
    if (export.recipientKey() == null) {
      return stay(new Locating(export), export, said);
    }
    List<ParticipantId> owing = export.those(store -> store.copy() == null);
    if (!owing.isEmpty()) {
      return start(export, owing, Action.EXPORT, Exporting::new, said, at);
    }
    List<ParticipantId> lacking = export.those(StoreCopy::lacksSomething);
    if (!lacking.isEmpty()) {
      return lookAgain(export, lacking, said, at);
    }
    Report started = new Report.PhaseStarted(ExportPhase.PACKAGING, List.of());
    Report collected = new Report.PartsCollected(export.stores());
    return stay(
        new Packaging(export),
        export,
        and(said, tell(export, started, at), tell(export, collected, at)));
  }

  private Transition<ExportState, ExportCommand> locate(
      Export export, List<RequiredParticipant> searching, List<ExportCommand> said, Instant at) {
    List<ParticipantId> whom = searching.stream().map(RequiredParticipant::id).toList();
    boolean knowsAll = export.those(store -> true).containsAll(whom);
    if (export.round() >= patience.rounds() && knowsAll) {
      Export stuck = export.each(whom, store -> store.halted(HaltReason.AMBIGUOUS_SUBJECT));
      Report report = halted(stuck, HaltReason.AMBIGUOUS_SUBJECT);
      return stay(new Halted(stuck), stuck, and(said, tell(stuck, report, at)));
    }
    return start(export.nextRound(searching), whom, Action.LOCATE, Locating::new, said, at);
  }

  /**
   * Something was located and not read out: it may be gone since, which a new search shows; else
   * the store has a defect, and nobody is told that nothing is held.
   */
  private Transition<ExportState, ExportCommand> lookAgain(
      Export export, List<ParticipantId> lacking, List<ExportCommand> said, Instant at) {
    List<ParticipantId> exhausted =
        lacking.stream()
            .filter(store -> export.store(store).refusals() >= patience.refusals())
            .toList();
    if (!exhausted.isEmpty()) {
      Export stuck = export.each(exhausted, store -> store.halted(HaltReason.COPY_INCOMPLETE));
      Report report = halted(stuck, HaltReason.COPY_INCOMPLETE);
      return stay(new Halted(stuck), stuck, and(said, tell(stuck, report, at)));
    }
    Export searching = export.each(lacking, store -> store.refused().searching());
    return start(searching, lacking, Action.LOCATE, Locating::new, said, at);
  }

  private Transition<ExportState, ExportCommand> start(
      Export export,
      List<ParticipantId> whom,
      Action action,
      Function<Export, Underway> phase,
      List<ExportCommand> said,
      Instant at) {
    Moved<Action> moved = export.fanOut().ask(whom, action, at, pauses);
    Underway state = phase.apply(export.fanOut(moved.fanOut()));
    ExportCommand started = tell(export, new Report.PhaseStarted(phaseOf(state), whom), at);
    List<ExportCommand> all = new ArrayList<>(and(said, started));
    all.addAll(commands(state, moved, at));
    return stay(state, state.export(), all);
  }

  /** Told is what was packaged, whatever has been read out since. */
  private Transition<ExportState, ExportCommand> completed(Export before, PackageBuilt built) {
    Export export = before.fanOut(before.fanOut().silenced()).packaged(built.stores());
    Report report = new Report.ExportCompleted(export.completion(), export.stores());
    return stay(new Completed(export), export, List.of(tell(export, report, built.at())));
  }

  private Transition<ExportState, ExportCommand> abandoned(Export export, Instant at) {
    Export silenced = export.fanOut(export.fanOut().silenced());
    return stay(
        new Abandoned(silenced),
        silenced,
        List.of(tell(silenced, new Report.ExportAbandoned(), at)));
  }

  private Transition<ExportState, ExportCommand> moved(
      Underway s, Moved<Action> moved, Instant at) {
    Export export = s.export().fanOut(moved.fanOut());
    return stay(s.with(export), export, commands(s, moved, at));
  }

  private Transition<ExportState, ExportCommand> wokenUp(Underway s, Instant at) {
    Moved<Action> moved = s.export().fanOut().askAgain(at, pauses);
    List<ExportCommand> said = new ArrayList<>(commands(s, moved, at));
    said.addAll(again(s, at));
    return stay(s, toldAgain(s, at).fanOut(moved.fanOut()), said);
  }

  private static boolean isDue(Begun s, Instant at) {
    Instant when = s.export().tellAgainAt();
    return when != null && !when.isAfter(at);
  }

  private static Export toldAgain(Begun s, Instant at) {
    return isDue(s, at) ? s.export().tellAgainAt(null) : s.export();
  }

  private static List<ExportCommand> again(Begun s, Instant at) {
    return isDue(s, at)
        ? outcomes(s).map(report -> (ExportCommand) tell(s.export(), report, at)).toList()
        : List.of();
  }

  private Transition<ExportState, ExportCommand> untold(Begun s, ReportUndeliverable e) {
    return switch (e.report()) {
      case Report.Progress missed -> Transition.ignored(s, "progress-untold");
      case Report.Outcome outcome ->
          stay(s, s.export().tellAgainAt(e.at().plus(pauses.forAnswer(1))), List.of());
    };
  }

  /** What others must have been told by now. */
  private static Stream<Report> outcomes(Begun state) {
    Export export = state.export();
    return switch (state) {
      case Locating s ->
          export.recipientKey() == null
              ? Stream.concat(Stream.of(new Report.Begun()), halts(export))
              : halts(export);
      case Exporting s -> halts(export);
      case Packaging s -> Stream.of(new Report.PartsCollected(export.stores()));
      case Halted s -> halts(export);
      case Completed s ->
          Stream.of(new Report.ExportCompleted(export.completion(), export.stores()));
      case Abandoned s -> Stream.of(new Report.ExportAbandoned());
    };
  }

  private static Stream<Report> halts(Export export) {
    return Stream.of(HaltReason.values())
        .map(reason -> halted(export, reason))
        .filter(report -> !report.participants().isEmpty())
        .map(report -> report);
  }

  private static Report.ExportHalted halted(Export export, HaltReason reason) {
    return new Report.ExportHalted(reason, export.those(store -> store.halted() == reason));
  }

  private static List<ExportCommand> commands(Underway s, Moved<Action> moved, Instant at) {
    Export export = s.export();
    List<ExportCommand> all = new ArrayList<>(moved.asks().size() + moved.delays().size());
    for (Moved.Ask<Action> ask : moved.asks()) {
      all.add(
          new Ask(export.requestId(), ask.participant(), ask.step(), task(ask.task(), export), at));
    }
    for (Moved.Delay delay : moved.delays()) {
      Report waiting =
          new Report.ParticipantWaiting(
              delay.participant(),
              phaseOf(s),
              delay.waiting().reason(),
              delay.waiting().since(),
              delay.askedAgainAt());
      all.add(tell(export, waiting, at));
    }
    return all;
  }

  private static Task task(Action action, Export export) {
    return switch (action) {
      case LOCATE -> new Task.Locate(export.round());
      case EXPORT -> {
        String key = export.recipientKey();
        if (key == null) {
          throw new IllegalStateException("Expected a key before an export but there is none");
        }
        yield new Task.ReadOut(key);
      }
      case RESTRICT, LIFT, ERASE, VERIFY, RECTIFY, SEED, EXPIRE ->
          throw new IllegalArgumentException(
              "Expected an action that changes nothing but got " + action);
    };
  }

  private static ExportPhase phaseOf(Underway state) {
    return switch (state) {
      case Locating s -> ExportPhase.LOCATING;
      case Exporting s -> ExportPhase.EXPORTING;
      case Packaging s -> ExportPhase.PACKAGING;
      // Nobody owes an answer in it, so nothing is said of a phase.
      case Halted s -> ExportPhase.EXPORTING;
    };
  }

  private static Tell tell(Export export, Report report, Instant at) {
    return new Tell(export.requestId(), report, at);
  }

  private static List<ExportCommand> and(List<ExportCommand> some, ExportCommand... more) {
    return Stream.concat(some.stream(), Stream.of(more)).toList();
  }

  /** The state, what is said, and the instant at which somebody must be asked or told again. */
  private static Transition<ExportState, ExportCommand> stay(
      Begun state, Export export, List<ExportCommand> said) {
    Instant ask = export.fanOut().nextAskAt();
    Instant tell = export.tellAgainAt();
    @Nullable Instant wakeUp = ask == null || tell != null && tell.isBefore(ask) ? tell : ask;
    return Transition.to(state.with(export), said, wakeUp);
  }
}
