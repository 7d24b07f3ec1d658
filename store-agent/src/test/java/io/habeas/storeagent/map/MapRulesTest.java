package io.habeas.storeagent.map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.habeas.participant.Withheld;
import io.habeas.storeagent.map.DataMap.DataCollection;
import io.habeas.storeagent.map.DataMap.DataField;
import io.habeas.storeagent.map.DataMap.Disclosure;
import io.habeas.storeagent.map.DataMap.Portability;
import io.habeas.storeagent.map.DataMap.Rectification;
import java.io.StringReader;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What stands under {@code habeas:} and in Fides' own keys, field by field, and what is wrong. */
class MapRulesTest {

  @Test
  void shouldReadWhatACopyTellsAndWithholds() {
    // given
    DataCollection collection =
        collection(
            """
            - name: messages
              habeas: {portability: observed, source: Some partner}
              fields:
                - {name: text, habeas: {portability: provided}}
                - {name: recipient, habeas: {third-party: true}}
                - {name: reply, habeas: {third-party: Somebody else wrote it}}
                - {name: score, habeas: {portability: inferred, third-party: false}}
            """);

    // then
    assertThat(field(collection, "text").disclosure().within(collection.disclosure()))
        .isEqualTo(
            new Disclosure(
                Optional.of(Portability.PROVIDED), Optional.empty(), Optional.of("Some partner")));
    assertThat(field(collection, "recipient").disclosure().thirdParty())
        .contains(Withheld.OTHER_PEOPLE);
    assertThat(field(collection, "reply").disclosure().thirdParty())
        .contains("Somebody else wrote it");
    assertThat(field(collection, "score").disclosure())
        .isEqualTo(
            new Disclosure(Optional.of(Portability.INFERRED), Optional.empty(), Optional.empty()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          random                 | Randomised[]
          keyed-hash             | KeyedHash[]
          null                   | Nulled[]
          keep                   | Kept[]
          {constant: gone}       | Constant[value=gone]
          {generalise: year}     | Generalised[unit=YEAR]
          {generalise: day}      | Generalised[unit=DAY]
          {generalise: country}  | CountryOnly[]
          """)
  void shouldReadErasureStrategies(String written, String strategy) {
    // when
    DataCollection collection =
        collection("- {name: c, fields: [{name: f, habeas: {erasure: " + written + "}}]}\n");

    // then
    assertThat(field(collection, "f").erasure().map(Object::toString)).contains(strategy);
  }

  @Test
  void shouldReadHowAFieldIsCorrected() {
    // when
    DataCollection collection =
        collection(
            "- {name: c, fields: [{name: f, habeas: {rectification: supplement}}, {name: g}]}\n");

    // then
    assertThat(field(collection, "f").writing().rectification()).contains(Rectification.SUPPLEMENT);
    assertThat(field(collection, "g").writing().rectification()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          null_rewrite          |                                       | Nulled[]
          preserve              |                                       | Kept[]
          string_rewrite        | rewrite_value: X                      | Constant[value=X]
          hash                  | algorithm: SHA-512                    | KeyedHash[]
          hmac                  |                                       | KeyedHash[]
          random_string_rewrite | length: 8                             | Randomised[]
          """)
  void shouldTakeMaskingStrategiesOfFidesForTheirLike(
      String strategy, String configuration, String like) {
    // when
    DataMap map = masked(strategy, configuration == null ? "" : configuration);

    // then
    assertThat(map.warnings()).isEmpty();
    assertThat(maskingOf(map)).contains(like);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          aes_encrypt           | mode: GCM                             |              | Expected a strategy that cannot be undone but it is aes_encrypt, which has no equal here and is passed over
          shuffle               |                                       |              | Expected a masking strategy of Fides but it is shuffle, which is passed over
          hmac                  | format_preservation: {suffix: '@x.y'} | KeyedHash[]  | Expected no format_preservation, since the like of the strategy here writes no suffix, but there is one, which is passed over
          """)
  void shouldSayWhichStrategiesOfFidesHaveNoEqual(
      String strategy, String configuration, String like, String message) {
    // when
    DataMap map = masked(strategy, configuration == null ? "" : configuration);

    // then
    assertThat(maskingOf(map)).isEqualTo(Optional.ofNullable(like));
    assertThat(map.warnings())
        .extracting(MapError::toString)
        .containsExactly("map.yml:8: " + message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {name: c, fields: [{name: f, habeas: {portability: given}}]} | Expected portability to be one of [inferred, observed, provided] but it is given
          {name: c, fields: [{name: f, habeas: {rectification: maybe}}]} | Expected rectification to be one of [never, overwrite, supplement] but it is maybe
          {name: c, fields: [{name: f, habeas: {erasure: {generalise: week}}}]} | Expected generalise to be country, hour, day, month or year but it is week
          {name: c, fields: [{name: f, habeas: {erasure: {constant: a, generalise: day}}}]} | Expected erasure to be one of constant and generalise but it is not
          {name: c, fields: [{name: f, habeas: {erasure: {shift: 1}}}]} | Expected only [constant, generalise] under erasure but found shift
          {name: c, fields: [{name: f, fides_meta: {length: none}}]} | Expected length to be a number of characters above 0 but it is not
          {name: c, fields: [{name: f, fides_meta: {length: 0}}]} | Expected length to be a number of characters above 0 but it is not
          {name: c, fields: [{name: f, fides_meta: {data_type: string, return_all_elements: true}}]} | Expected return_all_elements where data_type is a list but it is none
          {name: c, fields: [{name: f, fides_meta: {masking_strategy_override: {configuration: {}}}}]} | Expected masking_strategy_override of fides_meta of a field to have a strategy but it has none
          {name: c, fields: [{name: f, fides_meta: {masking_strategy_override: {strategy: string_rewrite}}}]} | Expected string_rewrite to have a configuration.rewrite_value but it has none
          {name: c, fields: [{name: f, fides_meta: {references: [{dataset: <instance_fides_key>, field: a.b}]}}]} | Expected the dataset of a reference but <instance_fides_key> is a template's, in which a key is to be filled in
          {name: c, fields: [{name: f}, {name: f}]} | Expected field f once but it is at map.yml:4 too
          {name: c, fields: [{name: o, fields: [{name: f}, {name: f}]}]} | Expected field o.f once but it is at map.yml:4 too
          {name: c, fides_meta: {masking_strategy_override: {strategy: hash}}, fields: []} | Expected the masking_strategy_override of a collection to be delete but it is hash
          {name: c, fides_meta: {after: [orders]}, fields: []} | Expected after to name dataset.collection but it is orders
          {name: c, fides_meta: {erase_after: [shop.]}, fields: []} | Expected erase_after to name dataset.collection but it is shop.
          {name: c, fields: [{name: f, habeas: {retention: {rule: r, period: P0D, from: f, ground: ART_17_3_B, statute: S, jurisdiction: NL, meanwhile: restrict}}}]} | Expected period to be an ISO 8601 period such as P7Y but it is P0D
          {name: c, fields: {name: f}} | Expected fields to be a list but it is not
          {name: c, fields: [f]} | Expected a field to be a mapping but it is not
          """)
  void shouldNameWhatIsWrongWithItsLine(String collection, String message) {
    // when
    InvalidMap invalid =
        catchThrowableOfType(InvalidMap.class, () -> read("- " + collection + "\n"));

    // then
    assertThat(invalid).hasMessageContaining("map.yml:4: " + message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          <instance_fides_key>  | Expected the fides_key of a dataset but <instance_fides_key> is a template's, in which a key is to be filled in
          some shop             | Expected the fides_key of a dataset to be of letters, digits, dots, hyphens and underscores but it is some shop
          ''                    | Expected a dataset to have a fides_key but it has none
          """)
  void shouldRefuseKeysThatAreNone(String key, String message) {
    // when
    InvalidMap invalid =
        catchThrowableOfType(
            InvalidMap.class,
            () ->
                DataMapReader.read(
                    "map.yml",
                    new StringReader(
                        "dataset:\n  - fides_key: '" + key + "'\n    collections: []\n")));

    // then
    assertThat(invalid).hasMessage("map.yml:2: " + message);
  }

  @Test
  void shouldRefuseWhatIsThereTwice() {
    // when
    InvalidMap invalid =
        catchThrowableOfType(
            InvalidMap.class,
            () ->
                DataMapReader.read(
                    "map.yml",
                    new StringReader(
                        """
                        dataset:
                          - fides_key: shop
                            collections:
                              - {name: c, fields: []}
                              - {name: c, fields: []}
                          - fides_key: shop
                            collections: []
                        system:
                          - {fides_key: s, system_type: A}
                          - {fides_key: s, system_type: A}
                        """)));

    // then
    assertThat(invalid)
        .hasMessage(
            """
            map.yml:5: Expected collection c once but it is at map.yml:4 too
            map.yml:6: Expected dataset shop once but it is at map.yml:2 too
            map.yml:10: Expected system s once but it is at map.yml:9 too\
            """);
  }

  @Test
  void shouldWarnOfWhatIsPassedOver() {
    // when
    DataMap map =
        DataMapReader.read(
            "map.yml",
            new StringReader(
                """
                dataset:
                  - fides_key: shop
                    colections: []
                    collections:
                      - name: c
                        fides_meta:
                          skip_procesing: true
                        fields:
                          - name: f
                            references: []
                            fides_meta:
                              identiy: email
                              data_type: datetime
                      - name: d
                        fides_meta: {skip_processing: true}
                        fields:
                          - {name: e, data_categories: [user.contact.email]}
                tables: []
                """));

    // then
    assertThat(map.warnings())
        .extracting(MapError::toString)
        .containsExactly(
            "map.yml:3: Expected keys of fideslang in a dataset but found colections, which is"
                + " passed over",
            "map.yml:7: Expected keys of fideslang in fides_meta of a collection but found"
                + " skip_procesing, which is passed over",
            "map.yml:10: Expected keys of fideslang in a field but found references, which is"
                + " passed over",
            "map.yml:12: Expected keys of fideslang in fides_meta of a field but found identiy,"
                + " which is passed over",
            "map.yml:13: Expected data_type to be one of [boolean, float, integer, long, object,"
                + " object_id, string, uuid], [] after it for a list, but it is datetime, which is"
                + " taken as not said",
            "map.yml:14: Expected no personal data in d, which no request looks at, but there is"
                + " some",
            "map.yml:18: Expected keys of fideslang in the data map but found tables, which is"
                + " passed over");
  }

  private static DataMap masked(String strategy, String configuration) {
    return read(
        """
        - name: c
          fields:
            - name: f
              fides_meta:
                masking_strategy_override: {strategy: %s, configuration: {%s}}
        """
            .formatted(strategy, configuration));
  }

  private static Optional<String> maskingOf(DataMap map) {
    return field(map.datasets().getFirst().collections().getFirst(), "f")
        .writing()
        .masking()
        .map(Object::toString);
  }

  private static DataField field(DataCollection collection, String name) {
    return collection.field(name).orElseThrow();
  }

  private static DataCollection collection(String yaml) {
    return read(yaml).datasets().getFirst().collections().getFirst();
  }

  /** The first line of {@code collections} is the fourth of the map. */
  private static DataMap read(String collections) {
    return DataMapReader.read(
        "map.yml",
        new StringReader(
            "dataset:\n  - fides_key: shop\n    collections:\n" + collections.indent(6)));
  }
}
