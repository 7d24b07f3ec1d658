package io.habeas.participant;

/** Takes a person's records, one by one. */
@FunctionalInterface
public interface RecordSink {

  /**
   * Takes one record. What is taken is sealed before it touches a disk.
   *
   * @param collection where it is held, one of the declared collections
   * @param json the record as one JSON object on one line
   * @throws IllegalArgumentException if {@code collection} is no code or {@code json} has a line
   *     break
   */
  void add(String collection, String json);

  /**
   * Takes a further line of the record that was added last to {@code collection}, for records too
   * large for one: an image in pieces, say. It is not counted as a record of its own.
   *
   * @param json one JSON object on one line, which says by itself what it belongs to
   * @throws IllegalArgumentException as {@link #add} does, and if no record was added before
   */
  default void addMore(String collection, String json) {
    add(collection, json);
  }
}
