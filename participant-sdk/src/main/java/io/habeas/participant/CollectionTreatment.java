package io.habeas.participant;

import java.util.List;
import java.util.Set;

/**
 * How the records of one collection are treated at an erasure, whoever they are about: what a plan
 * shows beside their number before anything is done.
 *
 * @param collection a code
 * @param treatments what becomes of records; more than one where parts of them are treated apart
 * @param strategies what is made of fields of records that stay or are kept, codes of the
 *     participant's own
 * @param duties by which rules some records may be kept for a time (Art. 17(3); legal rule L19)
 */
public record CollectionTreatment(
    String collection, Set<Treatment> treatments, Set<String> strategies, List<Duty> duties) {
  public CollectionTreatment {
    treatments = Set.copyOf(treatments);
    strategies = Set.copyOf(strategies);
    duties = List.copyOf(duties);
  }

  /** Records of {@code collection} go as a whole, all of them. */
  public static CollectionTreatment erased(String collection) {
    return new CollectionTreatment(collection, Set.of(Treatment.ERASED), Set.of(), List.of());
  }

  /** What becomes of records. */
  public enum Treatment {
    /** They go as a whole. */
    ERASED,
    /** They stay, and nobody can tell any more whose they were. */
    ANONYMISED
  }

  /**
   * A rule by which records may have to be kept.
   *
   * @param rule its name, a code
   * @param ground the exception it relies on
   * @param statute citation as a code, {@code NL-AWR-52} say
   * @param jurisdiction whose law that is, a code
   */
  public record Duty(String rule, RetentionGround ground, String statute, String jurisdiction) {}
}
