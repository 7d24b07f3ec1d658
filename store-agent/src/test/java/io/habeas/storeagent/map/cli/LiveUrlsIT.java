package io.habeas.storeagent.map.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.model.Indexes;
import io.habeas.platform.EmbeddedMongo;
import io.habeas.platform.Ports;
import io.habeas.storeagent.jdbc.MariaDbServer;
import io.habeas.storeagent.s3.Buckets;
import io.habeas.storeagent.s3.Buckets.TestBucket;
import io.habeas.storeagent.search.SearchServers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code check --live --url} against a real server of each kind that has URLs. */
class LiveUrlsIT {
  @TempDir private Path directory = Path.of("");

  @Test
  void shouldLookAtTheDatabaseThatAUrlOfMariaDbNames() throws IOException {
    // given
    MariaDbServer.assumeItRuns();
    MariaDbServer server = MariaDbServer.common();
    String database = server.create();
    server
        .observer(database)
        .execute(
            "CREATE TABLE people (id int PRIMARY KEY, email varchar(80), note json, INDEX (email));"
                + " CREATE TABLE letters (id int PRIMARY KEY, person int)");
    Path map =
        map(
            """
            dataset:
              - fides_key: shop
                collections:
                  - name: people
                    fields:
                      - {name: id, fides_meta: {primary_key: true}}
                      - {name: email, fides_meta: {identity: email}}
                      - {name: note, fields: [{name: text, habeas: {free-text: true}}]}
                  - name: letters
                    fields:
                      - {name: id, fides_meta: {primary_key: true}}
                      - {name: person, fides_meta: {references: [{dataset: shop, field: people.id, direction: from}]}}
            """);

    // when
    Shell.Result fits = check(map, server.url(database), "--username", "root");
    server.observer(database).execute("ALTER TABLE people MODIFY note text");
    Shell.Result differs = check(map, server.url(database), "--username", "root");
    Shell.Result stranger = check(map, server.url(database), "--username", "nobody");

    // then
    assertThat(fits.err()).isEmpty();
    assertThat(fits.exitCode()).as(fits.text()).isZero();
    assertThat(fits.out())
        .contains(
            "shop: the store is as the map says",
            "shop: advice: letters.person refers to other rows but no index begins with it");
    assertThat(differs.exitCode()).isEqualTo(1);
    assertThat(differs.out())
        .contains(
            "shop: error: Expected people.note to hold JSON, since the map has rules for what is in"
                + " it, but it is text");
    assertThat(stranger.exitCode()).isEqualTo(2);
    assertThat(stranger.out()).contains("shop: the store cannot be looked at: STORE_FORBIDDEN");
  }

  @Test
  void shouldLookAtTheDatabaseThatAUrlOfMongoDbNames() throws IOException {
    try (EmbeddedMongo mongo = EmbeddedMongo.inMemory()) {
      // given
      Path map =
          map(
              """
              dataset:
                - fides_key: talk
                  collections:
                    - name: notes
                      fields:
                        - {name: _id, fides_meta: {primary_key: true}}
                        - {name: email, fides_meta: {identity: email, data_type: string}}
              """);
      String url = mongo.uri() + "/talk";

      // when
      Shell.Result gone = check(map, url);
      Shell.Result advised;
      try (MongoClient client = MongoClients.create(mongo.uri())) {
        client.getDatabase("talk").createCollection("notes");
        advised = check(map, url);
        client.getDatabase("talk").getCollection("notes").createIndex(Indexes.ascending("email"));
      }
      Shell.Result fits = check(map, url);

      // then
      assertThat(gone.exitCode()).isEqualTo(1);
      assertThat(gone.out()).contains("talk: error: Expected collection notes but there is none");
      assertThat(advised.err()).isEmpty();
      assertThat(advised.exitCode()).as(advised.text()).isZero();
      assertThat(advised.out())
          .contains(
              "talk: advice: Expected an index on notes.email, by which people are found, but none"
                  + " begins with it");
      assertThat(fits.exitCode()).isZero();
      assertThat(fits.out()).contains("talk: the store is as the map says");
    }
  }

  @Test
  void shouldLookAtTheBucketThatAUrlNames() throws IOException {
    // given
    TestBucket bucket = Buckets.create();
    Path map =
        map(
            """
            dataset:
              - fides_key: images
                collections:
                  - name: images
                    habeas: {objects: {prefix: 'images/{account_id}/'}}
            """);
    Path secret = Files.writeString(directory.resolve("secret"), "secret\n");
    Path wrong = Files.writeString(directory.resolve("wrong"), "other\n");
    String url = "s3://%s?endpoint=" + bucket.endpoint();

    // when
    Shell.Result fits =
        check(map, url.formatted(bucket.name()), "--username", "client", "--password-file", secret);
    Shell.Result gone =
        check(map, url.formatted("elsewhere"), "--username", "client", "--password-file", secret);
    Shell.Result stranger =
        check(map, url.formatted(bucket.name()), "--username", "client", "--password-file", wrong);

    // then
    assertThat(fits.err()).isEmpty();
    assertThat(fits.exitCode()).as(fits.text()).isZero();
    assertThat(fits.out()).contains("images: the store is as the map says");
    assertThat(gone.exitCode()).as(gone.text()).isNotZero();
    assertThat(stranger.exitCode()).isEqualTo(2);
    assertThat(stranger.out()).contains("images: the store cannot be looked at: STORE_FORBIDDEN");
  }

  @Test
  void shouldLookAtTheClusterThatAUrlNames() throws IOException {
    try (SearchServers.Space space = SearchServers.space()) {
      // given
      Path map =
          map(
              space.named(
                  """
                  dataset:
                    - fides_key: "@shop"
                      collections:
                        - name: members
                          habeas: {index: "@members"}
                          fields:
                            - {name: _id, fides_meta: {primary_key: true, data_type: string}}
                            - {name: mail, fides_meta: {identity: email, data_type: string}}
                  """));
      String url = SearchServers.uri().toString();

      // when
      Shell.Result gone = check(map, url);
      space.create("members", "{\"mail\": {\"type\": \"keyword\"}}");
      Shell.Result fits = check(map, url);

      // then
      assertThat(gone.exitCode()).as(gone.text()).isEqualTo(1);
      assertThat(gone.out())
          .contains(
              space.named(
                  "@shop: error: Expected an index for collection members but there is none"));
      assertThat(fits.err()).isEmpty();
      assertThat(fits.exitCode()).as(fits.text()).isZero();
      assertThat(fits.out()).contains(space.named("@shop: the store is as the map says"));
    }
  }

  @Test
  void shouldEndWithTwoWhereNothingAnswers() throws IOException {
    // given
    int nowhere = Ports.chooseAll(Map.of("nowhere", 0)).firstEntry().getValue();
    Path members =
        map(
            """
            dataset:
              - fides_key: shop
                collections:
                  - name: members
                    fields:
                      - {name: _id, fides_meta: {primary_key: true, data_type: string}}
                      - {name: mail, fides_meta: {identity: email, data_type: string}}
            """);

    // when
    Shell.Result cluster = check(members, "http://127.0.0.1:" + nowhere);
    Shell.Result documents =
        check(members, "mongodb://127.0.0.1:" + nowhere + "/talk?serverSelectionTimeoutMS=500");

    // then
    assertThat(cluster.exitCode()).isEqualTo(2);
    assertThat(cluster.out()).contains("shop: the store cannot be looked at: STORE_UNAVAILABLE");
    assertThat(documents.exitCode()).isEqualTo(2);
    assertThat(documents.out()).contains("shop: the store cannot be looked at: STORE_UNAVAILABLE");
  }

  private static Shell.Result check(Path map, String url, Object... more) {
    Object[] arguments = new Object[5 + more.length];
    System.arraycopy(new Object[] {"check", map, "--live", "--url", url}, 0, arguments, 0, 5);
    System.arraycopy(more, 0, arguments, 5, more.length);
    return Shell.run(arguments);
  }

  private Path map(String yaml) throws IOException {
    return Files.writeString(directory.resolve("map.yml"), yaml);
  }
}
