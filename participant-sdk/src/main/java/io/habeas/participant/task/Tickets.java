package io.habeas.participant.task;

import io.habeas.participant.Corrections;
import io.habeas.participant.Identifiers;
import io.habeas.participant.TaskId;
import io.habeas.participant.WaitReason;
import io.habeas.participant.vault.Vault.Claim;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What was claimed for several tasks at once. Held in memory until they are carried out. */
public final class Tickets {
  private static final Logger log = LoggerFactory.getLogger(Tickets.class);

  static final Tickets NONE = new Tickets(Map.of());

  private final Map<TaskId, Ticket> byTask;

  private Tickets(Map<TaskId, Ticket> byTask) {
    this.byTask = Map.copyOf(byTask);
  }

  /** Whether a task may be carried out, and with which identifiers. */
  sealed interface Ticket {
    record Valid(Identifiers identifiers, Corrections corrections) implements Ticket {}

    record Wait(WaitReason reason) implements Ticket {}

    /** None was obtained, since none seemed needed. */
    record None() implements Ticket {}
  }

  static Tickets of(Map<TaskId, Claim> claims) {
    Map<TaskId, Ticket> tickets = new HashMap<>();
    claims.forEach((task, claim) -> tickets.put(task, ticket(task, claim)));
    return new Tickets(tickets);
  }

  /** All of them have to wait. */
  static Tickets none(List<TaskId> tasks, WaitReason reason) {
    Map<TaskId, Ticket> tickets = new HashMap<>();
    tasks.forEach(task -> tickets.put(task, new Ticket.Wait(reason)));
    return new Tickets(tickets);
  }

  Ticket of(TaskId task) {
    return byTask.getOrDefault(task, new Ticket.None());
  }

  private static Ticket ticket(TaskId task, Claim claim) {
    return switch (claim) {
      case Claim.Granted(var identifiers, var corrections) ->
          new Ticket.Valid(identifiers, corrections);
      case Claim.NotYet() -> new Ticket.Wait(WaitReason.IDENTIFIERS_NOT_YET_KNOWN);
      case Claim.Refused(var reason) -> {
        log.warn(
            "Expected the vault to grant step {} of request {} but it refused: {}",
            task.step(),
            task.requestId(),
            reason);
        yield new Ticket.Wait(
            reason.equals("NOT_APPROVED")
                ? WaitReason.UNFIT
                : WaitReason.IDENTIFIERS_NOT_YET_KNOWN);
      }
    };
  }
}
