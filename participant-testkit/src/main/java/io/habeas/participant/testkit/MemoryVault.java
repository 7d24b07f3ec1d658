package io.habeas.participant.testkit;

import io.habeas.participant.Corrections;
import io.habeas.participant.Identifiers;
import io.habeas.participant.TaskId;
import io.habeas.participant.YieldedIdentifier;
import io.habeas.participant.vault.Vault;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Grants what a test put in, to everybody. Safe for use by several threads. */
public final class MemoryVault implements Vault {
  private final Map<String, List<String>> identifiers = new ConcurrentHashMap<>();
  private final Set<String> everGranted = ConcurrentHashMap.newKeySet();
  private volatile Corrections corrections = Corrections.NONE;

  /** What was deposited. */
  public final List<YieldedIdentifier> deposits = new CopyOnWriteArrayList<>();

  public void has(String type, String... values) {
    identifiers.put(type, List.of(values));
    everGranted.addAll(List.of(values));
  }

  /** Has these and no others. */
  public void hasOnly(Identifiers granted) {
    identifiers.clear();
    granted.byType().forEach((type, values) -> has(type, values.toArray(String[]::new)));
  }

  /** Grants these with every task from now on. */
  public void corrects(Corrections wanted) {
    corrections = wanted;
    everGranted.addAll(wanted.values().values());
  }

  /** Everything it grants. */
  public Identifiers identifiers() {
    return new Identifiers(identifiers);
  }

  /** Every value that it granted or would have: what must be in no log. */
  public Set<String> secrets() {
    return Set.copyOf(everGranted);
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
