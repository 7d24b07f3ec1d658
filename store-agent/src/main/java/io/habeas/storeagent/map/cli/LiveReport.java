package io.habeas.storeagent.map.cli;

import io.habeas.participant.WaitReason;
import io.habeas.storeagent.Connectors;
import io.habeas.storeagent.StoreConnection;
import io.habeas.storeagent.connector.Connector;
import io.habeas.storeagent.map.DataMap.Dataset;
import io.habeas.storeagent.map.InvalidMap;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/**
 * What a store says to the map of it.
 *
 * @param unreachable why nothing can be said; empty if something can
 * @param contradictions where the store is not as the map says
 * @param advice what makes requests slow or heavy
 */
record LiveReport(
    String dataset,
    Optional<WaitReason> unreachable,
    List<String> contradictions,
    List<String> advice) {
  LiveReport {
    contradictions = List.copyOf(contradictions);
    advice = List.copyOf(advice);
  }

  /**
   * Looks at a store as an agent would that starts with this map.
   *
   * @throws InvalidMap if the map cannot be carried out
   */
  static LiveReport of(Dataset dataset, StoreConnection connection) {
    try (Connector connector =
        Connectors.connect(connection, dataset, Optional.empty(), Clock.systemUTC())) {
      Optional<WaitReason> unfit = connector.holder().unfit();
      List<String> contradictions = connector.contradictions();
      boolean reached = unfit.isEmpty() || unfit.get() == WaitReason.MAP_MISMATCH;
      return new LiveReport(
          dataset.key(),
          reached ? Optional.empty() : unfit,
          contradictions,
          reached ? connector.advice() : List.of());
    }
  }
}
