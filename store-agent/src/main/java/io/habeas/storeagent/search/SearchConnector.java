package io.habeas.storeagent.search;

import io.habeas.participant.DataHolder;
import io.habeas.participant.declaration.Declaration;
import io.habeas.participant.outcome.OutcomeLog;
import io.habeas.storeagent.connector.Connector;
import io.habeas.storeagent.connector.KeyedHash;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** A cluster of OpenSearch or Elasticsearch. */
public final class SearchConnector implements Connector {
  private final HttpWire writing;
  private final Optional<HttpWire> reading;
  private final SearchHolder holder;
  private final SearchPlan plan;

  /**
   * @param hashKey for fields with the strategy keyed-hash, at least 32 bytes; empty for none
   */
  public SearchConnector(
      SearchConnection connection, SearchPlan plan, Optional<byte[]> hashKey, Clock clock) {
    this(connection, plan, hashKey, clock, UnaryOperator.identity());
  }

  /**
   * @param around what is put around the way to the cluster
   */
  SearchConnector(
      SearchConnection connection,
      SearchPlan plan,
      Optional<byte[]> hashKey,
      Clock clock,
      UnaryOperator<Wire> around) {
    this.writing = HttpWire.writing(connection);
    this.reading = HttpWire.reading(connection);
    this.plan = plan;
    this.holder =
        new SearchHolder(
            new SearchStore(
                connection,
                connection.ownPrefix(plan.documents().dataset()),
                around.apply(writing),
                around.apply(reading.orElse(writing))),
            plan,
            new KeyedHash(hashKey),
            clock);
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
    return new Declaration(
        plan.documents().needs(),
        plan.documents().yields(),
        plan.documents().names(),
        holder.actions());
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
    reading.ifPresent(HttpWire::close);
    writing.close();
  }
}
