package io.habeas.storeagent.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.habeas.storeagent.map.DataMapReader;
import io.habeas.storeagent.map.ErasureStrategy;
import io.habeas.storeagent.map.InvalidMap;
import io.habeas.storeagent.plan.DocumentPlan.Documents;
import io.habeas.storeagent.plan.DocumentPlan.Part;
import io.habeas.storeagent.plan.StorePlan.Link;
import io.habeas.storeagent.plan.StorePlan.Treatment;
import java.io.StringReader;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DocumentPlannerTest {

  @Test
  void shouldPlanTheSampleControllersDocuments() {
    // when
    DocumentPlan plan =
        DocumentPlanner.plan(
            DataMapReader.read(Path.of("..", "deploy", "sample", "anypromt", "conversations.yml"))
                .datasets()
                .getFirst());

    // then
    assertThat(plan.needs()).containsExactly("account_id");
    assertThat(plan.yields()).isEmpty();
    assertThat(plan.names()).containsExactly("conversations", "model_feedback", "shared_prompts");
    Documents conversations = plan.collection("conversations");
    assertThat(conversations.elements()).isEmpty();
    assertThat(conversations.whole().map(Part::treatment)).contains(new Treatment.Delete());
    assertThat(conversations.fields()).containsKeys("messages.role", "messages.text");
    Documents shared = plan.collection("shared_prompts");
    assertThat(shared.whole()).isEmpty();
    assertThat(shared.elements())
        .containsExactly(
            new Part(
                Optional.of("contributions"),
                Set.of("contributions.account_id"),
                new Treatment.Delete(),
                false));
    assertThat(plan.collection("model_feedback").whole().map(Part::treatment))
        .hasValueSatisfying(
            treatment -> assertThat(treatment).isInstanceOf(Treatment.Anonymise.class));
  }

  @Test
  void shouldFollowReferencesIntoNestedFieldsAndTakeOverTheTypeOfWhatTheyRepeat() {
    // when
    DocumentPlan plan =
        plan(
            """
            dataset:
              - fides_key: s
                collections:
                  - name: notes
                    fields:
                      - {name: _id, fides_meta: {primary_key: true}}
                      - name: meta
                        fields:
                          - {name: owner, fides_meta: {references: [{dataset: s, field: people.ids.account}]}}
                  - name: people
                    fields:
                      - {name: _id, fides_meta: {primary_key: true}}
                      - name: ids
                        fields:
                          - {name: account, fides_meta: {data_type: integer}, habeas: {identifier: account, verified: true, unique: true}}
            """);

    // then
    assertThat(plan.collections()).extracting(Documents::name).containsExactly("people", "notes");
    assertThat(plan.collection("notes").links())
        .containsExactly(new Link("people", List.of("ids.account"), List.of("meta.owner")));
    assertThat(plan.collection("notes").field("meta.owner").type()).contains(ValueType.INTEGER);
    assertThat(plan.collection("notes").field("meta.owner").column().identifier())
        .contains("account");
    assertThat(plan.yields()).containsExactly("account");
  }

  @Test
  void shouldTakeIdForTheKeyOfADocumentWhateverTheMapMarks() {
    // when
    DocumentPlan plan =
        plan(
            """
            dataset:
              - fides_key: s
                collections:
                  - name: other
                    fields:
                      - {name: _id}
                      - {name: k, fides_meta: {primary_key: true}, habeas: {erasure: random}}
                      - {name: e, fides_meta: {identity: email, data_type: string}, habeas: {erasure: null}}
            """);

    // then
    assertThat(plan.collection("other").whole().orElseThrow().treatment())
        .isEqualTo(
            new Treatment.Anonymise(
                Map.of("k", new ErasureStrategy.Randomised(), "e", new ErasureStrategy.Nulled())));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {name: t, fields: [{name: _id, fides_meta: {primary_key: true}}, {name: n, data_categories: [user.name]}]} | nothing leads to it
          {name: t, fields: [{name: k, fides_meta: {primary_key: true, identity: x, data_type: string}}]} | Expected t to have _id, which names its documents, but it has none; add {name: _id
          {name: t, fields: [{name: _id, fides_meta: {primary_key: true}}, {name: e, fides_meta: {identity: email}}]} | t.e to have a data_type
          {name: t, fields: [{name: _id, fides_meta: {primary_key: true}}, {name: e, fides_meta: {identity: email, data_type: float}}]} | t.e to have a data_type
          {name: t, fields: [{name: a.b}]} | without dot and dollar
          {name: t, fields: [{name: $where}]} | without dot and dollar
          {name: t, fields: [{name: d, habeas: {erasure: null}, fields: [{name: e}]}]} | innermost fields but t.d has fields
          {name: t, fields: [{name: a, fides_meta: {data_type: 'object[]'}, fields: [{name: b, fides_meta: {data_type: 'string[]', identity: email}}]}]} | t.a.b to be in one list at most
          {name: t, fields: [{name: _id, fides_meta: {primary_key: true}}, {name: n, habeas: {erasure: null}}, {name: a, fides_meta: {data_type: 'string[]', identity: email}}]} | Expected erasure in elements of a list
          {name: t, fields: [{name: _id, fides_meta: {primary_key: true}}, {name: n, data_categories: [user.name]}, {name: a, fides_meta: {data_type: 'string[]', identity: email}}]} | Expected an identity or a reference outside of lists in t, since n is personal, but people are told apart by elements of a only
          {name: t, fields: [{name: _id, fides_meta: {primary_key: true}}, {name: o, fides_meta: {identity: email, data_type: string}}, {name: a, fides_meta: {data_type: 'string[]', identity: email}}]} | documents of t to stay
          {name: t, habeas: {restriction: {column: s, restricted: x}}, fields: [{name: _id, fides_meta: {primary_key: true}}, {name: s}, {name: a, fides_meta: {data_type: 'string[]', identity: email}}]} | restriction of t to be shadow or none
          {name: t, habeas: {restriction: {column: d.s, restricted: x}}, fields: [{name: _id, fides_meta: {primary_key: true}}, {name: d, fields: [{name: s}]}, {name: e, fides_meta: {identity: email, data_type: string}}]} | at the top of its documents
          {name: t, habeas: {restriction: {column: s, restricted: x}}, fields: [{name: _id, fides_meta: {primary_key: true}}, {name: s, fides_meta: {data_type: integer}}, {name: e, fides_meta: {identity: email, data_type: string}}]} | to be of the data_type of s
          {name: t, fields: [{name: _id, fides_meta: {primary_key: true}}, {name: e, fides_meta: {identity: email, data_type: string}, habeas: {erasure: null}}, {name: n}]} | but n does not
          {name: t, fields: [{name: _id, fides_meta: {primary_key: true}}, {name: e, fides_meta: {identity: email, data_type: string}, habeas: {erasure: keep}}]} | severed from the person
          {name: t, fields: [{name: _id, fides_meta: {primary_key: true}}, {name: e, fides_meta: {identity: id, data_type: integer}, habeas: {erasure: keyed-hash}}]} | t.e to be text
          {name: t, fields: [{name: _id, fides_meta: {primary_key: true}}, {name: e, fides_meta: {identity: id, data_type: integer}, habeas: {erasure: {constant: none}}}]} | constant of t.e to be of its data_type
          {name: t, habeas: {retention: {rule: r, period: P1Y, from: a.d, ground: ART_17_3_B, statute: S, jurisdiction: NL, meanwhile: restrict}, restriction: shadow}, fields: [{name: _id, fides_meta: {primary_key: true}}, {name: e, fides_meta: {identity: email, data_type: string}}, {name: a, fides_meta: {data_type: 'object[]'}, fields: [{name: d}]}]} | count from one date
          {name: t, habeas: {retention: {rule: r, period: P1Y, from: d, ground: ART_17_3_B, statute: S, jurisdiction: NL, meanwhile: restrict}, restriction: shadow}, fields: [{name: _id, fides_meta: {primary_key: true}}, {name: d}, {name: a, fides_meta: {data_type: 'string[]', identity: email}}]} | retention of whole documents
          {name: habeas_work, fields: []} | no collection of the agent itself
          """)
  void shouldRefuseWhatCannotBeCarriedOut(String collection, String complaint) {
    // when
    InvalidMap invalid =
        invalid("dataset:\n  - fides_key: s\n    collections:\n      - " + collection + "\n");

    // then
    assertThat(invalid).hasMessageContaining("map.yml:4: ").hasMessageContaining(complaint);
  }

  @Test
  void shouldNotLeadOnFromADocumentThatIsSeveralPeoples_L11() {
    // when
    InvalidMap invalid =
        invalid(
            """
            dataset:
              - fides_key: s
                collections:
                  - name: rooms
                    fields:
                      - {name: _id, fides_meta: {primary_key: true}}
                      - {name: members, fides_meta: {identity: email, data_type: "string[]"}}
                  - name: files
                    fields:
                      - {name: _id, fides_meta: {primary_key: true}}
                      - {name: room, fides_meta: {references: [{dataset: s, field: rooms._id, direction: from}]}}
            """);

    // then
    assertThat(invalid)
        .hasMessageContaining(
            "map.yml:8: Expected what leads to files to be one person's but documents of rooms are"
                + " several people's");
  }

  private static InvalidMap invalid(String yaml) {
    return catchThrowableOfType(InvalidMap.class, () -> plan(yaml));
  }

  private static DocumentPlan plan(String yaml) {
    return DocumentPlanner.plan(
        DataMapReader.read("map.yml", new StringReader(yaml)).datasets().getFirst());
  }
}
