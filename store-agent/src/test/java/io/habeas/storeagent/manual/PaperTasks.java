package io.habeas.storeagent.manual;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.habeas.participant.Deferred;
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
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;

/** People who look after paper, and somebody whom tasks are about. */
abstract class PaperTasks {
  static final UUID REQUEST = UUID.fromString("00000000-0000-0000-0000-0000000000b1");
  static final Answer WAITING = new Answer.Wait(WaitReason.AWAITING_PERSON);
  static final String ANNA = "anna/worker";
  static final String BERT = "bert/worker";
  static final String DPO = "dora/dpo";
  static final String NOTHING =
      "{\"nothingHeld\": true, \"evidence\": {\"text\": \"looked everywhere for Ada Lovelace\"}}";

  final LedgerConnection database = Ledgers.database();
  final MemoryVault vault = new MemoryVault();
  final SettableClock clock = new SettableClock();
  final Archive archive = Archive.on(database, vault, clock);
  final ClosingVault closing = new ClosingVault();
  final AgentOverHttp http = new AgentOverHttp(archive.connector, closing, clock);

  PaperTasks() {
    vault.has("email", "ada@example.com");
    vault.has("customer_number", "C-4711");
  }

  /** Grants what the test's vault has, until the request is closed. */
  final class ClosingVault implements Vault {
    boolean closed;

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

  List<String> exported(Task task) throws Deferred {
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

  Reply put(String path, String type, String body) {
    return http.put(path, ANNA, type, body.getBytes(UTF_8));
  }

  Reply complete(String id, String person, String json) {
    return http.post("/v1/work-items/" + id + "/completion", person, json);
  }

  String claimed(String person) {
    String id = onlyItem();
    assertThat(http.post("/v1/work-items/" + id + "/claim", person, "").status()).isEqualTo(200);
    return id;
  }

  String onlyItem() {
    List<String> ids = items("open", DPO);
    assertThat(ids).hasSize(1);
    return ids.getFirst();
  }

  List<String> items(String show, String person) {
    List<String> ids = new ArrayList<>();
    http.get("/v1/work-items?show=" + show, person)
        .json()
        .path("workItems")
        .forEach(item -> ids.add(item.path("id").asString()));
    return ids;
  }
}
