package io.habeas.participant.vault;

import io.habeas.participant.TaskId;
import io.habeas.participant.vault.Vault.Claim;
import io.habeas.participant.vault.Vault.VaultUnavailable;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Claims for a batch of tasks, waiting a little for the vault to hear of them: it learns of a task
 * from the same topic as this participant, and one of the two is first.
 */
public final class Claims {
  private static final Duration BETWEEN = Duration.ofMillis(250);

  private final Vault vault;
  private final Duration patience;
  private final Pause pauses;
  private final MeterRegistry meters;

  /**
   * @param patience how long in total to ask again for a task that the vault does not know yet
   */
  public Claims(Vault vault, Duration patience, Pause pauses, MeterRegistry meters) {
    this.vault = vault;
    this.patience = patience;
    this.pauses = pauses;
    this.meters = meters;
  }

  /**
   * The vault's last word on each of {@code tasks}.
   *
   * @throws VaultUnavailable if the vault did not answer within bounded retries
   */
  public Map<TaskId, Claim> claim(List<TaskId> tasks) throws VaultUnavailable {
    Map<TaskId, Claim> answers = new HashMap<>();
    List<TaskId> open = tasks;
    Duration left = patience;
    while (!open.isEmpty()) {
      answers.putAll(vault.claim(open));
      open = open.stream().filter(task -> answers.get(task) instanceof Claim.NotYet).toList();
      if (open.isEmpty() || left.isNegative() || left.isZero()) {
        break;
      }
      pauses.pause(BETWEEN);
      left = left.minus(BETWEEN);
    }
    answers
        .values()
        .forEach(
            answer ->
                meters.counter("habeas.participant.claims", "result", code(answer)).increment());
    return answers;
  }

  private static String code(Claim claim) {
    return switch (claim) {
      case Claim.Granted granted -> "granted";
      case Claim.NotYet notYet -> "not-yet";
      case Claim.Refused refused -> "refused";
    };
  }
}
