package io.habeas.orchestrator.erasure;

import static io.habeas.orchestrator.erasure.Said.tell;

import io.habeas.orchestrator.erasure.ErasureEvent.RetentionReported;
import io.habeas.protocol.ParticipantId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Compares what stores say by themselves that they keep with what is known to be kept (L20). What
 * differs is told; it changes nothing else, for which of the two is right only a person can say.
 */
final class Comparing {
  private final WhoseTurn turn;
  private final Duration heardWithin;

  /**
   * @param heardWithin how long nothing may be heard of a store that keeps something, before its
   *     silence is looked at; zero for ever
   */
  Comparing(WhoseTurn turn, Duration heardWithin) {
    this.turn = turn;
    this.heardWithin = heardWithin;
  }

  /** What became of a look at a store. */
  sealed interface Look {
    /** There is nothing to be seen by it. */
    record Useless(String why) implements Look {}

    /** The erasure from now on, and what is told. */
    record Seen(Saga saga, List<ErasureCommand> said) implements Look {
      public Seen {
        said = List.copyOf(said);
      }
    }
  }

  /** Of a request with whose erasure that store has nothing to do, if there is one at all. */
  static ErasureCommand unaccounted(RetentionReported e) {
    return new ErasureCommand.Tell(
        e.requestId(),
        new Report.RetentionUnaccounted(e.participant(), e.asOf(), e.retained()),
        e.at());
  }

  /** What a store says by itself. */
  Look reported(Saga saga, RetentionReported e) {
    if (!saga.those(store -> true).contains(e.participant())) {
      return new Look.Seen(saga, List.of(unaccounted(e)));
    }
    Store store = saga.store(e.participant());
    Comparison before = store.compared();
    if (before != null && !e.asOf().isAfter(before.asOf())) {
      return new Look.Useless("stale-report");
    }
    if (isSettled(saga, store)) {
      return compared(saga, store, e.retained(), e.asOf(), e.at());
    }
    // It named the request, so that it was not silent.
    Comparison heard =
        new Comparison(e.asOf(), e.at(), before == null ? List.of() : before.differences());
    return new Look.Seen(saga.store(e.participant(), same -> same.compared(heard)), List.of());
  }

  /**
   * Stores of which nothing was heard for too long: a report that they have finished since, and did
   * not name the request in, says that they keep nothing for it.
   */
  Look.Seen silence(Saga saga, Instant at) {
    Saga seen = saga;
    List<ErasureCommand> said = new ArrayList<>();
    for (Store store : saga.stores()) {
      Comparison last = store.compared();
      if (last == null || !isWatched(store) || last.lookedAt().plus(heardWithin).isAfter(at)) {
        continue;
      }
      Optional<Instant> report =
          turn.lastReportOf(store.participant()).filter(began -> began.isAfter(last.asOf()));
      if (report.isPresent() && isSettled(saga, store)) {
        Look.Seen missed = compared(seen, store, List.of(), report.get(), at);
        seen = missed.saga();
        said.addAll(missed.said());
      } else {
        seen = seen.store(store.participant(), same -> same.compared(last.lookedAt(at)));
      }
    }
    return new Look.Seen(seen, said);
  }

  /** When silence is to be looked at next; empty where nothing is kept. */
  Optional<Instant> nextLook(Saga saga) {
    return saga.stores().stream()
        .filter(this::isWatched)
        .flatMap(store -> Optional.ofNullable(store.compared()).stream())
        .map(last -> last.lookedAt().plus(heardWithin))
        .min(Comparator.naturalOrder());
  }

  private boolean isWatched(Store store) {
    Comparison last = store.compared();
    return !heardWithin.isZero()
        && last != null
        && (store.nextExpiry().isPresent() || !last.differences().isEmpty());
  }

  /** What it keeps is not about to become another, by its own doing or a person's. */
  private static boolean isSettled(Saga saga, Store store) {
    ParticipantId id = store.participant();
    return saga.fanOut().owedBy(id).isEmpty()
        && store.halted() == null
        && !saga.ledger().isReplayOwedBy(id);
  }

  private static Look.Seen compared(
      Saga saga, Store store, List<Retention> reported, Instant asOf, Instant at) {
    Comparison before =
        store.compared() == null ? new Comparison(asOf, at, List.of()) : store.compared();
    Comparison now = before.with(store.retained(), reported, asOf, at);
    Saga after = saga.store(store.participant(), same -> same.compared(now));
    return new Look.Seen(
        after,
        now.differences().equals(before.differences())
            ? List.of()
            : List.of(tell(after, new Report.RetentionCompared(store.participant(), now), at)));
  }
}
