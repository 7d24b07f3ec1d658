package io.habeas.storeagent.redis;

import io.habeas.participant.Corrections;
import io.habeas.participant.Counts;
import io.habeas.participant.Identifiers;
import io.habeas.participant.testkit.DataHolderContract;
import io.habeas.participant.testkit.Instance;
import io.habeas.participant.testkit.Interruptions;
import io.habeas.participant.testkit.MemoryVault;
import io.habeas.participant.testkit.Person;
import io.habeas.participant.testkit.SettableClock;
import io.habeas.participant.testkit.StoreUnderTest;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The contract on a real Redis. */
class RedisContractIT extends DataHolderContract {

  @Override
  protected StoreUnderTest open() {
    return new Forum();
  }

  /** Many sessions and members of a few sets; some drafts, and invoices that are kept. */
  private static final class Forum implements StoreUnderTest {
    private static final int FIRST_ACCOUNT = 7_000_000;
    private static final int AT_ONCE = 500;
    private static final String MAP =
        """
        dataset:
          - fides_key: shop
            collections:
              - name: sessions
                habeas:
                  keys: {pattern: 'session:{account_id}:*', type: hash}
                  restriction: shadow
                fields:
                  - name: name
                    data_categories: [user.name]
              - name: followers
                habeas:
                  keys: {pattern: 'room:*:followers', type: zset, member: '{account_id}/*'}
                  restriction: shadow
              - name: drafts
                habeas:
                  keys: {pattern: 'draft:*', type: json}
                  restriction: shadow
                fields:
                  - name: account_id
                    data_categories: [user.unique_id]
                    habeas: {identifier: account_id}
                  - name: text
                    data_categories: [user.content]
              - name: invoices
                habeas:
                  keys: {pattern: 'invoice:{account_id}:*', type: hash}
                  restriction: shadow
                  retention:
                    rule: invoices-7y
                    period: P7Y
                    from: issued
                    ground: ART_17_3_B
                    statute: NL-AWR-52
                    jurisdiction: NL
                    meanwhile: restrict
                fields:
                  - name: issued
                  - name: name
                    data_categories: [user.name]
        """;

    private final RedisDatabases.Database database = RedisDatabases.create();
    private final Interrupted interruption = new Interrupted();
    private int serial;

    @Override
    public Instance start() {
      RedisAgent agent =
          RedisAgent.on(
              new RedisConnection(
                  database.uri(),
                  null,
                  4,
                  java.time.Duration.ofSeconds(5),
                  java.time.Duration.ofSeconds(30),
                  AT_ONCE),
              RedisAgent.plan(MAP),
              new MemoryVault(),
              new SettableClock(),
              interruption::around);
      return new Instance(
          agent.connector.holder(),
          agent.connector.outcomes(),
          agent.connector.declaration(),
          agent::close);
    }

    @Override
    public Identifiers identifiers(Person person) {
      return new Identifiers(Map.of("account_id", List.of(account(person))));
    }

    @Override
    public Counts put(Person person, int records) {
      Map<String, Long> put = new TreeMap<>();
      List<List<String>> commands = new ArrayList<>();
      for (int i = 0; i < records; i++) {
        int n = serial++;
        String account = account(person);
        String word = person.word();
        String collection = List.of("sessions", "followers", "drafts", "invoices").get(i % 4);
        put.merge(collection, 1L, Long::sum);
        commands.add(
            switch (collection) {
              case "sessions" ->
                  List.of("HSET", "session:" + account + ":" + n, "name", word, "n", "" + n);
              case "followers" ->
                  List.of("ZADD", "room:" + n % 3 + ":followers", "" + n, account + "/" + word + n);
              case "drafts" ->
                  List.of(
                      "SET",
                      "draft:" + n,
                      "{\"account_id\":\"" + account + "\",\"text\":\"" + word + "\"}");
              default ->
                  List.of(
                      "HSET",
                      "invoice:" + account + ":" + n,
                      "issued",
                      issued(i / 4),
                      "name",
                      word);
            });
      }
      database.send(commands);
      return new Counts(put);
    }

    @Override
    public String contents() {
      return database.contents().toString();
    }

    @Override
    public String contentsOf(Person person) {
      Map<String, String> theirs = new TreeMap<>();
      database.each(
          "*:" + account(person) + ":*",
          key -> theirs.put(key, database.client().hgetAll(key) + ""));
      database.each(
          "room:*",
          room -> {
            String start = account(person) + "/";
            database.client().zrangeWithScores(room, 0, -1).stream()
                .filter(one -> one.getElement().startsWith(start))
                .forEach(one -> theirs.put(room + "/" + one.getElement(), "" + one.getScore()));
          });
      database.eachString(
          "draft:*",
          (key, draft) -> {
            if (draft.contains(account(person))) {
              theirs.put(key, draft);
            }
          });
      theirs.keySet().removeIf(key -> key.startsWith("habeas:"));
      return theirs.isEmpty() ? "" : theirs.toString();
    }

    @Override
    public Optional<String> retentionRule() {
      return Optional.of("invoices-7y");
    }

    @Override
    public Corrections corrections(Person person) {
      return new Corrections(Map.of("user.name", "Corrected-of-1-only"), Optional.empty());
    }

    @Override
    public Optional<Interruptions> interruptions() {
      return Optional.of(interruption);
    }

    /** Each on another day, so that they do not expire together. */
    private static String issued(int number) {
      return LocalDate.of(2026, 1, 1).plusDays(number % 300).toString();
    }

    private static String account(Person person) {
      return String.valueOf(FIRST_ACCOUNT + person.number());
    }

    @Override
    public void close() {
      database.command("FLUSHDB", "ASYNC");
      database.close();
    }
  }
}
