package io.habeas.chassis.messaging;

import io.habeas.process.listener.Listeners;
import org.springframework.context.SmartLifecycle;

/** Starts a service's listeners once its topics are as they should be. */
final class ListenerLifecycle implements SmartLifecycle {
  private final Listeners listeners;
  private volatile boolean running;

  ListenerLifecycle(Listeners listeners) {
    this.listeners = listeners;
  }

  @Override
  public void start() {
    listeners.start();
    running = true;
  }

  @Override
  public void stop() {
    running = false;
    listeners.close();
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  @Override
  public int getPhase() {
    return TopicsLifecycle.PHASE + 1;
  }
}
