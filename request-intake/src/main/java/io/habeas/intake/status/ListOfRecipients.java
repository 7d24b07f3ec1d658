package io.habeas.intake.status;

import io.habeas.chassis.controller.Controller;
import io.habeas.intake.view.RequestView;
import io.habeas.intake.view.RequestView.Progress;
import io.habeas.intake.view.RequestView.Recipient;
import io.habeas.schemas.avro.RecipientFinding;
import io.habeas.schemas.avro.RecipientMatter;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The list of recipients that a person can have (Art. 19): those that are told by letter, and those
 * who process data for the controller and are told by their tasks.
 */
final class ListOfRecipients {
  private final Controller controller;

  ListOfRecipients(Controller controller) {
    this.controller = controller;
  }

  /**
   * One of them.
   *
   * @param recipient its code
   * @param name as the controller calls it
   * @param at when it was told, or it was found that it need not be; null before, and for who is
   *     told by tasks
   * @param reason why it need not be told; null unless that is so
   */
  record Told(
      String recipient,
      String name,
      RecipientMatter matter,
      How how,
      State state,
      @Nullable Instant at,
      @Nullable RecipientFinding reason) {}

  enum How {
    LETTER,
    TASK,
    BY_HAND
  }

  enum State {
    BEING_TOLD,
    TOLD,
    IMPOSSIBLE
  }

  List<Told> of(RequestView view) {
    return Stream.concat(
            processors(view), view.recipients().stream().map(recipient -> told(recipient)))
        .toList();
  }

  private Told told(Recipient recipient) {
    State state =
        switch (recipient.state()) {
          // That it is not easy is the controller's affair until somebody decided.
          case BEING_TOLD, NOT_TOLD -> State.BEING_TOLD;
          case TOLD -> State.TOLD;
          case IMPOSSIBLE -> State.IMPOSSIBLE;
        };
    return new Told(
        recipient.recipient(),
        controller
            .recipient(recipient.recipient())
            .flatMap(approved -> Controller.text(approved.label(), Locale.ENGLISH))
            .orElse(recipient.recipient()),
        recipient.matter(),
        recipient.decidedBy() == null || state == State.IMPOSSIBLE ? How.LETTER : How.BY_HAND,
        state,
        recipient.at(),
        recipient.finding());
  }

  /** Their outcome is the receipt; a request is over when all of them are in. */
  private Stream<Told> processors(RequestView view) {
    Optional<RecipientMatter> matter = matterOf(view);
    return matter.isEmpty()
        ? Stream.empty()
        : controller.participants().stream()
            .filter(Controller.Participant::processor)
            .flatMap(
                processor ->
                    view.participants().stream()
                        .filter(store -> store.participant().equals(processor.name()))
                        .map(
                            store ->
                                new Told(
                                    processor.name(),
                                    Controller.text(processor.label(), Locale.ENGLISH)
                                        .orElse(processor.name()),
                                    matter.get(),
                                    How.TASK,
                                    carriedOut(view) && store.state() == Progress.DONE
                                        ? State.TOLD
                                        : State.BEING_TOLD,
                                    null,
                                    null)));
  }

  private static boolean carriedOut(RequestView view) {
    return switch (view.state()) {
      case RECEIVED, AWAITING_IDENTITY, IN_PROGRESS, REFUSED, WITHDRAWN -> false;
      case RESTRICTED, ANSWERING, FULFILLED -> true;
    };
  }

  private static Optional<RecipientMatter> matterOf(RequestView view) {
    return switch (view.right()) {
      case ERASURE -> Optional.of(RecipientMatter.ERASURE);
      case RECTIFICATION -> Optional.of(RecipientMatter.RECTIFICATION);
      case RESTRICTION, OBJECTION -> Optional.of(RecipientMatter.RESTRICTION);
      case CONSENT_WITHDRAWAL ->
          view.erasing().isEmpty() ? Optional.empty() : Optional.of(RecipientMatter.ERASURE);
      case ACCESS, MARKETING_OBJECTION -> Optional.empty();
      case null -> Optional.empty();
    };
  }
}
