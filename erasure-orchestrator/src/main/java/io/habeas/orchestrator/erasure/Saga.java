package io.habeas.orchestrator.erasure;

import io.habeas.protocol.ParticipantId;
import io.habeas.protocol.RequiredParticipant;
import io.habeas.protocol.fanout.FanOut;
import io.habeas.protocol.locate.IdentifierGraph;
import io.habeas.schemas.avro.Action;
import io.habeas.schemas.avro.Completion;
import io.habeas.schemas.avro.ErasureGround;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Everything known of one erasure, whatever its state.
 *
 * @param acceptance what is carried out; the same throughout
 * @param round over the identifier graph, from 1; 0 before the first
 * @param gate what stands between what was located and its erasure
 * @param ledger what is entered of it in the ledger of erasures
 * @param told what the request came to, once that was told; null before
 * @param tellAgainAt when to tell an outcome again that could not be told; null when all is told
 * @param graph by which identifiers the person is known
 * @param fanOut what is asked of whom
 * @param stores one per participant that was ever asked, in that order
 */
public record Saga(
    Acceptance acceptance,
    int round,
    Gate gate,
    Ledger ledger,
    @Nullable Completion told,
    @Nullable Instant tellAgainAt,
    IdentifierGraph graph,
    FanOut<Action> fanOut,
    List<Store> stores) {

  /**
   * What the register accepted.
   *
   * @param requestId whose
   * @param ground why erasure is owed (Art. 17(1), L19)
   * @param dueOn the date to keep
   * @param scope what of the person's records it is about
   */
  public record Acceptance(UUID requestId, ErasureGround ground, LocalDate dueOn, Scope scope) {}

  public Saga {
    stores = List.copyOf(stores);
  }

  UUID requestId() {
    return acceptance.requestId();
  }

  ErasureGround ground() {
    return acceptance.ground();
  }

  LocalDate dueOn() {
    return acceptance.dueOn();
  }

  Scope scope() {
    return acceptance.scope();
  }

  Saga fanOut(FanOut<Action> after) {
    return new Saga(acceptance, round, gate, ledger, told, tellAgainAt, graph, after, stores);
  }

  Saga graph(IdentifierGraph after) {
    return new Saga(acceptance, round, gate, ledger, told, tellAgainAt, after, fanOut, stores);
  }

  Saga tellAgainAt(@Nullable Instant when) {
    return new Saga(acceptance, round, gate, ledger, told, when, graph, fanOut, stores);
  }

  Saga gate(Gate after) {
    return new Saga(acceptance, round, after, ledger, told, tellAgainAt, graph, fanOut, stores);
  }

  Saga ledger(Ledger after) {
    return new Saga(acceptance, round, gate, after, told, tellAgainAt, graph, fanOut, stores);
  }

  Saga told(Completion completion) {
    return new Saga(
        acceptance, round, gate, ledger, completion, tellAgainAt, graph, fanOut, stores);
  }

  boolean irrevocable() {
    return gate.irrevocable();
  }

  /**
   * Everything from the beginning, after everything was lifted: what is held may have changed
   * meanwhile.
   */
  Saga fromTheBeginning() {
    return fromTheBeginning(gate.coolingOffUntil(null).plan(gate.plan().dropped()));
  }

  /** The same, to see whether what was approved is still what is there. */
  Saga toCompareWithWhatWasApproved() {
    return fromTheBeginning(gate.plan(gate.plan().approved()));
  }

  private Saga fromTheBeginning(Gate after) {
    return new Saga(
        acceptance,
        0,
        after,
        ledger,
        told,
        tellAgainAt,
        new IdentifierGraph(graph.known(), Map.of()),
        fanOut,
        stores.stream().map(Store::anew).toList());
  }

  private Saga stores(List<Store> after) {
    return new Saga(acceptance, round, gate, ledger, told, tellAgainAt, graph, fanOut, after);
  }

  /** One more round, in which these participants search by everything known. */
  Saga nextRound(List<RequiredParticipant> searching) {
    Map<ParticipantId, Store> all = HashMap.newHashMap(stores.size() + searching.size());
    stores.forEach(store -> all.put(store.participant(), store));
    List<Store> after = new ArrayList<>(stores);
    for (RequiredParticipant participant : searching) {
      if (!all.containsKey(participant.id())) {
        after.add(Store.unknown(participant.id()));
      }
    }
    Saga saga =
        new Saga(
            acceptance,
            round + 1,
            gate,
            ledger,
            told,
            tellAgainAt,
            graph.asked(searching),
            fanOut,
            after);
    return saga.each(searching.stream().map(RequiredParticipant::id).toList(), Store::searching);
  }

  /** As if these participants, whose records it is not about any more, had never been asked. */
  Saga without(Collection<ParticipantId> spared) {
    return graph(graph.without(spared)).each(spared, store -> Store.unknown(store.participant()));
  }

  /**
   * Those whose records it is about. Not those that were spared, of which nothing is known any
   * more.
   */
  List<Store> concerned() {
    return switch (scope()) {
      case Scope.Everything all -> stores;
      case Scope.RestingOn some ->
          stores.stream().filter(store -> store.progress() != Store.Progress.NOT_LOCATED).toList();
    };
  }

  /** The participant's owed answer is in, and says this of its store. */
  Saga answered(ParticipantId participant, UnaryOperator<Store> what) {
    return fanOut(fanOut.answered(participant)).store(participant, what);
  }

  Saga store(ParticipantId participant, UnaryOperator<Store> change) {
    List<Store> after = new ArrayList<>(stores);
    for (int i = 0; i < after.size(); i++) {
      if (after.get(i).participant().equals(participant)) {
        after.set(i, change.apply(after.get(i)));
        break;
      }
    }
    return stores(after);
  }

  Store store(ParticipantId participant) {
    return stores.stream()
        .filter(store -> store.participant().equals(participant))
        .findFirst()
        .orElseGet(() -> Store.unknown(participant));
  }

  Saga each(Collection<ParticipantId> whom, UnaryOperator<Store> change) {
    var chosen = new HashSet<>(whom);
    return stores(
        stores.stream()
            .map(store -> chosen.contains(store.participant()) ? change.apply(store) : store)
            .toList());
  }

  List<ParticipantId> those(Predicate<Store> which) {
    return stores.stream().filter(which).map(Store::participant).toList();
  }

  /** How much of what was held is gone, once everything is verified (L15, L20). */
  Completion completion() {
    boolean retained = false;
    boolean held = false;
    for (Store store : concerned()) {
      retained |= store.retained().stream().anyMatch(kept -> kept.records() > 0);
      held |= store.holdings().stream().anyMatch(holding -> holding.records() > 0);
      for (CollectionErasure outcome : store.outcomes()) {
        retained |= outcome.retained() > 0;
        held |= outcome.erased() + outcome.anonymised() > 0;
      }
    }
    if (retained) {
      return Completion.ERASED_IN_PART;
    }
    return held ? Completion.ERASED_IN_FULL : Completion.NOTHING_HELD;
  }

  /**
   * When the first record that is kept may no longer be kept; empty if there is none.
   *
   * @param held stores whose records are kept for as long as a hold covers them
   */
  Optional<Instant> nextExpiry(Predicate<ParticipantId> held) {
    return stores.stream()
        .filter(store -> !held.test(store.participant()))
        .flatMap(store -> store.nextExpiry().stream())
        .min(Comparator.naturalOrder());
  }

  /** Whether anything is kept under a duty. */
  boolean keepsSomething() {
    return stores.stream().anyMatch(store -> store.nextExpiry().isPresent());
  }

  /**
   * Whether everything that a hold is about was asked to be erased before: nothing could be kept by
   * it. Of what is kept under a duty a hold is in time until its expiry.
   */
  boolean tooLateFor(Hold hold) {
    if (told == null) {
      return hold.ofEverything() ? gate.irrevocable() : stores(hold).anyMatch(this::askedToErase);
    }
    return stores(hold).noneMatch(store -> store.nextExpiry().isPresent())
        || stores(hold).anyMatch(store -> fanOut.owedBy(store.participant()).isPresent());
  }

  private Stream<Store> stores(Hold hold) {
    return stores.stream().filter(store -> hold.covers(store.participant()));
  }

  private boolean askedToErase(Store store) {
    return !store.progress().before(Store.Progress.ERASED)
        || store.residues() > 0
        || ledger.isReplaying(store.participant())
        || fanOut.owedBy(store.participant()).filter(Action.ERASE::equals).isPresent();
  }
}
