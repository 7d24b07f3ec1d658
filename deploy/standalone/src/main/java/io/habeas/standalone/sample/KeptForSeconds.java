package io.habeas.standalone.sample;

import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One person's signals of card fraud, which the sample keeps for seconds where a real controller
 * keeps them for months: the one duty whose end can be waited for.
 */
public final class KeptForSeconds {
  private final Set<String> keys;
  private final AccountsWatch accounts;

  KeptForSeconds(Subject subject, Map<String, TableContent> before, AccountsWatch accounts) {
    TableContent signals = before.get(AccountsWatch.FRAUD_SIGNALS);
    this.keys =
        signals == null
            ? Set.of()
            : signals
                .only(
                    key ->
                        subject.owns(
                            AccountsWatch.FRAUD_SIGNALS,
                            signals.rows().getOrDefault(key, Map.of())))
                .rows()
                .keySet();
    this.accounts = accounts;
  }

  /** Why and until when one of them is kept now; empty if none is. */
  public Optional<Retention> kept() {
    try {
      return accounts.retentions().stream()
          .filter(
              kept -> kept.table().equals(AccountsWatch.FRAUD_SIGNALS) && keys.contains(kept.key()))
          .findFirst();
    } catch (SQLException e) {
      throw new IllegalStateException("Expected to read what is kept but could not", e);
    }
  }

  /** Whether they are gone, and so is what was noted of them. */
  public boolean areGone() {
    return kept().isEmpty() && accounts.signals().stream().noneMatch(keys::contains);
  }
}
