package io.habeas.benchmarks.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/**
 * What somebody who knows the tables would write instead of a data map: one connection, statements
 * prepared once, the account looked up once, counted, erased in a transaction, counted again.
 * Nothing is remembered of it.
 */
final class HandWritten implements AutoCloseable {
  private static final List<String> BY_ACCOUNT =
      List.of(
          "settings WHERE account_id = ?",
          "consents WHERE account_id = ?",
          "orders WHERE account_id = ?",
          "events WHERE account_id = ?");

  private final Connection connection;
  private final PreparedStatement find;
  private final List<PreparedStatement> counts = new ArrayList<>();
  private final List<PreparedStatement> changes = new ArrayList<>();

  HandWritten(DataSource database) throws SQLException {
    connection = database.getConnection();
    find = connection.prepareStatement("SELECT id FROM accounts WHERE lower(email) = lower(?)");
    for (String table : BY_ACCOUNT) {
      counts.add(connection.prepareStatement("SELECT count(*) FROM " + table));
    }
    changes.add(
        connection.prepareStatement(
            "UPDATE events SET account_id = NULL, ip = NULL WHERE account_id = ?"));
    changes.add(connection.prepareStatement("DELETE FROM orders WHERE account_id = ?"));
    changes.add(connection.prepareStatement("DELETE FROM consents WHERE account_id = ?"));
    changes.add(connection.prepareStatement("DELETE FROM settings WHERE account_id = ?"));
    changes.add(connection.prepareStatement("DELETE FROM accounts WHERE id = ?"));
  }

  /**
   * Locates, erases and verifies.
   *
   * @throws IllegalStateException if it did not find, or did not erase, what there is
   */
  void erase(String email) throws SQLException {
    long account = account(email);
    check(account > 0 && count(account) == People.ROWS_EACH - 1);
    connection.setAutoCommit(false);
    int changed = 0;
    for (PreparedStatement change : changes) {
      change.setLong(1, account);
      changed += change.executeUpdate();
    }
    connection.commit();
    connection.setAutoCommit(true);
    check(changed == People.ROWS_EACH);
    check(account(email) == 0 && count(account) == 0);
  }

  private static void check(boolean asExpected) {
    if (!asExpected) {
      throw new IllegalStateException("Expected a person with all rows but there is another");
    }
  }

  private long account(String email) throws SQLException {
    find.setString(1, email);
    try (ResultSet found = find.executeQuery()) {
      return found.next() ? found.getLong(1) : 0;
    }
  }

  private long count(long account) throws SQLException {
    long rows = 0;
    for (PreparedStatement count : counts) {
      count.setLong(1, account);
      try (ResultSet counted = count.executeQuery()) {
        counted.next();
        rows += counted.getLong(1);
      }
    }
    return rows;
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
