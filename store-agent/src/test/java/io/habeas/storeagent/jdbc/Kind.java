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
  };

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

    private Opened with(String tables) {
      observer.execute(tables);
      return this;
    }
  }
}
