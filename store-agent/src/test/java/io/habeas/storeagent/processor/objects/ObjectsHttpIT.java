package io.habeas.storeagent.processor.objects;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.habeas.participant.Counts;
import io.habeas.participant.Outcome;
import io.habeas.participant.task.Answer;
import io.habeas.storeagent.api.AgentOverHttp;
import io.habeas.storeagent.api.AgentOverHttp.Reply;
import io.habeas.storeagent.ledger.LedgerConnection;
import io.habeas.storeagent.ledger.Ledgers;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Product services report over HTTP whose an object is. */
class ObjectsHttpIT {
  private static final UUID REQUEST = UUID.fromString("00000000-0000-0000-0000-0000000000d1");
  private static final String REPORTER = "assistant/object-reporter";

  private final ProviderStandIn openai = new ProviderStandIn();
  private final LedgerConnection database = Ledgers.database();
  private final ProviderAgent agent = ProviderAgent.openai(openai, database);
  private final AgentOverHttp http = new AgentOverHttp(agent.connector, agent.vault, agent.clock);

  @AfterEach
  void close() {
    http.close();
    agent.close();
    openai.close();
  }

  @Test
  void shouldKeepReportsWithoutTheIdentifiersInThem() {
    // when
    Reply reply =
        report(
            """
            {"objects": [
              {"kind": "files", "object": {"file_id": "file-1"},
               "subject": {"email": "Ada@people.example", "account_id": "4711"}},
              {"kind": "vector_store_files",
               "object": {"vector_store_id": "vs_1", "file_id": "file-1"},
               "subject": {"account_id": "4711"}}]}
            """);

    // then
    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.json().path("accepted").asInt()).isEqualTo(2);
    assertThat(Ledgers.contents(database).toString()).doesNotContain("4711", "da@people");
    assertThat(located("account_id", "4711"))
        .isEqualTo(new Counts(Map.of("files", 1L, "vector_store_files", 1L)));
    assertThat(located("email", "ada@PEOPLE.example")).isEqualTo(new Counts(Map.of("files", 1L)));
  }

  @Test
  void shouldImportLinesAndSayWhichAreWrong() {
    // given
    String right =
        "{\"kind\": \"files\", \"object\": {\"file_id\": \"file-%d\"}, \"subject\":"
            + " {\"account_id\": \"4711\"}}\n";
    StringBuilder lines = new StringBuilder();
    for (int i = 1; i <= 50; i++) {
      lines.append(right.formatted(i));
    }

    // when
    Reply all = importLines(lines + "\n");
    Reply again = importLines(lines.toString());
    Reply wrong =
        importLines(right.formatted(51) + "ada@people.example\n[]\n" + right.formatted(52));

    // then
    assertThat(all.json().path("accepted").asInt()).isEqualTo(50);
    assertThat(again.json().path("accepted").asInt()).isEqualTo(50);
    assertThat(wrong.problem()).isEqualTo("invalid-object");
    assertThat(wrong.json().path("errors").size()).isEqualTo(2);
    assertThat(wrong.json().path("errors").path(0).asString()).startsWith("line 2:");
    assertThat(wrong.json().path("accepted").asInt()).isEqualTo(2);
    assertThat(wrong.json().toString()).doesNotContain("ada@");
    assertThat(located("account_id", "4711")).isEqualTo(new Counts(Map.of("files", 52L)));
  }

  @Test
  void shouldRefuseWhatCannotBeDeletedLater() {
    assertRefused(
        "{\"kind\": \"images\", \"object\": {\"file_id\": \"f\"}, \"subject\": {\"account_id\":"
            + " \"1\"}}");
    assertRefused("{\"kind\": \"files\", \"object\": {}, \"subject\": {\"account_id\": \"1\"}}");
    assertRefused(
        "{\"kind\": \"files\", \"object\": {\"file_id\": \"../models\"}, \"subject\":"
            + " {\"account_id\": \"1\"}}");
    assertRefused(
        "{\"kind\": \"files\", \"object\": {\"file_id\": \"..\"}, \"subject\": {\"account_id\":"
            + " \"1\"}}");
    assertRefused("{\"kind\": \"files\", \"object\": {\"file_id\": \"f\"}, \"subject\": {}}");
    assertRefused(
        "{\"kind\": \"files\", \"object\": {\"file_id\": \"f\"}, \"subject\": {\"phone\": \"1\"}}");
    assertRefused(
        "{\"kind\": \"files\", \"object\": {\"file_id\": \"f\"}, \"subject\": {\"account_id\": \""
            + " \"}}");
    assertRefused("{\"kind\": \"files\"}");
    assertRefused("null");
    assertThat(report("{\"objects\": []}").problem()).isEqualTo("invalid-object");
    assertThat(report("{}").problem()).isEqualTo("invalid-object");
    assertThat(report("ada@people.example").status()).isEqualTo(400);
    assertThat(report("ada@people.example").json().toString()).doesNotContain("ada@");
    assertThat(Ledgers.contents(database).toString()).doesNotContain("habeas_ledger_object");
  }

  @Test
  void shouldRefuseAnObjectOfSomebodyElse() {
    // given
    String one =
        "{\"objects\": [{\"kind\": \"files\", \"object\": {\"file_id\": \"file-1\"}, \"subject\":"
            + " {\"account_id\": \"4711\"}}]}";
    report(one);

    // when
    Reply other = report(one.replace("4711", "4712"));

    // then
    assertThat(other.status()).isEqualTo(409);
    assertThat(other.problem()).isEqualTo("object-of-another");
    assertThat(located("account_id", "4712")).isEqualTo(Counts.NONE);
  }

  @Test
  void shouldWantTheRole() {
    byte[] none = "{}".getBytes(UTF_8);
    assertThat(http.put("/v1/objects", "", "application/json", none).status()).isEqualTo(401);
    assertThat(http.put("/v1/objects", "anna/worker", "application/json", none).status())
        .isEqualTo(403);
    assertThat(http.get("/v1/work-items", "anna/worker").problem()).isEqualTo("not-found");
  }

  private void assertRefused(String report) {
    Reply reply = report("{\"objects\": [" + report + "]}");
    assertThat(reply.status()).as(report).isEqualTo(422);
    assertThat(reply.problem()).isEqualTo("invalid-object");
  }

  private Reply report(String json) {
    return http.put("/v1/objects", REPORTER, "application/json", json.getBytes(UTF_8));
  }

  private Reply importLines(String lines) {
    return http.put("/v1/objects", REPORTER, "application/x-ndjson", lines.getBytes(UTF_8));
  }

  private int step;

  private Counts located(String type, String value) {
    agent.vault.has("email", "nobody");
    agent.vault.has("account_id", "nobody");
    agent.vault.has(type, value);
    Answer answer = agent.locate(REQUEST, ++step);
    return answer
            instanceof Answer.Done(Outcome.HoldingsLocated(var holdings, Set<String> y, var a))
        ? holdings
        : Counts.NONE;
  }
}
