package io.habeas.participant.task;

import io.habeas.participant.Action;
import io.habeas.participant.Corrections;
import io.habeas.participant.Counts;
import io.habeas.participant.DataHolder;
import io.habeas.participant.Deferred;
import io.habeas.participant.Erased;
import io.habeas.participant.Identifiers;
import io.habeas.participant.Located;
import io.habeas.participant.Outcome;
import io.habeas.participant.Rectified;
import io.habeas.participant.Task;
import io.habeas.participant.TaskId;
import io.habeas.participant.WaitReason;
import io.habeas.participant.YieldedIdentifier;
import io.habeas.participant.declaration.Declaration;
import io.habeas.participant.export.Exporting;
import io.habeas.participant.outcome.OutcomeLog;
import io.habeas.participant.outcome.OutcomeLog.Recorded;
import io.habeas.participant.task.Tickets.Ticket;
import io.habeas.participant.vault.Claims;
import io.habeas.participant.vault.Vault;
import io.habeas.participant.vault.Vault.Deposit;
import io.habeas.participant.vault.Vault.VaultUnavailable;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * Carries tasks out and finds the answer to each.
 *
 * <p>Idempotent: a task whose outcome is recorded is answered with it and nothing else happens. The
 * order is claim, effect with record, then reply; a crash at any point leads to the same task
 * again, and to the same answer.
 */
public final class TaskHandler {
  private static final Logger log = LoggerFactory.getLogger(TaskHandler.class);

  private final DataHolder holder;
  private final OutcomeLog outcomes;
  private final Claims claims;
  private final Vault vault;
  private final Exporting exporting;
  private final Declaration declared;
  private final MeterRegistry meters;

  /**
   * @param declared what may be asked for, and which identifier types may be deposited; others are
   *     dropped
   */
  public TaskHandler(
      DataHolder holder,
      OutcomeLog outcomes,
      Claims claims,
      Vault vault,
      Exporting exporting,
      Declaration declared,
      MeterRegistry meters) {
    this.holder = holder;
    this.outcomes = outcomes;
    this.claims = claims;
    this.vault = vault;
    this.exporting = exporting;
    this.declared = declared;
    this.meters = meters;
  }

  /**
   * What is replied, given to {@code reply} for each task in order, after its effect is recorded.
   */
  public void carryOut(List<AssignedTask> tasks, Reply reply) {
    Tickets tickets = tickets(tasks);
    tasks.forEach(task -> reply.send(task.id(), carryOut(task, tickets)));
  }

  /** What is replied to a task; its effect is recorded when this returns. */
  public Answer carryOut(AssignedTask task, Tickets tickets) {
    MDC.put("requestId", task.id().requestId().toString());
    try {
      Timer.Sample started = Timer.start(meters);
      Answer answer = answer(task, tickets.of(task.id()));
      started.stop(
          meters.timer(
              "habeas.participant.tasks", "action", task.action().name(), "answer", answer.code()));
      return answer;
    } finally {
      MDC.remove("requestId");
    }
  }

  /** Sends an answer; returns when the broker has it. */
  @FunctionalInterface
  public interface Reply {
    void send(TaskId task, Answer answer);
  }

  /** One claim for all of them, but for those that were carried out before. */
  public Tickets tickets(List<AssignedTask> tasks) {
    List<TaskId> needed =
        tasks.stream()
            .filter(task -> !task.isByRequest())
            .filter(task -> declared.actions().contains(task.action()))
            .map(AssignedTask::id)
            .distinct()
            .toList();
    List<TaskId> open = open(needed);
    if (open.isEmpty() || !isFit()) {
      return Tickets.NONE;
    }
    try {
      return Tickets.of(claims.claim(open));
    } catch (VaultUnavailable e) {
      log.warn("{}; {} tasks are deferred", e.getMessage(), open.size());
      return Tickets.none(open, WaitReason.VAULT_UNAVAILABLE);
    }
  }

  /**
   * Those that were not carried out before, asked for all at once. What is wrong is met again, and
   * told, when it is the task's turn.
   */
  private List<TaskId> open(List<TaskId> tasks) {
    try {
      Map<TaskId, Recorded> settled = outcomes.settled(tasks);
      return tasks.stream().filter(task -> !settled.containsKey(task)).toList();
    } catch (Deferred | RuntimeException e) {
      return List.of();
    }
  }

  private boolean isFit() {
    try {
      return holder.unfit().isEmpty();
    } catch (RuntimeException e) {
      return false;
    }
  }

  private Answer answer(AssignedTask task, Ticket ticket) {
    try {
      // With a ticket it was open a moment ago, and whoever was quicker is met when it is recorded.
      if (!(ticket instanceof Ticket.Valid)) {
        Optional<Answer> settled = settled(task.id());
        if (settled.isPresent()) {
          return settled.get();
        }
      }
      if (!declared.actions().contains(task.action())) {
        return new Answer.NotOffered(task.action());
      }
      Optional<WaitReason> unfit = holder.unfit();
      if (unfit.isPresent()) {
        return new Answer.Wait(unfit.get());
      }
      if (task.isByRequest()) {
        return done(
            task,
            new Task(task.id().requestId(), task.id().step(), Identifiers.NONE),
            Corrections.NONE);
      }
      return switch (ticket) {
        case Ticket.Valid(var identifiers, var corrections) ->
            done(task, new Task(task.id().requestId(), task.id().step(), identifiers), corrections);
        case Ticket.Wait(var reason) -> new Answer.Wait(reason);
        // The log could not be read a moment ago, or the holder has just become fit.
        case Ticket.None() -> new Answer.Wait(WaitReason.STORE_UNAVAILABLE);
      };
    } catch (Deferred e) {
      return new Answer.Wait(e.reason());
    } catch (VaultUnavailable e) {
      log.warn("{}; step {} is deferred", e.getMessage(), task.id().step());
      return new Answer.Wait(WaitReason.VAULT_UNAVAILABLE);
    } catch (RuntimeException e) {
      // The text stays out: it may quote what the store holds.
      log.error(
          "Expected {} of step {} to answer but it threw {} at {}",
          task.action(),
          task.id().step(),
          e.getClass().getName(),
          e.getStackTrace().length == 0 ? "an unknown place" : e.getStackTrace()[0]);
      return new Answer.Wait(WaitReason.INTERNAL_ERROR);
    }
  }

  private Optional<Answer> settled(TaskId task) throws Deferred {
    return Optional.ofNullable(outcomes.settled(List.of(task)).get(task)).map(TaskHandler::answer);
  }

  private static Answer answer(Recorded settled) {
    return switch (settled) {
      case Recorded.As(var outcome) -> new Answer.Done(outcome);
      case Recorded.Superseded(var seenStep) -> new Answer.Superseded(seenStep);
    };
  }

  private Answer done(AssignedTask assigned, Task task, Corrections corrections)
      throws Deferred, VaultUnavailable {
    Work work =
        switch (assigned) {
          case AssignedTask.Locate locate -> new Work.Known(locate(task));
          case AssignedTask.Restrict restrict ->
              new Work.Change(() -> new Outcome.RecordsRestricted(holder.restrict(task)));
          case AssignedTask.Lift lift ->
              new Work.Change(() -> new Outcome.RestrictionLifted(holder.lift(task)));
          case AssignedTask.Erase(var id, var ground) ->
              new Work.Change(
                  () -> {
                    Erased erased = holder.erase(task, ground);
                    checkThatItExpires(erased);
                    return new Outcome.RecordsErased(erased.outcomes(), erased.retained());
                  });
          case AssignedTask.Expire(var id, var asOf) ->
              new Work.Change(
                  () -> {
                    Erased expired = holder.expire(task, asOf);
                    return new Outcome.ExpiredErased(expired.outcomes(), expired.retained());
                  });
          case AssignedTask.Export(var id, var target) ->
              new Work.Known(exporting.export(task, target));
          case AssignedTask.Rectify rectify -> {
            if (corrections.isEmpty()) {
              // Nothing corrected must never be told as a rectification.
              throw new Deferred(WaitReason.IDENTIFIERS_NOT_YET_KNOWN);
            }
            yield new Work.Change(
                () -> {
                  Rectified rectified = holder.rectify(task, corrections);
                  return new Outcome.RecordsRectified(
                      rectified.corrected(), rectified.supplemented());
                });
          }
          case AssignedTask.Seed seed ->
              new Work.Change(() -> new Outcome.SubjectSeeded(holder.seed(task)));
          case AssignedTask.Verify verify -> {
            Counts residue = holder.verify(task);
            yield new Work.Known(
                residue.isEmpty()
                    ? new Outcome.ErasureVerified()
                    : new Outcome.ResidueFound(residue));
          }
        };
    return answer(
        switch (work) {
          case Work.Known(var outcome) -> outcomes.note(assigned.id(), assigned.action(), outcome);
          case Work.Change(var effect) -> outcomes.once(assigned.id(), assigned.action(), effect);
        });
  }

  /** What is kept is to be erased without anyone asking (legal rule L20), which takes somebody. */
  private void checkThatItExpires(Erased erased) {
    if (!erased.retained().isEmpty() && !declared.actions().contains(Action.EXPIRE)) {
      log.warn(
          "Expected a participant that keeps records until a day to offer EXPIRE but it does not;"
              + " somebody has to erase them by hand on that day");
    }
  }

  /** What a task comes to. */
  private sealed interface Work {
    /** Nothing is changed, so the outcome is there before it is recorded. */
    record Known(Outcome outcome) implements Work {}

    record Change(OutcomeLog.Effect effect) implements Work {}
  }

  /** What is yielded is in the vault before anybody is told that it is. */
  private Outcome locate(Task task) throws Deferred, VaultUnavailable {
    Located located = holder.locate(task);
    List<YieldedIdentifier> yields =
        located.yields().stream()
            .filter(found -> declared.yields().contains(found.type()))
            .toList();
    if (yields.size() < located.yields().size()) {
      log.warn(
          "Expected yields of the declared types {} only but there were others; they are dropped",
          declared.yields());
    }
    if (located.ambiguous() || yields.isEmpty()) {
      return new Outcome.HoldingsLocated(located.holdings(), Set.of(), located.ambiguous());
    }
    Set<String> types = new TreeSet<>();
    yields.forEach(found -> types.add(found.type()));
    return switch (vault.deposit(new TaskId(task.requestId(), task.step()), yields)) {
      case Deposit.Accepted() -> new Outcome.HoldingsLocated(located.holdings(), types, false);
      case Deposit.Conflict() -> new Outcome.HoldingsLocated(located.holdings(), Set.of(), true);
      case Deposit.Refused() -> throw new Deferred(WaitReason.UNFIT);
    };
  }
}
