package io.habeas.storeagent.manual;

import io.habeas.participant.Corrections;
import io.habeas.participant.Counts;
import io.habeas.participant.Identifiers;
import io.habeas.participant.Task;
import io.habeas.participant.TaskId;
import io.habeas.participant.YieldedIdentifier;
import io.habeas.participant.testkit.DataHolderContract;
import io.habeas.participant.testkit.Instance;
import io.habeas.participant.testkit.Interruptions;
import io.habeas.participant.testkit.MemoryVault;
import io.habeas.participant.testkit.Person;
import io.habeas.participant.testkit.SettableClock;
import io.habeas.participant.testkit.StoreUnderTest;
import io.habeas.participant.vault.Vault;
import io.habeas.storeagent.ledger.LedgerConnection;
import io.habeas.storeagent.ledger.Ledgers;
import io.habeas.storeagent.mongodb.FaultyMongo;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterAll;

/**
 * The contract on work items, which somebody does over the API as soon as they are there. Nobody
 * can be made up among paper, so that is skipped.
 */
class ManualContractIT extends DataHolderContract {
  private static final FaultyMongo MONGO = new FaultyMongo();

  @AfterAll
  static void stop() {
    MONGO.close();
  }

  @Override
  protected StoreUnderTest open() {
    return new PaperArchive();
  }

  /** A cabinet, whoever has the key to it, and a ledger that fails when told to. */
  private static final class PaperArchive implements StoreUnderTest, Interruptions, Vault {
    private final LedgerConnection database =
        Ledgers.at(MONGO.uri(), "ledger-" + UUID.randomUUID(), null);
    private final SettableClock clock = new SettableClock();
    private final Cabinet cabinet = new Cabinet();
    private final Archive desk = Archive.on(database, new MemoryVault(), clock);
    private final Map<TaskId, Claim> granted = new ConcurrentHashMap<>();
    private final Clerk clerk = new Clerk(cabinet, desk.connector, this, clock);

    @Override
    public Instance start() {
      Archive archive = Archive.on(database, new MemoryVault(), clock);
      return new Instance(
          new Attended(archive.connector.holder(), this::grant, clerk::work),
          archive.connector.outcomes(),
          archive.connector.declaration(),
          archive::close);
    }

    /** The vault grants what came with the task. */
    private void grant(Task task, Corrections corrections) {
      granted.put(
          new TaskId(task.requestId(), task.step()),
          new Claim.Granted(task.identifiers(), corrections));
    }

    @Override
    public Map<TaskId, Claim> claim(List<TaskId> tasks) {
      Map<TaskId, Claim> claims = new HashMap<>();
      tasks.forEach(
          task -> claims.put(task, granted.getOrDefault(task, new Claim.Refused("UNKNOWN_TASK"))));
      return claims;
    }

    @Override
    public Deposit deposit(TaskId task, List<YieldedIdentifier> identifiers) {
      return new Deposit.Refused();
    }

    @Override
    public Identifiers identifiers(Person person) {
      return new Identifiers(
          Map.of(
              "email", List.of(person.email()),
              "customer_number", List.of(Cabinet.customerNumber(person))));
    }

    @Override
    public Counts put(Person person, int records) {
      int letters = (records + 1) / 2;
      for (int i = 0; i < records; i++) {
        cabinet.put(i < letters ? Cabinet.LETTERS : Cabinet.CONTRACTS, person);
      }
      return new Counts(
          Map.of(Cabinet.LETTERS, (long) letters, Cabinet.CONTRACTS, (long) records - letters));
    }

    @Override
    public String contents() {
      return cabinet.contents(paper -> true);
    }

    @Override
    public String contentsOf(Person person) {
      return cabinet.contents(paper -> paper.owner().equals(person));
    }

    /** Nobody has more paper than that. */
    @Override
    public int many() {
      return 2_000;
    }

    @Override
    public Optional<String> retentionRule() {
      return Optional.of("nl-tax");
    }

    @Override
    public boolean expiresByHand() {
      return true;
    }

    @Override
    public Corrections corrections(Person person) {
      return new Corrections(Map.of("user.name", "Corrected-of-1-only"), Optional.empty());
    }

    @Override
    public Optional<Interruptions> interruptions() {
      return Optional.of(this);
    }

    @Override
    public void at(int n, Moment moment) {
      MONGO.failWrite(
          n, moment == Moment.BEFORE ? FaultyMongo.Moment.BEFORE : FaultyMongo.Moment.AFTER);
    }

    @Override
    public boolean mend() {
      return MONGO.mend();
    }

    @Override
    public void close() {
      desk.close();
    }
  }
}
