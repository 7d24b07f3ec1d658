package io.habeas.storeagent.jdbc;

import org.springframework.jdbc.core.JdbcTemplate;

/** Which server a test runs on. */
enum Kind {
  POSTGRESQL {
    @Override
    Opened open(String tables) {
      String url = Databases.create();
      return new Opened(this, Databases.observer(url), url, "public").with(tables);
    }

    @Override
    JdbcConnection connection(Opened database, String user) {
      return Agent.connection(database.url(), user, null);
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
    JdbcConnection connection(Opened database, String user) {
      return Agent.mariaDb(MariaDbServer.common(), database.schema(), user, null);
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

    // Whoever administers the server may write all the same.
    @Override
    String readOnly(boolean on, String user) {
      return "SET GLOBAL read_only = " + (on ? "ON" : "OFF");
    }
  };

  /** What makes {@code table} cut the connection when its row of that id goes. */
  abstract String cutting(String table, int id);

  /** What gives a new account the rights to erase from {@code people} and to keep its own. */
  abstract String granting(String user);

  /** What makes the store read-only, at least for that account, and writable again. */
  abstract String readOnly(boolean on, String user);

  /** A new database with {@code tables} in it, and nothing that an agent has kept. */
  abstract Opened open(String tables);

  abstract JdbcConnection connection(Opened database, String user);

  /**
   * A database.
   *
   * @param observer looks at it, and changes it, from outside of the agent
   * @param schema where its tables are; in MariaDB its own name
   */
  record Opened(Kind kind, JdbcTemplate observer, String url, String schema) {
    /** An agent on it, with the rights of whoever administers it. */
    Agent agent(String map) {
      return agent(kind == POSTGRESQL ? "postgres" : "root", map);
    }

    Agent agent(String user, String map) {
      return Agent.on(kind.connection(this, user), map);
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
