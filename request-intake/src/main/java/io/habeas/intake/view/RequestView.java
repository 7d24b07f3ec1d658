package io.habeas.intake.view;

import io.habeas.schemas.avro.Action;
import io.habeas.schemas.avro.Channel;
import io.habeas.schemas.avro.Completion;
import io.habeas.schemas.avro.DecidedOutcome;
import io.habeas.schemas.avro.HaltReason;
import io.habeas.schemas.avro.NotSentReason;
import io.habeas.schemas.avro.NotToldReason;
import io.habeas.schemas.avro.RecipientFinding;
import io.habeas.schemas.avro.RecipientMatter;
import io.habeas.schemas.avro.RefusalGround;
import io.habeas.schemas.avro.RetentionGround;
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
 * @param purposes for which processing is to stop, as codes; empty where another right is asked for
 * @param statutoryDueOn one calendar month on (L1): the internal target
 * @param rolledDueOn the same on a working day (L2)
 * @param dueOn the date to keep (L3)
 * @param dueSoon whether it is near and the request is not answered yet
 * @param phase where the work on it stands; null before it began and after it ended, but EXPIRING
 *     while what was kept is erased, and REPLAYING while a restored store erases again
 * @param coolingOffUntil nothing is erased before, so that the person may still think better of it;
 *     null in every other phase
 * @param onHold what waits for holds to be released; null if nothing does
 * @param behind accesses of the same person that are finished first, while the phase is AT_GATE
 * @param plan what is to be erased, as it was located last; null before that is known
 * @param participants what each store owes or has done; empty before the request is accepted (L10)
 * @param directed who was directed to stop processing; empty where another right is asked for
 * @param resting the participants that hold nothing but what rested on the withdrawn consents;
 *     empty where nothing does, and where another right is asked for
 * @param erasing those that are to erase it, once the person has proven who they are; empty before
 * @param halt why it stands still until a person decides; null if it does not
 * @param completion how much is gone; null before that is known
 * @param refusal why it ended without being carried out; null if it did not
 * @param withdrawal what became of the person's wish to have it back; null if there was none
 * @param decisions what people decided about it
 * @param retained what stores keep of it, under which rules, until when (L20)
 * @param retentionDiffers where what stores say that they keep is something else; empty as a rule
 * @param recipients whom else it is told, and whether they were (Art. 19)
 * @param letters what became of the letters
 */
public record RequestView(
    UUID requestId,
    State state,
    @Nullable Right right,
    List<String> purposes,
    @Nullable Channel channel,
    @Nullable Instant receivedAt,
    @Nullable LocalDate statutoryDueOn,
    @Nullable LocalDate rolledDueOn,
    @Nullable LocalDate dueOn,
    boolean dueSoon,
    @Nullable Phase phase,
    @Nullable Instant coolingOffUntil,
    @Nullable OnHold onHold,
    List<UUID> behind,
    @Nullable Plan plan,
    List<Participant> participants,
    List<String> directed,
    List<String> resting,
    List<String> erasing,
    @Nullable Halt halt,
    @Nullable Completion completion,
    @Nullable RefusalGround refusal,
    @Nullable Wish withdrawal,
    Decisions decisions,
    List<Retained> retained,
    List<RetentionDifference> retentionDiffers,
    List<Recipient> recipients,
    List<Letter> letters) {

  public RequestView {
    purposes = List.copyOf(purposes);
    behind = List.copyOf(behind);
    participants = List.copyOf(participants);
    directed = List.copyOf(directed);
    resting = List.copyOf(resting);
    erasing = List.copyOf(erasing);
    retained = List.copyOf(retained);
    retentionDiffers = List.copyOf(retentionDiffers);
    recipients = List.copyOf(recipients);
    letters = List.copyOf(letters);
  }

  /** Where a request's life has come to, in the order in which it gets there. */
  public enum State {
    RECEIVED,
    AWAITING_IDENTITY,
    IN_PROGRESS,
    RESTRICTED,
    ANSWERING,
    FULFILLED,
    REFUSED,
    WITHDRAWN
  }

  /** What is being done about a request. */
  public enum Phase {
    LOCATING,
    RESTRICTING,
    ERASING,
    VERIFYING,
    LIFTING,
    COOLING_OFF,
    AT_GATE,
    ON_HOLD,
    EXPIRING,
    AWAITING_APPROVAL,
    REPLAYING,
    EXPORTING,
    PACKAGING,
    RECTIFYING
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

  /**
   * What is to be erased.
   *
   * @param number rises with every plan of the request, from 1
   * @param approvalNeeded nothing is done before a person approves this very plan
   * @param holds on stores of it, as far as they were known when it was made
   */
  public record Plan(int number, boolean approvalNeeded, List<Held> held, List<HeldStore> holds) {
    public Plan {
      held = List.copyOf(held);
      holds = List.copyOf(holds);
    }

    /**
     * What a store holds of one collection.
     *
     * @param treatment how it will be treated; null where the store does not say
     */
    public record Held(
        String participant, String collection, long records, @Nullable Treatment treatment) {}

    /**
     * How records of a collection are treated.
     *
     * @param becomes what becomes of them; more than one where parts of them are treated apart
     * @param strategies what is made of fields of records that stay or are kept, as codes
     * @param duties by which rules some may be kept (Art. 17(3))
     */
    public record Treatment(List<String> becomes, List<String> strategies, List<Duty> duties) {
      public Treatment {
        becomes = List.copyOf(becomes);
        strategies = List.copyOf(strategies);
        duties = List.copyOf(duties);
      }
    }

    /**
     * A rule by which records may be kept.
     *
     * @param rule of the store's data map
     * @param statute as a code
     */
    public record Duty(String rule, RetentionGround ground, String statute, String jurisdiction) {}

    /** As long as the hold is in force nothing is erased in that store. */
    public record HeldStore(String participant, UUID holdId) {}
  }

  /** What a person has to decide. */
  public record Halt(HaltReason reason, List<String> participants) {
    public Halt {
      participants = List.copyOf(participants);
    }
  }

  /** What became of a wish to end the request before it is carried out. */
  public enum Wish {
    ASKED,
    ACCEPTED,
    TOO_LATE
  }

  /**
   * What waits for holds to be released.
   *
   * @param participants whose records; empty for everybody's
   */
  public record OnHold(List<UUID> holds, List<String> participants) {
    public OnHold {
      holds = List.copyOf(holds);
      participants = List.copyOf(participants);
    }
  }

  /**
   * What people decided.
   *
   * @param refusal the last decision to refuse; null if there was none
   */
  public record Decisions(
      @Nullable Refusal refusal,
      List<Hold> holds,
      List<Outcome> outcomes,
      List<Approval> approvals,
      List<OnRecipient> recipients) {
    public Decisions {
      holds = List.copyOf(holds);
      outcomes = List.copyOf(outcomes);
      approvals = List.copyOf(approvals);
      recipients = List.copyOf(recipients);
    }

    /**
     * What a person found about a recipient that could not be told.
     *
     * @param recipient its code
     * @param finding null while that is not known here
     * @param author who decided; null while that is not known here
     */
    public record OnRecipient(
        UUID decisionId,
        String recipient,
        @Nullable RecipientFinding finding,
        @Nullable String author,
        @Nullable Instant decidedAt,
        State state) {

      /** Whether it is followed. */
      public enum State {
        DECIDED,
        TAKEN,
        NOT_TAKEN
      }
    }

    /**
     * An approval of what is to be erased.
     *
     * @param plan the number of the plan; null while that is not known here
     * @param author who approved; null while that is not known here
     */
    public record Approval(
        UUID decisionId,
        @Nullable Integer plan,
        @Nullable String author,
        @Nullable Instant decidedAt,
        State state) {

      /** Whether it is followed. */
      public enum State {
        DECIDED,
        TAKEN,
        NOT_TAKEN
      }
    }

    /**
     * A decision to refuse.
     *
     * @param ground null while that is not known here
     * @param author who decided; null while that is not known here
     */
    public record Refusal(
        @Nullable RefusalGround ground,
        @Nullable String author,
        @Nullable Instant decidedAt,
        State state) {

      /** What became of it. */
      public enum State {
        DECIDED,
        ASKED,
        TOO_LATE,
        FOLLOWED
      }
    }

    /**
     * A hold.
     *
     * @param participant whose records; null for everybody's
     * @param author who placed it; null while that is not known here
     */
    public record Hold(
        UUID holdId,
        @Nullable String participant,
        @Nullable String author,
        @Nullable Instant placedAt,
        State state) {

      /** What it does. */
      public enum State {
        PLACED,
        EFFECTIVE,
        TOO_LATE,
        ENDED
      }
    }

    /**
     * What a person vouches for in the place of a store.
     *
     * @param outcome what became of its records; null while that is not known here
     * @param author who decided; null while that is not known here
     */
    public record Outcome(
        UUID decisionId,
        String participant,
        @Nullable DecidedOutcome outcome,
        @Nullable String author,
        @Nullable Instant decidedAt,
        State state) {

      /** Whether it can be followed. */
      public enum State {
        DECIDED,
        ADOPTED,
        NOT_ADOPTED
      }
    }
  }

  /**
   * What one store keeps under one rule.
   *
   * @param rule of its data map
   * @param statute as a code
   * @param firstExpiry from when the first of it may no longer be kept
   * @param lastExpiry the same for the last
   */
  public record Retained(
      String participant,
      String collection,
      String rule,
      RetentionGround ground,
      String statute,
      String jurisdiction,
      long records,
      Instant firstExpiry,
      Instant lastExpiry) {}

  /**
   * One recipient and one thing that it is told.
   *
   * @param recipient its code
   * @param at when it was told, or it was found that it need not be; null before
   * @param notTold why it could not be told so far; null if nothing hinders that
   * @param finding why it need not be told; null unless a person found so
   * @param decidedBy the decision that settled it; null if the letter did, or nothing has
   */
  public record Recipient(
      String recipient,
      RecipientMatter matter,
      UUID noticeId,
      Told state,
      @Nullable Instant at,
      @Nullable NotToldReason notTold,
      @Nullable RecipientFinding finding,
      @Nullable UUID decidedBy) {

    /** Whether it is told. */
    public enum Told {
      BEING_TOLD,
      NOT_TOLD,
      TOLD,
      IMPOSSIBLE
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
    ANSWER,
    WITHDRAWN,
    WITHDRAWAL_TOO_LATE,
    REFUSED,
    RESTRICTION_ENDS,
    DUE_SOON,
    RECIPIENT,
    RECIPIENT_NOT_TOLD;

    /** Whether the request is closed when it has left. */
    public boolean closes() {
      return switch (this) {
        case ANSWER, WITHDRAWN, REFUSED, RESTRICTION_ENDS -> true;
        case CODE, RECEIPT, WITHDRAWAL_TOO_LATE, DUE_SOON, RECIPIENT, RECIPIENT_NOT_TOLD -> false;
      };
    }
  }

  /** What became of it. */
  public enum Outcome {
    SENT,
    DELAYED,
    NOT_SENT
  }
}
