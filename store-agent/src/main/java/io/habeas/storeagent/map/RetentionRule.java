package io.habeas.storeagent.map;

import io.habeas.participant.RetentionGround;
import java.util.Set;

/**
 * A duty to keep records for a time (Art. 17(3); legal rules L19, L20).
 *
 * @param rule its name, a code
 * @param period how long
 * @param from the field with the date or instant from which it counts; a record without one counts
 *     from the erasure
 * @param statute citation as a code
 * @param meanwhile what happens to the records until then
 */
public record RetentionRule(
    String rule,
    KeepingPeriod period,
    String from,
    RetentionGround ground,
    String statute,
    String jurisdiction,
    Set<Meanwhile> meanwhile,
    Location at) {
  public RetentionRule {
    meanwhile = Set.copyOf(meanwhile);
  }

  /** What happens to a retained record. */
  public enum Meanwhile {
    /** Hidden, as the collection's restriction says. */
    RESTRICT,
    /** Its fields become what their erasure strategies say. */
    PSEUDONYMISE
  }
}
