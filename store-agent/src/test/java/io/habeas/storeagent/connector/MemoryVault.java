package io.habeas.storeagent.connector;

import io.habeas.participant.Corrections;
import io.habeas.participant.Identifiers;
import io.habeas.participant.TaskId;
import io.habeas.participant.YieldedIdentifier;
import io.habeas.participant.vault.Vault;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Grants what a test put in, to everybody. */
public final class MemoryVault implements Vault {
  private final Map<String, List<String>> identifiers = new HashMap<>();

  private Corrections corrections = Corrections.NONE;

  /** What was deposited. */
  public final List<YieldedIdentifier> deposits = new ArrayList<>();

  public void has(String type, String... values) {
    identifiers.put(type, List.of(values));
  }

  /** Grants these with every task from now on. */
  public void corrects(Corrections wanted) {
    corrections = wanted;
  }

  /** Everything it grants. */
  public Identifiers identifiers() {
    return new Identifiers(identifiers);
  }

  @Override
  public Map<TaskId, Claim> claim(List<TaskId> tasks) {
    Map<TaskId, Claim> claims = new HashMap<>();
    tasks.forEach(task -> claims.put(task, new Claim.Granted(identifiers(), corrections)));
    return claims;
  }

  @Override
  public Deposit deposit(TaskId task, List<YieldedIdentifier> yields) {
    deposits.addAll(yields);
    yields.forEach(found -> has(found.type(), found.value()));
    return new Deposit.Accepted();
  }
}
