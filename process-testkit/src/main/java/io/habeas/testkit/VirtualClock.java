package io.habeas.testkit;

import static java.util.Objects.requireNonNull;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicReference;

/** A clock that moves only when a test says so. */
public final class VirtualClock extends Clock {
  private final AtomicReference<Instant> now;
  private final ZoneId zone;

  private VirtualClock(AtomicReference<Instant> now, ZoneId zone) {
    this.now = now;
    this.zone = zone;
  }

  /** A clock that stands at {@code instant}, in UTC. */
  public static VirtualClock at(Instant instant) {
    return new VirtualClock(new AtomicReference<>(instant), ZoneOffset.UTC);
  }

  /** A clock that stands at {@code instant}, such as {@code 2026-01-31T09:00:00Z}, in UTC. */
  public static VirtualClock at(String instant) {
    return at(Instant.parse(instant));
  }

  /** Moves the clock on and returns the time it then shows. */
  public Instant advance(Duration by) {
    return requireNonNull(now.updateAndGet(instant -> instant.plus(by)));
  }

  @Override
  public Instant instant() {
    return requireNonNull(now.get());
  }

  @Override
  public ZoneId getZone() {
    return zone;
  }

  /** The same clock, moving with this one, in another zone. */
  @Override
  public Clock withZone(ZoneId other) {
    return new VirtualClock(now, other);
  }
}
