package io.habeas.storeagent.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.habeas.participant.Action;
import io.habeas.participant.Counts;
import io.habeas.participant.Outcome;
import io.habeas.participant.WaitReason;
import io.habeas.participant.task.Answer;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.jdbc.core.JdbcTemplate;

/** People made up in schemas that insist on much: whole ones, or none. */
class SeedingIT {
  private static final UUID REQUEST = UUID.fromString("00000000-0000-0000-0000-0000000000e1");

  private static final String MAP =
      """
      dataset:
        - fides_key: shop
          collections:
            - name: people
              fields:
                - {name: id, fides_meta: {primary_key: true}}
                - {name: email, fides_meta: {identity: email}}
                - {name: home, fides_meta: {references: [{dataset: shop, field: addresses.id, direction: to}]}}
            - name: addresses
              fields:
                - {name: id, fides_meta: {primary_key: true}}
                - {name: street, data_categories: [user.contact.address]}
            - name: profiles
              fields:
                - name: person
                  fides_meta: {primary_key: true, references: [{dataset: shop, field: people.id, direction: from}]}
                - {name: best}
            - name: posts
              fields:
                - {name: tenant, fides_meta: {primary_key: true}}
                - {name: no, fides_meta: {primary_key: true}}
                - {name: person, fides_meta: {references: [{dataset: shop, field: people.id, direction: from}]}}
                - {name: answers}
            - name: likes
              fields:
                - name: tenant
                  fides_meta: {primary_key: true, references: [{dataset: shop, field: posts.tenant, direction: from}]}
                - name: no
                  fides_meta: {primary_key: true, references: [{dataset: shop, field: posts.no, direction: from}]}
                - {name: at, fides_meta: {primary_key: true}}
      """;

  private static final String TABLES =
      """
      CREATE TABLE addresses (id $serial PRIMARY KEY, street varchar(20));
      CREATE TABLE people (id $serial PRIMARY KEY, email varchar(80) NOT NULL UNIQUE, home $int NOT NULL REFERENCES addresses (id),
        code char(3) NOT NULL, token varchar(16) NOT NULL UNIQUE, member $number NOT NULL UNIQUE, mood $enum NOT NULL,
        balance decimal(6,2) NOT NULL CHECK (balance >= 0), level smallint NOT NULL CHECK (level > 0), since date NOT NULL,
        active boolean NOT NULL, ratio $double NOT NULL, settings $json NOT NULL, digest $bytes NOT NULL, key_id uuid NOT NULL,
        language varchar(2) NOT NULL DEFAULT 'en');
      CREATE TABLE posts (tenant varchar(20) NOT NULL, no $number NOT NULL, person $int NOT NULL, answers $number,
        PRIMARY KEY (tenant, no), FOREIGN KEY (tenant, answers) REFERENCES posts (tenant, no),
        FOREIGN KEY (person) REFERENCES people (id));
      CREATE TABLE profiles (person $int PRIMARY KEY REFERENCES people (id), best_in varchar(20), best $number,
        FOREIGN KEY (best_in, best) REFERENCES posts (tenant, no));
      CREATE TABLE likes (tenant varchar(20) NOT NULL, no $number NOT NULL, at $time NOT NULL, PRIMARY KEY (tenant, no, at),
        FOREIGN KEY (tenant, no) REFERENCES posts (tenant, no));
      """;

  private static final String SMALL =
      """
      dataset:
        - fides_key: shop
          collections:
            - name: people
              fields:
                - {name: id, fides_meta: {primary_key: true}}
                - {name: email, fides_meta: {identity: email}}
      """;

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
    Kind.Opened database = kind.open(inTypesOf(kind, tables));
    observer = database.observer();
    agent = database.agent(map);
    agent.vault.has("email", "canary@example.com");
  }

  private static String inTypesOf(Kind kind, String tables) {
    Map<String, String> types =
        switch (kind) {
          case POSTGRESQL ->
              Map.of(
                  "$serial", "bigint GENERATED ALWAYS AS IDENTITY",
                  "$int", "bigint",
                  "$number", "int",
                  "$enum", "mood",
                  "$double", "double precision",
                  "$json", "jsonb",
                  "$bytes", "bytea",
                  "$time", "timestamptz");
          case MARIADB, MYSQL ->
              Map.of(
                  "$serial", "bigint AUTO_INCREMENT",
                  "$int", "bigint",
                  "$number", "int unsigned",
                  "$enum", "enum('it''s fine', 'not fine')",
                  "$double", "double",
                  "$json", "json",
                  "$bytes", "binary(16)",
                  "$time", "datetime");
        };
    String typed = kind == Kind.POSTGRESQL ? "CREATE TYPE mood AS ENUM ('fine', 'not fine');" : "";
    typed += tables;
    for (var type : types.entrySet()) {
      typed = typed.replace(type.getKey(), type.getValue());
    }
    return typed;
  }

  private long rows() {
    long rows = 0;
    for (String table : List.of("people", "addresses", "profiles", "posts", "likes")) {
      Long some = observer.queryForObject("SELECT count(*) FROM " + table, Long.class);
      rows += some == null ? 0 : some;
    }
    return rows;
  }

  @ParameterizedTest
  @EnumSource
  void shouldMakeUpARowInEachTableAndEraseThemAll(Kind kind) {
    // given
    open(kind, MAP, TABLES);
    Counts whole =
        new Counts(Map.of("people", 1L, "addresses", 1L, "profiles", 1L, "posts", 1L, "likes", 1L));

    // when
    Answer seeded = agent.seed(REQUEST, 1);
    Answer located = agent.locate(REQUEST, 2);
    Answer again = agent.seed(REQUEST, 3);
    long rows = rows();
    agent.erase(REQUEST, 4);
    Answer verified = agent.verify(REQUEST, 5);
    long left = rows();
    Answer anew = agent.seed(REQUEST, 6);

    // then
    assertThat(agent.holder.advice()).noneMatch(line -> line.contains("SEED"));
    assertThat(seeded).isEqualTo(new Answer.Done(new Outcome.SubjectSeeded(whole)));
    assertThat(located)
        .isEqualTo(new Answer.Done(new Outcome.HoldingsLocated(whole, Set.of(), false)));
    assertThat(again).isEqualTo(seeded);
    assertThat(rows).isEqualTo(5);
    assertThat(verified).isEqualTo(new Answer.Done(new Outcome.ErasureVerified()));
    assertThat(left).isZero();
    assertThat(anew).isEqualTo(seeded);
  }

  @ParameterizedTest
  @EnumSource
  void shouldMakeUpNobodyWhereSomebodyHasTheIdentifiersAlready(Kind kind) {
    // given
    open(kind, SMALL, "CREATE TABLE people (id $serial PRIMARY KEY, email varchar(80))");
    observer.update("INSERT INTO people (email) VALUES ('canary@example.com')");

    // when
    Answer seeded = agent.seed(REQUEST, 1);

    // then
    assertThat(seeded).isEqualTo(nobody());
    assertThat(observer.queryForObject("SELECT count(*) FROM people", Long.class)).isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource
  void shouldMakeUpNobodyUnderAnIdentifierThatDoesNotFit(Kind kind) {
    // given
    open(kind, SMALL, "CREATE TABLE people (id $serial PRIMARY KEY, email varchar(10))");

    // when
    Answer seeded = agent.seed(REQUEST, 1);

    // then
    assertThat(seeded).isEqualTo(nobody());
    assertThat(observer.queryForObject("SELECT count(*) FROM people", Long.class)).isZero();
  }

  @ParameterizedTest
  @EnumSource
  void shouldNotOfferWhatWouldHangOnRowsOutsideOfTheMap(Kind kind) {
    // given
    open(
        kind,
        SMALL,
        "CREATE TABLE countries (id int PRIMARY KEY); INSERT INTO countries VALUES (1);"
            + "CREATE TABLE people (id $serial PRIMARY KEY, email varchar(80), country int NOT NULL"
            + " REFERENCES countries (id))");

    // then
    assertNotOffered(
        "Nobody can be made up (SEED). Expected people.country to refer to rows that can be made up"
            + " too but it refers to countries");
  }

  @ParameterizedTest
  @EnumSource
  void shouldNotOfferWhatHasATypeThatNothingIsKnownOf(Kind kind) {
    // given
    open(
        kind,
        SMALL,
        "CREATE TABLE people (id $serial PRIMARY KEY, email varchar(80), place point NOT NULL)");

    // then
    assertNotOffered(
        "Nobody can be made up (SEED). Expected a value of people.place that can be made up but it"
            + " is point, and may not be left out");
  }

  private void assertNotOffered(String why) {
    assertThat(agent.holder.actions()).contains(Action.ERASE).doesNotContain(Action.SEED);
    assertThat(agent.holder.advice()).contains(why);
    assertThat(agent.seed(REQUEST, 1)).isEqualTo(new Answer.NotOffered(Action.SEED));
    assertThat(observer.queryForObject("SELECT count(*) FROM people", Long.class)).isZero();
  }

  @ParameterizedTest
  @EnumSource
  void shouldWaitAndLeaveNothingWhereACheckForbidsIt(Kind kind) {
    // given
    open(kind, MAP, TABLES + "ALTER TABLE likes ADD CONSTRAINT never CHECK (at < '1900-01-01')");

    // when
    Answer waits = agent.seed(REQUEST, 1);

    // then
    assertThat(waits).isEqualTo(new Answer.Wait(WaitReason.MAP_MISMATCH));
    assertThat(rows()).isZero();
  }

  @ParameterizedTest
  @EnumSource
  void shouldKeepNothingOfSomebodyMadeUpUnderADuty(Kind kind) {
    // given
    open(
        kind,
        """
        dataset:
          - fides_key: shop
            collections:
              - name: people
                habeas:
                  retention:
                    rule: payments-7y
                    period: P7Y
                    from: paid
                    ground: ART_17_3_B
                    statute: NL-AWR-52
                    jurisdiction: NL
                    meanwhile: [restrict]
                  restriction: shadow
                fields:
                  - {name: id, fides_meta: {primary_key: true}}
                  - {name: email, fides_meta: {identity: email}}
                  - {name: paid}
        """,
        "CREATE TABLE people (id $serial PRIMARY KEY, email varchar(80), paid date)");

    // when
    Answer seeded = agent.seed(REQUEST, 1);
    agent.erase(REQUEST, 2);

    // then
    assertThat(seeded)
        .isEqualTo(new Answer.Done(new Outcome.SubjectSeeded(new Counts(Map.of("people", 1L)))));
    assertThat(observer.queryForObject("SELECT count(*) FROM people", Long.class)).isZero();
    assertThat(agent.verify(REQUEST, 3)).isEqualTo(new Answer.Done(new Outcome.ErasureVerified()));
  }

  private static Answer nobody() {
    return new Answer.Done(new Outcome.SubjectSeeded(Counts.NONE));
  }
}
