package io.habeas.storeagent.search;

import io.habeas.participant.Deferred;
import io.habeas.participant.Task;
import io.habeas.participant.testkit.MemoryVault;
import io.habeas.participant.testkit.SettableClock;
import io.habeas.participant.testkit.TaskDesk;
import io.habeas.storeagent.map.DataMapReader;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;

/** A store agent on a search cluster, without its topics. */
final class SearchAgent extends TaskDesk implements AutoCloseable {
  static final byte[] HASH_KEY = new byte[32];

  final SearchConnector connector;

  private SearchAgent(
      SearchConnector connector, SearchPlan plan, MemoryVault vault, SettableClock clock) {
    super(connector.holder(), connector.outcomes(), plan.documents().yields(), vault, clock);
    this.connector = connector;
  }

  static SearchAgent on(SearchServers.Space space, String map) {
    return on(space, map, new MemoryVault(), new SettableClock(), UnaryOperator.identity());
  }

  /**
   * @param around what is put around the way to the cluster
   */
  static SearchAgent on(
      SearchServers.Space space,
      String map,
      MemoryVault vault,
      SettableClock clock,
      UnaryOperator<Wire> around) {
    return on(SearchServers.connection(space, 3), plan(space.named(map)), vault, clock, around);
  }

  static SearchAgent on(
      SearchConnection connection,
      SearchPlan plan,
      MemoryVault vault,
      SettableClock clock,
      UnaryOperator<Wire> around) {
    return new SearchAgent(
        new SearchConnector(connection, plan, Optional.of(HASH_KEY), clock, around),
        plan,
        vault,
        clock);
  }

  static SearchPlan plan(String map) {
    return SearchPlanner.plan(
        DataMapReader.read("map.yml", new StringReader(map)).datasets().getFirst());
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
