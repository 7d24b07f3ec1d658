package io.habeas.participant.testkit;

import io.habeas.participant.Corrections;
import io.habeas.participant.Counts;
import io.habeas.participant.Identifiers;
import java.util.Optional;

/**
 * A store that one test has for itself, and how it is filled and looked at behind the participant's
 * back. Two that were filled in the same way have the same contents.
 */
public interface StoreUnderTest extends AutoCloseable {

  /** Starts a participant on this store: one more, if there are some already. */
  Instance start();

  /**
   * What the controller knows of a person and has proven. The same for each call, and for no two
   * people the same; of types that the declaration needs. It need not be all: what the participant
   * yields itself is granted too.
   */
  Identifiers identifiers(Person person);

  /**
   * Puts records of a person into the store, in every collection if there are enough; those put in
   * earlier stay. Somebody who is there without a record (an account and nothing else) is put in
   * with 0.
   *
   * @param records how many there are to be besides those without which there can be none; may be
   *     as many as {@link #many()}
   * @return what the person has more of now, by collection, as it is to be located
   */
  Counts put(Person person, int records);

  /**
   * Everything in the store but what participants keep for their own use, so that equal text means
   * unchanged to the bit. A digest will do.
   */
  String contents();

  /** The same of one person alone; empty if nothing is theirs. */
  String contentsOf(Person person);

  /** How many records somebody with very many has. */
  default int many() {
    return Points.RECORDS;
  }

  /** How much memory an export may take, however much it reads out, in bytes. */
  default long memoryForExport() {
    return 32L << 20;
  }

  /**
   * Puts something of the person's into the store that an erasure should have taken and did not: at
   * the place, and in the form, in which an erasure most likely misses it.
   */
  default void leaveBehind(Person person) {
    put(person, 1);
  }

  /**
   * The rule under which some of each person's records are kept when they are erased; empty if none
   * are.
   */
  default Optional<String> retentionRule() {
    return Optional.empty();
  }

  /**
   * Whether some records of a person are a part of what others have too, so that an erasure leaves
   * the rest of it behind.
   */
  default boolean holdsSharedRecords() {
    return false;
  }

  /**
   * Whether what is kept is erased on its day by somebody who is not asked: people, where nothing
   * but their own files says whose it is. Whoever else keeps something has to offer EXPIRE.
   */
  default boolean expiresByHand() {
    return false;
  }

  /**
   * Values of a person's to correct, all of which are read out afterwards; empty if this store
   * takes none. A correction of what the person is found by is among the more interesting ones.
   */
  default Corrections corrections(Person person) {
    return Corrections.NONE;
  }

  /** How participants are ended half-way; empty if that cannot be had. */
  default Optional<Interruptions> interruptions() {
    return Optional.empty();
  }

  @Override
  void close();
}
