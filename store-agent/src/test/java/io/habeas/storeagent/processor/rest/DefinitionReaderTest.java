package io.habeas.storeagent.processor.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DefinitionReaderTest {
  private static final String GOOD =
      """
      processor: crm
      base-url: https://crm.example
      auth: {bearer: token}
      settings: {region: eu}
      searches:
        people:
          collection: people
          subjects: {identifier: email}
          call: {method: POST, path: /people, json: {email: '{subject}'}}
          records: /people
          key: /id
      actions:
        locate: [people]
        erase:
          - collection: people
            subjects: {search: people, value: /id}
            call: {method: DELETE, path: '/people/{subject}'}
            repeat: harmless
        verify: {searches: [people]}
      """;

  @ParameterizedTest
  @ValueSource(strings = {"segment", "stripe", "intercom", "amplitude"})
  void shouldReadWhatIsShipped(String name) {
    assertThat(DefinitionReader.read(name).processor()).isEqualTo(name);
  }

  @Test
  void shouldReadADefinition() {
    assertThat(DefinitionReader.read("crm", GOOD).searches()).containsOnlyKeys("people");
  }

  private static void refused(String from, String to, String message) {
    assertThat(GOOD).contains(from);
    assertThatThrownBy(() -> DefinitionReader.read("crm", GOOD.replace(from, to)))
        .isInstanceOf(InvalidDefinition.class)
        .hasMessageContaining(message);
  }

  @Test
  void shouldRefuseWhatItDoesNotKnow() {
    refused("processor: crm", "processor: crm\nprocesor: x", "procesor");
    refused("repeat: harmless", "repeat: sometimes", "repeat");
    refused("'{subject}'", "'{passport}'", "it is {passport}");
    refused("locate: [people]", "locate: [persons]", "no persons");
  }

  @Test
  void shouldRefuseToSpliceAValueIntoText() {
    refused("'{subject}'", "'email:\"{subject}\"'", "a whole value");
    refused("'/people/{subject}'", "'/people?id={subject}'", "a path");
    refused("'/people/{subject}'", "'people/{subject}'", "a path");
    refused("'/people/{subject}'", "'/../{subject}'", "a path");
  }

  @Test
  void shouldRefuseAPersonsValueInAHeaderAndHeadersThatAreNotForIt() {
    refused(
        "call: {method: DELETE, path: '/people/{subject}'}",
        "call: {method: DELETE, path: '/people/{subject}', headers: {X-Id: '{subject}'}}",
        "it is {subject}");
    refused(
        "call: {method: DELETE, path: '/people/{subject}'}",
        "call: {method: DELETE, path: '/people/{subject}', headers: {Authorization: me}}",
        "a header that may be set");
  }

  @Test
  void shouldRefuseAnErasureThatNobodyVerifies() {
    refused("verify: {searches: [people]}", "verify: {}", "to be verified");
  }

  @Test
  void shouldRefuseSearchesThatLeadToThemselves() {
    refused("subjects: {identifier: email}", "subjects: {search: people, value: /id}", "itself");
  }

  @Test
  void shouldRefuseAnOrderWithAStatusAndNoName() {
    refused(
        "repeat: harmless",
        "repeat: harmless\n      status: {call: {method: GET, path: /x}, state: /s, done: [d]}",
        "a reference where it has a status");
  }

  @Test
  void shouldRefusePagingOfTwoKindsOrNowhere() {
    refused("key: /id", "key: /id\n    paging: {cursor: /next}", "one way of paging");
    refused(
        "key: /id",
        "key: /id\n    paging: {cursor: /next, link: true, send: {query: c}}",
        "one way of paging");
    refused(
        "key: /id",
        "key: /id\n    paging: {cursor: /next, send: {json: /no/where}}",
        "no such place");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "- a", "processor: crm", "x: [", "processor: crm\nprocessor: crm"})
  void shouldRefuseWhatIsNoDefinition(String text) {
    assertThatThrownBy(() -> DefinitionReader.read("crm", text))
        .isInstanceOf(InvalidDefinition.class);
  }
}
