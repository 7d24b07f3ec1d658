package io.habeas.storeagent.postgres;

import io.habeas.participant.Counts;
import io.habeas.participant.DataHolder;
import io.habeas.participant.Deferred;
import io.habeas.participant.Erased;
import io.habeas.participant.ErasureGround;
import io.habeas.participant.Identifiers;
import io.habeas.participant.Located;
import io.habeas.participant.RecordSink;
import io.habeas.participant.Task;
import io.habeas.participant.WaitReason;
import io.habeas.participant.outcome.JdbcOutcomeLog;
import io.habeas.participant.outcome.OutcomeLog;
import io.habeas.storeagent.connector.KeyedHash;
import io.habeas.storeagent.connector.ReachableOutcomes;
import io.habeas.storeagent.connector.StoreWatch;
import io.habeas.storeagent.connector.StoreWatch.State;
import io.habeas.storeagent.plan.StorePlan;
import io.habeas.storeagent.plan.StorePlan.Table;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;
import org.springframework.core.NestedRuntimeException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The records of people in one PostgreSQL database, as a plan describes them. What changes them
 * runs in the transaction that {@link #outcomeLog} opened, and is undone with it.
 */
public final class PostgresHolder implements DataHolder {
  private final Store store;
  private final StorePlan plan;
  private final StoreWatch<Catalogue> schema;
  private final KeyedHash hash;
  private final int chunk;
  private final Clock clock;

  /**
   * @param hashKey for columns with the strategy keyed-hash, at least 32 bytes; empty for none
   */
  public PostgresHolder(
      Store store,
      PostgresConnection connection,
      StorePlan plan,
      Optional<byte[]> hashKey,
      Clock clock) {
    this.store = store;
    this.plan = plan;
    this.hash = new KeyedHash(hashKey);
    this.chunk = connection.chunk();
    this.clock = clock;
    var ownTables =
        new OwnTables(
            store.jdbc(),
            new TransactionTemplate(store.transactions()),
            Optional.ofNullable(connection.readOnlyUsername()));
    this.schema = new StoreWatch<>(() -> look(store, plan, ownTables), clock);
  }

  /** Records outcomes in the same database, in the transaction of the effect. */
  public OutcomeLog outcomeLog() {
    return new ReachableOutcomes(
        schema,
        new JdbcOutcomeLog(
            store.jdbc(),
            store.transactions(),
            store.writingDefinition(),
            "habeas",
            this::classify,
            clock));
  }

  @Override
  public Optional<WaitReason> unfit() {
    return schema.current().unfit();
  }

  /** Where map and live schema contradict each other: tables and columns, never contents. */
  public List<String> contradictions() {
    return schema.current().contradictions();
  }

  @Override
  public Located locate(Task task) throws Deferred {
    Catalogue catalogue = catalogue();
    SubjectRows rows = new SubjectRows(plan, catalogue, task.identifiers());
    return reading(() -> new Locating(store.readingJdbc(), plan, task.identifiers()).locate(rows));
  }

  @Override
  public Counts restrict(Task task) throws Deferred {
    Catalogue catalogue = catalogue();
    SubjectRows rows = new SubjectRows(plan, catalogue, task.identifiers());
    JdbcTemplate jdbc = store.jdbc();
    var restricting = new Restricting(jdbc, catalogue, task.requestId(), clock.instant());
    int place = 0;
    for (Table table : plan.tables()) {
      Optional<Sql> keys = rows.keys(table);
      if (keys.isPresent()) {
        restricting.restrict(Targets.note(jdbc, catalogue, table, place++, keys.get(), chunk));
      }
    }
    return restricting.restricted(plan);
  }

  @Override
  public Counts lift(Task task) throws Deferred {
    var restricting = new Restricting(store.jdbc(), catalogue(), task.requestId(), clock.instant());
    Map<String, Long> lifted = new TreeMap<>();
    plan.tables().forEach(table -> lifted.put(table.name(), restricting.lift(table)));
    return new Counts(lifted);
  }

  @Override
  public Erased erase(Task task, ErasureGround ground) throws Deferred {
    Catalogue catalogue = catalogue();
    return new Erasing(
            store.jdbc(), plan, catalogue, hash, task.requestId(), clock.instant(), chunk)
        .erase(new SubjectRows(plan, catalogue, task.identifiers()));
  }

  @Override
  public Counts verify(Task task) throws Deferred {
    Catalogue catalogue = catalogue();
    Identifiers identifiers = task.identifiers();
    LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    return reading(
        () ->
            new ResidueProbe(
                    store.readingJdbc(), plan, catalogue, task.requestId(), identifiers, today)
                .residue());
  }

  @Override
  public void export(Task task, RecordSink records) throws Deferred {
    SubjectRows rows = new SubjectRows(plan, catalogue(), task.identifiers());
    boolean ofOnePerson =
        reading(
            () ->
                new ReadingOut(store.readingJdbc(), plan, task.identifiers())
                    .readOut(rows, records));
    if (!ofOnePerson) {
      throw new Deferred(WaitReason.UNFIT);
    }
  }

  private Catalogue catalogue() throws Deferred {
    return switch (schema.current()) {
      case State.Fits<Catalogue>(var catalogue) -> catalogue;
      case State.Differs<Catalogue> differs -> throw new Deferred(WaitReason.MAP_MISMATCH);
      case State.Unreachable<Catalogue>(var reason) -> throw new Deferred(reason);
    };
  }

  private static State<Catalogue> look(Store store, StorePlan plan, OwnTables ownTables) {
    try {
      ownTables.ensure();
      Catalogue catalogue = Catalogue.read(store.jdbc(), plan.schema().orElse(store.schema()));
      List<String> findings = LiveCheck.findings(plan, catalogue);
      return findings.isEmpty() ? new State.Fits<>(catalogue) : new State.Differs<>(findings);
    } catch (NestedRuntimeException e) {
      return new State.Unreachable<>(Failures.classify(e));
    }
  }

  private <T> T reading(Supplier<T> work) throws Deferred {
    try {
      Function<Object, T> inTransaction = status -> work.get();
      return Objects.requireNonNull(store.readingTransaction().execute(inTransaction::apply));
    } catch (NestedRuntimeException e) {
      throw new Deferred(classify(e));
    }
  }

  private WaitReason classify(RuntimeException failure) {
    WaitReason reason = Failures.classify(failure);
    // Whatever it was, the next task looks at the store anew before it begins.
    schema.forget();
    return reason;
  }
}
