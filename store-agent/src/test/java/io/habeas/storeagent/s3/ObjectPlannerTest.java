package io.habeas.storeagent.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.habeas.storeagent.map.DataMapReader;
import io.habeas.storeagent.map.InvalidMap;
import io.habeas.storeagent.s3.ObjectPlan.ObjectSet;
import io.habeas.storeagent.s3.ObjectPlan.TagMatch;
import java.io.StringReader;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ObjectPlannerTest {

  @Test
  void shouldPlanTheSampleControllersImages() {
    // when
    ObjectPlan plan =
        ObjectPlanner.plan(
            DataMapReader.read(Path.of("..", "deploy", "sample", "anypromt", "images.yml"))
                .datasets()
                .getFirst());

    // then
    assertThat(plan)
        .isEqualTo(
            new ObjectPlan(
                "anypromt_images",
                java.util.List.of(
                    new ObjectSet(
                        "generated_images",
                        new KeyPattern("images/", Optional.of("account_id"), "/", true),
                        Optional.empty(),
                        true,
                        Optional.empty(),
                        Optional.empty()))));
    assertThat(plan.needs()).containsExactly("account_id");
    assertThat(plan.collections()).containsExactly("generated_images");
  }

  @Test
  void shouldPlanKeysTagsAndRetention() {
    // when
    ObjectPlan plan =
        plan(
            """
            - name: avatars
              habeas: {objects: {key: 'avatars/{account_id}.png'}}
            - name: uploads
              habeas: {objects: {prefix: uploads/, tag: {name: mail, identifier: email}}}
            - name: invoices
              habeas:
                objects: {prefix: 'invoices/{customer}/'}
                restriction: shadow
                retention: {rule: r, period: P7Y, from: last_modified, ground: ART_17_3_B, statute: S, jurisdiction: NL, meanwhile: restrict}
            - name: logs
              fides_meta: {skip_processing: true}
            """);

    // then
    assertThat(plan.sets())
        .extracting(ObjectSet::name)
        .containsExactly("avatars", "uploads", "invoices");
    assertThat(plan.sets().get(1).tag()).contains(new TagMatch("mail", "email"));
    assertThat(plan.sets().get(2).retention()).isPresent();
    assertThat(plan.needs()).containsExactly("account_id", "customer", "email");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {name: c} | Expected c to say which objects it is made of
          {name: 'c;', habeas: {objects: {prefix: 'a/{id}/'}}} | to be a code
          {name: c, habeas: {objects: {prefix: 'a/{id}'}}} | to end in /
          {name: c, habeas: {objects: {key: 'a/{id}/'}}} | not to end in /
          {name: c, habeas: {objects: {prefix: 'a/'}}} | one identifier type in braces
          {name: c, habeas: {objects: {prefix: 'a/{t}/{id}/'}}} | one identifier type in braces
          {name: c, habeas: {objects: {prefix: 'a/{t}{id}/'}}} | one identifier type in braces
          {name: c, habeas: {objects: {prefix: 'a/{}/'}}} | a code in braces
          {name: c, habeas: {objects: {prefix: 'a/{i d}/'}}} | a code in braces
          {name: c, habeas: {objects: {prefix: 'a/}{id}/'}}} | no braces
          {name: c, habeas: {objects: {prefix: 'a/{email}/'}}} | Expected c not to be found by email
          {name: c, habeas: {objects: {prefix: '/a/{id}/'}}} | not to begin with /
          {name: c, habeas: {objects: {prefix: 'a//{id}/'}}} | no empty part
          {name: c, habeas: {objects: {prefix: 'a/../{id}/'}}} | no . or ..
          {name: c, habeas: {objects: {prefix: 'a/{id}/./'}}} | no . or ..
          {name: c, habeas: {objects: {prefix: 'a/{id}//'}}} | no empty part
          {name: c, habeas: {objects: {prefix: '.habeas/{id}/'}}} | .habeas/
          {name: c, habeas: {objects: {prefix: 'a/{id}/', tag: {name: t, identifier: id}}}} | to be fixed
          {name: c, habeas: {objects: {prefix: 'a', tag: {name: t, identifier: id}}}} | to end in /
          {name: c, habeas: {objects: {prefix: '.habeas/', tag: {name: t, identifier: id}}}} | .habeas/
          {name: c, habeas: {objects: {prefix: 'a/', tag: {name: t, identifier: 'i d'}}}} | to be a code
          {name: c, habeas: {restriction: {column: a, restricted: b}, objects: {prefix: 'a/{id}/'}}} | an object has no columns
          {name: c, habeas: {objects: {prefix: 'a/{id}/'}}, fields: [{name: f, fides_meta: {identity: id}}]} | c.f only to tell
          {name: c, habeas: {objects: {prefix: 'a/{id}/'}}, fields: [{name: f, habeas: {erasure: null}}]} | no erasure of single fields of c
          {name: c, habeas: {objects: {prefix: 'a/{id}/'}}, fields: [{name: f, fields: [{name: g, habeas: {third-party: true}}]}]} | f.g is third-party
          {name: c, habeas: {objects: {prefix: 'a/{id}/'}}, fields: [{name: f, habeas: {retention: {rule: r, period: P7Y, from: f, ground: ART_17_3_B, statute: S, jurisdiction: NL, meanwhile: restrict}}}]} | no retention of single fields of c
          {name: c, habeas: {objects: {prefix: 'a/{id}/'}}, fields: [{name: f, fides_meta: {masking_strategy_override: {strategy: null_rewrite}}}]} | no masking_strategy_override of single fields of c
          {name: c, habeas: {objects: {prefix: 'a/{id}/'}}, fields: [{name: f, habeas: {free-text: true}}]} | no free-text of single fields of c
          {name: c, habeas: {objects: {prefix: 'a/{id}/'}, restriction: shadow, retention: {rule: r, period: P7Y, from: paid_at, ground: ART_17_3_B, statute: S, jurisdiction: NL, meanwhile: restrict}}} | to count from last_modified
          {name: c, habeas: {objects: {prefix: 'a/{id}/'}, retention: {rule: r, period: P7Y, from: last_modified, ground: ART_17_3_B, statute: S, jurisdiction: NL, meanwhile: restrict}}} | how its objects are restricted
          {name: c, habeas: {objects: {prefix: 'a/{id}/'}, restriction: shadow, retention: {rule: r, period: P7Y, from: last_modified, ground: ART_17_3_B, statute: S, jurisdiction: NL, meanwhile: pseudonymise}}} | to be restricted meanwhile
          {name: c, habeas: {objects: {prefix: 'a/{id}/'}, restriction: shadow, retention: {rule: 'r r', period: P7Y, from: last_modified, ground: ART_17_3_B, statute: S, jurisdiction: NL, meanwhile: restrict}}} | to be codes
          """)
  void shouldRefuseWhatCannotBeCarriedOut(String collection, String complaint) {
    // when
    InvalidMap invalid = invalid("- " + collection + "\n");

    // then
    assertThat(invalid).hasMessageContaining("map.yml:4: ").hasMessageContaining(complaint);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {prefix: 'a/{id}/'}   | {prefix: 'a/{id}/thumbs/'}
          {prefix: 'a/{id}/'}   | {prefix: 'a/{telegram_id}/'}
          {prefix: 'a/{id}/'}   | {key: 'a/{id}/x.png'}
          {prefix: 'a/{id}/'}   | {prefix: a/, tag: {name: t, identifier: id}}
          {prefix: a/b/, tag: {name: t, identifier: id}} | {prefix: a/, tag: {name: u, identifier: id}}
          """)
  void shouldRefuseAnObjectInTwoCollections(String one, String other) {
    // when
    InvalidMap invalid =
        invalid(
            "- {name: c, habeas: {objects: %s}}\n".formatted(one)
                + "- {name: d, habeas: {objects: %s}}\n".formatted(other));

    // then
    assertThat(invalid)
        .hasMessage(
            "map.yml:5: Expected no object to be in c and in d but their keys can be the same");
  }

  @Test
  void shouldNotEraseASkippedCollectionAsAnother() {
    // when
    InvalidMap invalid =
        invalid(
            """
            - {name: c, habeas: {objects: {prefix: 'a/{id}/'}}}
            - {name: d, fides_meta: {skip_processing: true}, habeas: {objects: {prefix: 'a/{id}/d/'}}}
            """);

    // then
    assertThat(invalid).hasMessageContaining("map.yml:5: Expected no object to be in c and in d");
  }

  private static InvalidMap invalid(String collections) {
    return catchThrowableOfType(InvalidMap.class, () -> plan(collections));
  }

  private static ObjectPlan plan(String collections) {
    String yaml = "dataset:\n  - fides_key: s\n    collections:\n" + collections.indent(6);
    return ObjectPlanner.plan(
        DataMapReader.read("map.yml", new StringReader(yaml)).datasets().getFirst());
  }
}
