package io.habeas.participant.declaration;

import io.habeas.participant.Action;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a participant holds and can do. What it may do is the controller's to approve.
 *
 * @param needs identifier types by which it finds a person; any one of them is enough
 * @param yields identifier types it can add, found in fields that are verified and unique to one
 *     person
 * @param collections what it holds
 * @param actions what it can be asked to do; {@code RESTRICT} and {@code LIFT} only together, and
 *     {@code ERASE} only with {@code VERIFY}: what could not be undone is not begun, and what was
 *     not verified is not done
 */
public record Declaration(
    Set<String> needs, Set<String> yields, Set<String> collections, Set<Action> actions) {

  /**
   * @throws IllegalArgumentException if an action is declared without the one that belongs to it
   */
  public Declaration {
    needs = Set.copyOf(new TreeSet<>(needs));
    yields = Set.copyOf(new TreeSet<>(yields));
    collections = Set.copyOf(new TreeSet<>(collections));
    actions = Set.copyOf(actions);
    if (actions.contains(Action.RESTRICT) != actions.contains(Action.LIFT)) {
      throw new IllegalArgumentException(
          "Expected RESTRICT and LIFT to be offered together but only one is");
    }
    if (actions.contains(Action.ERASE) && !actions.contains(Action.VERIFY)) {
      throw new IllegalArgumentException("Expected ERASE to be offered with VERIFY but it is not");
    }
  }
}
