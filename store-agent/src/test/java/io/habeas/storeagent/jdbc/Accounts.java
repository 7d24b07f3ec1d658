package io.habeas.storeagent.jdbc;

import io.habeas.participant.Corrections;
import io.habeas.participant.Counts;
import io.habeas.participant.Identifiers;
import io.habeas.participant.declaration.Declaration;
import io.habeas.participant.testkit.Instance;
import io.habeas.participant.testkit.Interruptions;
import io.habeas.participant.testkit.Person;
import io.habeas.participant.testkit.StoreUnderTest;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * The sample controller's tables and map in a database of any kind, in SQL that all of them
 * understand.
 */
final class Accounts implements StoreUnderTest {
  private static final int FIRST_ACCOUNT = 7_000_000;
  private static final String CREATED = "timestamp '2026-01-01 00:00:00'";

  private final JdbcTemplate observer;
  private final Supplier<Agent> agents;
  private final String series;
  private final Interruptions interruptions;
  private final Runnable returning;
  private int serial;

  /**
   * @param observer of a database that has the tables
   * @param agents a new one on it each time
   * @param series a table of the numbers between two, as their format, with the column n
   * @param returning what is done with the database in the end
   */
  Accounts(
      JdbcTemplate observer,
      Supplier<Agent> agents,
      String series,
      Interruptions interruptions,
      Runnable returning) {
    this.observer = observer;
    this.agents = agents;
    this.series = series;
    this.interruptions = interruptions;
    this.returning = returning;
  }

  @Override
  public Instance start() {
    Agent agent = agents.get();
    return new Instance(
        agent.holder,
        agent.holder.outcomeLog(),
        new Declaration(
            agent.plan.needs(),
            agent.plan.yields(),
            agent.plan.collections(),
            agent.holder.actions()),
        agent::close);
  }

  @Override
  public Identifiers identifiers(Person person) {
    return new Identifiers(Map.of("email", List.of(person.email())));
  }

  @Override
  public Counts put(Person person, int records) {
    return put(person, person.email(), records);
  }

  /** In a form that is not quite the one that was searched for. */
  @Override
  public void leaveBehind(Person person) {
    put(person, " " + person.email().toUpperCase(Locale.ROOT), 2);
  }

  private Counts put(Person person, String email, int records) {
    int from = serial;
    serial += records;
    int each = records / 4;
    Map<String, Long> added = new HashMap<>();
    added.put("accounts", account(person, email));
    added.put(
        "settings",
        add(
            "settings (account_id, name, value) SELECT ?, CONCAT('setting ', n), ?",
            person,
            from,
            each));
    added.put(
        "consents",
        add(
            "consents (account_id, purpose, given_at) SELECT ?, ?, " + CREATED,
            person,
            from,
            each));
    added.put(
        "payments",
        add(
            "payments (account_id, payer_name, invoice, amount, currency, paid_at) SELECT ?, ?,"
                + " CONCAT('I-', n), 9.99, 'EUR', "
                + CREATED,
            person,
            from,
            each));
    added.put(
        "usage_events",
        add(
            "usage_events (account_id, feature, model, tokens, client_ip, occurred_at)"
                + " SELECT ?, ?, 'm', n, '192.0.2.1', "
                + CREATED,
            person,
            from,
            records - 3 * each));
    return new Counts(added);
  }

  private long account(Person person, String email) {
    int id = FIRST_ACCOUNT + person.number();
    boolean there =
        !observer.queryForList("SELECT 1 FROM accounts WHERE id = ?", Integer.class, id).isEmpty();
    return there
        ? 0
        : observer.update(
            "INSERT INTO accounts (id, email, display_name, created_at) VALUES (?, ?, ?, "
                + CREATED
                + ")",
            id,
            email,
            person.word());
  }

  private long add(String insert, Person person, int from, int records) {
    return records == 0
        ? 0
        : observer.update(
            "INSERT INTO " + insert + " FROM " + series.formatted(from, from + records - 1) + " s",
            FIRST_ACCOUNT + person.number(),
            person.word());
  }

  @Override
  public String contents() {
    return contents("1 = 1");
  }

  @Override
  public String contentsOf(Person person) {
    return contents("account_id = " + (FIRST_ACCOUNT + person.number()));
  }

  private String contents(String condition) {
    StringBuilder contents = new StringBuilder();
    for (String table : List.of("accounts", "settings", "consents", "payments", "usage_events")) {
      String whose = table.equals("accounts") ? condition.replace("account_id", "id") : condition;
      observer.queryForList("SELECT * FROM %s WHERE %s".formatted(table, whose)).stream()
          .map(String::valueOf)
          .sorted()
          .forEach(row -> contents.append(table).append(row).append('\n'));
    }
    return contents.toString();
  }

  /** The address by which the person is found is among what is wrong. */
  @Override
  public Corrections corrections(Person person) {
    return new Corrections(
        Map.of(
            "user.name", "Right " + person.word(),
            "user.contact.email", "right." + person.email()),
        Optional.empty());
  }

  @Override
  public Optional<String> retentionRule() {
    return Optional.of("payments-7y");
  }

  @Override
  public Optional<Interruptions> interruptions() {
    return Optional.of(interruptions);
  }

  @Override
  public void close() {
    returning.run();
  }
}
