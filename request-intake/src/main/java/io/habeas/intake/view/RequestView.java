package io.habeas.intake.view;

import io.habeas.schemas.avro.Action;
import io.habeas.schemas.avro.Channel;
import io.habeas.schemas.avro.Completion;
import io.habeas.schemas.avro.HaltReason;
import io.habeas.schemas.avro.NotSentReason;
import io.habeas.schemas.avro.RefusalGround;
import io.habeas.schemas.avro.Right;
import io.habeas.schemas.avro.WaitReason;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One request as people may look at it. Holds no identifier of anybody.
 *
 * @param statutoryDueOn one calendar month on (L1): the internal target
 * @param rolledDueOn the same on a working day (L2)
 * @param dueOn the date to keep (L3)
 * @param phase where the work on it stands; null before it began and after it ended
 * @param participants what each store owes or has done; empty before the request is accepted (L10)
 * @param halt why it stands still until a person decides; null if it does not
 * @param completion how much is gone; null before that is known
 * @param refusal why it ended without being carried out; null if it did not
 * @param letters what became of the letters
 */
public record RequestView(
    UUID requestId,
    State state,
    @Nullable Right right,
    @Nullable Channel channel,
    @Nullable Instant receivedAt,
    @Nullable LocalDate statutoryDueOn,
    @Nullable LocalDate rolledDueOn,
    @Nullable LocalDate dueOn,
    @Nullable Phase phase,
    List<Participant> participants,
    @Nullable Halt halt,
    @Nullable Completion completion,
    @Nullable RefusalGround refusal,
    List<Letter> letters) {

  public RequestView {
    participants = List.copyOf(participants);
    letters = List.copyOf(letters);
  }

  /** Where a request's life has come to, in the order in which it gets there. */
  public enum State {
    RECEIVED,
    AWAITING_IDENTITY,
    IN_PROGRESS,
    ANSWERING,
    FULFILLED,
    REFUSED
  }

  /** What is being done about a request. */
  public enum Phase {
    LOCATING,
    RESTRICTING,
    ERASING,
    VERIFYING,
    LIFTING,
    EXPORTING,
    PACKAGING
  }

  /**
   * What one store owes or has done.
   *
   * @param records how many it has located or exported; null where that is not said
   * @param reason why its answer is not there yet; null if it is not waited for
   * @param since since when; null if it is not waited for
   * @param without what it cannot do at all, so that the request goes on without it
   */
  public record Participant(
      String participant,
      Phase phase,
      Progress state,
      @Nullable Long records,
      @Nullable WaitReason reason,
      @Nullable Instant since,
      List<Action> without) {
    public Participant {
      without = List.copyOf(without);
    }
  }

  /** How far a store is in its phase. */
  public enum Progress {
    WORKING,
    WAITING,
    DONE
  }

  /** What a person has to decide. */
  public record Halt(HaltReason reason, List<String> participants) {
    public Halt {
      participants = List.copyOf(participants);
    }
  }

  /**
   * What became of a letter.
   *
   * @param letter which one
   * @param delayed why it is late; null if it is not
   * @param notSent why it will not leave; null if it may
   */
  public record Letter(
      UUID noticeId,
      Kind letter,
      Outcome outcome,
      @Nullable WaitReason delayed,
      @Nullable NotSentReason notSent) {}

  /** Which letter. */
  public enum Kind {
    CODE,
    RECEIPT,
    ANSWER
  }

  /** What became of it. */
  public enum Outcome {
    SENT,
    DELAYED,
    NOT_SENT
  }
}
