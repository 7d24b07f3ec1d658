package io.habeas.storeagent.redis;

import io.habeas.participant.Identifiers;
import io.habeas.storeagent.map.DataMap.Match;
import io.habeas.storeagent.redis.KeyPlan.KeySet;
import io.habeas.storeagent.redis.KeyPlan.Owner;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where one set's records of one person are.
 *
 * @param value the identifier's value
 */
record Place(KeySet set, String value) {
  private static final Logger log = LoggerFactory.getLogger(Place.class);

  /** All places that the identifiers lead to; none if nothing here can be the person's. */
  static List<Place> of(KeyPlan plan, Identifiers identifiers) {
    List<Place> places = new ArrayList<>();
    for (KeySet set : plan.sets()) {
      boolean anyCase = set.owner().match() == Match.IGNORE_CASE;
      var values =
          new TreeSet<String>(anyCase ? String.CASE_INSENSITIVE_ORDER : Comparator.naturalOrder());
      values.addAll(identifiers.of(set.owner().identifier()));
      for (String value : values) {
        if (canHave(set, value)) {
          places.add(new Place(set, value));
        } else {
          log.warn(
              "Expected an identifier of type {} that can stand in a key but one cannot; nothing of"
                  + " {} is found by it",
              set.owner().identifier(),
              set.name());
        }
      }
    }
    return places;
  }

  private static boolean canHave(KeySet set, String value) {
    return switch (set.owner()) {
      case Owner.ByKey key -> set.keys().canHave(value);
      case Owner.ByMember(var member, var type, var match) -> member.canHave(value);
      case Owner.ByField field -> !value.isBlank() && Bytes.canBe(value);
    };
  }

  /** Whether {@code found}, which was found in the store, names the person. */
  boolean is(String found) {
    return set.owner().match() == Match.IGNORE_CASE
        ? found.strip().equalsIgnoreCase(value.strip())
        : found.equals(value);
  }

  /** Whether upper and lower case are the same. */
  boolean anyCase() {
    return set.owner().match() == Match.IGNORE_CASE;
  }

  /** Names the set, never the value. */
  @Override
  public String toString() {
    return "Place[" + set.name() + "]";
  }
}
