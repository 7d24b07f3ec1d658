package io.habeas.verifier.vault;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.bson.types.Binary;
import org.jspecify.annotations.Nullable;

/**
 * Everything the vault holds for one request, with values sealed.
 *
 * @param requestId the request, a UUID in text form
 * @param version rises with every change of {@code identifiers}
 * @param fingerprint keyed hash of what was deposited first, by which a repeat is recognised
 * @param locale BCP 47 language tag of the letters
 * @param source keyed pseudonym of the network address that the request came from
 * @param key the data key, wrapped
 * @param stated what the person stated beside
 * @param identifiers in the order in which they became known
 */
public record VaultEntry(
    String requestId,
    long version,
    Binary fingerprint,
    String locale,
    String source,
    DataKeys.Wrapped key,
    Stated stated,
    List<Held> identifiers) {

  public VaultEntry {
    identifiers = List.copyOf(identifiers);
  }

  /**
   * One identifier.
   *
   * @param type a code such as {@code email}
   * @param lookup its keyed hash, equal for equal normalised values
   * @param sealed the value, encrypted for this entry and this lookup
   */
  public record Held(String type, Binary lookup, Binary sealed, Standing standing) {}

  /**
   * What the person stated, encrypted for this entry.
   *
   * @param corrections the value of each data category
   * @param words null for none
   */
  public record Stated(Map<String, Binary> corrections, @Nullable Binary words) {
    public Stated {
      corrections = Map.copyOf(corrections);
    }
  }

  /** What became of a deposit by a participant. */
  public sealed interface Deposit {

    /**
     * Accepted, now or when the same deposit was made before.
     *
     * @param entry the entry as it should be
     * @param added the types that this participant added with this step
     */
    record Added(VaultEntry entry, List<String> added) implements Deposit {
      public Added {
        added = List.copyOf(added);
      }
    }

    /** Somebody else's identifier, perhaps: nothing is stored and a person must decide. */
    record Conflict(String type) implements Deposit {}
  }

  /** The identifier with this lookup. */
  public Optional<Held> find(Binary lookup) {
    return identifiers.stream().filter(held -> held.lookup().equals(lookup)).findFirst();
  }

  /** Whether anything of the person is proven. */
  public boolean anyProven() {
    return identifiers.stream().anyMatch(held -> held.standing() instanceof Standing.Proven);
  }

  /** This entry with one identifier proven; itself if that is so already or it holds none such. */
  VaultEntry proven(Binary lookup, Standing.Proven standing) {
    List<Held> next = new ArrayList<>(identifiers.size());
    for (Held held : identifiers) {
      boolean proves =
          held.lookup().equals(lookup) && !(held.standing() instanceof Standing.Proven);
      next.add(proves ? new Held(held.type(), held.lookup(), held.sealed(), standing) : held);
    }
    return withIdentifiers(next);
  }

  /**
   * Decides on identifiers that a store yields. A second value of a type means that the store sees
   * more than one person, or another one than who proved themselves: then nothing is taken. What is
   * made up contradicts nothing: a store may have handed out another value than it was offered.
   *
   * @param yielded what the store found, sealed for this entry, standing {@link Standing.Yielded}
   * @param multiValued types of which one person may have several
   */
  Deposit deposit(List<Held> yielded, Set<String> multiValued) {
    List<Held> next = new ArrayList<>(identifiers);
    List<String> added = new ArrayList<>();
    for (Held found : yielded) {
      boolean contradicts =
          !multiValued.contains(found.type())
              && next.stream()
                  .anyMatch(
                      held ->
                          held.type().equals(found.type())
                              && held.standing().grantable()
                              && !(held.standing() instanceof Standing.MadeUp)
                              && !held.lookup().equals(found.lookup()));
      if (contradicts) {
        return new Deposit.Conflict(found.type());
      }
      int known = indexOf(next, found.lookup());
      if (known < 0) {
        next.add(found);
        added.add(found.type());
      } else if (!next.get(known).standing().grantable()) {
        next.set(known, found);
        added.add(found.type());
      } else if (sameDeposit(next.get(known).standing(), found.standing())) {
        added.add(found.type());
      }
    }
    return new Deposit.Added(withIdentifiers(next), added.stream().distinct().toList());
  }

  private static int indexOf(List<Held> all, Binary lookup) {
    for (int i = 0; i < all.size(); i++) {
      if (all.get(i).lookup().equals(lookup)) {
        return i;
      }
    }
    return -1;
  }

  private static boolean sameDeposit(Standing known, Standing found) {
    return known instanceof Standing.Yielded(String participant, var field, int step, var at)
        && found instanceof Standing.Yielded again
        && participant.equals(again.participant())
        && step == again.step();
  }

  private VaultEntry withIdentifiers(List<Held> next) {
    return next.equals(identifiers)
        ? this
        : new VaultEntry(requestId, version + 1, fingerprint, locale, source, key, stated, next);
  }
}
