package io.habeas.protocol.fanout;

import io.habeas.protocol.ParticipantId;

/**
 * The exchange with one participant about one request.
 *
 * @param participant with whom
 * @param step of the last task; rises with every new task, stays when the same is asked again; 0
 *     before the first
 * @param seenStep the highest step that the participant says it has seen, where it has seen more
 *     than we remember; 0 otherwise
 * @param turn whose turn it is
 */
public record Conversation<T>(ParticipantId participant, int step, int seenStep, Turn<T> turn) {

  /** A participant that was never asked anything. */
  static <T> Conversation<T> with(ParticipantId participant) {
    return new Conversation<>(participant, 0, 0, new Turn.Nobody<>());
  }

  Conversation<T> turn(Turn<T> next) {
    return new Conversation<>(participant, step, seenStep, next);
  }
}
