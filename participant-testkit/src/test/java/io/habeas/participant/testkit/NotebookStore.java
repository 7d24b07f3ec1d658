package io.habeas.participant.testkit;

import io.habeas.participant.Corrections;
import io.habeas.participant.Counts;
import io.habeas.participant.DataHolder;
import io.habeas.participant.Identifiers;
import io.habeas.participant.declaration.Declaration;
import io.habeas.participant.outcome.JdbcOutcomeLog;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.h2.jdbcx.JdbcConnectionPool;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.jdbc.datasource.init.ResourceDatabasePopulator;

/** A notebook in a database of its own. */
final class NotebookStore implements StoreUnderTest {
  private final JdbcConnectionPool database =
      JdbcConnectionPool.create("jdbc:h2:mem:" + UUID.randomUUID() + ";LOCK_TIMEOUT=500", "sa", "");
  private final JdbcTemplate jdbc = new JdbcTemplate(database);
  private final Function<JdbcTemplate, DataHolder> holders;

  /**
   * @param holders makes the holder of the notebook
   */
  NotebookStore(Function<JdbcTemplate, DataHolder> holders) {
    this.holders = holders;
    new ResourceDatabasePopulator(new ClassPathResource("io/habeas/participant/outcome/tables.sql"))
        .execute(database);
    jdbc.execute(Notebook.TABLES);
  }

  @Override
  public Instance start() {
    DataHolder holder = holders.apply(jdbc);
    return new Instance(
        holder,
        new JdbcOutcomeLog(jdbc, new DataSourceTransactionManager(database), new SettableClock()),
        new Declaration(
            Set.of("email", "notebook_id"),
            Set.of("notebook_id"),
            Set.of("account", "note", "invoice"),
            holder.actions()));
  }

  @Override
  public Identifiers identifiers(Person person) {
    return new Identifiers(Map.of("email", List.of(person.email())));
  }

  @Override
  public Counts put(Person person, int records) {
    long accounts =
        jdbc.update(
            "INSERT INTO account SELECT ?, ? WHERE NOT EXISTS (SELECT 1 FROM account WHERE id ="
                + " ?)",
            person.number(),
            person.email(),
            person.number());
    int notes = records - records / 2;
    jdbc.update(
        "INSERT INTO note (account, body) SELECT ?, ? || ' ' || x FROM system_range(1, ?)",
        person.number(),
        person.word(),
        notes);
    jdbc.update(
        "INSERT INTO invoice (account, amount) SELECT ?, x FROM system_range(1, ?)",
        person.number(),
        records / 2);
    return new Counts(
        Map.of("account", accounts, "note", (long) notes, "invoice", (long) (records / 2)));
  }

  @Override
  public String contents() {
    return contents("true");
  }

  @Override
  public String contentsOf(Person person) {
    return contents("account = " + person.number());
  }

  private String contents(String condition) {
    return String.join(
        "\n",
        jdbc.queryForList(
            """
            SELECT 'account' || id || email FROM (SELECT *, id AS account FROM account) WHERE %1$s
            UNION ALL SELECT 'note' || id || coalesce(account, 0) || body || hidden FROM note WHERE %1$s
            UNION ALL SELECT 'invoice' || id || coalesce(account, 0) || amount FROM invoice WHERE %1$s
            ORDER BY 1
            """
                .formatted(condition),
            String.class));
  }

  @Override
  public Optional<String> retentionRule() {
    return Optional.of("invoices-7y");
  }

  @Override
  public Corrections corrections(Person person) {
    return new Corrections(
        Map.of("user.contact.email", "corrected." + person.email()), Optional.empty());
  }

  @Override
  public void close() {
    database.dispose();
  }
}
