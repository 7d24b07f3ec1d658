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
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Everything known of one erasure, whatever its state.
 *
 * @param requestId whose
 * @param ground why erasure is owed (Art. 17(1), L19)
 * @param dueOn the date to keep
 * @param round over the identifier graph, from 1; 0 before the first
 * @param irrevocable the first ERASE is out: there is only forward
 * @param tellAgainAt when to tell an outcome again that could not be told; null when all is told
 * @param graph by which identifiers the person is known
 * @param fanOut what is asked of whom
 * @param stores one per participant that was ever asked, in that order
 */
public record Saga(
    UUID requestId,
    ErasureGround ground,
    LocalDate dueOn,
    int round,
    boolean irrevocable,
    @Nullable Instant tellAgainAt,
    IdentifierGraph graph,
    FanOut<Action> fanOut,
    List<Store> stores) {

  public Saga {
    stores = List.copyOf(stores);
  }

  Saga fanOut(FanOut<Action> after) {
    return new Saga(
        requestId, ground, dueOn, round, irrevocable, tellAgainAt, graph, after, stores);
  }

  Saga graph(IdentifierGraph after) {
    return new Saga(
        requestId, ground, dueOn, round, irrevocable, tellAgainAt, after, fanOut, stores);
  }

  Saga tellAgainAt(@Nullable Instant when) {
    return new Saga(requestId, ground, dueOn, round, irrevocable, when, graph, fanOut, stores);
  }

  Saga pastThePointOfNoReturn() {
    return new Saga(requestId, ground, dueOn, round, true, tellAgainAt, graph, fanOut, stores);
  }

  private Saga stores(List<Store> after) {
    return new Saga(
        requestId, ground, dueOn, round, irrevocable, tellAgainAt, graph, fanOut, after);
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
            requestId,
            ground,
            dueOn,
            round + 1,
            irrevocable,
            tellAgainAt,
            graph.asked(searching),
            fanOut,
            after);
    return saga.each(searching.stream().map(RequiredParticipant::id).toList(), Store::searching);
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
    for (Store store : stores) {
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
}
