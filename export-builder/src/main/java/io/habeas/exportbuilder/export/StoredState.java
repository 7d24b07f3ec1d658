package io.habeas.exportbuilder.export;

import io.habeas.exportbuilder.export.ExportState.Abandoned;
import io.habeas.exportbuilder.export.ExportState.Completed;
import io.habeas.exportbuilder.export.ExportState.Exporting;
import io.habeas.exportbuilder.export.ExportState.Halted;
import io.habeas.exportbuilder.export.ExportState.Locating;
import io.habeas.exportbuilder.export.ExportState.NotStarted;
import io.habeas.exportbuilder.export.ExportState.Packaging;
import io.habeas.process.ProcessDefinition.StateCodec;
import io.habeas.protocol.IdentifierType;
import io.habeas.protocol.ParticipantId;
import io.habeas.protocol.fanout.Conversation;
import io.habeas.protocol.fanout.FanOut;
import io.habeas.protocol.fanout.OwedAnswers;
import io.habeas.protocol.locate.Holding;
import io.habeas.protocol.locate.IdentifierGraph;
import io.habeas.schemas.avro.Action;
import io.habeas.schemas.avro.CollectionCount;
import io.habeas.schemas.avro.state.ExportParticipant;
import io.habeas.schemas.avro.state.ExportStage;
import io.habeas.schemas.avro.state.ExportedCopy;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** How an export is stored. */
final class StoredState {
  private StoredState() {}

  static StateCodec<ExportState, io.habeas.schemas.avro.state.ExportState> codec() {
    return new StateCodec<>(
        io.habeas.schemas.avro.state.ExportState.class, StoredState::write, StoredState::read);
  }

  private static io.habeas.schemas.avro.state.ExportState write(ExportState state) {
    return switch (state) {
      case NotStarted s ->
          throw new IllegalStateException("Expected an export that has begun but it has not");
      case Locating s -> write(ExportStage.LOCATING, s.export());
      case Exporting s -> write(ExportStage.EXPORTING, s.export());
      case Packaging s -> write(ExportStage.PACKAGING, s.export());
      case Halted s -> write(ExportStage.HALTED, s.export());
      case Completed s -> write(ExportStage.COMPLETED, s.export());
      case Abandoned s -> write(ExportStage.ABANDONED, s.export());
    };
  }

  private static ExportState read(io.habeas.schemas.avro.state.ExportState record) {
    Export export = export(record);
    return switch (record.getStage()) {
      case LOCATING -> new Locating(export);
      case EXPORTING -> new Exporting(export);
      case PACKAGING -> new Packaging(export);
      case HALTED -> new Halted(export);
      case COMPLETED -> new Completed(export);
      case ABANDONED -> new Abandoned(export);
    };
  }

  private static io.habeas.schemas.avro.state.ExportState write(ExportStage stage, Export export) {
    Map<ParticipantId, Conversation<Action>> conversations = new HashMap<>();
    export.fanOut().conversations().forEach(each -> conversations.put(each.participant(), each));
    List<ExportParticipant> participants = new ArrayList<>(export.stores().size());
    for (StoreCopy store : export.stores()) {
      Conversation<Action> conversation = conversations.get(store.participant());
      Set<IdentifierType> searchedBy = export.graph().searched().get(store.participant());
      Copy copy = store.copy();
      participants.add(
          new ExportParticipant(
              store.participant().name(),
              conversation == null ? 0 : conversation.step(),
              conversation == null ? 0 : conversation.seenStep(),
              conversation == null ? null : OwedAnswers.write(conversation.turn()),
              searchedBy == null ? null : codes(searchedBy),
              store.located(),
              store.holdings().stream()
                  .map(holding -> new CollectionCount(holding.collection(), holding.records()))
                  .toList(),
              copy == null
                  ? null
                  : new ExportedCopy(copy.step(), Records.collections(copy), Records.upload(copy)),
              store.refusals(),
              store.halted()));
    }
    return new io.habeas.schemas.avro.state.ExportState(
        export.requestId(),
        stage,
        export.dueOn(),
        export.round(),
        export.recipientKey(),
        export.tellAgainAt(),
        codes(export.graph().known()),
        participants);
  }

  private static Export export(io.habeas.schemas.avro.state.ExportState record) {
    List<StoreCopy> stores = new ArrayList<>();
    List<Conversation<Action>> conversations = new ArrayList<>();
    Map<ParticipantId, Set<IdentifierType>> searched = new HashMap<>();
    for (ExportParticipant each : record.getParticipants()) {
      ParticipantId participant = new ParticipantId(each.getParticipant());
      ExportedCopy copy = each.getCopy();
      stores.add(
          new StoreCopy(
              participant,
              each.getLocated(),
              each.getHoldings().stream()
                  .map(count -> new Holding(count.getCollection(), count.getRecords()))
                  .toList(),
              copy == null
                  ? null
                  : Records.copy(copy.getStep(), copy.getCollections(), copy.getUpload()),
              each.getRefusals(),
              each.getHalted()));
      conversations.add(
          new Conversation<>(
              participant, each.getStep(), each.getSeenStep(), OwedAnswers.read(each.getOwed())));
      if (each.getSearchedBy() != null) {
        searched.put(participant, types(each.getSearchedBy()));
      }
    }
    return new Export(
        record.getRequestId(),
        record.getDueOn(),
        record.getRound(),
        record.getRecipientKey(),
        record.getTellAgainAt(),
        new IdentifierGraph(types(record.getKnownIdentifierTypes()), searched),
        new FanOut<>(conversations),
        stores);
  }

  /** Sorted, so that the same state is always stored as the same bytes. */
  private static List<String> codes(Collection<IdentifierType> types) {
    return types.stream().map(IdentifierType::code).sorted().toList();
  }

  private static Set<IdentifierType> types(List<String> codes) {
    return codes.stream().map(IdentifierType::new).collect(Collectors.toUnmodifiableSet());
  }
}
