package io.habeas.storeagent.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.habeas.storeagent.map.DataMapReader;
import io.habeas.storeagent.map.InvalidMap;
import io.habeas.storeagent.plan.StorePlan.Link;
import io.habeas.storeagent.plan.StorePlan.Table;
import io.habeas.storeagent.plan.StorePlan.Treatment;
import java.io.StringReader;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StorePlannerTest {

  @Test
  void shouldPlanTheSampleControllersMap() {
    // when
    StorePlan plan =
        StorePlanner.plan(
            DataMapReader.read(Path.of("..", "deploy", "sample", "anypromt", "accounts.yml"))
                .datasets()
                .getFirst());

    // then
    assertThat(plan.needs()).containsExactly("account_id", "email");
    assertThat(plan.yields()).containsExactly("account_id");
    assertThat(plan.tables()).extracting(Table::name).startsWith("accounts");
    assertThat(plan.table("settings").links())
        .containsExactly(new Link("accounts", List.of("id"), List.of("account_id")));
    assertThat(plan.table("usage_events").treatment()).isInstanceOf(Treatment.Anonymise.class);
    assertThat(plan.table("payments").treatment()).isInstanceOf(Treatment.Retain.class);
    assertThat(plan.table("payments").columns())
        .hasEntrySatisfying(
            "account_id", column -> assertThat(column.identifier()).contains("account_id"));
  }

  @Test
  void shouldNotFollowAReferenceFromWhatSeveralPeopleCanShare_L11() {
    // when
    InvalidMap invalid =
        invalid(
            """
            dataset:
              - fides_key: s
                collections:
                  - name: people
                    fields:
                      - {name: id, fides_meta: {primary_key: true}}
                      - {name: email, fides_meta: {identity: email}}
                      - name: address
                        fides_meta: {references: [{dataset: s, field: addresses.id, direction: to}]}
                  - name: addresses
                    fields:
                      - {name: id, fides_meta: {primary_key: true}}
                      - {name: street, data_categories: [user.contact.address]}
            """);

    // then
    assertThat(invalid)
        .hasMessageContaining(
            "map.yml:9: Expected people.address to be a whole primary key, or marked verified and"
                + " unique, since addresses is searched by it, but it is neither");
  }

  @Test
  void shouldFollowAReferenceWithoutDirectionWhereItLeadsToOnePerson() {
    // when
    StorePlan plan =
        plan(
            """
            dataset:
              - fides_key: s
                collections:
                  - name: orders
                    fields:
                      - {name: id, fides_meta: {primary_key: true}}
                      - {name: person, fides_meta: {references: [{dataset: s, field: people.id}]}}
                  - name: people
                    fields:
                      - {name: id, fides_meta: {primary_key: true}}
                      - {name: email, fides_meta: {identity: email}}
                  - name: products
                    fields: [{name: title}]
            """);

    // then
    assertThat(plan.tables()).extracting(Table::name).containsExactly("people", "orders");
    assertThat(plan.table("orders").links())
        .containsExactly(new Link("people", List.of("id"), List.of("person")));
  }

  @Test
  void shouldNeedTheIdentifierThatAnotherDatasetYields() {
    // when
    StorePlan plan =
        plan(
            """
            dataset:
              - fides_key: s
                collections:
                  - name: tickets
                    fields:
                      - {name: id, fides_meta: {primary_key: true}}
                      - name: customer
                        fides_meta: {references: [{dataset: crm, field: contact.id, direction: from}]}
            """);

    // then
    assertThat(plan.needs()).containsExactly("crm.contact.id");
  }

  @Test
  void shouldLeaveTheKeyToTheDatabaseWhereRowsGoAsAWhole() {
    // given
    StorePlan plan =
        plan(
            """
            dataset:
              - fides_key: s
                collections:
                  - name: visits
                    fields: [{name: email, fides_meta: {identity: email}}, {name: at}]
                  - name: people
                    fields: [{name: id, fides_meta: {primary_key: true}}, {name: e, fides_meta: {identity: email}}]
            """);

    // when
    StorePlan keyed = plan.keyed(table -> List.of("email", "at"));

    // then
    assertThat(plan.table("visits").primaryKey()).isEmpty();
    assertThat(keyed.table("visits").primaryKey()).containsExactly("email", "at");
    assertThat(keyed.table("people").primaryKey()).containsExactly("id");
    assertThat(keyed.erasing()).containsExactlyInAnyOrderElementsOf(keyed.tables());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {name: t, fields: [{name: id, fides_meta: {primary_key: true}}, {name: n, data_categories: [user.name]}]} | nothing leads to it
          {name: t, fields: [{name: e, fides_meta: {identity: email}, habeas: {erasure: null}}]} | Expected t to have a primary_key, since rows of it stay, but it has none; add fides_meta: {primary_key: true} to the fields that are its key in the database
          {name: t, fields: [{name: id, fides_meta: {primary_key: true, references: [{dataset: s, field: t.up, direction: from}]}}, {name: up, fides_meta: {identity: email}}]} | up to be a whole primary key
          {name: t, fields: [{name: id, fides_meta: {primary_key: true, references: [{dataset: s, field: x.y}]}}]} | there is no x.y
          {name: t, fields: [{name: id, fides_meta: {primary_key: true}}, {name: e, fides_meta: {identity: email}, habeas: {erasure: keep}}]} | Expected t.e to be severed from the person
          {name: t, fields: [{name: id, fides_meta: {primary_key: true}}, {name: e, fides_meta: {identity: email}, habeas: {erasure: null}}, {name: n}]} | but n does not
          {name: t, fields: [{name: id, fides_meta: {primary_key: true}, habeas: {erasure: null}}, {name: e, fides_meta: {identity: email}}]} | part of the primary key
          {name: t, habeas: {restriction: {column: gone, restricted: x}}, fields: [{name: id, fides_meta: {primary_key: true}}, {name: e, fides_meta: {identity: email}}]} | there is no gone
          {name: t, fields: [{name: id, fides_meta: {primary_key: true}}, {name: d, fields: [{name: e, fides_meta: {identity: email}}]}]} | t.d.e is inside a document
          {name: t, fields: [{name: id, fides_meta: {primary_key: true}, habeas: {verified: true}}, {name: e, fides_meta: {identity: email}}]} | marked verified or unique
          {name: t, habeas: {objects: {prefix: 'a/{id}/'}}, fields: [{name: id, fides_meta: {primary_key: true, identity: x}}]} | it is made of objects
          {name: 't;', fields: [{name: id, fides_meta: {primary_key: true}}]} | to be a code
          """)
  void shouldRefuseWhatCannotBeCarriedOut(String collection, String complaint) {
    // when
    InvalidMap invalid =
        invalid("dataset:\n  - fides_key: s\n    collections:\n      - " + collection + "\n");

    // then
    assertThat(invalid).hasMessageContaining("map.yml:4: ").hasMessageContaining(complaint);
  }

  private static InvalidMap invalid(String yaml) {
    return catchThrowableOfType(InvalidMap.class, () -> plan(yaml));
  }

  private static StorePlan plan(String yaml) {
    return StorePlanner.plan(
        DataMapReader.read("map.yml", new StringReader(yaml)).datasets().getFirst());
  }
}
