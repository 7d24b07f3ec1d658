package io.habeas.participant;

import java.util.List;

/**
 * What is held about a person.
 *
 * @param holdings how many records of each collection
 * @param yields identifiers found in fields that are verified and unique to one person; the starter
 *     deposits them in the vault
 * @param ambiguous whether the given identifiers lead to more than one account, or contradict each
 *     other: a person must decide
 */
public record Located(Counts holdings, List<YieldedIdentifier> yields, boolean ambiguous) {
  public Located {
    yields = List.copyOf(yields);
  }
}
