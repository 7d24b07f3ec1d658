package io.habeas.orchestrator.erasure;

import io.habeas.orchestrator.erasure.ErasureState.Abandoned;
import io.habeas.orchestrator.erasure.ErasureState.AtGate;
import io.habeas.orchestrator.erasure.ErasureState.Awaited;
import io.habeas.orchestrator.erasure.ErasureState.AwaitingApproval;
import io.habeas.orchestrator.erasure.ErasureState.Completed;
import io.habeas.orchestrator.erasure.ErasureState.CoolingOff;
import io.habeas.orchestrator.erasure.ErasureState.Erasing;
import io.habeas.orchestrator.erasure.ErasureState.Expiring;
import io.habeas.orchestrator.erasure.ErasureState.Halted;
import io.habeas.orchestrator.erasure.ErasureState.Lifting;
import io.habeas.orchestrator.erasure.ErasureState.Locating;
import io.habeas.orchestrator.erasure.ErasureState.NotStarted;
import io.habeas.orchestrator.erasure.ErasureState.OnHold;
import io.habeas.orchestrator.erasure.ErasureState.Replaying;
import io.habeas.orchestrator.erasure.ErasureState.Restricting;
import io.habeas.orchestrator.erasure.ErasureState.Retaining;
import io.habeas.orchestrator.erasure.ErasureState.Uncovered;
import io.habeas.orchestrator.erasure.ErasureState.Verifying;
import io.habeas.process.ProcessDefinition.StateCodec;
import io.habeas.protocol.IdentifierType;
import io.habeas.protocol.ParticipantId;
import io.habeas.protocol.fanout.Conversation;
import io.habeas.protocol.fanout.FanOut;
import io.habeas.protocol.fanout.OwedAnswers;
import io.habeas.protocol.locate.IdentifierGraph;
import io.habeas.schemas.avro.Action;
import io.habeas.schemas.avro.ErasureGround;
import io.habeas.schemas.avro.PlannedStore;
import io.habeas.schemas.avro.state.KnownAtStore;
import io.habeas.schemas.avro.state.MissingParticipant;
import io.habeas.schemas.avro.state.ParticipantProgress;
import io.habeas.schemas.avro.state.PendingReplay;
import io.habeas.schemas.avro.state.PlanStanding;
import io.habeas.schemas.avro.state.ReplayStage;
import io.habeas.schemas.avro.state.SagaPhase;
import io.habeas.schemas.avro.state.StoreProgress;
import io.habeas.schemas.avro.state.StoredPlan;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** How an erasure is stored. */
final class StoredState {
  private StoredState() {}

  static StateCodec<ErasureState, io.habeas.schemas.avro.state.ErasureState> codec() {
    return new StateCodec<>(
        io.habeas.schemas.avro.state.ErasureState.class, StoredState::write, StoredState::read);
  }

  private static io.habeas.schemas.avro.state.ErasureState write(ErasureState state) {
    return switch (state) {
      case NotStarted s ->
          throw new IllegalStateException("Expected an erasure that has begun but it has not");
      case Awaited s -> write(s);
      case Locating s -> write(SagaPhase.LOCATING, s.saga());
      case AwaitingApproval s -> write(SagaPhase.AWAITING_APPROVAL, s.saga());
      case Restricting s -> write(SagaPhase.RESTRICTING, s.saga());
      case CoolingOff s -> write(SagaPhase.COOLING_OFF, s.saga());
      case AtGate s -> write(SagaPhase.AT_GATE, s.saga());
      case OnHold s -> write(SagaPhase.ON_HOLD, s.saga());
      case Erasing s -> write(SagaPhase.ERASING, s.saga());
      case Verifying s -> write(SagaPhase.VERIFYING, s.saga());
      case Halted s -> write(SagaPhase.HALTED, s.saga());
      case Lifting s -> write(SagaPhase.LIFTING, s.saga());
      case Retaining s -> write(SagaPhase.RETAINING, s.saga());
      case Expiring s -> write(SagaPhase.EXPIRING, s.saga(), List.of(), s.asOf());
      case Uncovered s -> write(SagaPhase.UNCOVERED, s.saga(), s.missing(), null);
      case Replaying s -> write(SagaPhase.REPLAYING, s.saga());
      case Completed s -> write(SagaPhase.COMPLETED, s.saga());
      case Abandoned s -> write(SagaPhase.ABANDONED, s.saga());
    };
  }

  private static ErasureState read(io.habeas.schemas.avro.state.ErasureState record) {
    return switch (record.getPhase()) {
      case AWAITED -> new Awaited(record.getRequestId(), StoredHolds.read(record.getHolds()));
      case LOCATING -> new Locating(saga(record));
      case AWAITING_APPROVAL -> new AwaitingApproval(saga(record));
      case RESTRICTING -> new Restricting(saga(record));
      case COOLING_OFF -> new CoolingOff(saga(record));
      case AT_GATE -> new AtGate(saga(record));
      case ON_HOLD -> new OnHold(saga(record));
      case ERASING -> new Erasing(saga(record));
      case VERIFYING -> new Verifying(saga(record));
      case HALTED -> new Halted(saga(record));
      case LIFTING -> new Lifting(saga(record));
      case RETAINING -> new Retaining(saga(record));
      case EXPIRING -> new Expiring(saga(record), Objects.requireNonNull(record.getExpiringAsOf()));
      case UNCOVERED -> new Uncovered(saga(record), missing(record));
      case REPLAYING -> new Replaying(saga(record));
      case COMPLETED -> new Completed(saga(record));
      case ABANDONED -> new Abandoned(saga(record));
    };
  }

  private static io.habeas.schemas.avro.state.ErasureState write(Awaited awaited) {
    return new io.habeas.schemas.avro.state.ErasureState(
        awaited.requestId(),
        SagaPhase.AWAITED,
        null,
        null,
        0,
        false,
        null,
        null,
        null,
        StoredHolds.write(awaited.holds()),
        write(Plan.NONE),
        0,
        0,
        null,
        List.of(),
        List.of(),
        null,
        List.of(),
        List.of(),
        List.of(),
        null,
        List.of());
  }

  private static List<Missing> missing(io.habeas.schemas.avro.state.ErasureState record) {
    return record.getMissing().stream()
        .map(
            each ->
                new Missing(
                    new ParticipantId(each.getParticipant()), each.getReason(), each.getSince()))
        .toList();
  }

  private static io.habeas.schemas.avro.state.ErasureState write(SagaPhase phase, Saga saga) {
    return write(phase, saga, List.of(), null);
  }

  private static io.habeas.schemas.avro.state.ErasureState write(
      SagaPhase phase, Saga saga, List<Missing> missing, @Nullable Instant expiringAsOf) {
    Map<ParticipantId, Conversation<Action>> conversations =
        HashMap.newHashMap(saga.stores().size());
    saga.fanOut().conversations().forEach(each -> conversations.put(each.participant(), each));
    List<ParticipantProgress> participants = new ArrayList<>(saga.stores().size());
    for (Store store : saga.stores()) {
      Conversation<Action> conversation = conversations.get(store.participant());
      Set<IdentifierType> searchedBy = saga.graph().searched().get(store.participant());
      participants.add(
          new ParticipantProgress(
              store.participant().name(),
              conversation == null ? 0 : conversation.step(),
              conversation == null ? 0 : conversation.seenStep(),
              conversation == null ? null : OwedAnswers.write(conversation.turn()),
              searchedBy == null ? null : codes(searchedBy),
              progress(store.progress()),
              store.restricted(),
              Counts.holdingsToRecords(store.holdings()),
              Treatments.toRecords(store.treated()),
              Counts.outcomesToRecords(store.outcomes()),
              Counts.retentionsToRecords(store.retained()),
              StoredComparison.write(store.compared()),
              store.residues(),
              store.halted(),
              store.decidedBy()));
    }
    return new io.habeas.schemas.avro.state.ErasureState(
        saga.requestId(),
        phase,
        switch (saga.scope()) {
          case Scope.Everything all -> saga.ground();
          case Scope.RestingOn some -> null;
        },
        saga.dueOn(),
        saga.round(),
        saga.gate().irrevocable(),
        saga.tellAgainAt(),
        saga.gate().endingFor(),
        saga.gate().coolingOffUntil(),
        StoredHolds.write(saga.gate().holds()),
        write(saga.gate().plan()),
        saga.gate().inquiry().number(),
        saga.gate().inquiry().times(),
        saga.gate().inquiry().askAgainAt(),
        write(saga.ledger()),
        replays(saga.ledger()),
        saga.told(),
        codes(saga.graph().known()),
        participants,
        missing.stream()
            .map(
                each ->
                    new MissingParticipant(each.participant().name(), each.reason(), each.since()))
            .toList(),
        expiringAsOf,
        switch (saga.scope()) {
          case Scope.Everything all -> List.of();
          case Scope.RestingOn(Set<String> withdrawn) -> withdrawn.stream().sorted().toList();
        });
  }

  private static Saga saga(io.habeas.schemas.avro.state.ErasureState record) {
    List<ParticipantProgress> participants = record.getParticipants();
    List<Store> stores = new ArrayList<>(participants.size());
    List<Conversation<Action>> conversations = new ArrayList<>(participants.size());
    Map<ParticipantId, Set<IdentifierType>> searched = HashMap.newHashMap(participants.size());
    for (ParticipantProgress each : participants) {
      ParticipantId participant = new ParticipantId(each.getParticipant());
      stores.add(
          new Store(
              participant,
              progress(each.getProgress()),
              each.getRestricted(),
              Counts.holdingsOf(each.getHoldings()),
              Treatments.of(each.getTreatments()),
              Counts.outcomesOf(each.getOutcomes()),
              Counts.retentionsOf(each.getRetained()),
              StoredComparison.read(each.getCompared()),
              each.getResidues(),
              each.getHalted(),
              each.getDecidedBy()));
      conversations.add(
          new Conversation<>(
              participant, each.getStep(), each.getSeenStep(), OwedAnswers.read(each.getOwed())));
      if (each.getSearchedBy() != null) {
        searched.put(participant, types(each.getSearchedBy()));
      }
    }
    Scope scope = scope(record);
    return new Saga(
        new Saga.Acceptance(
            record.getRequestId(),
            switch (scope) {
              case Scope.Everything all -> Objects.requireNonNull(record.getGround());
              case Scope.RestingOn some -> ErasureGround.ART_17_1_B;
            },
            Objects.requireNonNull(record.getDueOn()),
            scope),
        record.getRound(),
        new Gate(
            record.getIrrevocable(),
            record.getEndingFor(),
            record.getCoolingOffUntil(),
            StoredHolds.read(record.getHolds()),
            plan(record.getPlan()),
            new Inquiry(
                record.getGateAsk(), record.getGateAskedTimes(), record.getGateAskAgainAt())),
        ledger(record),
        record.getCompletion(),
        record.getTellAgainAt(),
        new IdentifierGraph(types(record.getKnownIdentifierTypes()), searched),
        new FanOut<>(conversations),
        stores);
  }

  private static Scope scope(io.habeas.schemas.avro.state.ErasureState record) {
    return record.getWithdrawnConsents().isEmpty()
        ? new Scope.Everything()
        : new Scope.RestingOn(Set.copyOf(record.getWithdrawnConsents()));
  }

  private static StoredPlan write(Plan plan) {
    return new StoredPlan(
        plan.number(),
        switch (plan.standing()) {
          case NONE -> PlanStanding.NONE;
          case UNASKED -> PlanStanding.UNASKED;
          case AWAITED -> PlanStanding.AWAITED;
          case APPROVED -> PlanStanding.APPROVED;
        },
        plan.asked().entrySet().stream()
            .sorted(Map.Entry.comparingByKey(Comparator.comparing(ParticipantId::name)))
            .map(
                each ->
                    new PlannedStore(
                        each.getKey().name(),
                        Counts.holdingsToRecords(each.getValue().holdings()),
                        Treatments.toRecords(each.getValue().treated()),
                        List.of()))
            .toList());
  }

  private static Plan plan(StoredPlan record) {
    return new Plan(
        record.getNumber(),
        switch (record.getStanding()) {
          case NONE -> Plan.Standing.NONE;
          case UNASKED -> Plan.Standing.UNASKED;
          case AWAITED -> Plan.Standing.AWAITED;
          case APPROVED -> Plan.Standing.APPROVED;
        },
        record.getStores().stream()
            .collect(
                Collectors.toMap(
                    store -> new ParticipantId(store.getParticipant()),
                    store ->
                        new Plan.Share(
                            Counts.holdingsOf(store.getHoldings()),
                            Treatments.of(store.getTreatments())))));
  }

  private static List<KnownAtStore> write(Ledger ledger) {
    Set<ParticipantId> all = new HashSet<>(ledger.pseudonyms().keySet());
    all.addAll(ledger.asked().keySet());
    return all.stream()
        .sorted(Comparator.comparing(ParticipantId::name))
        .map(
            participant ->
                new KnownAtStore(
                    participant.name(),
                    ledger.pseudonyms().get(participant),
                    ledger.asked().get(participant)))
        .toList();
  }

  private static Ledger ledger(io.habeas.schemas.avro.state.ErasureState state) {
    Map<ParticipantId, UUID> pseudonyms = new HashMap<>();
    Map<ParticipantId, Instant> asked = new HashMap<>();
    for (KnownAtStore record : state.getLedger()) {
      ParticipantId participant = new ParticipantId(record.getParticipant());
      if (record.getPseudonym() != null) {
        pseudonyms.put(participant, record.getPseudonym());
      }
      if (record.getEraseAskedAt() != null) {
        asked.put(participant, record.getEraseAskedAt());
      }
    }
    return new Ledger(
        pseudonyms,
        asked,
        state.getReplays().stream()
            .map(
                each ->
                    new Ledger.Replay(
                        each.getRestorationId(),
                        new ParticipantId(each.getParticipant()),
                        Ledger.Stage.valueOf(each.getStage().name())))
            .toList());
  }

  private static List<PendingReplay> replays(Ledger ledger) {
    return ledger.replays().stream()
        .map(
            each ->
                new PendingReplay(
                    each.restorationId(),
                    each.participant().name(),
                    ReplayStage.valueOf(each.stage().name())))
        .toList();
  }

  private static StoreProgress progress(Store.Progress progress) {
    return switch (progress) {
      case NOT_LOCATED -> StoreProgress.NOT_LOCATED;
      case LOCATED -> StoreProgress.LOCATED;
      case RESTRICTED -> StoreProgress.RESTRICTED;
      case ERASED -> StoreProgress.ERASED;
      case VERIFIED -> StoreProgress.VERIFIED;
    };
  }

  private static Store.Progress progress(StoreProgress progress) {
    return switch (progress) {
      case NOT_LOCATED -> Store.Progress.NOT_LOCATED;
      case LOCATED -> Store.Progress.LOCATED;
      case RESTRICTED -> Store.Progress.RESTRICTED;
      case ERASED -> Store.Progress.ERASED;
      case VERIFIED -> Store.Progress.VERIFIED;
    };
  }

  /** Sorted, so that the same state is always stored as the same bytes. */
  private static List<String> codes(Collection<IdentifierType> types) {
    return types.stream().map(IdentifierType::code).sorted().toList();
  }

  private static Set<IdentifierType> types(List<String> codes) {
    return codes.stream().map(IdentifierType::new).collect(Collectors.toUnmodifiableSet());
  }
}
