package io.habeas.storeagent.connector;

import io.habeas.participant.Action;
import java.util.EnumSet;
import java.util.Set;

/** What a connector offers: not all that it can do, where its map lets nothing come of it. */
public final class Offered {
  private Offered() {}

  /**
   * What of {@code implemented} can come to something. Who hides no record does not offer RESTRICT
   * and LIFT: "restricted" would be told of what everybody still sees (Art. 18 GDPR).
   *
   * @param hides whether the map says of any collection how its records are hidden
   * @return modifiable
   */
  public static Set<Action> of(Set<Action> implemented, boolean hides) {
    Set<Action> offered = EnumSet.copyOf(implemented);
    if (!hides) {
      offered.remove(Action.RESTRICT);
      offered.remove(Action.LIFT);
    }
    return offered;
  }
}
