package io.habeas.verifier.canaries;

import io.habeas.chassis.controller.Controller;
import io.habeas.process.ProcessDefinition.InvalidMessage;
import io.habeas.process.ProcessDefinition.Keyed;
import io.habeas.schemas.avro.CanaryBegun;
import io.habeas.schemas.avro.CanaryOver;
import io.habeas.schemas.avro.CanaryRecord;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import reactor.core.publisher.Mono;

/** Follows each canary from beginning to end. Blocks until done. Idempotent. */
public final class CanaryHandler {
  private final Canaries canaries;
  private final Controller controller;
  private final Duration patience;

  public CanaryHandler(Canaries canaries, Controller controller, Duration patience) {
    this.canaries = canaries;
    this.controller = controller;
    this.patience = patience;
  }

  /**
   * @throws InvalidMessage if it is about another canary than its key, or about a store that the
   *     controller did not approve
   */
  public void handle(String topic, Keyed<CanaryRecord> message) throws InvalidMessage {
    CanaryRecord record = message.value();
    String id = record.getCanaryId().toString();
    if (!id.equals(message.key())) {
      throw new InvalidMessage("key-of-another-canary");
    }
    Mono<Void> done =
        switch (record.getPayload()) {
          case CanaryBegun begun ->
              canaries.begin(id, both(begun.getIdentifierTypes(), approvedFor(record)));
          case CanaryOver over -> canaries.end(id, record.getParticipant());
          // The wire stops before a payload that this version does not have.
          default -> throw new InvalidMessage("unexpected-payload");
        };
    done.block(patience);
  }

  private Set<String> approvedFor(CanaryRecord record) throws InvalidMessage {
    return controller.participants().stream()
        .filter(each -> each.name().equals(record.getParticipant()))
        .findFirst()
        .map(each -> Set.copyOf(each.identifierTypes()))
        .orElseThrow(() -> new InvalidMessage("unknown-participant"));
  }

  private static List<String> both(List<String> needed, Set<String> approved) {
    return needed.stream().filter(approved::contains).toList();
  }
}
