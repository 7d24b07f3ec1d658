package io.habeas.storeagent.jdbc;

import io.habeas.participant.Corrections;
import io.habeas.participant.Counts;
import io.habeas.participant.Identifiers;
import io.habeas.participant.declaration.Declaration;
import io.habeas.participant.testkit.DataHolderContract;
import io.habeas.participant.testkit.Instance;
import io.habeas.participant.testkit.Interruptions;
import io.habeas.participant.testkit.Person;
import io.habeas.participant.testkit.StoreUnderTest;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.springframework.jdbc.core.JdbcTemplate;

/** The contract on a real PostgreSQL, with the sample controller's tables and map. */
class PostgresContractIT extends DataHolderContract {

  @Override
  protected StoreUnderTest open() {
    return new Accounts();
  }

  private static final class Accounts implements StoreUnderTest {
    private static final int FIRST_ACCOUNT = 7_000_000;
    private static final String CREATED = "timestamptz '2026-01-01T00:00:00Z'";

    private final String url = Databases.anypromt();
    private final JdbcTemplate observer = Databases.observer(url);
    private int serial;

    @Override
    public Instance start() {
      Agent agent = Agent.on(url, Databases.samplePath("accounts.yml"));
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
      int account = account(person);
      int from = serial;
      serial += records;
      int each = records / 4;
      Map<String, Long> added = new HashMap<>();
      added.put(
          "accounts",
          (long)
              observer.update(
                  "INSERT INTO accounts (id, email, display_name, created_at) VALUES (?, ?, ?, "
                      + CREATED
                      + ") ON CONFLICT DO NOTHING",
                  account,
                  email,
                  person.word()));
      added.put(
          "settings",
          add(
              "settings SELECT ?, 'setting ' || n, ? || n FROM generate_series(1, ?) n",
              account,
              person.word(),
              from,
              each));
      added.put(
          "consents",
          add(
              "consents (account_id, purpose, given_at) SELECT ?, ? || n, "
                  + CREATED
                  + " FROM generate_series(1, ?) n",
              account,
              person.word(),
              from,
              each));
      added.put(
          "payments",
          add(
              "payments (account_id, payer_name, invoice, amount, currency, paid_at) SELECT ?, ?,"
                  + " 'I-' || n, 9.99, 'EUR', "
                  + CREATED
                  + " FROM generate_series(1, ?) n",
              account,
              person.word(),
              from,
              each));
      added.put(
          "usage_events",
          add(
              "usage_events (account_id, feature, model, tokens, client_ip, occurred_at)"
                  + " SELECT ?, ?, 'm', n, '192.0.2.1', "
                  + CREATED
                  + " FROM generate_series(1, ?) n",
              account,
              person.word(),
              from,
              records - 3 * each));
      return new Counts(added);
    }

    private long add(String insert, int account, String word, int from, int records) {
      return observer.update(
          "INSERT INTO "
              + insert.replace("generate_series(1, ?)", "generate_series(%d, ?)".formatted(from)),
          account,
          word,
          from + records - 1);
    }

    @Override
    public String contents() {
      return contents("true");
    }

    @Override
    public String contentsOf(Person person) {
      return contents("account_id = " + account(person));
    }

    private String contents(String condition) {
      StringBuilder contents = new StringBuilder();
      for (String table : List.of("accounts", "settings", "consents", "payments", "usage_events")) {
        String whose = table.equals("accounts") ? condition.replace("account_id", "id") : condition;
        observer
            .queryForList(
                "SELECT t::text FROM %s t WHERE %s ORDER BY 1".formatted(table, whose),
                String.class)
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
      return Optional.of(new FailingStatement(observer));
    }

    private static int account(Person person) {
      return FIRST_ACCOUNT + person.number();
    }

    @Override
    public void close() {
      // The server goes with the tests.
    }
  }
}
