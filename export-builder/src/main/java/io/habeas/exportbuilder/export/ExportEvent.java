package io.habeas.exportbuilder.export;

import io.habeas.protocol.IdentifierType;
import io.habeas.protocol.ParticipantId;
import io.habeas.protocol.locate.Holding;
import io.habeas.schemas.avro.Action;
import io.habeas.schemas.avro.EndCause;
import io.habeas.schemas.avro.WaitReason;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What can happen to an export. */
public sealed interface ExportEvent {

  /** When the builder noticed, by its own clock: another's clock never moves a deadline. */
  Instant at();

  /**
   * Identity is proven: the only event on which anything is read.
   *
   * @param proven the types of identifier that are proven, which seed the search
   */
  record RequestAccepted(UUID requestId, Set<IdentifierType> proven, LocalDate dueOn, Instant at)
      implements ExportEvent {
    public RequestAccepted {
      proven = Set.copyOf(proven);
    }
  }

  /** The request was refused, or closed without being carried out. */
  record RequestEnded(Instant at) implements ExportEvent {}

  /**
   * The request shall end if the package is not ready yet.
   *
   * @param cause who wants it
   */
  record EndingAsked(EndCause cause, Instant at) implements ExportEvent {}

  /**
   * The packager made a key pair for the request and keeps its private half; another key than
   * before if it has lost that one.
   */
  record KeyCreated(String recipientKey, Instant at) implements ExportEvent {}

  /** The packager will not package what this participant uploaded in answer to this step. */
  record PartsRefused(ParticipantId participant, int step, Instant at) implements ExportEvent {}

  /**
   * Packaged; key and parts are gone.
   *
   * @param stores what is in the package of each store
   */
  record PackageBuilt(Map<ParticipantId, List<Copy.Exported>> stores, Instant at)
      implements ExportEvent {
    public PackageBuilt {
      stores = Map.copyOf(stores);
    }
  }

  /** The instant has come that was asked for. */
  record WokenUp(Instant at) implements ExportEvent {}

  /** A task could not be written to the participant's topic. */
  record TaskUndeliverable(ParticipantId participant, int step, WaitReason reason, Instant at)
      implements ExportEvent {}

  /** A report could not be written. */
  record ReportUndeliverable(Report report, Instant at) implements ExportEvent {}

  /** What a participant answers to the task of one step. */
  sealed interface Reply extends ExportEvent {
    /** Who answers, proven by the topic on which it did. */
    ParticipantId participant();

    /** Which task is answered. */
    int step();

    /** What kind of task this can be an answer to; null if to any. */
    @Nullable Action answers();
  }

  /**
   * What is held, counted.
   *
   * @param yielded types of identifier newly deposited in the vault
   * @param ambiguous more than one account, or a conflict with a proven identifier
   */
  record HoldingsLocated(
      ParticipantId participant,
      int step,
      List<Holding> holdings,
      Set<IdentifierType> yielded,
      boolean ambiguous,
      Instant at)
      implements Reply {
    public HoldingsLocated {
      holdings = List.copyOf(holdings);
      yielded = Set.copyOf(yielded);
    }

    @Override
    public Action answers() {
      return Action.LOCATE;
    }
  }

  /** What is held is read out and uploaded. */
  record RecordsExported(ParticipantId participant, Copy copy, Instant at) implements Reply {
    @Override
    public int step() {
      return copy.step();
    }

    @Override
    public Action answers() {
      return Action.EXPORT;
    }
  }

  /**
   * It cannot do such a thing at all.
   *
   * @param answers what it cannot do
   */
  record ActionNotOffered(ParticipantId participant, int step, Action answers, Instant at)
      implements Reply {}

  /** It cannot be done now. */
  record TaskDeferred(ParticipantId participant, int step, WaitReason reason, Instant at)
      implements Reply {
    @Override
    public @Nullable Action answers() {
      return null;
    }
  }

  /** A later step was seen before; this one was not carried out. */
  record TaskSuperseded(ParticipantId participant, int step, int seenStep, Instant at)
      implements Reply {
    @Override
    public @Nullable Action answers() {
      return null;
    }
  }
}
