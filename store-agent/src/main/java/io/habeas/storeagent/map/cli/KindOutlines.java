package io.habeas.storeagent.map.cli;

import io.habeas.storeagent.manual.ManualPlan;
import io.habeas.storeagent.map.DataMap.Dataset;
import io.habeas.storeagent.map.InvalidMap;
import io.habeas.storeagent.map.StoreKind;
import io.habeas.storeagent.plan.Outline;
import io.habeas.storeagent.plan.Outlines;
import io.habeas.storeagent.plan.Sharing;
import io.habeas.storeagent.processor.ProcessorMap;
import io.habeas.storeagent.processor.objects.ObjectsPlan;
import io.habeas.storeagent.redis.KeyPlanner;
import io.habeas.storeagent.s3.ObjectPlanner;
import io.habeas.storeagent.search.SearchPlanner;

/** What datasets come to in stores of each kind. */
final class KindOutlines {
  private KindOutlines() {}

  /**
   * What {@code dataset} comes to in a store of {@code kind}.
   *
   * @throws InvalidMap with every error found, each with its line
   */
  static Outline of(StoreKind kind, Dataset dataset) {
    kind.requireFitting(dataset);
    return switch (kind) {
      case TABLES -> Outlines.ofTables(dataset, Sharing.UNDERSTOOD);
      case DOCUMENTS -> Outlines.ofDocuments(dataset);
      case SEARCH -> Outlines.of(SearchPlanner.plan(dataset).documents());
      case OBJECTS -> PlaceOutlines.of(ObjectPlanner.plan(dataset), dataset);
      case KEYS -> PlaceOutlines.of(KeyPlanner.plan(dataset), dataset);
      case PROCESSOR -> PlaceOutlines.of(ProcessorMap.of(dataset));
      case PROVIDER -> PlaceOutlines.of(ObjectsPlan.of(dataset), dataset);
      case MANUAL -> PlaceOutlines.of(ManualPlan.of(dataset), dataset);
    };
  }
}
