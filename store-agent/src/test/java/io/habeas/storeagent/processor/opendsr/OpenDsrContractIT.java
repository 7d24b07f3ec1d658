package io.habeas.storeagent.processor.opendsr;

import io.habeas.participant.Counts;
import io.habeas.participant.Identifiers;
import io.habeas.participant.testkit.DataHolderContract;
import io.habeas.participant.testkit.Instance;
import io.habeas.participant.testkit.Interruptions;
import io.habeas.participant.testkit.MemoryVault;
import io.habeas.participant.testkit.Person;
import io.habeas.participant.testkit.SettableClock;
import io.habeas.participant.testkit.StoreUnderTest;
import io.habeas.storeagent.ledger.LedgerConnection;
import io.habeas.storeagent.ledger.Ledgers;
import io.habeas.storeagent.processor.Interrupting;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The contract on a processor that speaks OpenDSR. It cannot be asked what it holds, so nothing is
 * located, restricted or corrected.
 */
class OpenDsrContractIT extends DataHolderContract {

  @Override
  protected StoreUnderTest open() {
    return new Profiles();
  }

  /** A processor and, beside it, a ledger that fails when told to. */
  private static final class Profiles implements StoreUnderTest, Interruptions {
    private final KeepingProcessor processor = new KeepingProcessor();
    private final LedgerConnection memory = Ledgers.database();
    private final SettableClock clock = new SettableClock();
    private final Interrupting interrupting =
        new Interrupting(
            0,
            Interrupting.Moment.BEFORE,
            () -> {
              throw new IllegalStateException("Expected to go on but the process was ended");
            });
    private volatile int sought;

    @Override
    public Instance start() {
      // Nobody who was in the middle of a call before this one was started still is.
      clock.advance(Duration.ofMinutes(30));
      OpenDsrAgent agent =
          OpenDsrAgent.of(processor, memory, interrupting, new MemoryVault(), clock);
      return new Instance(
          agent.connector.holder(), agent.outcomes, agent.connector.declaration(), agent::close);
    }

    @Override
    public Identifiers identifiers(Person person) {
      return new Identifiers(
          Map.of("email", List.of(person.email()), "account_id", List.of(account(person))));
    }

    private static String account(Person person) {
      return "account-" + person.number();
    }

    @Override
    public Counts put(Person person, int records) {
      for (int i = 0; i < records; i++) {
        // Each is known by one of the two.
        processor.holds(i % 2 == 0 ? person.email() : account(person), person.word());
      }
      return new Counts(Map.of("profiles", (long) records));
    }

    /** What is told as done and then found not to be. */
    @Override
    public void leaveBehind(Person person) {
      put(person, 1);
      processor.all("in_progress");
    }

    @Override
    public String contents() {
      return processor.everything();
    }

    @Override
    public String contentsOf(Person person) {
      return processor.everythingOf(person.email()) + processor.everythingOf(account(person));
    }

    /** What comes in one piece; results that do not are bytes, and not counted. */
    @Override
    public int many() {
      return 5_000;
    }

    @Override
    public Optional<Interruptions> interruptions() {
      return Optional.of(this);
    }

    @Override
    public void at(int n, Moment moment) {
      sought = n;
      interrupting.arm(
          n, moment == Moment.BEFORE ? Interrupting.Moment.BEFORE : Interrupting.Moment.AFTER);
    }

    @Override
    public boolean mend() {
      return interrupting.disarm() >= sought;
    }

    @Override
    public void close() {
      processor.close();
    }
  }
}
