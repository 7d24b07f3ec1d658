package io.habeas.storeagent.map.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class CheckCommandTest {
  private static final Path SAMPLE = Path.of("..", "deploy", "sample", "anypromt");

  @TempDir private Path directory = Path.of("");

  @Test
  void shouldSayWhatAMapWithoutErrorsComesTo() {
    // when
    Shell.Result result =
        Shell.run(
            "check",
            SAMPLE.resolve("accounts.yml"),
            SAMPLE.resolve("conversations.yml"),
            SAMPLE.resolve("images.yml"));

    // then
    assertThat(result)
        .isEqualTo(
            new Shell.Result(
                0,
                List.of(
                    "anypromt_accounts: 6 collections, found by account_id, email, yields"
                        + " account_id",
                    "anypromt_conversations: 3 collections, found by account_id, yields nothing",
                    "anypromt_images: 1 collection, found by account_id, yields nothing",
                    "0 errors, 0 warnings"),
                List.of()));
  }

  @Test
  void shouldNameErrorsAndWarningsWithFileAndLine() throws IOException {
    // given
    Path map =
        write(
            "shop.yml",
            """
            dataset:
              - fides_key: shop
                collections:
                  - name: people
                    fields:
                      - {name: id, fides_meta: {primary_key: true}, habeas: {erasure: random}}
                      - {name: email, fides_meta: {identiy: email}, data_categories: [user.contact.email]}
            """);

    // when
    Shell.Result result = Shell.run("check", map);

    // then
    assertThat(result)
        .isEqualTo(
            new Shell.Result(
                1,
                List.of(
                    map
                        + ":4: error: Expected people to have an identity or a reference, since it"
                        + " holds personal data, but nothing leads to it",
                    map
                        + ":7: warning: Expected keys of fideslang in fides_meta of a field but"
                        + " found identiy, which is passed over",
                    "1 error, 1 warning"),
                List.of()));
  }

  @Test
  void shouldTellErrorsOfReadingWithTheWarningsBesideThem() throws IOException {
    // given
    Path map =
        write("shop.yml", "dataset:\n  - fides_key: shop\n    colections: []\n  - {name: x}\n");

    // when
    Shell.Result result = Shell.run("check", directory);

    // then
    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.out())
        .containsExactly(
            map + ":4: error: Expected a dataset to have a fides_key but it has none",
            map
                + ":3: warning: Expected keys of fideslang in a dataset but found colections, which"
                + " is passed over",
            "1 error, 1 warning");
  }

  @Test
  void shouldSayItInJson() throws IOException {
    // given
    Path map =
        write("shop.yml", "dataset:\n  - {fides_key: shop, x: y, collections: [{name: c}, {}]}\n");

    // when
    Shell.Result result = Shell.run("check", "--json", map);

    // then
    assertThat(result.exitCode()).isEqualTo(1);
    JsonNode json = JsonMapper.builder().build().readTree(result.text());
    assertThat(json.at("/errors/0/file").asString()).isEqualTo(map.toString());
    assertThat(json.at("/errors/0/line").asInt()).isEqualTo(2);
    assertThat(json.at("/errors/0/message").asString())
        .isEqualTo("Expected a collection to have a name but it has none");
    assertThat(json.at("/warnings/0/line").asInt()).isEqualTo(2);
  }

  @Test
  void shouldSayWhatCanBeCarriedOutInJson() {
    // when
    Shell.Result result = Shell.run("check", "--json", SAMPLE.resolve("accounts.yml"));

    // then
    JsonNode json = JsonMapper.builder().build().readTree(result.text());
    assertThat(result.exitCode()).isZero();
    assertThat(json.at("/errors")).isEmpty();
    assertThat(json.at("/datasets/0/dataset").asString()).isEqualTo("anypromt_accounts");
    assertThat(json.at("/datasets/0/needs/0").asString()).isEqualTo("account_id");
    assertThat(json.at("/datasets/0/yields/0").asString()).isEqualTo("account_id");
    assertThat(json.at("/datasets/0/collections")).hasSize(6);
  }

  @Test
  void shouldRefuseWhatNoRequestWouldEverFind() throws IOException {
    // given
    Path crm =
        write(
            "crm.yml",
            """
            dataset:
              - fides_key: crm
                collections:
                  - name: contact
                    fields:
                      - {name: id, fides_meta: {primary_key: true}}
                      - {name: email, fides_meta: {identity: email}}
            """);
    Path shop =
        write(
            "shop.yml",
            """
            dataset:
              - fides_key: shop
                collections:
                  - name: ticket
                    fields:
                      - {name: id, fides_meta: {primary_key: true}}
                      - name: customer
                        data_categories: [user.unique_id]
                        fides_meta: {references: [{dataset: crm, field: contact.id, direction: from}]}
            """);

    // when
    Shell.Result result = Shell.run("check", directory);

    // then
    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.out())
        .contains(
            "%s:9: error: Expected crm.contact.id at %s:6 to be marked verified and unique under"
                    .formatted(shop, crm)
                + " habeas, since nothing else leads to ticket than customer, but it is not");
  }

  @Test
  void shouldPlanForTheKindOfStoreThatIsSaid() throws IOException {
    // given
    Path map =
        write(
            "notes.yml",
            """
            dataset:
              - fides_key: notes
                collections:
                  - name: note
                    fields:
                      - {name: key, fides_meta: {primary_key: true}}
                      - {name: email, fides_meta: {identity: email, data_type: string}}
            """);

    // when
    Shell.Result tables = Shell.run("check", map);
    Shell.Result documents = Shell.run("check", "--kind", "notes=documents", map);

    // then
    assertThat(tables.exitCode()).isZero();
    assertThat(documents.out())
        .contains(
            map
                + ":4: error: Expected note to have _id, which names its documents, but it has"
                + " none; add {name: _id, fides_meta: {primary_key: true}}, or say habeas: {store:"
                + " tables} if it is a table");
  }

  @Test
  void shouldPlanKeysOfRedisToo() throws IOException {
    // given
    Path map =
        write(
            "cache.yml",
            """
            dataset:
              - fides_key: cache
                collections:
                  - name: sessions
                    habeas: {keys: {pattern: 'session:{account_id}:*', type: hash}, third-party: true}
                    fields: []
            """);

    // then
    assertThat(Shell.run("check", map).out())
        .containsExactly(
            map
                + ":2: warning: Expected cache to say under habeas.restriction how records are"
                + " hidden, or none, but it says it of no collection: RESTRICT is not offered, and"
                + " all stay visible until they are erased",
            "cache: 1 collection, found by account_id, yields nothing",
            "0 errors, 1 warning");
    assertThat(Shell.run("show", map, "--identity", "account_id").out())
        .containsExactly(
            "account_id",
            "└─ 1. cache.sessions, found by account_id in key",
            "      erased as number 1 of its store: deleted",
            "      not restricted",
            "      content is withheld from a copy (ART_15_4)");
  }

  @Test
  void shouldWarnOfWhatStaysVisibleThoughNobodySaidSo() throws IOException {
    // given
    Path map =
        write(
            "cache.yml",
            """
            dataset:
              - fides_key: cache
                collections:
                  - name: sessions
                    habeas: {keys: {pattern: 'session:{account_id}:*', type: hash}, restriction: shadow}
                  - name: carts
                    habeas: {keys: {pattern: 'cart:{account_id}:*', type: hash}}
                  - name: counters
                    habeas: {keys: {pattern: 'count:{account_id}', type: string}, restriction: none}
            """);

    // when
    Shell.Result result = Shell.run("check", map);

    // then
    assertThat(result.exitCode()).isZero();
    assertThat(result.out())
        .containsExactly(
            map
                + ":6: warning: Expected carts to say under habeas.restriction how its records are"
                + " hidden, or none, but it does not: they stay visible when others are restricted",
            "cache: 3 collections, found by account_id, yields nothing",
            "0 errors, 1 warning");
  }

  @Test
  void shouldWarnOfWhatVerifyingCannotSee() throws IOException {
    // given
    String map =
        """
        dataset:
          - fides_key: shop
            collections:
              - name: people
                habeas: {restriction: none}
                fields:
                  - {name: id, fides_meta: {primary_key: true}}
                  - {name: email, fides_meta: {identity: email}}
              - name: orders
                habeas: {restriction: none}
                fields:
                  - {name: id, fides_meta: {primary_key: true}}
                  - {name: person, fides_meta: {references: [{dataset: shop, field: people.id, direction: from}]}}
        """;
    Path unseen = write("unseen.yml", map);
    Path seen =
        write(
            "seen.yml",
            map.replaceFirst(
                "primary_key: true}}",
                "primary_key: true}, habeas: {verified: true, unique: true}}"));

    // then
    assertThat(Shell.run("check", unseen).out())
        .containsExactly(
            unseen
                + ":9: warning: Expected orders to be found without people too but nothing"
                + " identifies anybody there: VERIFY cannot see what is left of it. Say verified"
                + " and unique under habeas of people.id, if it is",
            "shop: 2 collections, found by email, yields nothing",
            "0 errors, 1 warning");
    assertThat(Shell.run("check", seen).out().getLast()).isEqualTo("0 errors, 0 warnings");
  }

  @Test
  void shouldWarnThatNobodyIsSearchedByACustomRequestField() throws IOException {
    // given
    Path map =
        write(
            "shop.yml",
            """
            dataset:
              - fides_key: shop
                collections:
                  - name: people
                    habeas: {restriction: none}
                    fields:
                      - {name: id, fides_meta: {primary_key: true}}
                      - {name: email, fides_meta: {identity: email}}
                      - name: tenant
                        fides_meta:
                          custom_request_field: tenant_id
            """);

    // then
    assertThat(Shell.run("check", map).out().getFirst())
        .isEqualTo(
            map
                + ":11: warning: Expected people to be found by an identity or a reference but"
                + " there is a custom_request_field, by which nobody is searched");
  }

  @Test
  void shouldEndWithTwoWhereThereIsNothingToCheck() throws IOException {
    // given
    Path map = write("shop.yml", "dataset: []\n");

    // then
    assertThat(Shell.run("check").exitCode()).isEqualTo(2);
    assertThat(Shell.run("check", directory.resolve("gone.yml")))
        .satisfies(
            result -> {
              assertThat(result.exitCode()).isEqualTo(2);
              assertThat(result.err().getFirst())
                  .isEqualTo(
                      "Expected a data map at "
                          + directory.resolve("gone.yml")
                          + " but there is none");
            });
    assertThat(Shell.run("check", map, "--live").exitCode()).isEqualTo(2);
    assertThat(Shell.run("check", map, "--url", "jdbc:postgresql:x").exitCode()).isEqualTo(2);
    assertThat(Shell.run("check", map, "--kind", "shop=graph").err().getFirst())
        .contains(
            "Expected one of [tables, documents, objects, keys, search, processor, provider,"
                + " manual] but it is graph");
  }

  private Path write(String name, String yaml) throws IOException {
    return Files.writeString(directory.resolve(name), yaml);
  }
}
