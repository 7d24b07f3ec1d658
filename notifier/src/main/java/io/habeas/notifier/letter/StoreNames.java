package io.habeas.notifier.letter;

import io.habeas.chassis.controller.Controller;
import io.habeas.chassis.controller.Controller.Participant;

/** What stores and their collections are called in letters; their codes where nobody said. */
final class StoreNames {
  private final Controller controller;

  StoreNames(Controller controller) {
    this.controller = controller;
  }

  String of(Phrases say, String participant) {
    return controller.participants().stream()
        .filter(approved -> approved.name().equals(participant))
        .findFirst()
        .map(Participant::label)
        .map(label -> say.label(label, participant))
        .orElse(participant);
  }

  String of(Phrases say, String participant, String collection) {
    return say.label(controller.collections().get(participant + "." + collection), collection);
  }
}
