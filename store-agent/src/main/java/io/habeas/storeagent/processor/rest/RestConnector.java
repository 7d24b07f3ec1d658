package io.habeas.storeagent.processor.rest;

import io.habeas.participant.DataHolder;
import io.habeas.participant.declaration.Declaration;
import io.habeas.participant.outcome.OutcomeLog;
import io.habeas.participant.vault.Pause;
import io.habeas.storeagent.connector.Connector;
import io.habeas.storeagent.connector.StoreWatch;
import io.habeas.storeagent.ledger.Ledger;
import io.habeas.storeagent.ledger.Orders;
import io.habeas.storeagent.processor.Contradictions;
import io.habeas.storeagent.processor.OrderDesk;
import io.habeas.storeagent.processor.ProcessorClient;
import io.habeas.storeagent.processor.ProcessorEndpoint;
import io.habeas.storeagent.processor.ProcessorMap;
import io.habeas.storeagent.processor.ProcessorWatch;
import io.habeas.storeagent.processor.SubjectDigest;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

/**
 * A processor whose interface is described by a definition. The agent's own memory, outcomes and
 * orders, is the ledger.
 */
public final class RestConnector implements Connector {
  private final Ledger ledger;
  private final ProcessorClient client;
  private final Contradictions contradictions;
  private final StoreWatch<Boolean> watch;
  private final RestHolder holder;
  private final Declaration declaration;

  /**
   * Connects to nothing yet.
   *
   * @param ledger where orders and outcomes are remembered; closed with this
   * @param hashKey the agent's; empty if it has none
   * @throws InvalidDefinition if the definition cannot be carried out
   * @throws IllegalStateException if connection or map lack what the definition needs
   */
  public RestConnector(
      RestConnection connection,
      ProcessorMap map,
      Ledger ledger,
      Optional<byte[]> hashKey,
      Clock clock) {
    this(connection, map, hashKey, clock, ledger, UnaryOperator.identity(), Pause.sleeping());
  }

  /**
   * @param around what is put around the orders
   */
  RestConnector(
      RestConnection connection,
      ProcessorMap map,
      Optional<byte[]> hashKey,
      Clock clock,
      Ledger ledger,
      UnaryOperator<Orders> around,
      Pause pause) {
    Definition definition = DefinitionReader.read(connection.definition());
    Fitting fitting = new Fitting(definition, connection, map);
    this.ledger = ledger;
    this.contradictions = new Contradictions(clock);
    this.client =
        new ProcessorClient(
            endpoint(definition, connection, fitting), contradictions, pause, clock);
    this.watch = ProcessorWatch.of(client, ledger, clock);
    Speaking speaking = new Speaking(definition, map, client, fitting.settings(), clock);
    Orders orders = around.apply(ledger.orders());
    OrderDesk desk = new OrderDesk(orders, contradictions, client.longestCall(), clock);
    this.holder =
        new RestHolder(speaking, orders, ledger.journal(), watch, desk, new SubjectDigest(hashKey));
    Set<String> yields = new TreeSet<>();
    map.yields().forEach(yield -> yields.add(yield.type()));
    this.declaration =
        new Declaration(fitting.needs(), yields, map.collections(), holder.actions());
  }

  private static ProcessorEndpoint endpoint(
      Definition definition, RestConnection connection, Fitting fitting) {
    URI base = connection.baseUrl() == null ? definition.baseUrl() : connection.baseUrl();
    if (base == null) {
      throw new IllegalStateException(
          "Expected the connection to say where %s is, as base-url, but it does not"
              .formatted(definition.processor()));
    }
    Integer callsPerSecond =
        connection.callsPerSecond() == null
            ? definition.limits().callsPerSecond()
            : connection.callsPerSecond();
    return new ProcessorEndpoint(
        base,
        fitting.credentials(),
        connection.allowedHosts(),
        connection.connectTimeout(),
        connection.timeout(),
        connection.downloadTimeout(),
        connection.patience(),
        connection.largestAnswer().toBytes(),
        callsPerSecond == null ? OptionalInt.empty() : OptionalInt.of(callsPerSecond));
  }

  @Override
  public DataHolder holder() {
    return holder;
  }

  @Override
  public OutcomeLog outcomes() {
    return ledger.outcomes();
  }

  @Override
  public Declaration declaration() {
    return declaration;
  }

  @Override
  public List<String> contradictions() {
    return java.util.stream.Stream.concat(
            watch.current().contradictions().stream(), contradictions.shown().stream())
        .distinct()
        .toList();
  }

  @Override
  public List<String> advice() {
    return List.of();
  }

  @Override
  public void close() {
    client.close();
    ledger.close();
  }
}
