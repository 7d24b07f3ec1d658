package io.habeas.storeagent.jdbc;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
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
  private static final int FETCH = 500;

  private final Dialect dialect;
  private final HikariDataSource writing;
  private final HikariDataSource reading;
  private final JdbcTemplate jdbc;
  private final JdbcTemplate readingJdbc;
  private final PlatformTransactionManager transactions;
  private final TransactionTemplate readingTransaction;
  private final @Nullable String schema;

  /** Connects when first used: a store that is down does not keep the agent from starting. */
  public Store(JdbcConnection connection) {
    this.dialect = Dialect.of(connection.url());
    int isolation = dialect.writingIsolation();
    this.writing =
        pool(connection, isolation, connection.username(), connection.password(), "habeas-store");
    String reader = connection.readOnlyUsername();
    boolean apart = reader != null || isolation != TransactionDefinition.ISOLATION_REPEATABLE_READ;
    this.reading = apart ? readingPool(connection, reader) : writing;
    this.jdbc = template(writing);
    this.readingJdbc = apart ? template(reading) : jdbc;
    this.transactions = new JdbcTransactionManager(writing);
    var readOnly = new DefaultTransactionDefinition();
    readOnly.setReadOnly(true);
    this.readingTransaction =
        new TransactionTemplate(
            apart ? new JdbcTransactionManager(reading) : transactions, readOnly);
    this.schema = connection.schema();
  }

  private HikariDataSource readingPool(JdbcConnection connection, @Nullable String reader) {
    String password = connection.readOnlyPassword();
    return pool(
        connection,
        TransactionDefinition.ISOLATION_REPEATABLE_READ,
        reader == null ? connection.username() : reader,
        reader == null ? connection.password() : password == null ? "" : password,
        "habeas-store-reading");
  }

  private HikariDataSource pool(
      JdbcConnection connection, int isolation, String username, String password, String name) {
    var config = new HikariConfig();
    config.setPoolName(name);
    config.setUsername(username);
    config.setPassword(password);
    config.setMaximumPoolSize(connection.poolSize());
    config.setMinimumIdle(0);
    config.setInitializationFailTimeout(-1);
    config.setConnectionTimeout(connection.connectTimeout().toMillis());
    config.setValidationTimeout(connection.connectTimeout().toMillis());
    // Set once for each connection: to ask for it in each transaction costs a round trip.
    config.setTransactionIsolation(String.valueOf(isolation));
    dialect.configure(config, connection);
    return new HikariDataSource(config);
  }

  private static JdbcTemplate template(DataSource source) {
    var template = new JdbcTemplate(source, true);
    template.setFetchSize(FETCH);
    return template;
  }

  Dialect dialect() {
    return dialect;
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

  TransactionTemplate readingTransaction() {
    return readingTransaction;
  }

  /** The schema of tables whose dataset names none. */
  String schema() {
    return schema == null ? dialect.usualSchema(jdbc) : schema;
  }

  @Override
  public void close() {
    reading.close();
    writing.close();
  }
}
