package io.habeas.standalone.sample;

import java.util.Map;

/**
 * A person who asks.
 *
 * @param account the id of the account
 * @param email where letters go
 * @param name how the account is called
 */
public record Subject(String account, String email, String name) {

  /** Whether a row of {@code table} says that it is this person's. */
  public boolean owns(String table, Map<String, String> row) {
    return account.equals(row.get(table.equals(AccountsWatch.ACCOUNTS) ? "id" : "account_id"));
  }
}
