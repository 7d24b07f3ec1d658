package io.habeas.storeagent.mongodb;

import static org.assertj.core.api.Assertions.assertThat;

import io.habeas.participant.Corrections;
import io.habeas.participant.Counts;
import io.habeas.participant.Deferred;
import io.habeas.participant.Outcome;
import io.habeas.participant.WaitReason;
import io.habeas.participant.task.Answer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Art. 16 in documents: the person's values, in the person's records, and in nobody else's (L18).
 */
class RectifyIT {
  private static final UUID REQUEST = UUID.fromString("00000000-0000-0000-0000-0000000000a6");
  private static final String MAP =
      """
      dataset:
        - fides_key: shop
          collections:
            - name: people
              fields:
                - {name: _id, fides_meta: {primary_key: true}}
                - {name: email, data_categories: [user.contact.email], fides_meta: {identity: email, data_type: string}}
                - name: profile
                  fields:
                    - {name: name, data_categories: [user.name]}
                    - {name: born, data_categories: [user.demographic.date_of_birth], fides_meta: {data_type: integer}}
                    - {name: score, data_categories: [user.financial.credit], habeas: {rectification: supplement}}
                    - {name: doctor, data_categories: [user.health], habeas: {third-party: it names the doctor}}
            - name: threads
              fields:
                - {name: _id, fides_meta: {primary_key: true}}
                - name: posts
                  fides_meta: {data_type: "object[]"}
                  fields:
                    - {name: by, data_categories: [user.contact.email], fides_meta: {identity: email, data_type: string}}
                    - {name: shown, data_categories: [user.name]}
                    - {name: text, data_categories: [user.content.public], habeas: {free-text: true}}
      """;

  private final MongoDatabases.Database database = MongoDatabases.create();
  private final MongoAgent agent = MongoAgent.on(database, MongoAgent.plan(MAP));

  @BeforeEach
  void people() {
    database.insert(
        "people",
        "{_id: 1, email: \"ada@example.com\", profile: {name: \"Adda\", born: 1815, score: 3,"
            + " doctor: \"Dr. Who\"}, other: 1}",
        "{_id: 2, email: \"bob@example.com\", profile: {name: \"Adda\", born: 1815}}");
    database.insert(
        "threads",
        "{_id: 7, posts: [{by: \"bob@example.com\", shown: \"Adda\"}, {by: \"ada@example.com\","
            + " shown: \"Adda\", text: \"hi\"}, {by: \"ADA@example.com\"}]}");
    agent.vault.has("email", "ada@example.com");
  }

  @AfterEach
  void close() {
    agent.close();
    database.close();
  }

  @Test
  void shouldOverwriteWhereThePersonsRecordsHoldItAndNothingElse() {
    // given
    agent.vault.corrects(
        new Corrections(
            Map.of("user.name", "Ada", "user.demographic.date_of_birth", "1816"),
            Optional.empty()));

    // when
    Answer first = agent.rectify(REQUEST, 1);
    Answer again = agent.rectify(REQUEST, 1);

    // then
    assertThat(first)
        .isEqualTo(
            new Answer.Done(
                new Outcome.RecordsRectified(
                    new Counts(Map.of("people", 1L, "threads", 1L)), Counts.NONE)));
    assertThat(again).isEqualTo(first);
    assertThat(database.documents("people"))
        .containsExactly(
            "{\"_id\": {\"$numberInt\": \"1\"}, \"email\": \"ada@example.com\", \"profile\":"
                + " {\"name\": \"Ada\", \"born\": {\"$numberInt\": \"1816\"}, \"score\":"
                + " {\"$numberInt\": \"3\"}, \"doctor\": \"Dr. Who\"}, \"other\": {\"$numberInt\":"
                + " \"1\"}}",
            "{\"_id\": {\"$numberInt\": \"2\"}, \"email\": \"bob@example.com\", \"profile\":"
                + " {\"name\": \"Adda\", \"born\": {\"$numberInt\": \"1815\"}}}");
    assertThat(database.documents("threads"))
        .containsExactly(
            "{\"_id\": {\"$numberInt\": \"7\"}, \"posts\": [{\"by\": \"bob@example.com\","
                + " \"shown\": \"Adda\"}, {\"by\": \"ada@example.com\", \"shown\": \"Ada\","
                + " \"text\": \"hi\"}, {\"by\": \"ADA@example.com\"}]}");
  }

  @Test
  void shouldCorrectTheAddressByWhichPeopleAreFoundToo() {
    // given
    agent.vault.corrects(
        new Corrections(Map.of("user.contact.email", "ada@new.example"), Optional.empty()));

    // when
    Answer answer = agent.rectify(REQUEST, 1);

    // then
    assertThat(answer)
        .isEqualTo(
            new Answer.Done(
                new Outcome.RecordsRectified(
                    new Counts(Map.of("people", 1L, "threads", 2L)), Counts.NONE)));
    assertThat(database.documents("people", "{email: \"ada@new.example\"}")).hasSize(1);
    assertThat(database.documents("threads").getFirst())
        .contains("bob@example.com")
        .doesNotContainIgnoringCase("ada@example.com");
  }

  @Test
  void shouldPutAStatementBesideWhatIsNotOverwrittenShowItInACopyAndEraseItWithTheRecord()
      throws Deferred {
    // given
    agent.vault.corrects(
        new Corrections(
            Map.of("user.financial.credit", "9"), Optional.of("The score is somebody else's.")));

    // when
    Answer answer = agent.rectify(REQUEST, 1);
    List<String> copy = agent.export(REQUEST, 2);
    agent.erase(REQUEST, 3);

    // then
    assertThat(answer)
        .isEqualTo(
            new Answer.Done(
                new Outcome.RecordsRectified(Counts.NONE, new Counts(Map.of("people", 1L)))));
    assertThat(copy)
        .contains(
            "people {\"_id\": 1, \"email\": \"ada@example.com\", \"profile\": {\"name\": \"Adda\","
                + " \"born\": 1815, \"score\": 3, \"doctor\": {\"habeas:withheld\": \"ART_15_4\","
                + " \"reason\": \"it names the doctor\"}}, \"habeas:statements\": [\"The score is"
                + " somebody else's.\"]}");
    assertThat(database.documents("habeas_statement")).isEmpty();
  }

  @Test
  void shouldChangeNothingWhereACorrectedValueDoesNotFitTheField() {
    // given
    agent.vault.corrects(
        new Corrections(
            Map.of("user.name", "Ada", "user.demographic.date_of_birth", "long ago"),
            Optional.empty()));
    Map<String, List<String>> before = database.contents();

    // when
    Answer answer = agent.rectify(REQUEST, 1);

    // then
    assertThat(answer).isEqualTo(new Answer.Wait(WaitReason.MAP_MISMATCH));
    assertThat(database.contents()).isEqualTo(before);
  }

  @Test
  void shouldFindWhatOthersWroteAboutThePersonWhereItVerifies() {
    // given
    agent.erase(REQUEST, 1);
    database.insert(
        "threads",
        "{_id: 8, posts: [{by: \"bob@example.com\", text: \"Write to Ada@Example.com, she"
            + " knows.\"}]}",
        "{_id: 9, posts: [{by: \"bob@example.com\", text: \"Not jada@example.com.\"}]}");

    // when
    Answer answer = agent.verify(REQUEST, 2);

    // then
    assertThat(answer)
        .isEqualTo(new Answer.Done(new Outcome.ResidueFound(new Counts(Map.of("threads", 1L)))));
  }
}
