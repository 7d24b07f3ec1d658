package io.habeas.participant.testkit;

import io.habeas.participant.Action;
import io.habeas.participant.Identifiers;
import io.habeas.participant.Outcome;
import io.habeas.participant.Outcome.HoldingsLocated;
import io.habeas.participant.task.Answer;
import java.util.Map;
import java.util.Optional;

/** The course of a request up to one of its tasks, and how it ends. */
final class Course {
  /** The step of the task that it is about. */
  static final int STEP = 3;

  private static final int RECORDS = 4;

  private Course() {}

  /**
   * How a request ended.
   *
   * @param answer to the task that it is about
   * @param contents of the whole store; of somebody made up only how much is held, since keys that
   *     a store hands out are not handed out twice
   * @param verified what a look at it afterwards came to; empty where there is none
   */
  record Ending(
      Answer answer, String contents, Map<Person, String> neighbours, Optional<Outcome> verified) {}

  /** Everything that goes before {@code action}; skips the test where that is not offered. */
  static void prepare(Trial trial, Action action) {
    trial.needs(action);
    if (action == Action.SEED) {
      trial.about(Person.NOBODY);
      return;
    }
    trial.settle(RECORDS);
    if (action == Action.RECTIFY) {
      trial.vault().corrects(RectifyingContract.corrections(trial));
    }
    if (action != Action.LOCATE) {
      trial.performIfOffered(Action.LOCATE, 1);
    }
    if (action == Action.LIFT || action == Action.ERASE) {
      trial.performIfOffered(Action.RESTRICT, 2);
    }
    if (action == Action.EXPIRE) {
      ExpiringContract.keptOfTheSubject(trial, 2);
      // By the time that it expires, whom it was about is forgotten everywhere else.
      trial.vault().hasOnly(Identifiers.NONE);
    }
  }

  /** The whole of it, undisturbed, on a store of its own. */
  static Ending undisturbed(Trial beside, Action action) {
    try (Trial trial = beside.afresh()) {
      prepare(trial, action);
      return ending(trial, action, trial.perform(action, STEP));
    }
  }

  static Ending ending(Trial trial, Action action, Answer answer) {
    String contents = action == Action.SEED ? held(trial) : trial.store().contents();
    Map<Person, String> neighbours = trial.neighbours();
    if (action == Action.EXPIRE) {
      trial.about(Person.SUBJECT);
    }
    Optional<Outcome> verified =
        action == Action.ERASE || action == Action.EXPIRE
            ? Optional.of(trial.perform(Action.VERIFY, STEP + 1, Outcome.class))
            : Optional.empty();
    return new Ending(answer, contents, neighbours, verified);
  }

  private static String held(Trial trial) {
    return trial.offers(Action.LOCATE)
        ? trial.perform(Action.LOCATE, STEP + 1, HoldingsLocated.class).holdings().toString()
        : "";
  }
}
