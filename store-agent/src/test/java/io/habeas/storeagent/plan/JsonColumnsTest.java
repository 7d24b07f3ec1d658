package io.habeas.storeagent.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.habeas.storeagent.map.DataMapReader;
import io.habeas.storeagent.map.ErasureStrategy;
import io.habeas.storeagent.map.InvalidMap;
import io.habeas.storeagent.plan.DocumentPlan.Field;
import io.habeas.storeagent.plan.StorePlan.Table;
import io.habeas.storeagent.plan.StorePlan.Treatment;
import java.io.StringReader;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Documents in columns of tables. */
class JsonColumnsTest {

  @Test
  void shouldPlanWhatBecomesOfFieldsInDocumentsByTheirPaths() {
    // when
    Table table =
        table(
            """
            - {name: id, fides_meta: {primary_key: true}}
            - {name: email, fides_meta: {identity: email}, habeas: {erasure: null}}
            - name: profile
              data_categories: [user]
              habeas: {third-party: colleagues}
              fields:
                - {name: nick, habeas: {erasure: random}}
                - name: visits
                  fides_meta: {data_type: "object[]", read_only: true}
                  fields: [{name: at, fides_meta: {data_type: string}}]
            - {name: size, habeas: {erasure: keep}}
            """);

    // then
    assertThat(table.columns()).containsOnlyKeys("id", "email", "profile", "size");
    assertThat(table.treatment())
        .isEqualTo(
            new Treatment.Anonymise(
                Map.of(
                    "email", new ErasureStrategy.Nulled(),
                    "profile.nick", new ErasureStrategy.Randomised(),
                    "profile.visits.at", new ErasureStrategy.Kept(),
                    "size", new ErasureStrategy.Kept())));
    List<Field> inside = table.inDocuments();
    assertThat(inside).extracting(Field::path).containsExactly("profile.nick", "profile.visits.at");
    assertThat(inside.getLast().lists()).containsExactly("profile.visits");
    assertThat(inside.getLast().type()).contains(ValueType.STRING);
    assertThat(inside)
        .allSatisfy(
            field -> {
              assertThat(field.column().disclosure().thirdParty()).contains("colleagues");
              assertThat(field.column().categories()).containsExactly("user");
            });
  }

  @Test
  void shouldTakeAColumnAsOneValueWhereItHasTheRuleAndItsFieldsHaveNone() {
    // when
    Table table =
        table(
            """
            - {name: id, fides_meta: {primary_key: true}}
            - {name: email, fides_meta: {identity: email}, habeas: {erasure: null}}
            - name: profile
              habeas: {erasure: null}
              fields: [{name: nick, data_categories: [user.name]}]
            """);

    // then
    assertThat(table.documents()).isEmpty();
    assertThat(table.treatment())
        .isEqualTo(
            new Treatment.Anonymise(
                Map.of(
                    "email", new ErasureStrategy.Nulled(),
                    "profile", new ErasureStrategy.Nulled())));
  }

  @Test
  void shouldMaskByCategoryInsideDocumentsAsFidesDoes() {
    // when
    Table table =
        table(
            """
            - {name: id, data_categories: [system], fides_meta: {primary_key: true}}
            - {name: email, data_categories: [user.contact.email], fides_meta: {identity: email, masking_strategy_override: {strategy: null_rewrite}}}
            - name: profile
              fields:
                - {name: nick, data_categories: [user.name]}
                - {name: theme, data_categories: [system]}
            """);

    // then
    assertThat(table.treatment())
        .isEqualTo(
            new Treatment.Anonymise(
                Map.of(
                    "email", new ErasureStrategy.Nulled(),
                    "profile.nick", new ErasureStrategy.Nulled(),
                    "profile.theme", new ErasureStrategy.Kept())));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {name: d, fields: [{name: e, fides_meta: {identity: email}}]} | 7: Expected identities, keys and references on columns, since rows are found by these, but t.d.e is inside a document; let a generated column hold it
          {name: d, fields: [{name: l, fides_meta: {data_type: 'object[]'}, fields: [{name: e, fides_meta: {identity: email}}]}]} | 7: Expected identities, keys and references on columns, since rows are found by these, but t.d.l.e is inside a document; let a generated column hold it
          {name: d, fields: [{name: e, fides_meta: {primary_key: true}}]} | 7: Expected identities, keys and references on columns
          {name: d, fields: [{name: e, habeas: {verified: true, unique: true}}]} | 7: Expected identities, keys and references on columns
          {name: d, fields: [{name: e, fides_meta: {references: [{dataset: s, field: t.id, direction: from}]}}]} | 7: Expected identities, keys and references on columns
          {name: d, fields: [{name: e, data_categories: [user.name]}]}, {name: x, fides_meta: {references: [{dataset: s, field: t.d.e, direction: from}]}} | 8: Expected references between columns but t.d.e is inside a document
          {name: d, habeas: {erasure: null}, fields: [{name: e, habeas: {erasure: keep}}]} | 7: Expected identities, keys, references and erasure on innermost fields but t.d has fields
          {name: d, fields: [{name: e.f, habeas: {erasure: keep}}]} | 7: Expected names of fields without dot and dollar
          {name: d, fields: [{name: e, habeas: {erasure: null}}, {name: f}]} | 7: Expected every field of t to say what becomes of it, since some do, but d.f does not
          {name: d, fields: [{name: e, fides_meta: {data_type: boolean}, habeas: {erasure: random}}]} | 7: Expected t.d.e to be text or a whole number, since it becomes random, but it is not
          {name: d, fields: [{name: e, habeas: {retention: {rule: r, period: P1Y, from: d.e, ground: ART_17_3_B, statute: s, jurisdiction: NL, meanwhile: [restrict]}}}]} | 7: Expected retention of t to count from a column but d.e is inside a document; let a generated column hold it
          """)
  void shouldRefuseWhatCannotBeDoneInADocument(String fields, String complaint) {
    // when
    InvalidMap invalid =
        catchThrowableOfType(
            InvalidMap.class,
            () ->
                table(
                    """
                    - {name: id, fides_meta: {primary_key: true, identity: id}}
                    - %s
                    """
                        .formatted(fields.replace("}, {name: x", "}\n- {name: x"))));

    // then
    assertThat(invalid).hasMessageContaining("map.yml:" + complaint);
  }

  @Test
  void shouldRefuseAStatusThatIsInsideADocument() {
    // when
    InvalidMap invalid =
        catchThrowableOfType(
            InvalidMap.class,
            () ->
                plan(
                    """
                    dataset:
                      - fides_key: s
                        collections:
                          - name: t
                            habeas: {restriction: {column: d.status, restricted: x}}
                            fields:
                              - {name: id, fides_meta: {primary_key: true, identity: x}}
                              - {name: d, fields: [{name: status}]}
                    """));

    // then
    assertThat(invalid)
        .hasMessageContaining(
            "map.yml:5: Expected the status that restricts t to be a column but d.status is, or is"
                + " inside, a document");
  }

  private static Table table(String fields) {
    return plan("""
    dataset:
      - fides_key: s
        collections:
          - name: t
            fields:
    """
            + fields.indent(10))
        .table("t");
  }

  private static StorePlan plan(String yaml) {
    return StorePlanner.plan(
        DataMapReader.read("map.yml", new StringReader(yaml)).datasets().getFirst());
  }
}
