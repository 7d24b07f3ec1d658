package io.habeas.storeagent.processor.objects;

import io.habeas.chassis.secrets.SecretText;
import io.habeas.participant.DataHolder;
import io.habeas.participant.declaration.Declaration;
import io.habeas.participant.outcome.OutcomeLog;
import io.habeas.storeagent.connector.Connector;
import io.habeas.storeagent.connector.KeyedHash;
import io.habeas.storeagent.ledger.Ledger;
import io.habeas.storeagent.map.DataMap.Dataset;
import io.habeas.storeagent.processor.Contradictions;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A processor whose objects are deleted one by one. */
public final class ProviderConnector implements Connector {
  private final Ledger ledger;
  private final ObjectsPlan plan;
  private final ProviderHolder holder;
  private final ObjectReports reports;
  private final Contradictions contradictions;
  private final ProviderClient client;

  /**
   * @param hashKey by which the ledger knows people, at least 32 bytes; to lose it is to lose whose
   *     the objects are
   * @throws IllegalStateException if the definition or the key cannot be read
   * @throws io.habeas.storeagent.map.InvalidMap if the map does not fit the definition
   */
  public ProviderConnector(
      ObjectsConnection connection, Dataset dataset, Ledger ledger, byte[] hashKey, Clock clock) {
    ProviderDefinition definition = ProviderDefinitions.load(connection.definition());
    this.ledger = ledger;
    this.plan = ObjectsPlan.of(dataset, definition);
    var hash = new KeyedHash(Optional.of(hashKey));
    var entries = new ObjectEntries(ledger, clock);
    this.contradictions = new Contradictions(clock);
    this.client =
        new ProviderClient(
            definition,
            connection,
            SecretText.read(connection.secret(), System::getenv),
            contradictions,
            clock);
    this.holder =
        new ProviderHolder(
            definition, plan, client, entries, ledger, hash, connection.workFor(), clock);
    this.reports = new ObjectReports(definition, plan, new Registering(ledger), hash);
  }

  /** Where it is reported whose an object is. */
  ObjectReports reports() {
    return reports;
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
    return new Declaration(plan.identifiers().keySet(), Set.of(), plan.kinds(), holder.actions());
  }

  @Override
  public List<String> contradictions() {
    return contradictions.shown();
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
