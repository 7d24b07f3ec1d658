package io.habeas.storeagent.processor.opendsr;

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
import io.habeas.storeagent.processor.opendsr.CallbackDesk.Verdict;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.springframework.util.unit.DataSize;

/** A store agent of a processor, without its topics. */
final class OpenDsrAgent extends TaskDesk implements AutoCloseable {
  /** Whoever vouches for processors. */
  static final Authority AUTHORITY = new Authority("Trusted");

  static final String CALLBACKS = "https://agent.example/v1/callbacks/opendsr";

  private static final String MAP =
      """
      dataset:
        - fides_key: cdp
          collections:
            - name: profiles
              fields:
                - name: email
                  fides_meta: {identity: email}
                - name: controller_customer_id
                  habeas: {identifier: account_id}
                - name: android_id
                  habeas: {identifier: device}
      """;

  private static final Path TRUST = trust();

  final OpenDsrConnector connector;
  final JournaledOutcomeLog outcomes;
  private final Processor processor;

  private OpenDsrAgent(
      OpenDsrConnector connector,
      JournaledOutcomeLog outcomes,
      Processor processor,
      MemoryVault vault,
      SettableClock clock) {
    super(connector.holder(), outcomes, Set.of(), vault, clock);
    this.connector = connector;
    this.outcomes = outcomes;
    this.processor = processor;
  }

  static OpenDsrAgent of(
      Processor processor,
      LedgerConnection memory,
      Interrupting interrupting,
      MemoryVault vault,
      SettableClock clock) {
    ProcessorMap map =
        ProcessorMap.of(DataMapReader.read("map.yml", new StringReader(MAP)).datasets().getFirst());
    var ledger = new Ledger(memory, "cdp", clock);
    return new OpenDsrAgent(
        new OpenDsrConnector(
            connection(processor),
            map,
            Optional.empty(),
            clock,
            ledger,
            interrupting::orders,
            clock::advance),
        new JournaledOutcomeLog(interrupting.journal(ledger.journal())),
        processor,
        vault,
        clock);
  }

  private static OpenDsrConnection connection(Processor processor) {
    return new OpenDsrConnection(
        URI.create(processor.standIn.uri() + "/v2"),
        Processor.DOMAIN,
        "gdpr",
        Set.of("erasure", "access"),
        "user",
        "password",
        null,
        TRUST,
        true,
        URI.create(CALLBACKS),
        Set.of("localhost"),
        Duration.ofSeconds(2),
        Duration.ofSeconds(5),
        Duration.ofSeconds(10),
        Duration.ofSeconds(20),
        DataSize.ofKilobytes(256),
        1000);
  }

  private static Path trust() {
    try {
      Path file = Files.createTempDirectory("trust").resolve("authorities.pem");
      return Files.writeString(file, AUTHORITY.pem());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  List<String> export(UUID request, int step) throws Deferred {
    List<String> records = new ArrayList<>();
    connector
        .holder()
        .export(
            new Task(request, step, vault.identifiers()),
            (collection, json) -> records.add(collection + " " + json));
    return records;
  }

  Verdict callback(String id, String body) {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    return connector.callbacks().take(id, Processor.DOMAIN, processor.signsWith.sign(bytes), bytes);
  }

  @Override
  public void close() {
    connector.close();
  }
}
