package io.habeas.storeagent.manual;

import static org.assertj.core.api.Assertions.assertThat;

import io.habeas.participant.Corrections;
import io.habeas.participant.Counts;
import io.habeas.participant.Outcome;
import io.habeas.participant.task.Answer;
import io.habeas.storeagent.api.AgentOverHttp.Reply;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Who works on what, and who is shown what, over HTTP. */
class ClaimsHttpIT extends PaperTasks {

  @Test
  void shouldSayWhoWhatAndHow() {
    // given
    archive.locate(REQUEST, 1);
    String id = onlyItem();
    clock.advance(Duration.ofDays(8));

    // when
    Reply item = http.get("/v1/work-items/" + id, ANNA);

    // then
    assertThat(item.cacheControl()).contains("no-store");
    assertThat(item.json().path("requestId").asString()).isEqualTo(REQUEST.toString());
    assertThat(item.json().path("action").asString()).isEqualTo("LOCATE");
    assertThat(item.json().path("overdue").asBoolean()).isTrue();
    assertThat(item.json().path("teams").toString()).isEqualTo("[\"archive\",\"post-room\"]");
    assertThat(item.json().path("collections").path(0).path("instructions").asString())
        .isEqualTo("Look in cabinet 4 under the family name.");
    assertThat(item.json().path("collections").path(0).path("runbook").asString())
        .isEqualTo("https://wiki.example.com/archive");
    assertThat(item.json().path("collections").path(0).path("retention").path("rule").asString())
        .isEqualTo("nl-tax");
  }

  @Test
  void shouldShowWhomItIsAboutToWhoeverClaimedItAndNobodyElse() {
    // given
    archive.locate(REQUEST, 1);
    String id = onlyItem();

    // when
    Reply before = http.get("/v1/work-items/" + id, ANNA);
    Reply claimed = http.post("/v1/work-items/" + id + "/claim", ANNA, "");
    Reply other = http.get("/v1/work-items/" + id, BERT);
    Reply list = http.get("/v1/work-items?show=mine", ANNA);

    // then
    assertThat(claimed.json().path("subject").path("identifiers").path("email").path(0).asString())
        .isEqualTo("ada@example.com");
    assertThat(List.of(before, other, list))
        .allSatisfy(reply -> assertThat(reply.json().toString()).doesNotContain("ada@", "C-4711"));
    assertThat(http.post("/v1/work-items/" + id + "/claim", BERT, "").problem())
        .isEqualTo("claimed-by-another");
    assertThat(complete(id, BERT, NOTHING).problem()).isEqualTo("not-claimed");
    assertThat(items("mine", BERT)).isEmpty();
    assertThat(items("mine", ANNA)).containsExactly(id);
  }

  @Test
  void shouldLetAClaimBeGivenBackOrTakenByTheOfficer() {
    // given
    archive.locate(REQUEST, 1);
    String id = onlyItem();
    http.post("/v1/work-items/" + id + "/claim", ANNA, "");

    // then
    assertThat(http.delete("/v1/work-items/" + id + "/claim", BERT).problem())
        .isEqualTo("not-claimed");
    assertThat(http.delete("/v1/work-items/" + id + "/claim", DPO).status()).isEqualTo(200);
    assertThat(http.post("/v1/work-items/" + id + "/claim", BERT, "").status()).isEqualTo(200);
    assertThat(http.delete("/v1/work-items/" + id + "/claim", BERT).status()).isEqualTo(200);
    assertThat(http.delete("/v1/work-items/" + id + "/claim", BERT).status()).isEqualTo(200);
  }

  @Test
  void shouldHaveSomebodyElseVerifyThanWhoErased() {
    // given
    archive.erase(REQUEST, 3);
    complete(claimed(ANNA), ANNA, NOTHING);
    archive.erase(REQUEST, 3);

    // when
    archive.verify(REQUEST, 4);
    String id = onlyItem();
    Reply own = http.post("/v1/work-items/" + id + "/claim", ANNA, "");
    http.post("/v1/work-items/" + id + "/claim", BERT, "");
    complete(
        id,
        BERT,
        """
        {"collections": [{"collection": "letters", "records": 1}],
         "evidence": {"text": "one was left"}}
        """);

    // then
    assertThat(own.problem()).isEqualTo("same-person");
    assertThat(archive.verify(REQUEST, 4))
        .isEqualTo(new Answer.Done(new Outcome.ResidueFound(new Counts(Map.of("letters", 1L)))));

    // when
    archive.erase(REQUEST, 5);
    complete(claimed(BERT), BERT, NOTHING);
    archive.erase(REQUEST, 5);
    archive.verify(REQUEST, 6);
    String second = onlyItem();

    // then
    assertThat(http.post("/v1/work-items/" + second + "/claim", ANNA, "").problem())
        .isEqualTo("same-person");
    assertThat(http.post("/v1/work-items/" + second + "/claim", BERT, "").problem())
        .isEqualTo("same-person");
    http.post("/v1/work-items/" + second + "/claim", "carl/worker", "");
    complete(second, "carl/worker", NOTHING);
    assertThat(archive.verify(REQUEST, 6))
        .isEqualTo(new Answer.Done(new Outcome.ErasureVerified()));
  }

  @Test
  void shouldShowWhatWasHiddenToWhoeverIsToShowItAgain() {
    // given
    archive.restrict(REQUEST, 2);
    complete(
        claimed(ANNA),
        ANNA,
        """
        {"collections": [{"collection": "contracts", "records": 1}],
         "evidence": {"text": "moved to the locked cabinet"}}
        """);
    assertThat(archive.restrict(REQUEST, 2))
        .isEqualTo(
            new Answer.Done(new Outcome.RecordsRestricted(new Counts(Map.of("contracts", 1L)))));

    // when
    archive.lift(REQUEST, 3);
    closing.closed = true;
    Reply item = http.post("/v1/work-items/" + onlyItem() + "/claim", BERT, "");

    // then
    assertThat(item.json().path("state").asString()).isEqualTo("open");
    assertThat(item.json().path("restriction").path("evidence").path("text").asString())
        .isEqualTo("moved to the locked cabinet");
  }

  @Test
  void shouldShowCorrections() {
    // given
    vault.corrects(new Corrections(Map.of("user.name", "Ada King"), Optional.of("Not Byron")));
    archive.rectify(REQUEST, 2);
    String id = onlyItem();

    // when
    Reply item = http.post("/v1/work-items/" + id + "/claim", ANNA, "");
    complete(
        id,
        ANNA,
        """
        {"collections": [{"collection": "contracts", "corrected": 1, "supplemented": 1}],
         "evidence": {"text": "overwritten"}}
        """);

    // then
    assertThat(item.json().path("subject").path("corrections").path("user.name").asString())
        .isEqualTo("Ada King");
    assertThat(item.json().path("subject").path("statement").asString()).isEqualTo("Not Byron");
    assertThat(archive.rectify(REQUEST, 2))
        .isEqualTo(
            new Answer.Done(
                new Outcome.RecordsRectified(
                    new Counts(Map.of("contracts", 1L)), new Counts(Map.of("contracts", 1L)))));
  }

  @Test
  void shouldWantATokenAndARole() {
    // given
    archive.locate(REQUEST, 1);

    // then
    assertThat(http.get("/v1/work-items", "").status()).isEqualTo(401);
    assertThat(http.get("/v1/work-items", "nobody").status()).isEqualTo(401);
    assertThat(http.get("/v1/work-items", "anna/participant").status()).isEqualTo(403);
    assertThat(http.get("/v1/work-items/" + onlyItem() + "/completion", ANNA).status())
        .isEqualTo(403);
    assertThat(http.get("/v1/work-items/" + UUID.randomUUID(), ANNA).problem())
        .isEqualTo("not-found");
    assertThat(http.get("/v1/work-items/no-uuid", ANNA).problem()).isEqualTo("malformed-request");
  }

  @Test
  void shouldShowWhatWasHiddenThoughTheAgentNeverGotToTellOfIt() {
    // given
    archive.restrict(REQUEST, 2);
    complete(
        claimed(ANNA),
        ANNA,
        """
        {"collections": [{"collection": "contracts", "records": 1}],
         "evidence": {"text": "moved to the locked cabinet"}}
        """);

    // when
    archive.lift(REQUEST, 3);
    Reply item = http.post("/v1/work-items/" + onlyItem() + "/claim", BERT, "");

    // then
    assertThat(item.json().path("restriction").path("evidence").path("text").asString())
        .isEqualTo("moved to the locked cabinet");
  }
}
