package io.habeas.orchestrator.erasure;

/**
 * What became of the records of one collection. The counts never overlap and are not negative.
 *
 * @param collection a code of the participant's data map
 * @param erased are gone
 * @param anonymised are there, and nobody can tell any more whose they were
 * @param retained are kept under a duty
 */
public record CollectionErasure(String collection, long erased, long anonymised, long retained) {

  /**
   * Taken together with what an earlier ERASE did: erased records add up, while kept ones are kept
   * once however often it is said. The greater number stands: what is kept is never understated
   * (L20).
   */
  CollectionErasure after(CollectionErasure earlier) {
    return new CollectionErasure(
        collection,
        erased + earlier.erased,
        anonymised + earlier.anonymised,
        Math.max(retained, earlier.retained));
  }

  /** The same after what was kept too long went: what is kept now is what was said last. */
  CollectionErasure afterExpiry(CollectionErasure earlier) {
    return new CollectionErasure(
        collection, erased + earlier.erased, anonymised + earlier.anonymised, retained);
  }

  /** A person vouches that what was kept is gone. */
  CollectionErasure withoutRetained() {
    return new CollectionErasure(collection, erased + retained, anonymised, 0);
  }
}
