package io.habeas.orchestrator.erasure;

import io.habeas.schemas.avro.RetentionGround;
import io.habeas.schemas.avro.Treatment;
import java.util.Set;

/**
 * How a participant treats the records of one collection at an erasure, whoever they are about, as
 * it says itself.
 *
 * @param collection a code of the participant's data map
 * @param treatments what becomes of records; more than one where parts of them are treated apart
 * @param strategies what is made of fields of records that stay or are kept, as codes
 * @param duties by which rules some records may be kept (L19)
 */
public record Treated(
    String collection, Set<Treatment> treatments, Set<String> strategies, Set<Duty> duties) {
  public Treated {
    treatments = Set.copyOf(treatments);
    strategies = Set.copyOf(strategies);
    duties = Set.copyOf(duties);
  }

  /**
   * A rule by which records may have to be kept.
   *
   * @param rule its name, a code
   * @param ground the exception of Art. 17(3)
   * @param statute its citation as a code
   * @param jurisdiction whose statute it is, as a code
   */
  public record Duty(String rule, RetentionGround ground, String statute, String jurisdiction) {}
}
