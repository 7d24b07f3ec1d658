package io.habeas.participant.declaration;

import io.habeas.participant.Action;
import java.util.EnumSet;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a participant holds and can do. What it may do is the controller's to approve.
 *
 * @param needs identifier types by which it finds a person; any one of them is enough
 * @param yields identifier types it can add, found in fields that are verified and unique to one
 *     person
 * @param collections what it holds
 * @param actions what it can be asked to do
 */
public record Declaration(
    Set<String> needs, Set<String> yields, Set<String> collections, Set<Action> actions) {
  public Declaration {
    needs = Set.copyOf(new TreeSet<>(needs));
    yields = Set.copyOf(new TreeSet<>(yields));
    collections = Set.copyOf(new TreeSet<>(collections));
    actions = Set.copyOf(actions);
  }

  /** Every action there is. */
  public Declaration(Set<String> needs, Set<String> yields, Set<String> collections) {
    this(needs, yields, collections, EnumSet.allOf(Action.class));
  }
}
