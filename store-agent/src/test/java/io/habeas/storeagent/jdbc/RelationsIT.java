package io.habeas.storeagent.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.habeas.participant.Counts;
import io.habeas.participant.Erased.CollectionOutcome;
import io.habeas.participant.Outcome;
import io.habeas.participant.WaitReason;
import io.habeas.participant.task.Answer;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.jdbc.core.JdbcTemplate;

/** How rows hang together: shared, in circles, removed by the database itself, or resisting. */
class RelationsIT {
  private static final UUID REQUEST = UUID.fromString("00000000-0000-0000-0000-0000000000b1");

  private JdbcTemplate observer = new JdbcTemplate();

  /** Opened by each test. */
  @SuppressWarnings("NullAway.Init")
  private Agent agent;

  @AfterEach
  void close() {
    // A test that is skipped, since its server is not there, has opened none.
    if (agent != null) {
      agent.close();
    }
  }

  private void open(Kind kind, String map, String tables) {
    Kind.Opened database = kind.open(tables);
    observer = database.observer();
    agent = database.agent(map);
    agent.vault.has("email", "ada@example.com");
  }

  private List<String> ids(String table) {
    return observer.queryForList("SELECT id FROM " + table + " ORDER BY id", String.class);
  }

  private static Answer erased(CollectionOutcome... outcomes) {
    return new Answer.Done(new Outcome.RecordsErased(List.of(outcomes), List.of()));
  }

  private static final String SHARED =
      """
      dataset:
        - fides_key: shop
          collections:
            - name: people
              fields:
                - {name: id, fides_meta: {primary_key: true}}
                - {name: email, fides_meta: {identity: email}}
                - {name: home, fides_meta: {references: [{dataset: shop, field: addresses.id, direction: to}]}}
            - name: orders
              fields:
                - {name: id, fides_meta: {primary_key: true}}
                - {name: person, fides_meta: {references: [{dataset: shop, field: people.id, direction: from}]}}
                - {name: address, fides_meta: {references: [{dataset: shop, field: addresses.id, direction: to}]}}
            - name: addresses
              habeas: {restriction: {column: status, restricted: hidden}}
              fields:
                - {name: id, fides_meta: {primary_key: true}}
                - {name: street, data_categories: [user.contact.address]}
                - {name: status}
      """;

  private static final String SHARED_TABLES =
      """
      CREATE TABLE addresses (id int PRIMARY KEY, street varchar(20), status varchar(10));
      CREATE TABLE people (id int PRIMARY KEY, email varchar(80), home int REFERENCES addresses (id));
      CREATE TABLE orders (id int PRIMARY KEY, person int REFERENCES people (id), address int REFERENCES addresses (id));
      CREATE TABLE shops (id int PRIMARY KEY, address int REFERENCES addresses (id));
      INSERT INTO addresses VALUES (1, 'own', 'ok'), (2, 'own twice', 'ok'), (3, 'with Bob', 'ok'), (4, 'with a shop', 'ok'),
        (5, 'Bob''s', 'ok'), (6, 'nobody''s', 'ok');
      INSERT INTO people VALUES (1, 'ada@example.com', 3), (2, 'bob@example.com', 3);
      INSERT INTO orders VALUES (11, 1, 1), (12, 1, 2), (13, 1, 2), (14, 1, 4), (15, 1, NULL), (16, 2, 5);
      INSERT INTO shops VALUES (1, 4);
      """;

  @ParameterizedTest
  @EnumSource
  void shouldLeaveAnAddressThatAnotherPersonOrShopUsesAndRemoveOnlyTheLinkToIt(Kind kind) {
    // given
    open(kind, SHARED, SHARED_TABLES);

    // when
    Answer located = agent.locate(REQUEST, 1);
    Answer restricted = agent.restrict(REQUEST, 2);
    List<String> hidden =
        observer.queryForList(
            "SELECT id FROM addresses WHERE status = 'hidden' ORDER BY id", String.class);
    Answer erased = agent.erase(REQUEST, 3);

    // then
    assertThat(located)
        .isEqualTo(
            new Answer.Done(
                new Outcome.HoldingsLocated(
                    new Counts(Map.of("people", 1L, "orders", 5L, "addresses", 4L)),
                    Set.of(),
                    false)));
    assertThat(restricted)
        .isEqualTo(
            new Answer.Done(new Outcome.RecordsRestricted(new Counts(Map.of("addresses", 2L)))));
    assertThat(hidden).containsExactly("1", "2");
    assertThat(erased)
        .isEqualTo(
            erased(
                new CollectionOutcome("addresses", 2, 2, 0),
                new CollectionOutcome("orders", 5, 0, 0),
                new CollectionOutcome("people", 1, 0, 0)));
    assertThat(ids("addresses")).containsExactly("3", "4", "5", "6");
    assertThat(observer.queryForList("SELECT DISTINCT status FROM addresses", String.class))
        .containsExactly("ok");
    assertThat(ids("people")).containsExactly("2");
    assertThat(ids("orders")).containsExactly("16");
    assertThat(agent.verify(REQUEST, 4)).isEqualTo(new Answer.Done(new Outcome.ErasureVerified()));
  }

  private static final String CIRCLE =
      """
      dataset:
        - fides_key: shop
          collections:
            - name: people
              fields:
                - {name: id, fides_meta: {primary_key: true}}
                - {name: email, fides_meta: {identity: email}}
                - {name: best}
            - name: posts
              fields:
                - {name: id, fides_meta: {primary_key: true}}
                - {name: person, fides_meta: {references: [{dataset: shop, field: people.id, direction: from}]}}
                - {name: answers}
      """;

  @ParameterizedTest
  @EnumSource
  void shouldUndoCirclesOfForeignKeysByEmptyingOne(Kind kind) {
    // given
    open(
        kind,
        CIRCLE,
        """
        CREATE TABLE people (id int PRIMARY KEY, email varchar(80), best int);
        CREATE TABLE posts (id int PRIMARY KEY, person int NOT NULL REFERENCES people (id), answers int REFERENCES posts (id));
        INSERT INTO people VALUES (1, 'ada@example.com', NULL), (2, 'bob@example.com', NULL);
        INSERT INTO posts VALUES (1, 1, NULL), (2, 1, 1), (3, 1, 2), (4, 1, 2), (5, 2, NULL), (6, 2, 5);
        UPDATE posts SET answers = 4 WHERE id = 1;
        UPDATE people SET best = 3 WHERE id = 1;
        UPDATE people SET best = 6 WHERE id = 2;
        ALTER TABLE people ADD FOREIGN KEY (best) REFERENCES posts (id);
        """);

    // when
    Answer erased = agent.erase(REQUEST, 1);

    // then
    assertThat(erased)
        .isEqualTo(
            erased(
                new CollectionOutcome("people", 1, 0, 0), new CollectionOutcome("posts", 4, 0, 0)));
    assertThat(ids("posts")).containsExactly("5", "6");
    assertThat(ids("people")).containsExactly("2");
  }

  @Test
  void shouldUndoCirclesOfDeferrableForeignKeys() {
    // given
    open(
        Kind.POSTGRESQL,
        CIRCLE,
        """
        CREATE TABLE people (id int PRIMARY KEY, email text, best int NOT NULL);
        CREATE TABLE posts (id int PRIMARY KEY, person int NOT NULL REFERENCES people DEFERRABLE, answers int);
        ALTER TABLE people ADD FOREIGN KEY (best) REFERENCES posts DEFERRABLE INITIALLY DEFERRED;
        BEGIN;
        INSERT INTO people VALUES (1, 'ada@example.com', 1), (2, 'bob@example.com', 2);
        INSERT INTO posts VALUES (1, 1), (2, 2);
        COMMIT;
        """);

    // when
    Answer erased = agent.erase(REQUEST, 1);

    // then
    assertThat(erased)
        .isEqualTo(
            erased(
                new CollectionOutcome("people", 1, 0, 0), new CollectionOutcome("posts", 1, 0, 0)));
  }

  @ParameterizedTest
  @EnumSource
  void shouldWaitWhereNoForeignKeyOfACircleCanBeEmptied(Kind kind) {
    // given
    open(
        kind,
        CIRCLE,
        """
        CREATE TABLE people (id int PRIMARY KEY, email varchar(80), best int NOT NULL);
        CREATE TABLE posts (id int PRIMARY KEY, person int NOT NULL REFERENCES people (id), answers int);
        ALTER TABLE people ADD CONSTRAINT circle FOREIGN KEY (best) REFERENCES posts (id);
        """);

    // when
    Answer waits = agent.erase(REQUEST, 1);

    // then
    assertThat(waits).isEqualTo(new Answer.Wait(WaitReason.MAP_MISMATCH));
    assertThat(agent.holder.contradictions())
        .singleElement()
        .asString()
        .contains("to allow NULL or to be deferrable");
  }

  @ParameterizedTest
  @EnumSource
  void shouldWaitRatherThanHaveTheDatabaseRemoveAnotherPersonsRow(Kind kind) {
    // given
    open(
        kind,
        CIRCLE,
        """
        CREATE TABLE people (id int PRIMARY KEY, email varchar(80), best int);
        CREATE TABLE posts (id int PRIMARY KEY, person int NOT NULL REFERENCES people (id) ON DELETE CASCADE,
          answers int, FOREIGN KEY (answers) REFERENCES posts (id) ON DELETE CASCADE);
        INSERT INTO people VALUES (1, 'ada@example.com', NULL), (2, 'bob@example.com', NULL);
        INSERT INTO posts VALUES (1, 1, NULL), (2, 1, 1), (3, 2, 2);
        """);

    // when
    Answer waits = agent.erase(REQUEST, 1);
    observer.execute("DELETE FROM posts WHERE id = 3");
    Answer erased = agent.erase(REQUEST, 1);

    // then
    assertThat(waits).isEqualTo(new Answer.Wait(WaitReason.MAP_MISMATCH));
    assertThat(erased)
        .isEqualTo(
            erased(
                new CollectionOutcome("people", 1, 0, 0), new CollectionOutcome("posts", 2, 0, 0)));
  }

  @ParameterizedTest
  @EnumSource
  void shouldWaitRatherThanRemoveWhatTheMapDoesNotName(Kind kind) {
    // given
    open(
        kind,
        CIRCLE,
        """
        CREATE TABLE people (id int PRIMARY KEY, email varchar(80), best int);
        CREATE TABLE posts (id int PRIMARY KEY, person int REFERENCES people (id), answers int);
        CREATE TABLE sessions (person int, FOREIGN KEY (person) REFERENCES people (id) ON DELETE CASCADE);
        INSERT INTO people VALUES (1, 'ada@example.com', NULL);
        INSERT INTO sessions VALUES (1);
        """);

    // when
    Answer waits = agent.erase(REQUEST, 1);

    // then
    assertThat(waits).isEqualTo(new Answer.Wait(WaitReason.MAP_MISMATCH));
    assertThat(ids("people")).containsExactly("1");
  }

  @Test
  void shouldWaitWhereATriggerKeepsRowsWithoutAWord() {
    // given
    open(
        Kind.POSTGRESQL,
        CIRCLE,
        """
        CREATE TABLE people (id int PRIMARY KEY, email text, best int);
        CREATE TABLE posts (id int PRIMARY KEY, person int REFERENCES people, answers int);
        INSERT INTO people VALUES (1, 'ada@example.com', NULL);
        INSERT INTO posts VALUES (1, 1), (2, 1);
        CREATE FUNCTION keep() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';
        CREATE TRIGGER keep BEFORE DELETE ON posts FOR EACH ROW WHEN (OLD.id = 2) EXECUTE FUNCTION keep();
        """);

    // when
    Answer waits = agent.erase(REQUEST, 1);

    // then
    assertThat(waits).isEqualTo(new Answer.Wait(WaitReason.MAP_MISMATCH));
    assertThat(ids("posts")).containsExactly("1", "2");
  }

  @ParameterizedTest
  @EnumSource
  void shouldWaitWhereTheKeyOfTheMapDoesNotTellRowsApart(Kind kind) {
    // given
    open(
        kind,
        CIRCLE,
        """
        CREATE TABLE people (id int NOT NULL, email varchar(80), best int, UNIQUE (id, email));
        CREATE VIEW posts AS SELECT 1 AS id, 1 AS person, 1 AS answers;
        """);

    // when
    Answer waits = agent.erase(REQUEST, 1);

    // then
    assertThat(waits).isEqualTo(new Answer.Wait(WaitReason.MAP_MISMATCH));
    assertThat(agent.holder.contradictions())
        .containsExactlyInAnyOrder(
            "Expected the primary key of people, id, to be unique in the database but no index"
                + " says so",
            "Expected posts to be a table to work on but it is a view");
  }

  @ParameterizedTest
  @EnumSource
  void shouldAdviseAnIndexWhereOthersWhoReferToARowAreLookedFor(Kind kind) {
    // given
    open(
        kind,
        SHARED,
        """
        CREATE TABLE addresses (id int PRIMARY KEY, street varchar(80), status varchar(10));
        CREATE TABLE people (id int PRIMARY KEY, email varchar(80), home int);
        CREATE TABLE orders (id int PRIMARY KEY, person int, address int);
        """);

    // then
    assertThat(agent.holder.advice())
        .contains(
            "people.home refers to other rows but no index begins with it",
            "orders.address refers to other rows but no index begins with it");
  }

  @ParameterizedTest
  @EnumSource
  void shouldAdviseWhereAnIndexIsMissing(Kind kind) {
    // given
    open(
        kind,
        CIRCLE,
        """
        CREATE TABLE people (id int PRIMARY KEY, email varchar(80), best int);
        CREATE TABLE posts (id int PRIMARY KEY, person int, answers int);
        """);

    // when
    List<String> advice = agent.holder.advice();
    observer.execute(
        kind == Kind.POSTGRESQL
            ? "CREATE INDEX ON people (lower(email)); CREATE INDEX ON posts (person)"
            : "CREATE INDEX a ON people (email); CREATE INDEX b ON posts (person)");
    agent.clock.advance(java.time.Duration.ofMinutes(1));

    // then
    assertThat(advice)
        .hasSize(2)
        .anyMatch(line -> line.startsWith("people.email is searched"))
        .contains("posts.person refers to other rows but no index begins with it");
    assertThat(agent.holder.advice()).isEmpty();
  }

  @Test
  void shouldEraseFromPartitionedTablesWithGeneratedAndIdentityColumns() {
    // given
    open(
        Kind.POSTGRESQL,
        """
        dataset:
          - fides_key: shop
            collections:
              - name: people
                fields:
                  - {name: id, fides_meta: {primary_key: true}}
                  - {name: email, fides_meta: {identity: email}}
                  - {name: domain}
              - name: visits
                fields:
                  - {name: id, fides_meta: {primary_key: true}, habeas: {erasure: keep}}
                  - {name: day, fides_meta: {primary_key: true}, habeas: {erasure: keep}}
                  - name: person
                    fides_meta: {references: [{dataset: shop, field: people.id, direction: from}]}
                    habeas: {erasure: null}
              - name: clicks
                fields:
                  - {name: id, fides_meta: {primary_key: true}}
                  - {name: day, fides_meta: {primary_key: true}}
                  - name: person
                    fides_meta: {references: [{dataset: shop, field: people.id, direction: from}]}
        """,
        """
        CREATE TABLE people (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, email text,
          domain text GENERATED ALWAYS AS (split_part(email, '@', 2)) STORED);
        CREATE TABLE visits (id int, day date, person int REFERENCES people, PRIMARY KEY (id, day)) PARTITION BY RANGE (day);
        CREATE TABLE visits_old PARTITION OF visits FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
        CREATE TABLE visits_new PARTITION OF visits FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');
        CREATE TABLE clicks (id int, day date, person int REFERENCES people ON DELETE CASCADE, PRIMARY KEY (id, day))
          PARTITION BY HASH (id);
        CREATE TABLE clicks_0 PARTITION OF clicks FOR VALUES WITH (MODULUS 2, REMAINDER 0);
        CREATE TABLE clicks_1 PARTITION OF clicks FOR VALUES WITH (MODULUS 2, REMAINDER 1);
        INSERT INTO people (email) VALUES ('ada@example.com'), ('bob@example.com');
        INSERT INTO visits SELECT n, DATE '2025-11-01' + n * 20, 1 + n % 2 FROM generate_series(1, 12) n;
        INSERT INTO clicks SELECT n, '2026-01-01', 1 + n % 2 FROM generate_series(1, 12) n;
        """);

    // when
    Answer erased = agent.erase(REQUEST, 1);

    // then
    assertThat(erased)
        .isEqualTo(
            erased(
                new CollectionOutcome("clicks", 6, 0, 0),
                new CollectionOutcome("people", 1, 0, 0),
                new CollectionOutcome("visits", 0, 6, 0)));
    assertThat(observer.queryForObject("SELECT count(*) FROM visits", Long.class)).isEqualTo(12);
    assertThat(observer.queryForObject("SELECT count(*) FROM clicks", Long.class)).isEqualTo(6);
  }
}
