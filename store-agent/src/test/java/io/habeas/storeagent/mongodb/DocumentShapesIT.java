package io.habeas.storeagent.mongodb;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Updates;
import io.habeas.participant.Counts;
import io.habeas.participant.Deferred;
import io.habeas.participant.Erased.CollectionOutcome;
import io.habeas.participant.Outcome;
import io.habeas.participant.Retained;
import io.habeas.participant.RetentionGround;
import io.habeas.participant.WaitReason;
import io.habeas.participant.YieldedIdentifier;
import io.habeas.participant.task.Answer;
import io.habeas.storeagent.connector.KeyedHash;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.bson.BsonDocument;
import org.bson.BsonValue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Links, nested fields, lists, every treatment and every strategy. */
class DocumentShapesIT {
  private static final UUID REQUEST = UUID.fromString("00000000-0000-0000-0000-0000000000b1");

  private final MongoDatabases.Database database = MongoDatabases.create();
  private final MongoAgent agent = MongoAgent.on(database, Club.plan());
  private final KeyedHash hash = new KeyedHash(Optional.of(MongoAgent.HASH_KEY));

  @BeforeEach
  void people() {
    Club.open(database);
    agent.vault.has("email", "ada@example.com");
  }

  @AfterEach
  void close() {
    agent.close();
    database.close();
  }

  @Test
  void shouldLocateAlongReferencesAndYieldOnlyWhatIsVerifiedAndUnique_L11() {
    // when
    Answer answer = agent.locate(REQUEST, 1);
    Answer next = agent.locate(REQUEST, 2);

    // then
    Map<String, Long> found =
        Map.of(
            "members",
            1L,
            "letters",
            4L,
            "attachments",
            8L,
            "bookings",
            5L,
            "teams",
            4L,
            "matches",
            2L);
    assertThat(answer)
        .isEqualTo(
            new Answer.Done(new Outcome.HoldingsLocated(new Counts(found), Set.of("card"), false)));
    assertThat(agent.vault.deposits)
        .contains(new YieldedIdentifier("card", "c1", "members.card"))
        .allMatch(yielded -> yielded.value().equals("c1"));
    assertThat(((Outcome.HoldingsLocated) ((Answer.Done) next).outcome()).holdings().records())
        .containsEntry("visits", 4L)
        .containsAllEntriesOf(found);
  }

  @Test
  void shouldTreatEveryCollectionAsTheMapSaysAndLeaveOthersUntouched_L19_L20() {
    // given
    Map<String, List<String>> others = ofOthers();
    agent.locate(REQUEST, 1);
    agent.restrict(REQUEST, 2);

    // when
    Answer answer = agent.erase(REQUEST, 3);

    // then
    assertThat(answer)
        .isEqualTo(
            new Answer.Done(
                new Outcome.RecordsErased(
                    List.of(
                        new CollectionOutcome("attachments", 8, 0, 0),
                        new CollectionOutcome("bookings", 2, 0, 3),
                        new CollectionOutcome("letters", 4, 0, 0),
                        new CollectionOutcome("matches", 0, 2, 0),
                        new CollectionOutcome("members", 1, 0, 0),
                        new CollectionOutcome("teams", 4, 0, 0),
                        new CollectionOutcome("visits", 0, 4, 0)),
                    List.of(
                        new Retained(
                            "bookings",
                            "books-7y",
                            RetentionGround.ART_17_3_B,
                            "NL-AWR-52",
                            "NL",
                            3,
                            Instant.parse("2027-02-28T00:00:00Z"),
                            Instant.parse("2033-11-24T00:00:00Z"))))));
    assertThat(ofOthers()).isEqualTo(others);
    assertThat(agent.verify(REQUEST, 4)).isEqualTo(new Answer.Done(new Outcome.ErasureVerified()));
  }

  @Test
  void shouldChangeElementsOfListsWhereTheyAre() {
    // given
    agent.locate(REQUEST, 1);

    // when
    agent.erase(REQUEST, 2);

    // then
    assertThat(one("teams", "{_id: \"t1\"}"))
        .isEqualTo(
            BsonDocument.parse(
                "{_id: \"t1\", inner: {players: [{person: {mail: \"bob@example.com\"}}, {role:"
                    + " \"vacant\"}], season: 1}, guests: [\"eve@example.com\"], x: 1}"));
    assertThat(one("teams", "{_id: \"t2\"}").getArray("guests").getValues()).hasSize(1);
    assertThat(one("matches", "{_id: 1}"))
        .isEqualTo(
            BsonDocument.parse(
                """
                {_id: 1, scores: [{member: 2, nick: "B", points: 1},
                  {member: null, nick: "%s", at: {$date: "2026-01-01T00:00:00Z"}, points: 2},
                  {nick: "?", points: 3}, {member: null, nick: null, points: 4}]}
                """
                    .formatted(hash.of("A"))));
  }

  @Test
  void shouldCarryOutEveryStrategyOfADocumentThatStays() {
    // given
    agent.locate(REQUEST, 1);
    agent.restrict(REQUEST, 2);

    // when
    agent.erase(REQUEST, 3);

    // then
    assertThat(one("visits", "{_id: 2}"))
        .isEqualTo(
            BsonDocument.parse(
                """
                {_id: 2, card: "%s", door: {name: "north", guard: "somebody"}, at: {$date: "2026-10-17T00:00:00Z"}, level: 0}
                """
                    .formatted(hash.of("c1"))));
    assertThat(one("bookings", "{_id: 2}"))
        .isEqualTo(
            BsonDocument.parse(
                """
                {_id: 2, member: 1, payer: {name: "%s", country: "NL"}, notes: [{by: "%s", kind: 1}, {kind: 2}],
                 state: "closed", booked: {$date: "2020-02-28T10:00:00Z"}}
                """
                    .formatted(hash.of("P2"), hash.of("N2"))));
  }

  @Test
  void shouldHashOnceHoweverOftenItErases() {
    // given
    agent.locate(REQUEST, 1);
    agent.erase(REQUEST, 2);
    BsonDocument once = one("bookings", "{_id: 2}");
    database.insert("members", "{_id: 1, contact: {mail: \"ada@example.com\"}, card: \"c1\"}");

    // when
    agent.verify(REQUEST, 3);
    Answer again = agent.erase(REQUEST, 4);

    // then
    assertThat(one("bookings", "{_id: 2}")).isEqualTo(once);
    assertThat(((Outcome.RecordsErased) ((Answer.Done) again).outcome()).outcomes())
        .containsExactly(
            new CollectionOutcome("bookings", 0, 0, 3), new CollectionOutcome("members", 1, 0, 0));
  }

  @Test
  void shouldEraseAtALaterStepWhatMayNoLongerBeKept() {
    // given
    agent.locate(REQUEST, 1);
    agent.erase(REQUEST, 2);
    agent.clock.advance(java.time.Duration.ofDays(400));
    database.insert("members", "{_id: 1, contact: {mail: \"ada@example.com\"}, card: \"c1\"}");

    // when
    agent.verify(REQUEST, 3);
    Answer again = agent.erase(REQUEST, 4);

    // then
    assertThat(((Outcome.RecordsErased) ((Answer.Done) again).outcome()).outcomes())
        .contains(new CollectionOutcome("bookings", 1, 0, 2));
    assertThat(database.documents("bookings", "{_id: 2}")).isEmpty();
    assertThat(database.documents("habeas_retention", "{key: 2}")).isEmpty();
  }

  @Test
  void shouldEraseOnTheirDayByTheirDutiesWhatNobodyKeepsLonger_L20() {
    // given
    agent.locate(REQUEST, 1);
    agent.restrict(REQUEST, 2);
    agent.erase(REQUEST, 3);
    database.insert(
        "habeas_retention",
        "{_id: \"other\", request: \"other\", collection: \"bookings\", key: 2, expiry:"
            + " {$date: \"2027-03-01T00:00:00Z\"}}");
    agent.vault.has("email");

    // when
    Answer kept = agent.expire(REQUEST, 4, Instant.parse("2027-02-28T00:00:00Z"));
    Answer gone = agent.expire(REQUEST, 5, Instant.parse("2033-11-24T00:00:00Z"));

    // then
    assertThat(outcomes(kept)).containsExactly(new CollectionOutcome("bookings", 0, 0, 2));
    assertThat(outcomes(gone)).containsExactly(new CollectionOutcome("bookings", 2, 0, 0));
    assertThat(database.documents("bookings", "{_id: 2}")).hasSize(1);
    assertThat(database.documents("habeas_retention", "{request: {$ne: \"other\"}}")).isEmpty();
    assertThat(database.documents("habeas_restriction", "{}")).isEmpty();
  }

  @Test
  void shouldNotEraseAnotherDocumentUnderTheKeyOfARetainedOne_L20() {
    // given
    agent.locate(REQUEST, 1);
    agent.erase(REQUEST, 2);
    long kept = database.collection("habeas_retention").countDocuments();
    BsonDocument duty =
        Objects.requireNonNull(database.collection("habeas_retention").find().first());
    BsonValue key = Objects.requireNonNull(duty.get("key"));
    database
        .collection("bookings")
        .replaceOne(
            Filters.eq(key),
            BsonDocument.parse("{member: 7, booked: {$date: \"2030-01-01T00:00:00Z\"}}"));

    // when
    Answer expired = agent.expire(REQUEST, 3, Instant.parse("2033-11-24T00:00:00Z"));

    // then
    assertThat(outcomes(expired))
        .containsExactly(new CollectionOutcome("bookings", kept - 1, 0, 1));
    assertThat(database.collection("bookings").countDocuments(Filters.eq(key))).isEqualTo(1);
    assertThat(database.documents("habeas_retention", "{}")).hasSize(1);
  }

  private static List<CollectionOutcome> outcomes(Answer answer) {
    return ((Outcome.ExpiredErased) ((Answer.Done) answer).outcome()).outcomes();
  }

  @Test
  void shouldFindWhatWasHungOnARetainedRecordAfterwards() {
    // given
    database.insert("letters", "{_id: \"late\", member: 77}");
    database.insert("attachments", "{_id: \"other\", booking: 77}");
    MongoAgent other =
        MongoAgent.on(
            database,
            MongoAgent.plan(
                """
                dataset:
                  - fides_key: club
                    collections:
                      - name: bookings
                        habeas:
                          restriction: shadow
                          retention: {rule: r, period: P70Y, from: booked, ground: ART_17_3_B, statute: S, jurisdiction: NL, meanwhile: restrict}
                        fields:
                          - {name: _id, fides_meta: {primary_key: true}}
                          - {name: member, fides_meta: {identity: member, data_type: integer}}
                          - {name: booked}
                      - name: attachments
                        fields:
                          - {name: _id, fides_meta: {primary_key: true}}
                          - {name: booking, fides_meta: {references: [{dataset: club, field: bookings._id, direction: from}]}}
                """));
    other.vault.has("member", "1");
    Answer erased = other.erase(REQUEST, 1);
    database.insert("attachments", "{booking: 2}");

    // when
    Answer residue = other.verify(REQUEST, 2);
    other.close();

    // then
    assertThat(((Outcome.RecordsErased) ((Answer.Done) erased).outcome()).outcomes())
        .containsExactly(new CollectionOutcome("bookings", 0, 0, 5));
    assertThat(residue)
        .isEqualTo(
            new Answer.Done(new Outcome.ResidueFound(new Counts(Map.of("attachments", 1L)))));
  }

  @Test
  void shouldFindInAKeptDocumentOnlyWhatShouldBeGoneFromIt() {
    // given
    database.insert(
        "receipts",
        "{_id: 1, member: 1, note: \"for ada@example.com\", at: {$date:"
            + " \"2026-11-01T00:00:00Z\"}}");
    try (MongoAgent other =
        MongoAgent.on(
            database,
            MongoAgent.plan(
                """
                dataset:
                  - fides_key: club
                    collections:
                      - name: receipts
                        habeas:
                          restriction: shadow
                          retention: {rule: r, period: P70Y, from: at, ground: ART_17_3_B, statute: S, jurisdiction: NL, meanwhile: [restrict, pseudonymise]}
                        fields:
                          - {name: _id, fides_meta: {primary_key: true}}
                          - {name: member, fides_meta: {identity: member, data_type: integer}, habeas: {erasure: null}}
                          - {name: note, fides_meta: {data_type: string}, habeas: {erasure: keep, free-text: true}}
                          - {name: at, habeas: {erasure: keep}}
                """))) {
      other.vault.has("member", "1");
      other.vault.has("email", "ada@example.com");
      other.erase(REQUEST, 1);

      // when
      Answer clean = other.verify(REQUEST, 2);
      database.collection("receipts").updateOne(Filters.eq(1), Updates.set("member", 1));
      Answer residue = other.verify(REQUEST, 3);

      // then
      assertThat(clean).isEqualTo(new Answer.Done(new Outcome.ErasureVerified()));
      assertThat(residue)
          .isEqualTo(new Answer.Done(new Outcome.ResidueFound(new Counts(Map.of("receipts", 1L)))));
    }
  }

  @Test
  void shouldFindWhatIsWrittenDifferentlyOnly() {
    // given
    agent.erase(REQUEST, 1);
    database.insert("teams", "{_id: \"t9\", guests: [\"x@example.com\", \" ADA@example.com \"]}");

    // when
    Answer residue = agent.verify(REQUEST, 2);

    // then
    assertThat(residue)
        .isEqualTo(new Answer.Done(new Outcome.ResidueFound(new Counts(Map.of("teams", 1L)))));
  }

  @Test
  void shouldStopForAPersonToDecideWhereOneIdentifierLeadsToTwoAccounts() throws Deferred {
    // given
    database.insert("members", "{_id: 4, contact: {mail: \"ADA@example.com\"}, card: \"c4\"}");

    // when
    Answer answer = agent.locate(REQUEST, 1);
    Answer export = exported();

    // then
    assertThat(((Outcome.HoldingsLocated) ((Answer.Done) answer).outcome()).ambiguous()).isTrue();
    assertThat(agent.vault.deposits).isEmpty();
    assertThat(export).isEqualTo(new Answer.Wait(WaitReason.UNFIT));
  }

  private Answer exported() throws Deferred {
    try {
      throw new IllegalStateException("Expected nothing but " + agent.export(REQUEST, 2).size());
    } catch (Deferred e) {
      return new Answer.Wait(e.reason());
    }
  }

  @Test
  void shouldStopForAPersonToDecideWhereIdentifiersContradictEachOther() {
    // given
    agent.vault.has("card", "c2");

    // when
    Answer answer = agent.locate(REQUEST, 1);

    // then
    assertThat(((Outcome.HoldingsLocated) ((Answer.Done) answer).outcome()).ambiguous()).isTrue();
  }

  @Test
  void shouldTakeAPatternForText() {
    // given
    agent.vault.has("email", ".*", "^", "ada@example.com|bob@example.com", "\\E.*\\Q", "nul\0byte");
    Map<String, List<String>> before = database.contents();

    // when
    Answer erased = agent.erase(REQUEST, 1);

    // then
    assertThat(erased).isEqualTo(new Answer.Done(new Outcome.RecordsErased(List.of(), List.of())));
    assertThat(database.contents()).isEqualTo(before);
  }

  @Test
  void shouldWaitWhereADocumentIsNotAsTheMapSaysAndChangeNothing() {
    // given
    agent.locate(REQUEST, 1);
    database.insert("visits", "{_id: 50, card: \"c1\", at: \"yesterday\"}");
    Map<String, List<String>> before = database.contents();

    // when
    Answer mismatch = agent.erase(REQUEST, 2);

    // then
    assertThat(mismatch).isEqualTo(new Answer.Wait(WaitReason.MAP_MISMATCH));
    assertThat(database.contents()).isEqualTo(before);
    assertThat(database.count("habeas_work")).isZero();
    database.collection("visits").deleteOne(BsonDocument.parse("{_id: 50}"));
    assertThat(agent.erase(REQUEST, 2)).isInstanceOf(Answer.Done.class);
  }

  @Test
  void shouldWaitWhereTextIsWhereTheMapHasFieldsSinceItWouldBeLeft() {
    // given
    agent.locate(REQUEST, 1);
    database.insert("visits", "{_id: 51, card: \"c1\", door: \"north, Sam\"}");
    Map<String, List<String>> before = database.contents();

    // when
    Answer mismatch = agent.erase(REQUEST, 2);

    // then
    assertThat(mismatch).isEqualTo(new Answer.Wait(WaitReason.MAP_MISMATCH));
    assertThat(database.contents()).isEqualTo(before);
  }

  @Test
  void shouldWaitWhereAListIsWhereTheMapHasNoneSinceItMayHoldSeveralPeople() {
    // given
    database.insert(
        "members", "{_id: 7, contact: [{mail: \"ada@example.com\"}, {mail: \"bob@example.com\"}]}");
    Map<String, List<String>> before = database.contents();

    // when
    Answer mismatch = agent.erase(REQUEST, 1);

    // then
    assertThat(mismatch).isEqualTo(new Answer.Wait(WaitReason.MAP_MISMATCH));
    assertThat(database.contents()).isEqualTo(before);
  }

  @Test
  void shouldReadOutOwnElementsAndNestedFieldsOnly() throws Deferred {
    // when
    List<String> records = agent.export(REQUEST, 1);

    // then
    assertThat(records)
        .contains(
            "members {\"_id\": 1, \"contact\": {\"mail\": \"Ada@Example.com\", \"name\": \"Ada\"},"
                + " \"card\": \"c1\", \"state\": 1}",
            "teams {\"_id\": \"t1\", \"inner\": {\"players\": [{\"person\": {\"mail\":"
                + " \"ADA@example.com\"}, \"role\": \"keeper\"}, {\"person\": {\"mail\":"
                + " \"ada@example.com\"}}, {\"habeas:withheld\": \"ART_15_4\", \"items\": 2}]},"
                + " \"guests\": [\"ada@example.com\", {\"habeas:withheld\": \"ART_15_4\","
                + " \"items\": 1}]}")
        .hasSize(1 + 4 + 8 + 5 + 2 + 1)
        .noneMatch(record -> record.contains("bob") || record.contains("unmapped"));
  }

  @Test
  void shouldTreatADocumentAndElementsInItApartWhereBothCanBeThePersons() throws Deferred {
    // given
    database.insert(
        "rooms",
        "{_id: 1, owner: \"ada@example.com\", name: \"Ada's\", posts: [{by: \"bob@example.com\", t:"
            + " 1}, {by: \"ada@example.com\", t: 2}]}",
        "{_id: 2, owner: \"bob@example.com\", name: \"Bob's\", posts: [{by: \"ada@example.com\", t:"
            + " 3}]}",
        "{_id: 3, owner: \"ada@example.com\", name: \"quiet\", posts: [{by: \"bob@example.com\", t:"
            + " 4}]}");
    MongoAgent rooms =
        MongoAgent.on(
            database,
            MongoAgent.plan(
                """
                dataset:
                  - fides_key: club
                    collections:
                      - name: rooms
                        habeas: {restriction: shadow}
                        fields:
                          - {name: _id, fides_meta: {primary_key: true}}
                          - {name: owner, fides_meta: {identity: email, data_type: string}, habeas: {erasure: null}}
                          - {name: name, habeas: {erasure: {constant: a room}}}
                          - name: posts
                            fides_meta: {data_type: "object[]"}
                            fields:
                              - {name: by, fides_meta: {identity: email, data_type: string}}
                              - {name: t}
                """));
    rooms.vault.has("email", "ada@example.com");

    // when
    Answer located = rooms.locate(REQUEST, 1);
    List<String> exported = rooms.export(REQUEST, 2);
    Answer erased = rooms.erase(REQUEST, 3);
    Answer verified = rooms.verify(REQUEST, 4);
    rooms.close();

    // then
    assertThat(((Outcome.HoldingsLocated) ((Answer.Done) located).outcome()).holdings())
        .isEqualTo(new Counts(Map.of("rooms", 4L)));
    assertThat(exported)
        .containsExactlyInAnyOrder(
            "rooms {\"_id\": 1, \"owner\": \"ada@example.com\", \"name\": \"Ada's\", \"posts\":"
                + " [{\"by\": \"ada@example.com\", \"t\": 2}, {\"habeas:withheld\": \"ART_15_4\","
                + " \"items\": 1}]}",
            "rooms {\"_id\": 2, \"posts\": [{\"by\": \"ada@example.com\", \"t\": 3}]}",
            "rooms {\"_id\": 3, \"owner\": \"ada@example.com\", \"name\": \"quiet\", \"posts\":"
                + " [{\"habeas:withheld\": \"ART_15_4\", \"items\": 1}]}");
    assertThat(((Outcome.RecordsErased) ((Answer.Done) erased).outcome()).outcomes())
        .containsExactly(new CollectionOutcome("rooms", 2, 2, 0));
    assertThat(database.collection("rooms").find().into(new java.util.ArrayList<>()))
        .containsExactlyInAnyOrder(
            BsonDocument.parse(
                "{_id: 1, owner: null, name: \"a room\", posts: [{by: \"bob@example.com\", t:"
                    + " 1}]}"),
            BsonDocument.parse("{_id: 2, owner: \"bob@example.com\", name: \"Bob's\", posts: []}"),
            BsonDocument.parse(
                "{_id: 3, owner: null, name: \"a room\", posts: [{by: \"bob@example.com\", t:"
                    + " 4}]}"));
    assertThat(verified).isEqualTo(new Answer.Done(new Outcome.ErasureVerified()));
  }

  /** What is nobody's business here, elements of lists included. */
  private Map<String, List<String>> ofOthers() {
    return Map.of(
        "members", database.documents("members", "{_id: {$ne: 1}}"),
        "letters", database.documents("letters", "{member: {$ne: 1}}"),
        "attachments",
            database.documents("attachments", "{letter: {$in: [\"l4\", \"l5\", \"l6\", \"l7\"]}}"),
        "bookings", database.documents("bookings", "{member: {$ne: 1}}"),
        "visits", database.documents("visits", "{card: {$in: [\"c2\", \"c3\"]}}"),
        "teams", database.documents("teams", "{_id: \"t3\"}"),
        "matches", database.documents("matches", "{_id: 2}"));
  }

  private BsonDocument one(String collection, String query) {
    BsonValue found = database.collection(collection).find(BsonDocument.parse(query)).first();
    return found == null ? new BsonDocument() : found.asDocument();
  }
}
