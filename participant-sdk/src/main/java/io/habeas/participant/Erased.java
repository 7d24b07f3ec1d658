package io.habeas.participant;

import java.util.List;

/**
 * What an erasure did.
 *
 * @param outcomes what became of the records of each collection
 * @param retained what is kept for this request and under which duty, as it stands after this step,
 *     whichever step converted it
 */
public record Erased(List<CollectionOutcome> outcomes, List<Retained> retained) {
  public Erased {
    outcomes = List.copyOf(outcomes);
    retained = List.copyOf(retained);
  }

  /**
   * What became of the records of one collection. The three counts never overlap.
   *
   * @param erased records that are gone
   * @param anonymised records that remain and no longer concern anybody (Recital 26)
   * @param retained records kept under a duty, as they stand after this step
   */
  public record CollectionOutcome(String collection, long erased, long anonymised, long retained) {}
}
