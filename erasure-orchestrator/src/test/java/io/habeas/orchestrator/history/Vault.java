package io.habeas.orchestrator.history;

import io.habeas.protocol.IdentifierType;
import io.habeas.protocol.ParticipantId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** By what the person of a history is known, and when somebody put more of that there. */
public final class Vault {
  /** All types of identifier that there are. */
  public static final List<IdentifierType> TYPES =
      Stream.of("email", "account_id", "phone", "device_id").map(IdentifierType::new).toList();

  /** Of which type the identifier is that the person proved. */
  public static final IdentifierType PROVEN = TYPES.getFirst();

  private static final String PERSON = "the person";

  private final Map<IdentifierType, Set<String>> from = new HashMap<>();
  private final Map<ParticipantId, Map<IdentifierType, Integer>> lastByOthers = new HashMap<>();
  private int deposits;

  /** One in which there is what the person proved. */
  public Vault() {
    from.put(PROVEN, new HashSet<>(Set.of(PERSON)));
  }

  /** From now on {@code store} may search; for it whatever is there counts as put there now. */
  public void opensFor(ParticipantId store) {
    Map<IdentifierType, Integer> last = new HashMap<>();
    from.keySet().forEach(type -> last.put(type, deposits));
    lastByOthers.put(store, last);
  }

  /** Whether there is an identifier of any of these types. */
  public boolean knows(Set<IdentifierType> types) {
    return types.stream().anyMatch(from::containsKey);
  }

  /**
   * A store found an identifier of the person. It always finds the same one of a type.
   *
   * @return whether it was not there yet
   */
  public boolean deposit(ParticipantId store, IdentifierType type) {
    if (!from.computeIfAbsent(type, first -> new HashSet<>()).add(store.name())) {
      return false;
    }
    deposits++;
    lastByOthers.forEach(
        (other, last) -> {
          if (!other.equals(store)) {
            last.put(type, deposits);
          }
        });
    return true;
  }

  /** How many identifiers stores have put there so far. */
  public int deposits() {
    return deposits;
  }

  /**
   * How many there were when somebody else last put one of these types there; 0 if nobody has.
   *
   * @param store one for which it is open
   */
  public int lastByOthers(ParticipantId store, Set<IdentifierType> types) {
    Map<IdentifierType, Integer> last = lastByOthers.getOrDefault(store, Map.of());
    return types.stream().mapToInt(type -> last.getOrDefault(type, 0)).max().orElse(0);
  }
}
