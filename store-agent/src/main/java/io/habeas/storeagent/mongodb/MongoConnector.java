package io.habeas.storeagent.mongodb;

import com.mongodb.MongoException;
import com.mongodb.event.CommandListener;
import io.habeas.participant.DataHolder;
import io.habeas.participant.declaration.Declaration;
import io.habeas.participant.outcome.OutcomeLog;
import io.habeas.storeagent.connector.Connector;
import io.habeas.storeagent.connector.KeyedHash;
import io.habeas.storeagent.connector.Use;
import io.habeas.storeagent.plan.DocumentPlan;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/** A MongoDB database. */
public final class MongoConnector implements Connector {
  private final MongoStore store;
  private final MongoHolder holder;
  private final DocumentPlan plan;

  /**
   * @param hashKey for fields with the strategy keyed-hash, at least 32 bytes; empty for none
   */
  public MongoConnector(
      MongoConnection connection,
      DocumentPlan plan,
      Optional<byte[]> hashKey,
      Clock clock,
      Use use) {
    this(connection, plan, hashKey, clock, use, List.of());
  }

  /**
   * @param listeners told of every command
   */
  MongoConnector(
      MongoConnection connection,
      DocumentPlan plan,
      Optional<byte[]> hashKey,
      Clock clock,
      Use use,
      List<CommandListener> listeners) {
    this.store = new MongoStore(connection, listeners);
    this.holder = new MongoHolder(store, plan, new KeyedHash(hashKey), clock, use);
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
    return new Declaration(plan.needs(), plan.yields(), plan.names(), holder.actions());
  }

  @Override
  public List<String> contradictions() {
    return holder.contradictions();
  }

  @Override
  public List<String> advice() {
    try {
      return MissingIndexes.in(store.readingDatabase(), plan);
    } catch (MongoException e) {
      return List.of(
          "Expected to read the indexes but the store answered %s"
              .formatted(e.getClass().getSimpleName()));
    }
  }

  @Override
  public void close() {
    store.close();
  }
}
