package io.habeas.benchmarks.store;

import java.util.List;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.springframework.jdbc.core.JdbcTemplate;

/** A shop's database: each person has 20 rows in 5 tables, all of them alike. */
final class People {
  static final int ROWS_EACH = 20;

  static final String MAP =
      """
      dataset:
        - fides_key: shop
          collections:
            - name: accounts
              fields:
                - name: id
                  fides_meta: {primary_key: true}
                  habeas: {identifier: account_id, verified: true, unique: true}
                - {name: email, data_categories: [user.contact.email], fides_meta: {identity: email}}
                - {name: name, data_categories: [user.name]}
            - name: settings
              fields:
                - name: account_id
                  fides_meta: {primary_key: true, references: [{dataset: shop, field: accounts.id, direction: from}]}
                - {name: name, fides_meta: {primary_key: true}}
                - {name: value, data_categories: [user.content]}
            - name: consents
              fields:
                - {name: id, fides_meta: {primary_key: true}}
                - name: account_id
                  fides_meta: {references: [{dataset: shop, field: accounts.id, direction: from}]}
                - {name: purpose, data_categories: [user.privacy_preferences]}
            - name: orders
              fields:
                - {name: id, fides_meta: {primary_key: true}}
                - name: account_id
                  fides_meta: {references: [{dataset: shop, field: accounts.id, direction: from}]}
                - {name: title, data_categories: [user.behavior.purchase_history]}
            - name: events
              fields:
                - {name: id, fides_meta: {primary_key: true}, habeas: {erasure: keep}}
                - name: account_id
                  fides_meta: {references: [{dataset: shop, field: accounts.id, direction: from}]}
                  habeas: {erasure: null}
                - {name: ip, data_categories: [user.device.ip_address], habeas: {erasure: null}}
      """;

  private static final List<String> TABLES =
      List.of(
          "CREATE TABLE accounts (id bigint PRIMARY KEY, email text NOT NULL, name text)",
          "CREATE TABLE settings (account_id bigint NOT NULL REFERENCES accounts, name text,"
              + " value text, PRIMARY KEY (account_id, name))",
          "CREATE TABLE consents (id bigint PRIMARY KEY, account_id bigint REFERENCES accounts,"
              + " purpose text)",
          "CREATE TABLE orders (id bigint PRIMARY KEY, account_id bigint REFERENCES accounts,"
              + " title text)",
          "CREATE TABLE events (id bigint PRIMARY KEY, account_id bigint REFERENCES accounts,"
              + " ip text)");

  private static final List<String> INDEXES =
      List.of(
          "CREATE UNIQUE INDEX ON accounts (lower(email))",
          "CREATE INDEX ON consents (account_id)",
          "CREATE INDEX ON orders (account_id)",
          "CREATE INDEX ON events (account_id)",
          "ANALYZE");

  private final JdbcTemplate jdbc;

  People(DataSource database) {
    this.jdbc = new JdbcTemplate(database);
  }

  /** Lets {@code count} people in, numbered from 1. */
  void moveIn(int count) {
    TABLES.forEach(jdbc::execute);
    jdbc.update(
        "INSERT INTO accounts SELECT n, 'person.' || n || '@mail.example', 'Person ' || n"
            + " FROM generate_series(1, ?) n",
        count);
    jdbc.update(
        "INSERT INTO settings SELECT n, 'setting ' || k, 'value'"
            + " FROM generate_series(1, ?) n, generate_series(1, 4) k",
        count);
    for (String table : List.of("consents", "orders", "events")) {
      jdbc.update(
          "INSERT INTO "
              + table
              + " SELECT n * 5 + k, n, 'something about ' || n"
              + " FROM generate_series(1, ?) n, generate_series(0, 4) k",
          count);
    }
    INDEXES.forEach(jdbc::execute);
  }

  static String email(int number) {
    return "person." + number + "@mail.example";
  }

  static List<Integer> numbers(int from, int count) {
    return IntStream.range(from, from + count).boxed().toList();
  }

  /** Whether exactly {@code count} people are left, and the events of all. */
  boolean areLeft(int count, int ofAll) {
    return count("accounts") == count
        && count("settings") == 4L * count
        && count("consents") == 5L * count
        && count("orders") == 5L * count
        && count("events WHERE account_id IS NOT NULL") == 5L * count
        && count("events") == 5L * ofAll;
  }

  private long count(String what) {
    Long count = jdbc.queryForObject("SELECT count(*) FROM " + what, Long.class);
    return count == null ? -1 : count;
  }
}
