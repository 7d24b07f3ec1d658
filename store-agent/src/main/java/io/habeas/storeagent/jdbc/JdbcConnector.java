package io.habeas.storeagent.jdbc;

import io.habeas.participant.DataHolder;
import io.habeas.participant.declaration.Declaration;
import io.habeas.participant.outcome.OutcomeLog;
import io.habeas.storeagent.connector.Connector;
import io.habeas.storeagent.connector.Use;
import io.habeas.storeagent.plan.StorePlan;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/** A PostgreSQL, MySQL or MariaDB database. */
public final class JdbcConnector implements Connector {
  private final Store store;
  private final JdbcHolder holder;
  private final StorePlan plan;

  /**
   * @param hashKey for columns with the strategy keyed-hash, at least 32 bytes; empty for none
   */
  public JdbcConnector(
      JdbcConnection connection, StorePlan plan, Optional<byte[]> hashKey, Clock clock, Use use) {
    this.store = new Store(connection);
    this.holder = new JdbcHolder(store, connection, plan, hashKey, clock, use);
    this.plan = plan;
  }

  @Override
  public DataHolder holder() {
    return holder;
  }

  @Override
  public OutcomeLog outcomes() {
    return holder.outcomeLog();
  }

  @Override
  public Declaration declaration() {
    return new Declaration(plan.needs(), plan.yields(), plan.collections(), holder.actions());
  }

  @Override
  public List<String> contradictions() {
    return holder.contradictions();
  }

  @Override
  public List<String> advice() {
    return holder.advice();
  }

  @Override
  public void close() {
    store.close();
  }
}
