package io.habeas.standalone.sample;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/** Synthetic people in the sample's stores, the same ones each time. */
public final class People {

  private static final long SEED = 20_260_101L;

  private static final List<String> FIRST =
      List.of(
          "Ada", "Bram", "Chiara", "Dilan", "Elif", "Femke", "Goran", "Hanna", "Ilias", "Jana",
          "Kwame", "Lotte", "Mateo", "Noor", "Oskar", "Priya", "Quentin", "Rosa", "Sven", "Tess");
  private static final List<String> LAST =
      List.of(
          "Example",
          "Muster",
          "Voorbeeld",
          "Esempio",
          "Ejemplo",
          "Exemple",
          "Primer",
          "Ornek",
          "Przyklad",
          "Esimerkki");
  private static final List<String> LANGUAGES = List.of("en", "de", "nl", "it", "fr");
  private static final List<String> FEATURES = List.of("chat", "summary", "image", "translation");
  private static final List<String> MODELS = List.of("small", "large");

  private final Instant today;
  private final Random random = new Random(SEED);

  /**
   * @param today from which ages of records are counted back
   */
  public People(Instant today) {
    this.today = today;
  }

  /** Adds this many people. */
  public void settle(SampleStores stores, int people) throws SQLException {
    List<Long> accounts = new ArrayList<>();
    try (Connection connection = stores.accounts().getConnection()) {
      connection.setAutoCommit(false);
      for (int i = 0; i < people; i++) {
        accounts.add(settleOne(connection, i));
      }
      connection.commit();
    }
    new Belongings(stores, today, random).of(accounts);
  }

  private long settleOne(Connection connection, int number) throws SQLException {
    String first = any(FIRST);
    String last = any(LAST);
    String name = first + " " + last;
    String email = (first + "." + last + "." + number + "@mail.example").toLowerCase(Locale.ROOT);
    long account =
        insertAccount(connection, email, 700_000_000L + number * 37L, name, any(LANGUAGES));
    insert(
        connection,
        "INSERT INTO settings (account_id, name, value) VALUES (?, ?, ?)",
        List.of(
            List.of(account, "theme", random.nextBoolean() ? "dark" : "light"),
            List.of(account, "creativity", Integer.toString(random.nextInt(10))),
            List.of(account, "signature", "Greetings, " + first)));
    insert(
        connection,
        "INSERT INTO consents (account_id, purpose, given_at) VALUES (?, ?, ?)",
        List.of(
            List.of(account, "newsletter", daysAgo(random.nextInt(900))),
            List.of(account, "product-analytics", daysAgo(random.nextInt(900)))));
    // The first is younger than the seven years of the sample's retention rule, the second older.
    int payments = 2 + random.nextInt(4);
    for (int p = 0; p < payments; p++) {
      int age = p == 1 ? 2_700 + random.nextInt(800) : random.nextInt(2_400);
      insert(
          connection,
          "INSERT INTO payments (account_id, invoice, amount, currency, payer_name, card_last4,"
              + " paid_at) VALUES (?, ?, ?, 'EUR', ?, ?, ?)",
          List.of(
              List.of(
                  account,
                  "INV-%05d-%d".formatted(number, p),
                  java.math.BigDecimal.valueOf(499 + random.nextInt(4_000), 2),
                  name,
                  "%04d".formatted(random.nextInt(10_000)),
                  daysAgo(age))));
    }
    insert(
        connection,
        "INSERT INTO fraud_signals (account_id, kind, client_ip, raised_at)"
            + " VALUES (?, 'card-tried-too-often', '203.0.113.7', ?)",
        List.of(List.of(account, Timestamp.from(today.minus(Duration.ofDays(number + 1))))));
    int events = 5 + random.nextInt(10);
    for (int e = 0; e < events; e++) {
      insert(
          connection,
          "INSERT INTO usage_events (account_id, feature, model, tokens, client_ip, occurred_at)"
              + " VALUES (?, ?, ?, ?, ?::inet, ?)",
          List.of(
              List.of(
                  account,
                  any(FEATURES),
                  any(MODELS),
                  50 + random.nextInt(3_000),
                  "203.0.113." + random.nextInt(255),
                  daysAgo(random.nextInt(400)))));
    }
    return account;
  }

  private static long insertAccount(
      Connection connection, String email, long telegram, String name, String language)
      throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            "INSERT INTO accounts (email, telegram_id, display_name, language)"
                + " VALUES (?, ?, ?, ?)",
            Statement.RETURN_GENERATED_KEYS)) {
      bind(statement, List.of(email, telegram, name, language));
      statement.executeUpdate();
      try (var keys = statement.getGeneratedKeys()) {
        keys.next();
        return keys.getLong(1);
      }
    }
  }

  private static void insert(Connection connection, String sql, List<List<Object>> rows)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (List<Object> row : rows) {
        bind(statement, row);
        statement.addBatch();
      }
      statement.executeBatch();
    }
  }

  private static void bind(PreparedStatement statement, List<?> values) throws SQLException {
    for (int i = 0; i < values.size(); i++) {
      statement.setObject(i + 1, values.get(i));
    }
  }

  private Timestamp daysAgo(int days) {
    return Timestamp.from(today.minus(Duration.ofDays(days)).minusSeconds(random.nextInt(86_400)));
  }

  private <T> T any(List<T> values) {
    return values.get(random.nextInt(values.size()));
  }
}
