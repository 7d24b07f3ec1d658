package io.habeas.participant.testkit;

import java.util.List;

/**
 * A made-up person.
 *
 * @param number from 1, different for each: what a store may make keys of
 */
public record Person(int number) {
  /** Whom requests are about. */
  public static final Person SUBJECT = new Person(1);

  /** Who is held beside the subject, and whose data must stay as they are. */
  public static final List<Person> NEIGHBOURS = List.of(new Person(2), new Person(3));

  /** Who is not held. */
  public static final Person NOBODY = new Person(900_001);

  /** An address of theirs, and of nobody else. */
  public String email() {
    return "person." + number + "@people.example";
  }

  /**
   * A word that occurs in what is theirs and nowhere else: to be written into each record, at a
   * place from which it is read out.
   */
  public String word() {
    return "word-of-" + number + "-only";
  }
}
