package io.habeas.storeagent.postgres;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.util.Properties;
import javax.sql.DataSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.DefaultTransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The connections to one database: with the credential that writes, and with the one that only
 * reads. Everything on them is bounded in time. Transactions see one state of the database
 * throughout; where somebody else changes the same rows meanwhile, they fail and are tried again.
 */
public final class Store implements AutoCloseable {
  private final HikariDataSource writing;
  private final HikariDataSource reading;
  private final JdbcTemplate jdbc;
  private final JdbcTemplate readingJdbc;
  private final PlatformTransactionManager transactions;
  private final TransactionTemplate readingTransaction;
  private final String schema;

  /** Connects when first used: a store that is down does not keep the agent from starting. */
  public Store(PostgresConnection connection) {
    this.writing = pool(connection, connection.username(), connection.password(), "habeas-store");
    this.reading =
        connection.readOnlyUsername() == null
            ? writing
            : pool(
                connection,
                connection.readOnlyUsername(),
                connection.readOnlyPassword() == null ? "" : connection.readOnlyPassword(),
                "habeas-store-reading");
    this.jdbc = template(writing);
    this.readingJdbc = reading == writing ? jdbc : template(reading);
    this.transactions = new JdbcTransactionManager(writing);
    var readOnly = new DefaultTransactionDefinition();
    readOnly.setReadOnly(true);
    readOnly.setIsolationLevel(TransactionDefinition.ISOLATION_REPEATABLE_READ);
    this.readingTransaction =
        new TransactionTemplate(
            reading == writing ? transactions : new JdbcTransactionManager(reading), readOnly);
    this.schema = connection.schema();
  }

  private static HikariDataSource pool(
      PostgresConnection connection, String username, String password, String name) {
    var config = new HikariConfig();
    config.setPoolName(name);
    config.setJdbcUrl(connection.url());
    config.setUsername(username);
    config.setPassword(password);
    config.setMaximumPoolSize(connection.poolSize());
    config.setMinimumIdle(0);
    config.setInitializationFailTimeout(-1);
    config.setConnectionTimeout(connection.connectTimeout().toMillis());
    config.setValidationTimeout(connection.connectTimeout().toMillis());
    config.setConnectionInitSql(
        "SET statement_timeout = %d; SET lock_timeout = %d; SET TIME ZONE 'UTC'"
            .formatted(
                connection.statementTimeout().toMillis(), connection.lockTimeout().toMillis()));
    Properties driver = new Properties();
    driver.setProperty("ApplicationName", "habeas-store-agent");
    driver.setProperty(
        "connectTimeout", String.valueOf(Math.max(1, connection.connectTimeout().toSeconds())));
    // A server that is gone without a word is noticed after the longest statement is over.
    driver.setProperty(
        "socketTimeout", String.valueOf(connection.statementTimeout().plusSeconds(10).toSeconds()));
    // Details of the server's errors quote values.
    driver.setProperty("logServerErrorDetail", "false");
    config.setDataSourceProperties(driver);
    return new HikariDataSource(config);
  }

  private static JdbcTemplate template(DataSource source) {
    var template = new JdbcTemplate(source, true);
    template.setFetchSize(500);
    return template;
  }

  JdbcTemplate jdbc() {
    return jdbc;
  }

  JdbcTemplate readingJdbc() {
    return readingJdbc;
  }

  PlatformTransactionManager transactions() {
    return transactions;
  }

  /** Isolation of a transaction that changes something. */
  TransactionDefinition writingDefinition() {
    var definition = new DefaultTransactionDefinition();
    definition.setIsolationLevel(TransactionDefinition.ISOLATION_REPEATABLE_READ);
    return definition;
  }

  TransactionTemplate readingTransaction() {
    return readingTransaction;
  }

  /** The schema of tables whose dataset names none. */
  String schema() {
    return schema;
  }

  @Override
  public void close() {
    reading.close();
    writing.close();
  }
}
