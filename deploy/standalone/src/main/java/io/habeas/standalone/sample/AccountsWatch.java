package io.habeas.standalone.sample;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import javax.sql.DataSource;

/** Looks at the database of accounts, table by table. */
final class AccountsWatch implements StoreWatch {

  /** In which the person in question is found by {@code id}; elsewhere by {@code account_id}. */
  static final String ACCOUNTS = "accounts";

  /** Whose duty ends while the demo still looks. */
  static final String FRAUD_SIGNALS = "fraud_signals";

  private static final List<String> TABLES =
      List.of(ACCOUNTS, "settings", "consents", "payments", FRAUD_SIGNALS, "usage_events");

  private final DataSource database;

  AccountsWatch(DataSource database) {
    this.database = database;
  }

  boolean isEmpty() {
    return content(ACCOUNTS).rows().isEmpty();
  }

  /**
   * People of whom there is something to erase, to keep and to anonymise.
   *
   * @throws IllegalStateException if fewer of that kind are left
   */
  List<Subject> subjects(int number) throws SQLException {
    String sql =
        """
        SELECT id, email, display_name FROM accounts a
        WHERE status = 'active'
          AND EXISTS (SELECT 1 FROM payments WHERE account_id = a.id AND paid_at < now() - interval '7 years')
          AND EXISTS (SELECT 1 FROM payments WHERE account_id = a.id AND paid_at > now() - interval '6 years')
          AND EXISTS (SELECT 1 FROM usage_events WHERE account_id = a.id)
          AND EXISTS (SELECT 1 FROM fraud_signals WHERE account_id = a.id)
        ORDER BY id LIMIT ?
        """;
    List<Subject> people = new ArrayList<>();
    try (Connection connection = database.getConnection();
        PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setInt(1, number);
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          people.add(new Subject(rows.getString(1), rows.getString(2), rows.getString(3)));
        }
      }
    }
    if (people.size() < number) {
      throw new IllegalStateException(
          "Expected %d people who can ask but only %d are left".formatted(number, people.size()));
    }
    return people;
  }

  @Override
  public List<TableContent> everything() {
    return TABLES.stream().map(this::content).toList();
  }

  /** The keys of all signals of fraud that are there. */
  Set<String> signals() {
    return content(FRAUD_SIGNALS).rows().keySet();
  }

  /** What the store agent wrote beside the records that must be kept. */
  List<Retention> retentions() throws SQLException {
    String sql =
        "SELECT collection, array_to_string(primary_key, ','), ground, statute,"
            + " to_char(expiry, CASE WHEN whole_days THEN 'YYYY-MM-DD'"
            + " ELSE 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"' END)"
            + " FROM habeas.habeas_retention ORDER BY 1, 2";
    List<Retention> retentions = new ArrayList<>();
    try (Connection connection = database.getConnection();
        PreparedStatement statement = connection.prepareStatement(sql);
        ResultSet rows = statement.executeQuery()) {
      while (rows.next()) {
        String collection = rows.getString(1);
        retentions.add(
            new Retention(
                collection.substring(collection.lastIndexOf('.') + 1),
                rows.getString(2),
                rows.getString(3),
                rows.getString(4),
                rows.getString(5)));
      }
    }
    return retentions;
  }

  private TableContent content(String table) {
    try (Connection connection = database.getConnection()) {
      List<String> key = new ArrayList<>();
      try (ResultSet columns = connection.getMetaData().getPrimaryKeys(null, "public", table)) {
        TreeMap<Integer, String> ordered = new TreeMap<>();
        while (columns.next()) {
          ordered.put(columns.getInt("KEY_SEQ"), columns.getString("COLUMN_NAME"));
        }
        key.addAll(ordered.values());
      }
      try (PreparedStatement statement =
              connection.prepareStatement("SELECT * FROM public." + table);
          ResultSet rows = statement.executeQuery()) {
        TreeMap<String, Map<String, String>> content = new TreeMap<>();
        while (rows.next()) {
          Map<String, String> row = row(rows);
          content.put(
              String.join(",", key.stream().map(column -> row.getOrDefault(column, "")).toList()),
              row);
        }
        return new TableContent(table, content);
      }
    } catch (SQLException e) {
      throw new IllegalStateException("Expected to read %s but could not".formatted(table), e);
    }
  }

  private static Map<String, String> row(ResultSet rows) throws SQLException {
    ResultSetMetaData columns = rows.getMetaData();
    Map<String, String> row = new HashMap<>();
    for (int i = 1; i <= columns.getColumnCount(); i++) {
      String value = rows.getString(i);
      if (value != null) {
        row.put(columns.getColumnName(i), value);
      }
    }
    return Map.copyOf(row);
  }
}
