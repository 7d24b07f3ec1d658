package io.habeas.storeagent.mongodb;

import static org.assertj.core.api.Assertions.assertThat;

import io.habeas.participant.Counts;
import io.habeas.participant.Deferred;
import io.habeas.participant.Erased.CollectionOutcome;
import io.habeas.participant.Outcome;
import io.habeas.participant.task.Answer;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.bson.BsonDocument;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The sample controller's map on the sample controller's documents. */
class ConversationsErasureIT {
  private static final UUID REQUEST = UUID.fromString("00000000-0000-0000-0000-0000000000a1");
  private static final String OF_OTHERS = "{account_id: {$ne: 1}}";

  private final MongoDatabases.Database database = MongoDatabases.create();
  private final MongoAgent agent = MongoAgent.on(database, MongoAgent.sample());

  @BeforeEach
  void people() {
    for (int account = 1; account <= 3; account++) {
      for (int i = 0; i < 4; i++) {
        database.insert(
            "conversations",
            """
            {_id: {$oid: "%s"}, account_id: %d, title: "talk %d of %d",%s unmapped: {"a.b": 1},
             messages: [{role: "user", text: "hi, I am %d", at: {$date: "2026-10-17T13:14:15Z"}}, {role: "assistant", text: "hi"}]}
            """
                .formatted(
                    id(1, account, i),
                    account,
                    i,
                    account,
                    i == 0 ? " status: \"open\"," : "",
                    account));
        database.insert(
            "model_feedback",
            """
            {_id: {$oid: "%s"}, account_id: {$numberLong: "%d"}, model: "m", rating: %d, comment: "by %d", at: {$date: "2026-10-17T13:14:15Z"}}
            """
                .formatted(id(3, account, i), account, i, account));
      }
    }
    database.insert(
        "shared_prompts",
        """
        {_id: {$oid: "%s"}, topic: "together", contributions: [
          {account_id: 1, text: "first of 1", at: {$date: "2026-10-17T13:14:15Z"}}, {account_id: 2, text: "of 2"},
          {account_id: 1.0, text: "second of 1"}, {account_id: 11, text: "of 11"}, {text: "of nobody"}]}
        """
            .formatted(id(2, 0, 0)),
        "{_id: {$oid: \"%s\"}, topic: \"others\", contributions: [{account_id: 2, text: \"of 2\"}]}"
            .formatted(id(2, 0, 1)),
        "{_id: {$oid: \"%s\"}, topic: \"empty\", contributions: []}".formatted(id(2, 0, 2)),
        "{_id: {$oid: \"%s\"}, topic: \"none\"}".formatted(id(2, 0, 3)));
    agent.vault.has("account_id", "1");
  }

  @AfterEach
  void close() {
    agent.close();
    database.close();
  }

  @Test
  void shouldCountDocumentsAndElementsOfOnePerson() {
    // when
    Answer answer = agent.locate(REQUEST, 1);

    // then
    assertThat(answer)
        .isEqualTo(
            new Answer.Done(
                new Outcome.HoldingsLocated(
                    new Counts(
                        Map.of("conversations", 4L, "shared_prompts", 2L, "model_feedback", 4L)),
                    Set.of(),
                    false)));
  }

  @Test
  void shouldReadOutExactlyWhatIsThePersonsAndNothingOfOthers() throws Deferred {
    // when
    List<String> records = agent.export(REQUEST, 1);

    // then
    assertThat(records)
        .containsExactlyInAnyOrder(
            conversation(0, ", \"status\": \"open\""),
            conversation(1, ""),
            conversation(2, ""),
            conversation(3, ""),
            "shared_prompts {\"_id\": \"%s\", \"contributions\": [{\"account_id\": 1, \"text\": \"first of 1\","
                    .formatted(id(2, 0, 0))
                + " \"at\": \"2026-10-17T13:14:15Z\"}, {\"account_id\": 1.0, \"text\": \"second of"
                + " 1\"}, {\"habeas:withheld\": \"ART_15_4\", \"items\": 3}]}",
            feedback(0),
            feedback(1),
            feedback(2),
            feedback(3));
  }

  private static String conversation(int i, String status) {
    return """
    conversations {"_id": "%s", "account_id": 1, "title": "talk %d of 1"%s, "messages": [{"role": "user", "text": "hi, I am 1", "at": "2026-10-17T13:14:15Z"}, {"role": "assistant", "text": "hi"}]}\
    """
        .formatted(id(1, 1, i), i, status);
  }

  private static String feedback(int i) {
    return """
    model_feedback {"_id": "%s", "account_id": 1, "model": "m", "rating": %d, "comment": "by 1", "at": "2026-10-17T13:14:15Z"}\
    """
        .formatted(id(3, 1, i), i);
  }

  @Test
  void shouldErasePullAndAnonymiseAndLeaveEveryOtherByteAsItIs() {
    // given
    agent.locate(REQUEST, 1);
    agent.restrict(REQUEST, 2);
    List<String> conversations = database.documents("conversations", OF_OTHERS);
    List<String> feedback = database.documents("model_feedback", OF_OTHERS);
    List<String> others = database.documents("shared_prompts", "{topic: {$ne: \"together\"}}");

    // when
    Answer answer = agent.erase(REQUEST, 3);

    // then
    assertThat(answer)
        .isEqualTo(
            new Answer.Done(
                new Outcome.RecordsErased(
                    List.of(
                        new CollectionOutcome("conversations", 4, 0, 0),
                        new CollectionOutcome("model_feedback", 0, 4, 0),
                        new CollectionOutcome("shared_prompts", 2, 0, 0)),
                    List.of())));
    assertThat(database.documents("conversations")).isEqualTo(conversations);
    assertThat(database.documents("model_feedback", OF_OTHERS)).containsAll(feedback);
    assertThat(database.documents("model_feedback", "{account_id: null}"))
        .hasSize(4)
        .contains(
            "{\"_id\": {\"$oid\": \"%s\"}, \"account_id\": null, \"model\": \"m\", \"rating\": {\"$numberInt\": \"2\"},"
                    .formatted(id(3, 1, 2))
                + " \"comment\": null, \"at\": {\"$date\": {\"$numberLong\": \"1790812800000\"}}}");
    assertThat(database.documents("shared_prompts", "{topic: {$ne: \"together\"}}"))
        .isEqualTo(others);
    assertThat(database.documents("shared_prompts", "{topic: \"together\"}"))
        .singleElement()
        .satisfies(
            document ->
                assertThat(BsonDocument.parse(document).getArray("contributions"))
                    .isEqualTo(
                        BsonDocument.parse(
                                "{a: [{account_id: 2, text: \"of 2\"}, {account_id: 11, text:"
                                    + " \"of 11\"}, {text: \"of nobody\"}]}")
                            .getArray("a")));
    assertThat(database.count("habeas_work")).isZero();
    assertThat(database.count("habeas_restriction")).isZero();
    assertThat(agent.verify(REQUEST, 4)).isEqualTo(new Answer.Done(new Outcome.ErasureVerified()));
  }

  @Test
  void shouldReportTheFirstOutcomeOfARedeliveredTaskAndChangeNothing() {
    // given
    Answer first = agent.erase(REQUEST, 1);
    database.insert("conversations", "{account_id: 1, title: \"new\"}");
    Map<String, List<String>> before = database.contents();

    // when
    Answer again = agent.erase(REQUEST, 1);

    // then
    assertThat(again).isEqualTo(first);
    assertThat(database.contents()).isEqualTo(before);
  }

  @Test
  void shouldFindResidueThatAppearedAfterErasureAlsoInAnotherTypeAndEraseItWithTheNextStep() {
    // given
    agent.erase(REQUEST, 1);
    database.insert("conversations", "{account_id: 1, title: \"new\"}");
    database.insert("model_feedback", "{account_id: \"1\", comment: \"in another type\"}");

    // when
    Answer residue = agent.verify(REQUEST, 2);
    Answer again = agent.erase(REQUEST, 3);
    Answer left = agent.verify(REQUEST, 4);

    // then
    assertThat(residue)
        .isEqualTo(
            new Answer.Done(
                new Outcome.ResidueFound(
                    new Counts(Map.of("conversations", 1L, "model_feedback", 1L)))));
    assertThat(again)
        .isEqualTo(
            new Answer.Done(
                new Outcome.RecordsErased(
                    List.of(new CollectionOutcome("conversations", 1, 0, 0)), List.of())));
    assertThat(left)
        .isEqualTo(
            new Answer.Done(new Outcome.ResidueFound(new Counts(Map.of("model_feedback", 1L)))));
  }

  @Test
  void shouldLiftARestrictionExactly() {
    // given
    Map<String, List<String>> before = database.contents();

    // when
    Answer restricted = agent.restrict(REQUEST, 1);
    List<String> hidden = database.documents("conversations", "{status: \"hidden\"}");
    Answer lifted = agent.lift(REQUEST, 2);

    // then
    Counts counts = new Counts(Map.of("conversations", 4L, "shared_prompts", 2L));
    assertThat(restricted).isEqualTo(new Answer.Done(new Outcome.RecordsRestricted(counts)));
    assertThat(hidden).hasSize(4).allMatch(document -> document.contains(" of 1\""));
    assertThat(lifted).isEqualTo(new Answer.Done(new Outcome.RestrictionLifted(counts)));
    assertThat(database.contents()).isEqualTo(before);
    assertThat(database.count("habeas_restriction")).isZero();
    assertThat(database.count("habeas_work")).isZero();
  }

  @Test
  void shouldKeepRecordsHiddenUntilTheLastRequestLifts() {
    // given
    UUID other = UUID.fromString("00000000-0000-0000-0000-0000000000a2");
    Map<String, List<String>> before = database.contents();
    agent.restrict(REQUEST, 1);
    agent.restrict(other, 1);

    // when
    agent.lift(REQUEST, 2);

    // then
    assertThat(database.documents("conversations", "{status: \"hidden\"}")).hasSize(4);
    agent.lift(other, 2);
    assertThat(database.contents()).isEqualTo(before);
  }

  @Test
  void shouldSayInTheShadowWhichElementsAreHidden() {
    // when
    agent.restrict(REQUEST, 1);

    // then
    assertThat(database.documents("habeas_restriction", "{collection: \"shared_prompts\"}"))
        .singleElement()
        .satisfies(
            shadow ->
                assertThat(BsonDocument.parse(shadow).getArray("elements"))
                    .isEqualTo(
                        BsonDocument.parse(
                                "{a: [{list: \"contributions\", fields: [{path:"
                                    + " \"contributions.account_id\", values: [1]}]}]}")
                            .getArray("a")));
  }

  @Test
  void shouldAnswerALowerStepThanSeenSuperseded() {
    // given
    agent.restrict(REQUEST, 2);
    agent.lift(REQUEST, 3);
    Map<String, List<String>> before = database.contents();

    // when
    Answer late = agent.erase(REQUEST, 1);

    // then
    assertThat(late).isEqualTo(new Answer.Superseded(3));
    assertThat(database.contents()).isEqualTo(before);
  }

  @Test
  void shouldHoldNothingAboutAnUnknownSubjectAndTouchNothing_L15() throws Deferred {
    // given
    agent.vault.has("account_id", "4");
    Map<String, List<String>> before = database.contents();

    // when
    List<Answer> answers = everything();
    List<String> records = agent.export(REQUEST, 9);

    // then
    assertThat(answers).isEqualTo(nothing());
    assertThat(records).isEmpty();
    assertThat(database.contents()).isEqualTo(before);
  }

  @Test
  void shouldTreatIdentifiersThatLookLikeOperatorsOrAreOfAnotherTypeAsValues() {
    // given
    agent.vault.has(
        "account_id",
        "{\"$gt\":\"\"}",
        ".*",
        "1.0",
        "1e0",
        "0x01",
        " 1",
        "",
        "1 || true",
        "99999999999999999999",
        "nul\0byte",
        "$where",
        "-1");
    Map<String, List<String>> before = database.contents();

    // when
    List<Answer> answers = everything();

    // then
    assertThat(answers).isEqualTo(nothing());
    assertThat(database.contents()).isEqualTo(before);
  }

  @Test
  void shouldKeepNothingThatNamesThePersonInItsOwnCollections() {
    // given
    agent.vault.has("account_id", "3");
    agent.locate(REQUEST, 1);
    agent.restrict(REQUEST, 2);

    // when
    agent.erase(REQUEST, 3);
    agent.verify(REQUEST, 4);

    // then
    assertThat(database.count("habeas_work")).isZero();
    assertThat(database.count("habeas_restriction")).isZero();
    assertThat(database.documents("habeas_task"))
        .singleElement()
        .satisfies(
            task -> assertThat(task).doesNotContain("account_id").doesNotContain(id(1, 3, 0)));
  }

  private List<Answer> everything() {
    return List.of(
        agent.locate(REQUEST, 1),
        agent.restrict(REQUEST, 2),
        agent.lift(REQUEST, 3),
        agent.erase(REQUEST, 4),
        agent.verify(REQUEST, 5));
  }

  private static List<Answer> nothing() {
    return List.of(
        new Answer.Done(new Outcome.HoldingsLocated(Counts.NONE, Set.of(), false)),
        new Answer.Done(new Outcome.RecordsRestricted(Counts.NONE)),
        new Answer.Done(new Outcome.RestrictionLifted(Counts.NONE)),
        new Answer.Done(new Outcome.RecordsErased(List.of(), List.of())),
        new Answer.Done(new Outcome.ErasureVerified()));
  }

  private static String id(int kind, int account, int number) {
    return "%08x%08x%08x".formatted(kind, account, number);
  }
}
