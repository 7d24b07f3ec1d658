package io.habeas.storeagent.manual;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.habeas.participant.Deferred;
import io.habeas.participant.Identifiers;
import io.habeas.participant.Outcome;
import io.habeas.participant.Task;
import io.habeas.participant.TaskId;
import io.habeas.storeagent.api.AgentOverHttp.Reply;
import io.habeas.storeagent.ledger.Ledgers;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What people upload becomes part of the copy, over HTTP. */
class CopiesHttpIT extends PaperTasks {

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
}
