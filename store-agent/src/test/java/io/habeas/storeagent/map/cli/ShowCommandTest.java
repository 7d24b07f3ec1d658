package io.habeas.storeagent.map.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ShowCommandTest {

  @TempDir private Path directory = Path.of("");

  @BeforeEach
  void write() throws IOException {
    Files.writeString(
        directory.resolve("shop.yml"),
        """
        dataset:
          - fides_key: shop
            collections:
              - name: people
                habeas: {restriction: {column: state, restricted: hidden}}
                fields:
                  - {name: id, fides_meta: {primary_key: true}, habeas: {identifier: person, verified: true, unique: true}}
                  - {name: email, fides_meta: {identity: email}}
                  - {name: state}
                  - {name: notes, habeas: {third-party: Notes name others}}
              - name: orders
                fides_meta: {erase_after: [shop.people]}
                habeas:
                  restriction: shadow
                  retention: {rule: books, period: P7Y6M, from: paid, ground: ART_17_3_B, statute: AO-147, jurisdiction: DE, meanwhile: [restrict, pseudonymise]}
                fields:
                  - {name: no, fides_meta: {primary_key: true}}
                  - {name: person, fides_meta: {references: [{dataset: shop, field: people.id, direction: from}]}, habeas: {erasure: null}}
                  - {name: paid}
              - name: newsletter
                fields:
                  - {name: no, fides_meta: {primary_key: true}, habeas: {erasure: keep}}
                  - {name: phone, fides_meta: {identity: phone_number}, habeas: {erasure: random}}
                  - {name: seen, habeas: {erasure: {generalise: year}}}
        """);
    Files.writeString(
        directory.resolve("talk.yml"),
        """
        dataset:
          - fides_key: talk
            collections:
              - name: rooms
                fields:
                  - {name: _id, fides_meta: {primary_key: true}}
                  - name: members
                    fides_meta: {data_type: 'object[]'}
                    fields:
                      - {name: who, fides_meta: {data_type: integer}, habeas: {identifier: person}}
        """);
  }

  @Test
  void shouldShowATree() {
    // when
    Shell.Result result = Shell.run("show", directory);

    // then
    assertThat(result.err()).isEmpty();
    assertThat(result.exitCode()).isZero();
    assertThat(result.text())
        .isEqualTo(
            """
            email
            └─ 1. shop.people, found by email
               │  erased as number 2 of its store: deleted
               │  restricted by state = hidden
               │  notes is withheld from a copy (Notes name others)
               ├─ 2. shop.orders, found by person = people.id
               │     erased as number 3 of its store: kept 7 years and 6 months from paid, then deleted (books, ART_17_3_B, AO-147, DE); meanwhile restricted, person emptied
               │     restricted by a note beside it
               └─ person, yielded from id
                  └─ 3. talk.rooms.members, found by person in members.who
                        erased as number 1 of its store: deleted
                        not restricted

            Not found by email:
              shop.newsletter, which needs phone_number\
            """);
  }

  @Test
  void shouldStartFromSeveralIdentities() {
    // when
    Shell.Result result =
        Shell.run("show", directory, "--identity", "phone_number", "--identity", "person");

    // then
    assertThat(result.text())
        .startsWith(
            """
            phone_number
            └─ 3. shop.newsletter, found by phone_number in phone
                  erased as number 1 of its store: stays without the person: no kept; phone made random; seen cut down to the year
                  not restricted
            person
            ├─ 1. shop.people, found by person in id\
            """)
        .doesNotContain("Not found");
  }

  @Test
  void shouldDrawAFlowChart() {
    // when
    Shell.Result result = Shell.run("show", directory, "--format", "mermaid");

    // then
    assertThat(result.text())
        .isEqualTo(
            """
            flowchart LR
              i0(["email"])
              i1(["person"])
              subgraph "shop"
                p1["1. people<br/>deleted"]
                p2["2. orders<br/>kept 7 years and 6 months from paid, then deleted (books, ART_17_3_B, AO-147, DE); meanwhile restricted, person emptied"]
              end
              subgraph "talk"
                p3["3. rooms.members<br/>deleted"]
              end
              i0 -- "email" --> p1
              p1 -- "person" --> p2
              i1 -- "members.who" --> p3
              p1 -. "yields id" .-> i1\
            """);
  }

  @Test
  void shouldSayItInJson() {
    // when
    Shell.Result result = Shell.run("show", directory, "--format", "json");

    // then
    JsonNode json = JsonMapper.builder().build().readTree(result.text());
    assertThat(json.at("/identities/0").asString()).isEqualTo("email");
    assertThat(json.at("/steps/1/collection").asString()).isEqualTo("orders");
    assertThat(json.at("/steps/1/found/0/from").asString()).isEqualTo("people");
    assertThat(json.at("/steps/2/round").asInt()).isEqualTo(2);
    assertThat(json.at("/steps/2/list").asString()).isEqualTo("members");
    assertThat(json.at("/missed/0/collection").asString()).isEqualTo("newsletter");
  }

  @Test
  void shouldShowErrorsInstead() throws IOException {
    // given
    Path broken =
        Files.writeString(directory.resolve("broken.yml"), "dataset:\n  - {name: nameless}\n");

    // when
    Shell.Result result = Shell.run("show", broken);

    // then
    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.out()).isEmpty();
    assertThat(result.err())
        .containsExactly(
            broken + ":2: error: Expected a dataset to have a fides_key but it has none");
  }
}
