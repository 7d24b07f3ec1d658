package io.habeas.participant.testkit;

import io.habeas.participant.Action;
import io.habeas.participant.DataHolder;
import io.habeas.participant.ErasureGround;
import io.habeas.participant.TaskId;
import io.habeas.participant.declaration.Declaration;
import io.habeas.participant.export.Exporting;
import io.habeas.participant.outcome.OutcomeLog;
import io.habeas.participant.task.Answer;
import io.habeas.participant.task.AssignedTask;
import io.habeas.participant.task.TaskHandler;
import io.habeas.participant.vault.Claims;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** A participant without its topics: tasks are handed to it, and its vault is in memory. */
public class TaskDesk {
  /** By when nothing may be kept any more. */
  public static final Instant END_OF_TIME = Instant.parse("9999-12-31T00:00:00Z");

  public final MemoryVault vault;
  public final SettableClock clock;
  private final OutcomeLog outcomes;
  private final Set<String> yields;
  private final TaskHandler handler;

  /**
   * @param yields identifier types that may be deposited
   */
  public TaskDesk(
      DataHolder holder,
      OutcomeLog outcomes,
      Set<String> yields,
      MemoryVault vault,
      SettableClock clock) {
    this.outcomes = outcomes;
    this.yields = yields;
    this.vault = vault;
    this.clock = clock;
    this.handler = handler(holder);
  }

  /** The same participant with another holder. */
  public final TaskHandler handler(DataHolder other) {
    var meters = new SimpleMeterRegistry();
    return new TaskHandler(
        other,
        outcomes,
        new Claims(vault, Duration.ZERO, pause -> {}, meters),
        vault,
        new Exporting("store", other, Duration.ofSeconds(10), clock),
        new Declaration(Set.of(), yields, Set.of(), other.actions()),
        meters);
  }

  public final Answer answer(AssignedTask task) {
    return answer(handler, task);
  }

  public static Answer answer(TaskHandler handler, AssignedTask task) {
    List<Answer> answers = new ArrayList<>();
    handler.carryOut(List.of(task), (id, answer) -> answers.add(answer));
    return answers.getFirst();
  }

  /** The same, where the participant may end meanwhile, by whatever is thrown at it. */
  static Optional<Answer> answerUnlessEnded(TaskHandler handler, AssignedTask task) {
    try {
      return Optional.of(answer(handler, task));
    } catch (RuntimeException | ProcessEnded e) {
      // Nobody was answered; what became of the task is seen when it comes again.
      return Optional.empty();
    }
  }

  /** A task of any kind but to export, which needs somewhere to upload to. */
  public static AssignedTask task(Action action, UUID request, int step) {
    TaskId id = new TaskId(request, step);
    return switch (action) {
      case LOCATE -> new AssignedTask.Locate(id);
      case RESTRICT -> new AssignedTask.Restrict(id);
      case LIFT -> new AssignedTask.Lift(id);
      case ERASE -> eraseTask(request, step);
      case VERIFY -> new AssignedTask.Verify(id);
      case RECTIFY -> new AssignedTask.Rectify(id);
      case SEED -> new AssignedTask.Seed(id);
      case EXPIRE -> new AssignedTask.Expire(id, END_OF_TIME);
      case EXPORT -> throw new IllegalArgumentException("Expected any other task but EXPORT");
    };
  }

  public final Answer locate(UUID request, int step) {
    return answer(new AssignedTask.Locate(new TaskId(request, step)));
  }

  public final Answer restrict(UUID request, int step) {
    return answer(new AssignedTask.Restrict(new TaskId(request, step)));
  }

  public final Answer lift(UUID request, int step) {
    return answer(new AssignedTask.Lift(new TaskId(request, step)));
  }

  public final Answer erase(UUID request, int step) {
    return answer(eraseTask(request, step));
  }

  public static AssignedTask eraseTask(UUID request, int step) {
    return new AssignedTask.Erase(new TaskId(request, step), ErasureGround.ART_17_1_A);
  }

  public final Answer expire(UUID request, int step, Instant asOf) {
    return answer(new AssignedTask.Expire(new TaskId(request, step), asOf));
  }

  public final Answer rectify(UUID request, int step) {
    return answer(new AssignedTask.Rectify(new TaskId(request, step)));
  }

  public final Answer seed(UUID request, int step) {
    return answer(new AssignedTask.Seed(new TaskId(request, step)));
  }

  public final Answer verify(UUID request, int step) {
    return answer(new AssignedTask.Verify(new TaskId(request, step)));
  }
}
