package io.habeas.storeagent.manual;

import io.habeas.participant.testkit.Person;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/** Paper in an archive: what {@link Clerk} has at hand, and nobody else. */
final class Cabinet {
  static final String CONTRACTS = "contracts";
  static final String LETTERS = "letters";

  private final Map<Integer, Paper> papers = new TreeMap<>();
  private int serial;

  /**
   * A sheet.
   *
   * @param drawer where it is locked away; empty where everybody can see it
   * @param kept under a duty
   */
  record Paper(
      int number,
      String collection,
      Person owner,
      String name,
      String drawer,
      boolean kept,
      String statement) {

    /** The same in another drawer. */
    Paper in(String other) {
      return new Paper(number, collection, owner, name, other, kept, statement);
    }

    /** The same, kept under a duty. */
    Paper keptOnly() {
      return new Paper(number, collection, owner, name, drawer, true, statement);
    }

    /** The same under another name and with a statement beside it. */
    Paper corrected(String otherName, String beside) {
      return new Paper(number, collection, owner, otherName, drawer, kept, beside);
    }
  }

  /** The number by which letters of a person are filed. */
  static String customerNumber(Person person) {
    return "C-" + person.number();
  }

  synchronized void put(String collection, Person owner) {
    int number = ++serial;
    papers.put(number, new Paper(number, collection, owner, owner.word(), "", false, ""));
  }

  synchronized List<Paper> find(Predicate<Paper> wanted) {
    return papers.values().stream().filter(wanted).toList();
  }

  synchronized void change(List<Paper> some, UnaryOperator<Paper> change) {
    some.forEach(paper -> papers.computeIfPresent(paper.number(), (n, p) -> change.apply(p)));
  }

  synchronized void shred(List<Paper> some) {
    some.forEach(paper -> papers.remove(paper.number()));
  }

  synchronized String contents(Predicate<Paper> wanted) {
    List<Paper> found = new ArrayList<>(find(wanted));
    return found.isEmpty() ? "" : found.toString();
  }
}
