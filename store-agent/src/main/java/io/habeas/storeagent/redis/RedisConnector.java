package io.habeas.storeagent.redis;

import io.habeas.participant.DataHolder;
import io.habeas.participant.declaration.Declaration;
import io.habeas.participant.outcome.JournaledOutcomeLog;
import io.habeas.participant.outcome.OutcomeLog;
import io.habeas.storeagent.connector.Connector;
import io.habeas.storeagent.connector.KeyedHash;
import io.habeas.storeagent.connector.ReachableOutcomes;
import io.habeas.storeagent.connector.StoreWatch;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A Redis database, or one of anything that speaks its protocol and runs its scripts; not a
 * cluster. What the agent keeps for itself there is listed by {@link Names}.
 */
public final class RedisConnector implements Connector {
  private final KeyPlan plan;
  private final Wire writer;
  private final @Nullable Wire reader;
  private final StoreWatch<Boolean> watch;
  private final LiveCheck check;
  private final RedisHolder holder;
  private final OutcomeLog outcomes;

  /**
   * Connects to nothing yet.
   *
   * @param hashKey of keyed hashes; empty where the map has none
   */
  public RedisConnector(
      RedisConnection connection, KeyPlan plan, Optional<byte[]> hashKey, Clock clock) {
    this(connection, plan, hashKey, clock, UnaryOperator.identity());
  }

  /**
   * @param around between the agent and the server
   */
  RedisConnector(
      RedisConnection connection,
      KeyPlan plan,
      Optional<byte[]> hashKey,
      Clock clock,
      UnaryOperator<Wire> around) {
    this.plan = plan;
    this.writer = around.apply(new JedisWire(connection.uri(), connection));
    String readOnly = connection.readOnlyUri();
    this.reader = readOnly == null ? null : around.apply(new JedisWire(readOnly, connection));
    var writing = new Server(writer, connection.page());
    var reading = reader == null ? writing : new Server(reader, connection.page());
    Names names = Names.of(plan.dataset());
    this.check = new LiveCheck(Stream.of(writing, reading).distinct().toList(), plan, names);
    this.watch = new StoreWatch<>(check::find, clock);
    var journal = new RedisJournal(writing, names);
    this.holder =
        new RedisHolder(
            plan, names, writing, reading, journal, watch, new KeyedHash(hashKey), clock);
    this.outcomes = new ReachableOutcomes(watch, new JournaledOutcomeLog(journal));
  }

  @Override
  public DataHolder holder() {
    return holder;
  }

  @Override
  public OutcomeLog outcomes() {
    return outcomes;
  }

  /** Yields nothing: nothing that Redis holds is checked to belong to a person. */
  @Override
  public Declaration declaration() {
    return new Declaration(plan.needs(), Set.of(), plan.collections(), holder.actions());
  }

  @Override
  public List<String> contradictions() {
    return watch.current().contradictions();
  }

  @Override
  public List<String> advice() {
    return check.advice();
  }

  @Override
  public void close() {
    writer.close();
    if (reader != null) {
      reader.close();
    }
  }
}
