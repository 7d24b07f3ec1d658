package io.habeas.intake.status;

import io.habeas.intake.view.RequestView;
import io.habeas.schemas.avro.Completion;
import io.habeas.schemas.avro.Right;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of what rested on withdrawn consents alone (Art. 17(1)(b), L21), beside that
 * processing has stopped.
 *
 * @param participants where something does, or did when it was to be erased
 * @param askFor the right by which it can still be had erased; null unless it was not
 */
record ConsentErasure(List<String> participants, State state, @Nullable Right askFor) {
  ConsentErasure {
    participants = List.copyOf(participants);
  }

  /** How far that is. */
  enum State {
    /** The person has to prove who they are, with the code from the letter, if they want it. */
    AWAITING_PROOF,
    UNDERWAY,
    /** What it came to is the completion of the request. */
    DONE,
    /** Nothing was erased: it was not proven in time who asks, or they did not want it. */
    NOT_ERASED
  }

  /** Of one request; null if nothing rests on consents that it withdraws. */
  static @Nullable ConsentErasure of(RequestView view) {
    if (view.right() != Right.CONSENT_WITHDRAWAL || view.resting().isEmpty()) {
      return null;
    }
    return switch (view.state()) {
      case RECEIVED, AWAITING_IDENTITY, IN_PROGRESS, RESTRICTED ->
          view.erasing().isEmpty()
              ? new ConsentErasure(view.resting(), State.AWAITING_PROOF, null)
              : new ConsentErasure(view.erasing(), State.UNDERWAY, null);
      case ANSWERING, FULFILLED ->
          view.completion() == Completion.PROCESSING_STOPPED
              ? new ConsentErasure(view.resting(), State.NOT_ERASED, Right.ERASURE)
              : new ConsentErasure(view.erasing(), State.DONE, null);
      case REFUSED, WITHDRAWN ->
          new ConsentErasure(view.resting(), State.NOT_ERASED, Right.ERASURE);
    };
  }
}
