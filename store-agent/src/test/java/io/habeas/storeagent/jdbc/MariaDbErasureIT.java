package io.habeas.storeagent.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.habeas.participant.Counts;
import io.habeas.participant.Erased.CollectionOutcome;
import io.habeas.participant.Identifiers;
import io.habeas.participant.Outcome;
import io.habeas.participant.Retained;
import io.habeas.participant.RetentionGround;
import io.habeas.participant.Task;
import io.habeas.participant.YieldedIdentifier;
import io.habeas.participant.task.Answer;
import io.habeas.storeagent.connector.KeyedHash;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

/** The life of a request on a real MariaDB, with what only its kind of database does. */
class MariaDbErasureIT {
  private static final UUID REQUEST = UUID.fromString("00000000-0000-0000-0000-0000000000a1");
  private static final String MAP =
      """
      dataset:
        - fides_key: shop
          collections:
            - name: accounts
              habeas: {restriction: {column: status, restricted: restricted}}
              fields:
                - name: id
                  fides_meta: {primary_key: true}
                  habeas: {identifier: account_id, verified: true, unique: true}
                - {name: email, data_categories: [user.contact.email], fides_meta: {identity: email}}
                - {name: name, data_categories: [user.name]}
                - {name: profile, data_categories: [user]}
                - {name: photo, data_categories: [user]}
                - {name: status}
            - name: order
              habeas: {restriction: shadow}
              fields:
                - {name: tenant, fides_meta: {primary_key: true}}
                - {name: group by, fides_meta: {primary_key: true}}
                - name: account
                  fides_meta: {references: [{dataset: shop, field: accounts.id, direction: from}]}
            - name: lines
              fields:
                - name: tenant
                  fides_meta:
                    primary_key: true
                    references: [{dataset: shop, field: order.tenant, direction: from}]
                - name: group
                  fides_meta:
                    primary_key: true
                    references: [{dataset: shop, field: order.group by, direction: from}]
                - {name: position, fides_meta: {primary_key: true}}
            - name: payments
              habeas:
                restriction: {column: status, restricted: restricted}
                retention:
                  rule: payments-7y
                  period: P7Y
                  from: paid_at
                  ground: ART_17_3_B
                  statute: NL-AWR-52
                  jurisdiction: NL
                  meanwhile: [restrict, pseudonymise]
              fields:
                - {name: id, fides_meta: {primary_key: true}}
                - name: account
                  fides_meta: {references: [{dataset: shop, field: accounts.id, direction: from}]}
                  habeas: {erasure: null}
                - {name: payer, habeas: {erasure: keyed-hash}}
                - {name: status}
                - {name: paid_at}
            - name: events
              fields:
                - {name: id, fides_meta: {primary_key: true}, habeas: {erasure: keep}}
                - name: account
                  fides_meta: {references: [{dataset: shop, field: accounts.id, direction: from}]}
                  habeas: {erasure: null}
                - {name: what, habeas: {erasure: {constant: gone}}}
                - {name: happened, habeas: {erasure: {generalise: month}}}
      """;

  private JdbcTemplate observer;
  private Agent agent;

  @BeforeAll
  static void server() {
    MariaDbServer.assumeItRuns();
  }

  @BeforeEach
  void people() {
    String database = MariaDbServer.common().create();
    observer = MariaDbServer.common().observer(database);
    MariaDbServer.common().observer("mysql").execute("DROP DATABASE IF EXISTS habeas");
    observer.execute(
        """
        CREATE TABLE accounts (id bigint AUTO_INCREMENT PRIMARY KEY, email varchar(80), name varchar(40),
          profile json, photo blob, status varchar(20) NOT NULL DEFAULT 'active', KEY (email));
        CREATE TABLE `order` (tenant varchar(10) CHARACTER SET latin1, `group by` int unsigned, account bigint,
          PRIMARY KEY (tenant, `group by`), FOREIGN KEY (account) REFERENCES accounts (id));
        CREATE TABLE `lines` (tenant varchar(10) CHARACTER SET latin1, `group` int unsigned, position tinyint,
          PRIMARY KEY (tenant, `group`, position), FOREIGN KEY (tenant, `group`) REFERENCES `order` (tenant, `group by`));
        CREATE TABLE payments (id binary(16) PRIMARY KEY, account bigint, payer varchar(64), status varchar(20) DEFAULT 'paid',
          paid_at timestamp NULL, FOREIGN KEY (account) REFERENCES accounts (id));
        CREATE TABLE events (id bigint AUTO_INCREMENT PRIMARY KEY, account bigint, what varchar(10), happened datetime, KEY (account));
        INSERT INTO accounts (id, email, name, profile, photo) VALUES
          (1, 'Ada@Example.com', 'Ada', '{"likes": ["tea",\\n "sums"]}', x'00ff'), (2, 'bob@example.com', 'Bob', NULL, NULL),
          (3, 'adá@example.com', 'Adá', NULL, NULL);
        INSERT INTO `order` VALUES ('a', 1, 1), ('a', 2, 2), ('b', 1, 3), ('ä', 1, 1), ('ä', 2, 1), ('ä', 3, 1);
        INSERT INTO `lines` SELECT tenant, `group by`, n.seq FROM `order` JOIN seq_1_to_5 n;
        INSERT INTO payments (id, account, payer, paid_at) VALUES
          (unhex('00000000000000000000000000000001'), 1, 'Ada L', '2026-10-01 10:00:00'),
          (unhex('00000000000000000000000000000002'), 1, 'Ada L', '2024-02-29 10:00:00'),
          (unhex('00000000000000000000000000000003'), 1, 'Ada L', '2019-11-24 10:00:00'),
          (unhex('00000000000000000000000000000004'), 2, 'Bob', '2019-11-24 10:00:00');
        INSERT INTO events (account, what, happened)
          SELECT 1 + s.seq % 3, 'login', '2026-10-17 13:14:15' FROM seq_1_to_30 s;
        """);
    agent = Agent.onMariaDb(database, MAP);
    agent.vault.has("email", "ada@example.com");
  }

  @AfterEach
  void close() {
    agent.close();
  }

  private List<String> neighbours() {
    List<String> contents = new ArrayList<>();
    for (String query :
        List.of(
            "SELECT * FROM accounts WHERE id <> 1",
            "SELECT * FROM `order` WHERE account <> 1",
            "SELECT l.* FROM `lines` l JOIN `order` o ON o.tenant = l.tenant AND o.`group by` ="
                + " l.`group` WHERE o.account <> 1",
            "SELECT * FROM payments WHERE account = 2",
            "SELECT * FROM events WHERE account <> 1")) {
      contents.add(observer.queryForList(query).toString().replaceAll("\\[B@\\w+", "bytes"));
    }
    return contents;
  }

  @Test
  void shouldLocateExactlyAlthoughTheCollationKnowsNeitherCaseNorAccents_L11() {
    // when
    Answer answer = agent.locate(REQUEST, 1);

    // then
    assertThat(answer)
        .isEqualTo(
            new Answer.Done(
                new Outcome.HoldingsLocated(
                    new Counts(
                        Map.of(
                            "accounts",
                            1L,
                            "order",
                            4L,
                            "lines",
                            20L,
                            "payments",
                            3L,
                            "events",
                            10L)),
                    Set.of("account_id"),
                    false)));
    assertThat(agent.vault.deposits)
        .containsExactly(new YieldedIdentifier("account_id", "1", "accounts.id"));
  }

  @Test
  void shouldEraseAnonymiseAndRetainAndLeaveNeighboursUntouched_L19_L20() {
    // given
    agent.locate(REQUEST, 1);
    agent.restrict(REQUEST, 2);
    List<String> neighbours = neighbours();

    // when
    Answer answer = agent.erase(REQUEST, 3);

    // then
    assertThat(answer)
        .isEqualTo(
            new Answer.Done(
                new Outcome.RecordsErased(
                    List.of(
                        new CollectionOutcome("accounts", 1, 0, 0),
                        new CollectionOutcome("events", 0, 10, 0),
                        new CollectionOutcome("lines", 20, 0, 0),
                        new CollectionOutcome("order", 4, 0, 0),
                        new CollectionOutcome("payments", 1, 0, 2)),
                    List.of(
                        new Retained(
                            "payments",
                            "payments-7y",
                            RetentionGround.ART_17_3_B,
                            "NL-AWR-52",
                            "NL",
                            2,
                            Instant.parse("2031-02-28T00:00:00Z"),
                            Instant.parse("2033-10-01T00:00:00Z"))))));
    assertThat(neighbours()).isEqualTo(neighbours);
    assertThat(
            observer.queryForList(
                "SELECT CONCAT_WS(' ', HEX(id), COALESCE(account, 'NULL'), payer, status) FROM"
                    + " payments WHERE account IS NULL ORDER BY id",
                String.class))
        .containsExactly(
            "00000000000000000000000000000001 NULL " + hash("Ada L") + " restricted",
            "00000000000000000000000000000002 NULL " + hash("Ada L") + " restricted");
    assertThat(
            observer.queryForList(
                "SELECT DISTINCT CONCAT_WS(' ', what, happened) FROM events WHERE account IS NULL",
                String.class))
        .containsExactly("gone 2026-10-01 00:00:00");
    assertThat(agent.verify(REQUEST, 4)).isEqualTo(new Answer.Done(new Outcome.ErasureVerified()));
  }

  @Test
  void shouldLiftARestrictionExactly() {
    // given
    observer.execute("UPDATE accounts SET status = 'suspended' WHERE id = 1");
    List<String> before = everything();

    // when
    Answer restricted = agent.restrict(REQUEST, 1);
    List<String> hidden =
        observer.queryForList("SELECT status FROM payments ORDER BY id", String.class);
    Answer lifted = agent.lift(REQUEST, 2);

    // then
    Counts counts = new Counts(Map.of("accounts", 1L, "order", 4L, "payments", 3L));
    assertThat(restricted).isEqualTo(new Answer.Done(new Outcome.RecordsRestricted(counts)));
    assertThat(hidden).containsExactly("restricted", "restricted", "restricted", "paid");
    assertThat(lifted).isEqualTo(new Answer.Done(new Outcome.RestrictionLifted(counts)));
    assertThat(everything()).isEqualTo(before);
  }

  @Test
  void shouldReportTheFirstOutcomeOfARedeliveredTask() {
    // given
    Answer first = agent.erase(REQUEST, 3);

    // when
    Answer second = agent.erase(REQUEST, 3);

    // then
    assertThat(first).isInstanceOf(Answer.Done.class);
    assertThat(second).isEqualTo(first);
    assertThat(agent.erase(REQUEST, 2)).isEqualTo(new Answer.Superseded(3));
  }

  @Test
  void shouldNeverMakeANumberOfATextThatIsNone() {
    // given
    agent.vault.has("email", "' OR '1'='1", "\\", "ada@example.com ", "nul\0byte");
    agent.vault.has("account_id", "1 OR 1=1", "abc", "", "0x01", "1.0", "18446744073709551617");
    List<String> before = everything();

    // when
    List<Answer> answers =
        List.of(agent.locate(REQUEST, 1), agent.erase(REQUEST, 2), agent.verify(REQUEST, 3));

    // then
    assertThat(answers)
        .startsWith(
            new Answer.Done(new Outcome.HoldingsLocated(Counts.NONE, Set.of(), false)),
            new Answer.Done(new Outcome.RecordsErased(List.of(), List.of())));
    assertThat(everything()).isEqualTo(before);
  }

  @Test
  void shouldReadRecordsOutAsJsonWithDocumentsAndBytesInThem() throws Exception {
    // given
    List<String> lines = new ArrayList<>();
    Task task = new Task(REQUEST, 1, new Identifiers(Map.of("email", List.of("ada@example.com"))));

    // when
    agent.holder.export(task, (collection, json) -> lines.add(collection + " " + json));

    // then
    assertThat(lines).hasSize(1 + 4 + 20 + 3 + 10);
    assertThat(lines.getFirst())
        .isEqualTo(
            "accounts {\"id\": 1, \"email\": \"Ada@Example.com\", \"name\": \"Ada\","
                + " \"profile\": {\"likes\": [\"tea\", \"sums\"]}, \"photo\": \"00FF\","
                + " \"status\": \"active\"}");
    assertThat(lines).anyMatch(line -> line.contains("\"tenant\": \"ä\""));
  }

  private List<String> everything() {
    List<String> contents = new ArrayList<>();
    for (String table : List.of("accounts", "`order`", "`lines`", "events")) {
      contents.add(
          observer
              .queryForList("SELECT * FROM " + table)
              .toString()
              .replaceAll("\\[B@\\w+", "bytes"));
    }
    contents.add(
        observer.queryForList("SELECT HEX(id), account, payer, status FROM payments").toString());
    return contents;
  }

  private static String hash(String value) {
    return new KeyedHash(Optional.of(Agent.HASH_KEY)).of(value);
  }
}
