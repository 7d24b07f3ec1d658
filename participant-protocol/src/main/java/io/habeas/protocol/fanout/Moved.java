package io.habeas.protocol.fanout;

import io.habeas.protocol.ParticipantId;
import java.time.Instant;
import java.util.List;

/**
 * A fan-out after something happened to it, and what must now be said.
 *
 * @param fanOut from now on
 * @param asks to send, in this order
 * @param delays to tell: participants whose reason for not answering has changed
 */
public record Moved<T>(FanOut<T> fanOut, List<Ask<T>> asks, List<Delay> delays) {
  public Moved {
    asks = List.copyOf(asks);
    delays = List.copyOf(delays);
  }

  /** A task for one participant. Asking twice with the same step is asking once. */
  public record Ask<T>(ParticipantId participant, int step, T task) {}

  /** A participant's answer is owed, why it is not there, and when it is asked again. */
  public record Delay(ParticipantId participant, Waiting waiting, Instant askedAgainAt) {}
}
