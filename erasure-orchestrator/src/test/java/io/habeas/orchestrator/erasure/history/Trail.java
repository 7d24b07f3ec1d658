package io.habeas.orchestrator.erasure.history;

import io.habeas.orchestrator.erasure.ErasureCommand;
import io.habeas.orchestrator.erasure.ErasureCommand.Ask;
import io.habeas.orchestrator.erasure.ErasureCommand.Direct;
import io.habeas.orchestrator.erasure.ErasureCommand.Enter;
import io.habeas.orchestrator.erasure.ErasureCommand.Task;
import io.habeas.orchestrator.erasure.ErasureCommand.Tell;
import io.habeas.orchestrator.erasure.ErasureEvent;
import io.habeas.orchestrator.erasure.Hold;
import io.habeas.orchestrator.erasure.Report;
import io.habeas.orchestrator.erasure.Scope;
import io.habeas.orchestrator.erasure.StoreFact;
import io.habeas.protocol.ParticipantId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * What became of one erasure so far, as somebody knows it who hears of everything that was decided
 * and of everything that could be told.
 */
final class Trail {
  private final Scope scope;
  private boolean accepted;
  private boolean ended;
  private boolean completed;
  private boolean eraseAsked;
  private final Set<ParticipantId> eraseAskedOf = new HashSet<>();
  private final Set<ParticipantId> entered = new HashSet<>();
  private final Set<ParticipantId> differing = new HashSet<>();
  private final Map<UUID, Hold> effective = new LinkedHashMap<>();
  private final Set<UUID> tooLate = new HashSet<>();
  private int planAwaited;
  private final List<Report.Outcome> outcomes = new ArrayList<>();
  private final Set<String> directed = new HashSet<>();
  private Set<ParticipantId> ledger = Set.of();

  Trail(Scope scope) {
    this.scope = scope;
  }

  /** The event was not ignored. */
  void happened(ErasureEvent event) {
    accepted |= event instanceof ErasureEvent.RequestAccepted;
    ended |= event instanceof ErasureEvent.RequestEnded;
  }

  /** It was decided because of {@code cause}, whether or not it can be delivered. */
  void decided(ErasureEvent cause, ErasureCommand command) {
    switch (command) {
      case Ask ask -> {
        if (ask.task() instanceof Task.Erase || ask.task() instanceof Task.Expire) {
          eraseAsked = true;
          eraseAskedOf.add(ask.participant());
        }
      }
      case Enter enter -> entered.addAll(enter.ledger().asked().keySet());
      case Direct direct -> {}
      case Tell tell -> told(cause, tell.report());
    }
  }

  private void told(ErasureEvent cause, Report report) {
    switch (report) {
      case Report.EndingAccepted accepted -> ended = true;
      case Report.HoldEffective held -> {
        if (cause instanceof ErasureEvent.HoldPlaced placed) {
          effective.put(held.holdId(), placed.hold());
        }
        if (cause instanceof ErasureEvent.GateHeld) {
          effective.put(held.holdId(), new Hold(held.holdId(), null));
        }
      }
      case Report.HoldEnded held -> effective.remove(held.holdId());
      case Report.ApprovalAwaited plan -> planAwaited = plan.plan();
      // After a hold all begins anew; what it is about by then may be little enough.
      case Report.Planned plan when scope instanceof Scope.RestingOn -> planAwaited = 0;
      case Report.ApprovalTaken taken -> planAwaited = 0;
      case Report.ErasureCompleted all -> completed = true;
      case Report.RetentionCompared compared -> {
        if (compared.comparison().differences().isEmpty()) {
          differing.remove(compared.participant());
        } else {
          differing.add(compared.participant());
        }
      }
      case Report other -> {}
    }
  }

  /** It is where whom it concerns reads it. */
  void delivered(ErasureCommand command) {
    switch (command) {
      case Ask ask -> {}
      case Enter enter -> ledger = enter.ledger().asked().keySet();
      case Direct direct -> directed.add(direct.directive().subject());
      case Tell tell -> {
        switch (tell.report()) {
          case Report.ErasureCompleted end -> outcomes.add(end);
          case Report.RetentionExpired end -> outcomes.add(end);
          case Report.ErasureAbandoned end -> outcomes.add(end);
          case Report.ErasureHalted end -> outcomes.add(end);
          case Report other -> {}
        }
      }
    }
  }

  /** A hold that came before the request was accepted. */
  void held(Hold early) {
    effective.put(early.id(), early);
  }

  void released(Hold early) {
    effective.remove(early.id());
  }

  /** A whole store is held, perhaps too late for this request. */
  void held(StoreFact.Held store) {
    if (eraseAskedOf.contains(store.participant())) {
      tooLate.add(store.holdId());
    }
  }

  boolean isTooLate(StoreFact.Held hold) {
    return tooLate.contains(hold.holdId());
  }

  boolean isAccepted() {
    return accepted;
  }

  /** It ends without being carried out, which was still possible. */
  boolean isEnded() {
    return ended;
  }

  boolean isCompleted() {
    return completed;
  }

  /** There is only forward. */
  boolean isEraseAsked() {
    return eraseAsked;
  }

  boolean isEraseAskedOf(ParticipantId id) {
    return eraseAskedOf.contains(id);
  }

  /** Who is to be in the ledger of erasures. */
  Set<ParticipantId> entered() {
    return entered;
  }

  /** Who is in it. */
  Set<ParticipantId> ledger() {
    return ledger;
  }

  /** Whether it is known to keep something else than was known to be kept. */
  boolean isDiffering(ParticipantId id) {
    return differing.contains(id);
  }

  /** The holds of which the officer knows that they bind the request, oldest first. */
  Collection<Hold> effective() {
    return effective.values();
  }

  /** The number of the plan that a person has to approve; 0 if there is none. */
  int planAwaited() {
    return planAwaited;
  }

  /** Which ends could be told. */
  List<Report.Outcome> outcomes() {
    return outcomes;
  }

  /** About which identifiers somebody was told not to take the person in again. */
  Set<String> directed() {
    return directed;
  }
}
