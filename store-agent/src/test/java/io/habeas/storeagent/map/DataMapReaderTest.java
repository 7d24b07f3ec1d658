package io.habeas.storeagent.map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.habeas.participant.RetentionGround;
import io.habeas.storeagent.map.DataMap.DataCollection;
import io.habeas.storeagent.map.DataMap.DataField;
import io.habeas.storeagent.map.DataMap.Dataset;
import io.habeas.storeagent.map.DataMap.Direction;
import io.habeas.storeagent.map.DataMap.Match;
import io.habeas.storeagent.map.RetentionRule.Meanwhile;
import java.io.StringReader;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DataMapReaderTest {

  @Test
  void shouldReadTheSampleControllersMap() {
    // when
    DataMap map = DataMapReader.read(Path.of("..", "deploy", "sample", "anypromt", "accounts.yml"));

    // then
    Dataset dataset = map.dataset("anypromt_accounts").orElseThrow();
    assertThat(dataset.schema()).contains("public");
    assertThat(dataset.collections())
        .extracting(DataCollection::name)
        .containsExactly(
            "accounts", "settings", "consents", "payments", "fraud_signals", "usage_events");
    DataCollection payments = dataset.collections().get(3);
    assertThat(payments.retention())
        .get()
        .satisfies(
            rule -> {
              assertThat(rule.rule()).isEqualTo("payments-7y");
              assertThat(rule.period()).isEqualTo(KeepingPeriod.parse("P7Y"));
              assertThat(rule.from()).isEqualTo("paid_at");
              assertThat(rule.ground()).isEqualTo(RetentionGround.ART_17_3_B);
              assertThat(rule.statute()).isEqualTo("NL-AWR-52");
              assertThat(rule.meanwhile())
                  .isEqualTo(Set.of(Meanwhile.RESTRICT, Meanwhile.PSEUDONYMISE));
            });
    assertThat(payments.field("card_last4").flatMap(DataField::erasure))
        .contains(new ErasureStrategy.Nulled());
  }

  @Test
  void shouldReadAPlainFidesDatasetAndPassOverWhatMeansNothingHere() {
    // when
    DataMap map =
        read(
            """
            organization:
              - fides_key: default_organization
            system: []
            dataset:
              - fides_key: example
                organization_fides_key: default_organization
                name: Example
                meta: null
                data_categories: null
                third_country_transfers: [USA]
                fides_meta:
                  after: [other]
                collections:
                  - name: customer
                    description: null
                    fides_meta:
                      erase_after: [example.orders]
                      some_later_key: {a: [1, 2]}
                    fields:
                      - name: email
                        data_qualifier: aggregated
                        data_categories: [user.contact.email]
                        fidesops_meta:
                          identity: email
                          data_type: string
                          length: 40
                          masking_strategy_override: {strategy: null_rewrite}
                          custom_request_field: tenant
                      - name: id
                        fides_meta:
                          primary_key: True
                          read_only: true
                      - name: address_id
                        fides_meta:
                          references:
                            - dataset: example
                              field: address.id
                              direction: to
                      - name: profile
                        fides_meta: {data_type: object}
                        fields:
                          - name: nick
                            fields:
                              - name: first
                                data_categories: [user.name]
                  - name: log
                    fides_meta: {skip_processing: true}
                    fields: null
            """);

    // then
    DataCollection customer = map.datasets().getFirst().collections().getFirst();
    DataField email = customer.field("email").orElseThrow();
    assertThat(email.identity()).contains("email");
    assertThat(email.match()).isEqualTo(Match.IGNORE_CASE);
    assertThat(customer.field("id").map(DataField::primaryKey)).contains(true);
    assertThat(customer.field("address_id").orElseThrow().references())
        .singleElement()
        .satisfies(
            reference -> {
              assertThat(reference.collection()).isEqualTo("address");
              assertThat(reference.direction()).isEqualTo(Direction.TO);
            });
    assertThat(
            customer.field("profile").orElseThrow().fields().getFirst().fields().getFirst().name())
        .isEqualTo("first");
    assertThat(map.datasets().getFirst().collections().get(1).skipped()).isTrue();
  }

  @Test
  void shouldNameEveryErrorWithItsLine() {
    // when
    InvalidMap invalid =
        catchThrowableOfType(
            InvalidMap.class,
            () ->
                read(
                    """
                    dataset:
                      - fides_key: example
                        collections:
                          - name: customer
                            habeas:
                              retension: {}
                              restriction: hide
                            fields:
                              - name: email
                                habeas: {erasure: shred, verified: perhaps}
                              - description: nameless
                              - name: other
                                fides_meta:
                                  references: [{dataset: example, field: nothing}]
                          - name: payments
                            habeas:
                              retention:
                                rule: seven
                                period: 7 years
                                from: paid_at
                                ground: ART_99
                                statute: X
                                jurisdiction: NL
                            fields: []
                    """));

    // then
    assertThat(invalid.errors())
        .extracting(error -> error.at().line())
        .contains(6, 7, 10, 11, 14, 18);
    assertThat(invalid)
        .hasMessageContaining(
            "map.yml:6: Expected only [index, keys, manual, objects, portability, restriction,"
                + " retention, source, third-party] under habeas of a collection but found"
                + " retension")
        .hasMessageContaining("map.yml:11: Expected a field to have a name but it has none")
        .hasMessageContaining("map.yml:19: Expected period to be an ISO 8601 period such as P7Y");
  }

  @Test
  void shouldReadWhichObjectsACollectionIsMadeOf() {
    // when
    DataMap map =
        read(
            """
            dataset:
              - fides_key: example
                collections:
                  - name: images
                    habeas: {objects: {prefix: 'images/{account_id}/'}}
                  - name: avatars
                    habeas: {objects: {key: 'avatars/{account_id}.png'}}
                  - name: uploads
                    habeas: {objects: {prefix: uploads/, tag: {name: account, identifier: account_id}}}
            """);

    // then
    assertThat(map.datasets().getFirst().collections())
        .extracting(collection -> collection.objects().orElseThrow())
        .containsExactly(
            new ObjectsRule.Below("images/{account_id}/", new Location("map.yml", 5)),
            new ObjectsRule.Named("avatars/{account_id}.png", new Location("map.yml", 7)),
            new ObjectsRule.Tagged(
                "uploads/", "account", "account_id", new Location("map.yml", 9)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {}                                            | to have a prefix
          {prefix: a/, key: b}                          | a prefix or a key but it has both
          {tag: {name: a, identifier: b}}               | to have a prefix
          {prefix: a/, tag: {name: a}}                  | tag to have a identifier
          {key: a, prefix: b/, tag: {name: a, identifier: b}} | a tag or a key but it has both
          {prefix: a/, suffix: b}                       | under objects but found suffix
          """)
  void shouldRefuseObjectsThatAreNotSaid(String objects, String complaint) {
    // when
    InvalidMap invalid =
        catchThrowableOfType(
            InvalidMap.class,
            () ->
                read(
                    "dataset:\n  - fides_key: s\n    collections:\n      - name: c\n"
                        + "        habeas: {objects: "
                        + objects
                        + "}\n"));

    // then
    assertThat(invalid).hasMessageContaining("map.yml:5: ").hasMessageContaining(complaint);
  }

  @Test
  void shouldNameTheLineOfBrokenYaml() {
    // when
    InvalidMap invalid =
        catchThrowableOfType(
            InvalidMap.class, () -> read("dataset:\n  - fides_key: a\n   collections: []\n"));

    // then
    assertThat(invalid.errors())
        .singleElement()
        .satisfies(error -> assertThat(error.at().line()).isEqualTo(3));
  }

  @Test
  void shouldExpectADataset() {
    // when
    InvalidMap invalid = catchThrowableOfType(InvalidMap.class, () -> read("system: []\n"));

    // then
    assertThat(invalid).hasMessage("map.yml:1: Expected at least one dataset but there is none");
  }

  private static DataMap read(String yaml) {
    return DataMapReader.read("map.yml", new StringReader(yaml));
  }
}
