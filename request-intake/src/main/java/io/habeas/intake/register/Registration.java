package io.habeas.intake.register;

import io.habeas.schemas.avro.Completion;
import io.habeas.schemas.avro.EndCause;
import io.habeas.schemas.avro.RefusalGround;
import io.habeas.schemas.avro.RestrictionGround;
import io.habeas.schemas.avro.Right;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What the register knows of one request. */
public sealed interface Registration {

  /** Nothing has happened yet. */
  record Unknown() implements Registration {}

  /**
   * Something has.
   *
   * @param phase where the request's life has come to
   * @param unsent commands whose topic could not be written, in order
   * @param sendAgainAt when to try them again; null if there are none
   */
  record Known(
      UUID requestId, Phase phase, List<RegisterCommand> unsent, @Nullable Instant sendAgainAt)
      implements Registration {
    public Known {
      unsent = List.copyOf(unsent);
    }

    Known(UUID requestId, Phase phase) {
      this(requestId, phase, List.of(), null);
    }

    /** The earliest instant at which something is to be done without anybody's asking. */
    @Nullable Instant wakeUp() {
      return Stream.of(phase.endsAt(), Optional.ofNullable(sendAgainAt))
          .flatMap(Optional::stream)
          .min(Instant::compareTo)
          .orElse(null);
    }

    Known withUnsent(RegisterCommand command, Instant again) {
      List<RegisterCommand> more = new ArrayList<>(unsent);
      more.add(command);
      return new Known(requestId, phase, more, again);
    }

    Known withNothingUnsent() {
      return new Known(requestId, phase);
    }
  }

  /** Where a request's life has come to. */
  sealed interface Phase {

    /** When it ends by itself; empty if it waits for others only. */
    default Optional<Instant> endsAt() {
      return Optional.empty();
    }

    /** Of a request that is accepted and whose answer is owed. */
    sealed interface Owed extends Phase
        permits Stopping, InProgress, Ending, Undoing, TakingLeave, Answering, TellingRestriction {
      Entry entry();

      /** The same with another entry. */
      Owed withEntry(Entry after);

      @Override
      default Optional<Instant> endsAt() {
        return Optional.ofNullable(entry().escalateAt());
      }
    }

    /** The verifier's finding overtook the receipt, which is on another topic. */
    record ProvenBeforeReceipt(List<String> identifierTypes, Instant forgetAt) implements Phase {
      public ProvenBeforeReceipt {
        identifierTypes = List.copyOf(identifierTypes);
      }

      @Override
      public Optional<Instant> endsAt() {
        return Optional.of(forgetAt);
      }
    }

    /** The same, the finding being that nothing was proven. */
    record RejectedBeforeReceipt(Instant forgetAt) implements Phase {
      @Override
      public Optional<Instant> endsAt() {
        return Optional.of(forgetAt);
      }
    }

    /** The person has not yet proven who they are. */
    record AwaitingIdentity(Entry entry, Instant lapsesAt) implements Phase {
      @Override
      public Optional<Instant> endsAt() {
        return Optional.of(lapsesAt);
      }
    }

    /** Consent is withdrawn; everybody is being directed to stop, at once and unproven (L29). */
    record Stopping(Entry entry, Proof proof) implements Owed {
      @Override
      public Stopping withEntry(Entry after) {
        return new Stopping(after, proof);
      }
    }

    /**
     * Processing has stopped. What rested on the withdrawn consents alone is erased once the person
     * has proven who they are, which nobody needs to.
     *
     * @param resting the participants where that is so; at least one
     * @param lapsesAt when it counts as answered without that
     */
    record Stopped(Entry entry, List<String> resting, Instant lapsesAt) implements Phase {
      public Stopped {
        resting = List.copyOf(resting);
      }

      @Override
      public Optional<Instant> endsAt() {
        return Optional.of(lapsesAt);
      }
    }

    /**
     * Accepted; being carried out.
     *
     * @param tooLate who was told that the request can no more be ended: the point of no return is
     *     passed if anybody was
     */
    record InProgress(Entry entry, Set<EndCause> tooLate) implements Owed {
      @Override
      public InProgress withEntry(Entry after) {
        return new InProgress(after, tooLate);
      }

      public InProgress {
        tooLate = Set.copyOf(tooLate);
      }

      InProgress(Entry entry) {
        this(entry, Set.of());
      }
    }

    /**
     * Whoever carries it out was asked to undo it and has not said whether it still can be.
     *
     * @param wish for which it was asked
     * @param alsoWished who wanted the same meanwhile
     */
    record Ending(Entry entry, Wish wish, Set<EndCause> alsoWished) implements Owed {
      @Override
      public Ending withEntry(Entry after) {
        return new Ending(after, wish, alsoWished);
      }

      public Ending {
        alsoWished = Set.copyOf(alsoWished);
      }

      /** Everybody who has to be told if it is too late. */
      Set<EndCause> wishes() {
        return with(alsoWished, wish.cause());
      }
    }

    /** It still could be undone, and is being undone. */
    record Undoing(Entry entry, Wish wish) implements Owed {
      @Override
      public Undoing withEntry(Entry after) {
        return new Undoing(after, wish);
      }
    }

    /**
     * Everything is undone; the letter that says so has not left yet.
     *
     * @param noticeId that letter
     */
    record TakingLeave(Entry entry, Wish wish, UUID noticeId) implements Owed {
      @Override
      public TakingLeave withEntry(Entry after) {
        return new TakingLeave(after, wish, noticeId);
      }
    }

    /**
     * Carried out; the letter that says so has not left yet.
     *
     * @param noticeId that letter
     * @param tooLate who was told that the request can no more be ended
     */
    record Answering(Entry entry, Completion completion, UUID noticeId, Set<EndCause> tooLate)
        implements Owed {
      @Override
      public Answering withEntry(Entry after) {
        return new Answering(after, completion, noticeId, tooLate);
      }

      public Answering {
        tooLate = Set.copyOf(tooLate);
      }
    }

    /**
     * Everything is restricted; the letter that says so has not left yet.
     *
     * @param noticeId that letter
     */
    record TellingRestriction(Entry entry, UUID noticeId) implements Owed {
      @Override
      public TellingRestriction withEntry(Entry after) {
        return new TellingRestriction(after, noticeId);
      }
    }

    /**
     * The person knows that everything is restricted; it stays until a person decides otherwise.
     */
    record InForce(Entry entry) implements Phase {}

    /**
     * The restriction shall end; the letter that says so has not left yet (L24).
     *
     * @param noticeId that letter
     */
    record TellingEnd(Entry entry, Why why, UUID noticeId) implements Phase {}

    /** The person knows that the restriction ends; it is being lifted. */
    record Lifting(Entry entry, Why why) implements Phase {}

    /** Fulfilled, refused or withdrawn. Remembered for as long as its records may come again. */
    record Closed(Instant forgetAt) implements Phase {
      @Override
      public Optional<Instant> endsAt() {
        return Optional.of(forgetAt);
      }
    }
  }

  /** Whether what rested on withdrawn consents may be erased (L11). */
  sealed interface Proof {

    /** The person may still prove who they are. */
    record Awaited() implements Proof {}

    /** They have. */
    record Given(List<String> identifierTypes) implements Proof {
      public Given {
        identifierTypes = List.copyOf(identifierTypes);
      }
    }

    /** They can prove it no more. */
    record Lacking() implements Proof {}

    /** They do not want anything erased. */
    record Unwanted() implements Proof {}
  }

  /** Why a restriction ends. */
  sealed interface Why {

    /**
     * What it was for is settled.
     *
     * @param decisionId under which the reasons are in the vault
     */
    record Settled(UUID decisionId) implements Why {}

    /**
     * The controller refuses what was asked for after all.
     *
     * @param decisionId under which the reasons are in the vault
     */
    record Refused(RefusalGround ground, UUID decisionId) implements Why {}
  }

  /** Why a request shall end before it is carried out. */
  sealed interface Wish {

    /** Whose wish it is. */
    EndCause cause();

    /** The person wants it back. */
    record Withdrawal() implements Wish {
      @Override
      public EndCause cause() {
        return EndCause.WITHDRAWN;
      }
    }

    /**
     * The controller refuses it.
     *
     * @param decisionId under which the reasons are in the vault
     */
    record Refusal(RefusalGround ground, UUID decisionId) implements Wish {
      @Override
      public EndCause cause() {
        return EndCause.REFUSED;
      }
    }
  }

  /** These and one more. */
  static Set<EndCause> with(Set<EndCause> causes, EndCause another) {
    return Stream.concat(causes.stream(), Stream.of(another))
        .collect(Collectors.toUnmodifiableSet());
  }

  /**
   * What is known from receipt on.
   *
   * @param restrictionGround why restriction is owed; null where another right is asked for
   * @param escalateAt when the data protection officer is told that it is not answered yet; null
   *     once they were
   * @param purposes for which processing is to stop; empty where another right is asked for
   * @param restrictionTold the recipients who were told of the restriction, and so are told of its
   *     end
   * @param erasing the participants that are to erase what rested on withdrawn consents alone;
   *     empty before that is accepted
   */
  record Entry(
      Right right,
      Instant receivedAt,
      LocalDate dueOn,
      String locale,
      @Nullable RestrictionGround restrictionGround,
      @Nullable Instant escalateAt,
      List<String> purposes,
      List<String> restrictionTold,
      List<String> erasing) {

    public Entry {
      purposes = List.copyOf(purposes);
      restrictionTold = List.copyOf(restrictionTold);
      erasing = List.copyOf(erasing);
    }

    Entry escalated() {
      return new Entry(
          right,
          receivedAt,
          dueOn,
          locale,
          restrictionGround,
          null,
          purposes,
          restrictionTold,
          erasing);
    }

    Entry restrictionTold(List<String> recipients) {
      return new Entry(
          right,
          receivedAt,
          dueOn,
          locale,
          restrictionGround,
          escalateAt,
          purposes,
          recipients,
          erasing);
    }

    Entry erasing(List<String> participants) {
      return new Entry(
          right,
          receivedAt,
          dueOn,
          locale,
          restrictionGround,
          escalateAt,
          purposes,
          restrictionTold,
          participants);
    }
  }
}
