package io.habeas.orchestrator.canary;

import io.habeas.orchestrator.canary.CanaryCommand.Ask;
import io.habeas.orchestrator.canary.CanaryCommand.Forget;
import io.habeas.orchestrator.canary.CanaryCommand.Tell;
import io.habeas.process.ProcessDefinition.Outbound;
import io.habeas.schemas.Topics;
import io.habeas.schemas.avro.CanaryMissed;
import io.habeas.schemas.avro.CanaryOutcomeRecord;
import io.habeas.schemas.avro.CanaryOver;
import io.habeas.schemas.avro.CanaryPassed;
import io.habeas.schemas.avro.CanaryRecord;
import io.habeas.schemas.avro.CanaryUnseeded;
import io.habeas.schemas.avro.EraseExpired;
import io.habeas.schemas.avro.EraseRecords;
import io.habeas.schemas.avro.ErasureGround;
import io.habeas.schemas.avro.ErasureTask;
import io.habeas.schemas.avro.LocateHoldings;
import io.habeas.schemas.avro.RestrictRecords;
import io.habeas.schemas.avro.SeedSubject;
import io.habeas.schemas.avro.VerifyErasure;
import java.util.Objects;
import java.util.function.Function;
import org.apache.avro.specific.SpecificRecord;

/** Sends each command to the topic of whom it concerns. */
public final class WriteCanaryCommands implements Function<CanaryCommand, Outbound<?>> {

  @Override
  public Outbound<?> apply(CanaryCommand command) {
    String store = command.participant().name();
    String key = command.canaryId().toString();
    return switch (command) {
      case Ask ask ->
          new Outbound<>(
              Topics.erasureTasks(store),
              key,
              new ErasureTask(ask.canaryId(), ask.at(), store, ask.step(), payload(ask)));
      case Tell tell ->
          new Outbound<>(
              Topics.CANARY_OUTCOMES,
              store,
              new CanaryOutcomeRecord(
                  tell.canaryId(), tell.at(), store, tell.over(), payload(tell.outcome())));
      case Forget forget ->
          new Outbound<>(
              Topics.CANARIES,
              key,
              new CanaryRecord(forget.canaryId(), forget.at(), store, new CanaryOver()));
    };
  }

  private static SpecificRecord payload(Ask ask) {
    return switch (ask.action()) {
      case SEED -> new SeedSubject();
      case LOCATE -> new LocateHoldings(1);
      case RESTRICT -> new RestrictRecords();
      case ERASE -> new EraseRecords(ErasureGround.ART_17_1_A);
      case VERIFY -> new VerifyErasure();
      case EXPIRE -> new EraseExpired(Objects.requireNonNull(ask.asOf()));
      case LIFT, EXPORT, RECTIFY ->
          throw new IllegalArgumentException(
              "Expected what a canary is asked for but got " + ask.action());
    };
  }

  private static SpecificRecord payload(CanaryOutcome outcome) {
    return switch (outcome) {
      case CanaryOutcome.Passed() -> new CanaryPassed();
      case CanaryOutcome.Missed(var reason, var during) -> new CanaryMissed(reason, during);
      case CanaryOutcome.Unseeded() -> new CanaryUnseeded();
    };
  }
}
