package io.habeas.storeagent.map.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import io.habeas.platform.EmbeddedMongo;
import io.habeas.platform.Ports;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.bson.BsonDocument;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.JdbcTemplate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code check --live} and {@code scaffold} against real servers. */
class LiveStoresIT {
  private static final Path SAMPLE = Path.of("..", "deploy", "sample", "anypromt");

  private static EmbeddedPostgres postgres;
  private static EmbeddedMongo mongo;
  private static int databases;

  @TempDir private Path directory = Path.of("");

  @BeforeAll
  static void start() throws IOException {
    postgres = EmbeddedPostgres.builder().start();
    mongo = EmbeddedMongo.inMemory();
  }

  @AfterAll
  static void stop() throws IOException {
    mongo.close();
    postgres.close();
  }

  @Test
  void shouldSayThatTheStoreIsAsTheMapSays() throws IOException {
    // given
    String url = database(Files.readString(SAMPLE.resolve("schema.sql")));

    // when
    Shell.Result result =
        Shell.run("check", SAMPLE.resolve("accounts.yml"), "--live", "--url", url);

    // then
    assertThat(result.err()).isEmpty();
    assertThat(result.exitCode()).isZero();
    assertThat(result.out())
        .contains("anypromt_accounts: the store is as the map says", "0 errors, 0 warnings");
  }

  @Test
  void shouldSayWhereMapAndStoreContradictEachOther() throws IOException {
    // given
    String url =
        database(
            Files.readString(SAMPLE.resolve("schema.sql"))
                + "ALTER TABLE accounts DROP COLUMN language;");

    // when
    Shell.Result text = Shell.run("check", SAMPLE.resolve("accounts.yml"), "--live", "--url", url);
    Shell.Result json =
        Shell.run("check", SAMPLE.resolve("accounts.yml"), "--json", "--live", "--url", url);

    // then
    assertThat(text.exitCode()).isEqualTo(1);
    assertThat(text.out())
        .contains(
            "anypromt_accounts: error: Expected column accounts.language but there is none",
            "1 error, 0 warnings");
    JsonNode stores = JsonMapper.builder().build().readTree(json.text()).at("/stores");
    assertThat(stores.at("/0/contradictions/0").asString())
        .isEqualTo("Expected column accounts.language but there is none");
  }

  @Test
  void shouldSayWhatAStoreAdvisesThatIsReachedAsAnAgentReachesIt() throws IOException {
    // given
    String database = "talk" + ++databases;
    insert(database, "notes", "{_id: 1, email: 'ada@mail.example'}");
    Path map =
        Files.writeString(
            directory.resolve("talk.yml"),
            """
            dataset:
              - fides_key: talk.notes
                collections:
                  - name: notes
                    fields:
                      - {name: _id, fides_meta: {primary_key: true}}
                      - {name: email, fides_meta: {identity: email, data_type: string}}
            """);
    Path settings =
        Files.writeString(
            directory.resolve("agent.yml"),
            """
            habeas:
              store-agent:
                map: talk.yml
                connections:
                  "[talk.notes]":
                    mongodb:
                      uri: ${store.uri}
                      database: %s
                      connect-timeout: 3s
            store:
              uri: %s
            """
                .formatted(database, mongo.uri()));

    // when
    Shell.Result result = Shell.run("check", map, "--live", "--settings", settings);

    // then
    assertThat(result.err()).isEmpty();
    assertThat(result.exitCode()).isZero();
    assertThat(result.out())
        .contains(
            "talk.notes: advice: Expected an index on notes.email, by which people are found, but"
                + " none begins with it",
            "talk.notes: the store is as the map says");
  }

  @Test
  void shouldEndWithTwoWhereTheStoreIsNotThere() throws IOException {
    // given
    int nowhere = Ports.chooseAll(Map.of("nowhere", 0)).firstEntry().getValue();
    Path settings =
        Files.writeString(
            directory.resolve("agent.yml"),
            """
            habeas:
              store-agent:
                connections:
                  anypromt_accounts:
                    postgres:
                      url: jdbc:postgresql://127.0.0.1:%d/gone
                      username: reader
                      connect-timeout: 500ms
            """
                .formatted(nowhere));

    // when
    Shell.Result result =
        Shell.run("check", SAMPLE.resolve("accounts.yml"), "--live", "--settings", settings);

    // then
    assertThat(result.exitCode()).isEqualTo(2);
    assertThat(result.out())
        .contains("anypromt_accounts: the store cannot be looked at: STORE_UNAVAILABLE");
  }

  @Test
  void shouldSayWhatIsWrongWithSettings() throws IOException {
    // given
    Path empty = Files.writeString(directory.resolve("empty.yml"), "habeas: {}\n");
    Path both =
        Files.writeString(
            directory.resolve("both.yml"), "habeas: {store-agent: {connections: {a: {}}}}\n");

    // then
    assertThat(settingsError(empty))
        .isEqualTo("Expected habeas.store-agent.connections in " + empty + " but there are none");
    assertThat(settingsError(directory.resolve("gone.yml")))
        .isEqualTo(
            "Expected settings in " + directory.resolve("gone.yml") + " but there is no such file");
    assertThat(settingsError(both))
        .isEqualTo(
            "Expected habeas.store-agent.connections.a in "
                + both
                + " to name exactly one kind of store but it does not");
  }

  private static String settingsError(Path settings) {
    return Shell.run("check", SAMPLE.resolve("accounts.yml"), "--live", "--settings", settings)
        .err()
        .getFirst();
  }

  @Test
  void shouldDraftAMapOfTablesThatCanBeCarriedOut() throws IOException {
    // given
    String url =
        database(
            """
            CREATE TABLE people (id bigint PRIMARY KEY, "E-Mail" varchar(120) NOT NULL, full_name text,
              birth_date date, last_ip varchar(45), address_id bigint, boss bigint REFERENCES people);
            CREATE TABLE addresses (id bigint PRIMARY KEY, street text, city text);
            ALTER TABLE people ADD FOREIGN KEY (address_id) REFERENCES addresses;
            CREATE TABLE orders (shop int, no int, person_id bigint REFERENCES people, total numeric(10, 2),
              PRIMARY KEY (shop, no));
            CREATE TABLE order_items (id uuid PRIMARY KEY, shop int, no int, gift boolean, "null" text,
              FOREIGN KEY (shop, no) REFERENCES orders (shop, no));
            CREATE TABLE products (id int PRIMARY KEY, title text);
            CREATE TABLE visits (person_id bigint REFERENCES people, at timestamptz);
            CREATE TABLE "guest book" (id int PRIMARY KEY, email text);
            """);

    // when
    Shell.Result draft = Shell.run("scaffold", url, "--username", "postgres", "--dataset", "shop");
    Path map = Files.writeString(directory.resolve("draft.yml"), draft.text());
    Shell.Result check = Shell.run("check", map, "--live", "--url", url);

    // then
    assertThat(draft.exitCode()).isZero();
    assertThat(flat(draft.text()))
        .contains(
            flat(
                """
                      # address_id refers to addresses.id, which does not lead here.
                      # boss refers to people.id, which does not lead here.
                      - name: people
                        fields:
                          - name: id
                            data_categories: [system.operations]  # guess, from the name
                            fides_meta:
                              primary_key: true
                              data_type: long
                          - name: E-Mail
                            data_categories: [user.contact.email]  # guess, from the name
                            fides_meta:
                              data_type: string
                              length: 120
                              identity: email  # guess, from the name
                          - name: full_name
                            data_categories: [user.name]  # guess, from the name
                            fides_meta:
                              data_type: string
                          - name: birth_date
                            data_categories: [user.demographic.date_of_birth]  # guess, from the name
                          - name: last_ip
                            data_categories: [user.device.ip_address]  # guess, from the name
                """))
        .contains("- name: \"no\"")
        .contains("- name: \"null\"")
        .contains("field: orders.shop")
        .contains("field: orders.no")
        .contains("data_type: uuid")
        .contains("data_type: boolean")
        .contains(
            flat(
                """
                      # Not looked at, since nothing leads from a person to it: mend it.
                      - name: addresses
                        fides_meta:
                          skip_processing: true
                """))
        .contains("# Not looked at, since it has no primary key, by which records could be told")
        .contains("# Not looked at, since its name has other characters than letters");
    assertThat(check.exitCode()).as(check.text()).isZero();
    assertThat(check.out())
        .contains(
            "shop: 3 collections, found by email, yields nothing",
            "shop: the store is as the map says");
    assertThat(Shell.run("show", map).text())
        .contains("shop.order_items, found by shop = orders.shop and no = orders.no");
  }

  @Test
  void shouldDraftAMapOfDocumentsThatCanBeCarriedOut() throws IOException {
    // given
    String database = "shop" + ++databases;
    insert(
        database,
        "customers",
        """
        {_id: {$oid: '64b7f0c2a1b2c3d4e5f60718'}, email: 'ada@mail.example', active: true,
         visits: 3, total: 1.5, contact: {phone: '1', address: {city: 'x'}}, tags: ['a'],
         orders: [{no: 1, paid: {$numberLong: '5'}, giftTo: {name: 'y', email: 'z@mail.example'}}],
         scores: {'bob@mail.example': 5}}
        """,
        "{_id: {$oid: '64b7f0c2a1b2c3d4e5f60719'}, email: null, tags: 'b', orders: [], nick: 'n'}");
    insert(database, "logs", "{_id: 1, clientIp: '127.0.0.1'}");
    insert(database, "habeas_task", "{_id: 1, email: 'x'}");

    // when
    Shell.Result draft = Shell.run("scaffold", mongo.uri() + "/" + database);
    Path map = Files.writeString(directory.resolve("draft.yml"), draft.text());
    Shell.Result check = Shell.run("check", map);

    // then
    assertThat(draft.err()).isEmpty();
    assertThat(draft.exitCode()).isZero();
    assertThat(flat(draft.text()))
        .contains("# scores is used as a dictionary, so that it cannot be looked into.")
        .contains("tags is sometimes a list and sometimes not")
        .contains(
            flat(
                """
                          - name: orders
                            fides_meta:
                              data_type: object[]
                            fields:
                              - name: "no"
                                fides_meta:
                                  data_type: integer
                              - name: paid
                                fides_meta:
                                  data_type: long
                """))
        .contains("data_categories: [user.contact.address.city]  # guess, from the name")
        .contains("# Not looked at, since nothing leads from a person to it: mend it.")
        .doesNotContain("bob@", "ada@", "habeas_task");
    assertThat(check.exitCode()).as(check.text()).isZero();
    assertThat(check.out()).contains(database + ": 1 collection, found by email, yields nothing");
  }

  @Test
  void shouldNotQuoteWhatADatabaseOrAUrlSays() {
    // given
    int nowhere = Ports.chooseAll(Map.of("nowhere", 0)).firstEntry().getValue();

    // when
    Shell.Result result =
        Shell.run("scaffold", "jdbc:postgresql://127.0.0.1:" + nowhere + "/gone?password=secret");

    // then
    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.err())
        .containsExactly(
            "Expected a database that tells its tables but it answered with SQL state 08001");
    assertThat(Shell.run("scaffold", "ftp://x").err().getFirst())
        .isEqualTo("Expected a URL that begins with jdbc: or mongodb: but it does not");
    assertThat(Shell.run("scaffold", "mongodb://x").err().getFirst())
        .isEqualTo(
            "Expected a URL of MongoDB to name a database, as in mongodb://host/shop, but it does"
                + " not");
  }

  /** Without indentation, which reading the draft tests. */
  private static String flat(String text) {
    return text.replaceAll("(?m)^ +", "");
  }

  private static String database(String sql) {
    String name = "live_" + ++databases;
    jdbc("postgres").execute("CREATE DATABASE " + name);
    jdbc(name).execute(sql);
    return postgres.getJdbcUrl("postgres", name);
  }

  private static JdbcTemplate jdbc(String database) {
    return new JdbcTemplate(postgres.getDatabase("postgres", database));
  }

  private static void insert(String database, String collection, String... documents) {
    try (MongoClient client = MongoClients.create(mongo.uri())) {
      for (String document : documents) {
        client
            .getDatabase(database)
            .getCollection(collection, BsonDocument.class)
            .insertOne(BsonDocument.parse(document));
      }
    }
  }
}
