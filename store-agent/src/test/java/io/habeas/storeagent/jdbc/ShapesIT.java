package io.habeas.storeagent.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.habeas.participant.Counts;
import io.habeas.participant.Erased.CollectionOutcome;
import io.habeas.participant.Outcome;
import io.habeas.participant.task.Answer;
import io.habeas.storeagent.connector.KeyedHash;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

/** Composite keys, names that need quoting, an identity beside the account, every strategy. */
class ShapesIT {
  private static final UUID REQUEST = UUID.fromString("00000000-0000-0000-0000-00000000000c");

  private static final String MAP =
      """
      dataset:
        - fides_key: shop
          fides_meta: {namespace: {schema: "shop data"}}
          collections:
            - name: Customer
              fields:
                - {name: tenant, fides_meta: {primary_key: true}}
                - {name: customer id, fides_meta: {primary_key: true}}
                - {name: email, data_categories: [user.contact.email], fides_meta: {identity: email}}
            - name: orders
              fields:
                - {name: order_no, fides_meta: {primary_key: true}}
                - name: tenant
                  fides_meta: {references: [{dataset: shop, field: Customer.tenant, direction: from}]}
                - name: customer
                  fides_meta: {references: [{dataset: shop, field: Customer.customer id, direction: from}]}
            - name: lines
              fields:
                - name: order_no
                  fides_meta:
                    primary_key: true
                    references: [{dataset: shop, field: orders.order_no, direction: from}]
                - {name: position, fides_meta: {primary_key: true}}
            - name: letters
              fields:
                - {name: id, fides_meta: {primary_key: true}}
                - name: address
                  fides_meta: {identity: email}
                  habeas: {erasure: keyed-hash}
                - name: subject
                  habeas: {erasure: {constant: gone}}
                - name: body
                  habeas: {erasure: null}
                - name: sent_on
                  habeas: {erasure: {generalise: year}}
                - name: size
                  habeas: {erasure: keep}
      """;

  private final String url = Databases.create();
  private final JdbcTemplate observer = Databases.observer(url);

  /** Opened by each test. */
  @SuppressWarnings("NullAway.Init")
  private Agent agent;

  @BeforeEach
  void people() {
    observer.execute(
        """
        CREATE SCHEMA "shop data";
        SET search_path TO "shop data";
        CREATE TABLE "Customer" (
          tenant text, "customer id" bigint, email varchar(80), PRIMARY KEY (tenant, "customer id"));
        CREATE TABLE orders (order_no uuid PRIMARY KEY, tenant text, customer bigint,
          FOREIGN KEY (tenant, customer) REFERENCES "Customer");
        CREATE TABLE lines (order_no uuid REFERENCES orders, position smallint, PRIMARY KEY (order_no, position));
        CREATE TABLE letters (id integer PRIMARY KEY, address text, subject varchar(4), body text, sent_on date, size int);
        INSERT INTO "Customer" VALUES ('a', 1, 'ada@example.com'), ('a', 2, 'bob@example.com'), ('b', 1, 'eve@example.com');
        INSERT INTO orders SELECT gen_random_uuid(), tenant, "customer id" FROM "Customer", generate_series(1, 4);
        INSERT INTO lines SELECT order_no, n FROM orders, generate_series(1, 5) n;
        INSERT INTO letters SELECT n, CASE WHEN n % 2 = 0 THEN 'Ada@example.com' ELSE 'bob@example.com' END,
          'hi', 'text', DATE '2024-05-06', n FROM generate_series(1, 9) n;
        """);
    agent = Agent.on(url, MAP);
    agent.vault.has("email", "ada@example.com");
  }

  @AfterEach
  void close() {
    agent.close();
  }

  @Test
  void shouldFollowCompositeKeysAsAWholeAndLeaveWhoSharesAPartOfThem() {
    // given
    String[] neighbours = {
      "SELECT * FROM \"shop data\".\"Customer\" WHERE email <> 'ada@example.com'",
      "SELECT * FROM \"shop data\".orders WHERE (tenant, customer) <> ('a', 1)",
      "SELECT l.* FROM \"shop data\".lines l JOIN \"shop data\".orders o USING (order_no)"
          + " WHERE (o.tenant, o.customer) <> ('a', 1)",
      "SELECT * FROM \"shop data\".letters WHERE id % 2 = 1"
    };
    List<String> before = Databases.contents(observer, neighbours);

    // when
    Answer located = agent.locate(REQUEST, 1);
    Answer erased = agent.erase(REQUEST, 2);
    Answer verified = agent.verify(REQUEST, 3);

    // then
    assertThat(located)
        .isEqualTo(
            new Answer.Done(
                new Outcome.HoldingsLocated(
                    new Counts(Map.of("Customer", 1L, "orders", 4L, "lines", 20L, "letters", 4L)),
                    Set.of(),
                    false)));
    assertThat(erased)
        .isEqualTo(
            new Answer.Done(
                new Outcome.RecordsErased(
                    List.of(
                        new CollectionOutcome("Customer", 1, 0, 0),
                        new CollectionOutcome("letters", 0, 4, 0),
                        new CollectionOutcome("lines", 20, 0, 0),
                        new CollectionOutcome("orders", 4, 0, 0)),
                    List.of())));
    assertThat(verified).isEqualTo(new Answer.Done(new Outcome.ErasureVerified()));
    assertThat(Databases.contents(observer, neighbours)).isEqualTo(before);
  }

  @Test
  void shouldCarryOutEveryStrategyOfAnAnonymisedRecord() {
    // when
    agent.erase(REQUEST, 1);

    // then
    assertThat(
            observer.queryForList(
                "SELECT concat_ws(' ', address, subject, coalesce(body, 'NULL'), sent_on, size)"
                    + " FROM \"shop data\".letters WHERE id = 4",
                String.class))
        .containsExactly(
            new KeyedHash(java.util.Optional.of(Agent.HASH_KEY)).of("Ada@example.com")
                + " gone NULL 2024-01-01 4");
  }
}
