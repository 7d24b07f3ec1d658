package io.habeas.notifier;

import io.habeas.notifier.delivery.LetterDelivery;
import org.springframework.context.SmartLifecycle;

/**
 * Delivers from when the topic of outcomes is there (the chassis sees to that in the first phase)
 * until the listeners, which start later, have stopped.
 */
final class DeliveryLifecycle implements SmartLifecycle {
  private static final int AFTER_TOPICS = 1;

  private final LetterDelivery delivery;
  private volatile boolean running;

  DeliveryLifecycle(LetterDelivery delivery) {
    this.delivery = delivery;
  }

  @Override
  public void start() {
    delivery.start();
    running = true;
  }

  @Override
  public void stop() {
    running = false;
    delivery.close();
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  @Override
  public int getPhase() {
    return AFTER_TOPICS;
  }
}
