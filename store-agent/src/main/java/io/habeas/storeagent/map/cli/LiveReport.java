package io.habeas.storeagent.map.cli;

import io.habeas.participant.WaitReason;
import io.habeas.storeagent.Connectors;
import io.habeas.storeagent.HashKey;
import io.habeas.storeagent.StoreConnection;
import io.habeas.storeagent.connector.Connector;
import io.habeas.storeagent.connector.Use;
import io.habeas.storeagent.map.DataMap.Dataset;
import io.habeas.storeagent.map.InvalidMap;
import io.habeas.storeagent.map.StoreKind;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a store says to the map of it.
 *
 * @param nothing why there is nothing to look at; empty if there is
 * @param unreachable why nothing can be said; empty if something can
 * @param contradictions where the store is not as the map says
 * @param advice what makes requests slow or heavy
 */
record LiveReport(
    String dataset,
    Optional<String> nothing,
    Optional<WaitReason> unreachable,
    List<String> contradictions,
    List<String> advice) {
  LiveReport {
    contradictions = List.copyOf(contradictions);
    advice = List.copyOf(advice);
  }

  /**
   * Looks at a store as an agent would that starts with this map; at a processor too, and at the
   * ledger beside it.
   *
   * @throws InvalidMap if the map cannot be carried out
   * @throws IllegalStateException if a setting is missing that an agent needs
   */
  static LiveReport of(Dataset dataset, StoreConnection connection, Connections settings) {
    if (connection.kind() == StoreKind.MANUAL) {
      return new LiveReport(
          dataset.key(),
          Optional.of("people look after it, so there is nothing live to look at"),
          Optional.empty(),
          List.of(),
          List.of());
    }
    Optional<byte[]> hashKey =
        settings
            .hashKey()
            .filter(location -> connection.kind() == StoreKind.PROVIDER)
            .map(location -> HashKey.load(location, System::getenv));
    try (Connector connector =
        Connectors.connect(
            connection, dataset, hashKey, settings.ledger(), Clock.systemUTC(), Use.LOOKING)) {
      Optional<WaitReason> unfit = connector.holder().unfit();
      List<String> contradictions = connector.contradictions();
      boolean reached = unfit.isEmpty() || unfit.get() == WaitReason.MAP_MISMATCH;
      return new LiveReport(
          dataset.key(),
          Optional.empty(),
          reached ? Optional.empty() : unfit,
          contradictions,
          reached
              ? Stream.concat(connection.advice().stream(), connector.advice().stream()).toList()
              : List.of());
    }
  }
}
