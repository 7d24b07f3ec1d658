package io.habeas.storeagent.processor.objects;

import io.habeas.participant.Deferred;
import io.habeas.participant.Task;
import io.habeas.participant.testkit.MemoryVault;
import io.habeas.participant.testkit.SettableClock;
import io.habeas.participant.testkit.TaskDesk;
import io.habeas.storeagent.ledger.LedgerConnection;
import io.habeas.storeagent.ledger.Ledgers;
import io.habeas.storeagent.map.DataMap.Dataset;
import io.habeas.storeagent.map.DataMapReader;
import io.habeas.storeagent.processor.objects.ObjectReports.Report;
import io.habeas.storeagent.processor.objects.ObjectReports.Taken;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.springframework.util.unit.DataSize;

/** An agent for the objects at a processor, without its topics. */
final class ProviderAgent extends TaskDesk implements AutoCloseable {
  private static final byte[] HASH_KEY = new byte[32];

  final ProviderConnector connector;

  private ProviderAgent(ProviderConnector connector, MemoryVault vault, SettableClock clock) {
    super(connector.holder(), connector.outcomes(), Set.of(), vault, clock);
    this.connector = connector;
  }

  static ProviderAgent openai(ProviderStandIn processor, LedgerConnection database) {
    return on(openai(processor.url()), database, new SettableClock());
  }

  static ProviderAgent on(
      ObjectsConnection connection, LedgerConnection database, SettableClock clock) {
    return new ProviderAgent(
        new ProviderConnector(
            connection,
            dataset(connection.definition()),
            Ledgers.open(database, clock),
            HASH_KEY,
            clock),
        new MemoryVault(),
        clock);
  }

  static ObjectsConnection openai(URI url) {
    return connection("openai", url, Set.of("127.0.0.1"), Duration.ofMinutes(10));
  }

  static ObjectsConnection connection(
      String definition, URI url, Set<String> allowed, Duration workFor) {
    return new ObjectsConnection(
        definition,
        key(),
        url,
        Map.of("OpenAI-Project", "proj-1"),
        allowed,
        Duration.ofSeconds(2),
        Duration.ofSeconds(5),
        Duration.ofSeconds(30),
        workFor,
        DataSize.ofMegabytes(1));
  }

  static Dataset dataset(String definition) {
    String kinds =
        definition.equals("anthropic")
            ? "files, message_batches"
            : "files, vector_store_files, threads, responses, conversations, chat_completions";
    StringBuilder map = new StringBuilder("dataset:\n  - fides_key: ai\n    collections:\n");
    for (String kind : kinds.split(", ", -1)) {
      map.append(
          """
                - name: %s
                  fields:
                    - {name: email, fides_meta: {identity: email}}
                    - {name: account, habeas: {identifier: account_id}}
          """
              .formatted(kind));
    }
    return DataMapReader.read("map.yml", new StringReader(map.toString())).datasets().getFirst();
  }

  private static String key() {
    try {
      Path file = Files.createTempFile("key", ".txt");
      Files.writeString(file, ProviderStandIn.KEY + "\n");
      return file.toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A product service reports an object. */
  Taken report(String kind, Map<String, String> object, Map<String, String> subject) {
    try {
      return connector.reports().take(new Report(kind, Map.copyOf(object), Map.copyOf(subject)));
    } catch (Deferred e) {
      throw new IllegalStateException("Expected a ledger but it fails", e);
    }
  }

  /** What is read out, each line after the name of its collection. */
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
