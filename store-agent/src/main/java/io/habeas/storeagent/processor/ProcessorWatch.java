package io.habeas.storeagent.processor;

import io.habeas.participant.WaitReason;
import io.habeas.storeagent.connector.StoreWatch;
import io.habeas.storeagent.connector.StoreWatch.State;
import io.habeas.storeagent.ledger.Ledger;
import io.habeas.storeagent.outbound.OutboundAddresses;
import io.habeas.storeagent.outbound.OutboundAddresses.Verdict;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/**
 * Whether a processor may be called and the ledger is there. The processor itself is not called for
 * that: what it says to a task is soon enough, and calls are counted.
 */
public final class ProcessorWatch {
  private ProcessorWatch() {}

  /** Looks at address and ledger. */
  public static StoreWatch<Boolean> of(ProcessorClient client, Ledger ledger, Clock clock) {
    var addresses = new OutboundAddresses(client.endpoint().allowedHosts());
    return new StoreWatch<>(
        () -> {
          Optional<WaitReason> unfit = ledger.unfit();
          if (unfit.isPresent()) {
            return new State.Unreachable<>(unfit.get());
          }
          return switch (addresses.verdict(client.endpoint().base())) {
            case Verdict.Allowed() -> new State.Fits<>(true);
            case Verdict.Refused(var why) ->
                new State.Differs<>(
                    List.of(
                        "Expected the processor to be called at a public address by TLS but "
                            + why));
            case Verdict.Unresolved() -> new State.Unreachable<>(WaitReason.STORE_UNAVAILABLE);
          };
        },
        clock);
  }
}
