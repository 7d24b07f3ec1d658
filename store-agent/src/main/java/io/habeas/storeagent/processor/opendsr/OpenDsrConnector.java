package io.habeas.storeagent.processor.opendsr;

import io.habeas.participant.DataHolder;
import io.habeas.participant.WaitReason;
import io.habeas.participant.declaration.Declaration;
import io.habeas.participant.outcome.OutcomeLog;
import io.habeas.participant.vault.Pause;
import io.habeas.storeagent.connector.Connector;
import io.habeas.storeagent.connector.StoreWatch;
import io.habeas.storeagent.connector.StoreWatch.State;
import io.habeas.storeagent.ledger.Ledger;
import io.habeas.storeagent.ledger.Orders;
import io.habeas.storeagent.processor.Contradictions;
import io.habeas.storeagent.processor.OrderDesk;
import io.habeas.storeagent.processor.ProcessorClient;
import io.habeas.storeagent.processor.ProcessorEndpoint;
import io.habeas.storeagent.processor.ProcessorFailure;
import io.habeas.storeagent.processor.ProcessorMap;
import io.habeas.storeagent.processor.SubjectDigest;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Base64;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** A processor that speaks OpenDSR 2.0. The agent's own memory is the ledger. */
public final class OpenDsrConnector implements Connector {
  private final Ledger ledger;
  private final ProcessorClient http;
  private final OpenDsrClient client;
  private final ProcessorMap map;
  private final Set<RequestType> asked;
  private final Contradictions contradictions;
  private final StoreWatch<Boolean> watch;
  private final OpenDsrHolder holder;
  private final CallbackDesk callbacks;

  /**
   * Connects to nothing yet.
   *
   * @param ledger where orders and outcomes are remembered; closed with this
   * @param hashKey the agent's; empty if it has none
   * @throws IllegalStateException if connection or map lack something
   */
  public OpenDsrConnector(
      OpenDsrConnection connection,
      ProcessorMap map,
      Ledger ledger,
      Optional<byte[]> hashKey,
      Clock clock) {
    this(connection, map, hashKey, clock, ledger, UnaryOperator.identity(), Pause.sleeping());
  }

  /**
   * @param around what is put around the orders
   */
  OpenDsrConnector(
      OpenDsrConnection connection,
      ProcessorMap map,
      Optional<byte[]> hashKey,
      Clock clock,
      Ledger ledger,
      UnaryOperator<Orders> around,
      Pause pause) {
    if (map.collections().size() != 1 || map.identifiers().isEmpty()) {
      throw new IllegalStateException(
          "Expected dataset %s to have one collection, since OpenDSR tells what became of a person's"
                  .formatted(map.dataset())
              + " data as a whole, with fields named as OpenDSR's identity types, but it has not");
    }
    this.ledger = ledger;
    this.map = map;
    this.asked = requestTypes(connection);
    this.contradictions = new Contradictions(clock);
    this.http = new ProcessorClient(endpoint(connection), contradictions, pause, clock);
    this.client = new OpenDsrClient(http, connection, contradictions, clock);
    this.watch = new StoreWatch<>(this::look, clock);
    Orders orders = around.apply(ledger.orders());
    this.holder =
        new OpenDsrHolder(
            map.collections().iterator().next(),
            asked,
            new Identities(map),
            client,
            http,
            orders,
            ledger.journal(),
            new OrderDesk(orders, contradictions, http.longestCall(), clock),
            new SubjectDigest(hashKey),
            contradictions,
            watch);
    this.callbacks = new CallbackDesk(client, orders);
  }

  private static Set<RequestType> requestTypes(OpenDsrConnection connection) {
    Set<RequestType> types = EnumSet.noneOf(RequestType.class);
    for (String code : connection.requestTypes()) {
      try {
        types.add(RequestType.valueOf(code.toUpperCase(Locale.ROOT)));
      } catch (IllegalArgumentException e) {
        throw new IllegalStateException(
            "Expected request-types of erasure, access and portability but found " + code, e);
      }
    }
    return types;
  }

  private static ProcessorEndpoint endpoint(OpenDsrConnection connection) {
    return new ProcessorEndpoint(
        connection.baseUrl(),
        credentials(connection),
        connection.allowedHosts(),
        connection.connectTimeout(),
        connection.timeout(),
        connection.downloadTimeout(),
        connection.patience(),
        connection.largestAnswer().toBytes(),
        OptionalInt.of(connection.callsPerSecond()));
  }

  private static Map<String, String> credentials(OpenDsrConnection connection) {
    if (connection.token() != null) {
      return Map.of("Authorization", "Bearer " + connection.token());
    }
    if (connection.user() == null) {
      return Map.of();
    }
    String pair =
        connection.user() + ":" + (connection.password() == null ? "" : connection.password());
    return Map.of(
        "Authorization",
        "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8)));
  }

  /** Whether the ledger is there, and the processor can do what is asked of it. */
  private State<Boolean> look() {
    Optional<WaitReason> unfit = ledger.unfit();
    if (unfit.isPresent()) {
      return new State.Unreachable<>(unfit.get());
    }
    try {
      Discovery discovery = client.known().discovery();
      List<String> findings = new ArrayList<>();
      asked.stream()
          .map(RequestType::code)
          .filter(type -> !discovery.requestTypes().contains(type))
          .forEach(
              type ->
                  findings.add(
                      "Expected the processor to take requests of type %s but it does not"
                          .formatted(type)));
      if (map.identifiers().keySet().stream()
          .allMatch(name -> Identities.format(name, discovery).isEmpty())) {
        findings.add(
            "Expected the processor to take one of the identity types %s, raw or as sha256, but it"
                    .formatted(map.identifiers().keySet())
                + " does not");
      }
      return findings.isEmpty() ? new State.Fits<>(true) : new State.Differs<>(findings);
    } catch (ProcessorFailure e) {
      return e.reason() == WaitReason.MAP_MISMATCH
          ? new State.Differs<>(contradictions.shown())
          : new State.Unreachable<>(e.reason());
    }
  }

  /** Takes what the processor says of its own accord. */
  public CallbackDesk callbacks() {
    return callbacks;
  }

  @Override
  public DataHolder holder() {
    return holder;
  }

  @Override
  public OutcomeLog outcomes() {
    return ledger.outcomes();
  }

  /** What the processor takes is not asked before it is there, so it is in {@code unfit}. */
  @Override
  public Declaration declaration() {
    Set<String> needs = new TreeSet<>();
    map.identifiers().values().forEach(needs::addAll);
    return new Declaration(needs, Set.of(), map.collections(), holder.actions());
  }

  @Override
  public List<String> contradictions() {
    return Stream.concat(watch.current().contradictions().stream(), contradictions.shown().stream())
        .distinct()
        .toList();
  }

  /** Identifiers of the map that the processor does not take. */
  @Override
  public List<String> advice() {
    try {
      Discovery discovery = client.known().discovery();
      return map.identifiers().keySet().stream()
          .filter(name -> Identities.format(name, discovery).isEmpty())
          .map(
              name ->
                  "Expected the processor to take the identity type %s but it does not; nobody is"
                          .formatted(name)
                      + " asked for by it")
          .toList();
    } catch (ProcessorFailure e) {
      return List.of();
    }
  }

  @Override
  public void close() {
    http.close();
    ledger.close();
  }
}
