package io.habeas.storeagent.manual;

import io.habeas.participant.Action;
import io.habeas.participant.testkit.MemoryVault;
import io.habeas.participant.testkit.SettableClock;
import io.habeas.participant.testkit.TaskDesk;
import io.habeas.storeagent.ledger.Ledger;
import io.habeas.storeagent.ledger.LedgerConnection;
import io.habeas.storeagent.ledger.Ledgers;
import io.habeas.storeagent.ledger.Seal;
import io.habeas.storeagent.map.DataMapReader;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import org.springframework.util.unit.DataSize;

/** An agent for paper files in an archive, without its topics. */
final class Archive extends TaskDesk implements AutoCloseable {
  static final String MAP =
      """
      dataset:
        - fides_key: archive
          name: Paper archive
          collections:
            - name: contracts
              habeas:
                manual:
                  team: archive
                  instructions:
                    en: Look in cabinet 4 under the family name.
                    de: In Schrank 4 unter dem Nachnamen suchen.
                  runbook: https://wiki.example.com/archive
                retention:
                  rule: nl-tax
                  period: P7Y
                  from: signed
                  ground: art-17-3-b
                  statute: NL-AWR-52
                  jurisdiction: NL
                  meanwhile: restrict
              fields:
                - name: email
                  data_categories: [user.contact.email]
                  fides_meta: {identity: email}
                - name: signed
                  data_categories: [user]
            - name: letters
              habeas:
                manual:
                  team: post-room
                  instructions: {en: Ask the post room.}
              fields:
                - name: customer
                  data_categories: [user.unique_id]
                  habeas: {identifier: customer_number}
      """;

  static final Path KEYSET = keyset();

  final ManualConnector connector;

  private Archive(ManualConnector connector, MemoryVault vault, SettableClock clock) {
    super(connector.holder(), connector.outcomes(), Set.of(), vault, clock);
    this.connector = connector;
  }

  static Archive on(LedgerConnection database) {
    return on(database, new MemoryVault(), new SettableClock());
  }

  static Archive on(LedgerConnection database, MemoryVault vault, SettableClock clock) {
    Ledger ledger = Ledgers.open(database, clock);
    ManualConnection connection =
        new ManualConnection(
            EnumSet.complementOf(EnumSet.of(Action.SEED, Action.EXPIRE)),
            Duration.ofDays(7),
            Duration.ofDays(1095),
            DataSize.ofMegabytes(4));
    return new Archive(
        new ManualConnector(
            connection, plan(), ledger, Seal.load(KEYSET.toString(), name -> null), clock),
        vault,
        clock);
  }

  static ManualPlan plan() {
    return ManualPlan.of(
        DataMapReader.read("map.yml", new StringReader(MAP)).datasets().getFirst());
  }

  private static Path keyset() {
    try {
      Path file = Files.createTempDirectory("seal").resolve("keyset.json");
      Seal.generate(file);
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    connector.close();
  }
}
