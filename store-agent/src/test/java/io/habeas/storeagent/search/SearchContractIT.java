package io.habeas.storeagent.search;

import io.habeas.participant.Corrections;
import io.habeas.participant.Counts;
import io.habeas.participant.Identifiers;
import io.habeas.participant.testkit.DataHolderContract;
import io.habeas.participant.testkit.Instance;
import io.habeas.participant.testkit.Interruptions;
import io.habeas.participant.testkit.MemoryVault;
import io.habeas.participant.testkit.Person;
import io.habeas.participant.testkit.Points;
import io.habeas.participant.testkit.SettableClock;
import io.habeas.participant.testkit.StoreUnderTest;
import io.habeas.storeagent.document.Json;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import tools.jackson.databind.JsonNode;

/** The contract on a real cluster of one node. */
class SearchContractIT extends DataHolderContract {

  /** Places that nobody works in: to make indices takes far longer than to empty them. */
  private static final Deque<SearchServers.Space> IDLE = new ArrayDeque<>();

  @AfterAll
  static void close() {
    IDLE.forEach(SearchServers.Space::close);
    IDLE.clear();
  }

  @Override
  protected StoreUnderTest open() {
    return new Desk(Optional.ofNullable(IDLE.poll()).orElseGet(SearchContractIT::build));
  }

  private static SearchServers.Space build() {
    SearchServers.Space space = SearchServers.space();
    space.create("tickets-1", "{\"account\": {\"type\": \"long\"}}");
    space.create("tickets-2", "{\"account\": {\"type\": \"keyword\"}}");
    space.create("bills", "{\"account\": {\"type\": \"long\"}}");
    space.create("people", "{\"account\": {\"type\": \"integer\"}}");
    space.create(
        "rooms",
        "{\"guests\": {\"type\": \"nested\", \"properties\": {\"account\": {\"type\":"
            + " \"long\"}}}}");
    return space;
  }

  private static final class Desk implements StoreUnderTest {
    private static final int FIRST_ACCOUNT = 7_000_000;
    private static final int BATCH = 1_000;
    private static final int CHUNK = 250;

    private static final String MAP =
        """
        dataset:
          - fides_key: desk
            collections:
              - name: tickets
                habeas: {restriction: {column: status, restricted: hidden}, index: "@tickets-*"}
                fields:
                  - {name: _id, fides_meta: {primary_key: true}}
                  - {name: account, fides_meta: {data_type: long}, habeas: {identifier: account_id}}
                  - {name: title, data_categories: [user.name], fides_meta: {data_type: string}}
                  - {name: status}
              - name: people
                habeas: {index: "@people"}
                fields:
                  - {name: _id, fides_meta: {primary_key: true}}
                  - {name: account, fides_meta: {data_type: long}, habeas: {identifier: account_id}}
                  - {name: title, data_categories: [user.name], fides_meta: {data_type: string}}
              - name: bills
                habeas:
                  index: "@bills"
                  restriction: {column: status, restricted: hidden}
                  retention:
                    rule: bills-7y
                    period: P7Y
                    from: issued
                    ground: ART_17_3_B
                    statute: NL-AWR-52
                    jurisdiction: NL
                    meanwhile: restrict
                fields:
                  - {name: _id, fides_meta: {primary_key: true}}
                  - {name: account, fides_meta: {data_type: long}, habeas: {identifier: account_id}}
                  - {name: title, data_categories: [user.name], fides_meta: {data_type: string}}
                  - {name: status}
                  - {name: issued}
              - name: rooms
                habeas: {restriction: shadow, index: "@rooms"}
                fields:
                  - {name: _id, fides_meta: {primary_key: true}}
                  - name: guests
                    fides_meta: {data_type: "object[]"}
                    fields:
                      - {name: account, fides_meta: {data_type: long}, habeas: {identifier: account_id}}
                      - {name: text, data_categories: [user.content]}
        """;

    private final SearchServers.Space space;
    private final SearchPlan plan;
    private final FaultyWire wire = new FaultyWire();
    private final SearchServers.Space.Batch batch;
    private int serial;

    private Desk(SearchServers.Space space) {
      this.space = space;
      this.plan = SearchAgent.plan(space.named(MAP));
      this.batch = space.batch();
    }

    @Override
    public Instance start() {
      SearchAgent agent =
          SearchAgent.on(
              SearchServers.connection(space, CHUNK),
              plan,
              new MemoryVault(),
              new SettableClock(),
              wire::around);
      return new Instance(
          agent.connector.holder(),
          agent.connector.outcomes(),
          agent.connector.declaration(),
          agent::close);
    }

    @Override
    public Identifiers identifiers(Person person) {
      return new Identifiers(Map.of("account_id", List.of(String.valueOf(account(person)))));
    }

    @Override
    public Counts put(Person person, int records) {
      int each = records / 4;
      int bills = records > 3 ? 2 : 0;
      Map<String, Long> added = new HashMap<>();
      String ticket = "{\"_id\": \"%d\", \"account\": %d, \"title\": \"%s\", \"status\": \"open\"}";
      added.put(
          "tickets",
          insert("tickets-1", records - 3 * each, ticket, person)
              + insert("tickets-2", each, ticket, person));
      added.put(
          "people",
          insert("people", each, "{\"_id\": \"%d\", \"account\": %d, \"title\": \"%s\"}", person));
      for (int i = 0; i < bills; i++) {
        String bill =
            "{\"_id\": \"%d\", \"account\": %d, \"title\": \"%s\", \"issued\": \"2026-0"
                + (i + 1)
                + "-01\"}";
        added.merge("bills", insert("bills", 1, bill, person), Long::sum);
      }
      added.put(
          "rooms",
          insert(
              "rooms",
              each,
              """
              {"_id": "%d", "guests": [{"account": 5, "text": "of a stranger"},
               {"account": %d, "text": "%s"}, {"account": 6, "text": "of another"}]}
              """,
              person));
      batch.send();
      return new Counts(added);
    }

    private long insert(String index, int documents, String template, Person person) {
      for (int i = 0; i < documents; i++) {
        batch.add(index, template.formatted(++serial, account(person), person.word()));
        if (serial % BATCH == 0) {
          batch.send();
        }
      }
      return documents;
    }

    @Override
    public String contents() {
      return space.contents().toString();
    }

    @Override
    public String contentsOf(Person person) {
      List<String> contents = new ArrayList<>();
      space
          .contents()
          .forEach(
              (index, documents) ->
                  documents.stream()
                      .map(Json::read)
                      .flatMap(document -> partOf(document, person))
                      .forEach(part -> contents.add(index + " " + part)));
      return String.join("\n", contents);
    }

    /** What of a document is the person's: all of it, or guests of a room. */
    private static Stream<String> partOf(JsonNode document, Person person) {
      if (isOf(document, person)) {
        return Stream.of(Json.write(document));
      }
      return document
          .path("guests")
          .valueStream()
          .filter(guest -> isOf(guest, person))
          .map(guest -> document.path("_id").asString() + " " + Json.write(guest));
    }

    private static boolean isOf(JsonNode record, Person person) {
      return record.path("account").asInt(0) == account(person);
    }

    /**
     * A tenth of what others are given: each document is some calls, on a node with little memory.
     */
    @Override
    public int many() {
      return Math.max(1_000, Points.RECORDS / 10);
    }

    @Override
    public boolean holdsSharedRecords() {
      return true;
    }

    @Override
    public Optional<String> retentionRule() {
      return Optional.of("bills-7y");
    }

    @Override
    public Corrections corrections(Person person) {
      return new Corrections(Map.of("user.name", "Corrected " + person.word()), Optional.empty());
    }

    @Override
    public Optional<Interruptions> interruptions() {
      // Each point costs seconds of refreshes, so that the ordinary build leaves them out.
      if (Points.EVERY > 1) {
        return Optional.empty();
      }
      return Optional.of(
          new Interruptions() {
            @Override
            public void at(int n, Moment moment) {
              wire.failWrite(n, FaultyWire.Moment.valueOf(moment.name()));
            }

            @Override
            public boolean mend() {
              return wire.mend();
            }
          });
    }

    private static int account(Person person) {
      return FIRST_ACCOUNT + person.number();
    }

    @Override
    public void close() {
      space.clear();
      IDLE.push(space);
    }
  }
}
