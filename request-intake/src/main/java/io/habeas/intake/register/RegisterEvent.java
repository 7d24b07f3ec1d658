package io.habeas.intake.register;

import io.habeas.intake.register.Registration.Entry;
import io.habeas.intake.register.Registration.Wish;
import io.habeas.schemas.avro.Channel;
import io.habeas.schemas.avro.Completion;
import io.habeas.schemas.avro.EndCause;
import io.habeas.schemas.avro.NotSentReason;
import io.habeas.schemas.avro.RefusalGround;
import io.habeas.schemas.avro.RestrictionGround;
import io.habeas.schemas.avro.Right;
import io.habeas.schemas.avro.StoreExport;
import io.habeas.schemas.avro.StoreOutcome;
import io.habeas.schemas.avro.StoreRectification;
import io.habeas.schemas.avro.StoreRestriction;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What can happen to a request on the register. */
public sealed interface RegisterEvent {

  /** Something that somebody recorded about one request. */
  sealed interface Recorded extends RegisterEvent {
    UUID requestId();

    /** When it was recorded. */
    Instant at();
  }

  /**
   * It arrived.
   *
   * @param receivedAt receipt by the controller, from which the law counts (L6)
   * @param locale language tag of its letters
   * @param restrictionGround why restriction is owed; null where another right is asked for
   * @param purposes for which processing is to stop; empty where another right is asked for
   */
  record RequestReceived(
      UUID requestId,
      Instant at,
      Right right,
      Channel channel,
      Instant receivedAt,
      String locale,
      @Nullable RestrictionGround restrictionGround,
      List<String> purposes)
      implements Recorded {
    public RequestReceived {
      purposes = List.copyOf(purposes);
    }
  }

  /** The person proved to hold these identifiers. */
  record IdentityProven(UUID requestId, Instant at, List<String> identifierTypes)
      implements Recorded {
    public IdentityProven {
      identifierTypes = List.copyOf(identifierTypes);
    }
  }

  /** The last code is used up and nothing was proven. */
  record IdentityNotProven(UUID requestId, Instant at) implements Recorded {}

  /** Carried out in every required store. */
  sealed interface Completed extends Recorded {
    /** What it came to. */
    Completion completion();

    /** The right that is carried out by this. */
    Right right();

    /** Whether this request is carried out by this. */
    default boolean carriesOut(Entry entry) {
      return entry.right() == right();
    }
  }

  /** Erased and verified in every required store. */
  record ErasureCompleted(
      UUID requestId, Instant at, Completion completion, List<StoreOutcome> stores)
      implements Completed {
    @Override
    public Right right() {
      return Right.ERASURE;
    }

    /** Also what rested on withdrawn consents alone, once that is to be erased (L21). */
    @Override
    public boolean carriesOut(Entry entry) {
      return entry.right() == Right.ERASURE || !entry.erasing().isEmpty();
    }

    public ErasureCompleted {
      stores = List.copyOf(stores);
    }
  }

  /** Every required store has read out what it holds, and it is packaged; or nothing is held. */
  record ExportCompleted(
      UUID requestId, Instant at, Completion completion, List<StoreExport> stores)
      implements Completed {
    @Override
    public Right right() {
      return Right.ACCESS;
    }

    public ExportCompleted {
      stores = List.copyOf(stores);
    }
  }

  /** Corrected in every required store, or named as not correctable there. */
  record RectificationCompleted(
      UUID requestId, Instant at, Completion completion, List<StoreRectification> stores)
      implements Completed {
    @Override
    public Right right() {
      return Right.RECTIFICATION;
    }

    public RectificationCompleted {
      stores = List.copyOf(stores);
    }
  }

  /** Restricted in every required store, or named as not restrictable there (Art. 18). */
  record RestrictedThroughout(
      UUID requestId, Instant at, Completion completion, List<StoreRestriction> stores)
      implements Completed {
    @Override
    public Right right() {
      return Right.RESTRICTION;
    }

    /** Also what is restricted while an objection is weighed (Art. 18(1)(d)). */
    @Override
    public boolean carriesOut(Entry entry) {
      return entry.right() == Right.RESTRICTION || entry.right() == Right.OBJECTION;
    }

    public RestrictedThroughout {
      stores = List.copyOf(stores);
    }
  }

  /**
   * Everybody is directed to stop processing for a purpose (Art. 21(3), 7(3)).
   *
   * @param resting the participants that hold nothing but what rested on withdrawn consents (L21)
   */
  record ProcessingStopped(UUID requestId, Instant at, List<String> resting) implements Completed {
    public ProcessingStopped {
      resting = List.copyOf(resting);
    }

    @Override
    public Completion completion() {
      return Completion.PROCESSING_STOPPED;
    }

    @Override
    public Right right() {
      return Right.MARKETING_OBJECTION;
    }

    @Override
    public boolean carriesOut(Entry entry) {
      return (entry.right() == Right.MARKETING_OBJECTION
              || entry.right() == Right.CONSENT_WITHDRAWAL)
          && entry.erasing().isEmpty();
    }
  }

  /** What is decided, or done, about a restriction that stands. */
  sealed interface RestrictionEnding extends Recorded {}

  /**
   * What it was for is settled.
   *
   * @param decisionId under which the reasons are in the vault
   */
  record RestrictionEndDecided(UUID requestId, Instant at, UUID decisionId)
      implements RestrictionEnding {}

  /** The person's objection prevails: what is restricted for it stays so (Art. 21(1), L28). */
  record ObjectionUpheld(UUID requestId, Instant at) implements RestrictionEnding {}

  /** Every restriction is lifted, after the person was told. */
  record RestrictionEnded(UUID requestId, Instant at) implements RestrictionEnding {}

  /** Who carries requests out. */
  enum Worker {
    /** What changes data. */
    ORCHESTRATOR,
    /** What reads it. */
    EXPORT_BUILDER;

    /** Who carries out this right. */
    static Worker of(Right right) {
      return switch (right) {
        case ERASURE,
            RECTIFICATION,
            RESTRICTION,
            OBJECTION,
            MARKETING_OBJECTION,
            CONSENT_WITHDRAWAL ->
            ORCHESTRATOR;
        case ACCESS -> EXPORT_BUILDER;
      };
    }
  }

  /** Somebody wants the request to end before it is carried out. */
  sealed interface EndingWished extends Recorded {
    Wish wish();
  }

  /** The person wants it back. */
  record WithdrawalWished(UUID requestId, Instant at) implements EndingWished {
    @Override
    public Wish wish() {
      return new Wish.Withdrawal();
    }
  }

  /**
   * The controller decided to refuse it.
   *
   * @param decisionId under which the reasons are in the vault
   */
  record RefusalDecided(UUID requestId, Instant at, RefusalGround ground, UUID decisionId)
      implements EndingWished {
    @Override
    public Wish wish() {
      return new Wish.Refusal(ground, decisionId);
    }
  }

  /** What whoever carries a request out says of its end. */
  sealed interface EndingAnswer extends Recorded {
    /** Who says this. */
    Worker by();
  }

  /** It still can be undone, and is being undone. */
  record EndingAccepted(UUID requestId, Instant at, Worker by, EndCause cause)
      implements EndingAnswer {}

  /** There is only forward. */
  record EndingTooLate(UUID requestId, Instant at, Worker by, EndCause cause)
      implements EndingAnswer {}

  /** Everything is undone. */
  record Abandoned(UUID requestId, Instant at, Worker by) implements EndingAnswer {}

  /** A letter has left. */
  record LetterSent(UUID requestId, Instant at, UUID noticeId) implements Recorded {}

  /** A letter will not leave. */
  record LetterNotSent(UUID requestId, Instant at, UUID noticeId, NotSentReason reason)
      implements Recorded {}

  /** An instant has come at which the register wanted to be asked. */
  record Woken(Instant now) implements RegisterEvent {}

  /** A command's topic cannot be written now. */
  record CommandUndeliverable(RegisterCommand command, Instant now) implements RegisterEvent {}
}
