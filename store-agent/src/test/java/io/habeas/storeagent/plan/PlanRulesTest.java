package io.habeas.storeagent.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import io.habeas.storeagent.map.DataMap.Dataset;
import io.habeas.storeagent.map.DataMap.Disclosure;
import io.habeas.storeagent.map.DataMap.Portability;
import io.habeas.storeagent.map.DataMap.Rectification;
import io.habeas.storeagent.map.DataMapReader;
import io.habeas.storeagent.map.ErasureStrategy;
import io.habeas.storeagent.map.InvalidMap;
import io.habeas.storeagent.map.RetentionRule.Meanwhile;
import io.habeas.storeagent.plan.DocumentPlan.Documents;
import io.habeas.storeagent.plan.DocumentPlan.Part;
import io.habeas.storeagent.plan.StorePlan.Column;
import io.habeas.storeagent.plan.StorePlan.Link;
import io.habeas.storeagent.plan.StorePlan.Table;
import io.habeas.storeagent.plan.StorePlan.Treatment;
import java.io.StringReader;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What follows from a map's rules, those of Fides and those under {@code habeas:}. */
class PlanRulesTest {

  @Test
  void shouldDeleteRecordsOfAFidesFileThatSaysNothingElse() {
    // when
    StorePlan plan =
        plan(
            """
            - name: people
              fields:
                - {name: id, fides_meta: {primary_key: true}}
                - {name: email, data_categories: [user.contact.email], fides_meta: {identity: email, read_only: true}}
            """);

    // then
    assertThat(plan.table("people").treatment()).isEqualTo(new Treatment.Delete());
  }

  @Test
  void shouldKeepRecordsWhereFidesMasksAFieldAndEmptyWhatItsCategoryCallsPersonal() {
    // when
    StorePlan plan =
        plan(
            """
            - name: people
              fields:
                - {name: id, data_categories: [user.unique_id], fides_meta: {primary_key: true}}
                - {name: email, data_categories: [system.operations], fides_meta: {identity: email}}
                - name: name
                  data_categories: [user.name]
                  fides_meta: {length: 4, masking_strategy_override: {strategy: string_rewrite, configuration: {rewrite_value: REDACTED}}}
                - {name: phone, data_categories: [user.contact.phone_number]}
                - {name: plan, data_categories: [system.operations]}
                - {name: country, data_categories: [user.contact.address.country], fides_meta: {read_only: true}}
            """);

    // then
    assertThat(plan.table("people").treatment())
        .isEqualTo(
            new Treatment.Anonymise(
                Map.of(
                    "email", new ErasureStrategy.Nulled(),
                    "name", new ErasureStrategy.Constant("REDA"),
                    "phone", new ErasureStrategy.Nulled(),
                    "plan", new ErasureStrategy.Kept(),
                    "country", new ErasureStrategy.Kept())));
  }

  @Test
  void shouldDeleteRecordsOfWhichFidesSaysSo() {
    // when
    StorePlan plan =
        plan(
            """
            - name: people
              fides_meta: {masking_strategy_override: {strategy: delete}}
              fields:
                - {name: id, fides_meta: {primary_key: true}}
                - {name: email, fides_meta: {identity: email, masking_strategy_override: {strategy: null_rewrite}}}
            """);

    // then
    assertThat(plan.table("people").treatment()).isEqualTo(new Treatment.Delete());
  }

  @Test
  void shouldKeepARecordForTheFieldsThatMustBeKept_L19() {
    // when
    StorePlan plan =
        plan(
            """
            - name: orders
              habeas: {restriction: shadow}
              fields:
                - {name: id, fides_meta: {primary_key: true}}
                - {name: email, fides_meta: {identity: email}, habeas: {erasure: null}}
                - {name: paid_at, habeas: {erasure: keep}}
                - name: amount
                  habeas:
                    retention: {rule: r, period: P7Y, from: paid_at, ground: ART_17_3_B, statute: S, jurisdiction: NL, meanwhile: restrict}
            """);

    // then
    assertThat(plan.table("orders").treatment())
        .isInstanceOfSatisfying(
            Treatment.Retain.class,
            retain -> {
              assertThat(retain.rule().rule()).isEqualTo("r");
              assertThat(retain.rule().meanwhile())
                  .isEqualTo(Set.of(Meanwhile.RESTRICT, Meanwhile.PSEUDONYMISE));
              assertThat(retain.strategies())
                  .isEqualTo(
                      Map.of(
                          "email", new ErasureStrategy.Nulled(),
                          "paid_at", new ErasureStrategy.Kept()));
            });
  }

  @Test
  void shouldTellConnectorsWhatTheyWriteAndTell() {
    // when
    StorePlan plan =
        plan(
            """
            - name: people
              habeas: {portability: provided}
              fields:
                - {name: id, fides_meta: {primary_key: true}}
                - {name: email, fides_meta: {identity: email, length: 80}}
                - {name: joined, fides_meta: {read_only: true}}
                - {name: opinion, habeas: {rectification: supplement, third-party: Of others}}
            """);

    // then
    Map<String, Column> columns = plan.table("people").columns();
    assertThat(column(columns, "email").length()).isEqualTo(OptionalInt.of(80));
    assertThat(columns.values())
        .extracting(Column::name, Column::rectification)
        .containsExactly(
            tuple("id", Rectification.NEVER),
            tuple("email", Rectification.OVERWRITE),
            tuple("joined", Rectification.NEVER),
            tuple("opinion", Rectification.SUPPLEMENT));
    assertThat(column(columns, "opinion").disclosure())
        .isEqualTo(
            new Disclosure(
                Optional.of(Portability.PROVIDED), Optional.of("Of others"), Optional.empty()));
  }

  @Test
  void shouldOrderCollectionsAsFidesSays() {
    // when
    StorePlan plan =
        plan(
            """
            - name: a
              fides_meta: {after: [s.c, other.x], erase_after: [s.b]}
              fields:
                - {name: id, fides_meta: {primary_key: true, identity: x, data_type: integer}}
            - name: b
              fields:
                - {name: id, fides_meta: {primary_key: true, identity: x, data_type: integer}}
            - name: c
              fides_meta: {erase_after: [s.a]}
              fields:
                - {name: id, fides_meta: {primary_key: true, identity: x, data_type: integer}}
            """);

    // then
    assertThat(plan.tables()).extracting(Table::name).containsExactly("b", "c", "a");
    assertThat(plan.erasing()).extracting(Table::name).containsExactly("b", "a", "c");
  }

  @Test
  void shouldRefuseOrdersThatGoInACircle() {
    // when
    InvalidMap invalid =
        invalid(
            """
            - name: a
              fides_meta:
                erase_after: [s.b]
              fields: [{name: id, fides_meta: {primary_key: true, identity: x, data_type: integer}}]
            - name: b
              fides_meta:
                erase_after: [s.a]
              fields: [{name: id, fides_meta: {primary_key: true, identity: x, data_type: integer}}]
            """);
    InvalidMap looked =
        invalid(
            """
            - name: a
              fides_meta: {after: [s.b]}
              fields: [{name: id, fides_meta: {primary_key: true, identity: x, data_type: integer}}]
            - name: b
              fields: [{name: id, fides_meta: {primary_key: true, references: [{dataset: s, field: a.id, direction: from}]}}]
            """);

    // then
    assertThat(invalid)
        .hasMessage(
            """
            map.yml:6: Expected erase_after without a cycle but a is to be erased after b, and that after it
            map.yml:10: Expected erase_after without a cycle but b is to be erased after a, and that after it\
            """);
    assertThat(looked)
        .hasMessage(
            """
            map.yml:4: Expected references and after without a cycle but a is in one
            map.yml:7: Expected references without a cycle but b is in one\
            """);
  }

  @Test
  void shouldReachWhatSeveralPeopleMayShareOnlyForAConnectorThatKnowsOfIt_L11() {
    // given
    String shared =
        """
        - name: people
          fields:
            - {name: id, fides_meta: {primary_key: true}}
            - {name: email, fides_meta: {identity: email}}
            - {name: address_id, fides_meta: {references: [{dataset: s, field: addresses.id, direction: to}]}}
        - name: addresses
          fields:
            - {name: id, fides_meta: {primary_key: true}}
            - {name: street, data_categories: [user.contact.address]}
        """;

    // when
    StorePlan plan = StorePlanner.plan(dataset(shared), Sharing.UNDERSTOOD);
    InvalidMap invalid = invalid(shared);

    // then
    assertThat(plan.table("addresses").links())
        .containsExactly(new Link("people", List.of("address_id"), List.of("id"), true));
    assertThat(invalid)
        .hasMessage(
            "map.yml:8: Expected people.address_id to be a whole primary key, or marked verified"
                + " and unique, since addresses is searched by it, but it is neither; add habeas:"
                + " {verified: true, unique: true} to it if each of its values is of one person"
                + " alone, else leave the reference out");
  }

  @Test
  void shouldNotFollowAReferenceToWhatIsAboutNobody() {
    // when
    StorePlan plan =
        plan(
            """
            - name: orders
              fields:
                - {name: id, fides_meta: {primary_key: true}}
                - {name: email, fides_meta: {identity: email}}
                - {name: product_id, fides_meta: {references: [{dataset: s, field: products.id, direction: to}]}}
            - name: products
              fields:
                - {name: id, data_categories: [system.operations], fides_meta: {primary_key: true}}
            """);

    // then
    assertThat(plan.tables()).extracting(Table::name).containsExactly("orders");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          data_type: boolean   | random                | to be text or a whole number, since it becomes random, but it is not
          data_type: float     | random                | to be text or a whole number, since it becomes random, but it is not
          data_type: integer   | keyed-hash            | to be text, since it is hashed, but it is not
          data_type: integer   | {generalise: country} | to be text, since its country is what stays, but it is not
          data_type: boolean   | {generalise: month}   | to be a date or an instant, since it is cut down, but it is not
          read_only: true      | null                  | to be kept, since it is read_only, but it is changed
          primary_key: true    | random                | to be kept, since it is part of the primary key, but it is changed
          """)
  void shouldRefuseAStrategyThatDoesNotFit(String meta, String strategy, String complaint) {
    // when
    InvalidMap invalid =
        invalid(
            """
            - name: t
              fields:
                - {name: id, fides_meta: {primary_key: true}}
                - {name: e, fides_meta: {identity: email}, habeas: {erasure: null}}
                - {name: f, fides_meta: {%s}, habeas: {erasure: %s}}
            """
                .formatted(meta, strategy));

    // then
    assertThat(invalid).hasMessage("map.yml:8: Expected t.f " + complaint);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {name: f, fides_meta: {data_type: integer}, habeas: {erasure: {constant: x}}} | Expected the constant of t.f to be of its data_type but it is not
          {name: f, habeas: {rectification: overwrite, erasure: keep}, fides_meta: {read_only: true}} | Expected t.f not to be corrected by overwriting, since it is read_only, but it is
          {name: f, fides_meta: {masking_strategy_override: {strategy: null_rewrite}, read_only: true}, habeas: {}} | Expected t.f to be kept, since it is read_only, but it is changed
          {name: f, habeas: {retention: {rule: r, period: P1Y, from: g, ground: ART_17_3_B, statute: S, jurisdiction: NL, meanwhile: pseudonymise}}} | Expected retention of t to count from one of its fields but there is no g
          {name: f, habeas: {retention: {rule: r, period: P1Y, from: f, ground: ART_17_3_B, statute: S, jurisdiction: NL, meanwhile: restrict}}} | Expected t to say how its records are restricted but it does not
          {name: f, habeas: {erasure: null, retention: {rule: r, period: P1Y, from: f, ground: ART_17_3_B, statute: S, jurisdiction: NL, meanwhile: pseudonymise}}} | Expected t.f to be retained or to say what becomes of it but it is both
          {name: f} | Expected every field of t to say what becomes of it, since some do, but f does not
          """)
  void shouldRefuseWhatAFieldCannotBe(String field, String message) {
    // when
    InvalidMap invalid =
        invalid(
            """
            - name: t
              fields:
                - {name: id, fides_meta: {primary_key: true}}
                - {name: e, fides_meta: {identity: email}, habeas: {erasure: null}}
                - %s
            """
                .formatted(field));

    // then
    assertThat(invalid.errors()).extracting(Object::toString).contains("map.yml:8: " + message);
  }

  @Test
  void shouldRefuseTwoRetentionsOfOneRecord() {
    // when
    InvalidMap invalid =
        invalid(
            """
            - name: t
              habeas:
                retention: &r {rule: r, period: P1Y, from: e, ground: ART_17_3_B, statute: S, jurisdiction: NL, meanwhile: pseudonymise}
              fields:
                - {name: id, fides_meta: {primary_key: true}}
                - {name: e, fides_meta: {identity: email}, habeas: {erasure: null}}
                - name: f
                  habeas: {retention: {rule: r, period: P1Y, from: e, ground: ART_17_3_B, statute: S, jurisdiction: NL, meanwhile: pseudonymise}}
                - name: g
                  habeas: {retention: {rule: q, period: P2Y, from: e, ground: ART_17_3_B, statute: S, jurisdiction: NL, meanwhile: pseudonymise}}
            """);

    // then
    assertThat(invalid)
        .hasMessage(
            """
            map.yml:11: Expected retention of t as a whole, as at map.yml:6, or of its fields but it is of both
            map.yml:13: Expected the fields of t to be retained under one rule, as at map.yml:11, but this is another\
            """);
  }

  @Test
  void shouldRefuseToDeleteWhatIsToStay() {
    // when
    InvalidMap invalid =
        invalid(
            """
            - name: t
              fides_meta: {masking_strategy_override: {strategy: delete}}
              fields:
                - {name: id, fides_meta: {primary_key: true}}
                - {name: e, fides_meta: {identity: email}, habeas: {erasure: null}}
            """);

    // then
    assertThat(invalid)
        .hasMessage(
            "map.yml:8: Expected records of t to go as a whole, as masking_strategy_override at"
                + " map.yml:4 says, but e says what becomes of it");
  }

  @Test
  void shouldRefuseAMaskedRecordOfWhichAFieldHasNoCategory() {
    // when
    InvalidMap invalid =
        invalid(
            """
            - name: t
              fields:
                - {name: id, fides_meta: {primary_key: true}}
                - {name: e, fides_meta: {identity: email, masking_strategy_override: {strategy: null_rewrite}}}
                - {name: f}
            """);

    // then
    assertThat(invalid)
        .hasMessage(
            "map.yml:8: Expected every field of t to say what becomes of it, since some do, but f"
                + " does not");
  }

  @ParameterizedTest
  @CsvSource({"after", "erase_after"})
  void shouldRefuseAnOrderAfterNothing(String key) {
    // when
    InvalidMap invalid =
        invalid(
            """
            - name: t
              fides_meta:
                %s: [s.gone]
              fields: [{name: id, fides_meta: {primary_key: true, identity: x, data_type: integer}}]
            """
                .formatted(key));

    // then
    assertThat(invalid)
        .hasMessage(
            "map.yml:6: Expected t to come after a collection of this dataset but there is no"
                + " gone");
  }

  @Test
  void shouldRefuseAnIdentityThatIsNoCode() {
    assertThat(
            invalid(
                "- {name: t, fields: [{name: id, fides_meta: {primary_key: true, identity: a"
                    + " b}}]}\n"))
        .hasMessage("map.yml:4: Expected the identifier type of t.id to be a code but it is not");
  }

  @Test
  void shouldTakeTheWholeDocumentWhereOneElementMakesAllOfAListThePersons() {
    // given
    String group =
        """
        - name: groups
          fields:
            - {name: _id, fides_meta: {primary_key: true}}
            - name: members
              fides_meta: {data_type: 'object[]'%s}
              fields:
                - {name: email, fides_meta: {identity: email, data_type: string}}
        """;

    // when
    Documents divided = documents(group.formatted(""));
    Documents whole = documents(group.formatted(", return_all_elements: true"));

    // then
    assertThat(divided.whole()).isEmpty();
    assertThat(divided.elements()).extracting(Part::list).containsExactly(Optional.of("members"));
    assertThat(whole.elements()).isEmpty();
    assertThat(whole.whole().map(Part::finders)).contains(Set.of("members.email"));
  }

  @Test
  void shouldRefuseToRetainElementsOfAList() {
    // when
    InvalidMap invalid =
        catchThrowableOfType(
            InvalidMap.class,
            () ->
                documents(
                    """
                    - name: groups
                      fields:
                        - {name: _id, fides_meta: {primary_key: true}}
                        - name: members
                          fides_meta: {data_type: 'object[]'}
                          fields:
                            - {name: email, fides_meta: {identity: email, data_type: string}, habeas: {erasure: null}}
                            - {name: paid, habeas: {retention: {rule: r, period: P1Y, from: paid, ground: ART_17_3_B, statute: S, jurisdiction: NL, meanwhile: pseudonymise}}}
                    """));

    // then
    assertThat(invalid.errors())
        .extracting(Object::toString)
        .contains(
            "map.yml:11: Expected retention of whole documents but groups.members.paid is in a list"
                + " of several people's elements");
  }

  private static Column column(Map<String, Column> columns, String name) {
    return Optional.ofNullable(columns.get(name)).orElseThrow();
  }

  private static Documents documents(String collections) {
    return DocumentPlanner.plan(dataset(collections)).collections().getFirst();
  }

  private static InvalidMap invalid(String collections) {
    return catchThrowableOfType(InvalidMap.class, () -> plan(collections));
  }

  private static StorePlan plan(String collections) {
    return StorePlanner.plan(dataset(collections));
  }

  /** The first line of {@code collections} is the fourth of the map. */
  private static Dataset dataset(String collections) {
    return DataMapReader.read(
            "map.yml",
            new StringReader(
                "dataset:\n  - fides_key: s\n    collections:\n" + collections.indent(6)))
        .datasets()
        .getFirst();
  }
}
