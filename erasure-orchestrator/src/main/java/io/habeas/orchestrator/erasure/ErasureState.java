package io.habeas.orchestrator.erasure;

import io.habeas.protocol.ParticipantId;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** How far one erasure has come. */
public sealed interface ErasureState {

  /** Nothing was accepted, so nothing was read or changed. */
  record NotStarted() implements ErasureState {}

  /**
   * Not accepted yet, so that nothing was read or changed; but a person has decided something about
   * it.
   */
  record Awaited(UUID requestId, List<Hold> holds) implements ErasureState {
    public Awaited {
      holds = List.copyOf(holds);
    }
  }

  /** An outcome is owed by a participant, or a decision by a person. */
  sealed interface Underway extends ErasureState {
    /** Everything known of it. */
    Saga saga();

    /** The same state with more known of it. */
    Underway with(Saga saga);
  }

  /** Nothing is owed, by anybody. */
  sealed interface Ended extends ErasureState {
    /** Everything known of it. */
    Saga saga();

    /** The same state with more known of it. */
    Ended with(Saga saga);
  }

  /** Participants search by everything that is known of the person, in rounds. */
  record Locating(Saga saga) implements Underway {
    @Override
    public Locating with(Saga after) {
      return new Locating(after);
    }
  }

  /** What is to be erased is known; a person must approve it before anything is done. */
  record AwaitingApproval(Saga saga) implements Underway {
    @Override
    public AwaitingApproval with(Saga after) {
      return new AwaitingApproval(after);
    }
  }

  /** What was located is being hidden, reversibly (Art. 18). */
  record Restricting(Saga saga) implements Underway {
    @Override
    public Restricting with(Saga after) {
      return new Restricting(after);
    }
  }

  /** Everything is hidden; nothing is erased yet, so that the person may think better of it. */
  record CoolingOff(Saga saga) implements Underway {
    @Override
    public CoolingOff with(Saga after) {
      return new CoolingOff(after);
    }
  }

  /**
   * Nothing else stands before the first ERASE; the verifier is asked whether the person is held,
   * by whatever the vault knows of them.
   */
  record AtGate(Saga saga) implements Underway {
    @Override
    public AtGate with(Saga after) {
      return new AtGate(after);
    }
  }

  /** Whatever may go on has; the rest waits for a hold to be released. */
  record OnHold(Saga saga) implements Underway {
    @Override
    public OnHold with(Saga after) {
      return new OnHold(after);
    }
  }

  /** The point of no return is passed. */
  record Erasing(Saga saga) implements Underway {
    @Override
    public Erasing with(Saga after) {
      return new Erasing(after);
    }
  }

  /** Independent probes look for what may be left; what they find is erased again. */
  record Verifying(Saga saga) implements Underway {
    @Override
    public Verifying with(Saga after) {
      return new Verifying(after);
    }
  }

  /**
   * Everything is done and proven, but the request stays open: a required participant is not known
   * to stand behind what it said.
   *
   * @param missing at least one
   */
  record Uncovered(Saga saga, List<Missing> missing) implements Underway {
    public Uncovered {
      missing = List.copyOf(missing);
    }

    @Override
    public Uncovered with(Saga after) {
      return new Uncovered(after, missing);
    }

    boolean misses(ParticipantId participant) {
      return missing.stream().anyMatch(each -> each.participant().equals(participant));
    }
  }

  /** Whatever could go on has; a person must decide about the participants that are halted. */
  record Halted(Saga saga) implements Underway {
    @Override
    public Halted with(Saga after) {
      return new Halted(after);
    }
  }

  /**
   * The request ended before the point of no return, or everything is on hold: every restriction is
   * being undone.
   */
  record Lifting(Saga saga) implements Underway {
    @Override
    public Lifting with(Saga after) {
      return new Lifting(after);
    }
  }

  /**
   * Every required participant erased, an independent probe found nothing left, nothing is kept.
   */
  record Completed(Saga saga) implements Ended {
    @Override
    public Completed with(Saga after) {
      return new Completed(after);
    }
  }

  /**
   * The time for which records were kept is over: they are being erased (L20).
   *
   * @param asOf what may be kept until then or earlier goes; what ends later is asked for later,
   *     however long a store takes to answer
   */
  record Expiring(Saga saga, Instant asOf) implements Underway {
    @Override
    public Expiring with(Saga after) {
      return new Expiring(after, asOf);
    }
  }

  /** Stores that were restored from a backup erase again what they had erased since. */
  record Replaying(Saga saga) implements Underway {
    @Override
    public Replaying with(Saga after) {
      return new Replaying(after);
    }
  }

  /**
   * All is done that can be, and what that is was told. What is kept under a duty is erased when
   * its time is over (L20).
   */
  record Retaining(Saga saga) implements Ended {
    @Override
    public Retaining with(Saga after) {
      return new Retaining(after);
    }
  }

  /** The request ended before the point of no return and every restriction is lifted. */
  record Abandoned(Saga saga) implements Ended {
    @Override
    public Abandoned with(Saga after) {
      return new Abandoned(after);
    }
  }
}
