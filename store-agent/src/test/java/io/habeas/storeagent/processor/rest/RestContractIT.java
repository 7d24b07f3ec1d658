package io.habeas.storeagent.processor.rest;

import io.habeas.participant.Corrections;
import io.habeas.participant.Counts;
import io.habeas.participant.Identifiers;
import io.habeas.participant.outcome.JournaledOutcomeLog;
import io.habeas.participant.testkit.DataHolderContract;
import io.habeas.participant.testkit.Instance;
import io.habeas.participant.testkit.Interruptions;
import io.habeas.participant.testkit.Person;
import io.habeas.participant.testkit.SettableClock;
import io.habeas.participant.testkit.StoreUnderTest;
import io.habeas.participant.vault.Pause;
import io.habeas.storeagent.ledger.Ledger;
import io.habeas.storeagent.ledger.LedgerConnection;
import io.habeas.storeagent.ledger.Ledgers;
import io.habeas.storeagent.map.DataMapReader;
import io.habeas.storeagent.processor.Interrupting;
import io.habeas.storeagent.processor.ProcessorMap;
import io.habeas.storeagent.processor.StandIn;
import io.habeas.storeagent.processor.StandIn.Asked;
import io.habeas.storeagent.processor.StandIn.Reply;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.io.TempDir;

/** The contract on a processor that finds, hides, corrects and deletes records one by one. */
class RestContractIT extends DataHolderContract {
  private static final String MAP =
      """
      dataset:
        - fides_key: crm
          collections:
            - name: people
              fields:
                - name: owner
                  fides_meta: {identity: email}
      """;

  private static final String DEFINITION =
      """
      processor: crm
      searches:
        people:
          collection: people
          subjects: {identifier: owner}
          call: {method: POST, path: /search, json: {owner: '{subject}'}}
          records: /people
          key: /id
          where: {/owner: '{subject}'}
          paging: {cursor: /next, send: {json: /after}}
      actions:
        locate: [people]
        export: {searches: [people]}
        erase:
          - collection: people
            subjects: {search: people, value: /id}
            call: {method: DELETE, path: '/people/{subject}'}
            repeat: harmless
            gone-on: [404]
        verify: {searches: [people]}
        restrict:
          - collection: people
            subjects: {search: people, value: /id}
            call: {method: PUT, path: '/people/{subject}/hidden'}
            repeat: harmless
            gone-on: [404]
        lift:
          - {method: DELETE, path: '/people/{reference}/hidden'}
        rectify:
          - collection: people
            subjects: {search: people, value: /id}
            call: {method: PUT, path: '/people/{subject}', json: {name: '{corrected:user.name}'}}
            repeat: harmless
      """;

  @TempDir Path folder;

  @Override
  protected StoreUnderTest open() throws IOException {
    Path file = folder.resolve("crm.yml");
    Files.writeString(file, DEFINITION);
    return new Crm(file.toString());
  }

  private record Entry(String owner, String name, boolean hidden) {}

  /** A processor and, beside it, a ledger that fails when told to. */
  private static final class Crm implements StoreUnderTest, Interruptions {
    private static final int PAGE = 7;
    private final Map<Integer, Entry> people = new ConcurrentSkipListMap<>();
    private final StandIn standIn = new StandIn(this::answer);
    private final LedgerConnection memory = Ledgers.database();
    private final SettableClock clock = new SettableClock();
    private final String definition;
    private final Interrupting interrupting =
        new Interrupting(
            0,
            Interrupting.Moment.BEFORE,
            () -> {
              throw new IllegalStateException("Expected to go on but the process was ended");
            });
    private volatile int sought;

    private Crm(String definition) {
      this.definition = definition;
    }

    private Reply answer(Asked asked) {
      if (asked.path().equals("/search")) {
        return search(asked);
      }
      String[] parts = asked.path().split("/");
      int id = Integer.parseInt(parts[2]);
      Entry before = people.get(id);
      if (before == null) {
        return Reply.status(404);
      }
      boolean hiding = parts.length == 4;
      if (hiding) {
        people.put(id, new Entry(before.owner(), before.name(), asked.method().equals("PUT")));
      } else if (asked.method().equals("DELETE")) {
        people.remove(id);
      } else {
        String name = asked.json().path("name").asString(before.name());
        people.put(id, new Entry(before.owner(), name, before.hidden()));
      }
      return Reply.status(204);
    }

    private Reply search(Asked asked) {
      String owner = asked.json().path("owner").asString();
      int after = Integer.parseInt(asked.json().path("after").asString("0"));
      List<Map.Entry<Integer, Entry>> found =
          people.entrySet().stream()
              .filter(entry -> entry.getKey() > after)
              .filter(entry -> entry.getValue().owner().equals(owner))
              .limit(PAGE + 1L)
              .toList();
      List<Map<String, Object>> page = new ArrayList<>();
      for (var entry : found.subList(0, Math.min(PAGE, found.size()))) {
        page.add(Map.of("id", entry.getKey(), "owner", owner, "name", entry.getValue().name()));
      }
      Map<String, Object> answer =
          found.size() > PAGE
              ? Map.of("people", page, "next", found.get(PAGE - 1).getKey())
              : Map.of("people", page);
      return new Reply(
          200,
          Map.of(),
          io.habeas.storeagent.processor.JsonText.write(answer)
              .getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }

    @Override
    public Instance start() {
      // Nobody who was in the middle of a call before this one was started still is.
      clock.advance(Duration.ofMinutes(30));
      ProcessorMap plan =
          ProcessorMap.of(
              DataMapReader.read("map.yml", new StringReader(MAP)).datasets().getFirst());
      var ledger = new Ledger(memory, plan.dataset(), clock);
      var connector =
          new RestConnector(
              RestAgent.connection(definition, standIn.uri(), Map.of()),
              plan,
              Optional.of(new byte[32]),
              clock,
              ledger,
              orders -> interrupting.orders(orders),
              Pause.sleeping());
      return new Instance(
          connector.holder(),
          new JournaledOutcomeLog(interrupting.journal(ledger.journal())),
          connector.declaration(),
          connector::close);
    }

    @Override
    public Identifiers identifiers(Person person) {
      return new Identifiers(Map.of("email", List.of(person.email())));
    }

    @Override
    public Counts put(Person person, int records) {
      for (int i = 0; i < records; i++) {
        people.put(people.size() + 1, new Entry(person.email(), person.word(), false));
      }
      return new Counts(Map.of("people", (long) records));
    }

    @Override
    public String contents() {
      return people.toString();
    }

    @Override
    public String contentsOf(Person person) {
      return people.entrySet().stream()
          .filter(entry -> entry.getValue().owner().equals(person.email()))
          .map(String::valueOf)
          .collect(Collectors.joining());
    }

    /** A call for each of them is not what a test of volume is about. */
    @Override
    public int many() {
      return 300;
    }

    @Override
    public Corrections corrections(Person person) {
      return new Corrections(Map.of("user.name", "Corrected-of-1-only"), Optional.empty());
    }

    @Override
    public Optional<Interruptions> interruptions() {
      return Optional.of(this);
    }

    @Override
    public void at(int n, Moment moment) {
      sought = n;
      interrupting.arm(
          n, moment == Moment.BEFORE ? Interrupting.Moment.BEFORE : Interrupting.Moment.AFTER);
    }

    @Override
    public boolean mend() {
      return interrupting.disarm() >= sought;
    }

    @Override
    public void close() {
      standIn.close();
    }
  }
}
