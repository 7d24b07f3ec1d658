package io.habeas.storeagent.plan;

import io.habeas.storeagent.map.DataMap.Dataset;
import io.habeas.storeagent.map.InvalidMap;
import java.util.Map;

/** Outlines of datasets, by the kind of their stores. */
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
    return Outline.of(DocumentPlanner.plan(dataset));
  }

  /**
   * Of objects.
   *
   * @param places the identifier type that says where the objects of a collection lie, by its name
   */
  public static Outline ofObjects(Dataset dataset, Map<String, String> places) {
    return Outline.of(dataset, places);
  }
}
