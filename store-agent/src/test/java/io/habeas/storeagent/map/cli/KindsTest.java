package io.habeas.storeagent.map.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Of what kind a store is, from what its map says. */
class KindsTest {
  private static final Path SAMPLE = Path.of("..", "deploy", "sample", "anypromt");

  private static final String MANUAL =
      """
      dataset:
        - fides_key: archive
          collections:
            - name: files
              habeas: {manual: {team: archive, instructions: {en: Look there.}}}
              fields:
                - {name: email, fides_meta: {identity: email}}
      """;

  private static final String SEARCH =
      """
      dataset:
        - fides_key: logs
          collections:
            - name: visits
              habeas: {index: visits-*}
              fields:
                - {name: _id, fides_meta: {primary_key: true}}
                - {name: email, fides_meta: {identity: email, data_type: string}}
      """;

  @TempDir private Path directory = Path.of("");

  @Test
  void shouldCheckAllMapsOfTheSample() {
    assertThat(Shell.run("check", SAMPLE))
        .isEqualTo(
            new Shell.Result(
                0,
                List.of(
                    SAMPLE.resolve("controller.yml")
                        + ":2: warning: Expected dataset or system in the file but there is"
                        + " neither",
                    "anypromt_accounts: 6 collections, found by account_id, email, yields"
                        + " account_id",
                    "anypromt_ai_provider: 1 collection, found by account_id, yields nothing",
                    "anypromt_conversations: 3 collections, found by account_id, yields nothing",
                    "anypromt_images: 1 collection, found by account_id, yields nothing",
                    "anypromt_sessions: 3 collections, found by account_id, yields nothing",
                    "0 errors, 1 warning"),
                List.of()));
  }

  @Test
  void shouldShowObjectsAtAProcessor() {
    assertThat(
            Shell.run("show", SAMPLE.resolve("ai-provider.yml"), "--identity", "account_id").out())
        .containsExactly(
            "account_id",
            "└─ 1. anypromt_ai_provider.files, found by account_id in account",
            "      erased as number 1 of its store: deleted",
            "      not restricted");
  }

  @Test
  void shouldShowWhoRestrictsWhatPeopleLookAfter() throws IOException {
    assertThat(Shell.run("show", write("archive.yml", MANUAL), "--identity", "email").out())
        .contains("      restricted by whoever looks after it, if they can")
        .doesNotContain("      not restricted");
  }

  @Test
  void shouldKnowPeopleAndSearchClustersByTheirRules() throws IOException {
    // given
    Path manual = write("archive.yml", MANUAL);
    Path search = write("logs.yml", SEARCH);

    // then
    assertThat(Shell.run("check", manual, search).out())
        .containsExactly(
            search
                + ":2: warning: Expected logs to say under habeas.restriction how records are"
                + " hidden, or none, but it says it of no collection: RESTRICT is not offered, and"
                + " all stay visible until they are erased",
            "archive: 1 collection, found by email, yields nothing",
            "logs: 1 collection, found by email, yields nothing",
            "0 errors, 1 warning");
  }

  @Test
  void shouldRefuseRulesOfAnotherKindOfStoreWithTheirLine() throws IOException {
    // given
    Path manual = write("archive.yml", MANUAL);
    Path search = write("logs.yml", SEARCH);

    // then
    assertThat(Shell.run("check", search, "--kind", "logs=documents").out())
        .contains(
            search
                + ":5: error: Expected habeas.index in a dataset that is reached as search only but"
                + " visits is reached as documents");
    assertThat(Shell.run("check", manual, "--kind", "archive=tables").out())
        .contains(
            manual
                + ":5: error: Expected habeas.manual in a dataset that is reached as manual only"
                + " but files is reached as tables");
  }

  @Test
  void shouldTakeListsInRowsWithAKeyForJsonColumns() throws IOException {
    // given
    Path map =
        write(
            "shop.yml",
            """
            dataset:
              - fides_key: shop
                collections:
                  - name: orders
                    fields:
                      - {name: id, fides_meta: {primary_key: true}}
                      - {name: email, fides_meta: {identity: email}}
                      - name: details
                        fields:
                          - name: lines
                            fides_meta: {data_type: "object[]"}
                            fields: [{name: gift, habeas: {free-text: true}}]
            """);

    // then
    assertThat(Shell.run("check", map).out())
        .endsWith("shop: 1 collection, found by email, yields nothing", "0 errors, 1 warning");
    assertThat(Shell.run("check", map, "--kind", "shop=documents").text())
        .contains("Expected orders to have _id, which names its documents");
  }

  @Test
  void shouldTakeTheMapsWordAndNoOther() throws IOException {
    // given
    Path map =
        write(
            "crm.yml",
            """
            dataset:
              - fides_key: crm
                habeas: {store: processor}
                collections:
                  - name: contacts
                    fields:
                      - {name: email, data_categories: [user.contact.email], fides_meta: {identity: email}}
            """);
    Path wrong = write("wrong.yml", "dataset:\n  - {fides_key: x, habeas: {store: graph}}\n");

    // then
    assertThat(Shell.run("check", map).exitCode()).isZero();
    assertThat(Shell.run("check", map, "--kind", "crm=tables").out())
        .contains(
            map
                + ":2: error: Expected dataset crm to be reached as processor, as habeas.store"
                + " says, but it is reached as tables");
    assertThat(Shell.run("check", wrong).out().getFirst())
        .startsWith(wrong + ":2: error: Expected store to be one of [documents, keys, manual,");
  }

  private Path write(String name, String yaml) throws IOException {
    return Files.writeString(directory.resolve(name), yaml);
  }
}
