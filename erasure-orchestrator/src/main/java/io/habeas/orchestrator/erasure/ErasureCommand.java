package io.habeas.orchestrator.erasure;

import io.habeas.orchestrator.directives.Directive;
import io.habeas.protocol.ParticipantId;
import io.habeas.schemas.avro.ErasureGround;
import java.time.Instant;
import java.util.UUID;

/** What an erasure asks of others. */
public sealed interface ErasureCommand {

  /** The request that it is about. */
  UUID requestId();

  /** When it was decided. */
  Instant at();

  /** Asks one participant. The same step twice is one task. */
  record Ask(UUID requestId, ParticipantId participant, int step, Task task, Instant at)
      implements ErasureCommand {}

  /** Tells everybody who follows erasures. */
  record Tell(UUID requestId, Report report, Instant at) implements ErasureCommand {}

  /** Enters in the ledger of erasures who was asked to erase; replaces what was entered before. */
  record Enter(UUID requestId, ErasureGround ground, Ledger ledger, Instant at)
      implements ErasureCommand {}

  /** A participant must respect it from now on. */
  record Direct(Directive directive) implements ErasureCommand {
    @Override
    public UUID requestId() {
      return directive.requestId();
    }

    @Override
    public Instant at() {
      return directive.issuedAt();
    }
  }

  /** What a participant is asked to do. */
  sealed interface Task {
    /**
     * @param round over the identifier graph, from 1
     */
    record Locate(int round) implements Task {}

    /** Hide what was located, reversibly. */
    record Restrict() implements Task {}

    /** Undo the restriction. */
    record Lift() implements Task {}

    /** Erase; keep exactly what a retention rule names. */
    record Erase(ErasureGround ground) implements Task {}

    /** Look again, by other queries than those that erased. */
    record Verify() implements Task {}

    /**
     * Erase what was kept for longer than it may be (L20).
     *
     * @param asOf when it may no longer be kept
     */
    record Expire(Instant asOf) implements Task {}
  }
}
