package io.habeas.storeagent.mongodb;

import io.habeas.participant.Corrections;
import io.habeas.participant.Counts;
import io.habeas.participant.Identifiers;
import io.habeas.participant.testkit.Instance;
import io.habeas.participant.testkit.Interruptions;
import io.habeas.participant.testkit.MemoryVault;
import io.habeas.participant.testkit.Person;
import io.habeas.participant.testkit.SettableClock;
import io.habeas.participant.testkit.StoreUnderTest;
import io.habeas.storeagent.plan.DocumentPlan;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.bson.BsonDocument;

/** The sample controller's documents, and bills. */
final class Conversations implements StoreUnderTest {
  /** The sample controller keeps no documents. */
  private static final String BILLS =
      """
            - name: bills
              habeas:
                restriction: {column: status, restricted: hidden}
                retention:
                  rule: bills-7y
                  period: P7Y
                  from: issued
                  ground: ART_17_3_B
                  statute: NL-AWR-52
                  jurisdiction: NL
                  meanwhile: [restrict]
              fields:
                - {name: _id, fides_meta: {primary_key: true}}
                - {name: account_id, fides_meta: {data_type: integer}, habeas: {identifier: account_id}}
                - {name: text, data_categories: [user.name]}
                - {name: status}
                - {name: issued}
      """;

  private static final DocumentPlan PLAN = plan();

  private static DocumentPlan plan() {
    try {
      return MongoAgent.plan(Files.readString(MongoAgent.SAMPLE) + BILLS);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static final int FIRST_ACCOUNT = 7_000_000;
  private static final int BATCH = 1_000;

  private final MongoDatabases.Database database;
  private final Optional<Interruptions> interruptions;
  private int serial;

  /**
   * A map can only fit collections that are there.
   *
   * @param uri of the server
   * @param interruptions how what it does is broken off; empty if nobody can
   */
  Conversations(String uri, Optional<Interruptions> interruptions) {
    this.database = new MongoDatabases.Database(uri, "contract-" + UUID.randomUUID());
    this.interruptions = interruptions;
    List.of("conversations", "shared_prompts", "model_feedback", "bills")
        .forEach(database.database()::createCollection);
  }

  @Override
  public Instance start() {
    MongoAgent agent =
        MongoAgent.on(database, PLAN, new MemoryVault(), new SettableClock(), List.of());
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
    int each = records / 3;
    int bills = records > 3 ? 2 : 0;
    Map<String, Long> added = new HashMap<>();
    added.put(
        "conversations",
        insert(
            "conversations",
            records - 2 * each,
            """
            {_id: {$oid: "%024x"}, account_id: %d, title: "%s", status: "open", messages: [{role: "user", text: "hello"}]}
            """,
            person));
    added.put(
        "shared_prompts",
        insert(
            "shared_prompts",
            each,
            """
            {_id: {$oid: "%024x"}, topic: "t", contributions: [{account_id: 5, text: "of a stranger"},
             {account_id: %d, text: "%s"}, {account_id: 6, text: "of another"}]}
            """,
            person));
    added.put(
        "model_feedback",
        insert(
            "model_feedback",
            each,
            """
            {_id: {$oid: "%024x"}, account_id: %d, comment: "%s", model: "m", rating: 3, at: {$date: "2026-10-17T13:14:15Z"}}
            """,
            person));
    for (int i = 0; i < bills; i++) {
      String issued = "2026-0%d-01".formatted(i + 1);
      added.merge(
          "bills",
          insert(
              "bills",
              1,
              "{_id: {$oid: \"%024x\"}, account_id: %d, text: \"%s\", issued: {$date: \""
                  + issued
                  + "T00:00:00Z\"}}",
              person),
          Long::sum);
    }
    return new Counts(added);
  }

  private long insert(String collection, int documents, String template, Person person) {
    List<String> batch = new ArrayList<>();
    for (int i = 0; i < documents; i++) {
      batch.add(template.formatted(++serial, account(person), person.word()));
      if (batch.size() == BATCH || i == documents - 1) {
        database.insert(collection, batch.toArray(String[]::new));
        batch.clear();
      }
    }
    return documents;
  }

  @Override
  public String contents() {
    return database.contents().toString();
  }

  @Override
  public String contentsOf(Person person) {
    int account = account(person);
    List<String> contents = new ArrayList<>();
    for (String collection : List.of("conversations", "model_feedback", "bills")) {
      contents.addAll(database.documents(collection, "{account_id: %d}".formatted(account)));
    }
    database
        .collection("shared_prompts")
        .find(BsonDocument.parse("{\"contributions.account_id\": %d}".formatted(account)))
        .forEach(
            document ->
                document.getArray("contributions").stream()
                    .filter(part -> part.asDocument().getNumber("account_id").intValue() == account)
                    .forEach(part -> contents.add(document.get("_id") + " " + part)));
    return String.join("\n", contents);
  }

  @Override
  public boolean holdsSharedRecords() {
    return true;
  }

  @Override
  public Optional<String> retentionRule() {
    return Optional.of("bills-7y");
  }

  /** Titles, messages and comments alike. */
  @Override
  public Corrections corrections(Person person) {
    return new Corrections(Map.of("user.content.private", "corrected-of-1-only"), Optional.empty());
  }

  @Override
  public Optional<Interruptions> interruptions() {
    return interruptions;
  }

  private static int account(Person person) {
    return FIRST_ACCOUNT + person.number();
  }

  @Override
  public void close() {
    database.database().drop();
    database.close();
  }
}
