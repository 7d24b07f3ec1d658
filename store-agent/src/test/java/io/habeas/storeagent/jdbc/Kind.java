package io.habeas.storeagent.jdbc;

import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** Which server a test runs on. */
enum Kind {
  POSTGRESQL {
    @Override
    Opened open(String tables) {
      String url = Databases.create();
      return new Opened(this, Databases.observer(url), url, "public").with(tables);
    }

    @Override
    JdbcConnection connection(Opened database, String user, @Nullable String reader) {
      return Agent.connection(database.url(), user, reader);
    }

    @Override
    String cutting(String table, int id) {
      return """
      CREATE FUNCTION cut() RETURNS trigger LANGUAGE plpgsql AS
        'BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); RETURN OLD; END';
      CREATE TRIGGER cut BEFORE DELETE ON %s FOR EACH ROW WHEN (OLD.id = %d) EXECUTE FUNCTION cut()
      """
          .formatted(table, id);
    }

    @Override
    String granting(String user) {
      return """
      CREATE ROLE %1$s LOGIN;
      GRANT SELECT, DELETE ON people TO %1$s;
      DO $$ BEGIN EXECUTE format('GRANT CREATE ON DATABASE %%I TO %1$s', current_database()); END $$
      """
          .formatted(user);
    }

    @Override
    String looking(String user, String table) {
      return "CREATE ROLE %1$s LOGIN; GRANT SELECT ON %2$s TO %1$s".formatted(user, table);
    }

    // In connections made from now on.
    @Override
    String readOnly(boolean on, String user) {
      return "ALTER ROLE %s SET default_transaction_read_only = %s"
          .formatted(user, on ? "on" : "off");
    }
  },
  MARIADB {
    @Override
    Opened open(String tables) {
      MariaDbServer.assumeItRuns();
      MariaDbServer server = MariaDbServer.common();
      server.observer("mysql").execute("DROP DATABASE IF EXISTS habeas");
      String name = server.create();
      return new Opened(this, server.observer(name), server.url(name), name).with(tables);
    }

    @Override
    JdbcConnection connection(Opened database, String user, @Nullable String reader) {
      return Agent.mariaDb(MariaDbServer.common(), database.schema(), user, reader);
    }

    @Override
    String cutting(String table, int id) {
      return "CREATE TRIGGER cut BEFORE DELETE ON %s FOR EACH ROW IF OLD.id = %d THEN KILL CONNECTION_ID(); END IF"
          .formatted(table, id);
    }

    @Override
    String granting(String user) {
      return """
      CREATE OR REPLACE USER %1$s;
      GRANT SELECT, DELETE ON people TO %1$s;
      GRANT ALL ON habeas.* TO %1$s
      """
          .formatted(user);
    }

    @Override
    String looking(String user, String table) {
      return "CREATE USER %1$s; GRANT SELECT ON %2$s TO %1$s; GRANT SELECT ON habeas.* TO %1$s"
          .formatted(user, table);
    }

    // Whoever administers the server may write all the same.
    @Override
    String readOnly(boolean on, String user) {
      return "SET GLOBAL read_only = " + (on ? "ON" : "OFF");
    }
  },
  /** Where somebody names a server, which the tests have for themselves. */
  MYSQL {
    @Override
    Opened open(String tables) {
      Assumptions.assumeTrue(
          System.getProperty(MYSQL_URL) != null,
          "Expected a MySQL server whose root needs no password, named by -D"
              + MYSQL_URL
              + "=jdbc:mysql://host:port/, but none is");
      JdbcTemplate administrator = mySql("mysql");
      administrator.execute("DROP DATABASE IF EXISTS habeas");
      String name = "store_" + UUID.randomUUID().toString().replace('-', '_');
      administrator.execute("CREATE DATABASE " + name + " CHARACTER SET utf8mb4");
      return new Opened(this, mySql(name), mySqlUrl() + name, name).with(tables);
    }

    private JdbcTemplate mySql(String database) {
      return new JdbcTemplate(
          new DriverManagerDataSource(
              mySqlUrl().replaceFirst("^jdbc:mysql:", "jdbc:mariadb:")
                  + database
                  + "?allowMultiQueries=true",
              "root",
              ""));
    }

    @Override
    JdbcConnection connection(Opened database, String user, @Nullable String reader) {
      return Agent.connection(database.url(), user, reader, database.schema());
    }

    @Override
    String cutting(String table, int id) {
      return MARIADB.cutting(table, id);
    }

    @Override
    String granting(String user) {
      return """
      CREATE USER IF NOT EXISTS %1$s;
      GRANT SELECT, DELETE ON people TO %1$s;
      GRANT ALL ON habeas.* TO %1$s
      """
          .formatted(user);
    }

    @Override
    String looking(String user, String table) {
      return MARIADB.looking(user, table);
    }

    @Override
    String readOnly(boolean on, String user) {
      return MARIADB.readOnly(on, user);
    }
  };

  private static final String MYSQL_URL = "tests.mysql.url";

  private static String mySqlUrl() {
    return Objects.requireNonNull(System.getProperty(MYSQL_URL));
  }

  /** What makes {@code table} cut the connection when its row of that id goes. */
  abstract String cutting(String table, int id);

  /** What gives a new account the rights to erase from {@code people} and to keep its own. */
  abstract String granting(String user);

  /** What makes an account that may look at {@code table}, and at what the agent keeps there. */
  abstract String looking(String user, String table);

  /** What makes the store read-only, at least for that account, and writable again. */
  abstract String readOnly(boolean on, String user);

  /** A new database with {@code tables} in it, and nothing that an agent has kept. */
  abstract Opened open(String tables);

  /**
   * @param reader who locates, reads out and verifies; null for {@code user}
   */
  abstract JdbcConnection connection(Opened database, String user, @Nullable String reader);

  /**
   * A database.
   *
   * @param observer looks at it, and changes it, from outside of the agent
   * @param schema where its tables are; in MariaDB and MySQL its own name
   */
  record Opened(Kind kind, JdbcTemplate observer, String url, String schema) {
    /** An agent on it, with the rights of whoever administers it. */
    Agent agent(String map) {
      return agent(administrator(), map);
    }

    /** One that makes the notes those of its dataset. */
    Agent serving(String map) {
      return Agent.serving(kind.connection(this, administrator(), null), map);
    }

    Agent agent(String user, String map) {
      return Agent.on(kind.connection(this, user, null), map);
    }

    /** One that has {@code reader} look for it. */
    Agent agentWithReader(String reader, String map) {
      return Agent.on(kind.connection(this, administrator(), reader), map);
    }

    private String administrator() {
      return kind == POSTGRESQL ? "postgres" : "root";
    }

    void mayErase(String user) {
      observer.execute(kind.granting(user));
    }

    void readOnly(boolean on, String user) {
      observer.execute(kind.readOnly(on, user));
    }

    void cutWhereGoes(int id) {
      observer.execute(kind.cutting("people", id));
    }

    void cutNoMore() {
      observer.execute("DROP TRIGGER cut" + (kind == POSTGRESQL ? " ON people" : ""));
    }

    private Opened with(String tables) {
      observer.execute(tables);
      return this;
    }
  }
}
