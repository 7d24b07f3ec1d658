package io.habeas.storeagent.processor.objects;

import io.habeas.participant.Deferred;
import io.habeas.participant.WaitReason;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** Keeps still for as long as the processor wants (RFC 9110 section 10.2.3), within reason. */
final class Pacing {
  private static final Duration MOST = Duration.ofHours(1);

  private record Pause(Instant until, WaitReason reason) {}

  private final Clock clock;
  private volatile Pause pause = new Pause(Instant.MIN, WaitReason.RATE_LIMITED);

  Pacing(Clock clock) {
    this.clock = clock;
  }

  /**
   * Returns if calls are welcome.
   *
   * @throws Deferred if they are not yet
   */
  void check() throws Deferred {
    Pause current = pause;
    if (clock.instant().isBefore(current.until())) {
      throw new Deferred(current.reason());
    }
  }

  /** Notes when they are again, if the answer says so. */
  void heed(HttpResponse<?> response, WaitReason reason) {
    Instant now = clock.instant();
    response
        .headers()
        .firstValue("Retry-After")
        .flatMap(RetryAfter::read)
        .map(wanted -> wanted.from(now))
        .map(until -> until.isAfter(now.plus(MOST)) ? now.plus(MOST) : until)
        .ifPresent(until -> pause = new Pause(until, reason));
  }
}
