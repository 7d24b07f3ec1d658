package io.habeas.storeagent.processor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.habeas.storeagent.map.DataMapReader;
import io.habeas.storeagent.map.InvalidMap;
import io.habeas.storeagent.processor.ProcessorMap.Yield;
import java.io.StringReader;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ProcessorMapTest {

  private static ProcessorMap read(String collections) {
    String map = "dataset:\n  - fides_key: crm\n    collections:\n" + collections.indent(6);
    return ProcessorMap.of(
        DataMapReader.read("map.yml", new StringReader(map)).datasets().getFirst());
  }

  @Test
  void shouldTakeTheNamesOfFieldsForTheProcessorsIdentifiers() {
    // when
    ProcessorMap map =
        read(
            """
            - name: profiles
              fields:
                - name: email
                  fides_meta: {identity: email}
                - name: controller_customer_id
                  habeas: {identifier: account_id}
                - name: person
                  fields:
                    - name: crm_id
                      habeas: {identifier: crm_person, verified: true, unique: true}
            - name: hidden
              fides_meta: {skip_processing: true}
            """);

    // then
    assertThat(map)
        .isEqualTo(
            new ProcessorMap(
                "crm",
                Set.of("profiles"),
                Map.of(
                    "email", Set.of("email"),
                    "controller_customer_id", Set.of("account_id"),
                    "crm_id", Set.of("crm_person")),
                java.util.List.of(
                    new Yield("profiles", "crm_id", "/person/crm_id", "crm_person"))));
  }

  @Test
  void shouldRefuseWhatAProcessorCannotBeToldWithItsLine() {
    assertThatThrownBy(
            () ->
                read(
                    """
                    - name: profiles
                      habeas: {restriction: shadow}
                      fields:
                        - name: note
                          habeas: {erasure: keep}
                        - {name: friends, habeas: {third-party: true}}
                    - {name: messages, habeas: {third-party: true}}
                    """))
        .isInstanceOfSatisfying(
            InvalidMap.class,
            e ->
                assertThat(e.errors())
                    .extracting(error -> error.at().line())
                    .containsExactly(4, 7, 9, 10));
  }
}
