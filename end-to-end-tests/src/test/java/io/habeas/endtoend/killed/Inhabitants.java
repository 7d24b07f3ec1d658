package io.habeas.endtoend.killed;

import io.habeas.platform.EmbeddedPostgres;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.IntStream;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * People in groups that are alike: the one who has a number in one group has the same rows as the
 * one who has it in another. Every store holds each of them, with other rows.
 */
final class Inhabitants {
  private static final long GROUP = 1_000_000;

  private static final List<String> ROWS =
      List.of(
          """
          INSERT INTO accounts (id, email, telegram_id, display_name, created_at)
          SELECT {group} + n, 'person.' || n || '@{name}.example', {group} + n, 'Person ' || n, '2020-02-02T12:00Z'
          FROM generate_series(1, {count}) n
          """,
          """
          INSERT INTO settings SELECT {group} + n, 'theme', 'dark' FROM generate_series(1, {count}) n
          """,
          """
          INSERT INTO consents (id, account_id, purpose, given_at)
          SELECT ({group} + n) * 10 + k, {group} + n, 'newsletter ' || k, '2021-03-03T12:00Z'
          FROM generate_series(1, {count}) n, generate_series(1, 3) k WHERE k <= (n + {store}) % 4
          """,
          """
          INSERT INTO payments (id, account_id, invoice, amount, currency, payer_name, card_last4, paid_at)
          SELECT ({group} + n) * 10 + k, {group} + n, '{name}-' || n || '-' || k, n, 'EUR', 'Person ' || n, '4242',
            CASE k WHEN 1 THEN now() - interval '2 years' ELSE '2015-05-05T12:00Z' END
          FROM generate_series(1, {count}) n, generate_series(1, 2) k WHERE ((n + {store}) % 4) & k > 0
          """,
          """
          INSERT INTO usage_events (id, account_id, feature, model, tokens, client_ip, occurred_at)
          SELECT ({group} + n) * 10 + k, {group} + n, 'chat', 'small', n * k, '192.0.2.1', '2026-01-01T12:00Z'
          FROM generate_series(1, {count}) n, generate_series(1, 5) k WHERE k <= (n + {store}) % 6
          """);

  private static final List<String> WITHOUT_GROUP =
      List.of(
          """
          SELECT ROW('account', id - {group}, split_part(email, '@', 1), telegram_id - {group}, display_name, status)::text
          FROM accounts WHERE id / {size} = {number}
          """,
          """
          SELECT ROW('setting', account_id - {group}, name, value)::text
          FROM settings WHERE account_id / {size} = {number}
          """,
          """
          SELECT ROW('consent', id - {group} * 10, account_id - {group}, purpose)::text
          FROM consents WHERE id / 10 / {size} = {number}
          """,
          """
          SELECT ROW('payment', id - {group} * 10, account_id - {group}, split_part(invoice, '-', 2), amount, currency,
            payer_name, card_last4, status)::text
          FROM payments WHERE id / 10 / {size} = {number}
          """,
          """
          SELECT ROW('usage', id - {group} * 10, account_id - {group}, feature, tokens, client_ip)::text
          FROM usage_events WHERE id / 10 / {size} = {number}
          """);

  private static final String RETAINED =
      """
      SELECT ROW('retained', collection, primary_key[1]::bigint - {group} * 10, ground, statute, expiry)::text
      FROM habeas.habeas_retention WHERE primary_key[1]::bigint / 10 / {size} = {number}
      """;

  private final List<String> databases;
  private final List<JdbcTemplate> stores;
  private final int count;

  /**
   * Makes a database for each store.
   *
   * @param count how many people there are in a group
   */
  Inhabitants(EmbeddedPostgres postgres, Path schema, int databases, int count) throws IOException {
    String tables = Files.readString(schema, StandardCharsets.UTF_8);
    this.databases = IntStream.rangeClosed(1, databases).mapToObj(i -> "store_" + i).toList();
    this.stores = new ArrayList<>();
    this.count = count;
    for (String database : this.databases) {
      postgres.createDatabase(database);
      JdbcTemplate store = new JdbcTemplate(postgres.dataSource(database));
      store.execute(tables);
      stores.add(store);
    }
  }

  /**
   * People who are alike those of other groups.
   *
   * @param number of the group, by which the numbers of its rows begin
   */
  record Group(int number, String name) {
    UUID requestOf(int person) {
      return UUID.nameUUIDFromBytes((name + person).getBytes(StandardCharsets.UTF_8));
    }

    String emailOf(int person) {
      return "person." + person + "@" + name + ".example";
    }

    private String in(String sql) {
      return sql.replace("{group}", Long.toString(number * GROUP))
          .replace("{size}", Long.toString(GROUP))
          .replace("{number}", Integer.toString(number))
          .replace("{name}", name);
    }
  }

  List<String> databases() {
    return databases;
  }

  /** The numbers of the people of a group. */
  List<Integer> people() {
    return IntStream.rangeClosed(1, count).boxed().toList();
  }

  void moveIn(Group group) {
    for (int store = 0; store < stores.size(); store++) {
      for (String rows : ROWS) {
        stores
            .get(store)
            .execute(
                group
                    .in(rows)
                    .replace("{count}", Integer.toString(count))
                    .replace("{store}", Integer.toString(store)));
      }
    }
  }

  /** Every row of a group in every store, as it would be in any other group. */
  List<String> rowsOf(Group group) {
    List<String> all = new ArrayList<>();
    for (int i = 0; i < stores.size(); i++) {
      JdbcTemplate store = stores.get(i);
      String database = databases.get(i);
      List<String> queries = new ArrayList<>(WITHOUT_GROUP);
      queries.add(RETAINED);
      queries.stream()
          .flatMap(query -> store.queryForList(group.in(query), String.class).stream())
          .map(row -> database + " " + row)
          .sorted()
          .forEach(all::add);
    }
    return all;
  }

  /** How many payments of a group must be kept, in all stores. */
  long payingWithinSevenYears() {
    return IntStream.range(0, stores.size())
        .mapToLong(store -> people().stream().filter(n -> ((n + store) % 4 & 1) > 0).count())
        .sum();
  }

  @Override
  public String toString() {
    return String.format(Locale.ROOT, "%d people in each of %s", count, databases);
  }
}
