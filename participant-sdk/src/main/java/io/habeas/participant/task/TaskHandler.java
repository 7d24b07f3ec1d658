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
import java.util.function.Consumer;
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
   * What is replied, given to {@code reply} for each task, after its effect is recorded; those of
   * one request in order.
   */
  public void carryOut(List<AssignedTask> tasks, Reply reply) {
    Batch batch = begin(tasks);
    tasks.forEach(task -> batch.carryOut(task, answer -> reply.send(task.id(), answer)));
    batch.finish();
  }

  /** Sends an answer. */
  @FunctionalInterface
  public interface Reply {
    void send(TaskId task, Answer answer);
  }

  /**
   * Begins to deal with tasks that came in one go.
   *
   * @param ahead what is to come; identifiers are claimed for all of it at once
   */
  public Batch begin(List<AssignedTask> ahead) {
    return new Batch(tickets(ahead));
  }

  /**
   * Tasks that came in one go. What the store is only asked, LOCATE and VERIFY say, is recorded for
   * many of them at once. Used by one thread.
   */
  public final class Batch {
    private final Tickets tickets;
    private final Notes notes = new Notes(outcomes);

    private Batch(Tickets tickets) {
      this.tickets = tickets;
    }

    /**
     * Carries a task out. Its effect is recorded when {@code reply} is given the answer, which is
     * before this or {@link #finish} returns; if either throws what {@code reply} threw, an answer
     * that it did not take is given to it again by the next call of {@link #finish}.
     */
    public void carryOut(AssignedTask task, Consumer<Answer> reply) {
      // What the task before it came to must not be overtaken by this one.
      notes.recordBefore(task.id().requestId());
      MDC.put("requestId", task.id().requestId().toString());
      try {
        Timer.Sample started = Timer.start(meters);
        Consumer<Answer> timed =
            answer -> {
              started.stop(
                  meters.timer(
                      "habeas.participant.tasks",
                      "action",
                      task.action().name(),
                      "answer",
                      answer.code()));
              reply.accept(answer);
            };
        switch (attempt(task, tickets.of(task.id()))) {
          case Attempt.Answered(var answer) -> timed.accept(answer);
          case Attempt.Known(var outcome) ->
              notes.add(new OutcomeLog.Note(task.id(), task.action(), outcome), timed);
        }
      } finally {
        MDC.remove("requestId");
      }
    }

    /** Returns when the effects of all tasks are recorded and all answers were taken. */
    public void finish() {
      notes.record();
    }
  }

  /** One claim for all of them, but for those that were carried out before. */
  private Tickets tickets(List<AssignedTask> tasks) {
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

  /** What an attempt to carry a task out came to. */
  private sealed interface Attempt {
    record Answered(Answer answer) implements Attempt {}

    /** Nothing was changed, and the outcome is still to be recorded. */
    record Known(Outcome outcome) implements Attempt {}

    static Attempt wait(WaitReason reason) {
      return new Answered(new Answer.Wait(reason));
    }
  }

  private Attempt attempt(AssignedTask task, Ticket ticket) {
    try {
      // With a ticket it was open a moment ago, and whoever was quicker is met when it is recorded.
      if (!(ticket instanceof Ticket.Valid)) {
        Optional<Answer> settled = settled(task.id());
        if (settled.isPresent()) {
          return new Attempt.Answered(settled.get());
        }
      }
      if (!declared.actions().contains(task.action())) {
        return new Attempt.Answered(new Answer.NotOffered(task.action()));
      }
      Optional<WaitReason> unfit = holder.unfit();
      if (unfit.isPresent()) {
        return Attempt.wait(unfit.get());
      }
      if (task.isByRequest()) {
        return attempt(
            task,
            new Task(task.id().requestId(), task.id().step(), Identifiers.NONE),
            Corrections.NONE);
      }
      return switch (ticket) {
        case Ticket.Valid(var identifiers, var corrections) ->
            attempt(
                task, new Task(task.id().requestId(), task.id().step(), identifiers), corrections);
        case Ticket.Wait(var reason) -> Attempt.wait(reason);
        // The log could not be read a moment ago, or the holder has just become fit.
        case Ticket.None() -> Attempt.wait(WaitReason.STORE_UNAVAILABLE);
      };
    } catch (Deferred e) {
      return Attempt.wait(e.reason());
    } catch (VaultUnavailable e) {
      log.warn("{}; step {} is deferred", e.getMessage(), task.id().step());
      return Attempt.wait(WaitReason.VAULT_UNAVAILABLE);
    } catch (RuntimeException e) {
      // The text stays out: it may quote what the store holds.
      log.error(
          "Expected {} of step {} to answer but it threw {} at {}",
          task.action(),
          task.id().step(),
          e.getClass().getName(),
          e.getStackTrace().length == 0 ? "an unknown place" : e.getStackTrace()[0]);
      return Attempt.wait(WaitReason.INTERNAL_ERROR);
    }
  }

  private Optional<Answer> settled(TaskId task) throws Deferred {
    return Optional.ofNullable(outcomes.settled(List.of(task)).get(task)).map(Answer::of);
  }

  private Attempt attempt(AssignedTask assigned, Task task, Corrections corrections)
      throws Deferred, VaultUnavailable {
    return switch (assigned) {
      case AssignedTask.Locate locate -> new Attempt.Known(locate(task));
      case AssignedTask.Restrict restrict ->
          change(assigned, () -> new Outcome.RecordsRestricted(holder.restrict(task)));
      case AssignedTask.Lift lift ->
          change(assigned, () -> new Outcome.RestrictionLifted(holder.lift(task)));
      case AssignedTask.Erase(var id, var ground) ->
          change(
              assigned,
              () -> {
                Erased erased = holder.erase(task, ground);
                checkThatItExpires(erased);
                return new Outcome.RecordsErased(erased.outcomes(), erased.retained());
              });
      case AssignedTask.Expire(var id, var asOf) ->
          change(
              assigned,
              () -> {
                Erased expired = holder.expire(task, asOf);
                return new Outcome.ExpiredErased(expired.outcomes(), expired.retained());
              });
      case AssignedTask.Export(var id, var target) ->
          new Attempt.Known(exporting.export(task, target));
      case AssignedTask.Rectify rectify -> {
        if (corrections.isEmpty()) {
          // Nothing corrected must never be told as a rectification.
          throw new Deferred(WaitReason.IDENTIFIERS_NOT_YET_KNOWN);
        }
        yield change(
            assigned,
            () -> {
              Rectified rectified = holder.rectify(task, corrections);
              return new Outcome.RecordsRectified(rectified.corrected(), rectified.supplemented());
            });
      }
      case AssignedTask.Seed seed ->
          change(assigned, () -> new Outcome.SubjectSeeded(holder.seed(task)));
      case AssignedTask.Verify verify -> {
        Counts residue = holder.verify(task);
        yield new Attempt.Known(
            residue.isEmpty() ? new Outcome.ErasureVerified() : new Outcome.ResidueFound(residue));
      }
    };
  }

  private Attempt change(AssignedTask task, OutcomeLog.Effect effect) throws Deferred {
    return new Attempt.Answered(Answer.of(outcomes.once(task.id(), task.action(), effect)));
  }

  /** What is kept is to be erased without anyone asking (legal rule L20), which takes somebody. */
  private void checkThatItExpires(Erased erased) {
    if (!erased.retained().isEmpty() && !declared.actions().contains(Action.EXPIRE)) {
      log.warn(
          "Expected a participant that keeps records until a day to offer EXPIRE but it does not;"
              + " somebody has to erase them by hand on that day");
    }
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
