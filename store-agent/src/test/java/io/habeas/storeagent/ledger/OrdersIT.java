package io.habeas.storeagent.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.habeas.participant.Action;
import io.habeas.participant.Counts;
import io.habeas.participant.Deferred;
import io.habeas.participant.Erased;
import io.habeas.participant.Outcome;
import io.habeas.participant.TaskId;
import io.habeas.participant.testkit.SettableClock;
import io.habeas.storeagent.ledger.Order.State;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OrdersIT {
  private static final UUID REQUEST = UUID.fromString("00000000-0000-0000-0000-0000000000a1");
  private static final TaskId ERASE = new TaskId(REQUEST, 3);
  private static final TaskId VERIFY = new TaskId(REQUEST, 4);
  private static final TaskId ERASE_AGAIN = new TaskId(REQUEST, 5);

  private final SettableClock clock = new SettableClock();
  private final LedgerConnection database = Ledgers.database();
  private final Ledger ledger = Ledgers.open(database, clock);
  private final Ledger other = Ledgers.open(database, clock);
  private final Orders orders = ledger.orders();

  @AfterEach
  void close() {
    ledger.close();
    other.close();
  }

  @Test
  void shouldGiveTheSameOrderHoweverOftenItIsPlaced() throws Deferred {
    // when
    Order first = orders.place(ERASE, "erase");
    Order again = other.orders().place(ERASE, "erase");

    // then
    assertThat(again).isEqualTo(first);
    assertThat(first.state()).isEqualTo(new State.Placed());
    assertThat(orders.of(REQUEST)).containsExactly(first);
    assertThat(orders.byKey(first.key())).contains(first);
  }

  @Test
  void shouldKeepOrdersOfOperationsAndDatasetsApart() throws Deferred {
    // given
    Order one = orders.place(ERASE, "erase:1");
    Order two = orders.place(ERASE, "erase:2");

    // when
    try (var stranger = new Ledger(database, "another", clock)) {
      Order theirs = stranger.orders().place(ERASE, "erase:1");

      // then
      assertThat(List.of(one.key(), two.key(), theirs.key())).doesNotHaveDuplicates();
      assertThat(orders.of(REQUEST)).containsExactly(one, two);
      assertThat(orders.byKey(theirs.key())).isEmpty();
      assertThat(stranger.orders().of(REQUEST)).containsExactly(theirs);
    }
  }

  @Test
  void shouldLetTheFirstReferenceAndTheFirstResultStand() throws Deferred {
    // given
    Order placed = orders.place(ERASE, "erase");

    // when
    Order sent = orders.sent(placed, "job-1");
    Order sentByOther = other.orders().sent(placed, "job-2");
    Order finished = orders.finished(sent, "3");
    Order finishedByOther = other.orders().finished(sentByOther, "4");
    Order abandoned = orders.abandoned(sent);

    // then
    assertThat(sent.state()).isEqualTo(new State.Sent("job-1"));
    assertThat(sentByOther).isEqualTo(sent);
    assertThat(finished.state()).isEqualTo(new State.Finished("3"));
    assertThat(finishedByOther).isEqualTo(finished);
    assertThat(abandoned).isEqualTo(finished);
    assertThat(orders.place(ERASE, "erase")).isEqualTo(finished);
  }

  @Test
  void shouldTakeUpAnOpenOrderInALaterStepAndRefuseTheEarlierOneThen() throws Deferred {
    // given
    Order sent = orders.sent(orders.place(ERASE, "erase"), "job-1");

    // when
    Order later = orders.place(ERASE_AGAIN, "erase");

    // then
    assertThat(later.key()).isEqualTo(sent.key());
    assertThat(later.task()).isEqualTo(ERASE_AGAIN);
    assertThat(later.state()).isEqualTo(sent.state());
    assertThatThrownBy(() -> orders.place(ERASE, "erase")).isInstanceOf(Deferred.class);
  }

  @Test
  void shouldOrderAnewWhereALaterStepFindsAFinishedOrderOrAnyAnAbandonedOne() throws Deferred {
    // given
    Order finished = orders.finished(orders.place(ERASE, "erase"), "3");
    Order abandoned = orders.abandoned(orders.place(ERASE, "other"));

    // when
    Order anew = orders.place(ERASE_AGAIN, "erase");
    Order instead = orders.place(ERASE, "other");

    // then
    assertThat(anew.key()).isNotEqualTo(finished.key());
    assertThat(anew.state()).isEqualTo(new State.Placed());
    assertThat(instead.key()).isNotEqualTo(abandoned.key());
    assertThatThrownBy(() -> orders.sent(finished, "late")).isInstanceOf(Deferred.class);
  }

  @Test
  void shouldGiveManyAtOnceOneOrder() throws Exception {
    // when
    List<Callable<Order>> all = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      Ledger one = i % 2 == 0 ? ledger : other;
      all.add(() -> one.orders().place(ERASE, "erase"));
    }
    List<UUID> keys = new ArrayList<>();
    try (var threads = Executors.newFixedThreadPool(8)) {
      for (Future<Order> each : threads.invokeAll(all)) {
        keys.add(each.get().key());
      }
    }

    // then
    assertThat(keys).hasSize(20).containsOnly(keys.getFirst());
  }

  @Test
  void shouldKeepAnErasuresOrderUntilTheErasureIsVerified() throws Deferred {
    // given
    Order order = orders.finished(orders.place(ERASE, "erase"), "3");
    orders.place(VERIFY, "look");

    // when
    ledger
        .journal()
        .seal(
            ERASE,
            Action.ERASE,
            new Outcome.RecordsErased(List.<Erased.CollectionOutcome>of(), List.of()));
    List<Order> afterErasure = orders.of(REQUEST);
    ledger
        .journal()
        .seal(VERIFY, Action.VERIFY, new Outcome.ResidueFound(new Counts(Map.of("users", 1L))));
    List<Order> afterResidue = orders.of(REQUEST);
    ledger.journal().seal(new TaskId(REQUEST, 6), Action.VERIFY, new Outcome.ErasureVerified());

    // then
    assertThat(afterErasure).hasSize(2).contains(order);
    assertThat(afterResidue).containsExactly(order);
    assertThat(orders.of(REQUEST)).isEmpty();
  }

  @Test
  void shouldDropWhatNobodyHasTouchedForLong() throws Deferred {
    // given
    orders.place(ERASE, "erase");
    clock.advance(Duration.ofDays(100));
    orders.place(ERASE, "younger");

    // when
    clock.advance(Duration.ofDays(100));
    assertThat(ledger.unfit()).isEmpty();

    // then
    assertThat(orders.of(REQUEST)).extracting(Order::operation).containsExactly("younger");
  }
}
