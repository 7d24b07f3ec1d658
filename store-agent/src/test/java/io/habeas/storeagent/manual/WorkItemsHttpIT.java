package io.habeas.storeagent.manual;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.habeas.participant.Corrections;
import io.habeas.participant.Counts;
import io.habeas.participant.Deferred;
import io.habeas.participant.Erased.CollectionOutcome;
import io.habeas.participant.Identifiers;
import io.habeas.participant.Outcome;
import io.habeas.participant.Retained;
import io.habeas.participant.RetentionGround;
import io.habeas.participant.Task;
import io.habeas.participant.TaskId;
import io.habeas.participant.WaitReason;
import io.habeas.participant.YieldedIdentifier;
import io.habeas.participant.task.Answer;
import io.habeas.participant.testkit.MemoryVault;
import io.habeas.participant.testkit.SettableClock;
import io.habeas.participant.vault.Vault;
import io.habeas.storeagent.api.AgentOverHttp;
import io.habeas.storeagent.api.AgentOverHttp.Reply;
import io.habeas.storeagent.ledger.LedgerConnection;
import io.habeas.storeagent.ledger.Ledgers;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Tasks for people from the task to its outcome, over HTTP. */
class WorkItemsHttpIT {
  private static final UUID REQUEST = UUID.fromString("00000000-0000-0000-0000-0000000000b1");
  private static final Answer WAITING = new Answer.Wait(WaitReason.AWAITING_PERSON);
  private static final String ANNA = "anna/worker";
  private static final String BERT = "bert/worker";
  private static final String DPO = "dora/dpo";
  private static final String NOTHING =
      "{\"nothingHeld\": true, \"evidence\": {\"text\": \"looked everywhere for Ada Lovelace\"}}";

  private final LedgerConnection database = Ledgers.database();
  private final MemoryVault vault = new MemoryVault();
  private final SettableClock clock = new SettableClock();
  private final Archive archive = Archive.on(database, vault, clock);
  private final ClosingVault closing = new ClosingVault();
  private final AgentOverHttp http = new AgentOverHttp(archive.connector, closing, clock);

  WorkItemsHttpIT() {
    vault.has("email", "ada@example.com");
    vault.has("customer_number", "C-4711");
  }

  /** Grants what the test's vault has, until the request is closed. */
  private final class ClosingVault implements Vault {
    private boolean closed;

    @Override
    public Map<TaskId, Claim> claim(List<TaskId> tasks) {
      if (!closed) {
        return vault.claim(tasks);
      }
      Map<TaskId, Claim> refused = new HashMap<>();
      tasks.forEach(task -> refused.put(task, new Claim.Refused("CLOSED")));
      return refused;
    }

    @Override
    public Deposit deposit(TaskId task, List<YieldedIdentifier> identifiers) {
      return new Deposit.Refused();
    }
  }

  @AfterEach
  void close() {
    http.close();
    archive.close();
  }

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
                            LocalDate.of(2030, 1, 1),
                            LocalDate.of(2031, 1, 1))))));
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
  void shouldPassOnWhatWasUploadedPieceByPiece() throws Deferred {
    // given
    Task export = new Task(REQUEST, 2, Identifiers.NONE);
    assertThat(exported(export)).isEmpty();
    String id = claimed(ANNA);
    byte[] scan = new byte[900_000];
    new Random(1).nextBytes(scan);
    String uploads = "/v1/work-items/" + id + "/uploads/";

    // when
    http.put(uploads + "letters/1", ANNA, "application/x-ndjson", "{\"a\":1}\n".getBytes(UTF_8));
    http.put(
        uploads + "letters/1",
        ANNA,
        "application/x-ndjson",
        "{\"a\":1}\r\n\n{\"b\":\"\u00e9\"}".getBytes(UTF_8));
    Reply file = http.put(uploads + "contracts/1", ANNA, "application/pdf", scan);
    Reply wrongCount =
        complete(id, ANNA, "{\"collections\": [{\"collection\": \"letters\", \"records\": 2}]}");
    Reply completed =
        complete(
            id,
            ANNA,
            """
            {"collections": [{"collection": "letters", "records": 2},
                             {"collection": "contracts", "records": 1}]}
            """);

    // then
    assertThat(file.status()).isEqualTo(200);
    assertThat(wrongCount.problem()).isEqualTo("invalid-completion");
    assertThat(completed.status()).isEqualTo(200);
    List<String> records = exported(export);
    assertThat(records).hasSize(5);
    assertThat(records.subList(0, 2))
        .containsExactly("letters {\"a\":1}", "letters {\"b\":\"\u00e9\"}");
    assertThat(records.get(2))
        .startsWith(
            "contracts {\"upload\":1,\"file\":\"letter.pdf\",\"content_type\":\"application/pdf\","
                + "\"size\":900000,\"piece\":1,\"of\":3,");
    assertThat(records.get(4)).startsWith("contracts {\"upload\":1,\"piece\":3,\"of\":3,");
  }

  @Test
  void shouldRefuseUploadsThatCannotBeUsed() throws Deferred {
    // given
    exported(new Task(REQUEST, 2, Identifiers.NONE));
    String id = claimed(ANNA);
    String uploads = "/v1/work-items/" + id + "/uploads/";

    // then
    assertThat(put(uploads + "letters/1", "application/x-ndjson", "ada@example.com").problem())
        .isEqualTo("invalid-upload");
    assertThat(put(uploads + "letters/1", "application/x-ndjson", "[1]").problem())
        .isEqualTo("invalid-upload");
    assertThat(put(uploads + "letters/1", "application/x-ndjson", "\n").problem())
        .isEqualTo("invalid-upload");
    assertThat(put(uploads + "letters/1", "application/pdf", "").problem())
        .isEqualTo("invalid-upload");
    assertThat(put(uploads + "cellar/1", "application/pdf", "x").problem()).isEqualTo("not-found");
    assertThat(put(uploads + "letters/0", "application/pdf", "x").problem()).isEqualTo("not-found");
    assertThat(http.put(uploads + "letters/1", BERT, "application/pdf", new byte[] {1}).problem())
        .isEqualTo("not-claimed");
    assertThat(
            http.put(uploads + "letters/1", ANNA, "application/pdf", new byte[5 * 1024 * 1024])
                .problem())
        .isEqualTo("invalid-upload");
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
  void shouldForgetWhatWasUploadedForAClosedRequest() throws Deferred {
    // given
    exported(new Task(REQUEST, 1, Identifiers.NONE));
    String id = claimed(ANNA);
    put("/v1/work-items/" + id + "/uploads/letters/1", "application/x-ndjson", "{\"a\": 1}");
    assertThat(Ledgers.contents(database).toString()).contains("habeas_ledger_upload");

    // when
    closing.closed = true;
    http.get("/v1/work-items/" + id, ANNA);

    // then
    assertThat(Ledgers.contents(database).toString()).doesNotContain("habeas_ledger_upload");
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
  void shouldKeepWhatWasWrittenSealedForTheOfficerAndForgetTheRest() throws Deferred {
    // given
    exported(new Task(REQUEST, 1, Identifiers.NONE));
    String copy = claimed(ANNA);
    put("/v1/work-items/" + copy + "/uploads/letters/1", "application/x-ndjson", "{\"a\":\"Ada\"}");
    complete(copy, ANNA, "{\"collections\": [{\"collection\": \"letters\", \"records\": 1}]}");
    archive.erase(REQUEST, 3);
    String id = claimed(ANNA);
    complete(id, ANNA, NOTHING);

    // when
    archive.erase(REQUEST, 3);
    archive
        .connector
        .outcomes()
        .once(
            new TaskId(REQUEST, 4),
            io.habeas.participant.Action.EXPORT,
            () -> new Outcome.RecordsExported(List.of(), null));

    // then
    assertThat(Ledgers.contents(database).toString())
        .doesNotContain("Ada", "ada@", "looked everywhere", "C-4711")
        .doesNotContain("habeas_ledger_upload");
    assertThat(
            http.get("/v1/work-items/" + id + "/completion", DPO)
                .json()
                .path("evidence")
                .path("text")
                .asString())
        .isEqualTo("looked everywhere for Ada Lovelace");

    // when
    clock.advance(Duration.ofDays(1096));
    assertThat(archive.connector.holder().unfit()).isEmpty();

    // then
    assertThat(http.get("/v1/work-items/" + id, DPO).problem()).isEqualTo("not-found");
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

  private List<String> exported(Task task) throws Deferred {
    List<String> records = new ArrayList<>();
    try {
      archive
          .connector
          .holder()
          .export(task, (collection, json) -> records.add(collection + " " + json));
    } catch (Deferred e) {
      assertThat(e.reason()).isEqualTo(WaitReason.AWAITING_PERSON);
    }
    return records;
  }

  private Reply put(String path, String type, String body) {
    return http.put(path, ANNA, type, body.getBytes(UTF_8));
  }

  private Reply complete(String id, String person, String json) {
    return http.post("/v1/work-items/" + id + "/completion", person, json);
  }

  private String claimed(String person) {
    String id = onlyItem();
    assertThat(http.post("/v1/work-items/" + id + "/claim", person, "").status()).isEqualTo(200);
    return id;
  }

  private String onlyItem() {
    List<String> ids = items("open", DPO);
    assertThat(ids).hasSize(1);
    return ids.getFirst();
  }

  private List<String> items(String show, String person) {
    List<String> ids = new ArrayList<>();
    http.get("/v1/work-items?show=" + show, person)
        .json()
        .path("workItems")
        .forEach(item -> ids.add(item.path("id").asString()));
    return ids;
  }
}
