package io.habeas.storeagent.plan;

import io.habeas.storeagent.map.DataMap.Dataset;
import io.habeas.storeagent.map.InvalidMap;

/** Outlines of datasets whose stores are planned for here. */
public final class Outlines {
  private Outlines() {}

  /**
   * Of tables.
   *
   * @throws InvalidMap with every error found, each with its line
   */
  public static Outline ofTables(Dataset dataset, Sharing sharing) {
    return Outline.of(StorePlanner.plan(dataset, sharing));
  }

  /**
   * Of documents.
   *
   * @throws InvalidMap with every error found, each with its line
   */
  public static Outline ofDocuments(Dataset dataset) {
    return of(DocumentPlanner.plan(dataset));
  }

  /** Of documents that are planned already. */
  public static Outline of(DocumentPlan documents) {
    return Outline.of(documents);
  }
}
