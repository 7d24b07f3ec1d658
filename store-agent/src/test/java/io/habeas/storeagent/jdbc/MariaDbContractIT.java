package io.habeas.storeagent.jdbc;

import io.habeas.participant.testkit.DataHolderContract;
import io.habeas.participant.testkit.StoreUnderTest;
import io.habeas.storeagent.plan.StorePlan;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.springframework.jdbc.core.JdbcTemplate;

/** The contract on a real MariaDB, with the sample controller's tables and map. */
class MariaDbContractIT extends DataHolderContract {
  private static final StorePlan PLAN = Agent.plan(Databases.samplePath("accounts.yml"));
  private static final String DATABASE = "public";
  private static final String TABLES =
      """
      CREATE TABLE accounts (id bigint AUTO_INCREMENT PRIMARY KEY, email varchar(200) NOT NULL UNIQUE, telegram_id bigint UNIQUE,
        display_name varchar(200) NOT NULL, language varchar(8) NOT NULL DEFAULT 'en',
        status varchar(20) NOT NULL DEFAULT 'active' CHECK (status IN ('active', 'suspended', 'restricted')),
        created_at timestamp NOT NULL DEFAULT current_timestamp());
      CREATE TABLE settings (account_id bigint NOT NULL, name varchar(100) NOT NULL, value varchar(200) NOT NULL,
        PRIMARY KEY (account_id, name), FOREIGN KEY (account_id) REFERENCES accounts (id));
      CREATE TABLE consents (id bigint AUTO_INCREMENT PRIMARY KEY, account_id bigint NOT NULL, purpose varchar(100) NOT NULL,
        given_at timestamp NOT NULL, withdrawn_at timestamp NULL, FOREIGN KEY (account_id) REFERENCES accounts (id));
      CREATE TABLE payments (id bigint AUTO_INCREMENT PRIMARY KEY, account_id bigint, invoice varchar(40) NOT NULL UNIQUE,
        amount decimal(10,2) NOT NULL, currency char(3) NOT NULL, payer_name varchar(200), card_last4 char(4),
        status varchar(20) NOT NULL DEFAULT 'settled' CHECK (status IN ('settled', 'refunded', 'restricted')),
        paid_at timestamp NOT NULL, FOREIGN KEY (account_id) REFERENCES accounts (id));
      CREATE TABLE fraud_signals (id bigint AUTO_INCREMENT PRIMARY KEY, account_id bigint, kind varchar(100) NOT NULL,
        client_ip varchar(45), raised_at timestamp NOT NULL, cleared_at timestamp NULL, FOREIGN KEY (account_id) REFERENCES accounts (id));
      CREATE TABLE usage_events (id bigint AUTO_INCREMENT PRIMARY KEY, account_id bigint, feature varchar(100) NOT NULL,
        model varchar(100) NOT NULL, tokens integer NOT NULL, client_ip varchar(45), occurred_at timestamp NOT NULL,
        FOREIGN KEY (account_id) REFERENCES accounts (id));
      """;

  private static final String EMPTYING =
      """
      SELECT CONCAT('DROP TRIGGER ', trigger_schema, '.', trigger_name) FROM information_schema.triggers
        WHERE trigger_schema IN ('public', 'habeas')
      UNION ALL SELECT CONCAT('DROP SEQUENCE ', table_schema, '.', table_name) FROM information_schema.tables
        WHERE table_schema IN ('public', 'habeas') AND table_type = 'SEQUENCE'
      UNION ALL SELECT CONCAT('DELETE FROM ', table_schema, '.', table_name) FROM information_schema.tables
        WHERE table_schema IN ('public', 'habeas') AND table_type = 'BASE TABLE'
      UNION ALL SELECT CONCAT('ALTER TABLE ', table_schema, '.', table_name, ' AUTO_INCREMENT = 1') FROM information_schema.tables
        WHERE table_schema = 'public' AND auto_increment > 1 AND table_type = 'BASE TABLE'
      """;

  /**
   * Servers that nobody works on. Each store has one for itself, since what an agent keeps is in
   * one place for all databases of a server.
   */
  private static final Deque<Server> IDLE = new ArrayDeque<>();

  private record Server(MariaDbServer server, JdbcTemplate observer) {}

  @BeforeAll
  static void server() {
    MariaDbServer.assumeItRuns();
  }

  @Override
  protected StoreUnderTest open() {
    Server server = Optional.ofNullable(IDLE.poll()).orElseGet(MariaDbContractIT::fresh);
    return new Accounts(
        server.observer(),
        () -> Agent.on(Agent.mariaDb(server.server(), DATABASE, "root", null), PLAN),
        "(SELECT seq AS n FROM seq_%d_to_%d)",
        new FailingRow(server.observer(), DATABASE),
        () -> {
          empty(server.observer());
          IDLE.push(server);
        });
  }

  private static Server fresh() {
    MariaDbServer server = MariaDbServer.startFresh();
    server.observer("mysql").execute("CREATE DATABASE public CHARACTER SET utf8mb4");
    JdbcTemplate observer = server.steadyObserver(DATABASE);
    observer.execute(TABLES);
    return new Server(server, observer);
  }

  /** As it was in the beginning: to make the tables again takes far longer. */
  private static void empty(JdbcTemplate observer) {
    List<String> statements = new ArrayList<>();
    statements.add("SET foreign_key_checks = 0");
    statements.addAll(observer.queryForList(EMPTYING, String.class));
    statements.add("SET foreign_key_checks = 1");
    observer.execute(String.join(";", statements));
  }
}
