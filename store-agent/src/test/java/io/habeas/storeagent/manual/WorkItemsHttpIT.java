package io.habeas.storeagent.manual;

import static org.assertj.core.api.Assertions.assertThat;

import io.habeas.participant.Counts;
import io.habeas.participant.Erased.CollectionOutcome;
import io.habeas.participant.Outcome;
import io.habeas.participant.Retained;
import io.habeas.participant.RetentionGround;
import io.habeas.participant.task.Answer;
import io.habeas.storeagent.api.AgentOverHttp.Reply;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Tasks for people from the task to its outcome, over HTTP. */
class WorkItemsHttpIT extends PaperTasks {

  @Test
  void shouldWaitForAPersonAndReportWhatTheySay() {
    // given
    assertThat(archive.locate(REQUEST, 1)).isEqualTo(WAITING);
    assertThat(archive.locate(REQUEST, 1)).isEqualTo(WAITING);
    String id = onlyItem();

    // when
    http.post("/v1/work-items/" + id + "/claim", ANNA, "");
    Reply completed =
        complete(id, ANNA, "{\"collections\": [{\"collection\": \"letters\", \"records\": 2}]}");

    // then
    assertThat(completed.status()).isEqualTo(200);
    assertThat(completed.json().path("state").asString()).isEqualTo("completed");
    Answer done =
        new Answer.Done(
            new Outcome.HoldingsLocated(
                new Counts(Map.of("letters", 2L)), java.util.Set.of(), false));
    assertThat(archive.locate(REQUEST, 1)).isEqualTo(done);
    assertThat(archive.locate(REQUEST, 1)).isEqualTo(done);
    assertThat(items("open", ANNA)).isEmpty();
  }

  @Test
  void shouldReportAnErasureWithWhatIsKeptUnderTheMapsDuty() {
    // given
    archive.erase(REQUEST, 3);
    String id = claimed(ANNA);

    // when
    complete(
        id,
        ANNA,
        """
        {"collections": [
           {"collection": "letters", "erased": 2},
           {"collection": "contracts", "erased": 1, "anonymised": 1, "retained":
             {"rule": "nl-tax", "records": 2, "firstExpiry": "2030-01-01", "lastExpiry": "2031-01-01"}}],
         "evidence": {"reference": "dms:4711"}}
        """);

    // then
    assertThat(archive.erase(REQUEST, 3))
        .isEqualTo(
            new Answer.Done(
                new Outcome.RecordsErased(
                    List.of(
                        new CollectionOutcome("letters", 2, 0, 0),
                        new CollectionOutcome("contracts", 1, 1, 2)),
                    List.of(
                        new Retained(
                            "contracts",
                            "nl-tax",
                            RetentionGround.ART_17_3_B,
                            "NL-AWR-52",
                            "NL",
                            2,
                            Instant.parse("2030-01-01T00:00:00Z"),
                            Instant.parse("2031-01-01T00:00:00Z"))))));
  }

  @Test
  void shouldRefuseACompletionThatDoesNotFitAndGoOnWaiting() {
    // given
    archive.erase(REQUEST, 3);
    String id = claimed(ANNA);

    // when
    Reply refused =
        complete(id, ANNA, "{\"collections\": [{\"collection\": \"letters\", \"records\": 2}]}");
    Reply garbage = complete(id, ANNA, "{\"collections\": [{\"erased\": \"ada@example.com\"}]}");

    // then
    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.contentType()).startsWith("application/problem+json");
    assertThat(refused.problem()).isEqualTo("invalid-completion");
    assertThat(refused.json().path("errors").size()).isEqualTo(2);
    assertThat(garbage.status()).isEqualTo(400);
    assertThat(garbage.json().toString()).doesNotContain("ada@");
    assertThat(archive.erase(REQUEST, 3)).isEqualTo(WAITING);
  }

  @Test
  void shouldTakeTheSameCompletionAgainAndNoOther() {
    // given
    archive.erase(REQUEST, 3);
    String id = claimed(ANNA);
    complete(id, ANNA, NOTHING);

    // when
    Reply again = complete(id, ANNA, NOTHING);
    Reply other = complete(id, ANNA, NOTHING.replace("everywhere", "nowhere"));
    Reply somebodyElse = complete(id, BERT, NOTHING);
    archive.erase(REQUEST, 3);
    Reply afterSealing = complete(id, ANNA, NOTHING);

    // then
    assertThat(again.status()).isEqualTo(200);
    assertThat(other.problem()).isEqualTo("already-completed");
    assertThat(somebodyElse.problem()).isEqualTo("already-completed");
    assertThat(afterSealing.status()).isEqualTo(200);
    assertThat(http.post("/v1/work-items/" + id + "/claim", ANNA, "").problem())
        .isEqualTo("already-completed");
  }

  @Test
  void shouldWithdrawWhatALaterStepOvertookAndWhatBelongsToAClosedRequest() {
    // given
    archive.restrict(REQUEST, 2);
    String restrict = claimed(ANNA);
    archive.lift(REQUEST, 3);
    UUID other = UUID.fromString("00000000-0000-0000-0000-0000000000b2");
    complete(claimed(BERT), BERT, NOTHING);
    archive.locate(other, 1);
    String locate = claimed(ANNA);

    // when
    closing.closed = true;
    Reply closed = http.get("/v1/work-items/" + locate, ANNA);

    // then
    assertThat(complete(restrict, ANNA, NOTHING).problem()).isEqualTo("withdrawn");
    assertThat(archive.restrict(REQUEST, 2)).isEqualTo(new Answer.Superseded(3));
    assertThat(archive.lift(REQUEST, 3))
        .isEqualTo(new Answer.Done(new Outcome.RestrictionLifted(Counts.NONE)));
    assertThat(closed.json().path("state").asString()).isEqualTo("withdrawn");
    assertThat(closed.json().toString()).doesNotContain("ada@");
    assertThat(complete(locate, ANNA, NOTHING).problem()).isEqualTo("withdrawn");
  }

  @Test
  void shouldGiveTwoInstancesOneItem() {
    // given
    try (Archive other = Archive.on(database, vault, clock)) {
      archive.erase(REQUEST, 3);
      assertThat(other.erase(REQUEST, 3)).isEqualTo(WAITING);

      // when
      complete(claimed(ANNA), ANNA, NOTHING);

      // then
      assertThat(other.erase(REQUEST, 3)).isEqualTo(archive.erase(REQUEST, 3));
      assertThat(items("open", ANNA)).isEmpty();
    }
  }

  @Test
  void shouldTellWhatWasDoneForAnEarlierStepThatWasNeverTold() {
    // given
    archive.erase(REQUEST, 3);
    complete(
        claimed(ANNA),
        ANNA,
        """
        {"collections": [{"collection": "letters", "erased": 2}],
         "evidence": {"text": "shredded"}}
        """);

    // when
    Answer answer = archive.erase(REQUEST, 5);

    // then
    assertThat(answer)
        .isEqualTo(
            new Answer.Done(
                new Outcome.RecordsErased(
                    List.of(new CollectionOutcome("letters", 2, 0, 0)), List.of())));
  }
}
