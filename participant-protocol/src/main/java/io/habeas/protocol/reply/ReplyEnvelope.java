package io.habeas.protocol.reply;

import io.habeas.process.ProcessDefinition.InvalidMessage;
import io.habeas.process.ProcessDefinition.Keyed;
import io.habeas.protocol.ParticipantId;
import io.habeas.schemas.Topics;
import io.habeas.schemas.avro.ParticipantReply;
import io.habeas.schemas.avro.RetentionReported;
import java.util.Collection;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Opens replies: who answers is proven by the topic alone, whatever the reply itself says. */
public final class ReplyEnvelope {
  /** No request issues as many tasks to one participant. */
  private static final int HIGHEST_STEP = 1_000_000;

  private final Map<String, ParticipantId> participantsByTopic;

  /**
   * @param approved who may answer, each on the topic of its own
   */
  public ReplyEnvelope(Collection<ParticipantId> approved) {
    this.participantsByTopic =
        approved.stream()
            .collect(
                Collectors.toUnmodifiableMap(
                    id -> Topics.replies(id.name()).name(), Function.identity()));
  }

  /**
   * A reply whose sender is known.
   *
   * @param requestId the request
   * @param participant who answers
   * @param step the task that is answered, from 1; 0 where none is
   * @param payload what is answered, a branch of the union of {@link ParticipantReply}
   */
  public record Opened(UUID requestId, ParticipantId participant, int step, Object payload) {}

  /**
   * Opens a reply.
   *
   * @throws InvalidMessage if it speaks in another's name, lies under another request's key, or its
   *     step cannot be
   */
  public Opened open(String topic, Keyed<ParticipantReply> message) throws InvalidMessage {
    ParticipantReply reply = message.value();
    ParticipantId who = participantsByTopic.get(topic);
    if (who == null || !who.name().equals(reply.getParticipant())) {
      throw new InvalidMessage("wrong-participant");
    }
    message.requireKey(reply.getRequestId().toString());
    int step = reply.getStep();
    boolean unasked = reply.getPayload() instanceof RetentionReported;
    if (unasked ? step != 0 : step < 1 || step > HIGHEST_STEP) {
      throw new InvalidMessage("step-out-of-range");
    }
    return new Opened(reply.getRequestId(), who, step, reply.getPayload());
  }

  /**
   * The step that a participant says it has seen.
   *
   * @throws InvalidMessage if it is not above {@code step}, or cannot be
   */
  public static int seenStep(int seen, int step) throws InvalidMessage {
    if (seen <= step || seen > HIGHEST_STEP) {
      throw new InvalidMessage("seen-step-out-of-range");
    }
    return seen;
  }
}
