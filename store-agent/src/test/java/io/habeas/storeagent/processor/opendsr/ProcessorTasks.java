package io.habeas.storeagent.processor.opendsr;

import io.habeas.participant.Erased.CollectionOutcome;
import io.habeas.participant.Outcome;
import io.habeas.participant.WaitReason;
import io.habeas.participant.task.Answer;
import io.habeas.participant.testkit.MemoryVault;
import io.habeas.participant.testkit.SettableClock;
import io.habeas.storeagent.ledger.LedgerConnection;
import io.habeas.storeagent.ledger.Ledgers;
import io.habeas.storeagent.processor.Interrupting;
import io.habeas.storeagent.processor.StandIn.Asked;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;

/** A processor, and somebody whom tasks are about. */
abstract class ProcessorTasks {
  static final UUID REQUEST = UUID.fromString("00000000-0000-0000-0000-0000000000e1");

  static final Answer ERASED =
      new Answer.Done(
          new Outcome.RecordsErased(
              List.of(new CollectionOutcome("profiles", 1, 0, 0)), List.of()));

  static final Answer WORKING = new Answer.Wait(WaitReason.PROCESSOR_WORKING);

  final Processor processor = new Processor(OpenDsrAgent.AUTHORITY.issue(Processor.DOMAIN));
  final LedgerConnection ledger = Ledgers.database();
  final SettableClock clock = new SettableClock();
  final MemoryVault vault = new MemoryVault();

  ProcessorTasks() {
    vault.has("email", "ada@mail.example");
    vault.has("account_id", "42");
    vault.has("device", "d-1");
  }

  @AfterEach
  void stop() {
    processor.close();
  }

  OpenDsrAgent agent() {
    return agent(ledger, Interrupting.never());
  }

  OpenDsrAgent agent(LedgerConnection memory, Interrupting interrupting) {
    return OpenDsrAgent.of(processor, memory, interrupting, vault, clock);
  }

  List<Asked> submitted() {
    return processor.standIn.asked.stream()
        .filter(asked -> asked.line().equals("POST /v2/requests"))
        .toList();
  }
}
