package io.habeas.orchestrator.erasure;

import io.habeas.orchestrator.erasure.ErasureState.Abandoned;
import io.habeas.orchestrator.erasure.ErasureState.Completed;
import io.habeas.orchestrator.erasure.ErasureState.Erasing;
import io.habeas.orchestrator.erasure.ErasureState.Halted;
import io.habeas.orchestrator.erasure.ErasureState.Lifting;
import io.habeas.orchestrator.erasure.ErasureState.Locating;
import io.habeas.orchestrator.erasure.ErasureState.NotStarted;
import io.habeas.orchestrator.erasure.ErasureState.Restricting;
import io.habeas.orchestrator.erasure.ErasureState.Verifying;
import io.habeas.process.ProcessDefinition.StateCodec;
import io.habeas.protocol.IdentifierType;
import io.habeas.protocol.ParticipantId;
import io.habeas.protocol.fanout.Conversation;
import io.habeas.protocol.fanout.FanOut;
import io.habeas.protocol.fanout.OwedAnswers;
import io.habeas.protocol.locate.IdentifierGraph;
import io.habeas.schemas.avro.Action;
import io.habeas.schemas.avro.state.ParticipantProgress;
import io.habeas.schemas.avro.state.SagaPhase;
import io.habeas.schemas.avro.state.StoreProgress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

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
      case Locating s -> write(SagaPhase.LOCATING, s.saga());
      case Restricting s -> write(SagaPhase.RESTRICTING, s.saga());
      case Erasing s -> write(SagaPhase.ERASING, s.saga());
      case Verifying s -> write(SagaPhase.VERIFYING, s.saga());
      case Halted s -> write(SagaPhase.HALTED, s.saga());
      case Lifting s -> write(SagaPhase.LIFTING, s.saga());
      case Completed s -> write(SagaPhase.COMPLETED, s.saga());
      case Abandoned s -> write(SagaPhase.ABANDONED, s.saga());
    };
  }

  private static ErasureState read(io.habeas.schemas.avro.state.ErasureState record) {
    Saga saga = saga(record);
    return switch (record.getPhase()) {
      case LOCATING -> new Locating(saga);
      case RESTRICTING -> new Restricting(saga);
      case ERASING -> new Erasing(saga);
      case VERIFYING -> new Verifying(saga);
      case HALTED -> new Halted(saga);
      case LIFTING -> new Lifting(saga);
      case COMPLETED -> new Completed(saga, saga.completion());
      case ABANDONED -> new Abandoned(saga);
    };
  }

  private static io.habeas.schemas.avro.state.ErasureState write(SagaPhase phase, Saga saga) {
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
              Counts.outcomesToRecords(store.outcomes()),
              Counts.retentionsToRecords(store.retained()),
              store.residues(),
              store.halted()));
    }
    return new io.habeas.schemas.avro.state.ErasureState(
        saga.requestId(),
        phase,
        saga.ground(),
        saga.dueOn(),
        saga.round(),
        saga.irrevocable(),
        saga.tellAgainAt(),
        codes(saga.graph().known()),
        participants);
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
              Counts.outcomesOf(each.getOutcomes()),
              Counts.retentionsOf(each.getRetained()),
              each.getResidues(),
              each.getHalted()));
      conversations.add(
          new Conversation<>(
              participant, each.getStep(), each.getSeenStep(), OwedAnswers.read(each.getOwed())));
      if (each.getSearchedBy() != null) {
        searched.put(participant, types(each.getSearchedBy()));
      }
    }
    return new Saga(
        record.getRequestId(),
        record.getGround(),
        record.getDueOn(),
        record.getRound(),
        record.getIrrevocable(),
        record.getTellAgainAt(),
        new IdentifierGraph(types(record.getKnownIdentifierTypes()), searched),
        new FanOut<>(conversations),
        stores);
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
