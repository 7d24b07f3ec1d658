package io.habeas.orchestrator.joint;

import io.habeas.protocol.IdentifierType;
import io.habeas.protocol.ParticipantId;
import io.habeas.protocol.fanout.Conversation;
import io.habeas.protocol.fanout.FanOut;
import io.habeas.protocol.fanout.OwedAnswers;
import io.habeas.protocol.locate.Holding;
import io.habeas.protocol.locate.IdentifierGraph;
import io.habeas.schemas.avro.Action;
import io.habeas.schemas.avro.CollectionCount;
import io.habeas.schemas.avro.state.JointPart;
import io.habeas.schemas.avro.state.JointState;
import io.habeas.schemas.avro.state.NotOffered;
import io.habeas.schemas.avro.state.Rectified;
import io.habeas.schemas.avro.state.Restricted;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** How it is stored what the participants do for one request. */
public final class StoredJoint {
  private StoredJoint() {}

  /** What is stored of it. */
  public static JointState write(Joint joint) {
    Map<ParticipantId, Conversation<Action>> conversations =
        HashMap.newHashMap(joint.parts().size());
    joint.fanOut().conversations().forEach(each -> conversations.put(each.participant(), each));
    List<JointPart> parts = new ArrayList<>(joint.parts().size());
    for (Part part : joint.parts()) {
      Conversation<Action> conversation = conversations.get(part.participant());
      Set<IdentifierType> searchedBy = joint.graph().searched().get(part.participant());
      parts.add(
          new JointPart(
              part.participant().name(),
              conversation == null ? 0 : conversation.step(),
              conversation == null ? 0 : conversation.seenStep(),
              conversation == null ? null : OwedAnswers.write(conversation.turn()),
              searchedBy == null ? null : codes(searchedBy),
              part.located(),
              part.cannotLocate(),
              counts(part.holdings()),
              write(part.result()),
              part.restricted(),
              part.halted(),
              part.decidedBy()));
    }
    return new JointState(
        joint.round(), joint.begun(), joint.tellAgainAt(), codes(joint.graph().known()), parts);
  }

  /** What is stored under a request's id. */
  public static Joint read(UUID requestId, JointState stored) {
    List<JointPart> all = stored.getParticipants();
    List<Part> parts = new ArrayList<>(all.size());
    List<Conversation<Action>> conversations = new ArrayList<>(all.size());
    Map<ParticipantId, Set<IdentifierType>> searched = HashMap.newHashMap(all.size());
    for (JointPart each : all) {
      ParticipantId participant = new ParticipantId(each.getParticipant());
      parts.add(
          new Part(
              participant,
              each.getLocated(),
              each.getCannotLocate(),
              holdings(each.getHoldings()),
              readResult(each.getResult()),
              each.getRestricted(),
              each.getHalted(),
              each.getDecidedBy()));
      conversations.add(
          new Conversation<>(
              participant, each.getStep(), each.getSeenStep(), OwedAnswers.read(each.getOwed())));
      if (each.getSearchedBy() != null) {
        searched.put(participant, types(each.getSearchedBy()));
      }
    }
    return new Joint(
        requestId,
        stored.getRound(),
        stored.getBegun(),
        stored.getTellAgainAt(),
        new IdentifierGraph(types(stored.getKnownIdentifierTypes()), searched),
        new FanOut<>(conversations),
        parts);
  }

  private static @Nullable Object write(@Nullable Result result) {
    return switch (result) {
      case null -> null;
      case Result.Rectified(var corrected, var supplemented) ->
          new Rectified(counts(corrected), counts(supplemented));
      case Result.Restricted(var restricted) -> new Restricted(counts(restricted));
      case Result.NotOffered() -> new NotOffered();
    };
  }

  private static @Nullable Result readResult(@Nullable Object stored) {
    return switch (stored) {
      case null -> null;
      case Rectified r ->
          new Result.Rectified(holdings(r.getCorrected()), holdings(r.getSupplemented()));
      case Restricted r -> new Result.Restricted(holdings(r.getRestricted()));
      case NotOffered n -> new Result.NotOffered();
      default ->
          throw new IllegalArgumentException(
              "Expected a branch of the stored union but got " + stored.getClass().getSimpleName());
    };
  }

  static List<CollectionCount> counts(List<Holding> holdings) {
    return holdings.stream()
        .map(holding -> new CollectionCount(holding.collection(), holding.records()))
        .toList();
  }

  private static List<Holding> holdings(List<CollectionCount> counts) {
    return counts.stream()
        .map(count -> new Holding(count.getCollection(), count.getRecords()))
        .toList();
  }

  /** Sorted, so that the same state is always stored as the same bytes. */
  private static List<String> codes(Collection<IdentifierType> types) {
    return types.stream().map(IdentifierType::code).sorted().toList();
  }

  private static Set<IdentifierType> types(List<String> codes) {
    return codes.stream().map(IdentifierType::new).collect(Collectors.toUnmodifiableSet());
  }
}
