package io.habeas.participant.vault;

import io.habeas.participant.Corrections;
import io.habeas.participant.Identifiers;
import io.habeas.participant.TaskId;
import io.habeas.participant.YieldedIdentifier;
import java.util.List;
import java.util.Map;

/** Where identifiers are. */
public interface Vault {

  /**
   * Claims the identifiers of several tasks at once. The answer has every one of {@code tasks}.
   *
   * @throws VaultUnavailable if the vault did not answer within bounded retries
   */
  Map<TaskId, Claim> claim(List<TaskId> tasks) throws VaultUnavailable;

  /**
   * Deposits identifiers that other participants may need. Idempotent.
   *
   * @throws VaultUnavailable if the vault did not answer within bounded retries
   */
  Deposit deposit(TaskId task, List<YieldedIdentifier> identifiers) throws VaultUnavailable;

  /** What became of a claim. */
  sealed interface Claim {
    /**
     * @param corrections what a task to rectify is to write; empty for any other
     */
    record Granted(Identifiers identifiers, Corrections corrections) implements Claim {
      public Granted(Identifiers identifiers) {
        this(identifiers, Corrections.NONE);
      }
    }

    /** The vault has not heard of the task or the acceptance yet: try again. */
    record NotYet() implements Claim {}

    /**
     * @param reason the vault's code: CLOSED, NOT_APPROVED, ...
     */
    record Refused(String reason) implements Claim {}
  }

  /** What became of a deposit. */
  sealed interface Deposit {
    /** The vault has them now. */
    record Accepted() implements Deposit {}

    /** One of them contradicts what the vault has of this person. */
    record Conflict() implements Deposit {}

    /** This participant may not deposit that; the declaration and the approval differ. */
    record Refused() implements Deposit {}
  }

  /** The vault did not answer. Nothing is wrong with the task: ask again later. */
  final class VaultUnavailable extends Exception {
    private static final long serialVersionUID = 1L;

    /**
     * @param failure code of what happened, an HTTP status or the simple name of an exception
     */
    public VaultUnavailable(String failure) {
      super("Expected an answer of the vault but got " + failure);
    }
  }
}
