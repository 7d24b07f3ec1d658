package io.habeas.intake.view;

import io.habeas.schemas.avro.Action;
import io.habeas.schemas.avro.CanaryFailure;
import io.habeas.schemas.avro.CanaryObstacle;
import io.habeas.schemas.avro.WaitReason;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * How one participant stands.
 *
 * @param participant which
 * @param required whether no request completes without it, by the controller's configuration
 * @param standing whether it can be relied on
 * @param since since when it stands so; null if it never declared itself
 * @param reason why it takes no tasks; null unless it says so
 * @param lastHeardAt when it declared itself last; null unless it is stale
 * @param actions what it can be asked to do; empty unless it is fit
 * @param canary what somebody made up has shown of the path to it
 * @param retention whether it reports what it keeps
 */
public record ParticipantView(
    String participant,
    boolean required,
    Standing standing,
    @Nullable Instant since,
    @Nullable WaitReason reason,
    @Nullable Instant lastHeardAt,
    List<Action> actions,
    Canary canary,
    Retention retention) {

  public ParticipantView {
    actions = List.copyOf(actions);
  }

  /** Whether it can be relied on. */
  public enum Standing {
    /** It never declared itself. */
    NOT_DECLARED,
    /** It takes tasks. */
    FIT,
    /** It says that it takes none. */
    UNFIT,
    /** It has been silent for longer than it promised. */
    STALE
  }

  /** What canaries have shown of the path to a store. */
  public enum Proof {
    /** It is not required, so that nobody is made up there; or it never declared itself. */
    NOT_ASKED,
    /** None has come to an end yet. */
    UNTRIED,
    /** Nobody can be made up there. */
    NOT_PROVABLE,
    /** The last one was found, erased, and is gone. */
    PROVEN,
    /** The last one was not: no request completes without a person's word for the store. */
    FAILED
  }

  /**
   * What canaries have shown.
   *
   * @param since when it was proven last, or since when it has failed or cannot be; null where
   *     there is nothing to say
   * @param canaryId the one that showed it; null if none did
   * @param obstacle why nobody can be made up; null unless it cannot be proven
   * @param failure why it failed; null unless it did
   * @param during what was asked of the store then; null unless it failed
   * @param remains whether what was made up may still be in the store
   */
  public record Canary(
      Proof state,
      @Nullable Instant since,
      @Nullable UUID canaryId,
      @Nullable CanaryObstacle obstacle,
      @Nullable CanaryFailure failure,
      @Nullable Action during,
      boolean remains) {
    static final Canary NOT_ASKED =
        new Canary(Proof.NOT_ASKED, null, null, null, null, null, false);
  }

  /** Whether what it says by itself that it keeps is compared with what is known (L20). */
  public enum Compared {
    /** It does not report it. */
    NOT_COMPARED,
    /** It does, but has not finished a report yet. */
    NOT_YET,
    /** It is. */
    COMPARED
  }

  /**
   * Whether it reports what it keeps.
   *
   * @param reportedAsOf when the last report that it finished began, by its own clock; null before
   *     the first
   */
  public record Retention(Compared state, @Nullable Instant reportedAsOf) {
    static final Retention NOT_COMPARED = new Retention(Compared.NOT_COMPARED, null);
  }

  /** One of which nothing was ever heard. */
  static ParticipantView undeclared(String participant, boolean required) {
    return new ParticipantView(
        participant,
        required,
        Standing.NOT_DECLARED,
        null,
        null,
        null,
        List.of(),
        Canary.NOT_ASKED,
        Retention.NOT_COMPARED);
  }
}
