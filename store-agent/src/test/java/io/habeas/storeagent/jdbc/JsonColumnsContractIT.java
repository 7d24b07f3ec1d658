package io.habeas.storeagent.jdbc;

import static java.util.stream.Collectors.joining;

import io.habeas.participant.Corrections;
import io.habeas.participant.Counts;
import io.habeas.participant.Identifiers;
import io.habeas.participant.declaration.Declaration;
import io.habeas.participant.testkit.DataHolderContract;
import io.habeas.participant.testkit.Instance;
import io.habeas.participant.testkit.Interruptions;
import io.habeas.participant.testkit.Person;
import io.habeas.participant.testkit.StoreUnderTest;
import io.habeas.storeagent.plan.StorePlan;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.springframework.jdbc.core.JdbcTemplate;

/** The contract on a real PostgreSQL where everything about a person is inside JSON columns. */
class JsonColumnsContractIT extends DataHolderContract {
  private static final String MAP =
      """
      dataset:
        - fides_key: shop
          habeas: {store: tables}
          collections:
            - name: people
              habeas: {restriction: shadow}
              fields:
                - {name: id, fides_meta: {primary_key: true}}
                - {name: email, data_categories: [user.contact.email], fides_meta: {identity: email}}
                - name: profile
                  fields:
                    - {name: nick, data_categories: [user.name]}
                    - {name: about, habeas: {free-text: true}}
            - name: orders
              fields:
                - {name: id, fides_meta: {primary_key: true}}
                - name: person
                  fides_meta: {references: [{dataset: shop, field: people.id, direction: from}]}
                  habeas: {erasure: null}
                - name: details
                  fields:
                    - name: lines
                      fides_meta: {data_type: "object[]"}
                      fields:
                        - {name: gift, habeas: {erasure: keyed-hash}}
                        - {name: sku, habeas: {erasure: keep}}
                    - name: delivery
                      fields: [{name: name, data_categories: [user.name], habeas: {erasure: {constant: somebody}}}]
            - name: payments
              habeas:
                restriction: shadow
                retention:
                  rule: payments-7y
                  period: P7Y
                  from: paid
                  ground: ART_17_3_B
                  statute: NL-AWR-52
                  jurisdiction: NL
                  meanwhile: [restrict, pseudonymise]
              fields:
                - {name: id, fides_meta: {primary_key: true}}
                - name: person
                  fides_meta: {references: [{dataset: shop, field: people.id, direction: from}]}
                  habeas: {erasure: null}
                - {name: paid, habeas: {erasure: keep}}
                - name: payer
                  fields: [{name: name, data_categories: [user.name], habeas: {erasure: null}}]
      """;

  private static final String TABLES =
      """
      CREATE TABLE people (id bigint PRIMARY KEY, email text, profile jsonb);
      CREATE TABLE orders (id bigserial PRIMARY KEY, person bigint, details jsonb);
      CREATE INDEX ON orders (person);
      CREATE TABLE payments (id bigserial PRIMARY KEY, person bigint, paid date, payer json);
      CREATE INDEX ON payments (person)
      """;

  private static final StorePlan PLAN = Agent.plan(MAP);
  private static final ReusedDatabases DATABASES = new ReusedDatabases(TABLES);

  @Override
  protected StoreUnderTest open() {
    ReusedDatabases.Database database = DATABASES.take();
    return new Documents(database, database.observer());
  }

  private record Documents(ReusedDatabases.Database database, JdbcTemplate observer)
      implements StoreUnderTest {

    @Override
    public Instance start() {
      Agent agent = Agent.on(Agent.connection(database.url(), "postgres", null), PLAN);
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
      put(person, person.email().toUpperCase(Locale.ROOT), 2);
    }

    private Counts put(Person person, String email, int records) {
      Map<String, Long> added = new HashMap<>();
      added.put(
          "people",
          (long)
              observer.update(
                  "INSERT INTO people VALUES (?, ?, jsonb_build_object('nick', ?::text, 'theme',"
                      + " 1.50)) ON CONFLICT DO NOTHING",
                  person.number(),
                  email,
                  person.word()));
      added.put(
          "orders",
          (long)
              observer.update(
                  "INSERT INTO orders (person, details) SELECT ?, jsonb_build_object('lines',"
                      + " jsonb_build_array(jsonb_build_object('sku', n, 'gift', ?::text),"
                      + " '{}'::jsonb), 'delivery', jsonb_build_object('name', ?::text), 'n', n)"
                      + " FROM generate_series(1, ?) n",
                  person.number(),
                  person.word(),
                  person.word(),
                  records / 2));
      added.put(
          "payments",
          (long)
              observer.update(
                  "INSERT INTO payments (person, paid, payer) SELECT ?, DATE '2026-01-01',"
                      + " json_build_object('name', ?::text, 'n', n) FROM generate_series(1, ?) n",
                  person.number(),
                  person.word(),
                  records - records / 2));
      return new Counts(added);
    }

    @Override
    public String contents() {
      return contents("true");
    }

    @Override
    public String contentsOf(Person person) {
      return contents("person = " + person.number());
    }

    private String contents(String condition) {
      return Databases.contents(
              observer,
              "SELECT * FROM people WHERE " + condition.replace("person", "id"),
              "SELECT * FROM orders WHERE " + condition,
              "SELECT id, person, paid, payer::text FROM payments WHERE " + condition)
          .stream()
          .filter(rows -> !rows.equals("nothing"))
          .collect(joining("\n"));
    }

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

    @Override
    public void close() {
      DATABASES.giveBack(database);
    }
  }
}
