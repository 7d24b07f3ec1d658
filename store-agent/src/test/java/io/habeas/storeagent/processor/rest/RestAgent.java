package io.habeas.storeagent.processor.rest;

import io.habeas.participant.Deferred;
import io.habeas.participant.Task;
import io.habeas.participant.outcome.JournaledOutcomeLog;
import io.habeas.participant.testkit.MemoryVault;
import io.habeas.participant.testkit.SettableClock;
import io.habeas.participant.testkit.TaskDesk;
import io.habeas.storeagent.ledger.Ledger;
import io.habeas.storeagent.ledger.LedgerConnection;
import io.habeas.storeagent.map.DataMapReader;
import io.habeas.storeagent.processor.Interrupting;
import io.habeas.storeagent.processor.ProcessorMap;
import java.io.StringReader;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.util.unit.DataSize;

/** A store agent of a processor, without its topics: its pauses take no time. */
final class RestAgent extends TaskDesk implements AutoCloseable {
  private static final byte[] HASH_KEY = new byte[32];

  final RestConnector connector;

  private RestAgent(
      RestConnector connector,
      Ledger ledger,
      Interrupting interrupting,
      MemoryVault vault,
      SettableClock clock) {
    super(
        connector.holder(),
        new JournaledOutcomeLog(interrupting.journal(ledger.journal())),
        connector.declaration().yields(),
        vault,
        clock);
    this.connector = connector;
  }

  static RestAgent on(
      RestConnection connection,
      LedgerConnection memory,
      String map,
      MemoryVault vault,
      SettableClock clock,
      Interrupting interrupting) {
    ProcessorMap plan =
        ProcessorMap.of(DataMapReader.read("map.yml", new StringReader(map)).datasets().getFirst());
    var ledger = new Ledger(memory, plan.dataset(), clock);
    var connector =
        new RestConnector(
            connection,
            plan,
            Optional.of(HASH_KEY),
            clock,
            ledger,
            interrupting::orders,
            clock::advance);
    return new RestAgent(connector, ledger, interrupting, vault, clock);
  }

  static RestAgent on(
      RestConnection connection,
      LedgerConnection memory,
      String map,
      MemoryVault vault,
      SettableClock clock) {
    return on(connection, memory, map, vault, clock, Interrupting.never());
  }

  static RestConnection connection(String definition, URI uri, Map<String, String> settings) {
    return connection(definition, uri, settings, Duration.ofSeconds(5), null);
  }

  static RestConnection connection(
      String definition,
      URI uri,
      Map<String, String> settings,
      Duration timeout,
      @Nullable Integer callsPerSecond) {
    return new RestConnection(
        definition,
        uri,
        Map.of("token", "tok", "key", "sk_test", "api-key", "api", "secret-key", "secret"),
        settings,
        Set.of("localhost"),
        Duration.ofSeconds(2),
        timeout,
        Duration.ofSeconds(2),
        Duration.ofSeconds(20),
        DataSize.ofKilobytes(256),
        callsPerSecond == null ? Integer.valueOf(1000) : callsPerSecond);
  }

  /** What is read out, each record after the name of its collection. */
  List<String> export(UUID request, int step) throws Deferred {
    List<String> records = new ArrayList<>();
    connector
        .holder()
        .export(
            new Task(request, step, vault.identifiers()),
            (collection, json) -> records.add(collection + " " + json));
    return records;
  }

  @Override
  public void close() {
    connector.close();
  }
}
