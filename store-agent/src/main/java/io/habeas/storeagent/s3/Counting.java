package io.habeas.storeagent.s3;

/** Counts objects. Changes nothing. */
final class Counting {
  private Counting() {}

  /** How many objects in {@code place} hold something, each once with all its versions. */
  static long objects(Bucket bucket, Place place) {
    long[] count = {0};
    bucket.each(
        place.path(),
        object -> {
          if (place.covers(object.key())
              && place.within(object, bucket).filter(StoredObject::hasData).isPresent()) {
            count[0]++;
          }
        });
    return count[0];
  }
}
