package io.habeas.exportbuilder.export;

import io.habeas.protocol.ParticipantId;
import io.habeas.protocol.RequiredParticipant;
import io.habeas.protocol.fanout.FanOut;
import io.habeas.protocol.locate.IdentifierGraph;
import io.habeas.schemas.avro.Action;
import io.habeas.schemas.avro.Completion;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Everything known of one export, whatever its state.
 *
 * @param requestId whose
 * @param dueOn the date to keep
 * @param round over the identifier graph, from 1; 0 before the first
 * @param recipientKey the request's public key; null until there is one
 * @param tellAgainAt when to tell an outcome again that could not be told; null when all is told
 * @param graph by which identifiers the person is known
 * @param fanOut what is asked of whom
 * @param stores one per participant that was ever asked, in that order
 */
public record Export(
    UUID requestId,
    LocalDate dueOn,
    int round,
    @Nullable String recipientKey,
    @Nullable Instant tellAgainAt,
    IdentifierGraph graph,
    FanOut<Action> fanOut,
    List<StoreCopy> stores) {

  public Export {
    stores = List.copyOf(stores);
  }

  Export recipientKey(String key) {
    return new Export(requestId, dueOn, round, key, tellAgainAt, graph, fanOut, stores);
  }

  Export tellAgainAt(@Nullable Instant when) {
    return new Export(requestId, dueOn, round, recipientKey, when, graph, fanOut, stores);
  }

  Export graph(IdentifierGraph after) {
    return new Export(requestId, dueOn, round, recipientKey, tellAgainAt, after, fanOut, stores);
  }

  Export fanOut(FanOut<Action> after) {
    return new Export(requestId, dueOn, round, recipientKey, tellAgainAt, graph, after, stores);
  }

  private Export stores(List<StoreCopy> after) {
    return new Export(requestId, dueOn, round, recipientKey, tellAgainAt, graph, fanOut, after);
  }

  /** One more round, in which these participants search by everything known. */
  Export nextRound(List<RequiredParticipant> searching) {
    List<ParticipantId> whom = searching.stream().map(RequiredParticipant::id).toList();
    List<StoreCopy> after = new ArrayList<>(stores);
    for (ParticipantId participant : whom) {
      if (stores.stream().noneMatch(store -> store.participant().equals(participant))) {
        after.add(StoreCopy.unknown(participant));
      }
    }
    return new Export(
            requestId,
            dueOn,
            round + 1,
            recipientKey,
            tellAgainAt,
            graph.asked(searching),
            fanOut,
            after)
        .each(whom, StoreCopy::searching);
  }

  /** The participant's owed answer is in, and says this of its store. */
  Export answered(ParticipantId participant, UnaryOperator<StoreCopy> what) {
    return fanOut(fanOut.answered(participant)).each(List.of(participant), what);
  }

  Export each(Collection<ParticipantId> whom, UnaryOperator<StoreCopy> change) {
    var chosen = new HashSet<>(whom);
    return stores(
        stores.stream()
            .map(store -> chosen.contains(store.participant()) ? change.apply(store) : store)
            .toList());
  }

  /** Whether it was asked of these stores and no others. */
  boolean isOf(Set<ParticipantId> participants) {
    return Set.copyOf(those(store -> true)).equals(participants);
  }

  /** Of each store what the package has of it, which names every one. */
  Export packaged(Map<ParticipantId, List<Copy.Exported>> packaged) {
    return stores(
        stores.stream()
            .map(store -> store.packaged(packaged.getOrDefault(store.participant(), List.of())))
            .toList());
  }

  StoreCopy store(ParticipantId participant) {
    return stores.stream()
        .filter(store -> store.participant().equals(participant))
        .findFirst()
        .orElseGet(() -> StoreCopy.unknown(participant));
  }

  List<ParticipantId> those(Predicate<StoreCopy> which) {
    return stores.stream().filter(which).map(StoreCopy::participant).toList();
  }

  /** What the request came to, once everything is read out: nothing held is an answer too (L15). */
  Completion completion() {
    boolean held =
        stores.stream()
            .map(StoreCopy::copy)
            .filter(Objects::nonNull)
            .anyMatch(copy -> copy.records() > 0);
    return held ? Completion.COPY_PROVIDED : Completion.NOTHING_HELD;
  }
}
