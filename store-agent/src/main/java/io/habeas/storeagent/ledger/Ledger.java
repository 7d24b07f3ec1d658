package io.habeas.storeagent.ledger;

import com.mongodb.MongoException;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;
import com.mongodb.event.CommandListener;
import io.habeas.participant.Deferred;
import io.habeas.participant.WaitReason;
import io.habeas.participant.outcome.JournaledOutcomeLog;
import io.habeas.participant.outcome.OutcomeLog;
import io.habeas.storeagent.connector.ReachableOutcomes;
import io.habeas.storeagent.connector.StoreWatch;
import io.habeas.storeagent.connector.StoreWatch.State;
import io.habeas.storeagent.mongodb.MongoFailures;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What an agent remembers outside of the store it serves, with operations that are atomic on one
 * document. Everything is named after the dataset, so that agents can share a database.
 *
 * <p>What is kept how long: outcomes, which are counts, codes and dates under the id of a request,
 * for good; orders until no step of their request can need them any more ({@link Orders}).
 */
public final class Ledger implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Ledger.class);
  private static final Duration BETWEEN_CLEARINGS = Duration.ofHours(1);

  private final LedgerStore store;
  private final String dataset;
  private final Clock clock;
  private final Duration abandonedAfter;
  private final StoreWatch<String> watch;
  private final LedgerJournal journal;
  private final MongoOrders orders;
  private final List<Consumer<Instant>> clearings = new CopyOnWriteArrayList<>();
  private final AtomicReference<Instant> clearAt = new AtomicReference<>(Instant.MIN);

  /**
   * Connects to nothing yet.
   *
   * @param dataset whose memory it is
   */
  public Ledger(LedgerConnection connection, String dataset, Clock clock) {
    this(connection, dataset, clock, List.of());
  }

  /**
   * @param listeners told of every command; for whoever watches, in tests say
   */
  public Ledger(
      LedgerConnection connection, String dataset, Clock clock, List<CommandListener> listeners) {
    this.store = new LedgerStore(connection, listeners);
    this.dataset = dataset;
    this.clock = clock;
    this.abandonedAfter = connection.abandonedAfter();
    this.watch = new StoreWatch<>(this::look, clock);
    this.orders = new MongoOrders(this, clock);
    this.journal = new LedgerJournal(this, clock);
    journal.afterSealing(orders::dropAfter);
    clearAbandoned(orders::dropUntouchedSince);
  }

  /** Remembers what each task came to. */
  public LedgerJournal journal() {
    return journal;
  }

  /** The same, asked once the ledger is known to be there. */
  public OutcomeLog outcomes() {
    return new ReachableOutcomes(watch, new JournaledOutcomeLog(journal));
  }

  /** What was ordered elsewhere. */
  public Orders orders() {
    return orders;
  }

  /** Why nothing can be remembered now; empty if it can. */
  public Optional<WaitReason> unfit() {
    return watch.current().unfit();
  }

  /** Whose memory it is. */
  public String dataset() {
    return dataset;
  }

  /** Documents of one kind, of all datasets. */
  public MongoCollection<BsonDocument> collection(String kind) {
    return store.collection(kind);
  }

  /** The name of something of this dataset's, unlike that of any other dataset's. */
  public String name(String... parts) {
    return dataset + "/" + String.join("/", parts);
  }

  /**
   * Has {@code clearing} drop, now and then, what was not changed since the instant it is given.
   */
  public void clearAbandoned(Consumer<Instant> clearing) {
    clearings.add(clearing);
  }

  /**
   * One piece of work with the ledger.
   *
   * @throws Deferred if the ledger fails
   */
  public <T> T guarded(Supplier<T> work) throws Deferred {
    try {
      return work.get();
    } catch (MongoException e) {
      watch.forget();
      throw new Deferred(MongoFailures.classify(e));
    }
  }

  private State<String> look() {
    try {
      store.database().runCommand(new BsonDocument("ping", new BsonInt32(1)));
      clearNowAndThen();
      return new State.Fits<>(dataset);
    } catch (MongoException e) {
      return new State.Unreachable<>(MongoFailures.classify(e));
    }
  }

  /** Nothing depends on an index or a clearing, so neither is a reason not to work. */
  private void clearNowAndThen() {
    Instant now = clock.instant();
    Instant due = clearAt.get();
    if (now.isBefore(due) || !clearAt.compareAndSet(due, now.plus(BETWEEN_CLEARINGS))) {
      return;
    }
    try {
      collection(LedgerStore.ORDERS)
          .createIndex(Indexes.ascending(MongoOrders.KEY), new IndexOptions().unique(true));
      collection(LedgerStore.ORDERS).createIndex(Indexes.ascending(MongoOrders.REQUEST));
      clearings.forEach(clearing -> clearing.accept(now.minus(abandonedAfter)));
    } catch (MongoException e) {
      log.warn(
          "Expected to index and clear the ledger but it failed: {}, code {}; it is tried later",
          e.getClass().getSimpleName(),
          e.getCode());
    }
  }

  @Override
  public void close() {
    store.close();
  }
}
