package io.habeas.storeagent.map.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Maps written for Fides: they plan as they are, or {@code check} says what to add to them. */
class FidesMapsTest {
  @TempDir private Path directory = Path.of("");

  @Test
  void shouldPlanTablesWhoseKeysAreTheDatabasesToSay() throws IOException {
    // when
    Shell.Result result =
        check(
            """
            dataset:
              - fides_key: shop
                collections:
                  - name: visit
                    fields:
                      - {name: email, data_categories: [user.contact.email], fides_meta: {identity: email, data_type: string}}
                      - {name: last_visit, data_categories: [system.operations]}
                  - name: orders
                    fields:
                      - {name: customer_email, fides_meta: {identity: email}}
                      - {name: id, data_categories: [system.operations], fides_meta: {primary_key: true}}
                  - name: order_item
                    fields:
                      - name: order_id
                        fides_meta: {references: [{dataset: shop, field: orders.id, direction: from}]}
                      - {name: quantity, data_categories: [system.operations]}
            """);

    // then
    assertThat(result.exitCode()).as(result.text()).isZero();
    assertThat(result.out())
        .endsWith("shop: 3 collections, found by email, yields nothing", "0 errors, 2 warnings");
  }

  @Test
  void shouldSayWhatToAddWhereRowsStayThatNothingTellsApart() throws IOException {
    // when
    Shell.Result result =
        check(
            """
            dataset:
              - fides_key: shop
                collections:
                  - name: loyalty
                    fields:
                      - {name: id, data_categories: [user.unique_id], fides_meta: {identity: loyalty_id}}
                      - name: name
                        data_categories: [user.name]
                        fides_meta: {masking_strategy_override: {strategy: null_rewrite}}
            """);

    // then
    assertThat(errors(result))
        .containsExactly(
            "map.yml:4: error: Expected loyalty to have a primary_key, since rows of it stay, but"
                + " it has none; add fides_meta: {primary_key: true} to the fields that are its key"
                + " in the database");
  }

  @Test
  void shouldPassOverFurtherKeysOfDocumentsAndSayWhatReferencesLack() throws IOException {
    // given
    String map =
        """
        dataset:
          - fides_key: club
            collections:
              - name: customer_details
                fields:
                  - {name: _id, fides_meta: {primary_key: true}}
                  - {name: email, fides_meta: {identity: email, data_type: string}}
                  - name: comments
                    fides_meta: {data_type: "object[]"}
                    fields:
                      - name: comment_id
                        %s
                        fides_meta:
                          data_type: string
                          references: [{dataset: club, field: conversations.comment, direction: to}]
              - name: conversations
                fields:
                  - {name: _id, fides_meta: {primary_key: true}}
                  - {name: id, data_categories: [user.unique_id], fides_meta: {primary_key: true}}
                  - {name: comment, data_categories: [user.content], fides_meta: {data_type: string}}
        """;

    // when
    Shell.Result lacking = check(map.formatted("data_categories: [user]"));
    Shell.Result mended = check(map.formatted("habeas: {verified: true, unique: true}"));

    // then
    assertThat(errors(lacking))
        .containsExactly(
            "map.yml:15: error: Expected customer_details.comments.comment_id to be a whole primary"
                + " key, or marked verified and unique, since conversations is searched by it, but"
                + " it is neither; add habeas: {verified: true, unique: true} to it if each of its"
                + " values is of one person alone, else leave the reference out");
    assertThat(mended.exitCode()).as(mended.text()).isZero();
    assertThat(mended.text())
        .contains(
            "map.yml:19: warning: Expected _id alone to be the primary_key but conversations.id is"
                + " marked too, which is passed over in stores of documents");
  }

  @Test
  void shouldSayWhatToAddWhereAListMayBeSeveralPeoples() throws IOException {
    // given
    String map =
        """
        dataset:
          - fides_key: club
            collections:
              - name: profile
                fields:
                  - {name: _id, fides_meta: {primary_key: true}}
                  - {name: phone, data_categories: [user.contact.phone_number], fides_meta: {identity: phone_number, data_type: string}}
                  - {name: emails, fides_meta: {data_type: "string[]", identity: email%1$s}}
              - name: flights
                fields:
                  - {name: _id, fides_meta: {primary_key: true}}
                  - {name: passengers, fides_meta: {data_type: "string[]", identity: email%1$s}}
                  - {name: full_name, data_categories: [user.name], fides_meta: {data_type: string}}
        """;

    // when
    Shell.Result lacking = check(map.formatted(""));
    Shell.Result mended = check(map.formatted(", return_all_elements: true"));

    // then
    assertThat(errors(lacking))
        .containsExactly(
            "map.yml:4: error: Expected documents of profile to stay, their fields anonymised,"
                + " since several people can have elements in emails, but they go or are retained;"
                + " add fides_meta: {return_all_elements: true} to that list if all of a document"
                + " is one person's",
            "map.yml:13: error: Expected an identity or a reference outside of lists in flights,"
                + " since full_name is personal, but people are told apart by elements of"
                + " passengers only; add fides_meta: {return_all_elements: true} to that list if"
                + " all of a document is one person's");
    assertThat(mended.exitCode()).as(mended.text()).isZero();
  }

  @Test
  void shouldSayWhatToAddToEachFileOfFides() throws IOException {
    // given
    @Nullable String theirs = System.getProperty("habeas.fides.files");
    assumeTrue(theirs != null, "-Dhabeas.fides.files names no directory with files of Fides");

    try (var files = Files.list(Path.of(theirs))) {
      for (Path file : files.filter(f -> f.toString().endsWith(".yml")).sorted().toList()) {
        // when
        Shell.Result result = Shell.run("check", file);

        // then
        assertThat(errors(result)).allSatisfy(error -> assertThat(error).contains("; add "));
      }
    }
  }

  private Shell.Result check(String yaml) throws IOException {
    return Shell.run("check", Files.writeString(directory.resolve("map.yml"), yaml));
  }

  private List<String> errors(Shell.Result result) {
    return result.out().stream()
        .filter(line -> line.contains(": error: "))
        .map(line -> line.replace(directory + "/", ""))
        .toList();
  }
}
