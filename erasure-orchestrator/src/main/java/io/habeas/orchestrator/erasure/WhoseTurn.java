package io.habeas.orchestrator.erasure;

import io.habeas.orchestrator.erasure.Store.Progress;
import io.habeas.protocol.ParticipantId;
import io.habeas.protocol.RequiredParticipant;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Which participants of an erasure are to do something next, and which are held. */
final class WhoseTurn {
  private final List<RequiredParticipant> required;
  private final ErasureOrder order;
  private final KnownStores known;

  /**
   * @param required by the controller's approved configuration
   * @throws IllegalArgumentException if nobody is, or somebody twice
   */
  WhoseTurn(List<RequiredParticipant> required, ErasureOrder order, KnownStores known) {
    if (required.isEmpty()) {
      throw new IllegalArgumentException(
          "Expected at least one required participant but none is configured");
    }
    if (required.stream().map(RequiredParticipant::id).distinct().count() < required.size()) {
      throw new IllegalArgumentException(
          "Expected every required participant once but one is configured twice");
    }
    this.required = List.copyOf(required);
    this.order = order;
    this.known = known;
  }

  /** The same where this is known of stores. */
  WhoseTurn knowing(KnownStores stores) {
    return new WhoseTurn(required, order, stores);
  }

  /** Whom the controller's approved configuration requires. */
  List<RequiredParticipant> required() {
    return required;
  }

  /** Whoever can find more by what is known by now. */
  List<RequiredParticipant> searching(Saga saga) {
    return saga.graph().toBeAsked(askable(saga));
  }

  /** Where something is not hidden yet. */
  List<ParticipantId> visible(Saga saga) {
    return saga.those(
        store -> store.progress().before(Progress.RESTRICTED) && isAbout(saga, store));
  }

  /** Whoever may erase now: not held, and nobody before them in the order has yet to erase. */
  List<ParticipantId> erasable(Saga saga) {
    List<ParticipantId> present = present(saga);
    return order.next(present.stream().filter(store -> !isHeld(saga, store)).toList(), present);
  }

  /** Where something is not erased yet. */
  List<ParticipantId> present(Saga saga) {
    return saga.those(store -> store.progress().before(Progress.ERASED) && isAbout(saga, store));
  }

  /**
   * Those that came to rest on something else than withdrawn consents before they were asked to
   * erase anything, and about whom something is known or done.
   */
  List<ParticipantId> spared(Saga saga) {
    return saga.those(
        store ->
            !isAbout(saga, store)
                && store.progress().before(Progress.ERASED)
                && (store.restricted() || store.progress() != Progress.NOT_LOCATED));
  }

  /**
   * Whoever was restored from a backup and may erase again now: in the same order, since what was
   * brought back is derived again too.
   */
  List<ParticipantId> restored(Saga saga) {
    return order.next(
        saga.ledger().restored().stream().filter(store -> !isHeld(saga, store)).toList(),
        unerased(saga));
  }

  /** Those where something is yet to be erased, or to be erased again. */
  List<ParticipantId> unerased(Saga saga) {
    return saga.those(
        store ->
            (store.progress().before(Progress.ERASED) && isAbout(saga, store))
                || saga.ledger().restored().contains(store.participant()));
  }

  /** Required participants without whom nothing is proven: gone, unfit or out of reach. */
  List<Missing> missing(Saga saga, Instant at) {
    return Missing.among(askable(saga), known, at);
  }

  /** By a hold for this request, or by one on the whole store. */
  boolean isHeld(Saga saga, ParticipantId store) {
    return saga.gate().holds(store) || isHeldWhole(store);
  }

  /** By a hold on the whole store, whatever the request. */
  boolean isHeldWhole(ParticipantId store) {
    return known.holds(store);
  }

  /** When its last report of all that it keeps began, by its own clock; empty if it makes none. */
  Optional<Instant> lastReportOf(ParticipantId store) {
    return known.lastReportOf(store);
  }

  /** Holds on whole stores, of these. */
  List<Hold> holdsOn(Collection<ParticipantId> stores) {
    return stores.stream().flatMap(store -> known.holdsOn(store).stream()).toList();
  }

  /** Holds on single stores of a request, of itself and of whole stores. */
  List<Hold> holdsOnStores(Saga saga) {
    return Said.and(
        saga.gate().holds().stream().filter(hold -> !hold.ofEverything()).toList(),
        holdsOn(saga.stores().stream().map(Store::participant).toList()));
  }

  /** What was asked to be erased once is erased: there is only forward. */
  private boolean isAbout(Saga saga, Store store) {
    return switch (saga.scope()) {
      case Scope.Everything all -> true;
      case Scope.RestingOn some ->
          saga.ledger().asked().containsKey(store.participant())
              || required.stream()
                  .filter(some::includes)
                  .anyMatch(participant -> participant.id().equals(store.participant()));
    };
  }

  /** Whom a person vouched for is asked nothing more, and whom it is not about nothing at all. */
  private List<RequiredParticipant> askable(Saga saga) {
    return required.stream()
        .filter(saga.scope()::includes)
        .filter(participant -> saga.store(participant.id()).decidedBy() == null)
        .toList();
  }
}
