package io.habeas.storeagent.map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.habeas.storeagent.manual.ManualPlan;
import io.habeas.storeagent.map.DataMap.Dataset;
import io.habeas.storeagent.processor.ProcessorMap;
import io.habeas.storeagent.processor.objects.ObjectsPlan;
import java.io.StringReader;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where records come and go as a whole, nothing is promised of fields. */
class WholeRecordsTest {
  private static final String MAP =
      """
      dataset:
        - fides_key: elsewhere
          collections:
            - name: files
              habeas:
                third-party: they name the family too
                manual: {team: archive, instructions: {en: Look there.}}
              fields:
                - {name: email, fides_meta: {identity: email}}
                - {name: family, fields: [{name: child, habeas: {third-party: true}}]}
            - name: unseen
              fides_meta: {skip_processing: true}
              habeas: {third-party: true}
      """;

  @Test
  void shouldNotPromiseThatPeopleWithhold() {
    assertThat(complaints(MAP, ManualPlan::of))
        .containsExactly(
            "map.yml:4: Expected files not to be withheld from a copy, since what others hand over"
                + " goes into it as it is, but it is third-party",
            "map.yml:10: Expected no field of files to be withheld from a copy, since only whole"
                + " records are told apart there, but family.child is third-party");
  }

  @Test
  void shouldNotPromiseThatObjectsOfAProviderAreWithheld() {
    assertThat(complaints(MAP, ObjectsPlan::of))
        .extracting(complaint -> complaint.substring(0, complaint.indexOf(": ")))
        .containsExactly("map.yml:4", "map.yml:10");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "habeas: {erasure: keep}",
        "habeas: {free-text: true}",
        "fides_meta: {masking_strategy_override: {strategy: null_rewrite}}",
        "habeas: {retention: {rule: r, period: P7Y, from: f, ground: ART_17_3_B, statute: S,"
            + " jurisdiction: NL, meanwhile: restrict}}"
      })
  void shouldNotDropARuleOfAFieldWithoutAWord(String rule) {
    // given
    String map =
        """
        dataset:
          - fides_key: elsewhere
            collections:
              - name: files
                habeas: {manual: {team: archive, instructions: {en: Look there.}}}
                fields:
                  - {name: email, fides_meta: {identity: email}}
                  - {name: family, fields: [{name: child, %s}]}
        """
            .formatted(rule);

    // then
    List<Consumer<Dataset>> plans = List.of(ManualPlan::of, ObjectsPlan::of, ProcessorMap::of);
    for (Consumer<Dataset> plan : plans) {
      assertThat(complaints(map, plan))
          .singleElement()
          .asString()
          .startsWith("map.yml:8: Expected no ")
          .endsWith(
              " of single fields of files, since its records come and go as a whole, but"
                  + " family.child has it");
    }
  }

  private static List<String> complaints(String map, Consumer<Dataset> planning) {
    Dataset dataset = DataMapReader.read("map.yml", new StringReader(map)).datasets().getFirst();
    List<String> complaints = new java.util.ArrayList<>();
    assertThatThrownBy(() -> planning.accept(dataset))
        .isInstanceOfSatisfying(
            InvalidMap.class,
            invalid -> invalid.errors().forEach(error -> complaints.add(error.toString())));
    return complaints;
  }
}
