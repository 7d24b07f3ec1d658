package io.habeas.participant.task;

import static java.util.stream.Collectors.toMap;

import io.habeas.participant.Identifiers;
import io.habeas.participant.TaskId;
import io.habeas.participant.YieldedIdentifier;
import io.habeas.participant.vault.Vault;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A vault that gives one answer to every claim and remembers what it was asked. */
final class RecordingVault implements Vault {
  private Claim answer = new Claim.Granted(Identifiers.NONE);
  private Deposit deposit = new Deposit.Accepted();
  private boolean away;
  final List<TaskId> claimed = new ArrayList<>();
  final List<YieldedIdentifier> deposited = new ArrayList<>();

  void grants(String email) {
    answer = new Claim.Granted(new Identifiers(Map.of("email", List.of(email))));
  }

  void answers(Claim claim) {
    answer = claim;
  }

  void answers(Deposit outcome) {
    deposit = outcome;
  }

  void away() {
    away = true;
  }

  @Override
  public Map<TaskId, Claim> claim(List<TaskId> tasks) throws VaultUnavailable {
    if (away) {
      throw new VaultUnavailable("HTTP 503");
    }
    claimed.addAll(tasks);
    return tasks.stream().collect(toMap(task -> task, task -> answer));
  }

  @Override
  public Deposit deposit(TaskId task, List<YieldedIdentifier> identifiers) {
    deposited.addAll(identifiers);
    return deposit;
  }
}
