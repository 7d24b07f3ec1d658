package io.habeas.participant.outcome;

import io.habeas.participant.Action;
import io.habeas.participant.Deferred;
import io.habeas.participant.Outcome;
import io.habeas.participant.TaskId;
import io.habeas.participant.WaitReason;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
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
 * are those of {@code io/habeas/participant/outcome/tables.sql}; the statements are standard SQL.
 *
 * <p>Two instances that were given the same request, as happens for a moment when partitions move,
 * take turns on the request's row in {@code habeas_step}.
 */
public final class JdbcOutcomeLog implements OutcomeLog {
  private final JdbcTemplate jdbc;
  private final PlatformTransactionManager transactions;
  private final TransactionDefinition definition;
  private final Function<RuntimeException, WaitReason> classifier;
  private final Clock clock;
  private final String outcomeTable;
  private final String stepTable;

  /**
   * @param transactions manages transactions of {@code jdbc}'s data source
   * @param definition isolation and timeout of {@link #once}
   * @param schema the schema of the two tables, a plain SQL identifier; empty for the default one
   * @param classifier why a task must wait when the database fails
   */
  public JdbcOutcomeLog(
      JdbcTemplate jdbc,
      PlatformTransactionManager transactions,
      TransactionDefinition definition,
      String schema,
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
  }

  /** Tables in the default schema; failures as {@link JdbcFailures} has them. */
  public JdbcOutcomeLog(JdbcTemplate jdbc, PlatformTransactionManager transactions, Clock clock) {
    this(
        jdbc, transactions, new DefaultTransactionDefinition(), "", JdbcFailures::reasonFor, clock);
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
  public Recorded once(TaskId task, Action action, Effect effect) throws Deferred {
    try {
      return inTransaction(task, action, effect);
    } catch (NestedRuntimeException e) {
      throw new Deferred(classifier.apply(e));
    }
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
    int advanced =
        jdbc.update(
            "UPDATE "
                + stepTable
                + " SET highest_step = ? WHERE request_id = ? AND highest_step < ?",
            task.step(),
            task.requestId(),
            task.step());
    if (advanced == 1) {
      return Optional.empty();
    }
    OptionalInt highest = highest(task.requestId());
    if (highest.isEmpty()) {
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
