package io.habeas.participant.autoconfigure;

import io.habeas.participant.declaration.Heartbeat;
import org.springframework.context.SmartLifecycle;

/** Beats while the application runs, from before the first task is taken. */
final class HeartbeatLifecycle implements SmartLifecycle {
  /** Before whatever listens; the topics are there by then. */
  private static final int PHASE = 1;

  private final Heartbeat heartbeat;
  private volatile boolean running;

  HeartbeatLifecycle(Heartbeat heartbeat) {
    this.heartbeat = heartbeat;
  }

  @Override
  public void start() {
    heartbeat.start();
    running = true;
  }

  @Override
  public void stop() {
    running = false;
    heartbeat.close();
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  @Override
  public int getPhase() {
    return PHASE;
  }
}
