package io.habeas.storeagent;

import io.habeas.storeagent.connector.Connector;
import io.habeas.storeagent.ledger.Ledger;
import io.habeas.storeagent.ledger.LedgerConnection;
import io.habeas.storeagent.ledger.Seal;
import io.habeas.storeagent.manual.ManualConnector;
import io.habeas.storeagent.manual.ManualPlan;
import io.habeas.storeagent.map.DataMap.Dataset;
import io.habeas.storeagent.processor.ProcessorMap;
import io.habeas.storeagent.processor.objects.ProviderConnector;
import io.habeas.storeagent.processor.opendsr.OpenDsrConnector;
import io.habeas.storeagent.processor.rest.RestConnector;
import java.time.Clock;
import java.util.Optional;

/** Connectors to what is no store of ours, which remember in a ledger. */
final class RememberingConnectors {
  private RememberingConnectors() {}

  /**
   * A connector of the kind that {@code connection} is for; empty if that has a store of its own.
   *
   * @throws IllegalStateException if a setting is missing that it needs
   * @throws io.habeas.storeagent.map.InvalidMap if the dataset cannot be carried out there
   */
  static Optional<Connector> connect(
      StoreConnection connection,
      Dataset dataset,
      Optional<byte[]> hashKey,
      Optional<LedgerConnection> where,
      Clock clock) {
    if (connection.manual() != null) {
      LedgerConnection ledger = required(where);
      return Optional.of(
          new ManualConnector(
              connection.manual(),
              ManualPlan.of(dataset),
              new Ledger(ledger, dataset.key(), clock),
              seal(ledger),
              clock));
    }
    if (connection.objects() != null) {
      return Optional.of(
          new ProviderConnector(
              connection.objects(),
              dataset,
              new Ledger(required(where), dataset.key(), clock),
              hashKey.orElseThrow(
                  () ->
                      new IllegalStateException(
                          "Expected habeas.store-agent.hash-key, by which the ledger knows people,"
                              + " but there is none")),
              clock));
    }
    if (connection.opendsr() != null) {
      return Optional.of(
          new OpenDsrConnector(
              connection.opendsr(),
              ProcessorMap.of(dataset),
              new Ledger(required(where), dataset.key(), clock),
              hashKey,
              clock));
    }
    if (connection.rest() != null) {
      return Optional.of(
          new RestConnector(
              connection.rest(),
              ProcessorMap.of(dataset),
              new Ledger(required(where), dataset.key(), clock),
              hashKey,
              clock));
    }
    return Optional.empty();
  }

  private static LedgerConnection required(Optional<LedgerConnection> ledger) {
    return ledger.orElseThrow(
        () ->
            new IllegalStateException(
                "Expected habeas.store-agent.ledger, since there is no store to remember in, but"
                    + " there is none"));
  }

  private static Seal seal(LedgerConnection ledger) {
    String keyset = ledger.keyset();
    if (keyset == null) {
      throw new IllegalStateException(
          "Expected habeas.store-agent.ledger.keyset, which seals what people write, but there is"
              + " none");
    }
    return Seal.load(keyset, System::getenv);
  }
}
