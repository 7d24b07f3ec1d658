package io.habeas.storeagent.postgres;

import io.habeas.participant.DataHolder;
import io.habeas.participant.declaration.Declaration;
import io.habeas.participant.outcome.OutcomeLog;
import io.habeas.storeagent.connector.Connector;
import io.habeas.storeagent.plan.StorePlan;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/** A PostgreSQL database. */
public final class PostgresConnector implements Connector {
  private final Store store;
  private final PostgresHolder holder;
  private final StorePlan plan;

  /**
   * @param hashKey for columns with the strategy keyed-hash, at least 32 bytes; empty for none
   */
  public PostgresConnector(
      PostgresConnection connection, StorePlan plan, Optional<byte[]> hashKey, Clock clock) {
    this.store = new Store(connection);
    this.holder = new PostgresHolder(store, connection, plan, hashKey, clock);
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
    return List.of();
  }

  @Override
  public void close() {
    store.close();
  }
}
