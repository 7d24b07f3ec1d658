package io.habeas.storeagent.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.habeas.participant.Corrections;
import io.habeas.participant.Counts;
import io.habeas.participant.Erased.CollectionOutcome;
import io.habeas.participant.Identifiers;
import io.habeas.participant.Outcome;
import io.habeas.participant.Task;
import io.habeas.participant.WaitReason;
import io.habeas.participant.task.Answer;
import io.habeas.storeagent.connector.KeyedHash;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.jdbc.core.JdbcTemplate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What is inside documents that columns of a relational database hold. */
class JsonColumnsIT {
  private static final UUID REQUEST = UUID.fromString("00000000-0000-0000-0000-0000000000e1");
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(tools.jackson.databind.DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .build();

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
                - {name: email, fides_meta: {identity: email}}
                - name: profile
                  fields:
                    - {name: nick, data_categories: [user.name]}
                    - name: friends
                      fides_meta: {data_type: "object[]"}
                      habeas: {third-party: friends of theirs}
                      fields:
                        - {name: name}
                        - {name: since, habeas: {third-party: false}}
                    - {name: about, habeas: {free-text: true}}
            - name: orders
              fields:
                - {name: id, fides_meta: {primary_key: true}}
                - {name: email, fides_meta: {identity: email}, habeas: {erasure: null}}
                - name: details
                  fields:
                    - name: delivery
                      fields:
                        - {name: name, data_categories: [user.name], habeas: {erasure: keyed-hash}}
                        - {name: street, habeas: {erasure: null}}
                        - {name: floor, fides_meta: {data_type: integer}, habeas: {erasure: {constant: "0"}}}
                        - {name: address, habeas: {erasure: {generalise: country}}}
                    - name: lines
                      fides_meta: {data_type: "object[]"}
                      fields:
                        - {name: sku, habeas: {erasure: keep}}
                        - {name: gift, habeas: {erasure: null}}
                    - {name: tags, fides_meta: {data_type: "string[]"}, habeas: {erasure: {constant: x}}}
                    - {name: placed, habeas: {erasure: {generalise: month}}}
            - name: payments
              fields:
                - {name: id, fides_meta: {primary_key: true}}
                - {name: email, fides_meta: {identity: email}, habeas: {erasure: null}}
                - {name: paid, habeas: {erasure: keep}}
                - name: payer
                  fields:
                    - {name: iban, habeas: {erasure: random}}
              habeas:
                retention: {rule: pay-7y, period: P7Y, from: paid, ground: ART_17_3_B, statute: NL-AWR-52, jurisdiction: NL, meanwhile: [pseudonymise]}
      """;

  private static final String DETAILS =
      """
      {"delivery": {"name": "Ada", "street": "Main 1", "floor": 3, "address": "Main 1, Amsterdam, Netherlands",
                    "slot": "a\\"b\\\\c"},
       "lines": [{"sku": "s1", "gift": "for Ada", "price": 10.10}, {"sku": "s2"}, {"sku": "s3", "gift": null}],
       "tags": ["one", "two"],
       "placed": "2026-05-06T07:08:09Z",
       "weights": [0.10, 12345678901234567890, 1e-7], "d\\u00e9j\\u00e0": {"street": "not theirs"}}
      """;

  private JdbcTemplate observer = new JdbcTemplate();

  /** Opened by each test. */
  @SuppressWarnings("NullAway.Init")
  private Agent agent;

  private void open(Kind kind) {
    String tables =
        """
        CREATE TABLE people (id int PRIMARY KEY, email varchar(80), profile jsonb);
        CREATE TABLE orders (id int PRIMARY KEY, email varchar(80), details jsonb);
        CREATE TABLE payments (id int PRIMARY KEY, email varchar(80), paid date, payer json)
        """;
    Kind.Opened database =
        kind.open(kind == Kind.POSTGRESQL ? tables : tables.replace("jsonb", "json"));
    observer = database.observer();
    agent = database.agent(MAP);
    agent.vault.has("email", "ada@example.com");
  }

  private void insert(String table, int id, String email, String document) {
    observer.update("INSERT INTO " + table + " VALUES (?, ?, " + json() + ")", id, email, document);
  }

  /** PostgreSQL wants to be told that a text is JSON. */
  private String json() {
    return agent.store.dialect() instanceof PostgresDialect ? "CAST(? AS jsonb)" : "?";
  }

  private JsonNode document(String table, String column, int id) {
    return JSON.readTree(raw(table, column, id));
  }

  private String raw(String table, String column, int id) {
    return String.valueOf(
        observer.queryForObject(
            "SELECT " + column + " FROM " + table + " WHERE id = " + id, String.class));
  }

  @AfterEach
  void close() {
    // A test that is skipped, since its server is not there, has opened none.
    if (agent != null) {
      agent.close();
    }
  }

  @ParameterizedTest
  @EnumSource
  void shouldChangeWhatIsNamedInsideADocumentAndNothingBesideIt_L19(Kind kind) {
    // given
    open(kind);
    insert("orders", 1, "ada@example.com", DETAILS);
    insert("orders", 2, "bob@example.com", DETAILS);
    insert("orders", 3, "ada@example.com", "{\"delivery\": null, \"lines\": [], \"x\": 1}");
    observer.update("INSERT INTO orders VALUES (4, 'ada@example.com', NULL)");
    String bobs = raw("orders", "details", 2);

    // when
    Answer erased = agent.erase(REQUEST, 1);
    Answer again = agent.erase(REQUEST, 2);
    Answer verified = agent.verify(REQUEST, 3);

    // then
    assertThat(erased)
        .isEqualTo(
            new Answer.Done(
                new Outcome.RecordsErased(
                    List.of(new CollectionOutcome("orders", 0, 3, 0)), List.of())));
    assertThat(again).as("what was not told yet").isEqualTo(erased);
    assertThat(verified).isEqualTo(new Answer.Done(new Outcome.ErasureVerified()));
    assertThat(document("orders", "details", 1))
        .isEqualTo(
            JSON.readTree(
                """
                {"delivery": {"name": "%s", "street": null, "floor": 0, "address": "NL",
                              "slot": "a\\"b\\\\c"},
                 "lines": [{"sku": "s1", "gift": null, "price": 10.10}, {"sku": "s2"}, {"sku": "s3", "gift": null}],
                 "tags": ["x", "x"],
                 "placed": "2026-05-01T00:00:00Z",
                 "weights": [0.10, 12345678901234567890, 1e-7], "d\\u00e9j\\u00e0": {"street": "not theirs"}}
                """
                    .formatted(new KeyedHash(Optional.of(Agent.HASH_KEY)).of("Ada"))));
    assertThat(raw("orders", "details", 2)).isEqualTo(bobs);
    assertThat(document("orders", "details", 3))
        .isEqualTo(JSON.readTree("{\"delivery\": null, \"lines\": [], \"x\": 1}"));
    assertThat(
            observer.queryForObject(
                "SELECT count(*) FROM orders WHERE email IS NULL AND details IS NULL", Long.class))
        .isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource
  void shouldWaitAndChangeNothingWhereADocumentIsNotAsTheMapSays(Kind kind) {
    // given
    open(kind);
    insert("orders", 1, "ada@example.com", DETAILS);
    insert("orders", 2, "ada@example.com", "{\"delivery\": \"Ada, Main 1\"}");
    insert("orders", 3, "ada@example.com", "\"{\\\"delivery\\\": {\\\"name\\\": \\\"Ada\\\"}}\"");
    String before = raw("orders", "details", 1);

    // when
    Answer written = agent.erase(REQUEST, 1);
    observer.update("DELETE FROM orders WHERE id = 2");
    Answer encodedTwice = agent.erase(REQUEST, 2);
    String meanwhile = raw("orders", "details", 1);
    observer.update("DELETE FROM orders WHERE id = 3");
    Answer mended = agent.erase(REQUEST, 3);

    // then
    assertThat(written).isEqualTo(new Answer.Wait(WaitReason.MAP_MISMATCH));
    assertThat(encodedTwice).isEqualTo(new Answer.Wait(WaitReason.MAP_MISMATCH));
    assertThat(meanwhile).isEqualTo(before);
    assertThat(mended)
        .isEqualTo(
            new Answer.Done(
                new Outcome.RecordsErased(
                    List.of(new CollectionOutcome("orders", 0, 1, 0)), List.of())));
  }

  @ParameterizedTest
  @EnumSource
  void shouldReadDocumentsOutWithoutWhatIsAboutOthers_L16(Kind kind) throws Exception {
    // given
    open(kind);
    insert(
        "people",
        1,
        "ada@example.com",
        """
        {"nick": "A", "friends": [{"name": "Bob", "since": 2001, "pet": "Rex"}, {"since": 2002}],
         "about": "It's me", "theme": {"dark": true}}
        """);
    List<JsonNode> records = new ArrayList<>();

    // when
    agent.holder.export(
        new Task(REQUEST, 1, new Identifiers(Map.of("email", List.of("ada@example.com")))),
        (collection, json) -> records.add(JSON.readTree(json)));

    // then
    assertThat(records)
        .containsExactly(
            JSON.readTree(
                """
                {"id": 1, "email": "ada@example.com", "profile":
                  {"nick": "A",
                   "friends": [{"name": {"habeas:withheld": "ART_15_4", "reason": "friends of theirs"},
                                "since": {"habeas:withheld": "ART_15_4", "reason": "friends of theirs"}, "pet": "Rex"},
                               {"since": {"habeas:withheld": "ART_15_4", "reason": "friends of theirs"}}],
                   "about": "It's me", "theme": {"dark": true}}}
                """));
  }

  @ParameterizedTest
  @EnumSource
  void shouldFindAnIdentifierInTheTextOfADocumentHoweverItIsWritten_L19(Kind kind) {
    // given
    open(kind);
    insert("people", 1, "bob@example.com", "{\"nick\": \"ada@example.com\", \"about\": \"x\"}");
    insert("people", 2, "eve@example.com", "{\"about\": \"grada@example.community\"}");

    // when
    Answer clean = agent.verify(REQUEST, 1);
    insert(
        "people", 3, "eve@example.com", "{\"about\": {\"me\": [\"ask (\\u0041da@Example.com)\"]}}");
    Answer found = agent.verify(REQUEST, 2);

    // then
    assertThat(clean).isEqualTo(new Answer.Done(new Outcome.ErasureVerified()));
    assertThat(found)
        .isEqualTo(new Answer.Done(new Outcome.ResidueFound(new Counts(Map.of("people", 1L)))));
  }

  @ParameterizedTest
  @EnumSource
  void shouldCorrectInsideDocumentsWhereThereIsSomething_L18(Kind kind) {
    // given
    open(kind);
    insert("people", 1, "ada@example.com", "{\"nick\": \"Adda\", \"theme\": {\"nick\": \"n\"}}");
    insert("people", 2, "ada@example.com", "{\"theme\": 1}");
    insert("people", 3, "bob@example.com", "{\"nick\": \"Adda\"}");
    insert("orders", 1, "ada@example.com", DETAILS);
    agent.vault.corrects(new Corrections(Map.of("user.name", "Ada"), Optional.empty()));

    // when
    Answer first = agent.rectify(REQUEST, 1);
    Answer again = agent.rectify(REQUEST, 2);

    // then
    assertThat(first)
        .isEqualTo(
            new Answer.Done(
                new Outcome.RecordsRectified(
                    new Counts(Map.of("people", 1L, "orders", 1L)), Counts.NONE)));
    assertThat(again).isEqualTo(first);
    assertThat(document("people", "profile", 1))
        .isEqualTo(JSON.readTree("{\"nick\": \"Ada\", \"theme\": {\"nick\": \"n\"}}"));
    assertThat(document("people", "profile", 2)).isEqualTo(JSON.readTree("{\"theme\": 1}"));
    assertThat(document("people", "profile", 3)).isEqualTo(JSON.readTree("{\"nick\": \"Adda\"}"));
  }

  @ParameterizedTest
  @EnumSource
  void shouldHideShowAndEraseRowsWithDocumentsAsAnyOthers(Kind kind) {
    // given
    open(kind);
    insert("people", 1, "ada@example.com", "{\"nick\": \"A\"}");
    String before = raw("people", "profile", 1);

    // when
    Answer located = agent.locate(REQUEST, 1);
    Answer hidden = agent.restrict(REQUEST, 2);
    Answer shown = agent.lift(REQUEST, 3);
    String untouched = raw("people", "profile", 1);
    Answer erased = agent.erase(REQUEST, 4);

    // then
    Counts one = new Counts(Map.of("people", 1L));
    assertThat(located)
        .isEqualTo(new Answer.Done(new Outcome.HoldingsLocated(one, java.util.Set.of(), false)));
    assertThat(hidden).isEqualTo(new Answer.Done(new Outcome.RecordsRestricted(one)));
    assertThat(shown).isEqualTo(new Answer.Done(new Outcome.RestrictionLifted(one)));
    assertThat(untouched).isEqualTo(before);
    assertThat(erased)
        .isEqualTo(
            new Answer.Done(
                new Outcome.RecordsErased(
                    List.of(new CollectionOutcome("people", 1, 0, 0)), List.of())));
  }

  @ParameterizedTest
  @EnumSource
  void shouldFindRowsByAColumnThatIsGeneratedFromADocument(Kind kind) {
    // given
    String generated =
        kind == Kind.POSTGRESQL
            ? "profile jsonb, email text GENERATED ALWAYS AS (profile ->> 'mail') STORED"
            : "profile json, email varchar(80) AS (JSON_VALUE(profile, '$.mail')) STORED";
    Kind.Opened database = kind.open("CREATE TABLE people (id int PRIMARY KEY, " + generated + ")");
    observer = database.observer();
    agent =
        database.agent(
            """
            dataset:
              - fides_key: shop
                collections:
                  - name: people
                    fields:
                      - {name: id, fides_meta: {primary_key: true}}
                      - {name: email, fides_meta: {identity: email}}
                      - {name: profile, fields: [{name: mail, data_categories: [user.contact.email]}]}
            """);
    for (int id = 1; id <= 2; id++) {
      observer.update(
          "INSERT INTO people (id, profile) VALUES (?, " + json() + ")",
          id,
          id == 1 ? "{\"mail\": \"ada@example.com\"}" : "{\"mail\": \"bob@example.com\"}");
    }
    agent.vault.has("email", "ada@example.com");
    agent.vault.corrects(
        new Corrections(Map.of("user.contact.email", "ada@new.example"), Optional.empty()));

    // when
    Answer corrected = agent.rectify(REQUEST, 1);
    JsonNode right = document("people", "profile", 1);
    Answer erased = agent.erase(REQUEST, 2);

    // then
    assertThat(corrected)
        .isEqualTo(
            new Answer.Done(
                new Outcome.RecordsRectified(new Counts(Map.of("people", 1L)), Counts.NONE)));
    assertThat(right).isEqualTo(JSON.readTree("{\"mail\": \"ada@new.example\"}"));
    assertThat(erased)
        .isEqualTo(
            new Answer.Done(
                new Outcome.RecordsErased(
                    List.of(new CollectionOutcome("people", 1, 0, 0)), List.of())));
    assertThat(observer.queryForList("SELECT email FROM people", String.class))
        .containsExactly("bob@example.com");
  }

  @ParameterizedTest
  @EnumSource
  void shouldPseudonymiseOnceWhatIsRetained_L20(Kind kind) {
    // given
    open(kind);
    observer.update(
        "INSERT INTO payments VALUES (1, 'ada@example.com', DATE '2024-05-06',"
            + " '{\"iban\": \"NL91ABNA0417164300\", \"amount\": 9.90}')");

    // when
    agent.erase(REQUEST, 1);
    String once = raw("payments", "payer", 1);
    agent.erase(REQUEST, 2);
    String twice = raw("payments", "payer", 1);
    Answer expired = agent.expire(REQUEST, 3, Instant.parse("2031-05-06T00:00:00Z"));

    // then
    JsonNode payer = JSON.readTree(once);
    assertThat(payer.get("iban").asString())
        .matches("[A-Z]{2}[0-9]{2}[A-Z]{4}[0-9]{10}")
        .isNotEqualTo("NL91ABNA0417164300");
    assertThat(payer.get("amount").decimalValue()).isEqualTo("9.90");
    assertThat(twice).isEqualTo(once);
    assertThat(expired)
        .isEqualTo(
            new Answer.Done(
                new Outcome.ExpiredErased(
                    List.of(new CollectionOutcome("payments", 1, 0, 0)), List.of())));
    assertThat(observer.queryForObject("SELECT count(*) FROM payments", Long.class)).isZero();
  }

  @ParameterizedTest
  @EnumSource
  void shouldSayWhatIsNotJsonThoughTheMapHasRulesForWhatIsInIt(Kind kind) {
    // given
    open(kind);
    observer.execute("DROP TABLE orders");
    observer.execute("CREATE TABLE orders (id int PRIMARY KEY, email varchar(80), details text)");
    agent.clock.advance(Duration.ofHours(1));

    // when
    List<String> contradictions = agent.holder.contradictions();

    // then
    assertThat(contradictions)
        .containsExactly(
            "Expected orders.details to hold JSON, since the map has rules for what is in it, but"
                + " it is text");
  }
}
