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
}
