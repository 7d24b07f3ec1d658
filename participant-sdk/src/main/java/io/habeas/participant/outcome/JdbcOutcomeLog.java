package io.habeas.participant.outcome;

import io.habeas.participant.Action;
import io.habeas.participant.Deferred;
import io.habeas.participant.Outcome;
import io.habeas.participant.TaskId;
import io.habeas.participant.WaitReason;
import java.sql.Array;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.springframework.core.NestedRuntimeException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.TransactionStatus;
import org.springframework.transaction.support.DefaultTransactionDefinition;

/**
 * Outcomes in two tables of the holder's own database. Everything that {@link #once} carries out on
 * the same transaction manager (JdbcTemplate, JPA) is in the transaction of the record. The tables
 * are those of {@code io/habeas/participant/outcome/tables.sql}; the statements are standard SQL
 * unless said otherwise.
 *
 * <p>Two instances that were given the same request, as happens for a moment when partitions move,
 * take turns on the request's row in {@code habeas_step}.
 */
public final class JdbcOutcomeLog implements OutcomeLog {
  private static final int ATTEMPTS = 3;
  private static final int MOST_AT_ONCE = 100;

  /** Serialization failure (ISO/IEC 9075), deadlocks included in most databases; PostgreSQL's. */
  private static final Set<String> UNDONE = Set.of("40001", "40P01");

  private final JdbcTemplate jdbc;
  private final PlatformTransactionManager transactions;
  private final TransactionDefinition definition;
  private final Function<RuntimeException, WaitReason> classifier;
  private final Clock clock;
  private final String outcomeTable;
  private final String stepTable;
  private final String advancing;
  private final String insertingAll;
  private final boolean inserting;

  /**
   * @param transactions manages transactions of {@code jdbc}'s data source
   * @param definition isolation and timeout of {@link #once}
   * @param schema the schema of the two tables, a plain SQL identifier; empty for the default one
   * @param onConflict whether the database knows {@code INSERT ... ON CONFLICT} and arrays as
   *     PostgreSQL does, which saves round trips
   * @param classifier why a task must wait when the database fails
   */
  public JdbcOutcomeLog(
      JdbcTemplate jdbc,
      PlatformTransactionManager transactions,
      TransactionDefinition definition,
      String schema,
      boolean onConflict,
      Function<RuntimeException, WaitReason> classifier,
      Clock clock) {
    this.jdbc = jdbc;
    this.transactions = transactions;
    this.definition = definition;
    this.classifier = classifier;
    this.clock = clock;
    String prefix = schema.isEmpty() ? "" : schema + ".";
    this.outcomeTable = prefix + "habeas_outcome";
    this.stepTable = prefix + "habeas_step";
    this.inserting = onConflict;
    this.advancing =
        onConflict
            ? "INSERT INTO "
                + stepTable
                + " AS s (highest_step, request_id) VALUES (?, ?) ON CONFLICT (request_id) DO"
                + " UPDATE SET highest_step = EXCLUDED.highest_step WHERE s.highest_step < ?"
            : "UPDATE "
                + stepTable
                + " SET highest_step = ? WHERE request_id = ? AND highest_step < ?";
    this.insertingAll =
        ("WITH note AS (SELECT * FROM unnest(?, ?, ?, ?) AS n (request_id, step, action, result)),"
                + " advanced AS (INSERT INTO %s AS s (request_id, highest_step)"
                + " SELECT request_id, step FROM note ON CONFLICT (request_id) DO UPDATE SET"
                + " highest_step = EXCLUDED.highest_step"
                + " WHERE s.highest_step < EXCLUDED.highest_step RETURNING s.request_id)"
                + " INSERT INTO %s (request_id, step, action, result, recorded_at)"
                + " SELECT request_id, step, action, result, ? FROM note JOIN advanced"
                + " USING (request_id) RETURNING request_id")
            .formatted(stepTable, outcomeTable);
  }

  /** The same in standard SQL. */
  public JdbcOutcomeLog(
      JdbcTemplate jdbc,
      PlatformTransactionManager transactions,
      TransactionDefinition definition,
      String schema,
      Function<RuntimeException, WaitReason> classifier,
      Clock clock) {
    this(jdbc, transactions, definition, schema, false, classifier, clock);
  }

  /** Tables in the default schema; failures as {@link JdbcFailures} has them. */
  public JdbcOutcomeLog(JdbcTemplate jdbc, PlatformTransactionManager transactions, Clock clock) {
    this(
        jdbc,
        transactions,
        new DefaultTransactionDefinition(),
        "",
        false,
        JdbcFailures::reasonFor,
        clock);
  }

  @Override
  public Optional<Outcome> find(TaskId task) throws Deferred {
    try {
      return recorded(task);
    } catch (NestedRuntimeException e) {
      throw new Deferred(classifier.apply(e));
    }
  }

  @Override
  public OptionalInt highestStep(UUID requestId) throws Deferred {
    try {
      return highest(requestId);
    } catch (NestedRuntimeException e) {
      throw new Deferred(classifier.apply(e));
    }
  }

  @Override
  public Map<TaskId, Recorded> settled(Collection<TaskId> tasks) throws Deferred {
    Map<TaskId, Recorded> settled = new HashMap<>();
    List<TaskId> all = List.copyOf(tasks);
    try {
      for (int from = 0; from < all.size(); from += MOST_AT_ONCE) {
        look(all.subList(from, Math.min(all.size(), from + MOST_AT_ONCE)), settled);
      }
    } catch (NestedRuntimeException e) {
      throw new Deferred(classifier.apply(e));
    }
    return settled;
  }

  /** What is known of some tasks, in one round trip. */
  private void look(List<TaskId> tasks, Map<TaskId, Recorded> settled) {
    Object[] requests = tasks.stream().map(TaskId::requestId).distinct().toArray();
    jdbc.query(
        "SELECT s.request_id, s.highest_step, o.step, o.result FROM "
            + stepTable
            + " s LEFT JOIN "
            + outcomeTable
            + " o ON o.request_id = s.request_id WHERE s.request_id IN ("
            + String.join(", ", Collections.nCopies(requests.length, "?"))
            + ")",
        row -> {
          UUID request = UUID.fromString(Objects.requireNonNull(row.getString(1)));
          int highest = row.getInt(2);
          int step = row.getInt(3);
          String result = row.getString(4);
          for (TaskId task : tasks) {
            if (task.requestId().equals(request)) {
              if (task.step() == step && result != null) {
                settled.put(task, new Recorded.As(OutcomeJson.read(result)));
              } else if (highest > task.step()) {
                settled.putIfAbsent(task, new Recorded.Superseded(highest));
              }
            }
          }
        },
        requests);
  }

  /**
   * {@inheritDoc}
   *
   * <p>An effect that the database undid, since it was in somebody else's way, is carried out again
   * at once, a few times.
   */
  @Override
  public Recorded once(TaskId task, Action action, Effect effect) throws Deferred {
    for (int attempt = 1; ; attempt++) {
      try {
        return inTransaction(task, action, effect);
      } catch (NestedRuntimeException e) {
        if (attempt == ATTEMPTS || !wasInTheWay(e)) {
          throw new Deferred(classifier.apply(e));
        }
      }
    }
  }

  @Override
  public Recorded note(TaskId task, Action action, Outcome outcome) throws Deferred {
    return Objects.requireNonNull(noteAll(List.of(new Note(task, action, outcome))).get(task));
  }

  /**
   * {@inheritDoc}
   *
   * <p>Where the database lets it, one statement advances the steps and records the outcomes.
   */
  @Override
  public Map<TaskId, Recorded> noteAll(Collection<Note> notes) throws Deferred {
    Map<TaskId, Recorded> recorded = new HashMap<>();
    if (inserting) {
      // All instances take the rows of requests in the same order, so that none is in another's
      // way.
      List<Note> ordered =
          notes.stream().sorted(Comparator.comparing(note -> note.task().requestId())).toList();
      for (int from = 0; from < ordered.size(); from += MOST_AT_ONCE) {
        recorded.putAll(
            insert(ordered.subList(from, Math.min(ordered.size(), from + MOST_AT_ONCE))));
      }
    }
    for (Note note : notes) {
      if (!recorded.containsKey(note.task())) {
        // Somebody else was there first, or is just now.
        recorded.put(note.task(), once(note.task(), note.action(), note::outcome));
      }
    }
    return recorded;
  }

  /** Those that could be recorded, in one round trip and one transaction. */
  private Map<TaskId, Recorded> insert(List<Note> notes) throws Deferred {
    Map<UUID, Note> byRequest = new HashMap<>();
    notes.forEach(note -> byRequest.put(note.task().requestId(), note));
    Map<TaskId, Recorded> recorded = new HashMap<>();
    try {
      jdbc.query(
          insertingAll,
          statement -> {
            Connection connection = statement.getConnection();
            statement.setArray(
                1, array(connection, "uuid", notes, note -> note.task().requestId()));
            statement.setArray(2, array(connection, "int4", notes, note -> note.task().step()));
            statement.setArray(3, array(connection, "text", notes, note -> note.action().name()));
            statement.setArray(
                4, array(connection, "text", notes, note -> OutcomeJson.write(note.outcome())));
            statement.setTimestamp(5, Timestamp.from(clock.instant()));
          },
          row -> {
            Note note =
                Objects.requireNonNull(
                    byRequest.get(UUID.fromString(Objects.requireNonNull(row.getString(1)))));
            recorded.put(note.task(), new Recorded.As(note.outcome()));
          });
    } catch (NestedRuntimeException e) {
      if (!wasInTheWay(e)) {
        throw new Deferred(classifier.apply(e));
      }
    }
    return recorded;
  }

  private static Array array(
      Connection connection, String type, List<Note> notes, Function<Note, Object> what)
      throws SQLException {
    return connection.createArrayOf(type, notes.stream().map(what).toArray());
  }

  private static boolean wasInTheWay(NestedRuntimeException failure) {
    return failure.getMostSpecificCause() instanceof SQLException cause
        && UNDONE.contains(String.valueOf(cause.getSQLState()));
  }

  private Recorded inTransaction(TaskId task, Action action, Effect effect) throws Deferred {
    TransactionStatus transaction = transactions.getTransaction(definition);
    boolean committing = false;
    try {
      Optional<Recorded> earlier = advance(task);
      Recorded answer = earlier.isPresent() ? earlier.get() : record(task, action, effect);
      committing = true;
      transactions.commit(transaction);
      return answer;
    } finally {
      if (!committing) {
        transactions.rollback(transaction);
      }
    }
  }

  /** Takes the request's row, so that nobody else works on it until this transaction has ended. */
  private Optional<Recorded> advance(TaskId task) throws Deferred {
    int advanced = jdbc.update(advancing, task.step(), task.requestId(), task.step());
    if (advanced == 1) {
      return Optional.empty();
    }
    OptionalInt highest = highest(task.requestId());
    if (highest.isEmpty()) {
      if (inserting) {
        throw new Deferred(WaitReason.RECORD_LOCKED);
      }
      try {
        jdbc.update(
            "INSERT INTO " + stepTable + " (request_id, highest_step) VALUES (?, ?)",
            task.requestId(),
            task.step());
      } catch (DuplicateKeyException e) {
        throw new Deferred(WaitReason.RECORD_LOCKED);
      }
      return Optional.empty();
    }
    return Optional.of(
        recorded(task)
            .<Recorded>map(Recorded.As::new)
            .orElseGet(() -> new Recorded.Superseded(highest.getAsInt())));
  }

  private Recorded record(TaskId task, Action action, Effect effect) throws Deferred {
    Outcome outcome = effect.carryOut();
    jdbc.update(
        "INSERT INTO "
            + outcomeTable
            + " (request_id, step, action, result, recorded_at) VALUES (?, ?, ?, ?, ?)",
        task.requestId(),
        task.step(),
        action.name(),
        OutcomeJson.write(outcome),
        Timestamp.from(clock.instant()));
    return new Recorded.As(outcome);
  }

  private Optional<Outcome> recorded(TaskId task) {
    List<String> found =
        jdbc.queryForList(
            "SELECT result FROM " + outcomeTable + " WHERE request_id = ? AND step = ?",
            String.class,
            task.requestId(),
            task.step());
    return found.stream().findFirst().map(OutcomeJson::read);
  }

  private OptionalInt highest(UUID requestId) {
    return jdbc
        .queryForList(
            "SELECT highest_step FROM " + stepTable + " WHERE request_id = ?",
            Integer.class,
            requestId)
        .stream()
        .mapToInt(Integer::intValue)
        .findFirst();
  }
}
