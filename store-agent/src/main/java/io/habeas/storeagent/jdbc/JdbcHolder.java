package io.habeas.storeagent.jdbc;

import io.habeas.participant.Action;
import io.habeas.participant.CollectionTreatment;
import io.habeas.participant.Corrections;
import io.habeas.participant.Counts;
import io.habeas.participant.DataHolder;
import io.habeas.participant.Deferred;
import io.habeas.participant.Erased;
import io.habeas.participant.ErasureGround;
import io.habeas.participant.Identifiers;
import io.habeas.participant.Located;
import io.habeas.participant.RecordSink;
import io.habeas.participant.Rectified;
import io.habeas.participant.RetentionSink;
import io.habeas.participant.Task;
import io.habeas.participant.WaitReason;
import io.habeas.participant.outcome.JdbcOutcomeLog;
import io.habeas.participant.outcome.OutcomeLog;
import io.habeas.storeagent.connector.KeyedHash;
import io.habeas.storeagent.connector.Offered;
import io.habeas.storeagent.connector.ReachableOutcomes;
import io.habeas.storeagent.connector.StoreWatch;
import io.habeas.storeagent.connector.StoreWatch.State;
import io.habeas.storeagent.connector.Use;
import io.habeas.storeagent.jdbc.Catalogue.LiveTable;
import io.habeas.storeagent.plan.HowTreated;
import io.habeas.storeagent.plan.StorePlan;
import io.habeas.storeagent.plan.StorePlan.Table;
import java.time.Clock;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import org.springframework.core.NestedRuntimeException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.DefaultTransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The records of people in one relational database, as a plan describes them. What changes them
 * runs in the transaction that {@link #outcomeLog} opened, and is undone with it: one transaction
 * for a whole step, however many rows there are, so that its outcome is of all of them or none.
 */
public final class JdbcHolder implements DataHolder {
  private final Store store;
  private final StorePlan plan;
  private final StoreWatch<Live> schema;
  private final KeyedHash hash;
  private final int chunk;
  private final Clock clock;
  private final boolean canLoseIdentity;
  private final boolean readsText;

  /**
   * A live schema that fits.
   *
   * @param plan with the keys that the map leaves to the database
   */
  private record Live(StorePlan plan, Catalogue catalogue) {}

  /**
   * @param hashKey for columns with the strategy keyed-hash, at least 32 bytes; empty for none
   */
  public JdbcHolder(
      Store store,
      JdbcConnection connection,
      StorePlan plan,
      Optional<byte[]> hashKey,
      Clock clock,
      Use use) {
    this.store = store;
    this.plan = plan;
    this.hash = new KeyedHash(hashKey);
    this.chunk = connection.chunk();
    this.clock = clock;
    this.canLoseIdentity = Correctable.canTouchIdentity(plan);
    this.readsText =
        plan.tables().stream()
            .flatMap(table -> table.columns().values().stream())
            .anyMatch(StorePlan.Column::freeText);
    Optional<String> reader = Optional.ofNullable(connection.readOnlyUsername());
    this.schema = new StoreWatch<>(() -> look(store, plan, reader, use), clock);
  }

  /** Records outcomes in the same database, in the transaction of the effect. */
  public OutcomeLog outcomeLog() {
    return new ReachableOutcomes(
        schema,
        new JdbcOutcomeLog(
            store.jdbc(),
            store.transactions(),
            new DefaultTransactionDefinition(),
            "habeas",
            store.dialect() instanceof PostgresDialect,
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

  /**
   * What makes the live schema slow, and why nobody can be made up in it: tables and columns, never
   * contents.
   */
  public List<String> advice() {
    return switch (schema.current()) {
      case State.Fits<Live>(var live) -> Advice.of(live.plan(), live.catalogue(), clock.instant());
      case State.Differs<Live> differs -> List.of();
      case State.Unreachable<Live> unreachable -> List.of();
    };
  }

  @Override
  public Located locate(Task task) throws Deferred {
    Live live = live();
    return looking(
        jdbc -> new Locating(jdbc, live.plan(), task.identifiers()).locate(rows(jdbc, live, task)));
  }

  @Override
  public Counts restrict(Task task) throws Deferred {
    Live live = live();
    JdbcTemplate jdbc = store.jdbc();
    SubjectRows rows = rows(jdbc, live, task);
    var restricting =
        new Restricting(jdbc, live.catalogue(), task.requestId(), clock.instant(), chunk);
    List<Table> hidden =
        live.plan().tables().stream().filter(table -> table.restriction().hides()).toList();
    Targets.note(jdbc, live.catalogue(), rows.ownKeys(hidden), chunk)
        .forEach(restricting::restrict);
    return restricting.restricted(live.plan());
  }

  @Override
  public Counts lift(Task task) throws Deferred {
    Live live = live();
    var restricting =
        new Restricting(store.jdbc(), live.catalogue(), task.requestId(), clock.instant(), chunk);
    Map<String, Long> lifted = new TreeMap<>();
    live.plan().tables().forEach(table -> lifted.put(table.name(), restricting.lift(table)));
    return new Counts(lifted);
  }

  @Override
  public Erased erase(Task task, ErasureGround ground) throws Deferred {
    Live live = live();
    JdbcTemplate jdbc = store.jdbc();
    OwnState own = OwnState.read(jdbc, task.requestId());
    SubjectRows rows =
        new SubjectRows(
            live.plan(),
            live.catalogue(),
            task.identifiers(),
            own.corrected() ? Optional.of(task.requestId()) : Optional.empty());
    Erased erased =
        new Erasing(
                jdbc,
                live.plan(),
                live.catalogue(),
                hash,
                task.requestId(),
                ZonedDateTime.now(clock),
                chunk,
                own)
            .erase(rows);
    return own.untold() ? Untold.with(jdbc, task.requestId(), erased) : erased;
  }

  @Override
  public Erased expire(Task task, Instant asOf) throws Deferred {
    Live live = live();
    JdbcTemplate jdbc = store.jdbc();
    OwnState own = OwnState.read(jdbc, task.requestId());
    return new Erasing(
            jdbc,
            live.plan(),
            live.catalogue(),
            hash,
            task.requestId(),
            ZonedDateTime.now(clock),
            chunk,
            own)
        .expire(
            new Overdue(
                jdbc, live.catalogue(), task.requestId(), asOf, new KeptUntil(clock.getZone())));
  }

  @Override
  public void reportRetained(RetentionSink retained) throws Deferred {
    live();
    KeptUntil until = new KeptUntil(clock.getZone());
    reading(
        jdbc -> {
          Retaining.report(jdbc, until, retained);
          return true;
        });
  }

  @Override
  public Rectified rectify(Task task, Corrections corrections) throws Deferred {
    Live live = live();
    JdbcTemplate jdbc = store.jdbc();
    return new Rectifying(
            jdbc, live.plan(), live.catalogue(), task.requestId(), clock.instant(), chunk)
        .rectify(rows(jdbc, live, task), corrections);
  }

  @Override
  public Counts seed(Task task) throws Deferred {
    Live live = live();
    JdbcTemplate jdbc = store.jdbc();
    return new Seeding(jdbc, live.plan(), live.catalogue(), task.requestId(), clock.instant())
        .seed(rows(jdbc, live, task), task.identifiers());
  }

  @Override
  public List<CollectionTreatment> treatments() {
    return HowTreated.of(plan);
  }

  /**
   * {@inheritDoc} Rows are hidden only where the map says how, and people are made up only where
   * the live schema lets whole ones be.
   */
  @Override
  public Set<Action> actions() {
    Set<Action> actions =
        Offered.of(
            DataHolder.super.actions(),
            plan.tables().stream().anyMatch(table -> table.restriction().hides()));
    if (!(schema.current() instanceof State.Fits<Live>(var live)
        && Seeding.obstacles(live.plan(), live.catalogue(), clock.instant()).isEmpty())) {
      actions.remove(Action.SEED);
    }
    return actions;
  }

  @Override
  public Counts verify(Task task) throws Deferred {
    Live live = live();
    Identifiers identifiers = task.identifiers();
    Sql lawful = new KeptUntil(clock.getZone()).isNotOver("lawful", clock.instant());
    Function<JdbcTemplate, Counts> probe =
        jdbc ->
            new ResidueProbe(
                    jdbc, live.plan(), live.catalogue(), task.requestId(), identifiers, lawful)
                .residue();
    // What people wrote is read here, by a cursor, and that needs a transaction.
    return readsText ? reading(probe) : looking(probe);
  }

  @Override
  public void export(Task task, RecordSink records) throws Deferred {
    Live live = live();
    boolean ofOnePerson =
        reading(
            jdbc ->
                new ReadingOut(jdbc, live.plan(), task.identifiers())
                    .readOut(rows(jdbc, live, task), records));
    if (!ofOnePerson) {
      throw new Deferred(WaitReason.UNFIT);
    }
  }

  private SubjectRows rows(JdbcTemplate jdbc, Live live, Task task) {
    // Nothing was corrected before a request's first step.
    Optional<UUID> correctedBy =
        canLoseIdentity && task.step() > 1
            ? Rectifying.correctedBy(jdbc, task.requestId())
            : Optional.empty();
    return new SubjectRows(live.plan(), live.catalogue(), task.identifiers(), correctedBy);
  }

  private Live live() throws Deferred {
    return switch (schema.current()) {
      case State.Fits<Live>(var live) -> live;
      case State.Differs<Live> differs -> throw new Deferred(WaitReason.MAP_MISMATCH);
      case State.Unreachable<Live>(var reason) -> throw new Deferred(reason);
    };
  }

  private static State<Live> look(Store store, StorePlan plan, Optional<String> reader, Use use) {
    try {
      if (!store.dialect().hasOwnTables(store.jdbc())) {
        store
            .dialect()
            .createOwnTables(store.jdbc(), new TransactionTemplate(store.transactions()), reader);
      }
      Catalogue catalogue =
          store.dialect().read(store.jdbc(), plan.schema().orElseGet(store::schema));
      StorePlan keyed =
          plan.keyed(name -> catalogue.table(name).map(LiveTable::primaryKey).orElse(List.of()));
      List<String> findings = new ArrayList<>(LiveCheck.findings(keyed, catalogue));
      if (use == Use.SERVING) {
        Owner.claim(store.jdbc(), catalogue.schema(), plan.dataset()).ifPresent(findings::add);
      }
      return findings.isEmpty()
          ? new State.Fits<>(new Live(keyed, catalogue))
          : new State.Differs<>(findings);
    } catch (NestedRuntimeException e) {
      return new State.Unreachable<>(Failures.classify(store.dialect(), e));
    }
  }

  private <T> T reading(Function<JdbcTemplate, T> work) throws Deferred {
    try {
      Function<Object, T> inTransaction = status -> work.apply(store.readingJdbc());
      return Objects.requireNonNull(store.readingTransaction().execute(inTransaction::apply));
    } catch (NestedRuntimeException e) {
      throw new Deferred(classify(e));
    }
  }

  /** Each statement sees its own state: for what needs no more than one, or no more than a hint. */
  private <T> T looking(Function<JdbcTemplate, T> work) throws Deferred {
    try {
      return work.apply(store.readingJdbc());
    } catch (NestedRuntimeException e) {
      throw new Deferred(classify(e));
    }
  }

  private WaitReason classify(RuntimeException failure) {
    WaitReason reason = Failures.classify(store.dialect(), failure);
    // Whatever it was, the next task looks at the store anew before it begins.
    schema.forget();
    return reason;
  }
}
