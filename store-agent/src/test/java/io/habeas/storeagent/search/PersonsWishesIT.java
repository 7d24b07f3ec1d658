package io.habeas.storeagent.search;

import static org.assertj.core.api.Assertions.assertThat;

import io.habeas.participant.Corrections;
import io.habeas.participant.Counts;
import io.habeas.participant.Deferred;
import io.habeas.participant.Outcome;
import io.habeas.participant.task.Answer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Corrections, statements, made-up people, and people who are named in running text. */
class PersonsWishesIT {
  private static final UUID REQUEST = UUID.fromString("00000000-0000-0000-0000-0000000000b1");

  private static final String MAP =
      """
      dataset:
        - fides_key: desk
          collections:
            - name: people
              habeas: {index: "@people"}
              fields:
                - {name: _id, fides_meta: {primary_key: true}}
                - name: email
                  data_categories: [user.contact.email]
                  fides_meta: {identity: email, data_type: string}
                - name: number
                  data_categories: [user.unique_id]
                  fides_meta: {data_type: long}
                  habeas: {identifier: number, verified: true, unique: true}
                - {name: name, data_categories: [user.name]}
            - name: tickets
              habeas: {index: "@tickets"}
              fields:
                - {name: _id, fides_meta: {primary_key: true}}
                - name: by
                  fides_meta: {references: [{dataset: desk, field: people.number, direction: from}]}
                - {name: text, data_categories: [user.content], habeas: {free-text: true}}
                - name: replies
                  fides_meta: {data_type: "object[]"}
                  fields:
                    - {name: signed, data_categories: [user.name]}
            - name: rooms
              habeas: {index: "@rooms"}
              fields:
                - {name: _id, fides_meta: {primary_key: true}}
                - name: guests
                  fides_meta: {data_type: "object[]"}
                  fields:
                    - name: email
                      fides_meta: {identity: email, data_type: string}
                    - {name: name, data_categories: [user.name]}
      """;

  private static final SearchServers.Space SPACE = SearchServers.space();

  private final SearchAgent agent = SearchAgent.on(SPACE, MAP);

  @BeforeAll
  static void build() {
    SPACE.create(
        "people", "{\"email\": {\"type\": \"keyword\"}, \"number\": {\"type\": \"long\"}}");
    SPACE.create("tickets", "{\"by\": {\"type\": \"long\"}, \"text\": {\"type\": \"text\"}}");
    SPACE.create("rooms", "{\"guests\": {\"properties\": {\"email\": {\"type\": \"keyword\"}}}}");
  }

  @AfterAll
  static void end() {
    SPACE.close();
  }

  @BeforeEach
  void open() {
    SPACE.insert(
        "people",
        "{\"_id\": \"1\", \"email\": \"ada@example.com\", \"number\": 7, \"name\": \"Ado\"}",
        "{\"_id\": \"2\", \"email\": \"bob@example.com\", \"number\": 77, \"name\": \"Bob\"}");
    SPACE.insert(
        "tickets",
        "{\"_id\": \"1\", \"by\": 7, \"text\": \"help\", \"replies\": [{\"signed\": \"Ado\"}]}",
        "{\"_id\": \"2\", \"by\": 77, \"text\": \"help, says ada@example.com.\"}",
        "{\"_id\": \"3\", \"by\": 77, \"text\": \"ask ada@example.com.evil.example\"}");
    SPACE.insert(
        "rooms",
        """
        {"_id": "1", "guests": [{"email": "ada@example.com", "name": "Ado"},
          {"email": "bob@example.com", "name": "Ado"}]}
        """);
    agent.vault.has("email", "ada@example.com");
    agent.vault.has("number", "7");
  }

  @AfterEach
  void close() {
    agent.close();
    SPACE.clear();
  }

  @Test
  void shouldCorrectByCategoryWhatIsThePersonsAndNothingElse() {
    // given
    agent.vault.corrects(new Corrections(Map.of("user.name", "Ada"), Optional.empty()));

    // when
    Answer rectified = agent.rectify(REQUEST, 1);

    // then
    Answer corrected =
        new Answer.Done(
            new Outcome.RecordsRectified(
                new Counts(Map.of("people", 1L, "tickets", 1L, "rooms", 1L)), Counts.NONE));
    assertThat(rectified).isEqualTo(corrected);
    assertThat(SPACE.documents("people"))
        .containsExactly(
            "{\"_id\":\"1\",\"email\":\"ada@example.com\",\"name\":\"Ada\",\"number\":7}",
            "{\"_id\":\"2\",\"email\":\"bob@example.com\",\"name\":\"Bob\",\"number\":77}");
    assertThat(SPACE.documents("rooms"))
        .containsExactly(
            "{\"_id\":\"1\",\"guests\":[{\"email\":\"ada@example.com\",\"name\":\"Ada\"},{\"email\":\"bob@example.com\",\"name\":\"Ado\"}]}");
    assertThat(agent.rectify(REQUEST, 2)).isEqualTo(corrected);
  }

  @Test
  void shouldCorrectAnAddressOnlyWhereTheRecordIsStillFoundWithoutIt() throws Deferred {
    // given
    agent.vault.corrects(
        new Corrections(Map.of("user.contact.email", "ada@new.example"), Optional.empty()));

    // when
    Answer rectified = agent.rectify(REQUEST, 1);

    // then: by its number; the reference to it is another's to lead by and stays
    assertThat(rectified)
        .isEqualTo(
            new Answer.Done(
                new Outcome.RecordsRectified(new Counts(Map.of("people", 1L)), Counts.NONE)));
    assertThat(SPACE.documents("people").getFirst()).contains("ada@new.example");
    assertThat(SPACE.documents("rooms").getFirst()).doesNotContain("ada@new.example");
    assertThat(agent.export(REQUEST, 2)).anyMatch(record -> record.contains("ada@new.example"));
    assertThat(agent.rectify(REQUEST, 3)).isEqualTo(rectified);
  }

  @Test
  void shouldPutAStatementBesideRecordsReadItOutAndEraseItWithThem() throws Deferred {
    // given
    UUID other = UUID.fromString("00000000-0000-0000-0000-0000000000b2");

    // when
    agent.vault.corrects(new Corrections(Map.of(), Optional.of("I never stayed there")));
    Answer rectified = agent.rectify(REQUEST, 1);

    // then
    assertThat(rectified)
        .isEqualTo(
            new Answer.Done(
                new Outcome.RecordsRectified(
                    Counts.NONE, new Counts(Map.of("people", 1L, "tickets", 1L, "rooms", 1L)))));
    assertThat(agent.export(other, 1))
        .hasSize(3)
        .allMatch(record -> record.contains("\"habeas:statements\":[\"I never stayed there\"]"));
    agent.vault.has("email", "bob@example.com");
    agent.vault.has("number", "77");
    assertThat(agent.export(other, 2)).noneMatch(record -> record.contains("never"));
    agent.vault.has("email", "ada@example.com");
    agent.vault.has("number", "7");
    agent.erase(REQUEST, 2);
    assertThat(SPACE.own("statement")).isEmpty();
  }

  @Test
  void shouldFindInRunningTextWhoIsNamedThere() {
    // given
    agent.erase(REQUEST, 1);

    // when
    Answer verified = agent.verify(REQUEST, 2);

    // then
    assertThat(verified)
        .isEqualTo(new Answer.Done(new Outcome.ResidueFound(new Counts(Map.of("tickets", 1L)))));
  }

  @Test
  void shouldMakeUpAPersonOnceWhoIsLocatedAndErasedLikeAnyOther() {
    // given
    UUID canary = UUID.fromString("00000000-0000-0000-0000-0000000000b3");
    List<String> before = SPACE.documents("people");
    agent.vault.has("email", "canary@example.org");
    agent.vault.has("number", "4711");

    // when
    Answer seeded = agent.seed(canary, 1);

    // then
    Answer one = new Answer.Done(new Outcome.SubjectSeeded(new Counts(Map.of("people", 1L))));
    assertThat(seeded).isEqualTo(one);
    assertThat(SPACE.documents("people")).hasSize(3);
    assertThat(agent.locate(canary, 2))
        .isEqualTo(
            new Answer.Done(
                new Outcome.HoldingsLocated(
                    new Counts(Map.of("people", 1L)), Set.of("number"), false)));
    agent.erase(canary, 3);
    assertThat(SPACE.documents("people")).isEqualTo(before);
    assertThat(agent.verify(canary, 4)).isEqualTo(new Answer.Done(new Outcome.ErasureVerified()));
  }
}
